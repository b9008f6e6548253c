"""Problems as annotations of GitHub Actions, and the full list as the summary of the step.

GitHub shows ten errors, ten warnings and ten notices of a step and hides the rest without a word, so the order counts.
Source: GitHub's documentation of workflow commands and of GITHUB_STEP_SUMMARY.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote as percent

from dlcatalog.cli.reporters.text import summary
from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.text import counted, markdown_words, printable

_COMMAND: Final = {"error": "error", "warning": "warning", "note": "notice"}
# A summary above 1 MiB is not shown at all; what other commands of the step wrote counts too.
_MAX_SUMMARY: Final = 1_048_576
_MARGIN: Final = 1_024


def github_lines(report: Report) -> Iterator[str]:
    """One workflow command a problem, in the order of the report."""
    for problem in report:
        span = problem.span
        place = {"file": problem.path, "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:
            place |= {"col": span.column, "endColumn": max(span.end_column, span.column)}
        properties = ",".join(f"{name}={_property(value)}" for name, value in {**place, "title": problem.code}.items())
        yield f"::{_COMMAND[str(problem.severity)]} {properties}::{_data(_message(problem))}"


def _message(problem: Diagnostic) -> str:
    lines = [problem.message]
    lines += [f"help: {problem.help}"] if problem.help else []
    if problem.replacement is not None:
        lines.append(f"replace it by: {problem.replacement}" if problem.replacement else "delete it")
    return "\n".join(printable(line) for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(printable(str(value))).replace(":", "%3A").replace(",", "%2C")


def write_step_summary(report: Report, clean: str) -> None:
    """Append the full list to the file that GITHUB_STEP_SUMMARY names, if it names one, as far as GitHub shows it."""
    name = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not name:
        return
    path = Path(name)
    room = _MAX_SUMMARY - _MARGIN - (path.stat().st_size if path.exists() else 0)
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(_summary_lines(report, clean, room)))


def _summary_lines(report: Report, clean: str, room: int) -> Iterator[str]:
    if not report.diagnostics:
        yield f"{markdown_words(clean)}\n"
        return
    head = f"### {summary(report)}\n\n| | rule | place | problem |\n|---|---|---|---|\n"
    yield head
    room -= len(head.encode())
    for shown, problem in enumerate(report):
        row = _row(problem)
        room -= len(row.encode())
        if room < 0:
            yield f"\n… and {counted(len(report.diagnostics) - shown, 'more problem')}: run `dlcatalog check` to see them.\n"
            return
        yield row


def _row(problem: Diagnostic) -> str:
    place = f"{problem.path}:{problem.span.line}"
    url = _blob_url(problem)
    where = f"[{markdown_words(place)}]({url})" if url else markdown_words(place)
    remedy = f"<br>{markdown_words(problem.help)}" if problem.help else ""
    return f"| {problem.severity} | {markdown_words(problem.code)} | {where} | {markdown_words(problem.message)}{remedy} |\n"


def _blob_url(problem: Diagnostic) -> str:
    """Where GitHub shows the line, if its variables say so."""
    server, repository, commit = (os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA"))
    if not (server and repository and commit):
        return ""
    return f"{server}/{repository}/blob/{commit}/{percent(problem.path, safe='/')}#L{problem.span.line}"
