"""Cards of links: what a paper is, before one goes there. By mouse and keyboard, never in the way."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .keeping import ATTENTION, violations
from .reader import Reader, Site

pytestmark = pytest.mark.browser

PAPER = f"papers/{ATTENTION}/"
OVERLAP = """link => {
  const [a, b] = [link.getBoundingClientRect(), document.getElementById('_card').getBoundingClientRect()];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


def link_of(page: Page) -> Locator:
    """A link in the summary to the paper on neural translation of 2014."""
    return page.locator(".prose a[href*='bahdanau2014neural']").first


def card_of(page: Page) -> Locator:
    return page.locator("#_card")


def test_a_card_shows_what_a_link_leads_to(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    link_of(page).hover()
    card = card_of(page)

    expect(card).to_be_visible()
    expect(card).to_have_role("tooltip")
    expect(card.locator("strong")).to_have_text("Neural Machine Translation by Jointly Learning to Align and Translate")
    expect(card).to_contain_text("Dzmitry Bahdanau, Kyunghyun Cho, Yoshua Bengio · ICLR 2015 · 2014")
    expect(card).to_contain_text("The first neural translators")
    expect(link_of(page)).to_have_attribute("aria-describedby", "_card")


def test_a_card_waits_a_moment(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.clock.install()
    page.goto(real.url(PAPER))
    link_of(page).hover()
    page.clock.run_for(200)
    assert card_of(page).count() == 0
    page.clock.run_for(100)

    expect(card_of(page)).to_be_visible()


def test_a_card_comes_with_the_focus_and_goes_with_it(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    page.locator("h1").click()
    link_of(page).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    expect(link_of(page)).to_be_focused()
    expect(card_of(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(link_of(page)).not_to_have_attribute("aria-describedby", "_card")


def test_escape_sends_a_card_away(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    link_of(page).hover()
    expect(card_of(page)).to_be_visible()
    page.keyboard.press("Escape")

    expect(card_of(page)).to_be_hidden()
    expect(link_of(page)).not_to_have_attribute("aria-describedby", "_card")


def test_one_may_point_at_a_card(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.clock.install()
    page.goto(real.url(PAPER))
    link_of(page).hover()
    page.clock.run_for(300)
    card_of(page).hover()
    page.clock.run_for(1000)
    expect(card_of(page)).to_be_visible()
    page.mouse.move(2, 2)
    page.clock.run_for(1000)

    expect(card_of(page)).to_be_hidden()


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("at", ["top", "bottom"])
def test_a_card_covers_neither_its_link_nor_the_edge(real: Site, reader: Reader, width: int, at: str) -> None:
    page = reader.open(real.url(PAPER), width=width)
    link = link_of(page)
    link.evaluate("(link, block) => link.scrollIntoView({block})", "start" if at == "top" else "end")
    link.hover()
    expect(card_of(page)).to_be_visible()
    box = card_of(page).bounding_box()

    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert link.evaluate(OVERLAP) is False
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_titles_have_no_card(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.clock.install()
    page.goto(real.url("papers/"))
    page.locator(".paper-card-title a").first.hover()
    page.clock.run_for(1000)

    assert card_of(page).count() == 0


def test_a_touch_opens_no_card(real: Site, reader: Reader) -> None:
    page = reader.open_alone(has_touch=True)
    page.clock.install()
    page.goto(real.url(PAPER))
    page.evaluate("document.addEventListener('click', event => event.preventDefault())")
    link_of(page).tap()
    page.clock.run_for(1000)

    assert card_of(page).count() == 0


def test_a_card_comes_from_one_shard_loaded_once(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url.partition("list-data/")[2]) if "list-data/" in r.url else None)
    for _ in range(3):
        link_of(page).hover()
        expect(card_of(page)).to_be_visible()
        page.keyboard.press("Escape")
        page.mouse.move(2, 2)

    assert len(asked) == 2
    assert asked[0] == "map.js"
    assert asked[1].startswith("cards/")


def test_cards_work_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open(real.file(PAPER))
    href = link_of(page).get_attribute("href")
    link_of(page).hover()

    expect(card_of(page)).to_be_visible()
    assert href is not None


def test_without_its_data_a_link_is_a_link(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    page.route("**/list-data/**", lambda route: route.fulfill(status=200, body="", content_type="text/javascript"))
    with page.expect_response("**/list-data/map.js"):
        link_of(page).hover()

    assert card_of(page).count() == 0
    link_of(page).click()
    expect(page).to_have_url(real.url("papers/bahdanau2014neural/"))


def test_hostile_cards_stay_words(toy_site: Site, reader: Reader) -> None:
    page = reader.open(toy_site.url("papers/quillfeather1998gears/"))
    link = page.locator(".lineage dd a[href*='unruh1999rattle']").first
    link.hover()

    expect(card_of(page)).to_be_visible()
    assert card_of(page).locator("b, i, script, img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_card(real: Site, reader: Reader, scheme: Any) -> None:
    page = reader.open(real.url(PAPER), color_scheme=scheme)
    link_of(page).hover()
    expect(card_of(page)).to_be_visible()

    assert violations(page) == []


def test_the_scripts_of_a_paper_page_are_light(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    names = page.locator("script[src]").evaluate_all("all => all.map(script => script.src.split('/').pop())")
    size = sum(len(gzip.compress((real.folder / "assets" / name).read_bytes(), 9)) for name in names)

    assert size < 15_000
