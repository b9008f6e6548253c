"""The search page: the address is the state, filters and order change it, and whatever goes wrong is said in words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .reader import Reader, Site
from .searching import HOSTILE, abort, box, open_with_stand_in, results, says, search_address

pytestmark = pytest.mark.browser


def filters(page: Page) -> Locator:
    return page.get_by_role("region", name="Filters")


def check_box(page: Page, facet: str, label: str) -> Locator:
    return (
        filters(page)
        .get_by_role("group", name=facet, exact=True)
        .get_by_role("checkbox", name=re.compile(rf"^{label}", re.IGNORECASE))
    )


def chosen(page: Page) -> Locator:
    return page.get_by_role("group", name="Chosen filters").get_by_role("button")


def titles(page: Page) -> list[str]:
    return results(page).get_by_role("heading", level=3).all_inner_texts()


def ids(page: Page) -> list[str | None]:
    return [item.get_attribute("data-paper") for item in results(page).all()]


# The address and the page


def test_the_address_is_read(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(
        reader, search_address(real, "q=oak&year=2005..2014&area=roots,leaves&has=code&sort=year")
    )
    says(page, "10 papers")

    expect(box(page)).to_have_value("oak")
    expect(check_box(page, "Area", "Roots")).to_be_checked()
    expect(check_box(page, "Area", "Leaves")).to_be_checked()
    expect(check_box(page, "Area", "Wood")).not_to_be_checked()
    expect(page.get_by_role("radio", name="Year")).to_be_checked()
    expect(chosen(page)).to_have_text(
        ["Year: 2005 to 2014 ×", "Area: Roots ×", "Area: Leaves ×", "With: code ×", "Clear all"]
    )
    expect(page).to_have_title(re.compile("^oak · Search"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("year=2015..", "Year: from 2015 ×"),
        ("year=..2003", "Year: until 2003 ×"),
        ("year=2004", "Year: 2004 ×"),
        ("author=ada-oak", "Author: Ada Oak ×"),
        ("in=walk", "Roundup: A walk among trees ×"),
        ("topic=wood", "Topic: Wood and bark ×"),
        ("kind=journal", "Kind: journal ×"),
        ("venue=Elm", "Venue: Elm ×"),
    ],
)
def test_every_filter_of_the_address_is_shown_in_words(real: Site, reader: Reader, query: str, words: str) -> None:
    page = open_with_stand_in(reader, search_address(real, query))

    expect(chosen(page)).to_have_text([words])
    expect(results(page).first).to_be_visible()


def test_years_can_be_several(real: Site, reader: Reader) -> None:
    page = reader.open(search_address(real, "year=2012,2014&sort=year"))

    expect(chosen(page)).to_have_text(["Year: 2012, 2014 ×"])
    expect(results(page).last.locator(".where")).to_contain_text("2012")
    expect(page.locator(".search-problem")).to_have_count(0)


def test_typing_writes_the_address_and_leaves_no_trail(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real))
    before = page.evaluate("history.length")
    box(page).press_sequentially("oak 1")
    says(page, "11 papers")

    expect(page).to_have_url(search_address(real, "q=oak+1"))
    assert page.evaluate("history.length") == before
    box(page).fill("")
    expect(page).to_have_url(search_address(real))
    expect(page.get_by_role("heading", name="What one can ask")).to_be_visible()


def test_a_filter_is_a_step_that_back_takes(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    says(page, "53 papers")
    check_box(page, "With", "code").check()
    expect(page).to_have_url(search_address(real, "q=oak&has=code"))
    says(page, "26 papers")
    check_box(page, "Area", "Leaves").check()
    expect(page).to_have_url(search_address(real, "q=oak&area=leaves&has=code"))
    says(page, "9 papers")
    page.go_back()
    says(page, "26 papers")
    expect(check_box(page, "Area", "Leaves")).not_to_be_checked()
    page.go_back()
    says(page, "53 papers")
    expect(chosen(page)).to_have_count(0)
    page.go_forward()
    says(page, "26 papers")
    expect(check_box(page, "With", "code")).to_be_checked()


def test_sending_the_form_is_a_step_and_leads_to_the_first_result(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    says(page, "53 papers")
    box(page).fill("birch")
    says(page, "8 papers")
    page.keyboard.press("Enter")
    expect(page).to_have_url(search_address(real, "q=birch"))
    expect(results(page).first.get_by_role("link").first).to_be_focused()
    page.go_back()

    expect(page).to_have_url(search_address(real, "q=oak"))
    expect(box(page)).to_have_value("oak")
    says(page, "53 papers")


def test_a_reload_shows_the_same(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real))
    box(page).press_sequentially("oak")
    check_box(page, "Venue", "Elm").check()
    page.get_by_role("radio", name="Citations").check(force=True)
    expect(page).to_have_url(search_address(real, "q=oak&venue=Elm&sort=citations"))
    before = titles(page)
    page.reload()
    expect(results(page).first).to_be_visible()

    assert titles(page) == before
    expect(page.get_by_role("radio", name="Citations")).to_be_checked()


def test_back_from_a_paper_leads_to_where_one_was(real: Site, reader: Reader) -> None:
    page = reader.open_alone(search_address(real, "q=learning"))
    page.get_by_role("button", name="Show 20 more").click()
    expect(results(page)).to_have_count(40)
    link = results(page).nth(35).get_by_role("heading").get_by_role("link")
    link.scroll_into_view_if_needed()
    link.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Search")
    page.go_back()

    expect(results(page)).to_have_count(40)
    expect(link).to_be_in_viewport()


@pytest.mark.parametrize(
    "query",
    [
        "sort=sideways",
        "year=20x0..",
        "area=,,,&has=",
        "q=%E0%A4%A",
        "page=7&q=oak",
        "area=<b>x</b>",
        "year=9..1&sort=year",
    ],
)
def test_a_strange_address_does_no_harm(real: Site, reader: Reader, query: str) -> None:
    page = reader.open_alone(search_address(real, query))
    box(page).fill("attention")
    says_something = page.get_by_role("status")

    expect(says_something).to_have_text(re.compile(r"paper"))
    expect(page.locator("main b")).to_have_count(0)


# Results


def test_results_have_the_shape_of_every_list(real: Site, reader: Reader) -> None:
    page = reader.open(search_address(real, "q=vaswani+attention+all+you+need"))
    first = page.locator('#results li[data-paper="vaswani2017attention"]')

    expect(first.get_by_role("heading", level=3)).to_have_text("Attention Is All You Need")
    expect(first.locator(".authors")).to_have_text("Ashish Vaswani, Noam Shazeer, Niki Parmar and 5 more")
    expect(first.locator(".where")).to_have_text("NeurIPS 2017 · 2017")
    expect(first.locator(".cited")).to_contain_text("citations (")
    expect(first.locator(".badge")).to_have_text(["code"])
    expect(first.locator(".paper-card-sentence")).not_to_be_empty()
    expect(first.locator("mark").first).to_be_visible()
    first.get_by_role("link", name="Attention Is All You Need").click()
    expect(page).to_have_url(real.url("papers/vaswani2017attention/"))


def test_matched_words_are_marked_and_nothing_else(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=ced+ada"))

    expect(results(page).first.locator("mark")).to_have_text(["cedar", "Ada"])


def test_a_retracted_paper_says_so(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=cedar"))

    expect(page.locator('[data-paper="paper4"] .status')).to_have_text("retracted")
    expect(page.locator('[data-paper="paper11"] .status')).to_have_count(0)


def test_more_results_come_twenty_at_a_time(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    expect(results(page)).to_have_count(20)
    expect(page.get_by_text("20 of 53 shown")).to_be_visible()
    page.get_by_role("button", name="Show 20 more").click()
    expect(results(page)).to_have_count(40)
    expect(results(page).nth(20).get_by_role("link").first).to_be_focused()
    page.get_by_role("button", name="Show 13 more").click()

    expect(results(page)).to_have_count(53)
    expect(results(page).nth(40).get_by_role("link").first).to_be_focused()
    expect(page.get_by_role("button", name=re.compile("^Show"))).to_have_count(0)
    assert len(set(ids(page))) == 53


def test_the_order_can_be_chosen_with_the_arrows(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    expect(results(page)).to_have_count(20)
    page.get_by_role("radio", name="Relevance").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(search_address(real, "q=oak&sort=year"))
    expect(results(page).first.locator(".where")).to_contain_text("2019")
    page.keyboard.press("ArrowRight")

    expect(page).to_have_url(search_address(real, "q=oak&sort=citations"))
    expect(page.get_by_role("radio", name="Citations")).to_be_focused()


def test_arrow_down_leads_from_the_box_to_the_results_and_a_slash_back(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real))
    box(page).press_sequentially("oak")
    expect(results(page)).to_have_count(20)
    page.keyboard.press("ArrowDown")
    expect(results(page).first.get_by_role("link").first).to_be_focused()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")

    expect(box(page)).to_have_value("")
    expect(page).to_have_url(search_address(real))


def test_an_answer_that_comes_late_leaves_the_focus_in_the_list(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=ash"), {"delays": {"oak": 300}})
    expect(results(page)).to_have_count(20)
    box(page).fill("oak")
    page.wait_for_timeout(100)
    page.keyboard.press("ArrowDown")
    says(page, "53 papers")

    expect(results(page).first.get_by_role("link").first).to_be_focused()


def test_the_page_of_results_has_no_popup(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real))
    box(page).press_sequentially("oak")
    expect(results(page)).to_have_count(20)

    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")


# Filters


def test_filters_show_counts_and_narrow_each_other(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    expect(filters(page).get_by_role("group", name="Area", exact=True).get_by_role("checkbox")).to_have_count(3)
    expect(page.get_by_label("code 26")).to_be_visible()
    check_box(page, "Area", "Roots").check()

    expect(page.get_by_label("code 9")).to_be_visible()
    # A filter does not narrow itself: more of it can still be chosen.
    expect(page.get_by_label("Leaves 18")).to_be_visible()


def test_a_filter_keeps_the_focus_while_the_lists_change(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    check_box(page, "Venue", "Elm").focus()
    page.keyboard.press("Space")
    says(page, "5 papers")

    expect(check_box(page, "Venue", "Elm")).to_be_focused()
    page.keyboard.press("Space")
    says(page, "53 papers")
    expect(check_box(page, "Venue", "Elm")).to_be_focused()


def test_a_long_filter_unfolds(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak&venue=Juniper"))
    shown = filters(page).get_by_role("group", name="Venue", exact=True).get_by_role("checkbox")
    expect(shown).to_have_count(8)
    expect(check_box(page, "Venue", "Juniper")).to_be_visible()
    more = filters(page).get_by_role("button", name="All 10")
    more.click()

    expect(shown).to_have_count(10)
    expect(filters(page).get_by_role("button", name="Fewer")).to_have_attribute("aria-expanded", "true")


def test_chosen_filters_are_taken_back_one_by_one_or_all(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak&area=roots&has=code&in=walk"))
    says(page, "2 papers")
    page.get_by_role("button", name="Remove With: code").click()
    expect(page).to_have_url(search_address(real, "q=oak&area=roots&in=walk"))
    expect(chosen(page).nth(1)).to_be_focused()
    page.get_by_role("button", name="Clear all").click()

    expect(page).to_have_url(search_address(real, "q=oak"))
    expect(chosen(page)).to_have_count(0)
    expect(box(page)).to_be_focused()
    says(page, "53 papers")


def test_on_a_narrow_screen_filters_stand_behind_a_button(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(
        reader, search_address(real, "q=oak&has=code&area=roots"), viewport={"width": 360, "height": 700}
    )
    button = page.get_by_role("button", name="Filters (2)")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(filters(page)).to_have_count(0)
    button.click()

    expect(button).to_have_attribute("aria-expanded", "true")
    check_box(page, "With", "code").uncheck()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    expect(filters(page)).to_be_visible()


# Years


def test_years_are_chosen_with_the_keyboard_in_one_step_of_the_history(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    says(page, "53 papers")
    last = page.get_by_role("slider", name="To year")
    last.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(search_address(real, "q=oak&year=..2024"))
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(search_address(real, "q=oak&year=..2017"))
    page.get_by_role("slider", name="From year").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(search_address(real, "q=oak&year=2017"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(search_address(real, "q=oak&year=2016..2017"))
    says(page, "4 papers")
    expect(filters(page).get_by_role("group", name="Year 2016 to 2017")).to_be_visible()
    page.go_back()

    expect(page).to_have_url(search_address(real, "q=oak&year=..2017"))
    page.go_back()
    says(page, "53 papers")
    expect(last).to_have_value("2025")


def test_years_are_chosen_by_dragging_over_the_histogram(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"))
    says(page, "53 papers")
    bars = page.locator(".search-bars")
    frame = bars.bounding_box()
    assert frame
    a_year = frame["width"] / 46  # 1980 to 2025
    middle = frame["y"] + frame["height"] / 2
    page.mouse.move(frame["x"] + 35.5 * a_year, middle)
    page.mouse.down()
    page.mouse.move(frame["x"] + 30.5 * a_year, middle, steps=4)
    page.mouse.up()

    expect(page).to_have_url(search_address(real, "q=oak&year=2010..2015"))
    expect(chosen(page)).to_have_text(["Year: 2010 to 2015 ×"])
    expect(page.get_by_role("slider", name="From year")).to_have_value("2010")
    expect(bars.locator("rect:not(.is-out)")).to_have_count(6)
    page.go_back()
    expect(page).to_have_url(search_address(real, "q=oak"))


def test_the_histogram_counts_all_years_whatever_is_chosen(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak&year=2003"))
    says(page, "3 papers")

    expect(page.locator('.search-bars rect:not([height="0"])')).to_have_count(20)


# What goes wrong


def test_a_better_spelling_is_a_link(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=okaa"))
    says(page, "No paper fits.")
    page.get_by_role("link", name="oak", exact=True).click()

    expect(page).to_have_url(search_address(real, "q=oak"))
    expect(box(page)).to_have_value("oak")
    says(page, "53 papers")


def test_the_real_engine_knows_a_better_spelling(real: Site, reader: Reader) -> None:
    page = reader.open(search_address(real, "q=zzzattentionnn"))

    says(page, "No paper fits.")
    expect(page.get_by_role("heading", name="Browse instead")).to_be_visible()


def test_problems_are_said_in_words(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(
        reader, search_address(real, "q=oak"), {"problems": ["No area is called '<b>x</b>'"], "complete": False}
    )

    expect(page.get_by_text("No area is called '<b>x</b>'")).to_be_visible()
    expect(results(page)).to_have_count(20)


def test_an_answer_that_is_not_complete_says_so(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real, "q=oak"), {"complete": False})

    expect(page.get_by_text("a part of the index did not load")).to_be_visible()


def test_an_engine_that_does_not_load_leaves_ways_to_browse(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    abort(reader, page, "**/assets/search-engine.js")
    page.goto(search_address(real, "q=attention"))
    says(page, "Search could not be loaded. Try again, or browse the papers by year, topic, venue or author.")
    expect(page.get_by_role("main").get_by_role("link", name="Topics")).to_be_visible()
    page.unroute("**/assets/search-engine.js")
    box(page).press("End")
    page.keyboard.type(" all")

    expect(results(page).first).to_be_visible()


@pytest.mark.parametrize("pattern", ["**/search-index/index.js", "**/search-index/*/**"], ids=["first", "others"])
def test_a_shard_that_does_not_load_is_said(real: Site, reader: Reader, pattern: str) -> None:
    page = reader.open_alone()
    abort(reader, page, pattern)
    page.goto(search_address(real, "q=attention"))
    expect(page.locator(".search-problem").first).to_have_text(re.compile(r"load"))
    page.unroute(pattern)
    box(page).fill("attention is all")

    expect(results(page).first).to_be_visible()


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_no_query_harms_the_page(real: Site, reader: Reader, query: str) -> None:
    page = reader.open(search_address(real))
    page.evaluate("() => { window.harmed = 0; window.alert = () => { window.harmed += 1; }; }")
    box(page).evaluate(
        "(e, text) => { e.focus(); e.value = text; e.dispatchEvent(new Event('input', {bubbles: true})); }", query
    )
    expect(page.get_by_role("status")).to_have_text(re.compile("paper"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("paper"))
    page.reload()

    expect(page.get_by_role("status")).to_have_text(re.compile("paper"))
    assert len(page.url) < 8000
    assert page.evaluate("window.harmed || 0") == 0
    expect(page.locator("main img, main script:not([src])")).to_have_count(0)
    box(page).fill("attention")
    expect(results(page).first).to_be_visible()


def test_a_query_is_said_to_be_cut(real: Site, reader: Reader) -> None:
    page = reader.open(search_address(real))
    box(page).fill("attention " * 1000)

    expect(page.get_by_text("cut to its first 1,000 characters")).to_be_visible()


def test_records_cannot_become_markup(toy_site: Site, reader: Reader) -> None:
    page = reader.open(toy_site.url("search/?sort=year&year=1900..2100"))
    expect(results(page).first).to_be_visible()
    shown = page.locator("#results")

    # A title may hold formulas on its page; here it is plain words. Buttons with pictures are the stars.
    tags = shown.evaluate("e => [...new Set([...e.querySelectorAll('*')].map(x => x.tagName.toLowerCase()))].sort()")
    assert tags == ["a", "article", "button", "div", "h3", "li", "p", "path", "span", "svg"]


# Without scripts, without a server


def test_without_scripts_the_page_leads_to_everything(real: Site, reader: Reader) -> None:
    page = reader.open(search_address(real, "q=attention"), java_script_enabled=False)
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    ways = page.get_by_role("region", name="Browse instead")
    names = ["Papers", "Years", "Topics", "Venues", "Authors", "Roundups"]

    assert ways.locator(".search-ways a").all_inner_texts() == names
    expect(page.get_by_role("region", name="Filters")).to_have_count(0)
    expect(page.get_by_role("heading", name="What one can ask")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_text(["Search"])
    ways.get_by_role("link", name="Computer vision").nth(3).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Computer vision, 20\d\d$"))


def test_it_works_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.file("search/").replace("?", "") + "?q=attention&has=code")
    expect(results(page).first).to_be_visible()
    expect(check_box(page, "With", "code")).to_be_checked()
    box(page).fill("batch normalization")

    expect(results(page).first).to_contain_text("Normalization")
    expect(page).to_have_url(re.compile(r"index\.html\?q=batch\+normalization&has=code$"))
    check_box(page, "With", "code").uncheck()
    expect(page).to_have_url(re.compile(r"q=batch\+normalization$"))
    page.go_back()
    expect(check_box(page, "With", "code")).to_be_checked()


def test_in_the_edition_for_files_links_name_their_page(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.add_init_script(
        "new MutationObserver((_, watch) => { if (document.documentElement) {"
        " document.documentElement.dataset.index = 'index.html'; watch.disconnect(); } }).observe(document, {childList: true})"
    )
    page.goto(real.file("search/") + "?q=attention+is+all+you+need")
    results(page).first.get_by_role("link").first.click()

    expect(page).to_have_url(real.file("papers/vaswani2017attention/"))
    box(page).fill("attention")
    page.keyboard.press("Enter")
    expect(page).to_have_url(real.file("search/") + "?q=attention")
    expect(results(page).first).to_be_visible()


# The way in


def test_nothing_loads_before_the_reader_shows_interest(real: Site, reader: Reader) -> None:
    page = reader.open(search_address(real))
    expect(page.get_by_role("heading", name="What one can ask")).to_be_visible()
    assert page.evaluate("typeof window.dlcatalogSearch") == "undefined"
    box(page).focus()
    says(page, re.sub(r"\D", "", page.locator(".search-ways li").first.inner_text()) + " papers")

    expect(filters(page).get_by_role("group", name="Area", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="What one can ask")).to_be_visible()


def test_every_example_finds_papers(sites: dict[str, Site], reader: Reader) -> None:
    page = reader.open(search_address(sites["catalog"]))
    hrefs = [link.get_attribute("href") for link in page.locator(".search-help dd a").all()]
    assert len(hrefs) > 10
    for href in hrefs:
        page.goto(search_address(sites["catalog"]) + str(href))
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^[\d,]+ papers?$"))
        expect(page.locator(".search-problem")).to_have_count(0)


def test_only_slow_answers_say_that_one_waits(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real), {"delays": {"ash": 600, "elm": 100}})
    box(page).fill("ash")
    says(page, "Searching…")
    says(page, "22 papers")
    page.evaluate(
        "() => { window.said = []; new MutationObserver(() => window.said.push(document.querySelector('[role=status]')"
        ".textContent)).observe(document.querySelector('[role=status]'), {childList: true, characterData: true, subtree: true}); }"
    )
    box(page).fill("elm")
    says(page, "7 papers")

    assert page.evaluate("window.said") == ["7 papers"]


def test_a_slow_answer_does_not_cover_a_later_one(real: Site, reader: Reader) -> None:
    page = open_with_stand_in(reader, search_address(real), {"delays": {"ash": 500}})
    box(page).fill("ash")
    page.wait_for_timeout(60)
    box(page).fill("birch")
    says(page, "8 papers")
    page.wait_for_timeout(600)

    expect(results(page).first).to_contain_text("birch")
    says(page, "8 papers")
