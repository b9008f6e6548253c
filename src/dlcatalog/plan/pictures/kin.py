"""What one paper stands on and what stands on it, one step each way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.model.paper import INVERSE
from dlcatalog.plan.pictures.facts import DESCENT, USE, rank

_WEIGHT = {kind: int(kind in USE) for kind in (*DESCENT, *USE)}
_FORWARD = {INVERSE[kind]: kind for kind in _WEIGHT}


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of a lineage, to `paper`. The record of `stated_by` says it in its relation `index` with `note`, as written there."""

    paper: str
    kind: str
    stated_by: str
    index: int
    note: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Both ways, descent before use, then by weight."""

    ancestors: tuple[Edge, ...]
    descendants: tuple[Edge, ...]


def kin(catalog: Catalog, paper_id: str) -> Kin:
    papers = catalog.parts.papers
    stated = papers[paper_id].relations
    up = (
        Edge(r.paper, r.kind, paper_id, n, r.note)
        for n, r in enumerate(stated)
        if r.kind in _WEIGHT and r.paper in papers and r.paper != paper_id
    )
    down = (
        Edge(e.paper, _FORWARD[e.kind], e.paper, _index(catalog, e.paper, _FORWARD[e.kind], paper_id), e.note)
        for e in catalog.incoming.get(paper_id, ())
        if e.kind in _FORWARD
    )
    return Kin(_ranked(catalog, up), _ranked(catalog, down))


def _index(catalog: Catalog, stating: str, kind: str, target: str) -> int:
    relations = catalog.paper(stating).relations
    return next(n for n, r in enumerate(relations) if r.kind == kind and r.paper == target)


def _ranked(catalog: Catalog, edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Each paper once: where two records' edges join the same papers, descent is the one to show."""
    found = sorted(edges, key=lambda e: (_WEIGHT[e.kind], rank(catalog, e.paper), e.index))
    return tuple({e.paper: e for e in reversed(found)}.values())[::-1]
