"""What changed in a catalogue since a revision, as git says: committed, staged, uncommitted and untracked."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dlcatalog.errors import EnvironmentProblem, UsageProblem
from dlcatalog.text import quote

_SHALLOW = (
    "this clone is shallow: fetch the whole history (actions/checkout with fetch-depth: 0; git fetch --unshallow)"
)


@dataclass(frozen=True, slots=True)
class GitChanges:
    """Paths below the catalogue whose files are not what they were in the commit `base`: added, changed or gone."""

    base: str
    paths: frozenset[str]


def read_git_changes(catalogue: Path, revision: str) -> GitChanges:
    """Compare the files as they lie there with the newest commit that `revision` and HEAD have in common.

    Raises: UsageProblem where there is no git repository, no such revision, or nothing in common.
    """
    if _git(catalogue, ["rev-parse", "--git-dir"]) is None:
        raise UsageProblem("--changed-since needs git, and the catalogue is not in a git repository")
    shallow = _line(catalogue, ["rev-parse", "--is-shallow-repository"]) == "true"
    named = _line(catalogue, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    if not named:
        why = _SHALLOW if shallow else "name a branch, a tag or a commit that is there"
        raise UsageProblem(f"--changed-since: git knows no revision {quote(revision)}; {why}")
    base = _line(catalogue, ["merge-base", named, "HEAD"])
    if not base:
        why = _SHALLOW if shallow else "name one that does"
        raise UsageProblem(f"--changed-since: {quote(revision)} and HEAD have no commit in common; {why}")
    listed = _names(catalogue, ["diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", base])
    listed += _names(catalogue, ["ls-files", "--others", "--exclude-standard", "-z"])
    return GitChanges(base, frozenset(listed))


def read_old_text(catalogue: Path, base: str, path: str) -> str:
    """Return what a file below the catalogue held in a commit, or "" where it was not there."""
    return _git(catalogue, ["show", "--no-ext-diff", "--no-textconv", f"{base}:./{path}"]) or ""


def repository_of(folder: Path) -> Path | None:
    """Return the root of the git repository that a folder lies in, or None."""
    root = _line(folder, ["rev-parse", "--show-toplevel"])
    return Path(root) if root else None


def _names(folder: Path, arguments: Sequence[str]) -> list[str]:
    return [name for name in (_git(folder, arguments) or "").split("\0") if name]


def _line(folder: Path, arguments: Sequence[str]) -> str:
    return (_git(folder, arguments) or "").strip("\n")


def _git(folder: Path, arguments: Sequence[str]) -> str | None:
    """Return what git says, or None where it refuses or is not installed."""
    command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *arguments]
    try:
        run = subprocess.run(command, capture_output=True, check=False, timeout=120)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return None
    except OSError as fault:
        raise EnvironmentProblem(f"cannot run git: {fault.strerror}") from fault
    return run.stdout.decode("utf-8", "surrogateescape") if run.returncode == 0 else None
