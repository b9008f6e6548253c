"""What a run has heard so far, line by line as it comes: a run that is cut short is taken up again where it ended."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import orjson

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output.lock import FolderLock
from dlcatalog.source.link_ledger import LinkRow, format_time, parse_time, read_link_ledger

FILE: Final = "links.journal"
# A run that was cut short longer ago is over: what it heard is kept, and its links are due like others.
TAKEN_UP_FOR: Final = timedelta(hours=20)


@dataclass(slots=True)
class Journal:
    """The journal of one catalogue, locked while a run writes it.

    Attributes:
        left: what a run that was cut short heard.
        started: when this run began; that of the run that is taken up, where there is one.
    """

    path: Path
    left: Mapping[str, LinkRow] = field(default_factory=dict)
    started: str = ""
    _file: int = -1
    _lock: FolderLock | None = None

    @classmethod
    def open(cls, folder: Path, now: datetime) -> Journal:
        """Take up the journal of a store.

        Raises: LockHeld if another run writes it; EnvironmentProblem if the system refuses.
        """
        path = folder / FILE
        journal = cls(path)
        try:
            journal._lock = FolderLock.take(f"{path}.lock", str(folder))
            journal._lock.now()
            started, journal.left = _read(path)
            journal._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
            if started and now - parse_time(started) < TAKEN_UP_FOR:
                journal.started = started
                # A line that a kill cut off must not spoil the next one.
                journal._write(b"\n")
            else:
                journal._begin(now)
        except OSError as fault:
            raise EnvironmentProblem(f"cannot write the journal '{path}': {fault.strerror}") from fault
        return journal

    def _begin(self, now: datetime) -> None:
        """Begin a run of its own; what an old one heard is carried over."""
        self.started = format_time(now)
        os.ftruncate(self._file, 0)
        head = orjson.dumps({"started": self.started}) + b"\n"
        self._write(head + b"".join(row.to_line() for row in self.left.values()))

    def was_asked(self, url: str) -> bool:
        """Whether this run has asked a link, before it was cut short."""
        row = self.left.get(url)
        return row is not None and row.checked >= self.started

    def add(self, row: LinkRow) -> None:
        """Write one row; it is there even if the process is killed in the next moment."""
        self._write(row.to_line())

    def _write(self, line: bytes) -> None:
        try:
            os.write(self._file, line)
        except OSError as fault:
            raise EnvironmentProblem(f"cannot write the journal '{self.path}': {fault.strerror}") from fault

    def finish(self) -> None:
        """Forget the run: what it heard is in the ledger now."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
        if self._lock:
            self._lock.release()


def _read(path: Path) -> tuple[str, Mapping[str, LinkRow]]:
    """Return when the run began, "" for no run, and its rows; what cannot be read is left out."""
    try:
        head, _, rest = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return "", {}
    try:
        started = orjson.loads(head)["started"]
        parse_time(started)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        return "", {}
    return started, read_link_ledger(rest, FILE)[0]
