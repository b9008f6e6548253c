"""The search index in builds, and golden queries in checks."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from dlcatalog.pipeline import golden, searching
from dlcatalog.search.writer import write_index

if TYPE_CHECKING:
    from conftest import Workshop

ASH = "papers/2018/ash2018one.yaml"


def shards(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in tree.items() if path.startswith("search-index/")}


@pytest.fixture
def written_at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the whole index was written."""
    calls: list[int] = []

    def noting(*arguments: object) -> object:
        calls.append(1)
        return write_index(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "write_index", noting)
    return calls


def test_edit_rewrites_few_shards(built: Workshop, written_at_once: list[int]) -> None:
    before = shards(built.tree())
    built.edit(ASH, "One Ash", "One Zelkova")
    assert built.build().code == 0
    after = shards(built.tree())
    assert written_at_once == []
    assert after.keys() == before.keys()
    assert 0 < sum(after[path] != before[path] for path in after) < len(after) / 2
    assert built.stale() == []


def test_lost_entry_of_the_store_costs_a_whole_index(built: Workshop, written_at_once: list[int]) -> None:
    with sqlite3.connect(built.store / "store.sqlite3") as store:
        store.execute("DELETE FROM entries WHERE kind = 'line'")
    store.close()
    built.edit(ASH, "One Ash", "One Zelkova")
    assert built.build().code == 0
    assert written_at_once == [1]
    assert built.stale() == []


def test_damaged_shard_is_healed(built: Workshop) -> None:
    (built.out / "search-index" / "t" / "0.js").write_text("nothing")
    built.edit(ASH, "One Ash", "One Zelkova")
    assert built.build().code == 0
    assert built.stale() == []


def test_new_decade_renumbers_all_papers(built: Workshop, written_at_once: list[int]) -> None:
    built.write({"papers/1975/fir1975old.yaml": built.read(ASH).replace("2018", "1975").replace("One Ash", "Old Fir")})
    assert built.build().code == 0
    assert written_at_once == [1]
    assert built.stale() == []


def test_sunk_query_is_an_error_at_its_place(built: Workshop) -> None:
    built.write({"search-tests.yaml": "- {q: one ash, expect: ash2018one}\n- {q: qqq, expect: ash2018one}\n"})
    said = built.check()
    assert said.code == 1
    assert (
        "search-tests.yaml:2:7: error[search-rank]: the query 'qqq' must find 'ash2018one' first, "
        "and does not have it; first stand no papers" in said.out
    )


def test_outcome_is_remembered_until_something_changes(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    built.write({"search-tests.yaml": "- {q: qqq, expect: ash2018one}\n"})
    first = built.check()
    monkeypatch.setattr(golden, "engine_of", lambda *_: pytest.fail("asked again"))
    assert built.check() == first
    monkeypatch.undo()
    built.edit(ASH, "One Ash", "One Qqq")
    assert built.check().code == 0


def test_severity_of_the_rule_can_be_changed(built: Workshop) -> None:
    built.write({"search-tests.yaml": "- {q: qqq, expect: ash2018one}\n"})
    built.write({"site.yaml": built.read("site.yaml") + "severity: {search-rank: off}\n"})
    assert built.check().code == 0


def test_catalogue_with_errors_is_not_asked(built: Workshop) -> None:
    built.write({"search-tests.yaml": "- {q: qqq, expect: ash2018one}\n"})
    built.edit(ASH, "year: 2018", "year: 20x8")
    said = built.check()
    assert "bad-year" in said.out
    assert "search-rank" not in said.out


def test_build_does_not_ask(built: Workshop) -> None:
    built.write({"search-tests.yaml": "- {q: qqq, expect: ash2018one}\n"})
    assert built.build().code == 0
