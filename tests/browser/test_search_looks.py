"""Search for everyone: accessibility rules, narrow windows, big letters, paper, nothing that jumps."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .reader import Reader, Site
from .searching import box, open_with_stand_in, options, results, search_address

pytestmark = pytest.mark.browser

PAPER = "papers/vaswani2017attention/"
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll('main *, header *')].filter(e => {
    const box = e.getBoundingClientRect();
    const unseen = e.closest('.visually-hidden, .search-label, .search-sort label, svg');
    return box.width && !unseen && (box.left < -1 || box.right > wide + 1);
  }).map(e => e.outerHTML.slice(0, 80)).concat(document.documentElement.scrollWidth > wide ? ['the page'] : []);
}"""
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.hadRecentInput ? 0 : e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 400);
})"""
# Targets for fingers (WCAG 2.2, 2.5.8); links inside of sentences are free of it.
SMALL = """() => [...document.querySelectorAll('.search-page :is(button, input, summary)')].filter(e => e.checkVisibility())
  .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([, box]) => box.height < 23.5 || box.width < 23.5).map(([e]) => e.outerHTML.slice(0, 80))"""


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["", "q=oak&has=code&year=2003..2017", "q=okaa"], ids=["empty", "results", "none"])
def test_axe_finds_nothing_on_the_search_page(real: Site, reader: Reader, query: str, width: int, scheme: Any) -> None:
    window = {"width": width, "height": 800}
    page = open_with_stand_in(
        reader, search_address(real, query), {"problems": ["A problem."]}, viewport=window, color_scheme=scheme
    )
    box(page).focus()
    expect(page.get_by_role("status")).not_to_be_empty()
    page.evaluate("document.querySelector('.search-open').click()")

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", PAPER], ids=["home", "paper"])
@pytest.mark.parametrize("query", ["oak", "okaa", "zebra"])
def test_axe_finds_nothing_with_suggestions(real: Site, reader: Reader, path: str, query: str, scheme: Any) -> None:
    page = open_with_stand_in(reader, real.url(path), color_scheme=scheme)
    box(page).fill(query)
    expect(page.locator(".search-popup")).to_be_visible()
    page.keyboard.press("ArrowDown")

    assert violations(page) == []


@pytest.mark.parametrize(
    "query", ["", "q=oak&has=code,data&area=roots,leaves,wood&year=2003..2017&venue=Elm", "q=" + "w" * 999]
)
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_the_search_page_fits_every_window(real: Site, reader: Reader, width: int, query: str) -> None:
    window = {"width": width, "height": 800}
    page = open_with_stand_in(reader, search_address(real, query), {"problems": ["p" * 500]}, viewport=window)
    box(page).focus()
    expect(page.get_by_role("status")).not_to_be_empty()
    page.evaluate("document.querySelector('.search-open').click()")

    assert page.evaluate(SIDEWAYS) == []


def test_letters_of_twice_the_size_fit_half_a_window(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak&has=code"), viewport={"width": 640, "height": 800})
    expect(results(page).first).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    page.evaluate("document.querySelector('.search-open').click()")

    assert page.evaluate(SIDEWAYS) == []


def test_fingers_find_every_target(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(
        reader, search_address(real, "q=oak&has=code&area=leaves"), viewport={"width": 360, "height": 800}
    )
    expect(results(page).first).to_be_visible()
    page.get_by_role("button", name="Filters (2)").click()

    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["", "q=attention", "q=attention&year=2015..&has=code", "q=zzzz"])
def test_nothing_jumps_while_the_page_loads(real: Site, reader: Reader, query: str, width: int) -> None:
    page = reader.open_alone(viewport={"width": width, "height": 800})
    page.goto(search_address(real, query))
    page.wait_for_load_state("networkidle")

    assert page.evaluate(SHIFTS) == 0


def test_paper_shows_the_results_and_no_controls(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak&has=code"))
    expect(results(page).first).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator("main input, main form, main details, .search-more").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("status")).to_be_visible()
    expect(results(page).first).to_be_visible()
    expect(page.get_by_text("With: code")).to_be_visible()


@pytest.mark.parametrize("path", ["", PAPER, "search/?q=oak"], ids=["home", "paper", "search"])
def test_every_control_of_searching_shows_its_focus(real: Site, reader: Reader, path: str) -> None:
    page = open_with_stand_in(reader, real.url(path))
    box(page).focus()
    expect(box(page)).to_have_css("outline-style", "solid")
    expect(box(page)).to_have_css("outline-width", "2px")
    page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_scripts_of_the_box_weigh_little(real: Site) -> None:
    assert len(gzip.compress((real.folder / "assets" / "search.js").read_bytes(), 9)) < 5000


@pytest.mark.parametrize("path", ["", PAPER], ids=["home", "paper"])
def test_suggestions_cover_the_text_and_move_nothing(real: Site, reader: Reader, path: str) -> None:
    page = open_with_stand_in(reader, real.url(path))
    before = page.get_by_role("main").bounding_box()
    box(page).fill("oak")
    expect(options(page)).to_have_count(9)

    assert page.get_by_role("main").bounding_box() == before
