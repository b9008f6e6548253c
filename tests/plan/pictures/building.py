"""Catalogues for pictures: papers of few words, edges as (kind, paper, note)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dlcatalog.catalog.assemble import Catalog, Parts, assemble
from dlcatalog.catalog.facts import AuthorFact, CollectionFacts, CountFact, PaperFacts, RelationFact
from dlcatalog.model.collection import Collection
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Topic, Venue
from dlcatalog.plan.reading import Bodies, Reading
from dlcatalog.source.decode import decode_model

TOPICS = {
    "birds": Topic(name="Birds"),
    "owls": Topic(name="Owls", parent="birds"),
    "fish": Topic(name="Fish"),
    "stones": Topic(name="Stones"),
}
VENUES = {"nest": Venue(name="Nest Days", kind="conference"), "pond": Venue(name="The Pond", kind="journal")}


def paper(paper_id: str, year: int = 2000, area: str = "birds", *edges: tuple[str, ...], **changes: Any) -> PaperFacts:
    """A paper; an edge is (kind, paper) or (kind, paper, note)."""
    values: dict[str, Any] = {
        "id": paper_id,
        "path": f"papers/{year}/{paper_id}.yaml",
        "digest": paper_id,
        "title": paper_id,
        "title_html": paper_id,
        "year": year,
        "area": area,
        "relations": tuple(RelationFact(e[0], e[1], e[2] if len(e) > 2 else "") for e in edges),
        "authors": (AuthorFact("Ada Wren", "Wren, Ada", "ada wren", "", ""),),
        "venue_year": 0,
        "counted": None,
        "status": "published",
    }
    for name in ("topics", "ids", "links", "has", "aliases", "formerly", "named", "images"):
        values[name] = ()
    for name in ("kind", "venue", "sentence", "added", "figure_alt"):
        values[name] = ""
    return PaperFacts(**{**values, **changes})


def count(number: int, day: str = "2020-01-04", source: str = "openalex") -> CountFact:
    return CountFact(number, day, source)


def roundup(collection_id: str, text: str) -> CollectionFacts:
    decoded = decode_model(Collection, f"title: {collection_id}\n{text}".encode(), "x.yaml")
    assert decoded.value is not None, decoded.diagnostics
    path = f"collections/{collection_id}.yaml"
    return CollectionFacts(id=collection_id, path=path, digest="", collection=decoded.value, named=())


def catalog_of(
    *papers: PaperFacts,
    collections: Iterable[CollectionFacts] = (),
    ledger: Mapping[str, tuple[CountFact, ...]] | None = None,
    topics: Mapping[str, Topic] | None = None,
    site: Site | None = None,
) -> Catalog:
    by_id = {p.id: p for p in papers}
    roundups = {c.id: c for c in collections}
    return assemble(
        Parts(
            site=site or Site(title="T"),
            papers=by_id,
            collections=roundups,
            topics=TOPICS if topics is None else topics,
            venues=VENUES,
            ledger=ledger or {},
            known_papers=frozenset(by_id),
            known_collections=frozenset(roundups),
        )
    )


def reading_of(catalog: Catalog) -> Reading:
    """Answers about a catalogue whose notes are plain words."""

    def body(paper_id: str) -> dict[str, Any]:
        relations = catalog.paper(paper_id).relations
        return {"texts": {f"relations/{n}/note": {"plain": r.note} for n, r in enumerate(relations)}}

    return Reading(catalog, Bodies(body, {}))
