"""What a reader does: follow a roundup, a note, a link to an entry; copy a citation; go by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .reader import Reader, Site

pytestmark = pytest.mark.browser

DECADE = "collections/decade-of-deep-learning/"
PAPER = "papers/vaswani2017attention/"
# Is the element's first line on top at its place, or does something lie over it?
UNCOVERED = """element => {
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + 4, box.top + 4);
  return box.top >= 0 && box.top < innerHeight / 2 && (top === element || element.contains(top));
}"""


def current_chapter(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Chapters").locator("[aria-current]")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


# Copying


def test_the_button_copies_the_bibtex_and_says_so(real: Site, reader: Reader) -> None:
    page = reader.open_alone(permissions=["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(real.url(PAPER))
    button = page.locator(".copies button")
    expect(button).to_have_text("Copy BibTeX")
    button.click()

    expect(button).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{vaswani2017attention,")
    assert copied == page.locator("#bibtex").text_content()
    page.clock.fast_forward(3_000)
    expect(button).to_have_text("Copy BibTeX")


def test_the_other_formats_copy_too(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("RIS, CSL-JSON, Markdown").click()
    page.get_by_role("button", name="Copy RIS").click()

    expect(page.locator("[data-copies=ris]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - CONF")


def test_the_button_works_from_a_file(real: Site, reader: Reader) -> None:
    page = reader.open(real.file(PAPER))
    page.locator(".copies button").click()

    expect(page.locator(".copies button")).to_have_text("Copied")


def test_a_browser_without_a_clipboard_copies_by_command(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(real.url(PAPER))
    page.locator(".copies button").click()

    expect(page.locator(".copies button")).to_have_text("Copied")


def test_a_refused_copy_selects_the_text(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(real.url(PAPER))
    page.locator(".copies button").click()

    expect(page.locator(".copies button")).to_have_text("Selected: press Ctrl+C")
    assert page.evaluate("getSelection().toString()").startswith("@inproceedings{vaswani2017attention,")


# The rail


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_rail_marks_the_chapter_that_is_read(real: Site, reader: Reader, width: int) -> None:
    page = reader.open(real.url(DECADE), width=width)
    expect(current_chapter(page)).to_have_count(0)
    page.locator("#vaswani2017attention").evaluate("entry => entry.scrollIntoView()")

    expect(current_chapter(page)).to_have_text("2017")
    expect(current_chapter(page)).to_be_in_viewport(ratio=1)
    page.locator("#glorot2010understanding").evaluate("entry => entry.scrollIntoView()")
    expect(current_chapter(page)).to_have_text("2010")
    expect(current_chapter(page)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [360, 1280])
def test_links_of_the_rail_jump(real: Site, reader: Reader, width: int) -> None:
    page = reader.open(real.url(DECADE), width=width)
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="2015").click()
    heading = page.get_by_role("heading", name="2015", exact=True)

    expect(heading).to_be_in_viewport()
    assert heading.evaluate(UNCOVERED)
    expect(current_chapter(page)).to_have_text("2015")


@pytest.mark.parametrize("chapter", [0, 1, 2])
def test_short_chapters_are_marked_too(toy_site: Site, reader: Reader, chapter: int) -> None:
    page = reader.open(toy_site.url("collections/chapters-of-play/"))
    link = page.get_by_role("navigation", name="Chapters").get_by_role("link").nth(chapter)
    link.click()

    expect(link).to_have_attribute("aria-current", "true")
    expect(current_chapter(page)).to_have_count(1)


def test_a_flat_roundup_has_no_rail(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("collections/odsc-best-of-2019-so-far/"))

    expect(page.get_by_role("navigation", name="Chapters")).to_have_count(0)
    expect(page.locator("main article").first).to_be_visible()


# Entries and notes


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("paper", ["kingma2014adam", "lecun1998gradient"])
def test_an_address_with_a_paper_opens_at_its_entry(real: Site, reader: Reader, paper: str, width: int) -> None:
    page = reader.open(real.url(f"{DECADE}#{paper}"), width=width)
    heading = page.locator(f"#{paper}").get_by_role("heading").first

    expect(heading).to_be_in_viewport()
    assert heading.evaluate(UNCOVERED)


@pytest.mark.parametrize("served", [True, False], ids=["http", "file"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_note_opens_at_the_foot_of_a_narrow_window(real: Site, reader: Reader, served: bool, scripts: bool) -> None:
    address = (real.url if served else real.file)(DECADE)
    page = reader.open(address, width=390, java_script_enabled=scripts)
    call = page.get_by_role("button", name="note 2", exact=True)
    note = page.locator("#fn-intro-2")
    expect(note).to_be_hidden()
    call.focus()
    page.keyboard.press("Enter")

    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("papers on one subject stay together")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(call).to_be_focused()


def test_a_note_stands_in_the_margin_beside_its_call(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(DECADE), width=1280)
    call = page.get_by_role("button", name="note 2", exact=True).bounding_box()
    note = page.locator("#fn-intro-2").bounding_box()
    text = page.locator(".intro p").first.bounding_box()

    assert call
    assert note
    assert text
    assert abs(note["y"] - call["y"]) < 20
    assert text["x"] + text["width"] < note["x"]
    assert note["x"] + note["width"] <= 1280


def test_a_mention_stands_in_the_margin_of_its_entry(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(DECADE), width=1280)
    mention = page.locator("#maas2013rectifier").bounding_box()
    entry = page.locator("#glorot2011deep .entry-note > p").first.bounding_box()

    assert mention
    assert entry
    assert entry["x"] + entry["width"] < mention["x"]
    assert 0 <= mention["y"] - entry["y"] < 60


@pytest.mark.parametrize("path", ["papers/quillfeather1998gears/", "papers/okonkwo2010replay/", DECADE])
def test_every_note_is_called(sites: dict[str, Site], reader: Reader, path: str) -> None:
    site = sites["catalog" if path == DECADE else "toy"]
    page = reader.open(site.url(path))
    calls = [link.get_attribute("href") for link in page.locator("main sup a").all()]
    calls += [f"#{button.get_attribute('popovertarget')}" for button in page.locator("main .call button").all()]
    notes = [f"#{note.get_attribute('id')}" for note in page.locator(".notes li, .beside").all()]

    assert notes
    assert list(dict.fromkeys(calls)) == notes


def test_a_reader_finds_a_paper_by_its_year_and_returns(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(""))
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Years").click()
    page.get_by_role("main").get_by_role("link", name="2017").click()
    page.get_by_role("heading", name="Attention Is All You Need").get_by_role("link").click()

    expect(page).to_have_url(real.url(PAPER))
    page.get_by_role("complementary").get_by_role("link", name="The Decade of Deep Learning").last.click()
    expect(page).to_have_url(real.url(DECADE) + "#vaswani2017attention")
    page.go_back()
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Papers").click()
    expect(page).to_have_url(real.url("papers/"))


# By keyboard


def test_the_first_stop_skips_to_the_content(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER))
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")

    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_the_order_of_stops_is_the_order_of_the_page(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(DECADE))
    stops = []
    for _ in range(15):
        page.keyboard.press("Tab")
        stops.append(focused(page).evaluate("e => e.innerText || e.ariaLabel || e.labels[0].innerText"))

    names = ["Papers", "Years", "Topics", "Venues", "Authors", "Roundups", "Timeline", "List"]
    assert stops == [
        "Skip to the content",
        "Deep Learning, Catalogued",
        "Search",
        "Colours: as the system",
        *names,
        "Roundups",
        "Leo Gao",
        "Present",
    ]
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Chapters").get_by_role("link").first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_shows_its_focus(real: Site, reader: Reader, scheme: Any) -> None:
    page = reader.open(real.url(PAPER), color_scheme=scheme)
    count = page.locator("a, input, button, summary, [tabindex='0']").filter(visible=True).count()
    outlines = set()
    for _ in range(count):
        page.keyboard.press("Tab")
        # Marks of pictures are outlined by a line of their own, see the tests of pictures.
        style, width = focused(page).evaluate(
            "e => e.ownerSVGElement ? ['solid', '2px'] : [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
        )
        outlines.add((style, width))

    assert outlines == {("solid", "2px")}
    expect(page.get_by_role("contentinfo").get_by_role("link").last).to_be_focused()


def test_a_citation_is_copied_without_a_mouse(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(PAPER), permissions=["clipboard-read", "clipboard-write"])
    page.locator("#bibtex").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".copies button")).to_have_text("Copied")


def test_colours_are_chosen_by_hand_and_remembered(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(PAPER), color_scheme="light")
    page.get_by_role("button", name="Colours: as the system").click()
    page.get_by_role("button", name="Colours: light").click()
    expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
    page.goto(real.url(DECADE))

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(23, 22, 20)")
    page.get_by_role("button", name="Colours: dark").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(253, 252, 249)")


def test_colours_change_where_storage_is_forbidden(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    page.goto(real.url(PAPER))
    page.get_by_role("button", name="Colours: as the system").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "light")
