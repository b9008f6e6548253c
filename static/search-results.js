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

  // The mark of each area, and its name where no other area has the same.
  const marks = Object.create(null);
  const names = Object.create(null);
  Array.from(document.getElementById("_areas").content.querySelectorAll("[data-area]")).forEach(function (area) {
    const number = area.dataset.mark;
    marks[area.dataset.area] = number;
    names[number] = number in names ? "" : area.textContent;
  });

  // The mark with this number; in a list that names the area beside it, it says nothing of its own.
  function mark(number, isNamed) {
    const element = box.make("span", "mark mark-" + number);
    if (isNamed || !names[number]) {
      element.setAttribute("aria-hidden", "true");
    } else {
      element.setAttribute("role", "img");
      element.setAttribute("aria-label", names[number]);
      element.title = names[number];
    }
    return element;
  }

  function fillMark(place, number) {
    if (place && number) place.replaceWith(mark(number, false));
    else if (place) place.remove();
  }

  window.dlcatalogSearchMark = (area) => marks[area] ? mark(marks[area], true) : "";
  window.dlcatalogSearchResult = function (hit, marks) {
    const card = hit.card;
    const element = box.make("li");
    const copy = template.content.cloneNode(true);
    const link = copy.querySelector(".paper-card-title a");
    element.dataset.paper = hit.id;
    // Stars and scripts of readers look for one element a paper.
    copy.querySelector(".paper-card").removeAttribute("data-paper");
    link.href = box.address(card.href);
    setText(link, card.title, marks);
    keep(copy.querySelector(".status"), card.status === "published" ? "" : card.status, []);
    keep(copy.querySelector(".authors"), box.authors(card), marks);
    fillWhere(copy.querySelector(".where"), card, marks);
    keep(copy.querySelector(".cited"), card.cited, []);
    Array.from(copy.querySelectorAll(".badge")).forEach((badge) => card[badge.textContent.trim()] || badge.remove());
    keep(copy.querySelector(".paper-card-sentence"), card.sentence, marks);
    fillMark(copy.querySelector(".mark"), card.mark);
    element.append(copy);
    return element;
  };
})();
