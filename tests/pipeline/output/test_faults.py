"""Whatever the file system refuses, and whenever: the site is the old one or the new one, and the next build right."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output import SiteFolder

from .faults import BROKEN, FULL, Faults
from .sites import BY_NAME, build, everything, published_pages

OLD = {"index.html": "old", "a": "a file", "b/index.html": "b", "same/x.html": "x"}
NEW = {"index.html": "new", "a/index.html": "a folder", "b": "b", "same/x.html": "x", "c/d/e.html": "e"}
NEXT = {"index.html": "next", "a": "a file", "b/index.html": "b2", "f/g.html": "g"}


def attempt(folder: Path, swap: str, fault: Faults) -> bool:
    """Publish NEW over OLD with the fault, then NEXT without; return whether the fault happened."""
    out = folder / "site"
    ways = [BY_NAME[swap]]
    build(out, OLD, swaps=ways)
    (out / "notes").mkdir()
    (out / "notes" / "mine.txt").write_text("mine")
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(EnvironmentProblem):
        fault.install(patch.setattr)
        build(out, NEW, swaps=ways)
    fault.stopped = True
    if not fault.lasting:
        assert published_pages(out) in (OLD, NEW)
    SiteFolder.open(out, folder / "store").close()  # finishes what was begun
    assert published_pages(out) in (OLD, NEW)
    build(out, NEXT, swaps=ways)
    assert published_pages(out) == NEXT
    assert everything(out) == NEXT | {"notes/mine.txt": "mine"}
    return fault.happened


@pytest.mark.parametrize(
    ("refusal", "lasting"), [(FULL, False), (BROKEN, False), (FULL, True)], ids=["full", "broken", "full-for-good"]
)
@pytest.mark.parametrize("swap", BY_NAME)
def test_refused_at_every_step(tmp_path: Path, swap: str, refusal: Callable[[], None], lasting: bool) -> None:
    step = 1
    while attempt(tmp_path / str(step), swap, Faults(step, refusal, lasting=lasting)):
        step += 1
    assert step > 40


def test_problem_is_one_line_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda *_: FULL())
    with pytest.raises(EnvironmentProblem) as problem:
        build(tmp_path / "site", OLD)
    assert str(problem.value) == (
        f"cannot write '{tmp_path / 'site'}': the disk is full; free some space and build again"
    )
