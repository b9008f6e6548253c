// A roundup as slides. The slides are the page's own words, cloned; the address names the slide: #present=3.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  const roundup = document.querySelector(".roundup");
  const head = document.querySelector("main .page-head");
  if (!list || !roundup || !head || !window.HTMLDialogElement) return;
  const { make } = list;
  const HASH = /^#present=([1-9][0-9]{0,4})$/;
  const SMALLEST = 0.55;
  const LEAST_PIXELS = 14;
  const STEP = 0.92;
  const PARAGRAPHS = 2;
  const plans = plan();
  let dialog = null;
  let frame = null;
  let stage = null;
  let progress = null;
  let shown = 0;

  // What the slides are of, in the order of the page.
  function plan() {
    const found = [{ make: titleSlide, label: head.querySelector("h1").textContent }];
    Array.from(roundup.querySelectorAll(".chapter, .entry, .conclusion")).forEach(function (part) {
      const heading = part.querySelector(".chapter-title, .entry-title, h2, h3");
      const kind = part.matches(".entry") ? entrySlide : part.matches(".conclusion") ? proseSlide : chapterSlide;
      if (heading && (kind !== chapterSlide || part.querySelector(":scope > .chapter-title"))) {
        found.push({ make: () => kind(part), label: heading.textContent });
      }
    });
    return found;
  }

  // A copy without what belongs to the page: ids, calls of footnotes, buttons, what is hidden.
  function copy(node) {
    const cloned = node.cloneNode(true);
    Array.from(cloned.querySelectorAll("button, .call, .beside, .correct, .visually-hidden, [hidden]")).forEach((extra) => extra.remove());
    Array.from(cloned.querySelectorAll("details.more-authors")).forEach((more) => more.replaceWith("and " + more.querySelector("summary").textContent));
    // Of a span that held nothing else a separator would be left.
    Array.from(cloned.querySelectorAll("span")).forEach((span) => span.childElementCount || span.textContent.trim() || span.remove());
    [cloned, ...cloned.querySelectorAll("*")].forEach((part) => ["id", "aria-labelledby", "aria-describedby", "loading"].forEach((name) => part.removeAttribute(name)));
    return cloned;
  }

  // A heading of a slide, whatever its level on the page.
  function headingOf(node, level) {
    return make(level || "h2", { class: "slide-title", dir: "auto" }, ...copy(node).childNodes);
  }

  function copies(part, selector) {
    const found = part.querySelector(selector);
    return found ? [copy(found)] : [];
  }

  function titleSlide() {
    const facts = copies(head, ".facts");
    return make("section", { class: "slide slide-opening" }, headingOf(head.querySelector("h1")), ...facts, ...copies(roundup, ".intro > p"));
  }

  function chapterSlide(part) {
    return make("section", { class: "slide slide-chapter" }, headingOf(part.querySelector(".chapter-title")), ...copies(part, ":scope > .prose"));
  }

  function proseSlide(part) {
    const slide = make("section", { class: "slide" }, headingOf(part.querySelector("h2, h3")));
    Array.from(part.children).forEach((child) => child.matches("h2, h3") || slide.append(copy(child)));
    return slide;
  }

  // The first paragraphs, with the lists and formulas that stand between them.
  function opening(prose) {
    const whole = copy(prose);
    Array.from(whole.querySelectorAll(".mention, .mentions-title")).forEach((aside) => aside.remove());
    let paragraphs = 0;
    Array.from(whole.children).forEach(function (child) {
      if (paragraphs >= PARAGRAPHS) child.remove();
      paragraphs += child.matches("p");
    });
    return whole;
  }

  function mentionLine(mention) {
    const title = mention.querySelector(".mention-title");
    const facts = mention.querySelector(".facts");
    return make("li", {}, make("span", { dir: "auto" }, ...copy(title).childNodes), " ", ...(facts ? [copy(facts)] : []));
  }

  function mentionsOf(part) {
    const lines = Array.from(part.querySelectorAll(".mention")).filter((mention) => mention.querySelector(".mention-title")).map(mentionLine);
    return lines.length ? [make("h3", { class: "slide-mentions-title" }, "Honourable mentions"), make("ul", { class: "slide-mentions" }, ...lines)] : [];
  }

  function entrySlide(part) {
    const prose = part.querySelector(".prose");
    const text = make("div", { class: "slide-text" }, ...(prose ? [opening(prose)] : []), ...mentionsOf(part));
    const body = make("div", { class: "slide-body" }, text, ...copies(part, "figure"));
    return make("section", { class: "slide slide-entry" }, headingOf(part.querySelector(".entry-title")), ...copies(part, ".facts"), body);
  }

  // Smaller words where a slide holds too many; beyond that it scrolls.
  function fit(slide) {
    let size = 1;
    slide.style.fontSize = "";
    const least = Math.max(SMALLEST, LEAST_PIXELS / parseFloat(window.getComputedStyle(slide).fontSize));
    while (slide.scrollHeight > slide.clientHeight + 1 && size * STEP > least) {
      size *= STEP;
      slide.style.fontSize = size + "em";
    }
    const overflows = slide.scrollHeight > slide.clientHeight + 1;
    if (overflows) slide.tabIndex = 0;
    else slide.removeAttribute("tabindex");
    slide.dataset.overflows = overflows ? "yes" : "no";
  }

  function refit() {
    if (stage && stage.firstElementChild) fit(stage.firstElementChild);
  }

  function build() {
    const button = (label, words, action) => {
      const made = make("button", { type: "button", "aria-label": words }, label);
      made.addEventListener("click", action);
      return made;
    };
    stage = make("div", { class: "slides-stage", tabindex: "-1", autofocus: "" });
    progress = make("p", { class: "slides-progress", role: "status" });
    const full = button("Full screen", "Full screen", fullScreen);
    full.className = "slides-full";
    const bar = make("div", { class: "slides-bar" },
      button("←", "Previous slide", () => go(shown - 1)), progress, button("→", "Next slide", () => go(shown + 1)),
      full, button("Close", "Close the slides", () => dialog.close()));
    // A dialog itself may not fill the screen; what is in it may.
    frame = make("div", { class: "slides-frame" }, stage, bar);
    dialog = make("dialog", { class: "slides", "aria-label": "Slides" }, frame);
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("close", closed);
    document.body.append(dialog);
    window.addEventListener("resize", refit);
    // Fonts and figures arrive late, and make a slide longer.
    document.fonts.addEventListener("loadingdone", refit);
    stage.addEventListener("load", refit, true);
  }

  function go(number) {
    const next = Math.max(1, Math.min(plans.length, number));
    if (next === shown) return;
    shown = next;
    const slide = plans[shown - 1].make();
    stage.replaceChildren(slide);
    fit(slide);
    // A slide that scrolls does so by keys while it has the focus.
    if (!dialog.querySelector(".slides-bar").contains(document.activeElement)) (slide.tabIndex === 0 ? slide : stage).focus();
    const label = plans[shown - 1].label.trim().replace(/\s+/g, " ");
    progress.replaceChildren(make("span", { "aria-hidden": "true" }, shown + " / " + plans.length),
      make("span", { class: "visually-hidden" }, "Slide " + shown + " of " + plans.length + ": " + label));
    history.replaceState(history.state, "", "#present=" + shown);
  }

  function open(number) {
    if (!dialog) build();
    if (!dialog.open) {
      dialog.showModal();
      document.documentElement.classList.add("is-presenting");
    }
    go(number);
  }

  function closed() {
    document.documentElement.classList.remove("is-presenting");
    if (document.fullscreenElement) document.exitFullscreen();
    shown = 0;
    stage.replaceChildren();
    if (HASH.test(window.location.hash)) history.replaceState(history.state, "", window.location.pathname + window.location.search);
    start.focus();
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (frame.requestFullscreen) frame.requestFullscreen().catch(() => undefined);
  }

  const KEYS = {
    ArrowRight: () => go(shown + 1),
    PageDown: () => go(shown + 1),
    " ": () => go(shown + 1),
    ArrowLeft: () => go(shown - 1),
    PageUp: () => go(shown - 1),
    Home: () => go(1),
    End: () => go(plans.length),
    f: fullScreen,
    F: fullScreen,
  };

  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const scrolls = stage.firstElementChild && stage.firstElementChild.dataset.overflows === "yes";
    let action = KEYS[event.key];
    if (event.key === " " && event.shiftKey) action = KEYS.PageUp;
    if (event.key === " " && event.target.matches("button")) return;
    // Where a slide scrolls, these scroll it.
    if (event.key === "ArrowDown" && !scrolls) action = KEYS.ArrowRight;
    if (event.key === "ArrowUp" && !scrolls) action = KEYS.ArrowLeft;
    if (!action) return;
    event.preventDefault();
    action();
  }

  // On paper: every slide, one a page.
  let printed = null;
  window.addEventListener("beforeprint", function () {
    if (!dialog || !dialog.open) return;
    printed = make("div", { class: "slides-print" }, ...plans.map((slide) => slide.make()));
    document.body.append(printed);
  });
  window.addEventListener("afterprint", function () {
    if (printed) printed.remove();
    printed = null;
  });

  const start = make("button", { type: "button", class: "present" }, "Present");
  start.addEventListener("click", () => open(1));
  (head.querySelector(".present-place") || head).append(start);

  function followHash() {
    const found = HASH.exec(window.location.hash);
    if (found) open(Number(found[1]));
    else if (dialog && dialog.open) dialog.close();
  }
  window.addEventListener("hashchange", followHash);
  followHash();
})();
