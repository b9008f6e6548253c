// The years of the search page: a histogram to drag over, and two sliders for the keyboard.
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 40;
  const STEP = 4;
  const MOST_BARS = 60;

  // Draws into the fieldset; tells `changed(from, to, isSettled)` what the reader drags.
  window.dlcatalogSearchYears = function (fieldset, first, last, changed) {
    const svg = fieldset.querySelector(".search-bars");
    const low = fieldset.querySelector(".search-from");
    const high = fieldset.querySelector(".search-to");
    const span = fieldset.querySelector(".search-span");
    const width = Math.ceil((last - first + 1) / MOST_BARS);
    const bars = [];
    let anchor = null;

    function bar(x) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("x", x * STEP);
      rect.setAttribute("width", STEP - 1);
      svg.append(rect);
      return rect;
    }

    for (let year = first; year <= last; year += width) bars.push(bar(bars.length));
    svg.setAttribute("viewBox", "0 0 " + (bars.length * STEP - 1) + " " + HEIGHT);

    function light(from, to) {
      bars.forEach(function (rect, place) {
        const year = first + place * width;
        rect.classList.toggle("is-out", year + width - 1 < from || year > to);
      });
      span.textContent = from === to ? String(from) : from + " to " + to;
      low.value = from;
      high.value = to;
      // Where both stand at the right end, only the left one can still be moved.
      low.classList.toggle("is-above", from - first > (last - first) / 2);
    }

    function draw(counts) {
      const sums = bars.map(() => 0);
      counts.forEach(function (pair) {
        const place = Math.floor((pair[0] - first) / width);
        if (sums[place] !== undefined) sums[place] += pair[1];
      });
      const most = Math.max.apply(null, sums.concat(1));
      bars.forEach(function (rect, place) {
        const height = sums[place] ? Math.max(1.5, (sums[place] / most) * HEIGHT) : 0;
        rect.setAttribute("y", HEIGHT - height);
        rect.setAttribute("height", height);
      });
    }

    function slide(event, isSettled) {
      let from = Number(low.value);
      let to = Number(high.value);
      if (from > to && event.target === low) from = to;
      if (from > to) to = from;
      light(from, to);
      changed(from, to, isSettled);
    }

    function yearAt(event) {
      const box = svg.getBoundingClientRect();
      const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
      return first + Math.max(0, Math.min(bars.length - 1, place)) * width;
    }

    function drag(event, isSettled) {
      const year = yearAt(event);
      const from = Math.min(anchor, year);
      const to = Math.min(last, Math.max(anchor, year) + width - 1);
      light(from, to);
      changed(from, to, isSettled);
    }

    [low, high].forEach(function (slider) {
      slider.addEventListener("input", (event) => slide(event, false));
      slider.addEventListener("change", (event) => slide(event, true));
    });
    svg.addEventListener("pointerdown", function (event) {
      if (event.button) return;
      anchor = yearAt(event);
      svg.setPointerCapture(event.pointerId);
      drag(event, false);
    });
    svg.addEventListener("pointermove", (event) => anchor !== null && drag(event, false));
    svg.addEventListener("pointerup", function (event) {
      if (anchor !== null) drag(event, true);
      anchor = null;
    });
    svg.addEventListener("pointercancel", () => { anchor = null; });

    return {
      draw,
      // While the reader drags, the picture is ahead of the answer.
      light: (from, to) => anchor === null && light(Math.max(first, from), Math.min(last, to)),
    };
  };
})();
