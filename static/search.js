// The search box of every page: suggestions while one types, by keyboard all the way. Nothing loads before it is used.
(function () {
  "use strict";

  const form = document.querySelector('form[role="search"]');
  if (!form) return;
  const input = form.querySelector('[role="combobox"]');
  const popup = form.querySelector(".search-popup");
  const list = form.querySelector('[role="listbox"]');
  const note = form.querySelector(".search-note");
  const root = form.dataset.root;
  // "index.html" in the edition that is read without a server, where an address that ends in / shows no page.
  const index = document.documentElement.dataset.index || "";
  const SUGGESTED = 8;
  const PAUSE = 30;
  const SLOW = 200;
  // Longer addresses are refused by servers.
  const LONGEST = 1000;
  const BROKEN = "Search could not be loaded. Try again, or browse the papers by year, topic, venue or author.";
  let loading = null;

  function load() {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = root + "assets/search-engine.js";
      script.onload = () => resolve();
      script.onerror = function () {
        script.remove();
        reject(new Error(script.src));
      };
      document.head.append(script);
    }).then(() => window.dlcatalogSearch.open(root));
  }

  // The engine, loaded once; after a failure the next call tries again.
  function engine() {
    if (!loading) {
      loading = load();
      loading.catch(() => { loading = null; });
    }
    return loading;
  }

  function address(href) {
    const end = href.search(/[?#]|$/);
    return root + href.slice(0, end) + (/\/$/.test(href.slice(0, end)) ? index : "") + href.slice(end);
  }

  function make(name, className, words) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (words) element.textContent = words;
    return element;
  }

  function fits(folded, marks) {
    return marks.some(function (mark) {
      const start = mark.replace(/\*$/, "");
      return start && (start === mark ? folded === mark : folded.startsWith(start));
    });
  }

  // A text with the words that fit in <mark>; whatever the text holds stays text.
  function marked(text, marks) {
    const done = document.createDocumentFragment();
    let end = 0;
    window.dlcatalogSearch.words(text).forEach(function (word) {
      if (word.start < end || !fits(word.folded, marks)) return;
      done.append(text.slice(end, word.start), make("mark", "", text.slice(word.start, word.end)));
      end = word.end;
    });
    done.append(text.slice(end));
    return done;
  }

  function number(count) {
    return count.toLocaleString("en-GB");
  }

  function papers(count) {
    return count === 0 ? "No paper fits." : number(count) + (count === 1 ? " paper" : " papers");
  }

  function authors(card) {
    return card.authors.join(", ") + (card.more ? " and " + card.more + " more" : "");
  }

  function isTyping(element) {
    return element.isContentEditable || element.matches("textarea, select") ||
      element.matches("input") && !/^(button|checkbox|radio|range|reset|submit)$/.test(element.type);
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  input.addEventListener("focus", () => engine().catch(() => undefined));
  if (index && /\/$/.test(form.action)) form.action += index;

  window.dlcatalogSearchBox = { form, input, engine, address, make, marked, number, papers, authors, PAUSE, SLOW, LONGEST, BROKEN };
  // The search page shows its results itself.
  if (document.getElementById("results")) return;

  let options = [];
  let active = -1;
  let asked = 0;
  let waiting = 0;
  let status = null;

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }

  function activate(place) {
    if (options[active]) options[active].element.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.element.setAttribute("aria-selected", "true");
    option.element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.element.id);
  }

  function show(words) {
    activate(-1);
    note.textContent = words;
    note.hidden = !words;
    list.hidden = !options.length;
    popup.hidden = !words && !options.length;
    // Wider than the box, the popup grows to where the window has room.
    const box = form.getBoundingClientRect();
    popup.classList.toggle("is-left", box.left + box.right < document.documentElement.clientWidth);
    input.setAttribute("aria-expanded", String(options.length > 0));
  }

  function close() {
    window.clearTimeout(waiting);
    asked += 1;
    options = [];
    list.textContent = "";
    show("");
  }

  function follow(option, apart) {
    if (option.text !== undefined) {
      input.value = option.text;
      ask();
    } else if (apart) {
      window.open(option.href);
    } else {
      window.location.assign(option.href);
    }
  }

  function addOption(target, className) {
    const element = make("li", className);
    const option = Object.assign({ element }, target);
    element.id = "_suggestion-" + options.length;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.addEventListener("click", (event) => follow(option, event.ctrlKey || event.metaKey));
    element.addEventListener("auxclick", (event) => event.button === 1 && follow(option, true));
    options.push(option);
    list.append(element);
    return element;
  }

  function addPaper(card, marks) {
    const element = addOption({ href: address(card.href) }, "search-option");
    const title = make("span", "search-option-title");
    const facts = make("span", "search-option-facts");
    title.append(marked(card.title, marks));
    facts.append(marked(authors(card), marks), " · " + card.year);
    element.append(title, " ", facts);
  }

  function resultsOf(total, text) {
    const cut = text.length > 60 ? text.slice(0, 60) + "…" : text;
    return (total === 1 ? "The one result for “" : "All " + number(total) + " results for “") + cut + "”";
  }

  function fill(result, text) {
    options = [];
    list.textContent = "";
    result.hits.forEach((hit) => addPaper(hit.card, result.marks));
    if (result.total) {
      const href = address("search/?q=" + encodeURIComponent(text.slice(0, LONGEST)));
      addOption({ href }, "search-option search-option-all").textContent = resultsOf(result.total, text);
    } else if (result.suggestion) {
      addOption({ text: result.suggestion }, "search-option").append("Did you mean ", make("b", "", result.suggestion), "?");
    }
    // Whoever types "author:" is about to say whom.
    const known = /:$/.test(text) ? [] : result.problems;
    const problems = known.length || result.complete ? known : ["Some papers could not be searched."];
    const words = (result.total ? problems : ["No paper fits."].concat(problems)).join(" ");
    show(words);
    const found = result.total ? papers(result.total) + ", " + result.hits.length + " suggested. " : "";
    say(found + words + (result.suggestion && !result.total ? " Did you mean " + result.suggestion + "?" : ""));
  }

  function ask() {
    const text = input.value.trim();
    if (!text) {
      close();
      say("");
      return;
    }
    asked += 1;
    const mine = asked;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      if (!options.length) show("Searching…");
    }, SLOW);
    const fresh = (work) => function (value) {
      if (mine !== asked) return;
      window.clearTimeout(waiting);
      work(value);
    };
    engine()
      .then((found) => found.search(input.value, { limit: SUGGESTED, offset: 0, facets: false, live: true }))
      .then(fresh((result) => fill(result, text)))
      .catch(fresh(function () {
        options = [];
        list.textContent = "";
        show(BROKEN);
        say(BROKEN);
      }));
  }

  function step(by) {
    if (popup.hidden) {
      ask();
      return;
    }
    // One place is the text itself.
    const places = options.length + 1;
    activate((active + 1 + by + places) % places - 1);
  }

  // The keys of a combobox by the ARIA Authoring Practices; every other key edits the text.
  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => options[active] ? follow(options[active], false) : false,
    Escape: function () {
      if (!popup.hidden) close();
      else if (input.value) input.value = "";
      else return false;
      return true;
    },
    // Browsers stop at a list that scrolls, unless it is gone by then.
    Tab: () => { close(); return false; },
    Home: () => { activate(-1); return false; },
    End: () => { activate(-1); return false; },
    ArrowLeft: () => { activate(-1); return false; },
    ArrowRight: () => { activate(-1); return false; },
  };

  input.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !KEYS.hasOwnProperty(event.key)) return;
    if (KEYS[event.key]() !== false) event.preventDefault();
  });
  let typed = 0;
  input.addEventListener("input", function () {
    window.clearTimeout(typed);
    typed = window.setTimeout(ask, PAUSE);
  });
  input.addEventListener("focus", function () {
    if (status) return;
    status = make("p", "visually-hidden");
    status.setAttribute("role", "status");
    form.append(status);
  });
  input.addEventListener("blur", close);
  // A press on an option must not take the focus from the text.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("submit", function () {
    input.value = input.value.slice(0, LONGEST);
  });
})();
