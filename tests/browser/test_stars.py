"""Stars keep papers: in this browser, across pages and tabs, and in words where storage fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .keeping import ATTENTION, FORBIDDEN, FULL, entry, keep, kept, kept_ids, key_of, star_of, stored
from .reader import Reader, Site

pytestmark = pytest.mark.browser

PAPER = f"papers/{ATTENTION}/"
DECADE = "collections/decade-of-deep-learning/"
TITLE = "Attention Is All You Need"


def says(page: Page) -> Any:
    return page.locator(".kept-says")


def open_with(reader: Reader, address: str, script: str) -> Page:
    page = reader.open_alone()
    page.add_init_script(script)
    page.goto(address)
    return page


def test_a_star_keeps_a_paper_and_lets_it_go(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    star = star_of(page, TITLE)
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()

    expect(star).to_have_attribute("aria-pressed", "true")
    assert kept_ids(page, real) == [ATTENTION]
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    assert kept_ids(page, real) == []


def test_what_is_kept_is_the_whole_card(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    star_of(page, TITLE).click()
    page.wait_for_function("key => localStorage.getItem(key).includes('NeurIPS')", arg=key_of(real))

    assert kept(page, real)["papers"][0]["card"] == {
        "title": TITLE,
        "authors": ["Ashish Vaswani", "Noam Shazeer", "Niki Parmar"],
        "more": 5,
        "year": 2017,
        "venue": "NeurIPS 2017",
        "sort": "Vaswani, Ashish",
        "status": "",
    }


@pytest.mark.parametrize(
    ("path", "stars"),
    [
        (PAPER, ".page-head, .related .paper-card"),
        ("papers/", ".paper-card"),
        (DECADE, ".entry, .mention"),
        ("", ".paper-card"),
    ],
)
def test_every_paper_has_its_star(real: Site, reader: Reader, path: str, stars: str) -> None:
    page = reader.open(real.url(path))
    places = page.locator(stars)

    assert places.count() > 5
    assert page.locator("main .star").count() == places.count()
    assert all(place.locator(":scope > .star").count() == 1 for place in places.all())


def test_results_of_a_search_get_stars_as_they_come(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    # What a search shows: one item a paper, made by a script.
    page.add_init_script(
        """document.addEventListener('readystatechange', () => {
          if (document.readyState !== 'interactive') return;
          const list = document.createElement('ol');
          list.id = 'results';
          document.querySelector('main').append(list);
        })"""
    )
    page.goto(real.url("years/"))
    page.evaluate(
        """id => {
          const item = document.createElement('li');
          item.dataset.paper = id;
          item.append(Object.assign(document.createElement('h3'), {textContent: 'Found <b>one</b>'}));
          document.getElementById('results').append(item);
        }""",
        ATTENTION,
    )
    star_of(page, "Found <b>one</b>").click()

    assert kept_ids(page, real) == [ATTENTION]


def test_one_keeps_by_keyboard(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(DECADE))
    title = page.locator(f"#{ATTENTION} .entry-title a")
    title.focus()
    page.keyboard.press("Tab")
    star = page.locator(f"#{ATTENTION} > .star")
    expect(star).to_be_focused()
    page.keyboard.press("Space")

    expect(star).to_have_attribute("aria-pressed", "true")
    assert kept_ids(page, real) == [ATTENTION]


def test_the_same_paper_has_the_same_star_everywhere(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    star_of(page, TITLE).click()
    page.goto(real.url(DECADE))

    expect(page.locator(f"#{ATTENTION} > .star")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".star[aria-pressed=true]")).to_have_count(1)


def test_the_navigation_counts_what_is_kept(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("papers/"))
    link = page.get_by_role("navigation", name="Site").get_by_role("link", name="List")
    expect(link).to_have_text("List")
    for number in range(3):
        page.locator(".star").nth(number).click()

    expect(link).to_have_text("List 3")
    page.goto(real.url("years/"))
    expect(link).to_have_text("List 3")


def test_stars_move_nothing(real: Site, reader: Reader) -> None:
    before = reader.open(real.url("papers/"), java_script_enabled=False)
    after = reader.open(real.url("papers/"))
    tops = "() => document.fonts.ready.then(() => [...document.querySelectorAll('.paper-card')].map(c => c.offsetTop))"
    expect(after.locator(".star").first).to_be_visible()

    # Fonts that come later round differently.
    moved = [abs(one - other) for one, other in zip(before.evaluate(tops), after.evaluate(tops), strict=True)]
    assert max(moved) <= 1


def test_without_scripts_there_is_no_star(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER), java_script_enabled=False)

    expect(page.locator("main button[aria-pressed]")).to_have_count(0)


def test_without_scripts_the_list_says_what_it_would_do(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("list/"), java_script_enabled=False)

    expect(page.get_by_role("main")).to_contain_text("This page needs JavaScript")
    expect(page.get_by_role("main")).to_contain_text(".bib file")


def test_stars_work_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.file(PAPER))
    star_of(page, TITLE).click()
    page.goto(real.file("list/"))
    page.get_by_role("link", name=TITLE).click()

    expect(page).to_have_url(real.file(PAPER))
    expect(star_of(page, TITLE)).to_have_attribute("aria-pressed", "true")


def test_two_catalogues_on_one_host_keep_apart(real: Site, toy_site: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("papers/"))
    page.locator(".star").first.click()
    page.goto(toy_site.url("papers/"))
    expect(page.locator(".kept-count")).to_have_text("")
    page.locator(".star").nth(1).click()

    assert len(kept_ids(page, real)) == len(kept_ids(page, toy_site)) == 1
    assert kept_ids(page, real) != kept_ids(page, toy_site)


def test_another_tab_follows(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    other = page.context.new_page()
    other.goto(real.url(DECADE))
    star_of(page, TITLE).click()

    expect(other.locator(f"#{ATTENTION} > .star")).to_have_attribute("aria-pressed", "true")
    other.locator(".entry > .star").first.click()
    expect(page.locator(".kept-count")).to_have_text("2")
    assert len(kept_ids(page, real)) == 2


def test_two_tabs_lose_nothing_of_each_other(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("papers/"))
    # As if the other tab's event had not arrived yet.
    keep(page, real, stored([entry("kingma2014adam", "Adam", note="mine")]))
    page.locator(".star").first.click()

    assert kept(page, real)["papers"][0]["note"] == "mine"
    assert len(kept_ids(page, real)) == 2


def test_a_note_outlives_a_star_pressed_by_mistake(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    keep(page, real, stored([entry(ATTENTION, TITLE, note="mine", read=True)]))
    page.reload()
    star = star_of(page, TITLE)
    star.click()
    assert kept_ids(page, real) == []
    star.click()

    assert kept(page, real)["papers"][0]["note"] == "mine"
    assert kept(page, real)["papers"][0]["read"] is True


# Where storage fails


def test_forbidden_storage_is_said_and_the_star_works_on(real: Site, reader: Reader) -> None:
    page = open_with(reader, real.url(PAPER), FORBIDDEN)
    star = star_of(page, TITLE)
    expect(says(page)).to_have_count(0)
    star.click()

    expect(star).to_have_attribute("aria-pressed", "true")
    expect(says(page)).to_contain_text("does not let the page store anything")


def test_full_storage_is_said_and_the_star_works_on(real: Site, reader: Reader) -> None:
    page = open_with(reader, real.url("papers/"), FULL)
    page.locator(".star").nth(0).click()
    page.locator(".star").nth(1).click()

    expect(page.locator(".star[aria-pressed=true]")).to_have_count(2)
    expect(says(page)).to_contain_text("storage is full")


def test_storage_with_room_again_keeps_all_of_it(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("papers/"))
    page.evaluate(f"() => {{ window.old = Storage.prototype.setItem; {FULL} }}")
    page.locator(".star").nth(0).click()
    expect(says(page)).to_contain_text("storage is full")
    page.evaluate("() => { Storage.prototype.setItem = window.old; }")
    page.locator(".star").nth(1).click()

    expect(says(page)).to_have_text("")
    assert len(kept_ids(page, real)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"x"',
        '{"version": 1}',
        '{"version": "1", "papers": []}',
        '{"version":1,"papers":{}}',
    ],
)
def test_a_broken_list_is_said_and_left_as_it_is(real: Site, reader: Reader, text: str) -> None:
    page = reader.open_alone(real.url(PAPER))
    keep(page, real, text)
    page.reload()
    expect(says(page)).to_contain_text("cannot be read")
    star_of(page, TITLE).click()

    expect(star_of(page, TITLE)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("key => localStorage.getItem(key)", key_of(real)) == text


def test_a_list_of_a_newer_version_is_left_alone(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    keep(page, real, '{"version": 2, "papers": "other"}')
    page.reload()

    expect(says(page)).to_contain_text("newer version")


def test_foreign_entries_are_left_out(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER))
    strange: list[Any] = [
        None,
        7,
        {},
        {"id": "../x"},
        {"id": "<b>"},
        {"id": "constructor", "card": 7},
        entry(ATTENTION),
        entry(ATTENTION),
    ]
    keep(page, real, json.dumps({"version": 1, "papers": strange}))
    page.reload()

    expect(page.locator(".kept-count")).to_have_text("2")
    expect(star_of(page, TITLE)).to_have_attribute("aria-pressed", "true")


def test_hostile_titles_stay_words(toy_site: Site, reader: Reader) -> None:
    page = reader.open(toy_site.url("papers/"))
    labels = page.locator(".star").evaluate_all("stars => stars.map(star => star.getAttribute('aria-label'))")
    shown = page.locator("[data-paper]").evaluate_all("cards => cards.map(card => card.dataset.title)")

    assert labels == [f"Keep {title} in the reading list" for title in shown]
    assert page.locator("main script, main b, main img").count() == 0
