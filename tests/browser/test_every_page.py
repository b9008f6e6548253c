"""What holds of every page: it is quiet, fits the window, and reads well with eyes, ears and without scripts."""

from __future__ import annotations

import gzip
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .pages import EVERY, FILES, KINDS, MADE_BY_SCRIPTS
from .reader import Reader, Site

pytestmark = pytest.mark.browser
every_page = pytest.mark.parametrize(("site", "path"), EVERY)
every_kind = pytest.mark.parametrize(("site", "path"), KINDS)
FAULTS = ("mute", "twice", "nameless", "nowhere")
WIDTHS = (320, 360, 768, 1440)

# What is wider than the window, and not inside of something that scrolls by itself.
STRAYS = """() => {
  const held = element => {
    for (let e = element.parentElement; e; e = e.parentElement)
      if (e !== document.body && getComputedStyle(e).overflowX !== 'visible') return true;
    return false;
  };
  const wide = document.documentElement.clientWidth;
  const strays = [...document.body.querySelectorAll('*:not(.skip)')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > wide + 1) && !held(element);
  }).map(element => element.outerHTML.slice(0, 90));
  if (document.documentElement.scrollWidth > wide) strays.push('the page scrolls sideways');
  return strays;
}"""

OUTLINE = """() => ({
  language: document.documentElement.lang,
  title: document.title !== '',
  levels: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(heading => Number(heading.tagName[1])),
  mute: [...document.querySelectorAll('img')].filter(image => !image.alt).map(image => image.src),
  twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
  nameless: [...document.querySelectorAll('a, button')].filter(
    e => !e.hidden && !(e.getAttribute('aria-label') || e.textContent).trim()).map(e => e.outerHTML),
  nowhere: [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(
    href => !document.getElementById(decodeURIComponent(href.slice(1)))),
  main: document.querySelectorAll('main').length,
})"""


def strays(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    found: list[str] = page.evaluate(STRAYS)
    return found


@every_page
def test_a_served_page_is_quiet_and_sound_and_fits_every_width(
    sites: dict[str, Site], reader: Reader, site: str, path: str
) -> None:
    page = reader.open(sites[site].url(path))
    outline: dict[str, Any] = page.evaluate(OUTLINE)
    levels = outline.pop("levels")

    assert outline == {"language": "en", "title": True, "main": 1, **{name: [] for name in FAULTS}}
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    assert {width: strays(page, width) for width in WIDTHS} == {width: [] for width in WIDTHS}


@pytest.mark.parametrize(("site", "path"), FILES)
def test_a_page_opened_from_a_file_is_quiet_and_styled(
    sites: dict[str, Site], reader: Reader, site: str, path: str
) -> None:
    page = reader.open(sites[site].file(path))

    expect(page.locator("main")).to_be_visible()
    expect(page.locator("body")).to_have_css("margin", "0px")


@pytest.mark.parametrize(("site", "path"), [case for case in KINDS if case.values[1] not in MADE_BY_SCRIPTS])
def test_without_scripts_the_text_is_the_same_and_no_button_is_dead(
    sites: dict[str, Site], reader: Reader, site: str, path: str
) -> None:
    address = sites[site].url(path)
    plain = reader.open(address, java_script_enabled=False)
    lively = reader.open(address)

    # A button that sends a form or opens a popover needs no script.
    expect(plain.locator("button:not([popovertarget]):not([type=submit]):visible")).to_have_count(0)
    made = "main button:not([popovertarget]):not([type=submit]), header button:not([type=submit])"
    lively.evaluate(f"document.querySelectorAll('{made}').forEach(button => button.style.display = 'none')")
    assert plain.locator("body").inner_text() == lively.locator("body").inner_text()


@every_kind
def test_text_of_twice_the_size_fits_a_window_of_half_the_width(
    sites: dict[str, Site], reader: Reader, site: str, path: str
) -> None:
    page = reader.open(sites[site].url(path))
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")

    assert strays(page, 640) == []


def test_the_reader_notices_what_a_page_should_not_do(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(""))
    page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")
    page.evaluate("new Promise(done => { const i = new Image(); i.onerror = done; i.src = 'https://far.example/x'; })")
    page.evaluate("console.error('a fault of a script')")
    noticed = "\n".join(reader.rest())

    assert "style-src" in noticed
    assert "https://far.example/x" in noticed
    assert "a fault of a script" in noticed


def test_an_unknown_address_shows_a_styled_page_at_any_depth(real: Site, reader: Reader) -> None:
    page = reader.open_alone()
    response = page.goto(real.url("papers/nothing/stands/here/"))

    assert response
    assert response.status == 404
    expect(page.locator("body")).to_have_css("margin", "0px")
    page.get_by_role("main").get_by_role("link", name="front page").click()
    expect(page).to_have_url(real.url(""))
    # The browser itself reports the status of the page; nothing else may be said.
    assert [fault for fault in reader.faults if "404" not in fault] == []
    reader.faults.clear()


def test_a_former_address_leads_on(toy_site: Site, reader: Reader) -> None:
    page = reader.open(toy_site.url("papers/gears/"))

    expect(page).to_have_url(toy_site.url("papers/quillfeather1998gears/"))


def test_pages_weigh_little(real: Site) -> None:
    assets = real.folder / "assets"
    pages = {path.parent.name: path.stat().st_size for path in real.folder.glob("papers/*/index.html")}

    assert sum(len(gzip.compress(path.read_bytes())) for path in assets.glob("site.*")) < 16_000
    assert len(pages) > 200
    assert {name: size for name, size in pages.items() if size >= 100_000} == {}
