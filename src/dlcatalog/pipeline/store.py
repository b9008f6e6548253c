"""What builds remember: entries under content keys in one SQLite file. Any doubt about an entry is a miss."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import orjson

from dlcatalog.errors import EnvironmentProblem

FILE: Final = "store.sqlite3"
_TABLE = "CREATE TABLE IF NOT EXISTS entries (kind TEXT, key TEXT, value BLOB, sum BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
_COLUMNS: Final = ("kind", "key", "value", "sum")
_IN_AT_ONCE: Final = 500


def checksum(kind: str, key: str, value: bytes) -> bytes:
    """The hash that an entry carries, over its place and its value."""
    return hashlib.blake2b(value, digest_size=16, key=f"{kind}/{key}".encode()[:64]).digest()


class Store:
    """A key-value store of JSON values. A damaged file is set aside and a new one begun: the next build is slow, not wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            prepare_folder(self.folder)
            try:
                self._connection = self._connect()
            except sqlite3.DatabaseError:
                self._set_aside()
                self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_TABLE)
            columns = tuple(row[1] for row in connection.execute("PRAGMA table_info(entries)"))
        except sqlite3.OperationalError as fault:
            raise EnvironmentProblem(f"cannot write the store {str(self._path)!r}: {fault}") from fault
        if columns != _COLUMNS:
            connection.close()
            raise sqlite3.DatabaseError("a table of another layout")
        return connection

    def _set_aside(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self._path}{suffix}")  # noqa: PTH108 - one of four siblings

    def get(self, kind: str, key: str) -> Any | None:
        """Return the value kept under a key, or None."""
        try:
            row = self._open().execute("SELECT value, sum FROM entries WHERE kind=? AND key=?", (kind, key)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return _checked(kind, key, *row) if row else None

    def get_many(self, kind: str, keys: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Yield (key, value) of those keys that are there and sound."""
        for key, value in self.get_raw(kind, keys):
            with contextlib.suppress(orjson.JSONDecodeError):
                yield key, orjson.loads(value)

    def get_raw(self, kind: str, keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield (key, bytes) of those keys that are there and sound."""
        wanted = list(keys)
        for start in range(0, len(wanted), _IN_AT_ONCE):
            part = wanted[start : start + _IN_AT_ONCE]
            marks = ",".join("?" * len(part))
            try:
                select = f"SELECT key, value, sum FROM entries WHERE kind=? AND key IN ({marks})"  # noqa: S608 - question marks only
                found = self._open().execute(select, (kind, *part)).fetchall()
            except sqlite3.DatabaseError:
                continue
            for key, value, total in found:
                if checksum(kind, key, value) == total:
                    yield key, value

    def put_many(self, kind: str, items: Iterable[tuple[str, Any]]) -> None:
        """Keep values under their keys, all or none."""
        rows = []
        for key, value in items:
            data = value if isinstance(value, bytes) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
            rows.append((kind, key, data, checksum(kind, key, data)))
        connection = self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as fault:
            with contextlib.suppress(sqlite3.DatabaseError):
                connection.execute("ROLLBACK")
            if isinstance(fault, sqlite3.OperationalError):
                raise EnvironmentProblem(f"cannot write the store {str(self._path)!r}: {fault}") from fault
            self.close()
            self._set_aside()

    def put(self, kind: str, key: str, value: Any) -> None:
        self.put_many(kind, [(key, value)])

    def keep_only(self, kind: str, keys: Iterable[str]) -> None:
        """Forget entries of a kind that no record of today has, once they outnumber the others."""
        wanted = set(keys)
        try:
            connection = self._open()
            present = [row[0] for row in connection.execute("SELECT key FROM entries WHERE kind=?", (kind,))]
            if len(present) <= 2 * len(wanted) + 1000:
                return
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "DELETE FROM entries WHERE kind=? AND key=?", [(kind, k) for k in present if k not in wanted]
            )
            connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            return


def _checked(kind: str, key: str, value: bytes, total: bytes) -> Any | None:
    if checksum(kind, key, value) != total:
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return None


def prepare_folder(folder: Path) -> None:
    """Make the store's folder, with a .gitignore of its own.

    Raises: EnvironmentProblem if the system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("# Kept by dlcatalog between builds; safe to delete.\n*\n", encoding="utf-8")
    except OSError as fault:
        raise EnvironmentProblem(f"cannot write the store {str(folder)!r}: {fault.strerror}") from fault
