"""The reader's own list: order, notes, what was read, the ways out of it, and what happens where its data is bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .keeping import ADAM, ATTENTION, FORBIDDEN, FULL, RESNET, entry, keep, kept, kept_ids, stored, titles, violations
from .reader import Reader, Site

pytestmark = pytest.mark.browser

THREE: list[dict[str, Any]] = [
    entry(ATTENTION, "Attention Is All You Need", added=1),
    entry(ADAM, "Adam: A Method for Stochastic Optimization", added=2, read=True),
    entry(RESNET, "Deep Residual Learning for Image Recognition", added=3, note="Read *this*\n# first"),
]
HOSTILE = "</textarea><img src=x onerror=alert(1)><script>alert(1)</script>"


def status(page: Page) -> Any:
    return page.locator(".list-says [role=status]")


@pytest.fixture
def page(real: Site, reader: Reader) -> Page:
    """The page of a list of three papers."""
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored(THREE))
    page.reload()
    # The cards come from their shard.
    expect(page.locator(".list-items")).to_contain_text("Ashish Vaswani, Noam Shazeer, Niki Parmar and 5 more")
    return page


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name)


# Order, notes, marks


def test_the_empty_list_says_how_to_fill_it(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))

    expect(page.get_by_role("main")).to_contain_text("No paper is kept yet")
    expect(button(page, "BibTeX")).to_be_hidden()
    page.get_by_role("link", name="Look at the papers").click()
    expect(page).to_have_url(real.url("papers/"))


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("Last kept first", ["Deep Residual", "Adam", "Attention"]),
        ("Unread first", ["Deep Residual", "Attention", "Adam"]),
        ("Year, newest first", ["Attention", "Deep Residual", "Adam"]),
        ("Title", ["Adam", "Attention", "Deep Residual"]),
        ("First author", ["Deep Residual", "Adam", "Attention"]),
    ],
)
def test_the_list_stands_in_the_order_one_wants(page: Page, order: str, first: list[str]) -> None:
    page.get_by_label("Sort").select_option(order)
    shown = titles(page)

    assert [title.startswith(start) for title, start in zip(shown, first, strict=True)] == [True] * 3
    page.reload()
    expect(page.locator(".list-items h2").first).to_contain_text(first[0])
    assert titles(page) == shown


def test_a_paper_is_marked_as_read(page: Page, real: Site) -> None:
    expect(page.locator(".lead")).to_have_text("3 papers, 2 unread, kept on this device only.")
    page.get_by_role("checkbox", name="Read: Attention").check()

    expect(page.locator(".lead")).to_have_text("3 papers, 1 unread, kept on this device only.")
    expect(status(page)).to_have_text("Marked as read: Attention Is All You Need.")
    assert [paper["read"] for paper in kept(page, real)["papers"]] == [True, True, False]


def test_a_note_is_kept_as_it_was_written(page: Page, real: Site) -> None:
    button(page, "Note: Attention").click()
    box = page.get_by_label("Your note on Attention")
    expect(box).to_be_focused()
    box.fill(HOSTILE)
    page.reload()

    expect(page.get_by_label("Your note on Attention")).to_have_value(HOSTILE)
    assert kept(page, real)["papers"][0]["note"] == HOSTILE
    assert page.locator("main img, main script").count() == 0


def test_a_note_is_stored_while_one_writes(page: Page, real: Site) -> None:
    page.get_by_label("Your note on Deep Residual").press_sequentially(" and again")
    page.wait_for_function("key => localStorage.getItem(key).includes('and again')", arg=f"dlcatalog-list:{real.below}")

    expect(page.get_by_label("Your note on Deep Residual")).to_be_focused()


def test_what_is_removed_can_be_put_back(page: Page, real: Site) -> None:
    button(page, "Remove: Deep Residual").click()
    expect(page.locator(".list-items > li")).to_have_count(2)
    expect(status(page)).to_have_text("Removed: Deep Residual Learning for Image Recognition.")
    assert kept_ids(page, real) == [ATTENTION, ADAM]
    button(page, "Undo").click()

    assert kept_ids(page, real) == [ATTENTION, ADAM, RESNET]
    assert kept(page, real)["papers"][2]["note"] == "Read *this*\n# first"
    expect(page.get_by_role("link", name="Deep Residual")).to_be_focused()
    expect(button(page, "Undo")).to_be_hidden()


def test_all_is_removed_and_put_back(page: Page, real: Site) -> None:
    button(page, "Remove all").click()
    expect(button(page, "Undo")).to_be_focused()
    assert kept_ids(page, real) == []
    page.keyboard.press("Enter")

    assert kept_ids(page, real) == [ATTENTION, ADAM, RESNET]


def test_the_focus_goes_on_to_the_next_paper(page: Page) -> None:
    button(page, "Remove: Deep Residual").focus()
    page.keyboard.press("Enter")

    expect(button(page, "Remove: Adam")).to_be_focused()


def test_by_keyboard_alone(page: Page) -> None:
    page.get_by_label("Name").focus()
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.locator(":focus").evaluate("e => e.getAttribute('aria-label') || e.textContent || e.type"))

    shown = ["BibTeX", "RIS", "CSL-JSON", "Markdown", "Print", "Remove all"]
    assert stops[1:7] == shown
    assert stops[7] == "Deep Residual Learning for Image Recognition"
    assert stops[8:] == [
        "Read: Deep Residual Learning for Image Recognition",
        "Remove: Deep Residual Learning for Image Recognition",
        "Your note on Deep Residual Learning for Image Recognition",
        "Adam: A Method for Stochastic Optimization",
    ]


def test_a_mark_keeps_its_focus_where_the_order_changes(page: Page) -> None:
    page.get_by_label("Sort").select_option("Unread first")
    box = page.get_by_role("checkbox", name="Read: Deep Residual")
    box.focus()
    page.keyboard.press("Space")

    expect(box).to_be_focused()
    assert titles(page)[0].startswith("Attention")


def test_the_list_has_a_name(page: Page, real: Site) -> None:
    page.get_by_label("Name").fill("  Thesis <b>")
    page.keyboard.press("Tab")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thesis <b>")
    assert kept(page, real)["name"] == "Thesis <b>"


def test_another_tab_of_the_list_follows(page: Page, real: Site) -> None:
    other = page.context.new_page()
    other.goto(real.url("list/"))
    other.get_by_label("Your note on Deep Residual").fill("changed there")
    other.get_by_role("checkbox", name="Read: Attention").check()

    expect(page.get_by_label("Your note on Deep Residual")).to_have_value("changed there")
    expect(page.get_by_role("checkbox", name="Read: Attention")).to_be_checked()


def test_a_renamed_paper_is_kept_by_its_new_name(toy_site: Site, reader: Reader) -> None:
    page = reader.open_alone(toy_site.url("list/"))
    keep(page, toy_site, stored([entry("gears", "Old name", note="mine")]))
    page.reload()
    page.wait_for_function(
        "key => localStorage.getItem(key).includes('quillfeather1998gears')", arg=f"dlcatalog-list:{toy_site.below}"
    )

    assert kept(page, toy_site)["papers"][0]["note"] == "mine"


def test_what_became_of_a_paper_is_said(toy_site: Site, reader: Reader) -> None:
    page = reader.open_alone(toy_site.url("papers/amp2013retracted/"))
    page.locator(".page-head .star").click()
    page.goto(toy_site.url("list/"))

    expect(page.locator(".list-items .status")).to_have_text("retracted")
    assert " Retracted." in save(page, "Markdown")[1]


# Ways out


def save(page: Page, label: str) -> tuple[str, str]:
    """The name and the text of the file that a button makes."""
    with page.expect_download() as started:
        button(page, label).click()
    return started.value.suggested_filename, Path(started.value.path()).read_text(encoding="utf-8")


def files_of(site: Site, ending: str) -> list[str]:
    return [(site.folder / "papers" / f"{paper}.{ending}").read_text() for paper in (RESNET, ADAM, ATTENTION)]


def test_the_list_is_saved_as_the_papers_own_citations(page: Page, real: Site) -> None:
    assert save(page, "BibTeX") == ("reading-list.bib", "\n".join(files_of(real, "bib")))
    assert save(page, "RIS") == ("reading-list.ris", "\n".join(files_of(real, "ris")))
    expect(status(page)).to_have_text("RIS: 3 papers saved.")


def test_csl_json_is_one_list(page: Page, real: Site) -> None:
    name, text = save(page, "CSL-JSON")

    assert name == "reading-list.json"
    assert json.loads(text) == [json.loads(item)[0] for item in files_of(real, "json")]


def test_markdown_has_notes_marks_and_addresses(page: Page, real: Site) -> None:
    name, text = save(page, "Markdown")

    assert name == "reading-list.md"
    assert text.startswith('# Reading list\n\n- [ ] Kaiming He, Xiangyu Zhang, Shaoqing Ren et al. "[Deep Residual')
    home = page.locator("link[rel=canonical]").evaluate("link => link.href").removesuffix("list/")
    assert f']({home}papers/{RESNET}/)". *CVPR 2016*, 2015.\n\n  Read \\*this\\*\n  \\# first\n- [x] ' in text
    assert text.count("\n- [") == 3


def test_the_list_is_saved_from_a_file_too(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.file(f"papers/{ADAM}/"))
    page.locator(".page-head .star").click()
    page.goto(real.file("list/"))

    assert save(page, "BibTeX")[1] == files_of(real, "bib")[1]
    assert "https://" in save(page, "Markdown")[1] or "file://" in save(page, "Markdown")[1]


def test_papers_that_are_gone_are_named(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored([entry("gone2001paper", "Gone <i>"), entry(ADAM)]))
    page.reload()
    _, text = save(page, "BibTeX")

    assert text == files_of(real, "bib")[1]
    expect(status(page)).to_have_text("BibTeX: 1 paper saved. No longer in this catalogue, and left out: Gone <i>.")


def test_data_that_does_not_load_is_said(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored(THREE))
    page.reload()
    page.route("**/list-data/cites/*", lambda route: route.fulfill(status=200, body="", content_type="text/javascript"))
    button(page, "RIS").click()

    expect(status(page)).to_contain_text("RIS could not be made")
    page.unroute("**/list-data/cites/*")
    assert save(page, "RIS")[0] == "reading-list.ris"


def test_on_paper_stand_papers_and_notes_alone(page: Page) -> None:
    page.emulate_media(media="print")

    expect(page.locator(".list-note-printed").first).to_be_visible()
    expect(page.locator(".list-note-printed").first).to_have_text("Read *this*\n# first", use_inner_text=True)
    for hidden in (".list-tools", ".list-part", ".list-row", "textarea", ".list-says"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.emulate_media(media="screen")


# What is wrong


def test_the_page_works_in_memory_where_storage_is_forbidden(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.add_init_script(FORBIDDEN)
    page.goto(real.url("list/"))

    expect(page.get_by_role("alert")).to_contain_text("does not let the page store anything")
    page.get_by_label("A link to a list").fill(f"#list=1&ids={ADAM}&sum=00000000")
    button(page, "Open").click()
    expect(page.get_by_role("main")).to_contain_text("This link is not whole")


def test_full_storage_is_said_where_the_list_is(page: Page) -> None:
    page.evaluate(f"() => {{ {FULL} }}")
    page.get_by_role("checkbox", name="Read: Attention").check()

    expect(page.get_by_role("alert")).to_contain_text("storage is full")
    expect(page.locator(".lead")).to_contain_text("1 unread")


def test_a_broken_list_can_be_thrown_away(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))
    keep(page, real, "{broken")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("cannot be read")
    button(page, "Throw the unreadable list away").click()

    expect(page.get_by_role("alert")).to_be_hidden()
    assert kept_ids(page, real) == []


def test_hostile_cards_stay_words(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))
    keep(
        page,
        real,
        stored([entry("gone2001paper", HOSTILE, card={"authors": [HOSTILE], "venue": HOSTILE}, note=HOSTILE)]),
    )
    page.reload()

    expect(page.locator(".list-items h2")).to_have_text(HOSTILE)
    assert page.locator("main img, main script").count() == 0
    assert page.locator(".list-items a").get_attribute("href") == real.url("papers/gone2001paper/")


def test_a_long_list_is_quick(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url("list/"))
    keep(page, real, stored([entry(f"paper{n}", f"Paper {n}", added=n) for n in range(2000)]))
    page.reload()
    expect(page.locator(".list-items > li")).to_have_count(2000)
    took = page.evaluate(
        "() => { const t = performance.now(); document.querySelector('.list-items input').click(); return performance.now() - t; }"
    )

    assert took < 1500


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("papers", [[], THREE], ids=["empty", "full"])
def test_axe_finds_nothing(real: Site, reader: Reader, scheme: Any, papers: list[dict[str, Any]]) -> None:
    page = reader.open_alone(real.url("list/"), color_scheme=scheme)
    keep(page, real, stored(papers))
    page.reload()
    expect(page.locator(".list-items > li")).to_have_count(len(papers))

    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 800])
def test_the_list_fits_every_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") == width
