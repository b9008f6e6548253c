"""The journal: what was heard survives whatever ends the run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem, LockHeld
from dlcatalog.links.journal import FILE, Journal
from dlcatalog.source.link_ledger import LinkRow, format_time

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def row(url: str, at: datetime = NOW) -> LinkRow:
    return LinkRow(url=url, link_class="ok", since=format_time(at), checked=format_time(at))


def cut_short(folder: Path, *urls: str, at: datetime = NOW) -> None:
    with Journal.open(folder, at) as journal:
        for url in urls:
            journal.add(row(url, at))


def test_run_that_was_cut_short_is_taken_up(tmp_path: Path) -> None:
    cut_short(tmp_path, "https://a.example/")
    with Journal.open(tmp_path, NOW + timedelta(hours=1)) as journal:
        assert list(journal.left) == ["https://a.example/"]
        assert journal.was_asked("https://a.example/")
        assert not journal.was_asked("https://b.example/")
        assert journal.started == "2026-11-21T12:00:00Z"


def test_old_run_is_over_but_what_it_heard_is_kept(tmp_path: Path) -> None:
    cut_short(tmp_path, "https://a.example/")
    cut_short(tmp_path, "https://b.example/", at=NOW + timedelta(days=2))
    with Journal.open(tmp_path, NOW + timedelta(days=2, hours=1)) as journal:
        assert sorted(journal.left) == ["https://a.example/", "https://b.example/"]
        assert [journal.was_asked(url) for url in sorted(journal.left)] == [False, True]


def test_finished_run_leaves_nothing(tmp_path: Path) -> None:
    with Journal.open(tmp_path, NOW) as journal:
        journal.add(row("https://a.example/"))
        journal.finish()
    with Journal.open(tmp_path, NOW) as journal:
        assert journal.left == {}


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_half_a_line_is_left_out_and_spoils_no_other(tmp_path: Path, cut: int) -> None:
    cut_short(tmp_path, "https://a.example/", "https://b.example/")
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-cut])
    cut_short(tmp_path, "https://c.example/")
    with Journal.open(tmp_path, NOW) as journal:
        assert {"https://a.example/", "https://c.example/"} <= set(journal.left)


@pytest.mark.parametrize("data", [b"", b"nonsense", b"[]\n", b'{"started":"soon"}\n', b'{"started":1}\n', b"\xff\n"])
def test_unreadable_journal_begins_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with Journal.open(tmp_path, NOW) as journal:
        assert (journal.left, journal.started) == ({}, "2026-11-21T12:00:00Z")


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with Journal.open(tmp_path, NOW), pytest.raises(LockHeld, match="process"):
        Journal.open(tmp_path, NOW)


def test_disk_that_refuses_is_an_environment_problem(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(EnvironmentProblem, match="journal"):
        Journal.open(tmp_path, NOW)
