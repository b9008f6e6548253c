"""The search box of every page: suggestions by mouse and by keyboard, and what happens when there are none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .pages import KINDS
from .reader import Reader, Site
from .searching import HOSTILE, abort, box, open_with_stand_in, options, says, search_address

pytestmark = pytest.mark.browser

PAPER = "papers/vaswani2017attention/"


def focus_of(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_every_page_has_one_box_and_loads_no_engine(
    sites: dict[str, Site], reader: Reader, site: str, path: str
) -> None:
    page = reader.open(sites[site].url(path))

    expect(page.locator('input[role="combobox"]')).to_have_count(1)
    expect(page.locator('form[role="search"]')).to_have_count(1)
    expect(box(page)).to_be_visible()
    assert page.evaluate("[...document.scripts].filter(s => /search-(engine|index)/.test(s.src)).length") == 0


def test_the_home_page_has_its_box_in_the_text(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(""))

    expect(page.get_by_role("main").get_by_role("combobox")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button", name="Search")).to_be_visible()


def test_typing_suggests_papers_with_marked_words(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(""))
    box(page).press_sequentially("vaswani atten")
    first = options(page).filter(has_text="Ashish Vaswani").first

    expect(first).to_be_visible()
    expect(first.locator("mark").first).to_have_text(re.compile("Attention|Vaswani"))
    expect(first).to_contain_text("Attention Is All You Need")
    expect(first).to_contain_text("2017")
    expect(box(page)).to_have_attribute("aria-expanded", "true")


def test_a_slash_leads_to_the_box_from_anywhere(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    page.keyboard.press("/")

    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    page.keyboard.type("a/b")
    expect(box(page)).to_have_value("a/b")


@pytest.mark.parametrize("keys", ["Control+/", "Meta+/", "Alt+/"])
def test_a_slash_with_another_key_is_somebody_elses(real: Site, reader: Reader, keys: str) -> None:
    page = reader.open(real.url(PAPER))
    page.keyboard.press(keys)

    expect(box(page)).not_to_be_focused()


def test_arrows_walk_through_the_suggestions_and_the_text(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).press_sequentially("oak")
    expect(options(page)).to_have_count(9)
    walk = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        walk.append(box(page).get_attribute("aria-activedescendant"))

    assert walk == [f"_suggestion-{n}" if n >= 0 else None for n in (0, 1, 0, -1, 8, 7, 8, -1)]
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(box(page)).to_be_focused()


def test_the_option_that_is_active_is_the_one_selected_and_seen(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER), viewport={"width": 360, "height": 400})
    box(page).press_sequentially("oak")
    expect(options(page)).to_have_count(9)
    for _ in range(7):
        page.keyboard.press("ArrowDown")

    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_attribute("id", "_suggestion-6")
    expect(chosen).to_be_in_viewport(ratio=1)


def test_enter_opens_the_chosen_paper(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("topics/"))
    box(page).press_sequentially("attention is all you need")
    expect(options(page).first).to_contain_text("Attention Is All You Need")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(real.url(PAPER))


def test_enter_without_a_choice_shows_all_results(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    box(page).press_sequentially("graph networks")
    page.keyboard.press("Enter")

    expect(page).to_have_url(search_address(real, "q=graph+networks"))
    expect(box(page)).to_have_value("graph networks")


def test_the_last_option_leads_to_all_results(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(""))
    box(page).press_sequentially("oak")
    expect(options(page).last).to_have_text("All 53 results for “oak”")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page).to_have_url(search_address(real, "q=oak"))


def test_a_click_opens_a_suggestion(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    box(page).press_sequentially("deep residual learning")
    options(page).filter(has_text="Deep Residual Learning").first.click()

    expect(page).to_have_url(re.compile(r"/papers/he2015deep|/papers/he201"))


def test_a_click_with_control_opens_a_window_of_its_own(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).press_sequentially("oak")
    with page.context.expect_page() as opened:
        options(page).last.click(modifiers=["Control"])

    expect(opened.value).to_have_url(search_address(real, "q=oak"))
    expect(page).to_have_url(real.url(PAPER))


def test_escape_closes_then_clears(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).press_sequentially("oak")
    expect(options(page)).to_have_count(9)
    page.keyboard.press("Escape")

    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("oak")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(9)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")


def test_tab_leaves_and_closes(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).press_sequentially("oak")
    expect(options(page)).to_have_count(9)
    page.keyboard.press("Tab")

    expect(options(page)).to_have_count(0)
    expect(page.locator("form :focus")).to_have_count(0)
    expect(page.locator(":focus")).to_have_count(1)


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight"])
def test_keys_that_edit_go_back_to_the_text(real: Site, reader: Reader, key: str) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).press_sequentially("oak")
    expect(options(page)).to_have_count(9)
    page.keyboard.press("ArrowDown")
    page.keyboard.press(key)

    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.type("s")
    expect(box(page)).to_have_value({"Home": "soak", "ArrowLeft": "oask"}.get(key, "oaks"))


def test_a_slow_answer_does_not_cover_a_later_one(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER), {"delays": {"ash": 500}})
    box(page).fill("ash")
    page.wait_for_timeout(60)
    box(page).fill("birch")
    expect(options(page).last).to_have_text("All 8 results for “birch”")
    page.wait_for_timeout(600)

    expect(options(page).last).to_have_text("All 8 results for “birch”")


def test_only_slow_answers_say_that_one_waits(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER), {"delays": {"ash": 600}})
    box(page).fill("ash")

    expect(page.get_by_text("Searching…")).to_be_visible()
    expect(options(page).last).to_contain_text("results for “ash”")
    expect(page.get_by_text("Searching…")).to_have_count(0)


def test_what_is_found_is_announced(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).fill("oak")
    says(page, "53 papers, 8 suggested.")
    box(page).fill("oak 52")
    says(page, "1 paper, 1 suggested.")
    expect(options(page).last).to_have_text("The one result for “oak 52”")
    box(page).fill("zebra")
    says(page, "No paper fits.")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    box(page).fill("")
    says(page, "")


def test_a_better_spelling_can_be_chosen(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, real.url(PAPER))
    box(page).fill("okaa")
    expect(options(page)).to_have_text(["Did you mean oak?"])
    says(page, "No paper fits. Did you mean oak?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(box(page)).to_have_value("oak")
    expect(options(page)).to_have_count(9)


def test_problems_of_a_query_are_said(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(
        reader, real.url(PAPER), {"problems": ["No field is called 'yaer'; did you mean 'year'?"]}
    )
    box(page).fill("oak yaer:2017")

    expect(page.locator("form").get_by_text("did you mean 'year'?").first).to_be_visible()


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", ["", PAPER], ids=["home", "paper"])
def test_no_query_harms_the_page(real: Site, reader: Reader, path: str, query: str) -> None:
    page = reader.open(real.url(path))
    page.evaluate("() => { window.harmed = 0; window.alert = () => { window.harmed += 1; }; }")
    box(page).evaluate(
        "(e, text) => { e.focus(); e.value = text; e.dispatchEvent(new Event('input', {bubbles: true})); }", query
    )
    expect(page.locator(".search-popup")).to_be_visible()

    assert page.evaluate("window.harmed") == 0
    expect(page.locator("form img, form script:not([src])")).to_have_count(0)
    box(page).fill("attention")
    expect(options(page).first).to_be_visible()


def test_a_long_query_is_cut_before_it_is_sent(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    box(page).fill("a" * 10_000)
    page.keyboard.press("Enter")

    expect(page).to_have_url(search_address(real, "q=" + "a" * 1000))


def test_an_engine_that_does_not_load_is_said_and_asked_again(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    abort(reader, page, "**/assets/search-engine.js")
    box(page).press_sequentially("attention")
    expect(page.locator(".search-note")).to_have_text(re.compile(r"^Search could not be loaded\."))
    says(page, "Search could not be loaded. Try again, or browse the papers by year, topic, venue or author.")
    page.unroute("**/assets/search-engine.js")
    page.keyboard.type(" is")
    expect(options(page).first).to_be_visible()
    expect(page.locator(".search-note")).to_be_hidden()


@pytest.mark.parametrize("path", ["", PAPER], ids=["home", "paper"])
def test_without_scripts_the_form_leads_to_the_search_page(real: Site, reader: Reader, path: str) -> None:
    page = reader.open(real.url(path), java_script_enabled=False)
    box(page).fill("attention & more")
    page.keyboard.press("Enter")

    expect(page).to_have_url(search_address(real, "q=attention+%26+more"))
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()


def test_it_works_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open(real.file(PAPER))
    box(page).press_sequentially("batch normalization")
    expect(options(page).filter(has_text="Batch Normalization").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 700, 1000, 1280])
def test_the_suggestions_fit_the_window(real: Site, reader: Reader, width: int) -> None:
    page = open_with_stand_in(reader, real.url(PAPER), viewport={"width": width, "height": 700})
    box(page).fill("oak")
    expect(options(page)).to_have_count(9)
    popup: dict[str, Any] = page.locator(".search-popup").evaluate("e => e.getBoundingClientRect().toJSON()")

    assert popup["left"] >= 0
    assert popup["right"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert focus_of(page) == "_q"
