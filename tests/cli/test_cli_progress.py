from __future__ import annotations

import io

import pytest

from dlcatalog.cli.progress import ProgressLine


class Terminal(io.StringIO):
    """A stream that calls itself a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the line sees; the last one is now."""
    seconds = [0.0]
    monkeypatch.setattr("dlcatalog.cli.progress.time.monotonic", lambda: seconds[-1])
    return seconds


def test_line_counts_and_estimates(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream, "asked", shown=True)
    clock.append(1.0)
    line.step(1, 4, "ok")
    clock.append(1.1)
    line.step(2, 4, "gone")  # too soon to be worth a write
    clock.append(4.0)
    line.step(3, 4, "gone")
    clock.append(4.1)
    line.step(4, 4, "blocked")
    line.end()
    assert stream.getvalue().split("\r") == [
        "",
        "1 of 4 asked",
        "3 of 4 asked, 2 gone, about 1 s left",
        "4 of 4 asked, 2 gone, 1 blocked     ",
        " " * 31,
        "",
    ]


def test_long_runs_are_estimated_in_minutes(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream, "asked", shown=True)
    clock.append(60.0)
    line.step(1_000, 11_000, "ok")
    assert stream.getvalue() == "\r1,000 of 11,000 asked, about 10 min left"


def test_message_stands_on_a_line_of_its_own(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream, "asked", shown=True)
    clock.append(1.0)
    line.step(1, 2, "ok")
    line.say("wait")
    assert stream.getvalue().endswith("\r            \rdlcatalog: wait\n")


@pytest.mark.parametrize(("stream", "shown"), [(io.StringIO(), True), (Terminal(), False)], ids=["file", "quiet"])
def test_nothing_is_shown_off_a_terminal_or_when_quiet(stream: io.StringIO, shown: bool) -> None:
    line = ProgressLine(stream, "asked", shown=shown)
    line.step(1, 1, "ok")
    line.end()
    assert stream.getvalue() == ""
