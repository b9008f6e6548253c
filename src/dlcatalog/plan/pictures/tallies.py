"""The catalogue in numbers: papers by year, area, venue and kind, how complete the records are, counts then and now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.facts import CountFact, PaperFacts
from dlcatalog.model.paper import CITATION_REGISTRIES, PAPER_KINDS
from dlcatalog.plan.pictures.facts import short_name

YEARS: Final = 80
AREAS: Final = 24
VENUES: Final = 15
FILES: Final = 20
COUNTS: Final = 40


@dataclass(frozen=True, slots=True)
class Tally:
    """How many papers a year, an area, a venue or a kind holds, and how many of them have code. `id` is "" for what has no page."""

    id: str
    label: str
    papers: int
    code: int


@dataclass(frozen=True, slots=True)
class Field:
    """How many records have a field, and the first that lack it, as (paper, path)."""

    name: str
    have: int
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ThenNow:
    """A roundup's count of a paper, and the newest one; they are the same where nobody has counted since."""

    id: str
    label: str
    then: CountFact
    now: CountFact


@dataclass(frozen=True, slots=True)
class Tallies:
    """Everything that /stats/ shows."""

    papers: int
    code: int
    years: tuple[Tally, ...]
    earlier: int
    areas: tuple[Tally, ...]
    venues: tuple[Tally, ...]
    kinds: tuple[Tally, ...]
    fields: tuple[Field, ...]
    counts: tuple[ThenNow, ...]
    more_counts: int


def tallies(catalog: Catalog) -> Tallies:
    papers = [catalog.paper(i) for i in catalog.order]
    coded = {p.id for p in papers if "code" in p.has}
    counts = _then_and_now(catalog)
    years = sorted(catalog.by_year)
    first = years[-1] - YEARS + 1 if years else 0
    return Tallies(
        papers=len(papers),
        code=len(coded),
        years=tuple(_tally(str(y), str(y), catalog.by_year[y], coded) for y in years if y >= first),
        earlier=sum(len(catalog.by_year[y]) for y in years if y < first),
        areas=_areas(catalog, papers, coded),
        venues=_venues(catalog, papers, coded),
        kinds=_kinds(catalog, papers, coded),
        fields=tuple(_field(catalog, papers, name, given) for name, given in FIELDS.items()),
        counts=tuple(counts[:COUNTS]),
        more_counts=max(0, len(counts) - COUNTS),
    )


def _tally(key: str, label: str, ids: Iterable[str], coded: set[str]) -> Tally:
    found = list(ids)
    return Tally(key, label, len(found), sum(i in coded for i in found))


def _areas(catalog: Catalog, papers: list[PaperFacts], coded: set[str]) -> tuple[Tally, ...]:
    """Papers by their home, in the order of topics.yaml; beyond 24 areas the rest is one."""
    roots = {t: catalog.tree.root(t) for t in catalog.tree.order}
    held: dict[str, list[str]] = {}
    for paper in papers:
        held.setdefault(roots.get(paper.area, ""), []).append(paper.id)
    order = [r for r in catalog.tree.roots if r in held]
    own = order if len(order) <= AREAS else order[: AREAS - 1]
    rest = [i for r in (*order[len(own) :], "") for i in held.get(r, ())]
    rows = [_tally(r, catalog.tree.name(r), held[r], coded) for r in own]
    return (*rows, *([_tally("", "Other areas", rest, coded)] if rest else []))


def _venues(catalog: Catalog, papers: list[PaperFacts], coded: set[str]) -> tuple[Tally, ...]:
    """The fifteen venues with the most papers, then all others, then no venue."""
    names = catalog.parts.venues
    order = sorted(catalog.by_venue, key=lambda v: (-len(catalog.by_venue[v]), names[v].as_short().casefold(), v))
    rows = [_tally(v, names[v].as_short(), catalog.by_venue[v], coded) for v in order[:VENUES]]
    others = [i for v in order[VENUES:] for i in catalog.by_venue[v]]
    if others:
        label = f"{len(order) - VENUES:,} other {'venue' if len(order) == VENUES + 1 else 'venues'}"
        rows.append(_tally("", label, others, coded))
    without = [p.id for p in papers if p.venue not in names]
    return (*rows, *([_tally("", "No venue", without, coded)] if without else []))


def _kinds(catalog: Catalog, papers: list[PaperFacts], coded: set[str]) -> tuple[Tally, ...]:
    all_papers, with_code = Counter[str](), Counter[str]()
    for paper in papers:
        kind = catalog.kind(paper)
        all_papers[kind] += 1
        with_code[kind] += paper.id in coded
    return tuple(Tally(k, k, all_papers[k], with_code[k]) for k in PAPER_KINDS if all_papers[k])


Given = Callable[[Catalog, PaperFacts], object]
# What a record may hold and should, in the order of the page.
FIELDS: Final[dict[str, Given]] = {
    "Venue": lambda _, p: p.venue,
    "Year of the venue": lambda _, p: p.venue_year,
    "Identifier of any kind": lambda _, p: p.ids,
    "DOI": lambda _, p: "doi" in p.has,
    "PDF": lambda _, p: "pdf" in p.has,
    "Code": lambda _, p: "code" in p.has,
    "Further topics": lambda _, p: p.topics,
    "Relations to other papers": lambda c, p: p.relations or c.incoming.get(p.id),
    "Dated count of citations": lambda c, p: c.counts.get(p.id),
    "Figure": lambda _, p: "figure" in p.has,
    "Date of addition": lambda _, p: p.added,
}


def _field(catalog: Catalog, papers: list[PaperFacts], name: str, given: Given) -> Field:
    lacking = [p for p in papers if not given(catalog, p)]
    return Field(name, len(papers) - len(lacking), tuple((p.id, p.path) for p in lacking[:FILES]))


def _then_and_now(catalog: Catalog) -> list[ThenNow]:
    """Each paper that a roundup has counted: its first such count against the newest of all, the greatest first."""
    rows = []
    for paper_id, counts in catalog.counts.items():
        then = next((c for c in counts if c.source not in CITATION_REGISTRIES), None)
        if then:
            rows.append(ThenNow(paper_id, short_name(catalog.paper(paper_id)), then, counts[-1]))
    return sorted(rows, key=lambda r: (-r.now.count, r.id))
