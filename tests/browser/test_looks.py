"""What a reader sees: colours, formulas, scripts of the world, motion, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .pages import KINDS
from .reader import Reader, Site

pytestmark = pytest.mark.browser

DECADE = "collections/decade-of-deep-learning/"
both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])

# WCAG 2.2: relative luminance and contrast of every visible text with what lies behind it.
COLOURS = """
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const resolve = colour => {
    const probe = document.createElement('i');
    probe.style.color = colour;
    document.body.append(probe);
    const found = parts(getComputedStyle(probe).color);
    probe.remove();
    return found;
  };
"""
PALE_TEXTS = (
    "() => {"
    + COLOURS
    + """
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pale = [];
  let seen = 0;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(parts(style.color), behind(element));
    seen += 1;
    if (ratio < (large ? 3 : 4.5)) pale.push(node.data.trim().slice(0, 40) + ': ' + ratio.toFixed(2));
  }
  return [seen, pale];
}"""
)
# Scripts are not told the colour of visited links, nor does one hover: the palette itself.
PALETTE = (
    "() => {"
    + COLOURS
    + """
  const faults = [];
  for (const ground of ['--paper', '--paper-2', '--mark'])
    for (const [name, least] of Object.entries({
      '--ink': 7, '--ink-2': 4.5, '--link': 4.5, '--link-visited': 4.5, '--accent': ground === '--mark' ? 3 : 4.5})) {
      const ratio = contrast(resolve(`var(${name})`), resolve(`var(${ground})`));
      if (ratio < least) faults.push(`${name} on ${ground}: ${ratio.toFixed(2)}`);
    }
  return faults;
}"""
)


def luminance(page: Page) -> float:
    """The luminance of the page's ground."""
    found: float = page.evaluate(
        "() => {" + COLOURS + "return luminance(parts(getComputedStyle(document.body).backgroundColor)); }"
    )
    return found


@both_schemes
@pytest.mark.parametrize(("site", "path"), KINDS)
def test_texts_stand_out_from_their_ground(
    sites: dict[str, Site], reader: Reader, site: str, path: str, scheme: Any
) -> None:
    page = reader.open(sites[site].url(path), color_scheme=scheme)
    seen, pale = page.evaluate(PALE_TEXTS)

    assert (luminance(page) < 0.5) == (scheme == "dark")
    assert seen > 10
    assert pale == []


@both_schemes
def test_the_palette_keeps_its_contrasts(real: Site, reader: Reader, scheme: Any) -> None:
    assert reader.open(real.url(""), color_scheme=scheme).evaluate(PALETTE) == []


def test_colours_follow_the_scheme_while_reading(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(DECADE), color_scheme="light")
    assert luminance(page) > 0.8
    page.emulate_media(color_scheme="dark")

    assert luminance(page) < 0.02


def test_more_contrast_is_given_when_asked_for(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(DECADE), contrast="more")
    quiet = page.locator(".facts").first

    expect(quiet).to_have_css("color", page.locator("body").evaluate("e => getComputedStyle(e).color"))


@pytest.mark.parametrize(("asked", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_jumps_glide_only_where_motion_is_welcome(real: Site, reader: Reader, asked: Any, behaviour: str) -> None:
    page = reader.open(real.url(DECADE), reduced_motion=asked)

    expect(page.locator("html")).to_have_css("scroll-behavior", behaviour)


@pytest.mark.parametrize(
    ("site", "path"), [("catalog", "papers/kingma2014adam/"), ("catalog", DECADE), ("toy", "papers/stella2006arabic/")]
)
def test_formulas_are_drawn(sites: dict[str, Site], reader: Reader, site: str, path: str) -> None:
    page = reader.open(sites[site].url(path))
    sizes = page.locator("math").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(box => [box.width, box.height])"
    )

    assert sizes
    assert [size for size in sizes if size[0] < 3 or size[1] < 3] == []


def test_a_fraction_stands_above_its_denominator(real: Site, reader: Reader) -> None:
    page = reader.open(real.url("papers/vaswani2017attention/"))
    above, below = (
        box["y"]
        for box in page.locator("mfrac")
        .first.locator("> *")
        .evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    )

    assert above + 5 < below


def test_a_wide_formula_scrolls_in_its_own_line(real: Site, reader: Reader) -> None:
    formula = reader.open(real.url("papers/kingma2014adam/"), width=320).locator("math[display=block]").first

    assert formula.evaluate("e => e.scrollWidth > e.clientWidth && e.clientWidth < 320")
    formula.evaluate("e => { e.scrollLeft = 40; }")
    assert formula.evaluate("e => e.scrollLeft") == 40


def test_names_from_right_to_left_keep_their_order_in_a_list(toy_site: Site, reader: Reader) -> None:
    page = reader.open(toy_site.url("papers/stella2006arabic/"))
    first, second = (link.bounding_box() for link in page.locator(".byline a").all())

    assert first
    assert second
    assert first["x"] + first["width"] <= second["x"]


def test_paragraphs_from_right_to_left_start_at_the_right(toy_site: Site, reader: Reader) -> None:
    page = reader.open(toy_site.url("papers/stella2006arabic/"))
    left, right = page.locator(".prose p").last.evaluate("""p => {
      const range = document.createRange();
      range.selectNodeContents(p);
      const [text, box] = [range.getBoundingClientRect(), p.getBoundingClientRect()];
      return [text.left - box.left, box.right - text.right];
    }""")

    assert right < 2 < left


@pytest.mark.parametrize("paper", ["stella2006arabic", "hoshi2007ningyo", "emoji2008dice"])
def test_scripts_of_the_world_stay_in_their_boxes(toy_site: Site, reader: Reader, paper: str) -> None:
    page = reader.open(toy_site.url(f"papers/{paper}/"), width=320)
    overflowing = page.locator("h1, .byline, .byline a, .prose, .prose p, .paper-facts").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
        ".map(e => e.outerHTML)"
    )

    assert overflowing == []
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


# On paper


@pytest.mark.parametrize(
    ("path", "hidden", "shown"),
    [
        (
            DECADE,
            "header nav, .rail, .crumbs, .around, button:not([popovertarget])",
            "h1, h2, .entry-title, .mention-title, .beside",
        ),
        ("papers/kingma2014adam/", "header nav, .crumbs, button, .copies", "h1, .byline, .prose p, #bibtex, .links a"),
        ("authors/", "header nav, .jumps", "h1, h2, .index a"),
        ("topics/computer-vision/", "header nav, .crumbs, .pager", "h1, .paper-card-title"),
    ],
)
def test_paper_shows_texts_and_no_navigation(real: Site, reader: Reader, path: str, hidden: str, shown: str) -> None:
    page = reader.open_alone(real.url(path))
    page.emulate_media(media="print")

    expect(page.locator(hidden).filter(visible=True)).to_have_count(0)
    expect(page.locator(shown).filter(visible=False)).to_have_count(0)
    assert page.locator(shown).count() > 2


def test_paper_is_white_even_at_night(real: Site, reader: Reader) -> None:
    page = reader.open_alone(real.url(DECADE), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    seen, pale = page.evaluate(PALE_TEXTS)

    assert luminance(page) == 1
    assert seen > 100
    assert pale == []


def test_a_roundup_prints_on_as_many_sheets_as_it_needs(real: Site, reader: Reader) -> None:
    page = reader.open(real.url(DECADE))
    sheets = page.pdf(format="A4").count(b"/Type /Page\n")

    assert 8 <= sheets <= 13  # kept whole, entries left it at 14, every second one half empty
