// A card for every link to a paper in the text: what it is, before one follows. By mouse and by keyboard, not by touch.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  const main = document.querySelector("main");
  if (!list || !main) return;
  const SHOW_AFTER = 250;
  const HIDE_AFTER = 200;
  const GAP = 6;
  const PAPER = /^papers\/([a-z][a-z0-9-]*)\/(?:index\.html)?$/;
  let card = null;
  let current = null;
  let showing = 0;
  let hiding = 0;

  function paperOf(link) {
    // A link inside of a picture has no text for its href.
    const address = new URL(link.getAttribute("href"), document.baseURI).href.split(/[?#]/)[0];
    const found = address.startsWith(list.root.href) && PAPER.exec(address.slice(list.root.href.length));
    return found ? found[1] : "";
  }

  // A title that stands with its authors and its sentence says all that its card would.
  function wanting(node) {
    const link = node instanceof Element ? node.closest("a[href]") : null;
    if (!link || !main.contains(link) || link.closest("h1, h2, h3, h4, h5, h6, [data-no-card]")) return null;
    return paperOf(link) ? link : null;
  }

  function build() {
    card = list.make("div", { id: "_card", class: "link-card", role: "tooltip" });
    card.hidden = true;
    if (card.showPopover) card.popover = "manual";
    card.addEventListener("pointerenter", () => window.clearTimeout(hiding));
    card.addEventListener("pointerleave", hideSoon);
    main.append(card);
  }

  function fill(data) {
    const title = list.make("strong", { dir: "auto" }, data.title);
    const facts = list.make("span", { class: "link-card-facts", dir: "auto" }, list.facts(data));
    card.replaceChildren(title, facts);
    if (data.status) title.append(" ", list.make("span", { class: "status" }, data.status));
    if (data.sentence) card.append(list.make("span", { class: "link-card-sentence", dir: "auto" }, data.sentence));
  }

  // Below the link, or above it where there is more room; never on it.
  function place(link) {
    const box = link.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const height = card.offsetHeight;
    const below = box.bottom + GAP + height <= window.innerHeight || box.top < window.innerHeight - box.bottom;
    card.style.left = "0";
    card.style.top = "0";
    const origin = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, width - card.offsetWidth - 8));
    card.style.left = left - origin.left + "px";
    card.style.top = (below ? box.bottom + GAP : box.top - GAP - height) - origin.top + "px";
  }

  async function show(link) {
    let data = null;
    try {
      data = await list.card(paperOf(link));
    } catch (error) {
      // Without its data a link is what it was: a link.
    }
    if (!data || current !== link) return;
    if (!card) build();
    fill(data);
    card.hidden = false;
    if (card.showPopover && !card.matches(":popover-open")) card.showPopover();
    place(link);
    link.setAttribute("aria-describedby", "_card");
  }

  function hide() {
    window.clearTimeout(showing);
    window.clearTimeout(hiding);
    if (current) current.removeAttribute("aria-describedby");
    current = null;
    if (!card || card.hidden) return;
    if (card.hidePopover && card.matches(":popover-open")) card.hidePopover();
    card.hidden = true;
  }

  function hideSoon() {
    window.clearTimeout(hiding);
    hiding = window.setTimeout(hide, HIDE_AFTER);
  }

  function showSoon(link) {
    window.clearTimeout(hiding);
    if (link === current) return;
    hide();
    current = link;
    showing = window.setTimeout(() => show(link), SHOW_AFTER);
  }

  main.addEventListener("pointerover", function (event) {
    const link = event.pointerType === "touch" ? null : wanting(event.target);
    if (link) showSoon(link);
  });
  main.addEventListener("pointerout", function (event) {
    if (current && wanting(event.target) === current && !current.contains(event.relatedTarget)) hideSoon();
  });
  main.addEventListener("focusin", function (event) {
    const link = wanting(event.target);
    // A touch focuses a link too, but not so that it shows.
    if (link && link.matches(":focus-visible")) showSoon(link);
  });
  main.addEventListener("focusout", function (event) {
    if (event.target === current) hide();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !card || card.hidden) return;
    event.preventDefault();
    hide();
  });
})();
