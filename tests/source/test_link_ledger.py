"""links.jsonl: what is read back is what was written, and what cannot be read is said and left out."""

from __future__ import annotations

import pytest

from dlcatalog.diagnostics import Span
from dlcatalog.source.link_ledger import LinkRow, format_time, parse_time, read_link_ledger, write_link_ledger

TIME = "2026-11-21T12:00:00Z"
OK = LinkRow(url="https://a.example/", link_class="ok", since=TIME, checked=TIME, last_ok=TIME, etag='"1"', title="")
GONE = LinkRow(
    url="https://b.example/ü",
    link_class="gone",
    since=TIME,
    checked=TIME,
    detail="the server answers 404",
    final_url="https://c.example/",
    suggestion="https://d.example/",
    title="T",
    title_source="og",
    gone_runs=3,
    gone_since="2026-11-01T12:00:00Z",
    archived="https://web.archive.org/web/1/https://b.example/",
)


def test_rows_are_sorted_lines_that_leave_out_what_says_nothing() -> None:
    data = write_link_ledger([GONE, OK])
    assert data.split(b"\n")[0] == (
        b'{"url":"https://a.example/","class":"ok","since":"2026-11-21T12:00:00Z","checked":"2026-11-21T12:00:00Z",'
        b'"last_ok":"2026-11-21T12:00:00Z","etag":"\\"1\\"","title":""}'
    )
    assert data.endswith(b"\n")


def test_what_was_written_is_read_back() -> None:
    assert read_link_ledger(write_link_ledger([GONE, OK]), "links.jsonl") == ({OK.url: OK, GONE.url: GONE}, ())


def test_row_that_is_gone_for_long_is_dead() -> None:
    assert GONE.is_dead
    assert not OK.is_dead


BASE = '"url":"https://a.example/","class":"ok","since":"2026-11-21T12:00:00Z","checked":"2026-11-21T12:00:00Z"'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<<<<<<< HEAD", "a row must be a JSON object on one line"),
        ("[]", "a row must be a JSON object"),
        ("{}", "a row must have the text 'url'"),
        (
            f"{{{BASE.replace('ok', 'fine')}}}",
            "'class' must be one of ok, moved, blocked, unsure, gone, wrong, refused, not 'fine'",
        ),
        (f'{{{BASE},"more":1}}', "a row must have no field 'more'"),
        (f'{{{BASE},"etag":1}}', "'etag' must be text"),
        (f'{{{BASE},"title":1}}', "'title' must be text"),
        (f'{{{BASE},"gone_runs":-1}}', "'gone_runs' must be a whole number from 0"),
        (f'{{{BASE},"gone_runs":true}}', "'gone_runs' must be a whole number from 0"),
        (f'{{{BASE},"last_ok":"today"}}', "'last_ok' must be a time YYYY-MM-DDTHH:MM:SSZ, not 'today'"),
        (
            f'{{{BASE},"last_ok":"2026-02-30T12:00:00Z"}}',
            "'last_ok' must be a time YYYY-MM-DDTHH:MM:SSZ, not '2026-02-30T12:00:00Z'",
        ),
        ('{"url":1}', "a row must have the text 'url'"),
        ("[" * 5000, "a row must be a JSON object on one line"),
        ("\udcff", "a row must be a JSON object on one line"),
    ],
)
def test_bad_row_is_said_and_left_out(line: str, message: str) -> None:
    data = b"\n" + line.encode("utf-8", "surrogateescape") + b"\n" + OK.to_line()
    rows, (problem,) = read_link_ledger(data, "links.jsonl")
    assert list(rows) == [OK.url]
    assert (problem.message, problem.code, problem.span.line, problem.severity) == (
        message,
        "bad-links-row",
        2,
        "warning",
    )


def test_of_two_rows_for_one_link_the_newer_counts() -> None:
    older = LinkRow(url=OK.url, link_class="gone", since=TIME, checked="2026-11-20T12:00:00Z")
    for rows in ([OK, older], [older, OK]):
        assert read_link_ledger(b"".join(r.to_line() for r in rows), "x")[0] == {OK.url: OK}


def test_many_bad_rows_are_few_problems() -> None:
    _, problems = read_link_ledger(b"x\n" * 200, "links.jsonl")
    assert len(problems) == 51
    assert problems[-1].message == "rows must be readable, and 150 more from here on are not"
    assert problems[-1].span == Span(51, 1, 51, 2)


def test_times_are_utc_to_the_second() -> None:
    assert format_time(parse_time(TIME)) == TIME
    with pytest.raises(ValueError, match="2026-11-21"):
        parse_time("2026-11-21")
