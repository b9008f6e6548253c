"""Findings to diagnostics: reads a file again only where something is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dlcatalog.checks.finding import Finding
from dlcatalog.diagnostics import WHOLE_FILE, Diagnostic, Severity, Span
from dlcatalog.source.places import Locator


def located(found: Iterable[tuple[str, Severity, Finding]], read_text: Callable[[str], str]) -> Iterator[Diagnostic]:
    """Give every finding its line and column. `read_text` gets a path below the catalogue."""
    locators: dict[str, Locator] = {}
    for code, severity, finding in found:
        locator = locators.get(finding.path)
        if locator is None:
            locator = locators[finding.path] = Locator(read_text(finding.path), finding.path)
        yield Diagnostic(
            path=finding.path,
            code=code,
            message=finding.message,
            span=_span(finding, locator),
            severity=severity,
            help=finding.help,
            replacement=finding.replacement,
        )


def _span(finding: Finding, locator: Locator) -> Span:
    if not finding.where:
        return WHOLE_FILE
    if finding.part:
        return locator.part(finding.where, *finding.part)
    return locator.key(finding.where) if finding.at_key else locator.value(finding.where)
