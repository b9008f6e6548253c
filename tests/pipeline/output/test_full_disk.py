"""A disk that fills up. On a real one of 256 KiB where we may mount it, else one that is played."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output import SWAPS, Swap

from .sites import BY_NAME, build, everything, published_pages

SMALL = {"index.html": "home", "a/b": "x"}
LARGE = {f"p{number}/index.html": "x" * 4000 for number in range(100)} | {"index.html": "home 2"}


def play_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    left = [200_000]

    def write(descriptor: int, data: bytes) -> int:
        left[0] -= len(data)
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    if not mounted:
        play_full_disk(monkeypatch)
    yield place
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("ways", [SWAPS, *([way] for way in BY_NAME.values())], ids=["default", *BY_NAME])
def test_old_site_stays_and_the_next_build_is_right(disk: Path, ways: list[Swap]) -> None:
    out = disk / "site"
    build(out, SMALL, swaps=ways)
    with pytest.raises(EnvironmentProblem, match="the disk is full; free some space and build again"):
        build(out, LARGE, swaps=ways)
    assert published_pages(out) == SMALL
    build(out, {"index.html": "home 3"}, swaps=ways)
    assert everything(out) == {"index.html": "home 3"}


def test_output_is_the_disk_itself(disk: Path) -> None:
    build(disk, SMALL)
    assert published_pages(disk) == SMALL
    with pytest.raises(EnvironmentProblem, match="the disk is full"):
        build(disk, LARGE)
    assert published_pages(disk) == SMALL
    build(disk, {"index.html": "home 3"})
    assert published_pages(disk) == {"index.html": "home 3"}
