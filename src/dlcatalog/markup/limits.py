"""Bounds that a text keeps before any library reads it, so that no text costs a second or too deep a stack.

The numbers were set by measuring: see tests/markup/test_markup_hostile.py.
"""

import re
from typing import Final

from dlcatalog.markup.insets import Insets, Kind
from dlcatalog.markup.problems import TextProblem

MAX_TEXT: Final = 20_000
MAX_TITLE: Final = 1_000
MAX_FORMULA: Final = 2_000
MAX_FORMULAS: Final = 500
MAX_FORMULA_TOTAL: Final = 10_000
"""In characters, all formulas of a text together."""
MAX_FORMULA_GROUPS: Final = 20
MAX_FORMULA_CHAIN: Final = 60
MAX_LINES: Final = 2_000
MAX_CONTAINERS: Final = 12
MAX_EMPHASIS: Final = 40
MAX_MARKS: Final = 2_000
MAX_CELLS: Final = 4_000
MAX_NOTES: Final = 200

FORMULAS: Final = frozenset({Kind.FORMULA, Kind.DISPLAY_FORMULA})
MARKS: Final = re.compile(r"(?P<run>\*+|(?<!\w)_+|_+(?!\w))|(?P<break>\n[ \t>]*\n)")
RULE_LINE: Final = re.compile(r"^[ >]*(?:[*_-][ ]*){3,}$", re.MULTILINE)
TABLE_BLOCK: Final = re.compile(r"(?:^[^\n]*\|[^\n]*\n?)+", re.MULTILINE)


def too_long(text: str, limit: int) -> TextProblem | None:
    if len(text) <= limit:
        return None
    message = f"'text' must have at most {limit:,} characters, not {len(text):,}"
    return TextProblem(code="text-too-long", start=limit, end=len(text), message=message, help="shorten it")


def too_complex(source: str, what: str, *, limit: int, count: int) -> TextProblem:
    message = f"'text' must have at most {limit:,} {what}, not {count:,}"
    return TextProblem(code="text-too-complex", start=0, end=len(source), message=message, help="shorten or split it")


def too_deep(source: str, what: str, limit: int) -> TextProblem:
    message = f"'text' must nest {what} at most {limit} deep, not deeper"
    return TextProblem(code="text-too-deep", start=0, end=len(source), message=message, help="write it flatter")


def check_marks(source: str, masked: str) -> TextProblem | None:
    """Bound the emphasis marks and table cells of a text whose code, formulas and links are masked."""
    cells = _table_cells(masked)
    if cells > MAX_CELLS:
        return too_complex(source, "table cells", limit=MAX_CELLS, count=cells)
    return _check_emphasis(source, masked)


def check_size(source: str) -> TextProblem | None:
    """Bound the characters and lines of a text."""
    lines = source.count("\n")
    problem = too_long(source, MAX_TEXT)
    if problem or lines <= MAX_LINES:
        return problem
    return too_complex(source, "lines", limit=MAX_LINES, count=lines)


def check_insets(source: str, insets: Insets) -> TextProblem | None:
    """Bound the formulas and footnotes of a text."""
    formulas = [len(piece.value) for piece in insets.pieces if piece.kind in FORMULAS]
    if len(formulas) > MAX_FORMULAS:
        return too_complex(source, "formulas", limit=MAX_FORMULAS, count=len(formulas))
    if sum(formulas) > MAX_FORMULA_TOTAL:
        return too_complex(source, "characters of formulas", limit=MAX_FORMULA_TOTAL, count=sum(formulas))
    notes = sum(piece.kind is Kind.NOTE_TEXT for piece in insets.pieces)
    return too_complex(source, "footnotes", limit=MAX_NOTES, count=notes) if notes > MAX_NOTES else None


def _table_cells(masked: str) -> int:
    if "|" not in masked:
        return 0
    blocks = (match[0] for match in TABLE_BLOCK.finditer(masked))
    return sum((block.partition("\n")[0].count("|") + 1) * (block.count("\n") + 1) for block in blocks)


def _check_emphasis(source: str, masked: str) -> TextProblem | None:
    if "*" not in masked and "_" not in masked:
        return None
    marks = open_now = 0
    for match in MARKS.finditer(RULE_LINE.sub("", masked)):
        if match["break"]:
            open_now = 0
            continue
        size = match.end() - match.start()
        marks += size
        opens = not match.string[match.end() : match.end() + 1].isspace()
        closes = not match.string[max(match.start() - 1, 0) : match.start()].isspace()
        if closes and open_now:
            open_now = max(open_now - size, 0)
        elif opens:
            open_now += size
        if open_now > MAX_EMPHASIS:
            return too_deep(source, "emphasis", MAX_EMPHASIS)
    return too_complex(source, "emphasis marks", limit=MAX_MARKS, count=marks) if marks > MAX_MARKS else None
