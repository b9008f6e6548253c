"""The lines of a text: which are fenced code, and where lines begin something that no inline mark may cross."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

FENCE_OPEN: Final = re.compile(r"^(?P<prefix>[ \t>]*)(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
FENCE_CLOSE: Final = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*")
BORDER: Final = re.compile(
    r"^[ \t>]*+(?:(?P<gap>$)|(?P<item>(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$))|(?P<heading>\#{1,6}(?:[ \t]|$)))",
    re.MULTILINE,
)
QUOTE_MARK: Final = re.compile(r"[ \t]{0,3}> ?")
MAX_FENCE_INDENT: Final = 3
"""In columns, outside lists."""


@dataclass(frozen=True, slots=True)
class Fence:
    """Fenced code from `start` to `end`, the end of its last line; `prefix` stands before its first mark."""

    start: int
    end: int
    prefix: str
    code: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The fences of a text, and where its blank lines (`gaps`) and all its blocks (`borders`) begin."""

    fences: tuple[Fence, ...]
    borders: tuple[int, ...]
    gaps: tuple[int, ...]

    def next_border(self, offset: int, end: int) -> int:
        """Return where an inline mark that begins at `offset` must have ended."""
        return _next(self.borders, offset, end)

    def next_gap(self, offset: int, end: int) -> int:
        """Return the next blank line, where a display formula must have ended."""
        return _next(self.gaps, offset, end)


def read_layout(text: str) -> Layout:
    """Read the lines of a text whose line ends are newlines."""
    borders: list[int] = []
    gaps: list[int] = []
    in_list, gap_end, has_items = False, 0, False
    for match in BORDER.finditer(text):
        if match["gap"] is not None:
            in_list, gap_end = False, match.end() + 1
            gaps.append(match.start())
        elif match["item"] is not None:
            has_items = True
            # An item inside a running paragraph is no border: formulas are wrapped before a "+", too.
            in_list = in_list or match.start() == gap_end
            if not in_list:
                continue
        borders.append(match.start())
    return Layout(_read_fences(text, has_items=has_items), tuple(borders), tuple(gaps))


def _next(offsets: tuple[int, ...], offset: int, end: int) -> int:
    index = bisect_right(offsets, offset)
    return offsets[index] if index < len(offsets) else end


def _read_fences(text: str, *, has_items: bool) -> tuple[Fence, ...]:
    fences: list[Fence] = []
    position = 0
    while opening := FENCE_OPEN.search(text, position):
        indent = len(opening["prefix"].rpartition(">")[2].expandtabs(4))
        if indent > MAX_FENCE_INDENT and not has_items:
            position = opening.end()
            continue
        fence = _read_fence(text, opening)
        fences.append(fence)
        position = fence.end + 1
    return tuple(fences)


def _read_fence(text: str, opening: re.Match[str]) -> Fence:
    """Read code up to its closing mark, the end of its quote or the end of the text."""
    quotes = opening["prefix"].count(">")
    end = _line_end(text, opening.end())
    code: list[str] = []
    while end + 1 < len(text):
        line = text[end + 1 : _line_end(text, end + 1)]
        if quotes and ">" not in line[: len(opening["prefix"])]:
            break
        end += 1 + len(line)
        closing = FENCE_CLOSE.fullmatch(line)
        if closing and closing["fence"].startswith(opening["fence"]):
            break
        code.append(_without_prefix(line, quotes, opening["prefix"]))
    return Fence(opening.start(), end, opening["prefix"], "\n".join(code))


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _without_prefix(line: str, quotes: int, prefix: str) -> str:
    for _ in range(quotes):
        line = QUOTE_MARK.sub("", line, count=1)
    indent = len(prefix.rpartition(">")[2]) - (1 if quotes else 0)
    return line[min(max(indent, 0), len(line) - len(line.lstrip(" \t"))) :]
