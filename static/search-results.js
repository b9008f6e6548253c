// One result of the search page: a copy of the shape that every list of the site gives a paper, filled from its card.
(function () {
  "use strict";

  const box = window.dlcatalogSearchBox;
  const template = document.getElementById("_result");

  function setText(element, words, marks) {
    element.textContent = "";
    element.append(box.marked(words, marks));
  }

  // What a paper does not have leaves no empty place.
  function keep(element, words, marks) {
    if (!element) return;
    if (words) setText(element, words, marks);
    else element.remove();
  }

  function fillWhere(where, card, marks) {
    const year = where.querySelector("a");
    year.href = box.address("years/" + card.year + "/");
    year.textContent = card.year;
    where.textContent = "";
    if (card.venue) where.append(box.marked(card.venue, marks), " · ");
    where.append(year);
  }

  function fillMark(mark, number) {
    if (!mark) return;
    if (number) mark.setAttribute("class", mark.getAttribute("class").replace(/\bmark-\d+/, "mark-" + number));
    else mark.remove();
  }

  window.dlcatalogSearchResult = function (hit, marks) {
    const card = hit.card;
    const element = box.make("li");
    const copy = template.content.cloneNode(true);
    const link = copy.querySelector(".paper-card-title a");
    element.dataset.paper = hit.id;
    link.href = box.address(card.href);
    setText(link, card.title, marks);
    keep(copy.querySelector(".status"), card.status === "published" ? "" : card.status, []);
    keep(copy.querySelector(".authors"), box.authors(card), marks);
    fillWhere(copy.querySelector(".where"), card, marks);
    keep(copy.querySelector(".cited"), card.cited, []);
    Array.from(copy.querySelectorAll(".badge")).forEach((badge) => card[badge.textContent.trim()] || badge.remove());
    keep(copy.querySelector(".paper-card-sentence"), card.sentence, marks);
    fillMark(copy.querySelector('[class*="mark-"]'), card.mark);
    element.append(copy);
    return element;
  };
})();
