"""Small indexes for tests of the search room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dlcatalog.search.document import Card, SearchDocument, analyse
from dlcatalog.search.engine import SearchEngine
from dlcatalog.search.golden import engine_of
from dlcatalog.search.numbers import number_papers
from dlcatalog.search.writer import write_index

NAMES: dict[str, list[list[Any]]] = {
    "topic": [["optics", "Optics", 1], ["lenses", "Lenses", 1]],
    "venue": [["light-letters", "Light Letters"]],
    "in": [["best-of", "Best of"]],
    "kind": [],
    "has": [],
}


def document(paper_id: str, title: str, **changes: Any) -> SearchDocument:
    """Return a paper of 2001 by Ada Stone, about optics."""
    year = changes.pop("year", 2001)
    facets = changes.pop("facets", ("area:optics", "topic:optics", "kind:preprint", "status:published"))
    card = Card(
        title=title, authors=("Ada Stone",), more=0, venue="", sentence="", code=False, data=False, cited="",
        area="optics", mark=1, status="published",
    )  # fmt: skip
    values: dict[str, Any] = {
        "aliases": (), "authors": ("Ada Stone",), "context": ("Optics", str(year)), "identifiers": (),
        "author_slugs": ("ada-stone",), "summary": "",
    }  # fmt: skip
    return SearchDocument(
        id=paper_id, year=year, title=title, facets=(*facets, "all:all"), card=card, **{**values, **changes}
    )


def engine(*documents: SearchDocument) -> SearchEngine:
    return engine_of(documents, NAMES)


def found(documents: Iterable[SearchDocument], query: str, **options: Any) -> list[str]:
    """Return the ids of what is found, best first."""
    return [paper for paper, _ in engine(*documents).search(query, **options).hits]


def files(documents: Iterable[SearchDocument]) -> dict[str, bytes]:
    entries = [analyse(each) for each in documents]
    return dict(write_index(lambda: entries, number_papers((e.id, e.year) for e in entries), NAMES))
