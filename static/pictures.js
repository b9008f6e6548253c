/* Wide pictures in narrow windows: names of areas stay in sight, and the picture opens where most of it happens. */
(function () {
  "use strict";

  function follow(box) {
    var names = box.querySelectorAll(".pic-band");
    var waiting = false;
    function place() {
      waiting = false;
      Array.prototype.forEach.call(names, function (name) {
        name.setAttribute("transform", "translate(" + box.scrollLeft + " 0)");
      });
    }
    box.addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      window.requestAnimationFrame(place);
    }, { passive: true });
  }

  function openAt(box) {
    var start = Number(box.getAttribute("data-start"));
    if (start && box.scrollWidth > box.clientWidth) box.scrollLeft = Math.max(0, start - box.clientWidth / 2);
  }

  Array.prototype.forEach.call(document.querySelectorAll(".pic-scroll"), function (box) {
    if (box.scrollWidth > box.clientWidth) box.parentNode.classList.add("pic-wide");
    follow(box);
    openAt(box);
  });
})();
