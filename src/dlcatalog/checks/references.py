"""Every id that a record names must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from dlcatalog.catalog.assemble import Catalog, words_of
from dlcatalog.catalog.query import QueryFault, parse_mapping
from dlcatalog.checks.finding import Finding, Where, entry_path
from dlcatalog.model.paper import CITATION_REGISTRIES
from dlcatalog.text import did_you_mean, quote

# Field of a query -> the table that its values name.
_TABLES: Final = {"area": "topics", "topic": "topics", "venue": "venues", "in": "collections"}


def _unknown(
    path: str,
    where: Where,
    what: str,
    value: str,
    known: Iterable[str],
    part: tuple[int, int] | None = None,
    *,
    table: str,
) -> Finding:
    near = did_you_mean(value, known)
    return Finding(
        path=path,
        where=where,
        part=part,
        message=f"{what}, not {quote(value)}",
        help=f"did you mean '{near}'?" if near else "add it first, or name one that exists",
        replacement=near if near and part is None else None,
        about=(f"{table}/{value}",),
    )


def unknown_topic(catalog: Catalog) -> Iterator[Finding]:
    """A paper's `area` and `topics`, and a topic's `parent`, must be ids of topics.yaml."""
    parts = catalog.parts
    known = parts.topics
    for paper in catalog.parts.papers.values():
        if paper.area not in known and parts.is_unknown("topics", paper.area):
            yield _unknown(
                paper.path, ("area",), "'area' must be an id of topics.yaml", paper.area, known, table="topics"
            )
        for index, topic in enumerate(paper.topics):
            if topic not in known and parts.is_unknown("topics", topic):
                yield _unknown(
                    paper.path, ("topics", index), "a topic must be an id of topics.yaml", topic, known, table="topics"
                )
    for topic_id, entry in known.items():
        if entry.parent and entry.parent not in known and parts.is_unknown("topics", entry.parent):
            yield _unknown(
                "topics.yaml",
                (topic_id, "parent"),
                "'parent' must be an id of topics.yaml",
                entry.parent,
                known,
                table="topics",
            )


def topic_ring(catalog: Catalog) -> Iterator[Finding]:
    """The parents of a topic must end at a topic without one; a topic must not be its own ancestor."""
    for topic_id, entry in catalog.parts.topics.items():
        if entry.parent in catalog.parts.topics and not catalog.tree.parents[topic_id]:
            message = f"'parent' must not lead back to the topic itself, as {quote(entry.parent)} does"
            yield Finding(
                path="topics.yaml", where=(topic_id, "parent"), message=message, help="delete one 'parent' of the ring"
            )


def unknown_venue(catalog: Catalog) -> Iterator[Finding]:
    """A paper's `venue` must be an id of venues.yaml."""
    parts = catalog.parts
    known = parts.venues
    for paper in catalog.parts.papers.values():
        if paper.venue and paper.venue not in known and parts.is_unknown("venues", paper.venue):
            yield _unknown(
                paper.path, ("venue",), "'venue' must be an id of venues.yaml", paper.venue, known, table="venues"
            )


def unknown_person(catalog: Catalog) -> Iterator[Finding]:
    """An author's `person` must be an id of people.yaml."""
    parts = catalog.parts
    known = parts.people
    for paper in catalog.parts.papers.values():
        for index, author in enumerate(paper.authors):
            if author.person and author.person not in known and parts.is_unknown("people", author.person):
                where = ("authors", index, "person")
                yield _unknown(
                    paper.path, where, "'person' must be an id of people.yaml", author.person, known, table="people"
                )


def ambiguous_name(catalog: Catalog) -> Iterator[Finding]:
    """A bare name that several entries of people.yaml share must have `person`, or one entry must be `default: true`."""
    contested = catalog.people.contested
    for paper in catalog.parts.papers.values() if contested else ():
        for index, author in enumerate(paper.authors):
            claimants = contested.get(author.identity)
            if claimants and not author.person:
                about = tuple(f"people/{claimant}" for claimant in claimants)
                message = f"{quote(author.text)} must name one person, not any of {', '.join(claimants)}"
                hint = f"write {{given: …, family: …, person: {claimants[0]}}}, or mark one entry of people.yaml default: true"
                yield Finding(path=paper.path, where=("authors", index), message=message, help=hint, about=about)


def unknown_paper(catalog: Catalog) -> Iterator[Finding]:
    """A relation, a [[link]], an entry or mention of a roundup, a row of the ledger and a golden query must name a paper that has a record."""
    known = catalog.parts.known_papers
    for paper in catalog.parts.papers.values():
        for index, relation in enumerate(paper.relations):
            if relation.paper not in known:
                yield _unknown(
                    paper.path,
                    ("relations", index, "paper"),
                    "'paper' must be the id of a paper",
                    relation.paper,
                    known,
                    table="papers",
                )
        for name in paper.named:
            if name.paper not in known:
                where = tuple(int(p) if p.isdigit() else p for p in name.field.split("/"))
                yield _unknown(
                    paper.path,
                    where,
                    "a [[link]] must name the id of a paper",
                    name.paper,
                    known,
                    (name.start, name.end),
                    table="papers",
                )
    for facts in catalog.parts.collections.values():
        yield from _unknown_entries(facts.path, catalog, facts.id)
        for name in facts.named:
            if name.paper not in known:
                where = tuple(int(p) if p.isdigit() else p for p in name.field.split("/"))
                yield _unknown(
                    facts.path,
                    where,
                    "a [[link]] must name the id of a paper",
                    name.paper,
                    known,
                    (name.start, name.end),
                    table="papers",
                )


def _unknown_entries(path: str, catalog: Catalog, collection_id: str) -> Iterator[Finding]:
    known = catalog.parts.known_papers
    collection = catalog.parts.collections[collection_id].collection
    for _, chapter, position, entry in collection.written_entries():
        where = entry_path(chapter, position)
        if entry.paper not in known:
            yield _unknown(
                path, (*where, "paper"), "'paper' must be the id of a paper", entry.paper, known, table="papers"
            )
        for index, mention in enumerate(entry.mentions):
            if mention.paper not in known:
                yield _unknown(
                    path,
                    (*where, "mentions", index, "paper"),
                    "'paper' must be the id of a paper",
                    mention.paper,
                    known,
                    table="papers",
                )


def unknown_image(catalog: Catalog) -> Iterator[Finding]:
    """A figure's `image` must be a file below images/."""
    known = catalog.parts.images
    for paper in catalog.parts.papers.values():
        for image in paper.images:
            if image not in known and catalog.parts.is_unknown("images", image):
                yield _unknown(
                    paper.path,
                    ("figure", "image"),
                    "'image' must be a file below images/",
                    image,
                    known,
                    table="images",
                )
    for facts in catalog.parts.collections.values():
        for _, chapter, position, entry in facts.collection.written_entries():
            figure = entry.figure
            if figure and figure.image not in known and catalog.parts.is_unknown("images", figure.image):
                where = entry_path(chapter, position)
                what = "'image' must be a file below images/"
                yield _unknown(facts.path, (*where, "figure", "image"), what, figure.image, known, table="images")


def unknown_count_source(catalog: Catalog) -> Iterator[Finding]:
    """The `source` of a citation count must be the id of a roundup or one of openalex, semantic-scholar, crossref, google-scholar, opencitations."""
    known = frozenset(CITATION_REGISTRIES) | catalog.parts.known_collections
    for paper in catalog.parts.papers.values():
        if paper.counted and paper.counted.source not in known:
            what = "'source' must be a roundup's id or a registry"
            yield _unknown(paper.path, ("citations", "source"), what, paper.counted.source, known, table="collections")


def bad_query(catalog: Catalog) -> Iterator[Finding]:
    """`criteria` and `select` of a roundup must use fields and values that exist."""
    words = words_of(catalog.parts)
    for facts in catalog.parts.collections.values():
        trees: list[tuple[Where, object]] = [
            (("criteria", n), tree) for n, tree in enumerate(facts.collection.criteria)
        ]
        if facts.collection.select is not None:
            trees.append((("select",), facts.collection.select))
        for where, tree in trees:
            try:
                parse_mapping(tree, words)
            except QueryFault as fault:
                yield Finding(
                    path=facts.path,
                    where=(*where, *fault.where),
                    at_key=fault.at_key,
                    message=str(fault),
                    help=fault.hint,
                    about=_named_in(tree, fault.where),
                )


def _named_in(tree: object, where: Where) -> tuple[str, ...]:
    """What the faulty part of a query names, as "topics/ID" and the like."""
    node: Any = tree
    for part in where:
        node = node[part]
    field = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    return (f"{_TABLES[field]}/{node}",) if field in _TABLES else ()
