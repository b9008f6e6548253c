"""Which checks there are, in which order they run, and all rules by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.checks import consistency, references
from dlcatalog.checks.finding import Check, Finding
from dlcatalog.diagnostics import Rule, Severity
from dlcatalog.model.identifiers import KINDS
from dlcatalog.source.rules import SCHEMA_RULES, TEXT_RULES

CHECKS: Final = (
    Check(references.unknown_topic),
    Check(references.topic_ring),
    Check(references.unknown_venue),
    Check(references.unknown_person),
    Check(references.ambiguous_name),
    Check(references.unknown_paper),
    Check(references.unknown_image),
    Check(references.unknown_count_source),
    Check(references.bad_query),
    Check(consistency.wrong_folder),
    Check(consistency.duplicate_identifier),
    Check(consistency.duplicate_title, Severity.WARNING, fixed=False),
    Check(consistency.self_relation),
    Check(consistency.duplicate_relation, Severity.WARNING, fixed=False),
    Check(consistency.relation_cycle),
    Check(consistency.failed_criterion, fixed=False),
    Check(consistency.duplicate_entry, Severity.WARNING, fixed=False),
    Check(consistency.former_id_taken),
    Check(consistency.author_page_clash),
    Check(consistency.missing_alt, Severity.WARNING, fixed=False),
)

_DUPLICATE_IDS = tuple(
    Rule(
        code=f"duplicate-{kind.name}",
        severity=Severity.ERROR,
        text=f"{kind.noun[0].upper() + kind.noun[1:]}s must not be shared: each must belong to one paper.",
        fixed=True,
    )
    for kind in KINDS.values()
    if kind.name != "isbn"
)
_WHOLE_CATALOGUE = (
    Rule(
        code="no-papers",
        severity=Severity.ERROR,
        text="A catalogue must have at least one valid paper; without one nothing is published.",
        fixed=True,
    ),
    Rule(
        code="no-base-url",
        severity=Severity.NOTE,
        text="Without `base_url` in site.yaml, feeds, sitemap and other files that need absolute addresses are left out.",
    ),
    Rule(
        code="no-dates",
        severity=Severity.NOTE,
        text="Dates of change come from git; where it has none, `added` stands in, or nothing.",
    ),
    Rule(code="unknown-rule", severity=Severity.WARNING, text="`severity` in site.yaml must name codes that exist."),
    Rule(
        code="fixed-rule",
        severity=Severity.WARNING,
        text="`severity` in site.yaml cannot change rules about schema or safety.",
    ),
    Rule(
        code="search-rank",
        severity=Severity.ERROR,
        text="A query of search-tests.yaml must find its paper no further down than `within`.",
    ),
    Rule(
        code="template-error",
        severity=Severity.ERROR,
        text="A template must compile and name only what the page's view holds.",
        fixed=True,
    ),
)


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in alphabetical order."""
    own = [check.rule() for check in CHECKS if check.code != "duplicate-identifier"]
    rules = [*SCHEMA_RULES, *TEXT_RULES, *own, *_DUPLICATE_IDS, *_WHOLE_CATALOGUE]
    return {rule.code: rule for rule in sorted(rules, key=lambda r: r.code)}


def run_checks(catalog: Catalog, checks: Iterable[Check] = CHECKS) -> Iterator[tuple[str, Severity, Finding]]:
    """Yield every finding with its code and default severity."""
    for check in checks:
        for finding in check.find(catalog):
            yield finding.code or check.code, check.severity, finding
