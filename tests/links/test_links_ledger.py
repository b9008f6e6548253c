"""What answers change in the ledger, and when a link is due."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dlcatalog.links.answers import Answer, LinkClass
from dlcatalog.links.collect import collect
from dlcatalog.links.ledger import is_due, judged, updated
from dlcatalog.links.policy import verdict_of
from dlcatalog.links.replies import Fault, Reply
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.source.link_ledger import LinkRow

URL = "https://a.example/x"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def answer(link_class: str, **more: str) -> Answer:
    return Answer(link_class=LinkClass(link_class), **more)  # type: ignore[arg-type]


def after(*runs: tuple[int, str]) -> LinkRow:
    """The row after runs (day, class)."""
    row = None
    for day, link_class in runs:
        row = updated(row, URL, answer(link_class), NOW + timedelta(days=day))
    assert row
    return row


@pytest.mark.parametrize(
    ("runs", "is_dead"),
    [
        ([(0, "gone"), (7, "gone"), (14, "gone")], True),
        ([(0, "gone"), (3, "gone"), (7, "gone")], True),
        ([(0, "gone"), (1, "gone"), (2, "gone")], False),
        ([(0, "gone"), (14, "gone")], False),
        ([(0, "gone"), (7, "ok"), (14, "gone"), (21, "gone")], False),
        ([(0, "gone"), (7, "unsure"), (14, "gone"), (21, "gone")], True),
        ([(0, "gone"), (7, "gone"), (14, "gone"), (21, "unsure")], False),
        ([(0, "gone"), (7, "gone"), (14, "moved"), (21, "gone")], False),
        ([(0, "unsure"), (7, "unsure"), (14, "unsure")], False),
        ([(0, "blocked"), (7, "blocked"), (30, "gone")], False),
    ],
)
def test_link_is_dead_when_gone_on_three_runs_over_seven_days(runs: list[tuple[int, str]], is_dead: bool) -> None:
    assert after(*runs).is_dead is is_dead


def test_row_tells_since_when_and_when_last_good() -> None:
    row = after((0, "ok"), (7, "gone"), (14, "gone"))
    assert (row.last_ok, row.since, row.checked) == (
        "2026-11-21T12:00:00Z",
        "2026-11-28T12:00:00Z",
        "2026-12-05T12:00:00Z",
    )
    assert (row.gone_runs, row.gone_since) == (2, "2026-11-28T12:00:00Z")


def test_unchanged_page_keeps_its_title() -> None:
    row = updated(None, URL, Answer(link_class=LinkClass.OK, title="T", title_source="og", etag="1"), NOW)
    row = updated(row, URL, Answer(link_class=LinkClass.OK), NOW)
    assert (row.title, row.title_source) == ("T", "og")


def test_capture_stays_known() -> None:
    row = updated(None, URL, answer("gone", archived="https://web.archive.org/x"), NOW)
    assert updated(row, URL, answer("gone"), NOW).archived == "https://web.archive.org/x"


@pytest.mark.parametrize(
    ("link_class", "days", "max_age", "titled", "due"),
    [
        ("ok", 6.9, 7, False, False),
        ("ok", 7, 7, False, True),
        ("ok", 0, 0, False, True),
        ("ok", 0, 7, True, True),
        ("moved", 1, 7, False, False),
        ("gone", 0.5, 7, False, False),
        ("gone", 1, 7, False, True),
        ("gone", 0.5, 7, True, False),
        ("unsure", 1, 30, False, True),
        ("blocked", 0.1, 1, False, False),
    ],
)
def test_link_is_due(link_class: str, days: float, max_age: int, titled: bool, due: bool) -> None:
    row = after((0, link_class))
    assert is_due(row, NOW + timedelta(days=days), max_age=max_age, titled=titled) is due


def test_unknown_link_is_due() -> None:
    assert is_due(None, NOW, max_age=7, titled=False)


def test_title_of_another_paper_is_wrong_and_a_corrected_record_mends_it() -> None:
    row = updated(
        None,
        URL,
        Answer(link_class=LinkClass.OK, title="Stone Walls in Northern Landscapes", title_source="title"),
        NOW,
    )
    wrong = judged(row, ("Growing Trees by Patient Watering",), NOW)
    assert wrong.link_class == "wrong"
    assert judged(wrong, ("Stone Walls in Northern Landscapes",), NOW).link_class == "ok"


def test_link_that_two_records_share_is_right_for_one_of_them() -> None:
    row = updated(None, URL, Answer(link_class=LinkClass.OK, title="Stone Walls in Northern Landscapes"), NOW)
    assert (
        judged(row, ("Growing Trees by Patient Watering", "Stone Walls in Northern Landscapes"), NOW).link_class == "ok"
    )


def test_link_without_a_title_to_compare_is_not_judged() -> None:
    row = updated(None, URL, Answer(link_class=LinkClass.OK, title=""), NOW)
    assert judged(row, ("Growing Trees by Patient Watering",), NOW).link_class == "ok"


FAULTS = [Reply(status=s) for s in (429, 403, 500, 503)] + [
    Reply(fault=f) for f in (Fault.TIMEOUT, Fault.RESET, Fault.TLS)
]


def test_a_thousand_weekly_runs_with_two_percent_faults_raise_no_false_alarm(tmp_path: Path) -> None:
    """The links of the shipped catalogue, all of them good; in each run 2 % fail, one in ten of those as if gone."""
    options = BuildOptions(catalog=ROOT / "catalog", out=tmp_path / "site", store=tmp_path / "store", jobs=1)
    urls = sorted({use.asked for use in collect(options)[0].uses})
    assert len(urls) > 500
    chance = random.Random(20261121)
    gone = [Reply(status=404), Reply(fault=Fault.NO_NAME)]
    rows: dict[str, LinkRow] = {}
    alarms, doubts = [], 0
    for week in range(1000):
        now = NOW + timedelta(weeks=week)
        for url in urls:
            row = rows.get(url)
            if chance.random() < 0.02:
                verdict = verdict_of(chance.choice(gone if chance.random() < 0.1 else FAULTS))
                rows[url] = updated(row, url, Answer(link_class=verdict.link_class), now)
                doubts += rows[url].link_class == "gone"
                alarms += [url] if rows[url].is_dead else []
            elif row is None or row.link_class != "ok":
                rows[url] = updated(row, url, Answer(link_class=LinkClass.OK), now)
    assert doubts > 500
    assert alarms == []
