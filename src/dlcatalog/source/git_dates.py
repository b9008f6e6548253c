"""When a record was last committed, as git says. No git, no date: the clock and file times are never asked."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dlcatalog.errors import EnvironmentProblem


@dataclass(frozen=True, slots=True)
class GitDates:
    """Committer date (UTC, YYYY-MM-DD) by path below the catalogue; `head` is "" where there is no usable history.

    `unclear` says in a few words why dates are missing, for one note.
    """

    head: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    unclear: str = ""

    def of(self, path: str) -> str:
        return "" if path in self.changed else self.dates.get(path, "")


def _git(folder: Path, arguments: Sequence[str]) -> str | None:
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
    return run.stdout.decode("utf-8", "surrogateescape") if run.returncode == 0 else None


def read_git_dates(catalogue: Path, known: GitDates) -> GitDates:
    """Return the dates of all records, reusing what an earlier run learned while HEAD stands where it stood."""
    head_and_kind = _git(catalogue, ["rev-parse", "HEAD", "--is-shallow-repository", "--show-prefix"])
    if head_and_kind is None:
        return GitDates(unclear="the catalogue is not in a git repository with commits")
    head, shallow, prefix = [*head_and_kind.split("\n"), "", ""][:3]
    if shallow == "true":
        return GitDates(unclear="the git clone is shallow")
    status = _git(
        catalogue, ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored=no", "--", "."]
    )
    if status is None:
        return GitDates(unclear="git status failed")
    changed = frozenset(item[3:].removeprefix(prefix) for item in status.split("\0") if len(item) > 3)
    if known.head == head and known.dates:
        return GitDates(head, known.dates, changed, "some records are not committed" if changed else "")
    dates = _log(catalogue, prefix, known, head)
    return GitDates(head, dates, changed, "some records are not committed" if changed else "")


def _log(catalogue: Path, prefix: str, known: GitDates, head: str) -> dict[str, str]:
    """Walk the history from new to old; where an earlier head is an ancestor, only what came since."""
    since: list[str] = []
    if known.head and known.dates and _git(catalogue, ["merge-base", "--is-ancestor", known.head, head]) is not None:
        since = [f"^{known.head}"]
    # The newest date counts, whatever the order: so a branch that is merged late gives what reading everything anew would.
    dates = dict(known.dates) if since else {}
    log = _git(
        catalogue,
        # -c: a merge touches only what it changed against all its parents, not everything that came with a branch.
        ["log", head, *since, "--format=%x01%ct", "--name-only", "--no-renames", "-c", "-z", "--", "."],
    )
    for block in (log or "").split("\x01")[1:]:
        seconds, _, names = block.partition("\0")
        date = datetime.fromtimestamp(int(seconds.strip() or 0), UTC).date().isoformat()
        for name in names.split("\0"):
            path = name.strip("\n").removeprefix(prefix)
            if path:
                dates[path] = max(date, dates.get(path, ""))
    return dates
