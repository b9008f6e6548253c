"""The store is a memory, never the truth: any doubt about an entry is a miss, and the next build is slow, not wrong."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.store import FILE, Store, checksum

if TYPE_CHECKING:
    from conftest import Workshop

HAZEL = "papers/2021/hazel2021seven.yaml"
Damage = Callable[[bytes, bytes], tuple[bytes, bytes]]
DAMAGES: dict[str, Damage] = {
    "flipped bit": lambda value, total: (bytes([value[0] ^ 1]) + value[1:], total),
    "flipped last bit": lambda value, total: (value[:-1] + bytes([value[-1] ^ 1]), total),
    "truncated value": lambda value, total: (value[: len(value) // 2], total),
    "empty value": lambda value, total: (b"", total),
    "other checksum": lambda value, total: (value, bytes(16)),
    "no checksum": lambda value, total: (value, b""),
}
KINDS = ("facts", "body", "line", "state", "stamps")


def entries(folder: Path, kind: str) -> list[tuple[str, bytes, bytes]]:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return connection.execute("SELECT key, value, sum FROM entries WHERE kind=? ORDER BY key", (kind,)).fetchall()


def damage(folder: Path, kind: str, how: Damage) -> None:
    rows = [(*how(value, total), kind, key) for key, value, total in entries(folder, kind)]
    assert rows
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.executemany("UPDATE entries SET value=?, sum=? WHERE kind=? AND key=?", rows)
        connection.commit()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store") as opened:
        yield opened


def test_what_was_put_is_there(store: Store) -> None:
    store.put("facts", "a", {"x": [1, "ä", None]})
    assert store.get("facts", "a") == {"x": [1, "ä", None]}


def test_what_was_not_put_is_missing(store: Store) -> None:
    store.put("facts", "a", 1)
    assert (store.get("facts", "b"), store.get("body", "a")) == (None, None)


def test_entry_is_there_for_the_next_process(store: Store) -> None:
    store.put("facts", "a", 1)
    store.close()
    with Store(store.folder) as again:
        assert again.get("facts", "a") == 1


def test_last_value_counts(store: Store) -> None:
    store.put("facts", "a", 1)
    store.put("facts", "a", 2)
    assert store.get("facts", "a") == 2


def test_many_are_read_at_once(store: Store) -> None:
    store.put_many("facts", [(f"k{n}", n) for n in range(1200)])
    assert dict(store.get_many("facts", [f"k{n}" for n in range(1300)])) == {f"k{n}": n for n in range(1200)}


@pytest.mark.parametrize("how", DAMAGES.values(), ids=DAMAGES)
def test_damaged_entry_is_a_miss(store: Store, how: Damage) -> None:
    store.put("facts", "a", {"title": "x"})
    damage(store.folder, "facts", how)
    assert store.get("facts", "a") is None
    assert list(store.get_many("facts", ["a"])) == []
    assert list(store.get_raw("facts", ["a"])) == []


def test_entry_of_another_key_is_a_miss(store: Store) -> None:
    store.put("facts", "a", 1)
    with closing(sqlite3.connect(store.folder / FILE)) as connection:
        connection.execute("UPDATE entries SET key='b'")
        connection.commit()
    assert store.get("facts", "b") is None


def test_value_that_is_no_json_is_a_miss(store: Store) -> None:
    store.put("facts", "a", b"{")
    assert store.get("facts", "a") is None
    assert list(store.get_many("facts", ["a"])) == []


def test_checksum_is_over_place_and_value() -> None:
    sums = {checksum(kind, key, value) for kind in "ab" for key in "cd" for value in (b"e", b"f")}
    assert len(sums) == 8


def test_folder_is_ignored_by_git(store: Store) -> None:
    assert (store.folder / ".gitignore").read_text().endswith("\n*\n")


def test_own_gitignore_of_somebody_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    Store(tmp_path).__enter__().close()
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(EnvironmentProblem, match="cannot write the store"):
        Store(tmp_path / "store").__enter__()


@pytest.mark.parametrize(
    "data", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000], ids=["0", "text", "head"]
)
def test_file_that_is_no_database_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with Store(tmp_path) as store:
        store.put("facts", "a", 1)
        assert store.get("facts", "a") == 1


def test_forgotten_are_only_entries_that_nothing_needs(store: Store) -> None:
    store.put_many("line", [(f"k{n}", n) for n in range(1100)])
    store.keep_only("line", ["k1", "k2"])
    assert dict(store.get_many("line", ["k1", "k2", "k3"])) == {"k1": 1, "k2": 2}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment for a locked database, not half a minute."""
    real = sqlite3.connect

    def connect(path: Path, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = real(path, **{**options, "timeout": 0.05})
        return made

    monkeypatch.setattr("dlcatalog.pipeline.store.sqlite3.connect", connect)


@pytest.mark.usefixtures("impatient")
def test_locked_database_is_said_in_one_line(built: Workshop) -> None:
    before = built.tree()
    built.edit(HAZEL, "Lone", "Lonely")
    with closing(sqlite3.connect(built.store / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = built.build("--quiet")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("dlcatalog: cannot write the store ")
    assert said.err.endswith("database is locked\n")
    assert built.tree() == before
    assert built.build().code == 0
    assert built.stale() == []


def test_database_that_others_read_does_no_harm(built: Workshop) -> None:
    built.edit(HAZEL, "Lone", "Lonely")
    with closing(sqlite3.connect(built.store / FILE, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM entries").fetchone()
        assert built.build().code == 0
    assert built.stale() == []


@pytest.mark.parametrize("how", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_build_with_damaged_entries_is_right(built: Workshop, kind: str, how: Damage) -> None:
    built.edit(HAZEL, "Lone", "Lonely")
    damage(built.store, kind, how)
    said = built.build()
    assert said.code == 0, said.err
    assert built.stale() == []


@pytest.mark.parametrize("kind", KINDS)
def test_build_without_some_entries_is_right(built: Workshop, kind: str) -> None:
    built.edit(HAZEL, "Lone", "Lonely")
    with closing(sqlite3.connect(built.store / FILE)) as connection:
        connection.execute("DELETE FROM entries WHERE kind=?", (kind,))
        connection.commit()
    said = built.build()
    assert said.code == 0, said.err
    assert built.stale() == []


@pytest.mark.parametrize("kind", KINDS)
def test_fresh_build_asks_no_entry(built: Workshop, kind: str) -> None:
    damage(built.store, kind, DAMAGES["flipped bit"])
    said = built.build("--fresh")
    assert said.code == 0, said.err
    assert built.stale() == []


@pytest.mark.parametrize("kind", KINDS)
def test_build_without_some_entries_for_a_new_folder_is_right(built: Workshop, kind: str) -> None:
    damage(built.store, kind, DAMAGES["flipped bit"])
    other = built.top / "other"
    said = built.build(out=other)
    assert said.code == 0, said.err
    assert (other / "catalog.jsonl").read_bytes() == (built.out / "catalog.jsonl").read_bytes()


@pytest.mark.parametrize("seed", range(12))
def test_build_with_garbled_pages_of_the_database_is_right(built: Workshop, seed: int) -> None:
    built.edit(HAZEL, "Lone", "Lonely")
    dice, path = random.Random(seed), built.store / FILE
    data = bytearray(path.read_bytes())
    for _ in range(6):
        start = dice.randrange(100, len(data) - 600)
        data[start : start + 600] = dice.randbytes(600)
    path.write_bytes(data)
    said = built.build()
    assert said.code == 0, said.err
    assert built.stale() == []
    assert built.build().code == 0


@pytest.mark.parametrize("part", [0, 16, 4096, 4097, 20_000])
def test_build_with_a_truncated_database_is_right(built: Workshop, part: int) -> None:
    built.edit(HAZEL, "Lone", "Lonely")
    (built.store / FILE).write_bytes((built.store / FILE).read_bytes()[:part])
    said = built.build()
    assert said.code == 0, said.err
    assert built.stale() == []


def test_store_of_another_layout_is_begun_anew(built: Workshop) -> None:
    (built.store / FILE).unlink()
    with closing(sqlite3.connect(built.store / FILE)) as connection:
        connection.execute("CREATE TABLE entries (kind TEXT, name TEXT)")
        connection.commit()
    said = built.build("--fresh")
    assert said.code == 0, said.err
    assert built.stale() == []


def test_deleted_store_costs_time_only(built: Workshop) -> None:
    before = built.tree()
    for path in built.store.iterdir():
        path.unlink()
    assert built.build().code == 0
    assert built.tree() == before
