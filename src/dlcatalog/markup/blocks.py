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
DELIMITERS: Final = re.compile(r"[ :|-]*-[ :|-]*")
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
            target = [line[1:].lstrip(" ")]
            notes.append((line[0], target))
            continue
        is_indented = line.startswith(" " * INDENT)
        if was_blank and line and not is_indented:
            target = body
        target.append(line[INDENT:] if is_indented and target is not body else line)
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
                end = self._quote_end(lines, index)
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
        is_fence = self._is_fence(line)
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
            self._set_off_table(line)
            self._words(line)
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

    def _is_fence(self, line: str) -> bool:
        return INSET.fullmatch(line) is not None and self.insets.of(line).kind is Kind.FENCE

    def _quote_end(self, lines: list[str], index: int) -> int:
        """Return the end of the quote that begins at `index`; a paragraph in it may go on without its mark."""
        may_go_on = True
        while index < len(lines) and lines[index]:
            line = lines[index].lstrip(" ")
            is_marked = line[0] == ">"
            if not is_marked and not (may_go_on and self._is_words(line)):
                return index
            words = line.lstrip("> ")
            may_go_on = bool(words) and not self._is_fence(words)
            index += 1
        return index

    def _is_words(self, line: str) -> bool:
        return not (ITEM.match(line) or HEADING.match(line) or RULE.fullmatch(line) or self._is_fence(line))

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

    def _set_off_table(self, line: str) -> None:
        """Part a table from the paragraph before it, once the line below its header shows that it is one."""
        is_table = "|" in line and len(self.out) > 1 and "|" in self.out[-1] and DELIMITERS.fullmatch(line)
        if is_table and self.out[-2] and not self.columns:
            self.out.insert(-1, "")

    def _words(self, line: str) -> None:
        """Write a line of words; one that goes on with an item's first paragraph needs no indent."""
        if self.in_paragraph and self.block_level is not None:
            self.out.append(line)
        else:
            self._write(line)

    def _write(self, line: str) -> None:
        self.out.append(" " * (INDENT * len(self.columns)) + line)
        self.was_in_item = bool(self.columns)


def _without_quote_mark(line: str) -> str:
    bare = line.lstrip(" ")
    return bare[1:].removeprefix(" ") if bare[0] == ">" else bare
