"""Papers that match a query, in one of the bibliographic formats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import orjson

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.query import QueryFault, parse_text
from dlcatalog.diagnostics import Report
from dlcatalog.errors import UsageProblem
from dlcatalog.formats.bibtex import to_bibtex
from dlcatalog.formats.csl_json import csl_bytes, csl_document
from dlcatalog.formats.jsonl import to_jsonl_record
from dlcatalog.formats.reference import Reference
from dlcatalog.formats.ris import to_ris
from dlcatalog.model.paper import restore_paper
from dlcatalog.pipeline.link import linked
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.pipeline.steps import body_reader, load_inputs, make_executor, read_inputs, require_catalogue
from dlcatalog.pipeline.store import Store
from dlcatalog.plan import urls

STYLES: Final = ("bibtex", "ris", "csl", "jsonl")


def export(options: BuildOptions, style: str, query: str) -> tuple[Report, int, bytes]:
    """Return (problems, number of papers, the file). Records with errors are left out.

    Raises: UsageProblem if the query names a field or a value that does not exist.
    """
    require_catalogue(options)
    with Store(options.store) as store, ExitStack() as stack:
        inputs = read_inputs(options, store)
        executor = make_executor(options, len(inputs.scan.files), stack)
        loaded = load_inputs(options, store, inputs, executor)
        catalog, report = linked(loaded, inputs.scan.root, dates=inputs.dates, keep_going=True)
        if catalog is None:
            return report, 0, b""
        body = body_reader(store, catalog, inputs.scan.root)
        chosen = list(_chosen(catalog, query))
        works = [_reference(catalog, i, body(catalog.paper(i).digest)["paper"]) for i in chosen]
        return report, len(works), _written(style, works)


def _chosen(catalog: Catalog, query: str) -> Iterator[str]:
    try:
        parsed = parse_text(query, catalog.words())
    except QueryFault as fault:
        hint = f"; {fault.hint}" if fault.hint else ""
        raise UsageProblem(f"{fault}{hint}") from fault
    return (i for i in catalog.order if parsed.matches(catalog.subject(catalog.paper(i))))


def _reference(catalog: Catalog, paper_id: str, record: dict[str, object]) -> Reference:
    facts = catalog.paper(paper_id)
    return Reference(
        id=paper_id,
        paper=restore_paper(record),
        kind=catalog.kind(facts),
        venue=catalog.parts.venues.get(facts.venue),
        title_plain=facts.title,
        page_url=urls.absolute(catalog.parts.site.base_url, urls.paper(paper_id)),
    )


def _written(style: str, works: list[Reference]) -> bytes:
    if style == "csl":
        return csl_document(csl_bytes(work) for work in works)
    if style == "jsonl":
        return b"".join(orjson.dumps(to_jsonl_record(work.id, work.paper)) + b"\n" for work in works)
    write = to_bibtex if style == "bibtex" else to_ris
    return "\n".join(write(work) for work in works).encode()
