"""citations.csv: dated counts, appended and never rewritten."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dlcatalog.diagnostics import Diagnostic, Span
from dlcatalog.model.fields import RE_DATE, RE_INTEGER
from dlcatalog.model.paper import MAX_COUNT
from dlcatalog.text import counted, quote

HEADER = ("paper", "count", "as_of", "source")


@dataclass(frozen=True, slots=True)
class DatedCount:
    """How often a paper had been cited on a day, and who counted."""

    count: int
    as_of: str
    source: str
    line: int = 0


def read_ledger(text: str, path: str) -> tuple[dict[str, tuple[DatedCount, ...]], tuple[Diagnostic, ...]]:
    """Return every paper's rows in the order of the file; a bad row is left out."""
    rows: dict[str, list[DatedCount]] = {}
    problems: list[Diagnostic] = []
    lines = text.split("\n")
    for number, row in _numbered(text):
        if isinstance(row, csv.Error):
            fault: _Fault | None = _Fault(f"a row must be CSV, and this one is not: {row}", "close every quote")
        else:
            fault = _header_fault(row) if number == 1 else _row_fault(row)
        if fault:
            span = _span(fault, number, lines[number - 1].rstrip("\r"))
            problems.append(
                Diagnostic(path=path, code="bad-ledger-row", message=fault.message, span=span, help=fault.help)
            )
            if number == 1:
                break
        elif number > 1 and isinstance(row, list) and row:
            rows.setdefault(row[0], []).append(DatedCount(int(row[1]), row[2], row[3], number))
    return {paper: tuple(counts) for paper, counts in rows.items()}, tuple(problems)


@dataclass(frozen=True, slots=True)
class _Fault:
    message: str
    help: str
    field: int | None = None


def _numbered(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Every row, or what is wrong with it, with the number of its line: one bad row never hides the others."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            row: list[str] | csv.Error = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            row = fault
        yield reader.line_num, row


def _span(fault: _Fault, number: int, line: str) -> Span:
    """The field, where the line holds no quotes; else the line."""
    fields = line.split(",")
    if fault.field is None or '"' in line:
        return Span(number, 1, number, 1 + max(1, len(line)))
    start = 1 + sum(len(f) + 1 for f in fields[: fault.field])
    return Span(number, start, number, start + max(1, len(fields[fault.field])))


def _header_fault(row: list[str]) -> _Fault | None:
    wanted = ",".join(HEADER)
    if tuple(row) == HEADER:
        return None
    return _Fault(f"the first line must be {wanted}, not {quote(','.join(row))}", "write the header back")


def _row_fault(row: list[str]) -> _Fault | None:
    if not row:
        return None
    if len(row) != len(HEADER):
        message = f"a row must have the {len(HEADER)} fields {','.join(HEADER)}, not {counted(len(row), 'field')}"
        return _Fault(message, "separate them by commas")
    if not RE_INTEGER.fullmatch(row[1]) or len(row[1]) > 15 or not 0 <= int(row[1]) < MAX_COUNT:
        message = f"'count' must be a whole number from 0 to {MAX_COUNT - 1:,}, not {quote(row[1])}"
        return _Fault(message, "use digits only", 1)
    if not _is_date(row[2]):
        return _Fault(f"'as_of' must be a date YYYY-MM-DD, not {quote(row[2])}", "write e.g. 2020-01-04", 2)
    return None


def _is_date(text: str) -> bool:
    try:
        return bool(RE_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
