// The search page: its address is read, the engine is asked, and what it answers is shown.
(function () {
  "use strict";

  const box = window.dlcatalogSearchBox;
  const page = window.dlcatalogSearchState;
  const input = box.input;
  const desk = document.getElementById("_desk");
  const results = document.getElementById("results");
  const panel = document.getElementById("_filters");
  const part = (name) => desk.querySelector(".search-" + name);
  const [count, open, chosen, says, more] = ["count", "open", "chosen", "says", "more"].map(part);
  const helps = ["help", "browse"].map(part);
  const sorts = Array.from(desk.querySelectorAll(".search-sort input"));
  const first = Number(desk.dataset.firstYear);
  const last = Number(desk.dataset.lastYear);
  const title = document.title;
  const SIZE = 20;
  const MOST_AT_ONCE = 200;

  let state = page.read(window.location.search);
  // The address that Back leads to when what is being typed is sent off.
  let settled = window.location.search.slice(1);
  let shown = 0;
  let asked = 0;
  let waiting = 0;
  let typed = 0;
  let isSliding = false;

  // The address

  function record(method, query, kept) {
    try {
      window.history[method](kept, "", query ? "?" + query : window.location.pathname);
    } catch (error) {
      // Browsers refuse many changes in a short time; the next one writes the whole address again.
    }
  }

  function remember() {
    record("replaceState", window.location.search.slice(1), { shown: Math.max(SIZE, shown), top: window.scrollY });
  }

  function showTitle() {
    const words = state.q.trim();
    document.title = words ? words.slice(0, 80) + " · " + title : title;
  }

  // `way` is "pushState" for a step that Back undoes, "replaceState" for one that is still under way.
  function writeAddress(way) {
    const query = page.write(state, box.LONGEST);
    if (query !== window.location.search.slice(1)) record(way, query, { shown: SIZE, top: 0 });
    showTitle();
  }

  // What is shown

  function isEmpty() {
    return !state.q.trim() && !page.count(state);
  }

  function say(words) {
    if (count.textContent !== words) count.textContent = words;
  }

  // Which parts stand on the page: where there is nothing to show, how to ask and where else to look.
  function showFrame(hits) {
    helps.forEach((section) => { section.hidden = hits > 0; });
    results.hidden = hits === 0;
    document.getElementById("_found").hidden = hits === 0;
    desk.classList.toggle("is-empty", isEmpty());
    desk.classList.add("is-ready");
  }

  function showChoices() {
    const years = page.years(state.filters.year, first, last) || [first, last];
    const number = page.count(state);
    histogram.light(years[0], years[1]);
    sorts.forEach((radio) => { radio.checked = radio.value === state.sort; });
    open.textContent = number ? "Filters (" + number + ")" : "Filters";
    window.dlcatalogSearchFacets.chosen(chosen, state, remove, () => change({ filters: page.read("").filters }, "pushState"));
  }

  function showMore(total) {
    const left = total - shown;
    more.hidden = !shown || left <= 0;
    more.querySelector("button").textContent = "Show " + Math.min(SIZE, left) + " more";
    more.querySelector(".count").textContent = box.number(shown) + " of " + box.number(total) + " shown";
  }

  function suggestion(text) {
    const line = box.make("p", "search-suggestion", "Did you mean ");
    const link = box.make("a", "", text);
    link.href = "?" + page.write(Object.assign({}, state, { q: text }), box.LONGEST);
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      input.value = text;
      input.focus();
      change({ q: text }, "pushState");
    });
    line.append(link, "?");
    return line;
  }

  function showProblems(problems, suggested) {
    const lines = problems.map((words) => box.make("p", "search-problem", words));
    if (suggested) lines.push(suggestion(suggested));
    says.textContent = "";
    says.append.apply(says, lines);
  }

  function problemsOf(result) {
    // Whoever types "author:" is about to say whom.
    if (result.complete && document.activeElement === input && /:$/.test(state.q)) return [];
    if (result.problems.length || result.complete) return result.problems;
    return ["Some papers could not be searched: a part of the index did not load."];
  }

  function append(result) {
    const items = result.hits.map((hit) => window.dlcatalogSearchResult(hit, result.marks));
    results.append.apply(results, items);
    shown += items.length;
    showMore(result.total);
  }

  function showResult(result) {
    const held = Array.from(results.children).findIndex((element) => element.contains(document.activeElement));
    results.textContent = "";
    shown = 0;
    window.dlcatalogSearchFacets.learnAuthors(result.hits, state.filters.author);
    showFacets(result.facets, state.filters);
    histogram.draw(result.facets.year || []);
    desk.classList.add("has-facets");
    showChoices();
    append(isEmpty() ? Object.assign({}, result, { hits: [] }) : result);
    showFrame(shown);
    // Whoever stands in the list when it is made anew stays there.
    if (held >= 0) focusResult(Math.min(held, shown - 1));
    showProblems(problemsOf(result), result.total ? "" : result.suggestion);
    say(box.papers(result.total));
  }

  function showBroken() {
    results.textContent = "";
    shown = 0;
    showMore(0);
    showChoices();
    showFrame(0);
    showProblems([]);
    say(box.BROKEN);
  }

  // Asking

  function query(offset, limit) {
    const options = { filters: page.filters(state), sort: state.sort, offset, limit, facets: !offset, live: true };
    return box.engine().then((engine) => engine.search(state.q, options));
  }

  function ask(size, then) {
    asked += 1;
    const mine = asked;
    window.clearTimeout(typed);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      say("Searching…");
      results.setAttribute("aria-busy", "true");
    }, box.SLOW);
    const fresh = (work) => function (value) {
      if (mine !== asked) return;
      window.clearTimeout(waiting);
      results.removeAttribute("aria-busy");
      work(value);
    };
    query(0, size).then(fresh(function (result) {
      showResult(result);
      if (then) then();
    })).catch(fresh(showBroken));
  }

  function focusResult(place) {
    const link = results.querySelectorAll(".paper-card-title a")[place];
    if (link) link.focus();
  }

  function addMore() {
    const mine = asked;
    const from = shown;
    query(from, SIZE).then(function (result) {
      if (mine !== asked || from !== shown) return;
      append(result);
      focusResult(from);
      remember();
    }).catch(() => mine === asked && showProblems([box.BROKEN]));
  }

  // What the reader does

  function change(changed, way, then) {
    if (way === "pushState") remember();
    isSliding = false;
    state = Object.assign({}, state, changed);
    writeAddress(way);
    if (way === "pushState") settled = window.location.search.slice(1);
    ask(SIZE, then);
  }

  function withFilter(name, value) {
    const filters = Object.assign({}, state.filters);
    filters[name] = value;
    return { filters };
  }

  function toggle(facet, value, isChosen) {
    const others = state.filters[facet].filter((one) => one !== value);
    change(withFilter(facet, isChosen ? others.concat(value) : others), "pushState");
  }

  function remove(facet, value) {
    if (facet === "year") change(withFilter("year", ""), "pushState");
    else toggle(facet, value, false);
  }

  // A whole walk of the sliders is one step back.
  function slide(from, to, isSettled) {
    change(withFilter("year", page.yearText(from, to, first, last)), isSliding ? "replaceState" : "pushState");
    isSliding = !isSettled || document.activeElement.type === "range";
  }

  function submit(event) {
    event.preventDefault();
    if (settled !== window.location.search.slice(1)) record("replaceState", settled, { shown: SIZE, top: 0 });
    change({ q: input.value }, "pushState", () => focusResult(0));
  }

  // The first sign of interest fetches what there is to choose from.
  function wake() {
    if (!desk.classList.contains("has-facets")) ask(SIZE);
  }

  function clearText() {
    input.value = "";
    change({ q: "" }, "replaceState");
  }

  // Read the address, and go back to where the reader was.
  function restore(kept) {
    const size = kept && kept.shown > SIZE ? Math.min(kept.shown, MOST_AT_ONCE) : SIZE;
    state = page.read(window.location.search);
    settled = window.location.search.slice(1);
    isSliding = false;
    input.value = state.q;
    showTitle();
    ask(size, () => kept && kept.top && window.scrollTo(0, kept.top));
  }

  const histogram = window.dlcatalogSearchYears(panel.querySelector(".search-years"), first, last, slide);
  const showFacets = window.dlcatalogSearchFacets.facets(panel, toggle);

  input.addEventListener("input", function () {
    window.clearTimeout(typed);
    typed = window.setTimeout(() => change({ q: input.value }, "replaceState"), box.PAUSE);
  });
  input.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && input.value) clearText();
    else if (event.key === "ArrowDown" && shown) focusResult(0);
    else return;
    event.preventDefault();
  });
  box.form.addEventListener("submit", submit);
  sorts.forEach((radio) => radio.addEventListener("change", () => change({ sort: radio.value }, "pushState")));
  more.querySelector("button").addEventListener("click", addMore);
  panel.querySelector(".search-years").addEventListener("focusout", () => { isSliding = false; });
  open.addEventListener("click", function () {
    wake();
    const isOpen = panel.classList.toggle("is-open");
    open.setAttribute("aria-expanded", String(isOpen));
  });
  window.addEventListener("popstate", function (event) {
    if (window.location.search.slice(1) !== settled || event.state) restore(event.state);
  });
  window.addEventListener("pagehide", remember);
  if ("scrollRestoration" in window.history) window.history.scrollRestoration = "manual";

  document.getElementById("_plain").hidden = true;
  desk.classList.add("is-on");
  if (isEmpty()) {
    showChoices();
    showFrame(0);
    input.addEventListener("focus", wake);
  } else {
    restore(window.history.state);
  }
})();
