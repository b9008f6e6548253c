"""Problems as text for people: the line of source, a caret and the remedy."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.text import counted, printable

_MAX_LINE = 160
_MAX_SOURCE = 16_000_000


def text_lines(report: Report) -> Iterator[str]:
    """Every problem with its line of source, a caret and the remedy, then a count."""
    sources: dict[str, list[str]] = {}
    for diagnostic in report:
        yield from _one(diagnostic, sources)
    yield summary(report)


def summary(report: Report) -> str:
    """Return "2 errors, 1 warning", or "no problems"."""
    notes = len(report.diagnostics) - report.errors - report.warnings
    parts = [
        counted(n, word) for n, word in ((report.errors, "error"), (report.warnings, "warning"), (notes, "note")) if n
    ]
    return ", ".join(parts) or "no problems"


def _one(diagnostic: Diagnostic, sources: dict[str, list[str]]) -> Iterator[str]:
    span = diagnostic.span
    head = (
        f"{diagnostic.path}:{span.line}:{span.column}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    )
    yield printable(head)
    line = _source_line(diagnostic.path, span.line, sources)
    if line.strip():
        width = max(1, (span.end_column if span.end_line == span.line else len(line) + 1) - span.column)
        start = span.column - 1
        cut = max(0, start - _MAX_LINE // 2)
        shown = line[cut : cut + _MAX_LINE]
        margin = str(span.line)
        yield f"  {margin} | {printable(shown)}"
        pad = len(printable(line[cut:start]))
        yield f"  {' ' * len(margin)} | {' ' * pad}{'^' * max(1, min(width, len(shown) - (start - cut)))}"
    if diagnostic.help:
        yield f"  help: {printable(diagnostic.help)}"


def _source_line(path: str, number: int, sources: dict[str, list[str]]) -> str:
    if path not in sources:
        sources[path] = _read_lines(path)
    lines = sources[path]
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def _read_lines(path: str) -> list[str]:
    """Read a file to quote from; nothing where it is a link, a device or a pipe, too large, or no text."""
    try:
        info = os.lstat(path)
        if not stat.S_ISREG(info.st_mode) or info.st_size > _MAX_SOURCE:
            return []
        text = Path(path).read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff")
    except OSError:
        return []
    return [] if "\0" in text else text.split("\n")
