// What pages gain with JavaScript: a choice of colours, copying with one click, and a rail that follows the reader.
(function () {
  "use strict";

  // Storage may be forbidden; then the choice holds for this page.
  function remembered() {
    try { return window.localStorage.getItem("dlcatalog-theme"); } catch (refused) { return null; }
  }

  function remember(theme) {
    try {
      if (theme) window.localStorage.setItem("dlcatalog-theme", theme);
      else window.localStorage.removeItem("dlcatalog-theme");
    } catch (refused) { /* see above */ }
  }

  var THEMES = ["", "light", "dark"];
  var THEME_WORDS = { "": "as the system", light: "light", dark: "dark" };
  var root = document.documentElement;

  function useTheme(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  useTheme(THEMES.indexOf(remembered()) > 0 ? remembered() : "");

  function armThemeButton(tools) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    function label() {
      var now = root.dataset.theme || "";
      button.dataset.now = now;
      button.setAttribute("aria-label", "Colours: " + THEME_WORDS[now]);
      button.title = "Colours: " + THEME_WORDS[now];
    }
    button.addEventListener("click", function () {
      var next = THEMES[(THEMES.indexOf(root.dataset.theme || "") + 1) % THEMES.length];
      useTheme(next);
      remember(next);
      label();
    });
    window.addEventListener("storage", function (event) {
      if (event.key !== "dlcatalog-theme") return;
      useTheme(THEMES.indexOf(event.newValue) > 0 ? event.newValue : "");
      label();
    });
    label();
    tools.appendChild(button);
  }

  function selectText(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  // Pages opened from a file have no clipboard interface; the older command still works there.
  function copyText(element) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(element.textContent);
    }
    selectText(element);
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  function armCopyButton(button) {
    var source = document.getElementById(button.dataset.copies);
    var label = button.textContent;
    if (!source) return;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      copyText(source).then(
        function () { button.textContent = "Copied"; },
        function () {
          selectText(source);
          button.textContent = "Selected: press Ctrl+C";
        }
      ).then(function () {
        window.setTimeout(function () { button.textContent = label; }, 2000);
      });
    });
  }

  function keepInView(link, rail) {
    var list = rail.querySelector("ol");
    if (list.scrollWidth > list.clientWidth) {
      list.scrollLeft = link.offsetLeft - list.clientWidth / 2;
    }
  }

  function armRail(rail) {
    var links = Array.prototype.slice.call(rail.querySelectorAll("a"));
    var chapters = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    var current = null;

    function follow() {
      var line = window.innerHeight / 3;
      var next = null;
      chapters.forEach(function (chapter, index) {
        if (chapter && chapter.getBoundingClientRect().top <= line) next = links[index];
      });
      // At the end of the page the last chapter is read, even where it cannot reach the line.
      var left = document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
      if (left < 2 && window.scrollY > 0) next = links[links.length - 1];
      if (next === current) return;
      if (current) current.removeAttribute("aria-current");
      if (next) {
        next.setAttribute("aria-current", "true");
        keepInView(next, rail);
      }
      current = next;
    }

    var waiting = false;
    window.addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      window.requestAnimationFrame(function () {
        waiting = false;
        follow();
      });
    }, { passive: true });
    follow();
  }

  Array.prototype.forEach.call(document.querySelectorAll(".masthead-tools"), armThemeButton);
  Array.prototype.forEach.call(document.querySelectorAll("button[data-copies]"), armCopyButton);
  Array.prototype.forEach.call(document.querySelectorAll(".rail"), armRail);
})();
