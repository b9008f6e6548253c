"""Small catalogues for tests: papers of few words, roundups from YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dlcatalog.catalog.assemble import Catalog, Parts, assemble
from dlcatalog.catalog.facts import AuthorFact, CollectionFacts, CountFact, PaperFacts, RelationFact
from dlcatalog.model.collection import Collection
from dlcatalog.model.names import PersonName
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.source.decode import decode_model


def author(text: str, person: str = "") -> AuthorFact:
    name = PersonName.parse(text)
    return AuthorFact(name.as_text(), name.as_inverted(), name.as_identity(), person, "")


def paper(
    paper_id: str, *authors: str | AuthorFact, relations: Iterable[tuple[str, str]] = (), **changes: Any
) -> PaperFacts:
    year = changes.get("year", 2019)
    values: dict[str, Any] = {
        "id": paper_id,
        "path": f"papers/{year}/{paper_id}.yaml",
        "digest": "",
        "title": paper_id,
        "title_html": paper_id,
        "year": year,
        "area": "geology",
        "topics": (),
        "kind": "",
        "venue": "",
        "venue_year": 0,
        "authors": tuple(author(a) if isinstance(a, str) else a for a in authors or ("Ada Stone",)),
        "ids": (),
        "links": (),
        "has": (),
        "aliases": (),
        "sentence": "",
        "status": "published",
        "added": "",
        "formerly": (),
        "counted": None,
        "relations": tuple(RelationFact(kind, other, "") for kind, other in relations),
        "named": (),
        "images": (),
        "figure_alt": "",
    }
    return PaperFacts(**{**values, **changes})


def roundup(collection_id: str, text: str, **changes: Any) -> CollectionFacts:
    decoded = decode_model(Collection, f"title: {collection_id}\n{text}".encode(), "x.yaml")
    assert decoded.value is not None, decoded.diagnostics
    values: dict[str, Any] = {"path": f"collections/{collection_id}.yaml", "digest": "", "named": ()}
    return CollectionFacts(id=collection_id, collection=decoded.value, **{**values, **changes})


TOPICS = {
    "geology": Topic(name="Geology"),
    "minerals": Topic(name="Minerals", parent="geology"),
    "gems": Topic(name="Gems", parent="minerals"),
    "water": Topic(name="Water"),
}
VENUES = {
    "talks": Venue(name="Rock Talks", kind="conference"),
    "journal": Venue(name="Journal of Rocks", kind="journal"),
    "attic": Venue(name="Attic", kind="workshop"),
    "heap": Venue(name="Heap", kind="repository"),
    "shelf": Venue(name="Shelf", kind="other"),
}


def catalog_of(
    papers: Iterable[PaperFacts],
    *,
    collections: Iterable[CollectionFacts] = (),
    people: Mapping[str, Person] | None = None,
    ledger: Mapping[str, tuple[CountFact, ...]] | None = None,
    topics: Mapping[str, Topic] | None = None,
) -> Catalog:
    by_id = {p.id: p for p in papers}
    roundups = {c.id: c for c in collections}
    return assemble(
        Parts(
            site=Site(title="T"),
            papers=by_id,
            collections=roundups,
            topics=TOPICS if topics is None else topics,
            venues=VENUES,
            people=people or {},
            ledger=ledger or {},
            known_papers=frozenset(by_id),
            known_collections=frozenset(roundups),
        )
    )
