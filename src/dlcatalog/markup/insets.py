"""Insets: pieces of a text that Markdown must not read, each shown to it as one private character.

The character keeps the piece's place, so that every fault found later can be reported where it stands. What a piece
is (code, formula, link target, …) is decided by scan.py; what it becomes on the page, by writing.py.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

FIRST: Final = 0xF0000
LAST: Final = 0xFFFFD
INSET: Final = re.compile(r"[\U000f0000-\U000ffffd]")
LINK_START: Final = "\x0e"
LINK_END: Final = "\x0f"


class Kind(Enum):
    LITERAL = auto()
    CODE = auto()
    FENCE = auto()
    FORMULA = auto()
    DISPLAY_FORMULA = auto()
    TAG = auto()
    UNCLOSED_FORMULA = auto()
    PAPER = auto()
    BAD_PAPER = auto()
    NOTE_CALL = auto()
    NOTE_TEXT = auto()
    AUTOLINK = auto()
    LINK = auto()
    DEAD_LINK = auto()
    IMAGE = auto()


@dataclass(frozen=True, slots=True)
class Inset:
    """A piece from `start` to `end`; `source` is its text, `value` what matters of it (a target, a label, code)."""

    kind: Kind
    start: int
    end: int
    source: str
    value: str

    def as_code(self) -> str:
        """Return what code shows where the inset stands; a link's words and address follow as their own."""
        if self.kind is Kind.IMAGE:
            return "!["
        return "[" if self.kind in {Kind.LINK, Kind.DEAD_LINK} else self.source


@dataclass(slots=True)
class Insets:
    """The insets of one text, in order, while it is read."""

    pieces: list[Inset] = field(default_factory=list)

    def add(self, inset: Inset) -> str:
        """Keep `inset` and return the character that stands for it."""
        self.pieces.append(inset)
        return chr(FIRST + len(self.pieces) - 1)

    def of(self, character: str) -> Inset:
        return self.pieces[ord(character) - FIRST]

    def restore(self, masked: str) -> str:
        """Return the source of `masked`, as code shows it."""
        plain = masked.replace(LINK_START, "").replace(LINK_END, "")
        return INSET.sub(lambda match: self.of(match[0]).as_code(), plain)
