"""Findings to diagnostics: reads a file again only where something is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dlcatalog.checks.finding import Finding
from dlcatalog.diagnostics import WHOLE_FILE, Diagnostic, Severity, Span
from dlcatalog.source.places import Locator, span_of


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
            replacement=_replacement(finding, locator),
            about=finding.about,
        )


def _span(finding: Finding, locator: Locator) -> Span:
    if finding.at:
        return span_of(locator.text, *finding.at)
    if finding.row:
        return locator.line(finding.row)
    if not finding.where:
        return WHOLE_FILE
    if finding.part:
        return locator.part(finding.where, *finding.part)
    return locator.key(finding.where) if finding.at_key else locator.value(finding.where)


def _replacement(finding: Finding, locator: Locator) -> str | None:
    """What must stand in the span, where that is certain: a text may need quotes, and its place may be rough."""
    if finding.replacement is None or finding.at or finding.at_key:
        return finding.replacement
    return locator.replacement(finding.where, finding.part, finding.replacement)
