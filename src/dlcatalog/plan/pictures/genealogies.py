"""Which descent lies inside each area, and what of it its genealogy page shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.plan.pictures.facts import DESCENT, Node, area_places, node, rank
from dlcatalog.plan.pictures.kin import Edge

PAPERS: Final = 60
EDGES: Final = 150
# A topic inside an area has a page of its own from so many edges on; with fewer, its area's page is enough.
WORTH_A_PAGE: Final = 4

# (descendant, edge to the ancestor)
Descent = tuple[str, Edge]


@dataclass(frozen=True, slots=True)
class Genealogy:
    """Families, each its papers by year, and the edges as (descendant, ancestor, edge) by place among `papers`.

    `more` papers have edges here too and are not shown.
    """

    papers: tuple[Node, ...]
    families: tuple[int, ...]
    edges: tuple[tuple[int, int, Edge], ...]
    more: int


def descent_by_topic(catalog: Catalog) -> dict[str, list[Descent]]:
    """Return the edges whose both ends stand on a topic's page, for the topics that have a genealogy, in their order."""
    lines = {topic: catalog.tree.lineage(topic) for topic in catalog.tree.order}
    found: dict[str, list[Descent]] = {}
    for paper_id in catalog.order:
        edges = _ancestors(catalog, paper_id)
        own = _holders(catalog, paper_id, lines) if edges else set()
        for edge in edges:
            for topic in own & _holders(catalog, edge.paper, lines):
                found.setdefault(topic, []).append((paper_id, edge))
    roots = set(catalog.tree.roots)
    return {t: found[t] for t in catalog.tree.order if t in found and (t in roots or len(found[t]) >= WORTH_A_PAGE)}


def _holders(catalog: Catalog, paper_id: str, lines: Mapping[str, tuple[str, ...]]) -> set[str]:
    paper = catalog.paper(paper_id)
    return {above for topic in (paper.area, *paper.topics) for above in lines.get(topic, ())}


def _ancestors(catalog: Catalog, paper_id: str) -> list[Edge]:
    """The papers that one descends from, each by its first relation."""
    papers = catalog.parts.papers
    edges: dict[str, Edge] = {}
    for n, r in enumerate(papers[paper_id].relations):
        if r.kind in DESCENT and r.paper in papers and r.paper != paper_id:
            edges.setdefault(r.paper, Edge(r.paper, r.kind, paper_id, n, r.note))
    return list(edges.values())


def genealogy(catalog: Catalog, descent: Sequence[Descent]) -> Genealogy:
    """Choose the papers with the most edges, and lay them out in families: the greatest first, each by year."""
    degree = Counter(end for child, edge in descent for end in (child, edge.paper))
    # Only papers with enough edges can be among the first: the others need no rank.
    enough = sorted(degree.values(), reverse=True)[: PAPERS + 1][-1] if degree else 0
    order = sorted((i for i in degree if degree[i] >= enough), key=lambda i: (-degree[i], rank(catalog, i)))
    kept = set(order[:PAPERS])
    edges = [(child, edge) for child, edge in descent if child in kept and edge.paper in kept][:EDGES]
    shown = {end for child, edge in edges for end in (child, edge.paper)}
    families = _families(shown, edges, catalog)
    papers = [i for family in families for i in family]
    place = {i: n for n, i in enumerate(papers)}
    places = area_places(catalog)
    return Genealogy(
        papers=tuple(replace(node(catalog, i, places), count=-1, as_of="") for i in papers),
        families=tuple(len(family) for family in families),
        edges=tuple(sorted(((place[c], place[e.paper], e) for c, e in edges), key=lambda x: x[:2])),
        more=len(degree) - len(shown),
    )


def _families(shown: set[str], edges: Sequence[Descent], catalog: Catalog) -> list[list[str]]:
    parent = {i: i for i in sorted(shown)}
    for child, edge in edges:
        a, b = _head(parent, child), _head(parent, edge.paper)
        parent[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = {}
    for i in parent:
        groups.setdefault(_head(parent, i), []).append(i)
    families = [_ancestors_first(g, edges, catalog) for g in groups.values()]
    return sorted(families, key=lambda f: (-len(f), catalog.paper(f[0]).year, f[0]))


def _ancestors_first(family: Sequence[str], edges: Sequence[Descent], catalog: Catalog) -> list[str]:
    """Sort by year and id, but nobody before an ancestor of the same or, by an odd record, a later year."""
    waiting: dict[str, set[str]] = {i: set() for i in family}
    children: dict[str, list[str]] = defaultdict(list)
    for child, edge in edges:
        if child in waiting:
            waiting[child].add(edge.paper)
            children[edge.paper].append(child)
    ready = [(catalog.paper(i).year, i) for i in family if not waiting[i]]
    heapify(ready)
    done: list[str] = []
    while ready:
        _, paper_id = heappop(ready)
        done.append(paper_id)
        for child in dict.fromkeys(children[paper_id]):
            waiting[child].discard(paper_id)
            if not waiting[child]:
                heappush(ready, (catalog.paper(child).year, child))
    # What stands in a ring, which only a catalogue with errors can hold.
    return done + sorted(set(family).difference(done))


def _head(parent: Mapping[str, str], paper_id: str) -> str:
    while parent[paper_id] != paper_id:
        paper_id = parent[paper_id]
    return paper_id
