// Stands in for the engine where a test decides what it answers: the agreement between the engine and the pages, and nothing else.
(function () {
  "use strict";

  const AREAS = [["roots", "Roots"], ["leaves", "Leaves"], ["wood", "Wood and bark"]];
  const VENUES = ["Arbor", "Bark", "Cone", "Drupe", "Elm", "Fern", "Grove", "Hazel", "Ilex", "Juniper"];
  const WORDS = ["oak", "pine", "ash", "birch", "cedar", "elm", "fir"];
  const papers = [];
  for (let n = 0; n < 53; n += 1) {
    const area = AREAS[n % 3];
    papers.push({
      id: "paper" + n, area: area[0], venue: VENUES[n % 10], has: n % 2 ? ["code"] : ["data"], in: n % 5 ? [] : ["walk"],
      kind: n % 4 ? "conference" : "journal", topic: [area[0]], author: ["ada-oak"],
      card: {
        id: "paper" + n, href: "papers/paper" + n + "/", title: "The " + WORDS[n % 7] + " tree, part " + n,
        authors: ["Ada Oak", "Ben Pine", "Cy Ash"].slice(0, 1 + n % 3), more: n % 3 === 2 ? 4 : 0, year: 2000 + n % 20,
        venue: VENUES[n % 10] + " " + (2000 + n % 20), sentence: "A tree is measured, sentence " + n + ".",
        code: n % 2 === 1, data: n % 2 === 0, cited: n % 3 ? n + " citations (Jan 2020)" : "", area: area[0],
        mark: n % 3 + 1, status: n === 4 ? "retracted" : "published",
      },
    });
  }

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function words(text) {
    const found = [];
    const pattern = /[\p{L}\p{N}]+/gu;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      found.push({ folded: fold(match[0]), start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  function fitsYear(year, text) {
    const [from, to] = text.includes("..") ? text.split("..") : [text, text];
    return (!from || year >= Number(from)) && (!to || year <= Number(to));
  }

  function fits(paper, filters, but) {
    return Object.keys(filters).every(function (name) {
      if (name === but) return true;
      if (name === "year") return fitsYear(paper.card.year, filters.year);
      return [].concat(paper[name]).some((value) => filters[name].includes(value));
    });
  }

  function facet(found, filters, name, label) {
    const counts = new Map();
    found.filter((paper) => fits(paper, filters, name)).forEach(function (paper) {
      [].concat(name === "year" ? paper.card.year : paper[name]).forEach((v) => counts.set(v, (counts.get(v) || 0) + 1));
    });
    const keys = Array.from(counts.keys()).sort();
    return keys.map((value) => name === "year" ? [value, counts.get(value)] : [value, label(value), counts.get(value)]);
  }

  const SORTS = { year: (a, b) => b.card.year - a.card.year, citations: (a, b) => b.card.cited.localeCompare(a.card.cited) };

  function search(text, options) {
    const asked = words(text).map((word) => word.folded);
    const said = window.mockSays || {};
    const worded = papers.filter((paper) => asked.every(
      (start) => words(paper.card.title + " " + paper.card.authors.join(" ")).some((word) => word.folded.startsWith(start))));
    const filters = options.filters || {};
    const found = worded.filter((paper) => fits(paper, filters, "")).sort(SORTS[options.sort] || (() => 0));
    const offset = options.offset || 0;
    const result = {
      total: found.length,
      hits: found.slice(offset, offset + (options.limit || 20)).map((paper) => ({ id: paper.id, score: 1, card: paper.card, where: "title" })),
      marks: asked.map((word) => word + "*"),
      facets: options.facets === false ? undefined : {
        year: facet(worded, filters, "year"),
        area: facet(worded, filters, "area", (id) => AREAS.find((area) => area[0] === id)[1]),
        topic: facet(worded, filters, "topic", (id) => AREAS.find((area) => area[0] === id)[1]),
        venue: facet(worded, filters, "venue", (id) => id), kind: facet(worded, filters, "kind", (id) => id),
        has: facet(worded, filters, "has", (id) => id), in: facet(worded, filters, "in", () => "A walk among trees"),
      },
      suggestion: found.length || !/^oka/.test(text) ? "" : "oak",
      problems: said.problems || [],
      complete: said.complete !== false,
    };
    const delay = (said.delays || {})[text] || 0;
    return new Promise((resolve) => window.setTimeout(() => resolve(result), delay));
  }

  window.dlcatalogSearch = { fold, words, open: () => ({ search }) };
})();
