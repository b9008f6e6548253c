// What the search page shows is what its address says: here one becomes the other.
(function () {
  "use strict";

  const LISTS = ["area", "topic", "venue", "author", "kind", "has", "in"];
  const SORTS = ["relevance", "year", "citations"];
  const MOST = 50;
  const RANGE = /^(\d{0,4})(\.\.)?(\d{0,4})$/;

  function values(text) {
    const found = (text || "").split(",").map((value) => value.trim().slice(0, 200)).filter(Boolean);
    return Array.from(new Set(found)).slice(0, MOST);
  }

  function read(search) {
    const given = new URLSearchParams(search);
    const filters = { year: (given.get("year") || "").trim().slice(0, 200) };
    LISTS.forEach((name) => { filters[name] = values(given.get(name)); });
    const sort = given.get("sort");
    return { q: given.get("q") || "", filters, sort: SORTS.includes(sort) ? sort : SORTS[0] };
  }

  function encode(text) {
    return encodeURIComponent(text).replace(/%20/g, "+").replace(/%2C/g, ",").replace(/%3A/g, ":");
  }

  // A pair of surrogates that is cut in two cannot be encoded.
  function start(text, length) {
    return text.slice(0, length).replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "$1");
  }

  function write(state, longest) {
    const pairs = [["q", start(state.q, longest).trim()], ["year", state.filters.year]];
    LISTS.forEach((name) => pairs.push([name, state.filters[name].join(",")]));
    pairs.push(["sort", state.sort === SORTS[0] ? "" : state.sort]);
    return pairs.filter((pair) => pair[1]).map((pair) => pair[0] + "=" + encode(pair[1])).join("&");
  }

  // What the engine is given: only the filters that are set.
  function filters(state) {
    const given = state.filters.year ? { year: state.filters.year } : {};
    LISTS.forEach((name) => { if (state.filters[name].length) given[name] = state.filters[name].slice(); });
    return given;
  }

  // The first and the last year of "2015..2018", "2015..", "..2018" or "2015"; null for anything else.
  function years(text, first, last) {
    const found = RANGE.exec(text);
    if (!found || !found[1] && !found[3]) return null;
    const from = found[1] ? Number(found[1]) : first;
    const to = found[3] ? Number(found[3]) : found[2] ? last : from;
    return from <= to ? [from, to] : null;
  }

  function yearText(from, to, first, last) {
    if (from <= first && to >= last) return "";
    if (from === to) return String(from);
    return (from <= first ? "" : from) + ".." + (to >= last ? "" : to);
  }

  function yearWords(text) {
    const found = RANGE.exec(text);
    if (!found || !found[2]) return text.replace(/,\s*/g, ", ");
    if (found[1] && found[3]) return found[1] + " to " + found[3];
    return found[1] ? "from " + found[1] : "until " + found[3];
  }

  function count(state) {
    return LISTS.reduce((sum, name) => sum + state.filters[name].length, state.filters.year ? 1 : 0);
  }

  window.dlcatalogSearchState = { LISTS, read, write, filters, years, yearText, yearWords, count };
})();
