"""Which problems concern a change: those in its files, and those that point at what its files add, change or remove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.source.git_changes import read_git_changes, read_old_text
from dlcatalog.source.yaml_tree import read_yaml

_TABLES: Final = ("topics", "venues", "people")
_LEDGER: Final = "citations.csv"


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs from an earlier state.

    Attributes:
        paths: files below the catalogue, also those that are gone.
        things: what these files define, as "papers/ID", "topics/ID" and the like.
    """

    paths: frozenset[str]
    things: frozenset[str]

    def concerns(self, problem: Diagnostic) -> bool:
        """Whether a problem stands in a changed file, or hangs on what one of them defines."""
        own = _thing(problem.path)
        return problem.path in self.paths or own in self.things or not self.things.isdisjoint(problem.about)

    def of(self, report: Report) -> Report:
        """Keep the problems that concern the change."""
        return Report(tuple(problem for problem in report if self.concerns(problem)))


def changed_since(catalogue: Path, revision: str) -> Changed:
    """Compare the catalogue with the newest commit that `revision` and HEAD have in common.

    Raises: UsageProblem where git cannot tell.
    """
    changes = read_git_changes(catalogue, revision)
    things = {thing for path in changes.paths if (thing := _thing(path))}
    for table in _TABLES:
        if f"{table}.yaml" in changes.paths:
            before, now = _both(catalogue, changes.base, f"{table}.yaml")
            things |= {f"{table}/{entry}" for entry in _changed_entries(before, now)}
    if _LEDGER in changes.paths:
        before, now = _both(catalogue, changes.base, _LEDGER)
        things |= {f"citations/{paper}" for paper in _changed_rows(before, now)}
    return Changed(changes.paths, frozenset(things))


def _thing(path: str) -> str:
    """Name what a file defines: a paper or a roundup by its id, an image by its path."""
    folder, _, rest = path.partition("/")
    if folder == "images":
        return path
    is_record = folder in ("papers", "collections") and rest.endswith(".yaml")
    return f"{folder}/{rest.rpartition('/')[2].removesuffix('.yaml')}" if is_record else ""


def _both(catalogue: Path, base: str, path: str) -> tuple[str, str]:
    try:
        now = (catalogue / path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        now = ""
    return read_old_text(catalogue, base, path), now


def _changed_entries(before: str, now: str) -> Iterator[str]:
    """The keys of a vocabulary file whose entries differ."""
    old, new = (read_yaml(text, "").tree for text in (before, now))
    old_table, new_table = old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}
    for key in old_table.keys() | new_table.keys():
        if old_table.get(key) != new_table.get(key):
            yield str(key)


def _changed_rows(before: str, now: str) -> Iterator[str]:
    """The papers of the rows that one of two ledgers has and the other has not."""
    for row in set(before.splitlines()) ^ set(now.splitlines()):
        yield row.partition(",")[0].strip('"')
