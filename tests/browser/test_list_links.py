"""A link that carries a reading list to somebody else: what it holds, what it does before one agrees, and bad ones."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .keeping import ADAM, ATTENTION, RESNET, entry, keep, kept, stored, violations
from .reader import Reader, Site

pytestmark = pytest.mark.browser

MINE = [
    entry(ATTENTION, "Attention Is All You Need", note="It's (good) & <b>short</b> 100 % ☺\nnew line", added=2),
    entry(ADAM, "Adam", read=True, added=1),
]
BROKEN = "This link is not whole"


def sent(real: Site, reader: Reader, papers: list[dict[str, Any]], *, personal: bool = False, name: str = "") -> str:
    """The link that the page makes of a list."""
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored(papers, name=name))
    page.reload()
    if personal:
        page.get_by_label("with my notes and what I have read").check()
    return page.get_by_label("Link that carries the list").input_value()


def offer(page: Page) -> Any:
    return page.locator(".list-offer")


def checked(page: Page, body: str) -> str:
    """A fragment with its checksum (FNV-1a, 32 bits)."""
    value = 0x811C9DC5
    for char in body:
        value = (value ^ ord(char)) * 0x01000193 & 0xFFFFFFFF
    return f"#{body}&sum={value:08x}"


def test_a_link_holds_ids_and_nothing_of_ones_own(real: Site, reader: Reader) -> None:
    link = sent(real, reader, MINE)

    assert link.startswith(real.url("list/") + f"#list=1&ids={ATTENTION},{ADAM}&sum=")
    assert "good" not in link


def test_notes_and_marks_travel_if_one_says_so(real: Site, reader: Reader) -> None:
    link = sent(real, reader, MINE, personal=True, name="Ours & theirs")
    page = reader.open_alone(link)
    expect(offer(page)).to_contain_text("A reading list was sent to you: Ours & theirs")
    expect(offer(page).locator(".list-sent-note")).to_have_text(str(MINE[0]["note"]), use_inner_text=True)
    page.get_by_role("button", name="Add 2 papers").click()

    found = kept(page, real)
    assert found["name"] == "Ours & theirs"
    assert [(p["id"], p["read"], p["note"]) for p in found["papers"]] == [
        (ATTENTION, False, MINE[0]["note"]),
        (ADAM, True, ""),
    ]
    assert page.url == real.url("list/")


def test_nothing_changes_before_one_agrees(real: Site, reader: Reader) -> None:
    link = sent(real, reader, MINE)
    page = reader.open_alone(link)
    expect(offer(page).get_by_role("heading")).to_be_focused()
    expect(offer(page).get_by_role("listitem")).to_have_count(2)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Leave them").click()

    expect(offer(page)).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    assert page.url == real.url("list/")


def test_what_one_has_stays_ones_own(real: Site, reader: Reader) -> None:
    link = sent(real, reader, MINE, personal=True, name="Theirs")
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored([entry(ATTENTION, "Attention", note="my own", added=1)], name="Mine"))
    page.goto(link)
    page.reload()
    expect(offer(page)).to_contain_text("2 papers, 1 of them is already in your list.")
    page.get_by_role("button", name="Add 1 paper").click()

    assert kept(page, real)["name"] == "Mine"
    assert [p["note"] for p in kept(page, real)["papers"]] == ["my own", ""]


def test_unknown_papers_are_named(real: Site, reader: Reader) -> None:
    link = sent(real, reader, [entry("gone2001paper"), entry(ADAM), entry("constructor")])
    page = reader.open_alone(link)

    expect(offer(page)).to_contain_text("1 paper. Not in this catalogue: constructor, gone2001paper.")


def test_a_list_of_another_catalogue_adds_nothing(real: Site, reader: Reader) -> None:
    page = reader.open_alone(sent(real, reader, [entry("gone2001paper")]))

    expect(offer(page)).to_contain_text("0 papers. Not in this catalogue: gone2001paper.")
    expect(page.get_by_role("button", name="Add")).to_have_count(0)
    page.get_by_role("button", name="Close").click()
    expect(offer(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("list=1", "The list in this link is empty"),
        ("list=1&ids=", "The list in this link is empty"),
        ("list=2&ids=a", "made by another version"),
        ("list=1x&ids=a", BROKEN),
        ("list=1&ids=../x", BROKEN),
        ("list=1&ids=A", BROKEN),
        ("list=1&ids=a,,b", BROKEN),
        ("list=1&ids=<b>x</b>", BROKEN),
        ("list=1&ids=a&ids=b", BROKEN),
        ("list=1&ids=a&read=1", BROKEN),
        ("list=1&ids=a&read=-1", BROKEN),
        ("list=1&ids=a&note=0:%E0%A4%A", BROKEN),
        ("list=1&ids=a&note=text", BROKEN),
        ("list=1&ids=a&script=x", BROKEN),
        ("list=1&ids=a&toString=x", BROKEN),
        ("list=1&ids=a&__proto__=x", BROKEN),
        ("list=1&read=0&ids=a", BROKEN),
        ("list=1&ids=" + ",".join(f"p{n}" for n in range(2001)), "This link is too long"),
        ("list=1&ids=" + "a" * 201_000, "This link is too long"),
    ],
)
def test_a_bad_link_is_said_in_words(real: Site, reader: Reader, body: str, words: str) -> None:
    page = reader.open_alone(real.url("list/"))
    page.get_by_label("A link to a list").fill(checked(page, body))
    page.get_by_role("button", name="Open").click()

    expect(offer(page)).to_contain_text(words)
    expect(offer(page).get_by_role("heading")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("main b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_was_sent(real: Site, reader: Reader, scheme: Any) -> None:
    page = reader.open_alone(sent(real, reader, [*MINE, entry("gone2001paper")], personal=True, name="Ours"))
    page.emulate_media(color_scheme=scheme)
    expect(offer(page).get_by_role("listitem")).to_have_count(2)

    assert violations(page) == []


def test_a_link_that_was_cut_is_said_to_be(real: Site, reader: Reader) -> None:
    link = sent(real, reader, MINE)
    page = reader.open_alone(link[:-9])

    expect(offer(page)).to_contain_text(BROKEN)
    page.get_by_role("button", name="Close").click()
    assert page.url == real.url("list/")


def test_one_letter_changed_is_noticed(real: Site, reader: Reader) -> None:
    page = reader.open_alone(sent(real, reader, MINE).replace("2017", "2018"))

    expect(offer(page)).to_contain_text(BROKEN)


def test_a_foreign_fragment_is_no_business_of_the_list(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/") + "#somewhere")
    expect(offer(page)).to_be_hidden()
    page.get_by_label("A link to a list").fill("https://elsewhere.example/#x")
    page.keyboard.press("Enter")

    expect(offer(page)).to_contain_text("This is no link to a reading list.")


def test_a_name_in_a_link_stays_words(real: Site, reader: Reader) -> None:
    page = reader.open_alone(sent(real, reader, MINE, name="<img src=x onerror=alert(1)>"))

    expect(offer(page).get_by_role("heading")).to_have_text(
        "A reading list was sent to you: <img src=x onerror=alert(1)>"
    )
    assert page.locator("main img").count() == 0


def test_a_second_link_in_the_same_window_is_read_too(real: Site, reader: Reader) -> None:
    first, second = sent(real, reader, MINE), sent(real, reader, [entry(RESNET)])
    page = reader.open_alone(first)
    expect(offer(page).get_by_role("listitem")).to_have_count(2)
    page.goto(second)

    expect(offer(page).get_by_role("listitem")).to_have_count(1)


def test_a_list_that_no_link_can_hold_is_not_sent(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored([entry(f"p{n}") for n in range(2001)]))
    page.reload()

    expect(page.get_by_text("This list is too long for a link.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the link")).to_be_disabled()


def test_the_link_is_copied(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"), permissions=["clipboard-read", "clipboard-write"])
    keep(page, real, stored(MINE))
    page.reload()
    page.get_by_role("button", name="Copy the link").click()

    expect(page.locator(".list-says [role=status]")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link that carries").input_value()


def test_links_work_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.file(f"papers/{ADAM}/"))
    page.locator(".page-head .star").click()
    page.goto(real.file("list/"))
    fragment = page.get_by_label("Link that carries").input_value().partition("#")[2]
    page.get_by_role("button", name="Remove all").click()
    page.get_by_label("A link to a list").fill("https://wherever.example/list/#" + fragment)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add 1 paper").click()

    expect(page.locator(".list-items > li")).to_have_count(1)
