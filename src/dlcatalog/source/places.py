"""Where in a file something stands: fields by their path, parts of a text by their offset."""

from __future__ import annotations

from dlcatalog.diagnostics import Span
from dlcatalog.source.yaml_tree import Path, Place, YamlFile, read_yaml


class Locator:
    """Finds places in one file; reads it again on the first question, for most files are never asked."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._file: YamlFile | None = None

    @property
    def file(self) -> YamlFile:
        if self._file is None:
            self._file = read_yaml(self._text, self._path, places=True)
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

    def _in_line(self, place: Place, start: int, end: int) -> Span:
        span = place.value
        quotes = 0 if place.style == "plain" else 1
        written = self._text.split("\n")[span.line - 1][span.column - 1 + quotes : span.end_column - 1 - quotes]
        if "\\" in written or "''" in written:
            return span
        first = span.column + quotes
        return Span(span.line, first + start, span.line, first + max(end, start + 1))

    def _in_block(self, place: Place, path: Path, start: int, end: int) -> Span:
        value = self._scalar(path)
        row = value.count("\n", 0, start)
        line_start = value.rfind("\n", 0, start) + 1
        lines = self._text.split("\n")
        first = place.value.line  # the line after the one that holds '|'
        number = first + 1 + row
        if number > len(lines):
            return place.value
        indent = _indent_of(lines[first:])
        column = indent + start - line_start + 1
        line_end = value.find("\n", start)
        stop = min(end, line_end if line_end >= 0 else len(value))
        return Span(number, column, number, column + max(stop - start, 1))

    def _scalar(self, path: Path) -> str:
        node: object = self.file.tree
        for part in path:
            if isinstance(node, dict):
                node = node.get(part)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
        return node if isinstance(node, str) else ""


def _indent_of(lines: list[str]) -> int:
    for line in lines:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return 0
