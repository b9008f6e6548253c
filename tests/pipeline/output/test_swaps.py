"""The three ways to publish, which is taken, and what is done where a way is closed."""

from __future__ import annotations

import ctypes
import errno
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output import SWAPS, SiteFolder, Swap
from dlcatalog.pipeline.output.swaps import CannotSwap, Change, exchange

from .faults import refuse
from .sites import BY_NAME, build, everything, published_pages

OLD = {"index.html": "old", "a/b": "x"}
NEW = {"index.html": "new", "c/d": "y", "a/b": "x"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


@dataclass
class Watched:
    """A way to publish that says whether it was gone."""

    way: Swap
    gone: bool = False

    @property
    def needs_whole_tree(self) -> bool:
        return self.way.needs_whole_tree

    def swap(self, change: Change) -> None:
        self.way.swap(change)
        self.gone = True


class Closed:
    needs_whole_tree = True

    def swap(self, change: Change) -> None:
        raise CannotSwap


def test_folders_change_places(tmp_path: Path) -> None:
    (tmp_path / "one" / "x").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    exchange(str(tmp_path / "one"), str(tmp_path / "other"))
    assert (tmp_path / "other" / "x").is_dir()
    assert not (tmp_path / "one" / "x").exists()


def test_exchange_of_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        exchange(str(tmp_path / "one"), str(tmp_path / "other"))


def test_exchange_of_a_mount_point(tmp_path: Path) -> None:
    with pytest.raises(CannotSwap):
        exchange(str(tmp_path), "/proc")


def test_exchange_without_the_system_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    with pytest.raises(CannotSwap):
        exchange(str(tmp_path / "one"), str(tmp_path / "other"))


def test_the_first_open_way_is_taken(out: Path) -> None:
    ways = [Watched(way) for way in SWAPS]
    build(out, OLD, swaps=ways)
    assert [way.gone for way in ways] == [True, False, False]


@pytest.mark.parametrize("name", ["rename", "in-place"])
def test_the_next_way_where_one_is_closed(out: Path, name: str) -> None:
    way = Watched(BY_NAME[name])
    for pages in (OLD, NEW, OLD):
        build(out, pages, swaps=[Closed(), way])
        assert everything(out) == pages
    assert way.gone


def test_every_way_closed(out: Path) -> None:
    build(out, OLD)
    with pytest.raises(EnvironmentProblem, match="cannot be replaced here; name another folder with --out"):
        build(out, NEW, swaps=[Closed()])
    assert published_pages(out) == OLD


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EBUSY, errno.EACCES])
def test_folder_that_cannot_be_renamed_is_published_in_place(
    out: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    build(out, OLD)
    before = out.stat().st_ino
    real = os.rename
    monkeypatch.setattr(os, "rename", lambda one, other: refuse(code)() if one == str(out) else real(one, other))
    build(out, NEW, swaps=[BY_NAME["rename"], BY_NAME["in-place"]])
    assert everything(out) == NEW
    assert out.stat().st_ino == before


def test_output_on_another_mount_is_published_in_place(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out, OLD)
    before = out.stat().st_ino
    monkeypatch.setattr(os, "link", lambda *_, **__: refuse(errno.EXDEV)())
    build(out, NEW)
    assert everything(out) == NEW
    assert out.stat().st_ino == before


def test_copies_where_nothing_can_be_linked(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", lambda *_, **__: refuse(errno.EPERM)())
    build(out, OLD)
    (out / "mine.txt").write_text("mine")
    for pages in (NEW, OLD, NEW):
        build(out, pages)
        assert published_pages(out) == pages
        assert everything(out) == pages | {"mine.txt": "mine"}


def test_rename_is_taken_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out, OLD)
    real = os.rename
    monkeypatch.setattr(
        os,
        "rename",
        lambda one, other: refuse(errno.EIO)() if "tree-" in one and other == str(out) else real(one, other),
    )
    with pytest.raises(EnvironmentProblem, match="input/output error"):
        build(out, NEW, swaps=[BY_NAME["rename"]])
    assert published_pages(out) == OLD


def test_killed_between_the_renames(out: Path) -> None:
    build(out, OLD)
    out.rename(out.parent / ".site.dlcatalog-work" / "old")
    SiteFolder.open(out, out.parent / "store").close()
    assert published_pages(out) == OLD


def test_killed_between_the_renames_and_the_folder_was_missed(out: Path) -> None:
    build(out, OLD)
    out.rename(out.parent / ".site.dlcatalog-work" / "old")
    out.mkdir()
    SiteFolder.open(out, out.parent / "store").close()
    assert published_pages(out) == OLD


@pytest.mark.parametrize("is_mount", [True, False], ids=["mount-point", "closed-parent"])
def test_work_folder_inside(out: Path, monkeypatch: pytest.MonkeyPatch, is_mount: bool) -> None:
    out.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda _: is_mount)
    monkeypatch.setattr(os, "access", lambda *_: False)
    for pages in (OLD, NEW):
        build(out, pages)
        assert published_pages(out) == pages
    assert sorted(path.name for path in out.parent.iterdir()) == ["site", "store"]
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [".dlcatalog-site", ".dlcatalog-work", "a", "c", "index.html", "manifest.json"]
    )
    assert sorted(path.name for path in (out / ".dlcatalog-work").iterdir()) == [".gitignore", "README", "lock"]


def test_garbled_journal_is_put_away(out: Path) -> None:
    build(out, OLD)
    work = out / ".dlcatalog-work"
    (work / "ready").mkdir(parents=True)
    (work / "README").write_text("")
    (work / "journal").write_text("no journal")
    build(out, NEW)
    assert everything(out) == NEW


def test_folder_called_like_the_work_folder_is_left_alone(out: Path) -> None:
    build(out, OLD)
    (out / ".dlcatalog-work").mkdir()
    (out / ".dlcatalog-work" / "journal").write_text("mine")
    with SiteFolder.open(out, out.parent / "store") as site:
        assert set(site.published) == set(OLD)
    assert (out / ".dlcatalog-work" / "journal").read_text() == "mine"
