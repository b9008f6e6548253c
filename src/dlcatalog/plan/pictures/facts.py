"""What pictures know of a paper, and which edges of the catalogue are descent. Small answers with small digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.facts import PaperFacts
from dlcatalog.model.paper import ACYCLIC
from dlcatalog.plan.pictures.lettering import cut, width

# The kinds that make a lineage: these four have no cycle, whatever the records say.
DESCENT: Final = ACYCLIC
# What a paper also stands on, drawn more lightly.
USE: Final = ("applies", "uses")
LABEL_ROOM: Final = 118.0


@dataclass(frozen=True, slots=True)
class Node:
    """A paper as a mark shows it. `area` is the place of its area in topics.yaml, -1 for none; `count` is -1 without one."""

    id: str
    label: str
    title: str
    year: int
    area: int
    count: int
    as_of: str


def node(catalog: Catalog, paper_id: str, places: dict[str, int] | None = None) -> Node:
    paper = catalog.paper(paper_id)
    counted = catalog.newest_count(paper_id)
    return Node(
        id=paper_id,
        label=short_name(paper),
        title=cut(paper.title, 640),
        year=paper.year,
        area=(area_places(catalog) if places is None else places).get(catalog.tree.root(paper.area), -1),
        count=counted.count if counted else -1,
        as_of=counted.as_of if counted else "",
    )


def area_places(catalog: Catalog) -> dict[str, int]:
    return {area: place for place, area in enumerate(catalog.tree.roots)}


def short_name(paper: PaperFacts) -> str:
    """Return the first name that fits beside a mark: an alias, what stands before a colon, else the title cut short."""
    head, colon, _ = paper.title.partition(":")
    names = [*paper.aliases[:1], *([head] if colon else []), paper.title]
    fitting = [name for name in names if width(name) <= LABEL_ROOM]
    return fitting[0] if fitting else cut(paper.title, LABEL_ROOM)


def rank(catalog: Catalog, paper_id: str) -> tuple[int, int, int, str]:
    """The order of weight: in a roundup, cited, connected, and then by id so that it never changes."""
    chosen = any(r.role != "named" for r in catalog.roles.get(paper_id, ()))
    counted = catalog.newest_count(paper_id)
    edges = len(catalog.paper(paper_id).relations) + len(catalog.incoming.get(paper_id, ()))
    return (not chosen, -(counted.count if counted else -1), -edges, paper_id)


def descents(catalog: Catalog, paper_id: str) -> Iterator[str]:
    """The papers that one descends from, each once, in the record's order."""
    papers = catalog.parts.papers
    found = (r.paper for r in catalog.paper(paper_id).relations if r.kind in DESCENT)
    return iter(dict.fromkeys(p for p in found if p in papers and p != paper_id))
