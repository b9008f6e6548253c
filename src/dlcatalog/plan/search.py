"""What the search index holds of a paper, and the names that its facets are shown by."""

from __future__ import annotations

from typing import Any, Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.facts import PaperFacts
from dlcatalog.catalog.query import HAS
from dlcatalog.model.identifiers import KINDS
from dlcatalog.model.paper import PAPER_KINDS
from dlcatalog.plan.page import cited_words
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import named
from dlcatalog.search.document import Card, SearchDocument

MARKS: Final = 12
_HAS_LABELS: Final = {"pdf": "PDF", **{kind.name: kind.label for kind in KINDS.values()}}


def search_document(reading: Reading, facts: PaperFacts, summary: str) -> SearchDocument:
    """Return one paper's document; `summary` is in plain words."""
    card = reading.card(facts.id)
    venue = reading.venue(facts.venue) if facts.venue else None
    held = tuple(dict.fromkeys(t for own in (facts.area, *facts.topics) for t in reading.lineage(own)))
    topics = [topic for t in held if (topic := reading.topic(t))]
    names = [venue.as_short(), venue.name] if venue else []
    names += [text for topic in topics for text in (topic.name, *topic.aliases)]
    years = sorted({facts.year, facts.venue_year or facts.year})
    return SearchDocument(
        id=facts.id,
        year=facts.year,
        title=facts.title,
        aliases=facts.aliases,
        authors=tuple(a.text for a in facts.authors),
        context=(*dict.fromkeys(names), *map(str, years)),
        identifiers=(*(value for _, value in facts.ids), *(url for _, url in facts.links), *facts.formerly),
        author_slugs=tuple(reading.author_slugs(facts.id)),
        summary=named(reading, summary),
        facets=tuple(_facets(reading, facts, held)),
        card=Card(
            title=facts.title,
            authors=tuple(a["name"] for a in card["authors"]),
            more=card["more_authors"],
            venue=" ".join(str(part) for part in (card["venue"], card["venue_year"]) if part) if card["venue"] else "",
            sentence=named(reading, card["sentence"]),
            code=card["code"],
            data=card["data"],
            cited=cited_words(*card["cited"][:2]) if card["cited"] else "",
            area=facts.area,
            mark=_mark(reading, facts.area),
            status=facts.status,
        ),
    )


def _facets(reading: Reading, facts: PaperFacts, held: tuple[str, ...]) -> list[str]:
    counts = reading.counts(facts.id)
    collections = [r.collection for r in reading.roles(facts.id) if r.role != "named"]
    values = [("area", facts.area), ("kind", reading.kind(facts.id)), ("status", facts.status), ("all", "all")]
    values += [("venue", facts.venue)] if facts.venue and reading.venue(facts.venue) else []
    values += [("topic", t) for t in held] + [("has", h) for h in dict.fromkeys(facts.has)]
    values += [("in", c) for c in collections]
    values += [("cited", str(counts[-1].count))] if counts else []
    values += [("added", facts.added)] if facts.added else []
    return sorted({f"{name}:{value}" for name, value in values})


def _mark(reading: Reading, area: str) -> int:
    """The number of an area's mark: the place of its highest area in topics.yaml."""
    above = reading.lineage(area)
    roots = reading.children("")
    place = roots.index(above[-1]) if above and above[-1] in roots else MARKS
    return place + 1 if place < MARKS else 0


def search_names(catalog: Catalog) -> dict[str, list[list[Any]]]:
    """Return, by field, [id, label, …] of every value that papers can have, in the order of display."""
    parts = catalog.parts
    roots = [t for t in catalog.tree.order if not parts.topics[t].parent]
    marks = {t: n for n, t in enumerate(roots, 1) if n <= MARKS}
    topics = [
        [t, parts.topics[t].name, marks.get(above[-1], 0) if (above := catalog.tree.lineage(t)) else 0]
        for t in catalog.tree.order
    ]
    venues = sorted(parts.venues, key=lambda v: (parts.venues[v].as_short().casefold(), v))
    return {
        "topic": topics,
        "venue": [[v, parts.venues[v].as_short()] for v in venues],
        "in": [[c, parts.collections[c].collection.title] for c in sorted(parts.collections)],
        "kind": [[kind, kind.capitalize()] for kind in PAPER_KINDS],
        "has": [[has, _HAS_LABELS.get(has) or has.capitalize()] for has in HAS],
    }
