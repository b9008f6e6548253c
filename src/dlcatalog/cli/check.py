"""`dlcatalog check`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from dlcatalog.cli.common import catalogue_options, make_options
from dlcatalog.cli.main import EXIT_PROBLEMS
from dlcatalog.cli.reporters import json_text, text_lines, with_prefix
from dlcatalog.diagnostics import Report
from dlcatalog.errors import UsageProblem
from dlcatalog.pipeline.steps import check
from dlcatalog.text import counted


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@catalogue_options
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How problems are written.",
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
) -> int:
    """Find everything that is wrong without the network. With PATHs, show only what stands in these files."""
    options = make_options(catalog=catalog, store=store, base_url=base_url, jobs=jobs, strict=strict)
    report, papers = check(options)
    shown = _only(with_prefix(report, catalog), paths)
    if style == "json":
        click.echo(json_text(shown, papers))
    elif shown.diagnostics and (not quiet or shown.errors or shown.warnings):
        for line in text_lines(shown):
            click.echo(line)
    elif not quiet:
        click.echo(f"{counted(papers, 'paper')}, no problems")
    return 0 if shown.is_clean(strict=strict) else EXIT_PROBLEMS


def _only(report: Report, paths: tuple[Path, ...]) -> Report:
    """Keep what stands in the given files or below the given folders."""
    if not paths:
        return report
    for path in paths:
        if not path.exists():
            raise UsageProblem(f"the path '{path}' does not exist")
    wanted = [os.path.realpath(path) for path in paths]

    def is_wanted(path: str) -> bool:
        real = os.path.realpath(path)
        return any(real == w or real.startswith(w + os.sep) for w in wanted)

    return Report.of(d for d in report if is_wanted(d.path))
