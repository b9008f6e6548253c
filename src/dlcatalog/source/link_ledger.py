"""links.jsonl: what is known of every link, one JSON object a line, sorted by URL. `links` writes it, the site shows of it what is dead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import orjson

from dlcatalog.diagnostics import Diagnostic, Severity, Span
from dlcatalog.text import quote

LINKS_FILE: Final = "links.jsonl"
CLASSES: Final = ("ok", "moved", "blocked", "unsure", "gone", "wrong", "refused")
GONE_RUNS: Final = 3
GONE_DAYS: Final = 7
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z", re.ASCII)
_MAX_PROBLEMS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """What is known of one link. Times are UTC, YYYY-MM-DDTHH:MM:SSZ.

    Attributes:
        link_class: one of CLASSES, "class" in the file.
        since: the time of the run that first found this class.
        checked: when it was last asked.
        last_ok: when it last answered well, "" for never.
        detail: why, in words.
        final_url: where redirects led.
        suggestion: where permanent redirects led.
        title: the page's own title, None where nobody looked.
        gone_runs: how many runs in a row found it gone; runs that found out nothing do not count.
        gone_since: the first of them.
        archived: the newest good capture.
    """

    url: str
    link_class: str
    since: str
    checked: str
    last_ok: str = ""
    detail: str = ""
    final_url: str = ""
    suggestion: str = ""
    etag: str = ""
    title: str | None = None
    title_source: str = ""
    gone_runs: int = 0
    gone_since: str = ""
    archived: str = ""

    @property
    def is_dead(self) -> bool:
        """Gone on three runs over at least seven days, the last of them included."""
        if self.link_class != "gone" or self.gone_runs < GONE_RUNS or not self.gone_since:
            return False
        return parse_time(self.checked) - parse_time(self.gone_since) >= timedelta(days=GONE_DAYS)

    def to_line(self) -> bytes:
        """One line of the file; what says nothing is left out."""
        row: dict[str, Any] = {"url": self.url, "class": self.link_class}
        for name in _NAMES[2:]:
            value = getattr(self, name)
            if value not in ("", 0, None) or (name == "title" and value is not None):
                row[name] = value
        return orjson.dumps(row) + b"\n"


_NAMES: Final = tuple(f.name for f in fields(LinkRow))
_KEYS: Final = frozenset(("class", *(name for name in _NAMES if name != "link_class")))
_TIMES: Final = ("since", "checked", "last_ok", "gone_since")


def parse_time(text: str) -> datetime:
    """Read a time of the ledger. Times compare as texts too.

    Raises: ValueError if it is none.
    """
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def format_time(time: datetime) -> str:
    """Write a time as the ledger does."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_link_ledger(data: bytes, path: str) -> tuple[dict[str, LinkRow], tuple[Diagnostic, ...]]:
    """Return every link's row by URL; a bad row is left out, and of two for one URL the newer one counts."""
    rows: dict[str, LinkRow] = {}
    problems: list[Diagnostic] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        row = _read_row(line)
        if isinstance(row, str):
            problems.append(_problem(path, number, line, row))
            continue
        known = rows.get(row.url)
        if known is None or known.checked <= row.checked:
            rows[row.url] = row
    return rows, tuple(_few(problems, path))


def write_link_ledger(rows: Iterable[LinkRow]) -> bytes:
    """Return the bytes of the file, sorted by URL."""
    return b"".join(row.to_line() for row in sorted(rows, key=lambda row: row.url))


def _read_row(line: bytes) -> LinkRow | str:
    """Return a row, or what is wrong with the line."""
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError:
        return "a row must be a JSON object on one line"
    if not isinstance(data, dict):
        return "a row must be a JSON object"
    return _fault(data) or LinkRow(
        link_class=data["class"], **{name: data[name] for name in _NAMES if name != "link_class" and name in data}
    )


def _fault(data: Mapping[str, Any]) -> str:
    for name in ("url", "class", "since", "checked"):
        if not isinstance(data.get(name), str) or not data[name]:
            return f"a row must have the text '{name}'"
    unknown = next((name for name in data if name not in _KEYS), None)
    if unknown is not None:
        return f"a row must have no field {quote(unknown)}"
    if data["class"] not in CLASSES:
        return f"'class' must be one of {', '.join(CLASSES)}, not {quote(data['class'])}"
    wrong = next((n for n in _KEYS - {"gone_runs", "title"} if not isinstance(data.get(n, ""), str)), None)
    title, runs = data.get("title"), data.get("gone_runs", 0)
    if wrong or not (title is None or isinstance(title, str)):
        return f"'{wrong or 'title'}' must be text"
    if not isinstance(runs, int) or isinstance(runs, bool) or not 0 <= runs < 10**6:
        return "'gone_runs' must be a whole number from 0"
    return _time_fault(data)


def _time_fault(data: Mapping[str, Any]) -> str:
    for name in _TIMES:
        # Thousands of rows share a few days.
        if data.get(name) and not (_TIME.fullmatch(data[name]) and _is_day(data[name][:10])):
            return f"'{name}' must be a time YYYY-MM-DDTHH:MM:SSZ, not {quote(data[name])}"
    return ""


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _problem(path: str, number: int, line: bytes, message: str) -> Diagnostic:
    width = len(line.rstrip(b"\r").decode("utf-8", "replace"))
    return Diagnostic(
        path=path,
        code="bad-links-row",
        message=message,
        span=Span(number, 1, number, 1 + max(1, width)),
        severity=Severity.WARNING,
        help="delete the row; the next run of 'dlcatalog links' writes it anew",
    )


def _few(problems: list[Diagnostic], path: str) -> list[Diagnostic]:
    rest = len(problems) - _MAX_PROBLEMS
    if rest <= 0:
        return problems
    message = f"rows must be readable, and {rest:,} more from here on are not"
    span = problems[_MAX_PROBLEMS].span
    last = Diagnostic(path=path, code="bad-links-row", message=message, span=span, severity=Severity.WARNING)
    return [*problems[:_MAX_PROBLEMS], last]
