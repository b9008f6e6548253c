// The filters of the search page: lists of boxes with counts, and what is chosen in words.
(function () {
  "use strict";

  const box = window.dlcatalogSearchBox;
  const SHOWN = 7;
  // A value that the engine has no label for, such as an author, is shown as the address names it.
  const NAMES = { year: "Year", author: "Author" };
  const labels = Object.create(null);

  function key(facet, value) {
    return facet + "/" + value;
  }

  function label(facet, value) {
    return labels[key(facet, value)] || value;
  }

  // One list of boxes. `toggled(facet, value, isChosen)` hears of every change.
  function facetList(details, marks, toggled) {
    const facet = details.dataset.facet;
    const list = details.querySelector("ul");
    const more = details.querySelector(".search-all");
    const first = details.dataset.first.split(" ");
    const items = new Map();
    let isWhole = false;
    NAMES[facet] = details.querySelector("summary").textContent;

    function item(value) {
      const element = box.make("li");
      const name = box.make("label");
      const check = box.make("input");
      const count = box.make("span", "count");
      const words = box.make("span", "search-value");
      check.type = "checkbox";
      check.addEventListener("change", () => toggled(facet, value, check.checked));
      if (marks[value]) words.append(box.make("span", "area-mark mark-" + marks[value]), " ");
      words.append(label(facet, value));
      name.append(check, " ", words, " ", count);
      element.append(name);
      return { element, check, count };
    }

    function put(rows) {
      const focused = document.activeElement;
      let next = list.firstElementChild;
      rows.forEach(function (row) {
        const element = items.get(row[0]).element;
        if (element === next) next = next.nextElementSibling;
        else list.insertBefore(element, next);
      });
      while (next) {
        const gone = next;
        next = next.nextElementSibling;
        gone.remove();
      }
      // A box that is moved to another place loses the focus.
      if (focused !== document.activeElement && list.contains(focused)) focused.focus();
    }

    function fold() {
      const all = Array.from(list.children);
      const isLong = all.length > SHOWN + 1;
      all.forEach(function (element, place) {
        element.hidden = isLong && !isWhole && place >= SHOWN && !element.querySelector("input").checked;
      });
      more.hidden = !isLong;
      more.textContent = isWhole ? "Fewer" : "All " + box.number(all.length);
      more.setAttribute("aria-expanded", String(isWhole));
    }

    more.addEventListener("click", function () {
      isWhole = !isWhole;
      fold();
    });

    return function show(given, chosen) {
      const counted = new Set(given.map((row) => row[0]));
      const isFirst = (row) => first.includes(row[0]);
      const ordered = given.filter(isFirst).concat(given.filter((row) => !isFirst(row)));
      const rows = ordered.concat(chosen.filter((value) => !counted.has(value)).map((value) => [value, "", 0]));
      rows.forEach(function (row) {
        if (row[1]) labels[key(facet, row[0])] = row[1];
        if (!items.has(row[0])) items.set(row[0], item(row[0]));
        const shown = items.get(row[0]);
        shown.check.checked = chosen.includes(row[0]);
        shown.count.textContent = box.number(row[2]);
      });
      put(rows);
      fold();
      details.hidden = !rows.length;
      if (chosen.length) details.open = true;
    };
  }

  // All lists below `panel`; returns what shows the facets of a result.
  function facets(panel, marks, toggled) {
    const lists = new Map();
    Array.from(panel.querySelectorAll("details[data-facet]")).forEach(function (details) {
      lists.set(details.dataset.facet, facetList(details, details.dataset.facet === "area" ? marks : {}, toggled));
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

  window.dlcatalogSearchFacets = { facets, chosen };
})();
