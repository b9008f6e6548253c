"""Golden queries asked of the catalogue as it is now. Their outcome is remembered until something changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.checks.finding import Finding
from dlcatalog.checks.locate import located
from dlcatalog.checks.registry import all_rules
from dlcatalog.diagnostics import Report, Severity
from dlcatalog.model.site import GoldenQuery
from dlcatalog.pipeline.load import Loaded, text_reader
from dlcatalog.pipeline.store import Store
from dlcatalog.plan.reading import Bodies, Reading
from dlcatalog.plan.search import search_document, search_names
from dlcatalog.search.golden import engine_of, misses
from dlcatalog.text import quote

FILE: Final = "search-tests.yaml"
Body = Callable[[str], Mapping[str, Any]]
# (number of the query, rank, what stands above)
Row = tuple[int, int, list[str]]


def with_golden_queries(
    report: Report, catalog: Catalog, loaded: Loaded, body: Body, store: Store, *, root: str, fingerprint: str
) -> Report:
    """Return the report with every query whose paper has sunk. A catalogue with errors is not asked: mend those first.

    `fingerprint` stands for everything that the outcome depends on.
    """
    if not loaded.golden or report.errors:
        return report
    kept = store.get("golden", fingerprint)
    if kept is None:
        kept = list(_missed(catalog, loaded, body))
        store.put("golden", fingerprint, kept)
        store.keep_only("golden", [fingerprint])
    severities = catalog.parts.site.severity
    sunk = Report.of(located(_findings(kept, loaded.golden), text_reader(root)))
    return Report.of([*report, *sunk.with_severities(severities, all_rules() if severities else {})])


def _missed(catalog: Catalog, loaded: Loaded, body: Body) -> Iterator[Row]:
    reading = Reading(catalog, Bodies(body, loaded.texts, loaded.images))
    documents = (
        search_document(reading, catalog.paper(i), reading.body(i)["texts"]["summary"]["plain"]) for i in catalog.order
    )
    engine = engine_of(documents, search_names(catalog))
    for miss in misses(loaded.golden, lambda q, limit: [i for i, _ in engine.search(q, limit=limit).hits]):
        yield miss.number, miss.rank, list(miss.above)


def _findings(rows: Iterable[Row], queries: tuple[GoldenQuery, ...]) -> Iterator[tuple[str, Severity, Finding]]:
    for number, rank, above in rows:
        query = queries[number]
        names = " or ".join(quote(paper) for paper in query.expect)
        wanted = f"within rank {query.within}" if query.within > 1 else "first"
        place = f"and has it at rank {rank}, behind" if rank else "and does not have it; first stand"
        message = f"the query {quote(query.q)} must find {names} {wanted}, {place} {', '.join(above) or 'no papers'}"
        hint = "give the paper the alias that people search for, or let the query expect what stands there"
        yield "search-rank", Severity.ERROR, Finding(path=FILE, where=(number, "q"), message=message, help=hint)
