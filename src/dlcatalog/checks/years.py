"""Years: that of the first public appearance can follow neither the arXiv id nor the venue, nor lie ahead."""

from __future__ import annotations

from collections.abc import Iterator

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.checks.finding import Finding, RecordSubject
from dlcatalog.model.identifiers import arxiv_year


def year_after_arxiv(record: RecordSubject) -> Iterator[Finding]:
    """`year` is the year of the first public appearance, so it should not be later than the year that the arXiv id names. It may be earlier."""
    paper = record.paper
    arxiv = paper.ids.arxiv
    if arxiv and paper.year > arxiv_year(arxiv):
        known = arxiv_year(arxiv)
        message = f"'year' must be that of the first appearance: the paper was on arXiv in {known}, not in {paper.year}"
        hint = f"write year: {known} and move the file to papers/{known}/, or correct ids.arxiv; venue_year may differ"
        yield Finding(path=record.path, where=("year",), message=message, help=hint)


def year_after_venue(record: RecordSubject) -> Iterator[Finding]:
    """`year` is the year of the first public appearance, so it should not be later than `venue_year`. It may be earlier."""
    paper = record.paper
    if paper.venue_year and paper.year > paper.venue_year:
        message = (
            f"'year' must be that of the first appearance: {paper.year} is later than the venue's {paper.venue_year}"
        )
        hint = f"write year: {paper.venue_year} and move the file to papers/{paper.venue_year}/, or correct venue_year"
        yield Finding(path=record.path, where=("year",), message=message, help=hint)


def future_year(catalog: Catalog) -> Iterator[Finding]:
    """A paper should not appear after its record was written: `year` must not be later than `added`, nor than the last commit that touched the record. The clock is not asked, so that the same records give the same answer on every day."""
    dates = catalog.parts.dates
    for paper in catalog.parts.papers.values():
        day = paper.added or dates.get(paper.path, "")
        if day and paper.year > int(day[:4]):
            known = f"the record was {'added' if paper.added else 'committed'} on {day}"
            message = f"'year' must not lie in the future: {known}, and the paper is to appear in {paper.year}"
            hint = "correct the year, and move the file if need be"
            yield Finding(path=paper.path, where=("year",), message=message, help=hint)
