// The reading list itself, kept in this browser's storage and nowhere else, and the star beside every paper.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  if (!list) return;
  // Two catalogues on one host lie below different paths.
  const KEY = "dlcatalog-list:" + list.root.pathname;
  const VERSION = 1;
  const MOST = 5000;
  const NOTE_LENGTH = 10000;
  const SORTS = ["added", "year", "title", "author", "unread"];
  const WORDS = {
    forbidden: "This browser does not let the page store anything: your reading list lasts until you leave this page.",
    full: "This browser's storage is full: what you changed on your reading list lasts until you leave this page.",
    broken: "What this browser stored as your reading list cannot be read and is left as it is. What you keep now lasts until you leave this page.",
    newer: "Your reading list was stored by a newer version of this site: reload the page. What you keep now lasts until you leave it.",
    many: "A reading list holds at most 5,000 papers.",
  };
  const listeners = [];
  // What stars let go on this page, notes and all, in case they are pressed again.
  const letGo = new Map();
  let state = empty();
  let problem = "";
  let line = null;

  function empty() {
    return { version: VERSION, name: "", sort: "added", papers: [] };
  }

  function text(value, length) {
    return typeof value === "string" ? value.slice(0, length) : "";
  }

  function whole(value) {
    return Number.isSafeInteger(value) && value >= 0 ? value : 0;
  }

  function asCard(value) {
    const card = value && typeof value === "object" ? value : {};
    const authors = Array.isArray(card.authors) ? card.authors.slice(0, 3).map((name) => text(name, 300)) : [];
    const fields = { title: text(card.title, 2000), authors: authors, more: whole(card.more), year: whole(card.year) };
    return Object.assign(fields, { venue: text(card.venue, 300), sort: text(card.sort, 300), status: text(card.status, 30) });
  }

  function asPaper(value) {
    if (!value || !list.isId(value.id)) return null;
    const own = { id: value.id, added: whole(value.added), read: value.read === true, note: text(value.note, NOTE_LENGTH) };
    return Object.assign(own, { card: asCard(value.card) });
  }

  // What stands in storage was perhaps written by another page of this host: nothing of it is trusted.
  function parse(stored) {
    if (stored === null) return empty();
    const data = JSON.parse(stored);
    if (data && data.version > VERSION) throw new RangeError("newer");
    if (!data || data.version !== VERSION || !Array.isArray(data.papers)) throw new TypeError("foreign");
    const seen = new Set();
    const papers = data.papers.slice(0, MOST).map(asPaper).filter((paper) => {
      return paper && !seen.has(paper.id) && seen.add(paper.id);
    });
    const sort = SORTS.includes(data.sort) ? data.sort : "added";
    return { version: VERSION, name: text(data.name, 200), sort: sort, papers: papers };
  }

  function refresh() {
    // What could not be stored would be lost by reading what is.
    if (problem) return;
    let stored = null;
    try {
      stored = window.localStorage.getItem(KEY);
    } catch (error) {
      problem = "forbidden";
      return;
    }
    try {
      state = parse(stored);
    } catch (error) {
      problem = error instanceof RangeError ? "newer" : "broken";
    }
  }

  function save() {
    if (problem === "forbidden" || problem === "broken" || problem === "newer") return;
    try {
      window.localStorage.setItem(KEY, JSON.stringify(state));
      problem = "";
    } catch (error) {
      problem = "full";
    }
  }

  function announce() {
    listeners.forEach((listener) => listener());
  }

  // Another tab may have written since this page last looked.
  function change(edit) {
    refresh();
    edit(state);
    save();
    announce();
    if (problem || line) say(WORDS[problem] || "");
  }

  function find(id) {
    return state.papers.find((paper) => paper.id === id);
  }

  // Keep papers: [{id, title, read, note, card}]. Those already kept stay as they are. Returns how many are new.
  function keep(papers) {
    let added = 0;
    let room = true;
    change(function (now) {
      const known = new Set(now.papers.map((paper) => paper.id));
      const at = Date.now();
      papers.forEach(function (paper) {
        if (known.has(paper.id)) return;
        room = now.papers.length < MOST;
        if (!room) return;
        known.add(paper.id);
        const card = paper.card || { title: paper.title };
        const own = asPaper({ id: paper.id, added: at + added, read: paper.read, note: paper.note, card: card });
        added += own ? now.papers.push(own) && 1 : 0;
      });
    });
    if (!room) say(WORDS.many);
    complete(papers.filter((paper) => !paper.card).map((paper) => paper.id));
    return added;
  }

  // A star knows a title; the rest of the card comes from its shard, so that the list needs none.
  function complete(ids) {
    Promise.all(ids.map((id) => list.card(id).catch(() => null))).then(function (cards) {
      const news = ids.map((id, n) => [id, cards[n]]).filter(([id, card]) => card && isNews(find(id), card));
      if (news.length) change(() => news.forEach(([id, card]) => renew(find(id), card)));
    });
  }

  function isNews(paper, card) {
    return paper && (JSON.stringify(paper.card) !== JSON.stringify(asCard(card)) || paper.id !== card.id && !find(card.id));
  }

  // The paper may have a new id since it was kept.
  function renew(paper, card) {
    if (paper) Object.assign(paper, { id: find(card.id) ? paper.id : card.id, card: asCard(card) });
  }

  function drop(ids) {
    const gone = new Set(ids);
    change(function (now) {
      now.papers = now.papers.filter((paper) => !gone.has(paper.id));
    });
  }

  // Throw away what cannot be read and begin with what is kept on this page.
  function startAgain() {
    problem = "";
    save();
    announce();
  }

  // One quiet line at the foot of the window, for what a reader must know and for nothing else.
  function say(words) {
    // The page of the list has a place for that.
    if (document.getElementById("_list")) return;
    if (!line) {
      line = list.make("p", { class: "kept-says", role: "status" });
      (document.querySelector("main") || document.body).append(line);
    }
    if (line.textContent !== words) line.textContent = words;
  }

  const SHAPE = "M12 2.6l2.9 6 6.6.9-4.8 4.6 1.2 6.5L12 17.5l-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z";

  function shape() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SHAPE);
    svg.append(path);
    return svg;
  }

  // A button that keeps a paper or lets it go.
  function star(id, title) {
    const button = list.make("button", { type: "button", class: "star", title: "Keep in the reading list" }, shape());
    button.dataset.star = id;
    button.setAttribute("aria-label", "Keep " + title + " in the reading list");
    button.setAttribute("aria-pressed", String(Boolean(find(id))));
    button.addEventListener("click", function () {
      refresh();
      const held = find(id);
      if (held) {
        letGo.set(id, held);
        drop([id]);
      } else {
        keep([letGo.get(id) || { id: id, title: title }]);
      }
    });
    return button;
  }

  function addStar(place) {
    const id = place.dataset.paper;
    const heading = place.querySelector("h1, h2, h3, h4, h5, h6");
    if (!list.isId(id) || !heading || heading.nextElementSibling && heading.nextElementSibling.matches(".star")) return;
    heading.after(star(id, place.dataset.title || heading.textContent.trim()));
  }

  function addStars(part) {
    Array.from(part.querySelectorAll("[data-paper]")).forEach(addStar);
  }

  function show() {
    const kept = new Set(state.papers.map((paper) => paper.id));
    Array.from(document.querySelectorAll("button[data-star]")).forEach(function (button) {
      button.setAttribute("aria-pressed", String(kept.has(button.dataset.star)));
    });
    Array.from(document.querySelectorAll("a[data-list]")).forEach(function (link) {
      const badge = link.querySelector(".kept-count") || link.appendChild(list.make("span", { class: "kept-count" }));
      badge.textContent = kept.size ? " " + kept.size : "";
    });
  }

  list.kept = { change, drop, find, keep, star, startAgain, complete, say, words: WORDS,
    state: () => state,
    problem: () => problem,
    onChange: (listener) => listeners.push(listener),
  };
  list.addStars = addStars;

  refresh();
  listeners.push(show);
  const main = document.querySelector("main");
  if (main) addStars(main);
  show();
  if (problem && problem !== "forbidden") say(WORDS[problem]);
  // Results of a search come and go.
  const results = document.getElementById("results");
  if (results) new MutationObserver(() => addStars(results)).observe(results, { childList: true });

  function follow() {
    refresh();
    announce();
  }
  window.addEventListener("storage", (event) => (event.key === KEY || event.key === null) && follow());
  // A page that the Back button brings from the cache has heard nothing meanwhile.
  window.addEventListener("pageshow", (event) => event.persisted && follow());
})();
