"""What a branch changed since it left another: the files of a catalogue, and their bytes before. Asks git, writes nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dlcatalog.errors import EnvironmentProblem, UsageProblem
from dlcatalog.text import quote


@dataclass(frozen=True, slots=True)
class Changes:
    """Files below the catalogue that differ from the merge base, uncommitted and untracked ones too; and that commit."""

    base: str
    prefix: str
    paths: tuple[str, ...]


def changes_since(catalogue: Path, revision: str) -> Changes:
    """Return what changed.

    Raises: UsageProblem if there is no such revision or no repository.
    """
    if revision.startswith("-"):
        raise UsageProblem(f"--changed-since must name a revision, not {quote(revision)}")
    prefix = _git(catalogue, ["rev-parse", "--show-prefix"])
    if prefix is None:
        raise UsageProblem("--changed-since needs a catalogue that is in a git repository")
    base = _git(catalogue, ["merge-base", f"{revision}^{{commit}}", "HEAD"])
    if base is None:
        raise UsageProblem(
            f"--changed-since must name a revision that git knows and that shares history, not {quote(revision)}"
        )
    commit = base.decode().strip()
    shown = _git(catalogue, ["diff", "--name-only", "--no-renames", "-z", "--relative", commit, "--", "."])
    new = _git(catalogue, ["ls-files", "--others", "--exclude-standard", "-z", "--", "."])
    if shown is None or new is None:
        raise EnvironmentProblem("git cannot say what changed")
    names = {name.decode("utf-8", "surrogateescape") for name in (shown + new).split(b"\0") if name}
    return Changes(commit, prefix.decode("utf-8", "surrogateescape").strip("\n"), tuple(sorted(names)))


def bytes_before(catalogue: Path, changes: Changes, path: str) -> bytes | None:
    """Return what a file held at the base, None where it was not there."""
    return _git(catalogue, ["cat-file", "blob", f"{changes.base}:{changes.prefix}{path}"])


def _git(folder: Path, arguments: Sequence[str]) -> bytes | None:
    try:
        run = subprocess.run(
            ["git", "-c", "core.quotePath=false", "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            timeout=120,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return None
    except OSError as fault:
        raise EnvironmentProblem(f"cannot run git: {fault.strerror}") from fault
    return run.stdout if run.returncode == 0 else None
