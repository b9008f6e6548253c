"""Preview pictures, read by Pillow."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dlcatalog.render.preview import colours, preview_png
from dlcatalog.render.preview.colours import PAPER, STEPS, first_of, ink_of, is_round, palette
from dlcatalog.render.preview.letters import COVERED, cut, fitted, font, shown, width_of

ROOT = Path(__file__).resolve().parents[2]
VIEW = {
    "site": "Small Wood",
    "label": "Area",
    "title": "Trees",
    "facts": "4 papers, 2018 to 2020",
    "mark": 1,
    "marks": [],
}
HOSTILE = {
    "long": "A very long title that never ends and goes on " * 40,
    "one-word": "Donaudampfschifffahrts" * 30,
    "nothing": "",
    "markup": "<b>\"&'</b> </script> {{ x }}",
    "chinese": "关于深度学习的研究",
    "arabic": "ترجمة آلية",
    "emoji": "🎲🎲🎲",
    "marks": "a\u0301\u0301\u0301\u200b\u202e\u0000 b",
    "spaces": "   ",
}


def view(**changes: Any) -> dict[str, Any]:
    return {**VIEW, **changes}


def drawn(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def inks(data: bytes, box: tuple[int, int, int, int] | None = None) -> set[str]:
    """The inks that stand in full strength in a part of a picture."""
    picture = drawn(data)
    numbers = {number for _, number in (picture.crop(box) if box else picture).getcolors() or []}
    return {ink for ink in colours.INKS if first_of(ink) + STEPS - 1 in numbers}


def test_picture_has_its_size_and_its_paper() -> None:
    picture = drawn(preview_png(VIEW))
    assert (picture.size, picture.mode, picture.format) == ((1200, 630), "P", "PNG")
    assert picture.convert("RGB").getpixel((3, 3)) == (0xFD, 0xFC, 0xF9)
    assert PAPER == "#fdfcf9"


def test_same_view_same_bytes() -> None:
    assert preview_png(VIEW) == preview_png(dict(VIEW))
    assert preview_png(VIEW) != preview_png(view(title="Tree"))


def test_parts_stand_where_they_belong() -> None:
    data = preview_png(VIEW)
    assert inks(data, (80, 60, 800, 110)) == {"ink"}  # the site's name
    assert inks(data, (800, 60, 1120, 110)) == {"accent"}  # what it is
    assert inks(data, (80, 118, 1120, 120)) == {"ink"}  # the rule
    assert inks(data, (80, 140, 800, 480)) == {"ink"}  # the title
    assert inks(data, (880, 140, 1130, 480)) == {"hue-1"}  # the mark
    assert inks(data, (80, 530, 1120, 580)) == {"quiet"}  # the facts
    assert inks(data, (0, 0, 79, 630)) == inks(data, (1122, 0, 1200, 630)) == set()


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("mark", [0, 7])
def test_hostile_words_stay_inside_and_small(title: str, mark: int) -> None:
    data = preview_png(view(site=title, label=title, title=title, facts=title, mark=mark, marks=[1, 12] * 300))
    assert inks(data, (0, 0, 79, 630)) == inks(data, (1122, 0, 1200, 630)) == set()
    assert inks(data, (0, 590, 1200, 630)) == set()
    assert len(data) < 60_000


def test_strip_has_three_rows_at_most() -> None:
    data = preview_png(view(mark=0, marks=[2] * 5000))
    picture = drawn(data)
    hue = first_of("hue-2") + STEPS - 1
    lines = [hue in {picture.getpixel((x, y)) for x in range(80, 106)} for y in range(480, 630)]
    assert sum(now and not before for before, now in zip([False, *lines], lines, strict=False)) == 3


@pytest.mark.parametrize(
    ("mark", "ink", "shape"), [(1, "hue-1", True), (6, "hue-6", True), (7, "hue-1", False), (12, "hue-6", False)]
)
def test_mark_is_one_of_six_hues_and_two_shapes(mark: int, ink: str, shape: bool) -> None:
    assert (ink_of(mark), is_round(mark)) == (ink, shape)
    picture = drawn(preview_png(view(mark=mark)))
    full = [y for y in range(150, 500) if picture.getpixel((1005, y)) == first_of(ink) + STEPS - 1]
    corner = picture.getpixel((925, full[0] + 15))
    # A square reaches into the corner that a circle leaves free.
    assert (corner == 0) is shape


def test_palette_is_small() -> None:
    assert len(palette()) == 61
    assert palette()[first_of("accent") + STEPS - 1] == (0xA6, 0x3D, 0x2F)


def test_colours_are_those_of_the_light_scheme() -> None:
    css = (ROOT / "static" / "site.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", css[: css.index("@media")]))
    names = {"quiet": "ink-2", **{ink: ink for ink in colours.INKS if ink != "quiet"}}
    assert {ink: light[names[ink]] for ink in colours.INKS} == colours.INKS
    assert light["paper"] == PAPER


# Letters


@pytest.mark.parametrize("name", ["serif", "sans"])
def test_every_covered_letter_is_in_the_font(name: str) -> None:
    face = font(name, 40)
    missing = bytes(face.getmask("\uffff"))
    assert missing.strip(b"\0")
    assert [letter for letter in sorted(COVERED) if bytes(face.getmask(letter)) == missing] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Erdős–Žižek naïve “Straße”", "Erdős–Žižek naïve “Straße”"),
        ("e\u0301cole \ufb01ne x² ℝ-trees", "école fine x² R-trees"),
        ("one\u200btwo non\u2011breaking a\u00adb", "onetwo non-breaking ab"),
        ("a 🎲 game of dice", "a game of dice"),
        ("learning 网络 with graphs", "learning with graphs"),
        ("关于 GAN 的研究", ""),
        ("ترجمة", ""),
        ("ǧ and ế", "g and e"),
        ("", ""),
    ],
)
def test_only_whole_words_that_the_fonts_know_are_shown(text: str, kept: str) -> None:
    assert shown(text) == kept


def test_short_title_is_large_and_long_ones_shrink() -> None:
    sizes = (100, 60, 40)
    assert fitted("Trees", "serif", sizes, (1000, 300), 1.1) == (100, ["Trees"])
    size, lines = fitted("Trees and shrubs and what grows between them in spring", "serif", sizes, (600, 200), 1.1)
    assert size == 60
    assert lines == ["Trees and shrubs and", "what grows between", "them in spring"]


def test_what_does_not_fit_is_cut_at_a_word() -> None:
    size, lines = fitted("word " * 100, "serif", (60, 40), (500, 100), 1.1)
    assert (size, len(lines)) == (40, 2)
    assert lines[1].endswith(" word…")
    assert all(width_of(line, "serif", 40) <= 500 for line in lines)


def test_word_wider_than_the_line_is_broken() -> None:
    _, lines = fitted("x" * 90, "serif", (60, 40), (500, 400), 1.1)
    assert "".join(lines) == "x" * 90
    assert all(width_of(line, "serif", 40) <= 500 for line in lines)


def test_line_that_fits_is_not_cut() -> None:
    assert cut("4 papers", "sans", 28, 1000) == "4 papers"
    assert cut("4 papers, 2018 to 2020", "sans", 28, 220) == "4 papers, 2018…"
    assert cut("x" * 200, "sans", 28, 200).endswith("x…")


def test_kerning_is_read_from_the_font() -> None:
    assert width_of("AV", "serif", 100) < width_of("A", "serif", 100) + width_of("V", "serif", 100) - 3
