"""Same catalogue, same bytes: whatever the processes, the folders, the order of files, the machine's words and clock."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dlcatalog.pipeline import steps

if TYPE_CHECKING:
    from conftest import Workshop, WriteCatalogue


def differing(toy: Workshop, other: Workshop) -> list[str]:
    one, two = toy.tree(), other.tree()
    return sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))


@pytest.fixture
def copy(toy: Workshop, tmp_path: Path) -> Workshop:
    """Another copy of the toy catalogue, not built."""
    workshop = type(toy)(tmp_path / "copy")
    shutil.copytree(toy.catalog, workshop.catalog, dirs_exist_ok=True)
    return workshop


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_give_what_one_process_gives(toy: Workshop, copy: Workshop, jobs: int) -> None:
    assert copy.build("--quiet", jobs=jobs).code == 0
    assert differing(toy, copy) == []


def test_many_records_in_processes_by_themselves(small: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PARALLEL_FROM", 1)
    assert small.build(jobs=0).code == 0
    monkeypatch.undo()
    assert small.stale() == []


def test_other_folder_names_and_another_working_folder(toy: Workshop, tmp_path: Path) -> None:
    workshop = type(toy)(tmp_path / "wörk shop" / "<deep>" / "er")
    workshop.catalog = workshop.top / "my catalogue"
    workshop.out, workshop.store = workshop.top / "public_html", workshop.top / "a" / "b" / "store"
    shutil.copytree(toy.catalog, workshop.catalog)
    said = workshop.spawn(
        "build", "--quiet", "--catalog", "my catalogue", "--out", "public_html", "--store", "a/b/store"
    )
    assert said.code == 0, said.err
    assert differing(toy, workshop) == []


def test_without_naming_folders(toy: Workshop, copy: Workshop) -> None:
    assert copy.spawn("build", "--quiet").code == 0
    assert differing(toy, copy) == []
    assert (copy.top / ".dlcatalog" / ".gitignore").is_file()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "America/Adak"},
        {"PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["C", "Turkish", "optimised"],
)
def test_other_environment(toy: Workshop, copy: Workshop, environment: dict[str, str]) -> None:
    said = copy.spawn("build", "--quiet", "--jobs", "2", *copy.arguments(), environment=environment)
    assert said.code == 0, said.err
    assert differing(toy, copy) == []


def test_order_in_which_folders_list_their_files(
    toy: Workshop, copy: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    class Backwards:
        def __init__(self, path: str) -> None:
            with real(path) as entries:
                self.entries = sorted(entries, key=lambda e: e.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr("dlcatalog.source.scan.os.scandir", Backwards)
    assert copy.build("--quiet").code == 0
    monkeypatch.undo()
    assert differing(toy, copy) == []


def test_order_in_which_files_were_written(toy: Workshop, copy: Workshop) -> None:
    files = sorted((p for p in toy.catalog.rglob("*") if p.is_file()), reverse=True)
    shutil.rmtree(copy.catalog)
    for number, path in enumerate(files):
        target = copy.catalog / path.relative_to(toy.catalog)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (1_000_000_000 + number, 1_000_000_000 - number))
    assert copy.build("--quiet").code == 0
    assert differing(toy, copy) == []


def test_second_build_into_another_folder(built: Workshop) -> None:
    other = built.top / "other" / "site"
    assert built.build(out=other).code == 0
    assert {p.relative_to(other) for p in other.rglob("*")} == {p.relative_to(built.out) for p in built.out.rglob("*")}
    assert built.tree() == {p.relative_to(other).as_posix(): p.read_bytes() for p in other.rglob("*") if p.is_file()}


def test_two_folders_of_one_store_follow_the_catalogue(built: Workshop) -> None:
    other = built.top / "other"
    assert built.build(out=other).code == 0
    built.edit("papers/2018/ash2018one.yaml", "One Ash", "Another Ash")
    assert built.build().code == 0
    built.edit("papers/2018/birch2018two.yaml", "Two Birches", "Other Birches")
    assert built.build(out=other).code == 0
    assert built.build().code == 0
    assert built.stale() == []
    built.out = other
    assert built.stale() == []


def test_two_catalogues_into_one_folder_by_turns(built: Workshop, write_catalogue: WriteCatalogue) -> None:
    other = write_catalogue(name="second")
    other.edit("papers/2018/ash2018one.yaml", "One Ash", "An Ash elsewhere")
    other.out, other.store = built.out, built.store
    assert other.build().code == 0
    assert other.stale() == []
    assert built.build().code == 0
    assert built.stale() == []


def test_fresh_build_changes_nothing(built: Workshop) -> None:
    before = built.tree()
    said = built.build("--fresh")
    assert "48 pages (48 rendered, 0 reused, 0 removed)" in said.out
    assert built.tree() == before


def test_no_page_names_this_machine(toy: Workshop) -> None:
    words = (str(toy.top).encode(), os.fsencode(sys.prefix), os.uname().nodename.encode() + b"/")
    assert [path for path, data in toy.tree().items() if any(word in data for word in words)] == []
