"""Finds what Markdown must not read (code, formulas, cross-links, footnote calls, tags, addresses) and masks it.

One pass from left to right, linear in the text; the leftmost mark wins. It judges nothing: writing.py does.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from typing import Final

from dlcatalog.markup.characters import SUSPECTS
from dlcatalog.markup.insets import INSET, LINK_END, LINK_START, Inset, Insets, Kind
from dlcatalog.markup.lines import Fence, Layout, read_layout
from dlcatalog.markup.links import DEFINITION, Bracket, Brackets, address_of, fold_label, judge_address

TOKEN: Final = re.compile(
    r"""
    (?P<hard_break>\\\n)
    |(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<ticks>`+)
    |(?P<display>\$\$)
    |(?P<dollar>\$)
    |(?P<autolink><[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>|<[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+>)
    |(?P<tag></?[A-Za-z][^<>]*+>|<[!?][^<>]*+>)
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<note_text>^[ ]{0,3}\[\^(?P<text_label>[^\s\[\]]{1,100})\]:)
    |(?P<definition>^[ ]{0,3}\[(?=[^\^\[\]\n]{1,200}\]:))
    |(?P<note_call>\[\^(?P<call_label>[^\s\[\]]{1,100})\])
    |(?P<paper>\[\[)
    |(?P<opening>!?\[)
    |(?P<closing>\])
    |(?P<private>[\U000f0000-\U000ffffd])
    """,
    re.VERBOSE | re.MULTILINE,
)
FORMULA: Final = re.compile(r"\$(?=[^\s$])((?:[^$\\]|\\.)*+)(?<=\S)\$(?!\d)", re.DOTALL)
DISPLAY_FORMULA: Final = re.compile(r"\$\$((?:[^$\\]|\\.|\$(?!\$))++)\$\$", re.DOTALL)
OPENS_FORMULA: Final = re.compile(r"(?<!\w)(?:\$[A-Za-z\\({|]|\$\$\s*[^\s$])")
PAPER: Final = re.compile(r"\[\[([^\[\]]*+)\]\]")
PAPER_TARGET: Final = re.compile(r"[a-z][a-z0-9-]*+(?:\|\s*\S.*)?", re.DOTALL)
UNCLOSED_PAPER: Final = re.compile(r"\[\[[a-z][a-z0-9-]+(?:\|[^\[\]\n]*+)?\](?![(\[,])")
QUOTED_LINE: Final = re.compile(r"\n[ \t]*>[ \t>]*")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as Markdown may read it, and what its private characters stand for."""

    text: str
    insets: Insets


def scan(text: str) -> Masked:
    """Mask a text whose line ends are newlines."""
    layout = read_layout(text)
    scanner = _Scanner(text, layout, _definitions(text))
    position = 0
    for fence in layout.fences:
        scanner.read(position, fence.start)
        scanner.fence(fence)
        position = fence.end
    scanner.read(position, len(text))
    return Masked("".join(scanner.parts), scanner.insets)


def _definitions(text: str) -> Mapping[str, str]:
    if "]:" not in text:
        return {}
    found = (DEFINITION.match(text, match.start()) for match in re.finditer(r"^ {0,3}\[", text, re.MULTILINE))
    # The first definition of a label holds, as in CommonMark.
    return {fold_label(match["label"]): address_of(match) for match in reversed([each for each in found if each])}


@dataclass(slots=True)
class _Scanner:
    source: str
    layout: Layout
    definitions: Mapping[str, str]
    insets: Insets = field(default_factory=Insets)
    parts: list[str] = field(default_factory=list)
    brackets: Brackets = field(init=False)

    def __post_init__(self) -> None:
        self.brackets = Brackets(self.source, self.definitions)

    def read(self, position: int, end: int) -> None:
        while match := TOKEN.search(self.source, position, end):
            if match.start() > position:
                self.parts.append(self.source[position : match.start()])
            position = self._token(match, end)
        self.parts.append(self.source[position:end])

    def fence(self, fence: Fence) -> None:
        self.parts.append(fence.prefix)
        self._inset(Kind.FENCE, fence.start, fence.end, fence.code)

    def _token(self, match: re.Match[str], end: int) -> int:
        return _READERS[match.lastgroup or ""](self, match, end)

    def _inset(self, kind: Kind, start: int, end: int, value: str) -> int:
        self.parts.append(self.insets.add(Inset(kind, start, end, self.source[start:end], value)))
        return end

    def _whole(self, kind: Kind, match: re.Match[str], value: str) -> int:
        return self._inset(kind, match.start(), match.end(), value)

    def read_literal(self, match: re.Match[str], _end: int) -> int:
        return self._whole(Kind.LITERAL, match, match[0])

    def read_hard_break(self, match: re.Match[str], _end: int) -> int:
        self.parts.append("  \n")
        return match.end()

    def read_escape(self, match: re.Match[str], _end: int) -> int:
        return self._whole(Kind.LITERAL, match, match[0][1])

    def read_entity(self, match: re.Match[str], _end: int) -> int:
        name = match[0][1:]
        value = unescape(match[0]) if name[0] == "#" else html5.get(name, match[0])
        # An entity may not bring in what the text itself may not hold.
        return self._whole(Kind.LITERAL, match, match[0] if SUSPECTS.search(value) or INSET.search(value) else value)

    def read_tag(self, match: re.Match[str], _end: int) -> int:
        return self._whole(Kind.TAG, match, match[0])

    def read_autolink(self, match: re.Match[str], _end: int) -> int:
        return self._whole(Kind.AUTOLINK, match, match[0][1:-1])

    def read_note_call(self, match: re.Match[str], _end: int) -> int:
        return self._whole(Kind.NOTE_CALL, match, match["call_label"])

    def read_note_text(self, match: re.Match[str], _end: int) -> int:
        return self._whole(Kind.NOTE_TEXT, match, match["text_label"])

    def read_ticks(self, match: re.Match[str], end: int) -> int:
        border = self.layout.next_border(match.start(), end)
        closing = re.compile(rf"(?<!`){match[0]}(?!`)").search(self.source, match.end(), border)
        if closing is None:
            return self.read_literal(match, end)
        code = self._unquoted(match.start(), self.source[match.end() : closing.start()]).replace("\n", " ")
        if code.strip() and code[0] == code[-1] == " ":
            code = code[1:-1]
        return self._inset(Kind.CODE, match.start(), closing.end(), code)

    def read_dollar(self, match: re.Match[str], end: int) -> int:
        border = self.layout.next_border(match.start(), end)
        return self._formula(match, FORMULA.match(self.source, match.start(), border), Kind.FORMULA)

    def read_display(self, match: re.Match[str], end: int) -> int:
        gap = self.layout.next_gap(match.start(), end)
        return self._formula(match, DISPLAY_FORMULA.match(self.source, match.start(), gap), Kind.DISPLAY_FORMULA)

    def _formula(self, match: re.Match[str], formula: re.Match[str] | None, kind: Kind) -> int:
        if formula and formula[1].strip():
            return self._whole(kind, formula, self._unquoted(formula.start(), formula[1]))
        is_meant = OPENS_FORMULA.match(self.source, match.start())
        return self._whole(Kind.UNCLOSED_FORMULA if is_meant else Kind.LITERAL, match, match[0])

    def read_paper(self, match: re.Match[str], end: int) -> int:
        border = self.layout.next_border(match.start(), end)
        paper = PAPER.match(self.source, match.start(), border)
        if paper:
            target = self._unquoted(match.start(), paper[1])
            return self._whole(Kind.PAPER if PAPER_TARGET.fullmatch(target) else Kind.BAD_PAPER, paper, target)
        unclosed = UNCLOSED_PAPER.match(self.source, match.start(), border)
        if unclosed:
            return self._whole(Kind.BAD_PAPER, unclosed, unclosed[0])
        self._open(match.start(), "[")
        return match.start() + 1

    def read_opening(self, match: re.Match[str], _end: int) -> int:
        self._open(match.start(), match[0])
        return match.end()

    def _open(self, start: int, mark: str) -> None:
        self.brackets.waiting.append(Bracket(start, len(self.parts), mark[0] == "!"))
        self.parts.append(mark)

    def read_definition(self, match: re.Match[str], end: int) -> int:
        definition = DEFINITION.match(self.source, match.start(), end)
        if definition:
            return definition.end()
        self.parts.append(match[0][:-1])
        self._open(match.end() - 1, "[")
        return match.end()

    def read_closing(self, match: re.Match[str], end: int) -> int:
        waiting = self.brackets.waiting
        if waiting and self.layout.next_border(waiting[-1].start, end) <= match.start():
            waiting.clear()
        link = self.brackets.close(match.start(), end)
        if link is None:
            self.parts.append("]")
            return match.end()
        self._link(match.start(), *link)
        return link[1]

    def _link(self, closing: int, opening: Bracket, end: int, address: str) -> None:
        kind = Kind.LINK if judge_address(address) == "safe" else Kind.DEAD_LINK
        kind = Kind.IMAGE if opening.is_image else kind
        source = self.source[opening.start : end]
        mark = self.insets.add(Inset(kind, opening.start, end, source, address))
        self.parts[opening.part] = LINK_START + mark if kind is Kind.LINK else mark
        self.parts.append(LINK_END if kind is Kind.LINK else "")
        # Nothing on the page, but in code what was written.
        self._inset(Kind.LITERAL, closing, end, "")

    def _unquoted(self, start: int, piece: str) -> str:
        """Return a piece of the source without the quote marks that its lines begin with."""
        if "\n" not in piece:
            return piece
        line = self.source.rfind("\n", 0, start) + 1
        return QUOTED_LINE.sub("\n", piece) if self.source[line:start].lstrip(" \t").startswith(">") else piece


_READERS: Final[Mapping[str, Callable[[_Scanner, re.Match[str], int], int]]] = {
    "hard_break": _Scanner.read_hard_break,
    "escape": _Scanner.read_escape,
    "ticks": _Scanner.read_ticks,
    "display": _Scanner.read_display,
    "dollar": _Scanner.read_dollar,
    "autolink": _Scanner.read_autolink,
    "tag": _Scanner.read_tag,
    "entity": _Scanner.read_entity,
    "note_text": _Scanner.read_note_text,
    "definition": _Scanner.read_definition,
    "note_call": _Scanner.read_note_call,
    "paper": _Scanner.read_paper,
    "opening": _Scanner.read_opening,
    "closing": _Scanner.read_closing,
    "private": _Scanner.read_literal,
}
