"""What a reader does with the pictures: by keyboard, by pointer, on a phone, without script, in other colours, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .reader import Reader, Site

pytestmark = pytest.mark.browser
PAGES = ("timeline/", "stats/", "topics/computer-vision/genealogy/", "papers/he2015deep/")
RESNET = '.pic-paper[href$="/he2015deep/"]'
every_picture = pytest.mark.parametrize("path", PAGES)


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def lit(mark: Locator) -> dict[str, str]:
    """How the lines and the words of a mark look."""
    found: dict[str, str] = mark.evaluate("""mark => ({
      up: getComputedStyle(mark.querySelector('.pic-up')).visibility,
      down: getComputedStyle(mark.querySelector('.pic-down')).visibility,
      said: getComputedStyle(mark.querySelector('.pic-said')).opacity,
    })""")
    return found


DARK = {"up": "hidden", "down": "hidden", "said": "0"}
LIT = {"up": "visible", "down": "visible", "said": "1"}


def test_arcs_light_up_under_the_keyboard(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"))
    mark = page.locator(RESNET)

    assert lit(mark) == DARK
    page.keyboard.press("Tab")
    mark.focus()
    assert lit(mark) == LIT
    page.keyboard.press("Tab")
    assert lit(mark) == DARK


def test_arcs_light_up_under_the_pointer_without_script(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"), java_script_enabled=False)
    mark = page.locator(RESNET)

    mark.locator(".pic-hit").hover()
    expect(mark.locator(".pic-up")).to_have_css("visibility", "visible")
    expect(mark.locator(".pic-said")).to_have_css("opacity", "1")
    mark.locator(".pic-hit").click()
    expect(page).to_have_url(real.url("papers/he2015deep/"))


def test_keyboard_goes_from_the_picture_to_its_marks_and_past_them(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"))
    page.locator(".pic-skip").focus()

    expect(page.locator(".pic-skip")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator(".pic-scroll")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="All papers of 1980")).to_be_focused()
    page.locator(".pic-paper").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text("Timeline")
    page.go_back()
    page.locator(".pic-skip").press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#_timeline-table > summary")).to_be_focused()


def test_marks_have_names(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"))
    name = "Deep Residual Learning for Image Recognition, 2015, 34,635 citations (Jan 2020)"

    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(1)
    page = reader.open(real.url("papers/he2015deep/"))
    graph = page.locator(".pic-lineage")
    expect(graph.get_by_role("link", name="ResNet simplifies highway network")).to_have_count(1)


@pytest.mark.parametrize("path", ["timeline/", "papers/he2015deep/"])
def test_wide_picture_scrolls_by_itself_on_a_phone(real: Site, reader: Reader, path: str) -> None:
    page = reader.open(real.url(path), width=320)
    box = page.locator(".pic-scroll").first

    assert overflow(page) == 0
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(page.locator(".pic-hint").first).to_be_visible()
    box.evaluate("box => { box.scrollLeft = 0; box.focus(); }")
    page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)


def test_names_of_areas_stay_in_sight(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"), width=320)
    page.locator(".pic-scroll").evaluate("box => { box.scrollLeft = 500; }")
    expect(page.locator(".pic-band").first).to_have_attribute("transform", "translate(500 0)")

    left = page.locator(".pic-band text").first.evaluate("text => text.getBoundingClientRect().left")
    assert 0 < left < 80


def test_phone_opens_where_most_papers_are(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"), width=360)

    assert page.locator(".pic-scroll").evaluate("box => box.scrollLeft") > 300
    page = reader.open(real.url("timeline/"), width=360, java_script_enabled=False)
    expect(page.locator(".pic-hint")).to_be_visible()


@every_picture
def test_no_picture_makes_a_phone_scroll_sideways(real: Site, reader: Reader, path: str) -> None:
    page = reader.open(real.url(path), width=320)

    assert overflow(page) == 0
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert overflow(page) == 0


@every_picture
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rules_of_accessibility_find_nothing(real: Site, reader: Reader, path: str, scheme: str) -> None:
    page = reader.open(real.url(path), color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    more: dict[str, Any] = {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
    found = Axe().run(page, context=".pic", options={"rules": more}).response["violations"]

    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []


@every_picture
def test_letters_are_no_smaller_than_twelve_pixels(real: Site, reader: Reader, path: str) -> None:
    page = reader.open(real.url(path), width=360)
    smallest = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.pic svg text')].map(
        text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))""")

    assert smallest >= 12


@pytest.mark.parametrize("fonts", ["'Catalogue Sans'", "sans-serif"], ids=["own", "fallback"])
def test_labels_of_the_timeline_do_not_collide(real: Site, reader: Reader, fonts: str) -> None:
    page = reader.open_alone(real.url("timeline/"))
    # On a first visit over a slow line the site's own font comes too late and is not used.
    page.evaluate("fonts => document.documentElement.style.setProperty('--sans', fonts)", fonts)
    collisions = page.evaluate("""() => {
      const boxes = [...document.querySelectorAll('.pic-label, .pic-band text')].map(
        text => [text.textContent, text.getBoundingClientRect()]);
      const touch = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
      return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) => touch(a, b)).map(([two]) => [one, two]));
    }""")

    assert page.locator(".pic-label").count() > 60
    assert collisions == []


def test_forced_colours_keep_marks_apart_from_the_ground(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"), forced_colors="active", color_scheme="dark")
    mark = page.locator(f"{RESNET} .pic-mark")

    assert mark.evaluate("mark => getComputedStyle(mark).fill") != page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )


def test_timeline_fits_a_sheet_of_paper(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("timeline/"), width=700)
    page.emulate_media(media="print")
    width = page.locator(".pic-timeline").evaluate("svg => svg.getBoundingClientRect().width")
    page.emulate_media(media="screen")

    assert width <= 700


@every_picture
def test_links_in_pictures_want_no_card_and_harm_no_script(real: Site, reader: Reader, path: str) -> None:
    page = reader.open(real.url(path))
    page.locator(".pic svg a[href] .pic-hit").last.hover()

    # A card would hide the lines that a mark has lit; the table's links have theirs.
    bare = page.locator('.pic svg:not([data-no-card]) a[href*="papers/"]')
    expect(bare).to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.locator('.pic-table a[href*="papers/"]').first.hover()
    expect(page.locator("#_card")).to_be_visible()


def test_paper_without_relations_has_no_picture(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("papers/he2015deep/"))
    expect(page.locator(".pic-lineage")).to_have_count(1)
    lone = next(p for p in sorted(real.folder.glob("papers/*/index.html")) if b"_lineage" not in p.read_bytes())

    page = reader.open(real.url(f"papers/{lone.parent.name}/"))
    expect(page.locator(".pic")).to_have_count(0)
    assert page.locator('script[src*="pictures"]').count() == 0
