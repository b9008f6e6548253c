"""The papers that the timeline draws, and how many it leaves to their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.plan.pictures.facts import Node, area_places, descents, node, rank

# A catalogue of up to ALL papers is drawn whole, a larger one by MOST of them.
ALL: Final = 260
MOST: Final = 180
IN_CELL: Final = 12
AREAS: Final = 14
YEARS: Final = 36
ARCS: Final = 300


@dataclass(frozen=True, slots=True)
class Band:
    """One area: its place in topics.yaml, and how many papers have it as their home. `id` is "" for all further areas."""

    id: str
    name: str
    place: int
    papers: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Papers of a year and an area that are not drawn. The first column may stand for all earlier years: `year` is then -1."""

    band: int
    year: int
    papers: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Everything that the timeline shows. `edges` are (descendant, ancestor) by place among `papers`."""

    bands: tuple[Band, ...]
    years: tuple[int, ...]
    earlier: int
    papers: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    cells: tuple[Cell, ...]
    total: int
    counted: int


def chosen(catalog: Catalog) -> Chosen:
    """Choose: roundups first, then the most cited, then the most connected; a cell holds at most twelve."""
    places = area_places(catalog)
    roots = {t: catalog.tree.root(t) for t in catalog.tree.order}
    homes = {p.id: roots[p.area] for p in catalog.parts.papers.values() if p.area in roots}
    bands, band_of = _bands(catalog, homes)
    years = sorted(catalog.by_year)
    shown_years = years[-YEARS:] if len(years) > YEARS else years
    first = shown_years[0] if shown_years else 0
    able = [i for i in homes if catalog.paper(i).year >= first]
    picked = _picked(catalog, able, homes)
    held = Counter((band_of[homes[i]], max(catalog.paper(i).year, first - 1)) for i in homes)
    held.subtract(Counter((band_of[homes[i]], catalog.paper(i).year) for i in picked))
    order = sorted(picked, key=lambda i: (band_of[homes[i]], catalog.paper(i).year, rank(catalog, i)))
    cells = ((b, y, n) for (b, y), n in sorted(held.items()) if n)
    return Chosen(
        bands=bands,
        years=tuple(shown_years),
        earlier=sum(len(catalog.by_year[y]) for y in years if y < first),
        papers=tuple(node(catalog, i, places) for i in order),
        edges=_edges(catalog, order),
        cells=tuple(Cell(b, y if y >= first else -1, n) for b, y, n in cells),
        total=len(homes),
        counted=sum(1 for i in homes if i in catalog.counts),
    )


def _bands(catalog: Catalog, homes: dict[str, str]) -> tuple[tuple[Band, ...], dict[str, int]]:
    """The areas that hold papers, in their order; where they are too many, the last band holds the rest."""
    held = Counter(homes.values())
    roots = [(place, root) for place, root in enumerate(catalog.tree.roots) if held[root]]
    own = roots if len(roots) <= AREAS else roots[: AREAS - 1]
    bands = [Band(root, catalog.tree.name(root), place, held[root]) for place, root in own]
    band_of = {band.id: number for number, band in enumerate(bands)}
    rest = [root for _, root in roots[len(own) :]]
    if rest:
        band_of |= dict.fromkeys(rest, len(bands))
        bands.append(Band("", "Other areas", -1, sum(held[root] for root in rest)))
    return tuple(bands), band_of


def _picked(catalog: Catalog, able: Iterable[str], homes: dict[str, str]) -> list[str]:
    ranked = sorted(able, key=lambda i: rank(catalog, i))
    limit = ALL if len(ranked) <= ALL else MOST
    room: Counter[tuple[str, int]] = Counter()
    picked: list[str] = []
    for paper_id in ranked:
        cell = (homes[paper_id], catalog.paper(paper_id).year)
        if len(picked) < limit and room[cell] < IN_CELL:
            room[cell] += 1
            picked.append(paper_id)
    return picked


def _edges(catalog: Catalog, order: list[str]) -> tuple[tuple[int, int], ...]:
    """Descent among the drawn papers; where it is too much, that of the weightiest papers."""
    place = {paper_id: number for number, paper_id in enumerate(order)}
    found = [(place[i], place[parent]) for i in order for parent in descents(catalog, i) if parent in place]
    if len(found) > ARCS:
        weight = {number: n for n, number in enumerate(sorted(place.values(), key=lambda p: rank(catalog, order[p])))}
        found = sorted(sorted(found, key=lambda e: (min(weight[e[0]], weight[e[1]]), e))[:ARCS])
    return tuple(found)
