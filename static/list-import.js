// Ways into the reading list: a link that somebody sent, and a .bib file ("which of my references are here?").
// Both are read here, in the browser, and change nothing before the reader says so.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  if (!list || !list.page) return;
  const { make, kept } = list;
  const { place, before, say } = list.page;
  const MOST_BYTES = 5 * 1024 * 1024;
  const YEARS_APART = 3;
  const NOT_LOADED = "Part of the catalogue's data did not load. Try again.";

  // A panel says what was found and offers to add it.
  function panel(id, title) {
    const heading = make("h2", { id: id, tabindex: "-1" }, title);
    const part = make("section", { class: "list-part list-offer", "aria-labelledby": id }, heading);
    part.open = function (...content) {
      part.replaceChildren(heading, ...content);
      part.hidden = false;
      heading.focus();
    };
    part.rename = (words) => heading.replaceChildren(words);
    part.hidden = true;
    return part;
  }

  function button(label, action) {
    const made = make("button", { type: "button" }, label);
    made.addEventListener("click", action);
    return made;
  }

  // Links

  const offer = panel("_offer", "A reading list was sent to you");

  function closeOffer(words) {
    offer.hidden = true;
    if (/^#list=/.test(window.location.hash)) history.replaceState(null, "", window.location.pathname + window.location.search);
    say(words);
    document.querySelector("main h1").focus();
  }

  function offered(paper, card) {
    const line = make("li", { dir: "auto" }, make("a", { href: list.href(card.id), "data-no-card": "" }, card.title), " ",
      make("span", { class: "where" }, String(card.year)));
    if (kept.find(card.id)) line.append(" ", make("span", { class: "list-hint" }, "already in your list"));
    if (paper.note) line.append(make("p", { class: "list-sent-note" }, paper.note));
    return line;
  }

  function addAll(found, fresh) {
    const added = kept.keep(fresh.map(([paper, card]) => ({ id: card.id, read: paper.read, note: paper.note, card: card })));
    if (found.name && !kept.state().name && kept.state().papers.length === added) {
      kept.change((state) => Object.assign(state, { name: found.name }));
    }
    closeOffer(list.count(added, "paper") + " added." + (added < fresh.length ? " " + kept.words.many : ""));
  }

  function summary(here, fresh, unknown) {
    const parts = [list.count(here.length, "paper")];
    if (here.length > fresh.length) parts.push(list.count(here.length - fresh.length, "of them is", "of them are") + " already in your list");
    const words = make("p", {}, parts.join(", ") + ".");
    if (unknown.length) words.append(" Not in this catalogue: " + unknown.join(", ") + ".");
    return words;
  }

  function showOffer(found, cards) {
    const pairs = found.papers.map((paper, n) => [paper, cards[n]]);
    const here = pairs.filter(([, card]) => card);
    const fresh = here.filter(([, card]) => !kept.find(card.id));
    const unknown = pairs.filter(([, card]) => !card).map(([paper]) => paper.id);
    const leave = button(fresh.length ? "Leave them" : "Close", () => closeOffer("Nothing was added."));
    const add = fresh.length ? [button("Add " + list.count(fresh.length, "paper"), () => addAll(found, fresh)), " "] : [];
    offer.rename(found.name ? "A reading list was sent to you: " + found.name : "A reading list was sent to you");
    offer.open(summary(here, fresh, unknown), make("ol", {}, ...here.map(([paper, card]) => offered(paper, card))),
      make("p", { class: "list-row" }, ...add, leave));
  }

  async function openLink(link) {
    const found = list.links.read(link);
    const refuse = (words) => {
      offer.rename("This link could not be read");
      offer.open(make("p", {}, words), make("p", { class: "list-row" }, button("Close", () => closeOffer(""))));
    };
    if (found.problem) return refuse(found.problem);
    try {
      showOffer(found, await Promise.all(found.papers.map((paper) => list.card(paper.id))));
    } catch (error) {
      refuse(NOT_LOADED);
    }
  }

  function openHash() {
    if (/^#list=/.test(window.location.hash)) openLink(window.location.hash);
  }

  // Bibliographies

  const result = make("div", { class: "list-found" });
  const tell = make("p", { role: "status" });

  // Accents of files that are not UTF-8 come out as U+FFFD.
  async function textOf(file) {
    const bytes = await new Response(file).arrayBuffer();
    const text = new TextDecoder("utf-8").decode(bytes);
    return text.includes("\ufffd") ? new TextDecoder("windows-1252").decode(bytes) : text;
  }

  // The surest key that names a paper wins. Of papers with one title the nearest in time; far away it is only perhaps.
  async function lookUp(reference) {
    for (const key of reference.keys) {
      const papers = await list.bib.find(key);
      const away = (paper) => (paper.year && reference.year ? Math.abs(paper.year - reference.year) : 0);
      const best = papers.slice().sort((a, b) => away(a) - away(b))[0];
      if (best) return { id: best.id, sure: away(best) <= YEARS_APART, year: best.year, reference: reference };
    }
    return { id: "", sure: false, reference: reference };
  }

  function references(entries) {
    const all = entries.map(list.bib.identify);
    return all.filter((reference) => reference.title || reference.keys.length);
  }

  async function withCards(found) {
    const seen = new Set();
    const once = found.filter((match) => !seen.has(match.id) && seen.add(match.id));
    const cards = await Promise.all(once.map((match) => list.card(match.id)));
    return once.map((match, n) => Object.assign(match, { card: cards[n] })).filter((match) => match.card);
  }

  function foundLine(match) {
    const { card, reference } = match;
    const line = make("li", { class: "list-found-item", dir: "auto" },
      make("a", { href: list.href(card.id), "data-no-card": "" }, card.title), " ", make("span", { class: "where" }, list.facts(card)));
    if (!match.sure) line.append(" ", make("span", { class: "list-hint" }, "the same title, but " + card.year + " here and " + reference.year + " in your file"));
    line.append(" ", kept.star(card.id, card.title));
    return line;
  }

  function group(title, lines) {
    return lines.length ? [make("h3", {}, title), make("ul", {}, ...lines)] : [];
  }

  function missingLines(missing) {
    if (!missing.length) return [];
    const lines = missing.map((match) => make("li", { dir: "auto" }, match.reference.title || match.reference.keys[0]));
    return [make("details", {}, make("summary", {}, list.count(missing.length, "reference") + " not in this catalogue"), make("ul", {}, ...lines))];
  }

  function showResult(read, sure, perhaps, missing) {
    const all = read.entries.length;
    const parts = ["Of " + list.count(all, "reference") + ", " + sure.length.toLocaleString("en") + (sure.length === 1 ? " is" : " are") + " in this catalogue."];
    if (read.broken) parts.push(list.count(read.broken, "entry", "entries") + " could not be read and " + (read.broken === 1 ? "was" : "were") + " left out.");
    if (read.more) parts.push("Only the first " + list.bib.most.toLocaleString("en") + " entries were read.");
    const fresh = sure.filter((match) => !kept.find(match.card.id));
    const add = button(fresh.length === 1 ? "Keep it" : "Keep all " + fresh.length.toLocaleString("en"), function () {
      const added = kept.keep(fresh.map((match) => ({ id: match.card.id, card: match.card })));
      say(list.count(added, "paper") + " added to your list." + (added < fresh.length ? " " + kept.words.many : ""));
      add.hidden = true;
    });
    add.hidden = fresh.length === 0;
    tell.textContent = parts.join(" ");
    result.replaceChildren(make("p", { class: "list-row" }, add),
      ...group("In this catalogue", sure.map(foundLine)), ...group("Perhaps", perhaps.map(foundLine)), ...missingLines(missing));
  }

  async function readBibliography(file) {
    result.replaceChildren();
    if (file.size > MOST_BYTES) throw new RangeError("This file is larger than 5 MB; split it, and read one part after the other.");
    tell.textContent = "Reading the file.";
    const read = list.bib.parse(await textOf(file));
    const all = references(read.entries);
    if (!read.entries.length) {
      throw new RangeError(read.broken ? "None of the " + list.count(read.broken, "entry", "entries") + " of this file could be read." : "There is no BibTeX entry in this file.");
    }
    const matches = await Promise.all(all.map(lookUp));
    const found = await withCards(matches.filter((match) => match.id).sort((a, b) => b.sure - a.sure));
    showResult(read, found.filter((m) => m.sure), found.filter((m) => !m.sure), matches.filter((match) => !match.id));
  }

  const file = make("input", { type: "file", accept: ".bib,.bibtex,.txt,text/plain", id: "_bib" });
  file.addEventListener("change", function () {
    const chosen = file.files[0];
    if (!chosen) return;
    readBibliography(chosen).catch(function (error) {
      tell.textContent = error instanceof RangeError ? error.message : "The file could not be looked up. " + NOT_LOADED;
    });
  });
  const pasted = make("input", { type: "text", id: "_link", spellcheck: "false", autocomplete: "off" });
  const form = make("form", { class: "list-row" }, make("label", { for: "_link" }, "A link to a list "), pasted, " ", make("button", {}, "Open"));
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    openLink(pasted.value);
  });
  const bringing = make("section", { class: "list-part", "aria-labelledby": "_bring" },
    make("h2", { id: "_bring" }, "Bring papers in"), form,
    make("p", { class: "list-row" }, make("label", { for: "_bib" }, "Which references of a .bib file are here? "), file),
    make("p", { class: "list-hint" }, "Links and files are read in your browser; nothing is uploaded."), tell, result);

  place.prepend(offer);
  before.after(bringing);
  document.querySelector("main h1").setAttribute("tabindex", "-1");
  window.addEventListener("hashchange", openHash);
  openHash();
})();
