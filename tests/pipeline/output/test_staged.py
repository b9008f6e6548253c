from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output import FileEntry, write_staged

HELLO = FileEntry("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", 5)


def test_returns_what_the_manifest_says(tmp_path: Path) -> None:
    assert write_staged(tmp_path, "papers/x/index.html", b"hello") == HELLO
    assert (tmp_path / "papers/x/index.html").read_bytes() == b"hello"


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "../x", "a/../x", "a/./x", "./x", "a//x", "a/", "a\\x", "a\0x", "c:x", "a\nx", "a\udc80x"),
        *("con", "a/NUL", "aux.html", "com1/x", "a/lpt9.txt", "a.", "a /x", "..", "..."),
        *(".dlcatalog-site", ".dlcatalog-work/lock", "manifest.json", "manifest", "manifest/0a.json"),
    ],
)
def test_refuses_path(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"must be relative|belongs to the manifest"):
        write_staged(tmp_path, path, b"hello")


@pytest.mark.parametrize("path", ["x", ".nojekyll", "console/x", "a b/é.html", "a/manifest.json", "nulls", "a..b"])
def test_accepts_path(tmp_path: Path, path: str) -> None:
    assert write_staged(tmp_path, path, b"hello") == HELLO


def test_never_writes_through_a_hard_link(tmp_path: Path) -> None:
    published, staged = tmp_path / "published.html", tmp_path / "x.html"
    published.write_text("old")
    os.link(published, staged)
    write_staged(tmp_path, "x.html", b"hello")
    assert (published.read_text(), staged.read_text()) == ("old", "hello")


def test_never_writes_through_a_link(tmp_path: Path) -> None:
    stage, outside = tmp_path / "stage", tmp_path / "outside"
    (outside / "x").mkdir(parents=True)
    (outside / "y.html").write_text("outside")
    stage.mkdir()
    (stage / "papers").symlink_to(outside)
    (stage / "y.html").symlink_to(outside / "y.html")
    write_staged(stage, "papers/x/index.html", b"hello")
    write_staged(stage, "y.html", b"hello")
    assert list((outside / "x").iterdir()) == []
    assert (outside / "y.html").read_text() == "outside"
    assert (stage / "papers/x/index.html").read_bytes() == b"hello"


def test_file_takes_the_place_of_a_folder_and_back(tmp_path: Path) -> None:
    write_staged(tmp_path, "x/y/z", b"1")
    write_staged(tmp_path, "x", b"2")
    assert (tmp_path / "x").read_bytes() == b"2"
    write_staged(tmp_path, "x/y/z", b"3")
    assert (tmp_path / "x/y/z").read_bytes() == b"3"


def test_fails_when_the_stage_is_gone(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match=r"cannot write 'x/y': no such file or directory at"):
        write_staged(tmp_path / "gone", "x/y", b"hello")


def test_many_processes_make_the_same_folders(tmp_path: Path) -> None:
    paths = [f"a/b/{number}/x" for number in range(40)] * 2
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        entries = list(pool.map(write_staged, [tmp_path] * 80, paths, [b"hello"] * 80))
    assert entries == [HELLO] * 80
