"""Brings the blocks of a masked text to the shape in which Python-Markdown reads what CommonMark means.

Lists may follow a paragraph at once, nest by the width of their mark and count by "1)"; code blocks and quotes are
set off by blank lines. Footnote texts are taken out. Depth is bounded here, before the library recurses into it.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from dlcatalog.markup.insets import INSET, Insets, Kind
from dlcatalog.markup.limits import MAX_CONTAINERS

INDENT: Final = 4
ITEM: Final = re.compile(r"(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap> +|$)")
RULE: Final = re.compile(r"(?:(?:- *){3,}+|(?:\* *){3,}+|(?:_ *){3,}+)")
HEADING: Final = re.compile(r"#{1,6}(?: |$)")
CONTAINERS: Final = re.compile(r"(?: *+(?:>|[-*+](?= )|\d{1,9}[.)](?= )))++")
CONTAINER: Final = re.compile(r">|[-*+]|\d+[.)]")


class TooDeepError(ValueError):
    """Lists and quotes are nested deeper than the bound."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The text without its footnotes, and each footnote's label, text and place (its inset)."""

    body: str
    notes: tuple[tuple[str, str], ...]


def read_blocks(masked: str, insets: Insets) -> Blocks:
    """Shape a masked text.

    Raises: TooDeepError if lists and quotes are nested deeper than the bound.
    """
    lines = [_without_trailing_space(line) for line in masked.expandtabs(INDENT).split("\n")]
    body, notes = _split_notes(lines, insets)
    return Blocks(
        _Shaper(insets).shape(body),
        tuple((mark, _Shaper(insets).shape(note)) for mark, note in notes),
    )


def _without_trailing_space(line: str) -> str:
    """Drop space at the end of a line but for the two that break it."""
    bare = line.rstrip(" ")
    return f"{bare}  " if bare and line.endswith("  ") else bare


def _split_notes(lines: list[str], insets: Insets) -> tuple[list[str], list[tuple[str, list[str]]]]:
    body: list[str] = []
    notes: list[tuple[str, list[str]]] = []
    target = body
    was_blank = False
    for line in lines:
        if INSET.match(line) and insets.of(line[0]).kind is Kind.NOTE_TEXT:
            notes.append((line[0], [line[1:].lstrip(" ")]))
            target = notes[-1][1]
            continue
        if target is not body:
            is_indented = line.startswith(" " * INDENT)
            if was_blank and line and not is_indented:
                target = body
            elif is_indented:
                line = line[INDENT:]
        target.append(line)
        was_blank = not line
    return body, notes


@dataclass(slots=True)
class _Shaper:
    """Writes lines anew while it follows which list items are open, by the columns at which their text stands."""

    insets: Insets
    depth: int = 0
    out: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    in_paragraph: bool = False
    kinds: list[str] = field(default_factory=list)
    """The first mark characters of the lists that were open last: "1" for numbered ones."""
    block_level: int | None = None
    """The level of the item with which the lines since the last blank one begin."""
    was_in_item: bool = False

    def shape(self, lines: list[str]) -> str:
        index = 0
        while index < len(lines):
            line = lines[index].lstrip(" ")
            indent = len(lines[index]) - len(line)
            if not line:
                self._blank()
            elif self._is_too_deep(line):
                raise TooDeepError
            elif line[0] == ">":
                end = _quote_end(lines, index)
                self._close_items(indent)
                self._quote(lines[index:end])
                index = end - 1
            else:
                self._line(line, indent)
            index += 1
        return "\n".join(self.out).strip("\n")

    def _is_too_deep(self, line: str) -> bool:
        marks = CONTAINERS.match(line)
        count = len(CONTAINER.findall(marks[0])) if marks and not RULE.fullmatch(line) else 0
        return self.depth + len(self.columns) + count > MAX_CONTAINERS * 2 or self.depth + count > MAX_CONTAINERS

    def _blank(self) -> None:
        self.out.append("")
        self.in_paragraph = False
        self.block_level = None

    def _close_items(self, indent: int) -> None:
        while self.columns and indent < self.columns[-1]:
            self.columns.pop()

    def _line(self, line: str, indent: int) -> None:
        item = None if RULE.fullmatch(line) else ITEM.match(line)
        is_fence = len(line) == 1 and INSET.match(line) is not None and self.insets.of(line).kind is Kind.FENCE
        breaks = bool(item or is_fence or HEADING.match(line) or RULE.fullmatch(line))
        if breaks or not self.in_paragraph:
            self._close_items(indent)
        beyond = indent - (self.columns[-1] if self.columns else 0)
        if is_fence:
            self._set_off([line])
        elif beyond >= INDENT and not self.in_paragraph:
            self._write(" " * beyond + line)
        elif item and self._may_begin(item):
            self._item(line, indent, item)
        else:
            self._write(line)
            self.in_paragraph = not breaks or item is not None

    def _may_begin(self, item: re.Match[str]) -> bool:
        """Tell whether an item may stand here: one that breaks a paragraph begins at 1 and is not empty."""
        if not self.in_paragraph or self.was_in_item:
            return True
        return bool(item["gap"]) and (not item["mark"][0].isdigit() or item["mark"][:-1] == "1")

    def _item(self, line: str, indent: int, item: re.Match[str]) -> None:
        level = len(self.columns)
        kind = "1" if item["mark"][0].isdigit() else "-"
        if self._needs_blank(level, kind):
            self._blank()
        if not self._is_in_block():
            self.block_level = level
        marks: list[str] = []
        found: re.Match[str] | None = item
        while found:
            mark, gap = found["mark"], len(found["gap"])
            marks.append(mark.replace(")", "."))
            indent += len(mark) + (gap if 1 <= gap <= INDENT else 1)
            self.columns.append(indent)
            line = line[found.end() :]
            found = ITEM.match(line)
        self.kinds[level:] = [kind]
        self.out.append(" " * (INDENT * level) + " ".join([*marks, line]))
        self.in_paragraph = self.was_in_item = True

    def _needs_blank(self, level: int, kind: str) -> bool:
        """Tell whether the library would take an item for a line of what stands before it."""
        if not self._is_in_block():
            return False
        is_other_list = self.kinds[level : level + 1] not in ([], [kind])
        return self.block_level is None or level < self.block_level or is_other_list

    def _is_in_block(self) -> bool:
        return bool(self.out and self.out[-1])

    def _quote(self, lines: list[str]) -> None:
        inner = _Shaper(self.insets, self.depth + len(self.columns) + 1)
        text = inner.shape([_without_quote_mark(line) for line in lines])
        self._set_off([f"> {line}" if line else ">" for line in text.split("\n")])

    def _set_off(self, lines: list[str]) -> None:
        """Write lines between blank ones."""
        if self._is_in_block():
            self._blank()
        for line in lines:
            self._write(line)
        self._blank()

    def _write(self, line: str) -> None:
        self.out.append(" " * (INDENT * len(self.columns)) + line)
        self.was_in_item = bool(self.columns)


def _quote_end(lines: list[str], index: int) -> int:
    """Return the end of the quote that begins at `index`; a paragraph in it may go on without its mark."""
    while index < len(lines) and lines[index]:
        line = lines[index].lstrip(" ")
        if line[0] != ">" and (ITEM.match(line) or HEADING.match(line) or RULE.fullmatch(line) or INSET.fullmatch(line)):
            return index
        index += 1
    return index


def _without_quote_mark(line: str) -> str:
    bare = line.lstrip(" ")
    return bare[1:].removeprefix(" ") if bare[0] == ">" else bare
