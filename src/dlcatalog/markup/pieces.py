"""Cuts rendered HTML between its outermost elements, so that something can stand between two paragraphs."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

_VOID: Final = frozenset({"br", "hr", "img", "wbr", "col"})


class _Cutter(HTMLParser):
    """Counts open elements and notes where none is open."""

    def __init__(self, lines: list[int]) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = lines
        self._depth = 0
        self.starts: list[int] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's signature
        if self._depth == 0:
            line, column = self.getpos()
            self.starts.append(self._lines[line - 1] + column)
        self._depth += tag not in _VOID

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """An element that closes itself opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag not in _VOID


def outer_pieces(html: str) -> list[str]:
    """Return the outermost elements of sanitised HTML in order, each with the white space behind it."""
    lines = [0]
    for line in html.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    cutter = _Cutter(lines)
    cutter.feed(html)
    cutter.close()
    cuts = [0, *cutter.starts[1:], len(html)]
    return [html[start:end] for start, end in pairwise(cuts) if html[start:end].strip()]
