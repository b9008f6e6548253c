"""Loaded parts to a catalogue and a report of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dlcatalog.catalog.assemble import Catalog, assemble
from dlcatalog.checks.finding import Finding
from dlcatalog.checks.locate import located
from dlcatalog.checks.registry import all_rules, run_checks
from dlcatalog.diagnostics import Diagnostic, Report, Severity
from dlcatalog.pipeline.load import Loaded, text_reader, without
from dlcatalog.source.git_dates import GitDates
from dlcatalog.text import did_you_mean, quote


def linked(loaded: Loaded, root: str, *, dates: GitDates, keep_going: bool) -> tuple[Catalog | None, Report]:
    """Link and check. With `keep_going` records with errors are left out, and what hangs on them; the report keeps them.

    Returns None for the catalogue where there is no site.yaml or no valid paper.
    """
    problems = list(loaded.problems)
    if loaded.parts is None:
        return None, _report(problems, {})
    # All usable records are linked, so that one run finds every fault; those with errors of their own are dropped after.
    catalog = assemble(loaded.parts)
    problems += located(run_checks(catalog), text_reader(root))
    problems += located(_golden(loaded), text_reader(root))
    problems += _notes(loaded, dates, catalog)
    severities = loaded.parts.site.severity
    problems += located(_wrong_severities(severities), text_reader(root))
    report = _report(problems, severities)
    bad = {d.path for d in report if d.severity is Severity.ERROR}
    if keep_going and bad:
        catalog = assemble(without(loaded.parts, bad))
    valid = [p for p in catalog.parts.papers.values() if p.path not in bad]
    if (not valid and report.errors) or not loaded.has_site:
        return None, report
    if not valid:
        empty = Diagnostic(
            path="papers",
            code="no-papers",
            message="a catalogue must have at least one valid paper",
            help="add papers/<year>/<id>.yaml",
        )
        return None, Report.of([*report, empty])
    return catalog, report


def _report(problems: list[Diagnostic], severities: dict[str, str]) -> Report:
    return Report.of(problems).with_severities(severities, all_rules() if severities else {})


def _golden(loaded: Loaded) -> Iterator[tuple[str, Severity, Finding]]:
    """Golden queries are checked for shape, and for naming papers that exist."""
    assert loaded.parts is not None
    known = loaded.parts.known_papers
    for number, query in enumerate(loaded.golden):
        for place, paper in enumerate(query.expect):
            if paper not in known:
                near = did_you_mean(paper, known)
                message = f"'expect' must name the id of a paper, not {quote(paper)}"
                hint = f"did you mean '{near}'?" if near else "name a paper that has a record"
                where = (number, "expect", place)
                found = Finding(
                    path="search-tests.yaml",
                    where=where,
                    message=message,
                    help=hint,
                    replacement=near or None,
                    about=(f"papers/{paper}",),
                )
                yield "unknown-paper", Severity.ERROR, found


def _notes(loaded: Loaded, dates: GitDates, catalog: Catalog) -> list[Diagnostic]:
    assert loaded.parts is not None
    notes = []
    if loaded.has_site and not loaded.parts.site.base_url:
        message = "feeds, sitemap and other files with absolute addresses are left out: 'base_url' is not given"
        notes.append(
            Diagnostic(
                path="site.yaml",
                code="no-base-url",
                message=message,
                severity=Severity.NOTE,
                help="add base_url: https://…/",
            )
        )
    if dates.unclear:
        message = f"dates of change are 'added' or left out: {dates.unclear}"
        notes.append(Diagnostic(path="papers", code="no-dates", message=message, severity=Severity.NOTE))
    return notes if catalog.order and loaded.has_site else []


def _wrong_severities(severities: Mapping[str, str]) -> Iterator[tuple[str, Severity, Finding]]:
    """Entries of site.yaml's `severity` that change nothing."""
    rules = all_rules() if severities else {}
    for code in severities:
        where = ("severity", code)
        if code not in rules:
            near = did_you_mean(code, rules)
            hint = f"did you mean '{near}'?" if near else "'dlcatalog explain' lists all codes"
            message = f"'severity' must name the code of a rule, not {quote(code)}"
            found = Finding(
                path="site.yaml", where=where, at_key=True, message=message, help=hint, replacement=near or None
            )
            yield "unknown-rule", Severity.WARNING, found
        elif rules[code].fixed:
            message = f"'severity' must not change a rule about schema or safety, such as {quote(code)}"
            yield (
                "fixed-rule",
                Severity.WARNING,
                Finding(path="site.yaml", where=where, at_key=True, message=message, help="delete it"),
            )
