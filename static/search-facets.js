// The filters of the search page: lists of boxes with counts, and what is chosen in words.
(function () {
  "use strict";

  const box = window.dlcatalogSearchBox;
  const SHOWN = 7;
  const MOST = 200;
  // A value that nothing has a label for is shown as the address names it.
  const NAMES = { year: "Year", author: "Author" };
  const labels = Object.create(null);

  function key(facet, value) {
    return facet + "/" + value;
  }

  function label(facet, value) {
    return labels[key(facet, value)] || value;
  }

  // One list of boxes. `toggled(facet, value, isChosen)` hears of every change.
  function facetList(details, toggled) {
    const facet = details.dataset.facet;
    const first = details.dataset.first.split(" ");
    const list = details.querySelector("ul");
    const more = details.querySelector(".search-all");
    const items = new Map();
    let isWhole = false;
    let last = { rows: [], chosen: [] };
    NAMES[facet] = details.querySelector("summary").textContent;

    function item(value) {
      const element = box.make("li");
      const field = box.make("label");
      const check = box.make("input");
      const name = box.make("bdi");
      const words = box.make("span", "search-value");
      const count = box.make("span", "count");
      check.type = "checkbox";
      check.addEventListener("change", () => toggled(facet, value, check.checked));
      words.append(facet === "area" ? window.dlcatalogSearchMark(value) : "", name);
      field.append(check, " ", words, " ", count);
      element.append(field);
      return { element, check, name, count };
    }

    function fill(row) {
      if (!items.has(row[0])) items.set(row[0], item(row[0]));
      const shown = items.get(row[0]);
      shown.check.checked = last.chosen.includes(row[0]);
      shown.name.textContent = label(facet, row[0]);
      shown.count.textContent = box.number(row[2]);
      return shown.element;
    }

    // Only what must move is moved: a box that is loses the focus.
    function put(elements) {
      const focused = document.activeElement;
      let next = list.firstElementChild;
      elements.forEach(function (element) {
        if (element === next) next = next.nextElementSibling;
        else list.insertBefore(element, next);
      });
      while (next) {
        const gone = next;
        next = next.nextElementSibling;
        gone.remove();
      }
      if (focused !== document.activeElement && list.contains(focused)) focused.focus();
    }

    function draw() {
      const isLong = last.rows.length > SHOWN + 1;
      const most = isLong ? (isWhole ? MOST : SHOWN) : SHOWN + 1;
      put(last.rows.filter((row, place) => place < most || last.chosen.includes(row[0])).map(fill));
      more.hidden = !isLong;
      more.textContent = isWhole ? "Fewer" : (last.rows.length > MOST ? "First " : "All ") + Math.min(MOST, last.rows.length);
      more.setAttribute("aria-expanded", String(isWhole));
    }

    more.addEventListener("click", function () {
      isWhole = !isWhole;
      draw();
    });

    return function show(given, chosen) {
      const counted = new Set(given.map((row) => row[0]));
      const isFirst = (row) => first.includes(row[0]);
      const ordered = given.filter(isFirst).concat(given.filter((row) => !isFirst(row)));
      given.forEach((row) => { labels[key(facet, row[0])] = row[1]; });
      last = { rows: ordered.concat(chosen.filter((value) => !counted.has(value)).map((value) => [value, "", 0])), chosen };
      draw();
      details.hidden = !last.rows.length;
      if (chosen.length) details.open = true;
    };
  }

  // All lists below `panel`; returns what shows the facets of a result.
  function facets(panel, toggled) {
    const lists = new Map();
    Array.from(panel.querySelectorAll("details[data-facet]")).forEach(function (details) {
      lists.set(details.dataset.facet, facetList(details, toggled));
    });
    return function (given, filters) {
      lists.forEach((show, facet) => show(given[facet] || [], filters[facet] || []));
    };
  }

  function chip(words, remove) {
    const button = box.make("button", "search-chip", words + " ");
    const sign = box.make("span", "", "×");
    sign.setAttribute("aria-hidden", "true");
    button.type = "button";
    button.setAttribute("aria-label", "Remove " + words);
    button.append(sign);
    button.addEventListener("click", remove);
    return button;
  }

  // An address names authors by their pages; papers say what they are called.
  function learnAuthors(hits, slugs) {
    hits.forEach((hit) => hit.card.authors.forEach(function (name) {
      const slug = window.dlcatalogSearch.fold(name).replace(/[^a-z0-9]+/g, "-");
      if (slugs.includes(slug)) labels[key("author", slug)] = name;
    }));
  }

  // What is chosen, each to be taken back; the focus stays where the reader works.
  function chosen(place, state, remove, clear) {
    const held = place.contains(document.activeElement) ? Array.from(place.children).indexOf(document.activeElement) : -1;
    const chips = [];
    if (state.filters.year) {
      const words = "Year: " + window.dlcatalogSearchState.yearWords(state.filters.year);
      chips.push(chip(words, () => remove("year", "")));
    }
    window.dlcatalogSearchState.LISTS.forEach((facet) => state.filters[facet].forEach(function (value) {
      chips.push(chip(NAMES[facet] + ": " + label(facet, value), () => remove(facet, value)));
    }));
    place.textContent = "";
    place.hidden = !chips.length;
    place.append.apply(place, chips);
    if (chips.length > 1) {
      const all = box.make("button", "search-clear", "Clear all");
      all.type = "button";
      all.addEventListener("click", clear);
      place.append(all);
    }
    if (held >= 0) (place.children[Math.min(held, chips.length - 1)] || box.input).focus();
  }

  window.dlcatalogSearchFacets = { facets, chosen, learnAuthors };
})();
