"""Problems in the formats that people and programs read; `write_report` is the one door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from dlcatalog.cli.reporters.github import github_lines, write_step_summary
from dlcatalog.cli.reporters.json_report import json_text
from dlcatalog.cli.reporters.junit import junit_text
from dlcatalog.cli.reporters.paths import in_repository, with_prefix
from dlcatalog.cli.reporters.sarif import sarif_text
from dlcatalog.cli.reporters.text import summary, text_lines
from dlcatalog.diagnostics import Report, Rule

STYLES: Final = ("text", "github", "sarif", "json", "junit")
__all__ = ["STYLES", "Outcome", "json_text", "summary", "text_lines", "with_prefix", "write_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command found, ready to be written.

    Attributes:
        report: paths as they stand below the catalogue.
        catalog: the folder as it was given.
        rules: by code, for formats that explain.
        counts: figures that `json` shows besides errors and warnings, {"papers": 230}.
        clean: the line that says that nothing is wrong, "230 papers, no problems".
        changed: files whose problems stand first where a reader shows only a few; below the catalogue.
        strict: warnings count as errors.
    """

    report: Report
    catalog: Path
    rules: Mapping[str, Rule] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    clean: str = "no problems"
    changed: frozenset[str] = frozenset()
    strict: bool = False


def write_report(outcome: Outcome, style: str, *, quiet: bool = False) -> None:
    """Write to standard output in one of STYLES; `github` also fills the step summary."""
    report = with_prefix(outcome.report, outcome.catalog)
    if style == "json":
        click.echo(json_text(report, outcome.counts))
    elif style == "junit":
        click.echo(junit_text(report, strict=outcome.strict))
    elif style == "sarif":
        click.echo(sarif_text(in_repository(outcome.report, outcome.catalog), outcome.rules))
    elif style == "github":
        ordered = in_repository(outcome.report, outcome.catalog, first=outcome.changed)
        for line in github_lines(ordered):
            click.echo(line)
        write_step_summary(ordered, outcome.clean)
        click.echo(summary(report) if report.diagnostics else outcome.clean)
    elif report.diagnostics and (not quiet or report.errors or report.warnings):
        for line in text_lines(report):
            click.echo(line)
    elif not quiet:
        click.echo(outcome.clean)
