"""Where the entries of a .bib file begin and end, so that a broken one costs nobody else. Knows nothing of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_START: Final = re.compile(r"@[ \t]*(?P<type>[A-Za-z]+)\s*(?P<open>[{(])")
# An entry that begins at the start of a line inside another entry's braces: the other one was never closed.
_ENTRY_LINE: Final = re.compile(r"^@[ \t]*[A-Za-z]+\s*\{\s*[^\s,{}=\"]+\s*,", re.MULTILINE)
_BRACKET: Final = re.compile(r"[{}()]|^@", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One command of a .bib file.

    Attributes:
        type: in lower case: article, string, comment, …
        text: from the @ to the closing brace, or to where the next entry begins.
        is_closed: false where the closing brace is missing.
    """

    type: str
    line: int
    text: str
    is_closed: bool


def iter_blocks(text: str) -> Iterator[Block]:
    """Yield the commands in order. Text between them is a comment, and so is what follows a % on its line."""
    position, line, counted = 0, 1, 0
    while match := _START.search(text, position):
        line_start = max(position, text.rfind("\n", position, match.start()) + 1)
        if "%" in text[line_start : match.start()]:
            position = match.end()
            continue
        line += text.count("\n", counted, match.start())
        counted = match.start()
        kind = match["type"].lower()
        end = _end_of(text, match.end(), is_round=match["open"] == "(", is_comment=kind == "comment")
        if end is None and kind == "comment":
            position = match.end()
            continue
        position = end if end is not None else _next_entry(text, match.end())
        yield Block(kind, line, text[match.start() : position], end is not None)


def _end_of(text: str, start: int, *, is_round: bool, is_comment: bool) -> int | None:
    """Return where the command that opened just before `start` ends, None where it is never closed."""
    depth = 0
    for bracket in _BRACKET.finditer(text, start):
        match bracket[0]:
            case "{":
                depth += 1
            case "}" if depth == 0 and not is_round:
                return bracket.end()
            case "}":
                depth -= 1
            case ")" if depth == 0 and is_round:
                return bracket.end()
            case "@" if not is_comment and _ENTRY_LINE.match(text, bracket.start()):
                return None
    return None


def _next_entry(text: str, start: int) -> int:
    following = _ENTRY_LINE.search(text, start)
    return following.start() if following else len(text)
