"""Paths of problems as a reader of the report expects them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.source.git_changes import repository_of


def with_prefix(report: Report, catalog: Path) -> Report:
    """Lead every path through the catalogue folder as it was given; templates keep theirs."""
    return Report.of(replace(d, path=d.path if d.code == "template-error" else _join(catalog, d.path)) for d in report)


def in_repository(report: Report, catalog: Path, first: frozenset[str] = frozenset()) -> Report:
    """Lead every path from the root of the git repository, for that is where GitHub looks; without one, as it was given.

    Problems of the files in `first` (paths below the catalogue) stand before the others, and errors before warnings.
    """
    ordered = sorted(report, key=lambda d: (d.path not in first, _RANK[str(d.severity)], *d.as_sort_key()))
    root = repository_of(catalog)
    if root is None:
        return Report(tuple(replace(d, path=_reached(d, catalog)) for d in ordered))
    return Report(tuple(replace(d, path=_below(root, _reached(d, catalog))) for d in ordered))


_RANK = {"error": 0, "warning": 1, "note": 2}


def _reached(problem: Diagnostic, catalog: Path) -> str:
    return problem.path if problem.code == "template-error" else _join(catalog, problem.path)


def _below(root: Path, path: str) -> str:
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")
    return path if relative.startswith("../") else relative


def _join(catalog: Path, path: str) -> str:
    return os.path.normpath(os.path.join(catalog, path)).replace(os.sep, "/")  # noqa: PTH118
