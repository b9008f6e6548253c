"""Which checks there are, in which order they run, and all rules by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.checks import consistency, counts, letters, links, people, references, summaries, titles, urls, years
from dlcatalog.checks.finding import Check, FileSubject, Finding, RecordSubject
from dlcatalog.checks.link_rules import LINK_RULES
from dlcatalog.diagnostics import Rule, Severity
from dlcatalog.model.identifiers import KINDS
from dlcatalog.source.rules import SCHEMA_RULES, TEXT_RULES

S = TypeVar("S")
# A hostile file breaks a rule as often as it has room.
MAX_FINDINGS: Final = 100
_WARNING: Final = Severity.WARNING
# About one record alone: they run where it is read, and what they find is kept with it.
RECORD_CHECKS: Final[tuple[Check[RecordSubject], ...]] = (
    Check(titles.title_in_capitals, _WARNING, fixed=False),
    Check(titles.title_in_small_letters, _WARNING, fixed=False),
    Check(titles.title_markup, _WARNING, fixed=False),
    Check(people.et_al, _WARNING, fixed=False),
    Check(people.wrong_orcid, _WARNING, fixed=False),
    Check(years.year_after_arxiv, _WARNING, fixed=False),
    Check(years.year_after_venue, _WARNING, fixed=False),
    Check(links.link_disagrees, _WARNING, fixed=False),
    Check(links.pdf_under_paper, _WARNING, fixed=False),
    Check(links.doubtful_arxiv, _WARNING, fixed=False),
    Check(links.wrong_isbn, _WARNING, fixed=False),
    Check(links.doubtful_doi, _WARNING, fixed=False),
    Check(summaries.first_person_summary, _WARNING, fixed=False),
)
# About the text of any YAML file of the catalogue.
FILE_CHECKS: Final[tuple[Check[FileSubject], ...]] = (
    Check(urls.http_link, _WARNING, fixed=False),
    Check(urls.tracking_parameter, _WARNING, fixed=False),
    Check(urls.credentials_in_url),
    Check(letters.mojibake, _WARNING, fixed=False),
)
# About all records together.
CHECKS: Final[tuple[Check[Catalog], ...]] = (
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
    Check(people.swapped_name, _WARNING, fixed=False),
    Check(people.wrong_orcid_of_person, _WARNING, fixed=False),
    Check(years.future_year, _WARNING, fixed=False),
    Check(summaries.repeated_summary, _WARNING, fixed=False),
    Check(summaries.short_summary, _WARNING, fixed=False),
    Check(counts.falling_count, _WARNING, fixed=False),
    Check(counts.undated_count, _WARNING, fixed=False),
)
# Checks whose findings bear the code of another rule.
_WITHOUT_RULE: Final = ("duplicate-identifier", "wrong-orcid-of-person")

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
    checks: tuple[Check[Any], ...] = (*RECORD_CHECKS, *FILE_CHECKS, *CHECKS)
    own = [check.rule() for check in checks if check.code not in _WITHOUT_RULE]
    rules = [*SCHEMA_RULES, *TEXT_RULES, *own, *_DUPLICATE_IDS, *_WHOLE_CATALOGUE, *LINK_RULES]
    return {rule.code: rule for rule in sorted(rules, key=lambda r: r.code)}


Found = Iterator[tuple[str, Severity, Finding]]


def run_checks(catalog: Catalog) -> Found:
    """Yield every finding about the records together, with its code and default severity."""
    return _run(CHECKS, catalog)


def run_record_checks(record: RecordSubject) -> Found:
    """Yield what is found about one record alone, of each rule the first hundred."""
    return _run(RECORD_CHECKS, record, MAX_FINDINGS)


def run_file_checks(file: FileSubject) -> Found:
    """Yield what is found in the text of one file, of each rule the first hundred."""
    return _run(FILE_CHECKS, file, MAX_FINDINGS)


def _run(checks: Iterable[Check[S]], subject: S, limit: int | None = None) -> Found:
    for check in checks:
        for finding in islice(check.find(subject), limit):
            yield finding.code or check.code, check.severity, finding
