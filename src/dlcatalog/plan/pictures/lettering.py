"""How much room words take, roughly: the reader's font is not known when a picture is drawn, so a little too much."""

from __future__ import annotations

import unicodedata
from typing import Final

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[] -·’")
_WIDE: Final = frozenset("mwMW@%—…")


class _Ems(dict[str, float]):
    """The width of a character in ems, looked up once."""

    def __missing__(self, char: str) -> float:
        self[char] = found = _em(char)
        return found


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


_EMS: Final = _Ems()


def width(text: str, size: float = 12) -> float:
    """Return about how many pixels a line of the sans takes at a font size in pixels."""
    return size * sum(map(_EMS.__getitem__, text))


def cut(text: str, room: float, size: float = 12) -> str:
    """Return the text, or as much of it as fits with an ellipsis, ended between words where one is near."""
    # Short of 1.05 em a character everything fits, without measuring.
    if len(text) * 1.05 * size <= room or width(text, size) <= room:
        return text
    left = room / size - _EMS["…"]
    end = 0
    for char in text:
        left -= _EMS[char]
        if left < 0:
            break
        end += 1
    kept = text[:end]
    space = kept.rfind(" ")
    if space >= end * 0.7:
        kept = kept[:space]
    return kept.rstrip(" ,:;-") + "…"


def wrapped(text: str, room: float, *, lines: int, size: float = 12) -> list[str]:
    """Return the text in at most so many lines that each fit the room; the last one is cut."""
    words = text.split()
    done: list[str] = []
    start, space = 0, width(" ", size)
    while start < len(words) and len(done) < lines - 1:
        end, left = start + 1, room - width(words[start], size)
        while end < len(words) and (left := left - space - width(words[end], size)) >= 0:
            end += 1
        done.append(cut(" ".join(words[start:end]), room, size))
        start = end
    return [*done, cut(" ".join(words[start:]), room, size)] if start < len(words) else done
