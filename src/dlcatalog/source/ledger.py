"""citations.csv: dated counts, appended and never rewritten."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from dlcatalog.diagnostics import Diagnostic, Span
from dlcatalog.model.fields import RE_DATE, RE_INTEGER
from dlcatalog.text import quote

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
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, row in enumerate(reader, 1):
            fault = _fault(row, header=number == 1)
            if fault:
                span = Span(reader.line_num, 1, reader.line_num, 1 + max(1, len(",".join(row))))
                problems.append(
                    Diagnostic(path=path, code="bad-ledger-row", message=fault[0], span=span, help=fault[1])
                )
                if number == 1:
                    break
            elif number > 1 and row:
                rows.setdefault(row[0], []).append(DatedCount(int(row[1]), row[2], row[3], reader.line_num))
    except csv.Error as fault:
        span = Span(reader.line_num, 1, reader.line_num, 2)
        problems.append(
            Diagnostic(path=path, code="bad-ledger-row", message=f"the row must be CSV: {fault}", span=span)
        )
    return {paper: tuple(counts) for paper, counts in rows.items()}, tuple(problems)


def _fault(row: list[str], *, header: bool) -> tuple[str, str] | None:
    wanted = ",".join(HEADER)
    if header:
        return (
            None
            if tuple(row) == HEADER
            else (f"the first line must be {wanted}, not {quote(','.join(row))}", "write the header back")
        )
    if not row:
        return None
    if len(row) != len(HEADER):
        return f"a row must have the {len(HEADER)} fields {wanted}, not {len(row)}", "separate them by commas"
    if not RE_INTEGER.fullmatch(row[1]) or not 0 <= int(row[1][:15]) < 10**9:
        return f"'count' must be a whole number from 0, not {quote(row[1])}", "use digits only"
    if not _is_date(row[2]):
        return f"'as_of' must be a date YYYY-MM-DD, not {quote(row[2])}", "write e.g. 2020-01-04"
    return None


def _is_date(text: str) -> bool:
    try:
        return bool(RE_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
