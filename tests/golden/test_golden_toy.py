"""The toy site is the golden copy. After a change that is meant: `python tests/golden/update.py`, and read the diff."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from .update import LISTING, WHOLE, golden, listing, toy_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return toy_site(tmp_path_factory.mktemp("golden"))


def changes(old: str, new: str) -> str:
    """What differs, as people read it; at most 60 lines of it."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "golden", "built", lineterm="", n=1))
    more = [f"… and {len(lines) - 60} lines more"] if len(lines) > 60 else []
    return "\n".join([*lines[:60], *more])


@pytest.mark.parametrize("path", WHOLE)
def test_page_is_the_golden_one(site: dict[str, bytes], path: str) -> None:
    difference = changes(golden(path).read_text(encoding="utf-8"), site[path].decode())
    assert not difference, f"{path} changed; if that is meant, run 'python tests/golden/update.py'\n{difference}"


def test_every_file_is_the_golden_one(site: dict[str, bytes]) -> None:
    difference = changes(LISTING.read_text(encoding="utf-8"), listing(site))
    assert not difference, f"files changed; if that is meant, run 'python tests/golden/update.py'\n{difference}"


def test_copy_holds_nothing_else() -> None:
    kept = {path.name for path in (Path(__file__).parent / "pages").iterdir()}
    assert kept == {golden(path).name for path in WHOLE}
