"""`dlcatalog check`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from dlcatalog.checks.registry import all_rules
from dlcatalog.cli.common import catalogue_options, make_options
from dlcatalog.cli.main import EXIT_PROBLEMS
from dlcatalog.cli.reporters import STYLES, Outcome, write_report
from dlcatalog.diagnostics import Report
from dlcatalog.errors import UsageProblem
from dlcatalog.pipeline.changed import Changed, changed_since
from dlcatalog.pipeline.steps import check, require_catalogue
from dlcatalog.text import counted


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@catalogue_options
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--format",
    "style",
    type=click.Choice(STYLES),
    default="text",
    show_default=True,
    help="How problems are written.",
)
@click.option(
    "--changed-since",
    "revision",
    metavar="REV",
    help="Show only what stands in a file changed since REV, or points at what such a file adds, changes or removes.",
)
def command(
    paths: tuple[Path, ...],
    catalog: Path,
    store: Path | None,
    base_url: str,
    jobs: int,
    quiet: bool,
    strict: bool,
    style: str,
    revision: str | None,
) -> int:
    """Find everything that is wrong without the network. With PATHs, show only what stands in these files."""
    options = make_options(catalog=catalog, store=store, base_url=base_url, jobs=jobs, strict=strict)
    require_catalogue(options)
    changed = changed_since(catalog, revision) if revision is not None else None
    report, papers = check(options)
    shown = _only(changed.of(report) if changed else report, catalog, paths)
    outcome = Outcome(
        report=shown,
        catalog=catalog,
        rules=all_rules(),
        counts={"papers": papers},
        clean=f"{counted(papers, 'paper')}, no problems",
        changed=_to_show_first(changed, catalog, style),
        strict=strict,
    )
    write_report(outcome, style, quiet=quiet)
    return 0 if shown.is_clean(strict=strict) else EXIT_PROBLEMS


def _to_show_first(changed: Changed | None, catalog: Path, style: str) -> frozenset[str]:
    """The changed files; where nobody said since when, those of the pull request that GitHub Actions runs for."""
    if changed is None and style == "github" and (base := os.environ.get("GITHUB_BASE_REF")):
        try:
            changed = changed_since(catalog, f"origin/{base}")
        except UsageProblem:
            return frozenset()
    return changed.paths if changed else frozenset()


def _only(report: Report, catalog: Path, paths: tuple[Path, ...]) -> Report:
    """Keep what stands in the given files or below the given folders."""
    if not paths:
        return report
    for path in paths:
        if not path.exists():
            raise UsageProblem(f"the path '{path}' does not exist")
    wanted = [os.path.realpath(path) for path in paths]

    def is_wanted(path: str) -> bool:
        real = os.path.realpath(catalog / path)
        return any(real == w or real.startswith(w + os.sep) for w in wanted)

    return Report.of(d for d in report if is_wanted(d.path))
