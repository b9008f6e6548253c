// The page of the reading list: what is kept, in the order that the reader wants, with notes, and the ways out of it.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  const place = document.getElementById("_list");
  if (!list || !list.kept || !place) return;
  const { make, kept } = list;
  const SORTS = { added: "Last kept first", unread: "Unread first", year: "Year, newest first", title: "Title", author: "First author" };
  const NOTE_AFTER = 400;
  const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true, sensitivity: "base" });
  const items = new Map();
  let removed = [];

  // Order

  const titleOf = (paper) => paper.card.title || paper.id;
  const byTitle = (a, b) => collator.compare(titleOf(a), titleOf(b)) || (a.id < b.id ? -1 : 1);
  const byAdded = (a, b) => b.added - a.added || byTitle(a, b);
  const ORDERS = {
    added: byAdded,
    year: (a, b) => b.card.year - a.card.year || byTitle(a, b),
    title: byTitle,
    author: (a, b) => collator.compare(a.card.sort, b.card.sort) || b.card.year - a.card.year || byTitle(a, b),
    unread: (a, b) => a.read - b.read || byAdded(a, b),
  };

  function sorted() {
    const state = kept.state();
    return state.papers.slice().sort(ORDERS[state.sort]);
  }

  // What the page says

  const words = make("span", { role: "status" });
  const undo = make("button", { type: "button" }, "Undo");
  const saying = make("p", { class: "list-says is-quiet" }, words, " ", undo);
  undo.hidden = true;

  function say(text, undoable) {
    words.textContent = text;
    undo.hidden = !undoable;
    saying.classList.toggle("is-quiet", !text);
  }

  // One paper

  function button(label, name, action) {
    const made = make("button", { type: "button", "aria-label": label + ": " + name }, label);
    made.dataset.name = label;
    made.addEventListener("click", action);
    return made;
  }

  function noteBox(id, title) {
    const box = make("textarea", { rows: "2", maxlength: "10000", "aria-label": "Your note on " + title, placeholder: "Your note" });
    let timer = 0;
    box.flush = function () {
      window.clearTimeout(timer);
      timer = 0;
      const paper = kept.find(id);
      if (paper && paper.note !== box.value) set(id, "note", box.value);
    };
    box.isPending = () => timer !== 0;
    box.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(box.flush, NOTE_AFTER);
      fit(box);
    });
    box.addEventListener("blur", function () {
      box.flush();
      if (items.has(id) && kept.find(id)) update(items.get(id), kept.find(id));
    });
    return box;
  }

  function fit(box) {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 2 + "px";
  }

  function build(id, title) {
    const read = make("input", { type: "checkbox", "aria-label": "Read: " + title });
    const parts = {
      link: make("a", { href: list.href(id), "data-no-card": "" }),
      status: make("span", { class: "status" }),
      facts: make("p", { class: "facts", dir: "auto" }),
      read: read,
      box: noteBox(id, title),
      printed: make("p", { class: "list-note-printed", dir: "auto" }),
    };
    read.addEventListener("change", () => setRead(id, read.checked));
    const label = make("label", {}, read, " Read");
    const note = button("Note", title, () => {
      parts.box.hidden = false;
      parts.box.focus();
    });
    const row = make("p", { class: "list-row" }, label, note, button("Remove", title, () => remove(id)));
    const heading = make("h2", { class: "paper-card-title", dir: "auto" }, parts.link, parts.status);
    return Object.assign(parts, { note, item: make("li", { class: "list-item" }, heading, parts.facts, row, parts.box, parts.printed) });
  }

  function update(parts, paper) {
    parts.link.textContent = titleOf(paper);
    parts.status.textContent = paper.card.status;
    parts.facts.textContent = list.facts(paper.card);
    parts.item.classList.toggle("is-read", paper.read);
    parts.read.checked = paper.read;
    parts.printed.textContent = paper.note;
    if (parts.box.value !== paper.note && !parts.box.isPending()) parts.box.value = paper.note;
    if (document.activeElement !== parts.box) parts.box.hidden = !parts.box.value;
    if (!parts.box.hidden) fit(parts.box);
    parts.note.hidden = !parts.box.hidden;
  }

  function itemOf(paper) {
    const title = titleOf(paper);
    let parts = items.get(paper.id);
    if (!parts || parts.title !== title) {
      parts = Object.assign(build(paper.id, title), { title: title });
      items.set(paper.id, parts);
    }
    update(parts, paper);
    return parts.item;
  }

  function setRead(id, value) {
    set(id, "read", value);
    say((value ? "Marked as read: " : "Marked as unread: ") + titleOf(kept.find(id)) + ".");
  }

  function set(id, field, value) {
    kept.change(function () {
      const paper = kept.find(id);
      if (paper) paper[field] = value;
    });
  }

  // Removing, and taking that back

  function take(ids) {
    items.forEach((parts) => parts.box.flush());
    const gone = new Set(ids);
    removed = kept.state().papers.map((paper, n) => ({ paper: paper, place: n })).filter((entry) => gone.has(entry.paper.id));
    kept.drop(ids);
  }

  function remove(id) {
    const order = sorted();
    const at = order.findIndex((paper) => paper.id === id);
    const next = order[at + 1] || order[at - 1];
    take([id]);
    say("Removed: " + titleOf(order[at]) + ".", true);
    if (next) items.get(next.id).item.querySelector('[data-name="Remove"]').focus();
    else undo.focus();
  }

  function removeAll() {
    take(kept.state().papers.map((paper) => paper.id));
    say(list.count(removed.length, "paper") + " removed.", true);
    undo.focus();
  }

  undo.addEventListener("click", function () {
    const back = removed[0];
    kept.change((state) => removed.forEach((entry) => {
      if (!kept.find(entry.paper.id)) state.papers.splice(entry.place, 0, entry.paper);
    }));
    say(list.count(removed.length, "paper") + " put back.");
    removed = [];
    const parts = back && items.get(back.paper.id);
    if (parts) parts.link.focus();
  });

  // Tools

  const sort = make("select", {}, ...Object.keys(SORTS).map((key) => make("option", { value: key }, SORTS[key])));
  sort.addEventListener("change", function () {
    kept.change((state) => Object.assign(state, { sort: sort.value }));
    say("Sorted: " + SORTS[sort.value] + ".");
  });
  const name = make("input", { type: "text", maxlength: "200", placeholder: "Reading list" });
  name.addEventListener("change", () => kept.change((state) => Object.assign(state, { name: name.value.trim() })));

  async function exportAs(format) {
    items.forEach((parts) => parts.box.flush());
    const label = list.exports.formats[format].label;
    try {
      const { text, missing } = await list.exports.write(format, sorted(), kept.state().name);
      list.exports.save(format, text);
      const gone = missing.map(titleOf).join("; ");
      say(label + ": " + list.count(kept.state().papers.length - missing.length, "paper") + " saved."
        + (gone ? " No longer in this catalogue, and left out: " + gone + "." : ""));
    } catch (error) {
      say(label + " could not be made: part of the catalogue's data did not load. Try again.");
    }
  }

  function exporters() {
    const offered = (place.dataset.exports || "").split(" ").filter((format) => format in list.exports.formats);
    return offered.concat("markdown").map(function (format) {
      const made = make("button", { type: "button" }, list.exports.formats[format].label);
      made.addEventListener("click", () => exportAs(format));
      return made;
    });
  }

  const print = make("button", { type: "button" }, "Print");
  print.addEventListener("click", () => window.print());
  const clear = make("button", { type: "button" }, "Remove all");
  clear.addEventListener("click", removeAll);
  const tools = make("div", { class: "list-tools" },
    make("label", {}, "Name ", name),
    make("label", {}, "Sort ", sort),
    make("span", { role: "group", "aria-label": "Save as" }, make("span", { "aria-hidden": "true" }, "Save as "), ...exporters()),
    make("span", {}, print, " ", clear));

  // A link that carries the list

  const personal = make("input", { type: "checkbox" });
  const link = make("input", { type: "text", readonly: "", "aria-label": "Link that carries the list", spellcheck: "false" });
  const length = make("p", { class: "list-hint" });
  const copy = make("button", { type: "button" }, "Copy the link");
  const sending = make("section", { class: "list-part", "aria-labelledby": "_send" },
    make("h2", { id: "_send" }, "Send this list"),
    make("p", {}, "The link itself holds the list: whoever opens it sees your papers, and no server is told of them."),
    make("p", {}, make("label", {}, personal, " with my notes and what I have read")),
    make("p", { class: "list-row" }, link, " ", copy), length);

  function showLink() {
    const fragment = list.links.write(sorted(), kept.state().name, personal.checked);
    const canonical = document.querySelector('link[rel="canonical"]');
    const here = window.location.href.split("#")[0];
    const page = window.location.protocol === "file:" && canonical ? canonical.href : here;
    link.value = fragment ? page + "#" + fragment : "";
    link.disabled = copy.disabled = !fragment;
    length.textContent = !fragment ? "This list is too long for a link. Send it as BibTeX instead: its reader can look up the papers below."
      : link.value.length > 2000 ? "The link has " + link.value.length.toLocaleString("en") + " characters. Some programs cut links of more than 2,000; the page then says so." : "";
  }

  personal.addEventListener("change", showLink);
  link.addEventListener("focus", () => link.select());
  copy.addEventListener("click", async function () {
    try {
      await navigator.clipboard.writeText(link.value);
      say("The link is copied.");
    } catch (error) {
      // Pages opened from a file have no clipboard interface; the older command still works there.
      link.focus();
      link.select();
      say(document.execCommand("copy") ? "The link is copied." : "The link is selected: press Ctrl+C.");
    }
  });

  // The page

  const fault = make("p", { class: "list-fault", role: "alert" });
  const restart = make("button", { type: "button" }, "Throw the unreadable list away");
  restart.addEventListener("click", function () {
    kept.startAgain();
    say("A new list is begun.");
    render();
  });
  const heading = document.querySelector("main h1");
  const lead = document.querySelector("main .lead");
  const papers = make("ol", { class: "list-items" });
  const nothing = make("p", { class: "list-nothing" }, "No paper is kept yet. The star beside a paper's title keeps it. ",
    make("a", { href: new URL("papers/" + (list.root.protocol === "file:" ? "index.html" : ""), list.root).href }, "Look at the papers"), ".");

  function showFault() {
    const problem = kept.problem();
    const wanted = problem ? kept.words[problem] : "";
    if (fault.dataset.says === wanted) return;
    fault.dataset.says = wanted;
    fault.replaceChildren(wanted, ...(problem === "broken" ? [" ", restart] : []));
    fault.hidden = !wanted;
  }

  function render() {
    const focused = document.activeElement;
    const state = kept.state();
    const shown = sorted();
    const known = new Set(shown.map((paper) => paper.id));
    Array.from(items.keys()).forEach((id) => known.has(id) || items.delete(id));
    const wanted = shown.map(itemOf);
    if (wanted.length !== papers.children.length || wanted.some((item, n) => papers.children[n] !== item)) {
      papers.replaceChildren(...wanted);
      // An element that moves loses its focus.
      if (focused && focused !== document.activeElement && papers.contains(focused)) focused.focus();
    }
    shown.forEach((paper) => paper.note && fit(items.get(paper.id).box));
    const unread = shown.filter((paper) => !paper.read).length;
    heading.textContent = state.name || "Reading list";
    lead.textContent = shown.length ? list.count(shown.length, "paper") + ", " + (unread ? unread.toLocaleString("en") + " unread" : "all read") + ", kept on this device only."
      : "Papers that you keep, on this device only.";
    nothing.hidden = shown.length > 0;
    tools.hidden = sending.hidden = shown.length === 0;
    sort.value = state.sort;
    if (document.activeElement !== name) name.value = state.name;
    showFault();
    showLink();
  }

  place.replaceChildren(fault, tools, nothing, papers, sending, saying);
  kept.onChange(render);
  render();
  // A card may have changed, or was never loaded.
  kept.complete(kept.state().papers.map((paper) => paper.id));
  window.addEventListener("pagehide", () => items.forEach((parts) => parts.box.flush()));
  window.addEventListener("beforeprint", () => items.forEach((parts) => parts.box.flush()));
  list.page = { place: place, before: sending, say: say };
})();
