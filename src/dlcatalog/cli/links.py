"""`dlcatalog links`."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import getproxies_environment

import click

from dlcatalog.checks.registry import all_rules
from dlcatalog.cli.common import catalogue_options, make_options
from dlcatalog.cli.main import EXIT_PROBLEMS
from dlcatalog.cli.progress import ProgressLine
from dlcatalog.cli.reporters import STYLES, Outcome, write_report
from dlcatalog.errors import UsageProblem
from dlcatalog.links.hosts import read_resolve
from dlcatalog.links.steps import LinkOptions, LinkResult, check_links
from dlcatalog.model.identifiers import is_safe_url
from dlcatalog.text import counted


@click.command("links")
@catalogue_options
@click.option(
    "--format", "style", type=click.Choice(STYLES), default="text", show_default=True, help="How problems are written."
)
@click.option(
    "--max-age",
    type=click.IntRange(0, 3650),
    help="Days for which a good answer holds; 0 asks every link.  [default: 'max_age' of site.yaml, else 7]",
)
@click.option(
    "--changed-since",
    default="",
    metavar="REV",
    help="Ask only links that were added or changed since REV; for pull requests.",
)
@click.option(
    "--resolve",
    type=click.Path(path_type=Path),
    help="A file of lines 'host:port address:port': hosts that are at these addresses, which may be private.",
)
@click.option(
    "--pace",
    type=click.IntRange(0, 3600),
    help="Seconds between two requests to a host; less than a host asks for counts only with --resolve.",
)
def command(
    catalog: Path,
    store: Path | None,
    base_url: str,
    jobs: int,
    quiet: bool,
    style: str,
    max_age: int | None,
    changed_since: str,
    resolve: Path | None,
    pace: int | None,
) -> int:
    """Ask every link of the catalogue, politely, and remember the answers in links.jsonl."""
    options = make_options(catalog=catalog, store=store, base_url=base_url, jobs=jobs)
    line = ProgressLine(sys.stderr, "asked", shown=not quiet)
    proxies, no_proxy = _proxies()
    wanted = LinkOptions(
        now=_now(),
        max_age=max_age,
        changed_since=changed_since,
        resolved=read_resolve(resolve) if resolve else {},
        pace=pace,
        token=os.environ.get("GITHUB_TOKEN", "").strip(),
        proxies=proxies,
        no_proxy=no_proxy,
        progress=lambda done, of, link_class: line.step(done, of, str(link_class)),
        say=line.say,
    )
    try:
        result = check_links(options, wanted)
    finally:
        line.end()
    _print(result, catalog, style, quiet=quiet)
    return 0 if result.report.is_clean(strict=False) else EXIT_PROBLEMS


def _print(result: LinkResult, catalog: Path, style: str, *, quiet: bool) -> None:
    summary = _summary(result)
    notable = result.report.errors or (result.report.diagnostics and not quiet)
    if style != "text" or notable:
        outcome = Outcome(
            report=result.report,
            catalog=catalog,
            rules=all_rules(),
            counts={"papers": result.papers},
            clean=summary[0],
        )
        write_report(outcome, style)
    if not quiet:
        for text in summary:
            click.echo(text, err=True)


def _summary(result: LinkResult) -> list[str]:
    held = ", ".join(f"{number:,} {name}" for name, number in result.classes.items() if number)
    lines = [f"{counted(result.links, 'link')}, {result.asked:,} asked now" + (f": {held}" if held else "")]
    if result.unread:
        lines.append(f"{counted(result.unread, 'file')} could not be read; 'dlcatalog check' says why")
    return lines


def _now() -> datetime:
    """The time that the ledger notes; SOURCE_DATE_EPOCH sets it, as for other reproducible output."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(fixed) if fixed.isascii() and fixed.isdecimal() and len(fixed) < 12 else time.time()
    return datetime.fromtimestamp(int(seconds), UTC)


def _proxies() -> tuple[dict[str, str], frozenset[str]]:
    """The proxies that the environment names for http and https, and the hosts that go without."""
    found = getproxies_environment()
    proxies = {scheme: found.get(scheme) or found.get("all", "") for scheme in ("http", "https")}
    proxies = {scheme: url if "://" in url else f"http://{url}" for scheme, url in proxies.items() if url}
    for scheme, url in proxies.items():
        # A password is allowed here, and only here.
        bare = url.split("://", 1)[0] + "://" + url.split("://", 1)[1].rpartition("@")[2]
        if is_safe_url(bare) or not url.startswith("http://"):
            raise UsageProblem(
                f"the proxy for {scheme} must be an http:// address; see {scheme}_proxy in the environment"
            )
    return proxies, frozenset(name.strip().lower() for name in found.get("no", "").split(",") if name.strip())
