"""How much room words take, roughly: the reader's font is not known when a picture is drawn, so a little too much."""

from __future__ import annotations

import unicodedata
from typing import Final

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[] -·’")
_WIDE: Final = frozenset("mwMW@%—…")


def width(text: str, size: float = 12) -> float:
    """Return about how many pixels a line of the sans takes at a font size in pixels."""
    return size * sum(_em(c) for c in text)


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.95
    if char.isascii():
        return 0.7 if char.isupper() else 0.59
    if unicodedata.combining(char):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(char) in "WF" else 0.65


def cut(text: str, room: float, size: float = 12) -> str:
    """Return the text, or as much of it as fits with an ellipsis, ended between words where one is near."""
    if width(text, size) <= room:
        return text
    kept = ""
    for char in text:
        if width(kept + char + "…", size) > room:
            break
        kept += char
    space = kept.rfind(" ")
    if space >= len(kept) * 0.7:
        kept = kept[:space]
    return kept.rstrip(" ,:;-") + "…"


def wrapped(text: str, room: float, *, lines: int, size: float = 12) -> list[str]:
    """Return the text in at most so many lines that each fit the room; the last one is cut."""
    words = text.split()
    done: list[str] = []
    while words and len(done) < lines - 1:
        line = [words.pop(0)]
        while words and width(" ".join([*line, words[0]]), size) <= room:
            line.append(words.pop(0))
        done.append(cut(" ".join(line), room, size))
    return [*done, cut(" ".join(words), room, size)] if words else done
