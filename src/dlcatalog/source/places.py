"""Where in a file something stands: fields by their path, parts of a text by their offset."""

from __future__ import annotations

import copy
import json
from typing import Any, Final

from dlcatalog.diagnostics import Span
from dlcatalog.source.yaml_tree import Path, Place, YamlFile, read_yaml

# Characters of a file in which suggestions are tried: each costs reading it anew.
_MAX_TRIED: Final = 65_536


def span_of(text: str, start: int, end: int) -> Span:
    """Return the span of the characters `start` to `end` of a file."""
    return Span(*_line_and_column(text, start), *_line_and_column(text, end))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


class Locator:
    """Finds places in one file; reads it again on the first question, for most files are never asked."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self._path = path
        self._file: YamlFile | None = None

    @property
    def file(self) -> YamlFile:
        if self._file is None:
            self._file = read_yaml(self.text, self._path, places=True)
        return self._file

    def value(self, path: Path) -> Span:
        """Return the span of the value at a path, or of the nearest thing above it."""
        return self.file.place(path).value

    def key(self, path: Path) -> Span:
        """Return the span of the key at a path, else of its value."""
        place = self.file.place(path)
        return place.key or place.value

    def part(self, path: Path, start: int, end: int) -> Span:
        """Return the span of characters `start` to `end` of the text at a path.

        Exact for literal blocks and for plain or quoted scalars on one line; else the whole scalar's first line.
        """
        place = self.file.place(path)
        if place.style == "|":
            return self._in_block(place, path, start, end)
        if place.style in ("plain", "'", '"') and place.value.line == place.value.end_line:
            return self._in_line(place, start, end)
        return place.value

    def line(self, row: str) -> Span:
        """Return the span of the first line that is `row`, else the first line's."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if line.rstrip("\r") == row:
                return Span(number, 1, number, 1 + max(1, len(row)))
        return Span(1, 1, 1, 1)

    def replacement(self, path: Path, part: tuple[int, int] | None, new: str) -> str | None:
        """Return what must stand in the span of a text, or of a part of it, so that it reads `new` there.

        None where that cannot be had by replacing the span alone: the new file is read, and all else in it must be as it was.
        """
        known = self.file.known(path)  # a single item may stand where the path says 0, a URL where it says url
        old = self.scalar(known)
        if not old or len(self.text) > _MAX_TRIED:
            return None
        span = self.part(known, *part) if part else self.value(known)
        tree = _with(self.file.tree, known, old[: part[0]] + new + old[part[1] :] if part else new)
        for candidate in (new,) if part else _spellings(new, self.file.place(known).style):
            if read_yaml(_spliced(self.text, span, candidate), self._path).tree == tree:
                return candidate
        return None

    def _in_line(self, place: Place, start: int, end: int) -> Span:
        span = place.value
        quotes = 0 if place.style == "plain" else 1
        written = self.text.split("\n")[span.line - 1][span.column - 1 + quotes : span.end_column - 1 - quotes]
        if "\\" in written or "''" in written:
            return span
        first = span.column + quotes
        return Span(span.line, first + start, span.line, first + max(end, start + 1))

    def _in_block(self, place: Place, path: Path, start: int, end: int) -> Span:
        value = self.scalar(path)
        row = value.count("\n", 0, start)
        line_start = value.rfind("\n", 0, start) + 1
        lines = self.text.split("\n")
        first = place.value.line  # the line after the one that holds '|'
        number = first + 1 + row
        if number > len(lines):
            return place.value
        indent = _indent_of(lines[first:])
        column = indent + start - line_start + 1
        line_end = value.find("\n", start)
        stop = min(end, line_end if line_end >= 0 else len(value))
        return Span(number, column, number, column + max(stop - start, 1))

    def scalar(self, path: Path) -> str:
        """Return the text at a path, "" where there is none."""
        node: object = self.file.tree
        for part in path:
            if isinstance(node, dict):
                node = node.get(part)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
        return node if isinstance(node, str) else ""


def _spellings(text: str, style: str) -> tuple[str, ...]:
    """How a text may be written, first in the style of what it replaces."""
    quoted = json.dumps(text, ensure_ascii=False)
    return (quoted,) if style in ("'", '"') else (text, quoted)


def _with(tree: object, path: Path, value: str) -> object:
    """Return a tree with another text at a path."""
    changed: Any = copy.deepcopy(tree)
    node = changed
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return changed


def _spliced(text: str, span: Span, new: str) -> str:
    lines = text.split("\n")
    before = [*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]]
    after = [lines[span.end_line - 1][span.end_column - 1 :], *lines[span.end_line :]]
    return "\n".join(before) + new + "\n".join(after)


def _indent_of(lines: list[str]) -> int:
    for line in lines:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return 0
