"""`dlcatalog export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dlcatalog.cli.common import catalogue_options, make_options
from dlcatalog.cli.main import EXIT_PROBLEMS
from dlcatalog.cli.reporters import text_lines, with_prefix
from dlcatalog.pipeline.export import STYLES, export
from dlcatalog.text import counted


@click.command("export")
@click.argument("query", nargs=-1)
@catalogue_options
@click.option(
    "--format", "style", type=click.Choice(STYLES), default="bibtex", show_default=True, help="How papers are written."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def command(
    query: tuple[str, ...],
    catalog: Path,
    store: Path | None,
    base_url: str,
    jobs: int,
    quiet: bool,
    style: str,
    out: Path | None,
) -> int:
    """Write the papers that match QUERY, all of them without one.

    A QUERY is made of words, "a phrase", field:value and -field:value, for example:
    year:2015..2018 has:code -kind:preprint
    """
    options = make_options(catalog=catalog, store=store, base_url=base_url, jobs=jobs)
    report, papers, data = export(options, style, " ".join(query))
    if report.errors:
        for line in text_lines(with_prefix(report, catalog)):
            click.echo(line, err=True)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        out.write_bytes(data)
    if not quiet:
        click.echo(counted(papers, "paper"), err=True)
    return EXIT_PROBLEMS if report.errors else 0
