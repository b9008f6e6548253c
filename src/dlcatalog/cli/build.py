"""`dlcatalog build`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from dlcatalog.cli.common import catalogue_options, make_options, theme_options
from dlcatalog.cli.main import EXIT_PROBLEMS
from dlcatalog.cli.reporters import text_lines, with_prefix
from dlcatalog.pipeline.offline import Edition
from dlcatalog.pipeline.steps import BuildResult, build
from dlcatalog.text import counted


@click.command("build")
@catalogue_options
@theme_options
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--fresh", is_flag=True, help="Forget what earlier builds remembered.")
@click.option("--keep-going", is_flag=True, help="Leave out records that have errors and publish the rest.")
@click.option(
    "--zip",
    "offline",
    type=click.Path(path_type=Path),
    help="Also write the offline edition, one file to unzip and open.",
)
@click.option("--report", type=click.Path(path_type=Path), help="Write the figures of this build to a JSON file.")
@click.option(
    "--changes",
    nargs=2,
    type=click.Path(path_type=Path),
    metavar="SITE FILE",
    help="Compare with the SITE that an earlier build left in a folder, and write the pages that differ to a Markdown FILE.",
)
def command(
    catalog: Path,
    store: Path | None,
    base_url: str,
    jobs: int,
    quiet: bool,
    out: Path,
    templates: Path | None,
    static: Path | None,
    strict: bool,
    fresh: bool,
    keep_going: bool,
    offline: Path | None,
    report: Path | None,
    changes: tuple[Path, Path] | None,
) -> int:
    """Build the site; publish it only if nothing is wrong."""
    options = make_options(
        catalog=catalog,
        store=store,
        base_url=base_url,
        jobs=jobs,
        out=out,
        templates=templates,
        static=static,
        offline=offline,
        strict=strict,
        fresh=fresh,
        keep_going=keep_going,
    )
    result = build(options)
    shown = with_prefix(result.report, catalog)
    problems = bool(result.report.errors or result.report.warnings)
    if problems or (shown.diagnostics and not quiet):
        for line in text_lines(shown):
            click.echo(line, err=True)
    if report:
        report.write_text(json.dumps(_figures(result), indent=2) + "\n", encoding="utf-8")
    if changes and result.published:
        from dlcatalog.pipeline.compare import compare_sites, markdown_of  # noqa: PLC0415 - few builds compare

        changes[1].write_text("".join(markdown_of(compare_sites(changes[0], out))), encoding="utf-8")
    if not quiet:
        click.echo(_last_line(result, out), err=not result.published)
    if result.edition:
        _say_edition(result.edition, quiet=quiet)
    return 0 if result.published and result.report.is_clean(strict=strict) else EXIT_PROBLEMS


def _last_line(result: BuildResult, out: Path) -> str:
    if not result.published:
        return "nothing was published; the last good site, if there is one, stays"
    made = f"{counted(result.papers, 'paper')}, {counted(result.pages, 'page')}"
    done = (
        "nothing changed"
        if result.unchanged
        else f"{result.rendered:,} rendered, {result.reused:,} reused, {result.removed:,} removed"
    )
    return f"{out.absolute() / 'index.html'}: {made} ({done}) in {result.seconds:.2f} s"


def _say_edition(edition: Edition, *, quiet: bool) -> None:
    for page, link in edition.strays:
        click.echo(f"warning: the offline edition does not hold what '{link}' on '{page}' leads to", err=True)
    if not quiet:
        click.echo(f"{edition.path}: {counted(edition.files, 'file')}, {edition.size / 1_000_000:.1f} MB")


def _figures(result: BuildResult) -> dict[str, object]:
    return {
        "papers": result.papers,
        "pages": result.pages,
        "rendered": result.rendered,
        "reused": result.reused,
        "removed": result.removed,
        "seconds": round(result.seconds, 3),
        "peak_rss_mb": round(_peak_megabytes(), 1),
    }


def _peak_megabytes() -> float:
    """The peaks of this process and of its largest child, in MB. Pages that both share count twice."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ModuleNotFoundError:
        return 0.0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) / unit
