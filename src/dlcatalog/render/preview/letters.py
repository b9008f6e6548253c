"""Words that the two bundled fonts can show, measured and broken into lines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FOLDER: Final = Path(__file__).parent / "fonts"
# What tools/make_fonts.py kept in both fonts.
_LEFT_OUT: Final = (0xAD, 0x12C, 0x12D, 0x132, 0x133, 0x166, 0x167)
_SIGNS: Final = "–—‘’‚“”„†•…′″‹›€™−"
COVERED: Final = frozenset(
    {chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C)) if c not in _LEFT_OUT}
    | set(_SIGNS)
)
# Twice the size, so that letters stand where they belong to half a pixel; pictures are drawn so and reduced.
SCALE: Final = 2
_LONGEST: Final = 400


@lru_cache(maxsize=32)
def font(name: str, size: int) -> FreeTypeFont:
    """Return "serif" or "sans" at a size in pixels of the finished picture."""
    from PIL import ImageFont  # noqa: PLC0415 - needed by the few builds that draw

    return ImageFont.truetype(str(FOLDER / f"{name}.ttf"), size * SCALE, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def width_of(text: str, name: str, size: int) -> float:
    face = font(name, size)
    return sum(face.getlength(run) / SCALE + kern * size / 1000 for run, kern in kerned(text, name))


def kerned(text: str, name: str) -> list[tuple[str, int]]:
    """Return the runs of a text between letters that must come nearer or part, each with how far, in thousandths."""
    pairs, runs, start = _kerning()[name], [], 0
    plain = [unicodedata.normalize("NFD", letter)[0] for letter in text]
    for place in range(1, len(text)):
        kern = pairs.get(plain[place - 1] + plain[place], 0)
        if kern:
            runs.append((text[start:place], kern))
            start = place
    return [*runs, (text[start:], 0)]


@cache
def _kerning() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads((FOLDER / "kerning.json").read_text(encoding="utf-8"))
    return found


def shown(text: str) -> str:
    """Return what the fonts can show of a text, by whole words; "" where that is less than half of it."""
    words = text[:_LONGEST].split()
    kept = [word for word in map(_shown_word, words) if word]
    return " ".join(kept) if 2 * sum(map(len, kept)) >= sum(map(len, words)) else ""


def _shown_word(word: str) -> str:
    """Return a word with letters of other forms made plain, or "" if a letter is missing: half a word misleads."""
    letters = [_shown_letter(letter) for letter in unicodedata.normalize("NFC", word)]
    return "" if None in letters else "".join(letter for letter in letters if letter)


def _shown_letter(letter: str) -> str | None:
    if letter in COVERED:
        return letter
    if unicodedata.category(letter) in ("Cf", "Cc", "Mn"):
        return ""
    if unicodedata.category(letter) == "Pd":
        return "-"
    for form in ("NFKC", "NFKD"):
        plain = "".join(c for c in unicodedata.normalize(form, letter) if not unicodedata.combining(c))
        if plain.strip() and all(c in COVERED for c in plain):
            return plain
    return None


def fitted(text: str, name: str, sizes: tuple[int, ...], box: tuple[int, int], leading: float) -> tuple[int, list[str]]:
    """Return the largest of the sizes (falling) at which the text fits into (width, height), and its lines.

    At the smallest size what does not fit is cut.
    """
    width, height = box
    for size in sizes:
        most = max(1, int(height / (size * leading)))
        lines = _broken(text, name, size, width)
        if len(lines) <= most and all(width_of(line, name, size) <= width for line in lines):
            return size, _balanced(text, name, size, width, len(lines))
    size = sizes[-1]
    lines = _broken(" ".join(_split_long(text, name, size, width)), name, size, width)
    most = max(1, int(height / (size * leading)))
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", name, size, width)]
    return size, lines


def cut(text: str, name: str, size: int, width: float) -> str:
    """Return as many words as fit on one line, with an ellipsis where some are left out."""
    if width_of(text, name, size) <= width:
        return text
    words = text.split()
    while len(words) > 1:
        words.pop()
        short = " ".join(words).rstrip(",;:·–—- ") + "…"
        if width_of(short, name, size) <= width:
            return short
    return next(_split_long(text, name, size, width - size)) + "…"


def _broken(text: str, name: str, size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, name, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(text: str, name: str, size: int, width: int, lines: int) -> list[str]:
    """Return the same number of lines, as even as they can be."""
    low, high = width // 2, width
    while high - low > 4:
        middle = (low + high) // 2
        tried = _broken(text, name, size, middle)
        fits = len(tried) <= lines and all(width_of(line, name, size) <= middle for line in tried)
        low, high = (low, middle) if fits else (middle, high)
    return _broken(text, name, size, high)


def _split_long(text: str, name: str, size: int, width: float) -> Iterator[str]:
    """Yield words that fit on a line: longer ones in pieces."""
    for word in text.split():
        rest = word
        while rest:
            most = len(rest)
            while most > 1 and width_of(rest[:most], name, size) > width:
                most -= 1
            yield rest[:most]
            rest = rest[most:]
