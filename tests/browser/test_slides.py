"""A roundup as slides: from the page's own words, by keyboard, to be linked and to be printed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .keeping import violations
from .reader import Reader, Site

pytestmark = pytest.mark.browser

DECADE = "collections/decade-of-deep-learning/"
MANY = "collections/deep-learning-topics/"


def start(page: Page) -> Locator:
    return page.get_by_role("button", name="Present", exact=True)


def slide(page: Page) -> Locator:
    return page.locator(".slides-stage > .slide")


def progress(page: Page) -> Locator:
    return page.locator(".slides-progress > [aria-hidden]")


@pytest.fixture
def page(real: Site, reader: Reader) -> Page:
    """The Decade, presented from its first slide."""
    page = reader.open_alone(real.url(DECADE))
    start(page).click()
    expect(slide(page)).to_be_visible()
    return page


def test_the_first_slide_is_the_title(page: Page, real: Site) -> None:
    expect(page.get_by_role("dialog", name="Slides")).to_be_visible()
    expect(slide(page).locator("h2")).to_have_text("The Decade of Deep Learning")
    expect(slide(page)).to_contain_text("by Leo Gao")
    expect(slide(page)).to_contain_text("honourable mentions")
    expect(progress(page)).to_have_text("1 / 28")
    assert page.url == real.url(DECADE) + "#present=1"


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowDown", "PageDown", "Space"])
def test_keys_lead_on(page: Page, key: str) -> None:
    page.keyboard.press(key)
    page.keyboard.press(key)

    expect(progress(page)).to_have_text("3 / 28")


@pytest.mark.parametrize("key", ["ArrowLeft", "ArrowUp", "PageUp", "Shift+Space"])
def test_keys_lead_back(page: Page, key: str) -> None:
    page.keyboard.press("End")
    page.keyboard.press(key)

    expect(progress(page)).to_have_text("27 / 28")


def test_home_and_end_and_no_further(page: Page) -> None:
    page.keyboard.press("ArrowLeft")
    expect(progress(page)).to_have_text("1 / 28")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(progress(page)).to_have_text("28 / 28")
    page.keyboard.press("Home")
    expect(progress(page)).to_have_text("1 / 28")


def test_chapters_entries_and_the_conclusion_have_slides(page: Page) -> None:
    seen = []
    for _ in range(28):
        seen.append(slide(page).locator("h2").inner_text())
        page.keyboard.press("ArrowRight")

    assert seen[:5] == [
        "The Decade of Deep Learning",
        "2010",
        "Understanding the difficulty of training deep feedforward neural networks",
        "2011",
        "Deep Sparse Rectifier Neural Networks",
    ]
    assert seen[-1] == "Conclusion"
    assert len(set(seen)) == 28


def test_an_entry_shows_its_facts_its_first_words_and_its_mentions(page: Page) -> None:
    for _ in range(4):
        page.keyboard.press("ArrowRight")

    expect(slide(page).locator(".facts").first).to_contain_text("Xavier Glorot, Antoine Bordes, Yoshua Bengio")
    expect(slide(page).locator(".facts").first).to_contain_text("4,071 citations (Jan 2020)")
    assert slide(page).locator(".prose > p").count() in (1, 2)
    expect(slide(page).locator(".slide-mentions li")).to_have_count(4)


def test_nothing_of_a_slide_stands_twice_on_the_page(page: Page) -> None:
    for _ in range(28):
        assert slide(page).locator("[id], button, .star").count() == 0
        page.keyboard.press("ArrowRight")
    twice = "() => [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n)"
    assert page.evaluate(twice) == []


def test_escape_ends_and_the_focus_returns(page: Page, real: Site) -> None:
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(start(page)).to_be_focused()
    assert page.url == real.url(DECADE)
    page.keyboard.press("Enter")
    expect(progress(page)).to_have_text("1 / 28")


def test_the_focus_stays_in_the_slides(page: Page) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)"
        assert page.evaluate(inside)


def test_buttons_do_what_keys_do(page: Page) -> None:
    page.get_by_role("button", name="Next slide").click()
    expect(progress(page)).to_have_text("2 / 28")
    page.keyboard.press("Space")
    expect(progress(page)).to_have_text("3 / 28")
    page.get_by_role("button", name="Previous slide").click()
    expect(progress(page)).to_have_text("2 / 28")
    page.get_by_role("button", name="Close the slides").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_progress_is_said(page: Page) -> None:
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Slide 2 of 28: 2010")


def test_f_is_for_full_screen(page: Page) -> None:
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement?.matches('dialog > *')")
    page.keyboard.press("f")

    page.wait_for_function("() => document.fullscreenElement === null")


def test_a_slide_can_be_linked_and_survives_a_reload(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(DECADE) + "#present=5")
    expect(slide(page).locator("h2")).to_have_text("Deep Sparse Rectifier Neural Networks")
    page.keyboard.press("ArrowRight")
    page.reload()

    expect(progress(page)).to_have_text("6 / 28")
    page.goto(real.url(DECADE) + "#present=2")
    expect(progress(page)).to_have_text("2 / 28")


@pytest.mark.parametrize(
    ("fragment", "shown"), [("present=9999", "28 / 28"), ("present=0", ""), ("present=x", ""), ("present=-1", "")]
)
def test_a_slide_that_is_not_there(real: Site, reader: Reader, fragment: str, shown: str) -> None:
    page = reader.open_alone(real.url(DECADE) + "#" + fragment)
    expect(start(page)).to_be_attached()

    assert progress(page).all_inner_texts() == ([shown] if shown else [])


@pytest.mark.parametrize(("width", "height"), [(360, 640), (800, 450), (1280, 720), (1920, 1080)])
def test_no_word_is_cut_off(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.keyboard.press("Home")
    faults = []
    for number in range(28):
        wide, high, scrolls, bar = slide(page).evaluate(
            """slide => [slide.scrollWidth - slide.clientWidth, slide.scrollHeight - slide.clientHeight,
                slide.tabIndex === 0, document.querySelector('.slides-bar').getBoundingClientRect().bottom - innerHeight]"""
        )
        if wide > 1 or (high > 1 and not scrolls) or bar > 1:
            faults.append((number + 1, wide, high, bar))
        page.keyboard.press("ArrowRight")

    assert faults == []


def test_a_slide_that_is_too_long_scrolls_by_keys(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    for _ in range(4):
        page.keyboard.press("PageDown")
    expect(slide(page)).to_have_attribute("data-overflows", "yes")
    expect(slide(page)).to_be_focused()
    page.keyboard.press("ArrowDown")

    page.wait_for_function("() => document.querySelector('.slide').scrollTop > 0")
    expect(progress(page)).to_have_text("5 / 28")


def test_print_gives_a_page_to_each_slide(page: Page) -> None:
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf()))

    assert pages == 28
    expect(page.locator(".slides-print")).to_have_count(0)


def test_print_without_slides_is_the_roundup(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(DECADE))
    page.emulate_media(media="print")

    expect(page.locator(".entry").first).to_be_visible()
    expect(start(page)).to_be_hidden()


@pytest.mark.parametrize("path", ["chapters-of-play", "decade-of-toys", "toys-with-code"])
def test_every_form_of_roundup_has_slides(toy_site: Site, reader: Reader, path: str) -> None:
    page = reader.open_alone(toy_site.url(f"collections/{path}/"))
    entries = page.locator(".entry").count()
    start(page).click()
    count = int(progress(page).inner_text().rpartition(" ")[2])

    assert count > entries
    for _ in range(count):
        assert slide(page).locator("script, [id], b").count() == 0
        page.keyboard.press("ArrowRight")


def test_slides_work_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.file(DECADE))
    start(page).click()
    page.keyboard.press("ArrowRight")
    expect(progress(page)).to_have_text("2 / 28")
    assert page.url.endswith("#present=2")
    page.reload()

    expect(progress(page)).to_have_text("2 / 28")


def test_without_scripts_nothing_is_offered(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(DECADE), java_script_enabled=False)

    expect(start(page)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("number", [1, 5, 28])
def test_axe_finds_nothing_in_slides(real: Site, reader: Reader, scheme: Any, number: int) -> None:
    page = reader.open_alone(real.url(DECADE) + f"#present={number}", color_scheme=scheme)
    expect(progress(page)).to_have_text(f"{number} / 28")

    assert violations(page, "dialog") == []
