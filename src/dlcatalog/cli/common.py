"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from dlcatalog.errors import UsageProblem
from dlcatalog.pipeline.options import BuildOptions

F = TypeVar("F", bound=Callable[..., object])


def catalogue_options(function: F) -> F:
    """--catalog, --store, --base-url, --jobs, --quiet."""
    for option in reversed(
        [
            click.option(
                "--catalog",
                type=click.Path(path_type=Path),
                default=Path("catalog"),
                show_default=True,
                help="The folder of records.",
            ),
            click.option(
                "--store",
                type=click.Path(path_type=Path),
                help="What builds remember.  [default: .dlcatalog beside the catalogue]",
            ),
            click.option("--base-url", default="", help="Where the site will stand; overrides site.yaml."),
            click.option(
                "--jobs",
                type=click.IntRange(0, 256),
                default=0,
                help="How many processes.  [default: one for each core]",
            ),
            click.option("--quiet", is_flag=True, help="Say nothing but problems."),
        ]
    ):
        function = option(function)
    return function


def theme_options(function: F) -> F:
    """--out, --templates, --static."""
    for option in reversed(
        [
            click.option(
                "--out",
                type=click.Path(path_type=Path),
                default=Path("site"),
                show_default=True,
                help="The folder of the site.",
            ),
            click.option(
                "--templates",
                type=click.Path(path_type=Path),
                help="Templates that replace the shipped ones, file by file.",
            ),
            click.option(
                "--static",
                type=click.Path(path_type=Path),
                help="Static files that replace the shipped ones, file by file.",
            ),
        ]
    ):
        function = option(function)
    return function


def default_store(catalog: Path, store: Path | None) -> Path:
    """Return the store: the given one, else .dlcatalog beside the catalogue."""
    return store if store is not None else catalog.absolute().parent / ".dlcatalog"


def check_base_url(url: str) -> str:
    """Return the base URL with its slash.

    Raises: UsageProblem if it is none.
    """
    from dlcatalog.model.identifiers import is_safe_url  # noqa: PLC0415

    fault = is_safe_url(url) if url else ""
    if fault or url.startswith("mailto:") or "?" in url or "#" in url:
        raise UsageProblem(f"--base-url must be an http or https URL, not '{url}': {fault or 'take ? and # out of it'}")
    return url if not url or url.endswith("/") else url + "/"


def make_options(
    *,
    catalog: Path,
    store: Path | None,
    base_url: str,
    jobs: int,
    out: Path = Path("site"),
    templates: Path | None = None,
    static: Path | None = None,
    offline: Path | None = None,
    strict: bool = False,
    fresh: bool = False,
    keep_going: bool = False,
) -> BuildOptions:
    """Gather what the command line says."""
    return BuildOptions(
        catalog=catalog,
        out=out,
        store=default_store(catalog, store),
        templates=templates,
        static=static,
        offline=offline,
        base_url=check_base_url(base_url),
        jobs=jobs,
        strict=strict,
        fresh=fresh,
        keep_going=keep_going,
    )
