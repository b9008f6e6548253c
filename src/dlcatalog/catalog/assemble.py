"""Records and vocabularies to one linked Catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dlcatalog.catalog.facts import CollectionFacts, CountFact, DeadLink, PaperFacts, PlacedChapter, PlacedEntry
from dlcatalog.catalog.people import AuthorIndex, People, index_authors
from dlcatalog.catalog.query import Query, QueryFault, Subject, Words, parse_mapping
from dlcatalog.catalog.topics import TopicTree
from dlcatalog.model.collection import Entry
from dlcatalog.model.paper import INVERSE, SYMMETRIC
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person, Topic, Venue

K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that was read, before linking.

    Attributes:
        known_papers: ids of all files, also of those that could not be used: what refers to them is no mistake.
        broken: by table (topics, venues, people, images) the entries that are there and cannot be used.
        dead_links: URLs, as records write them, that have been gone for long.
        unreadable: tables of which not even the names could be read.
    """

    site: Site
    papers: Mapping[str, PaperFacts]
    collections: Mapping[str, CollectionFacts] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    venues: Mapping[str, Venue] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    ledger: Mapping[str, tuple[CountFact, ...]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    images: frozenset[str] = frozenset()
    known_papers: frozenset[str] = frozenset()
    known_collections: frozenset[str] = frozenset()
    broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    dead_links: Mapping[str, DeadLink] = field(default_factory=dict)

    def is_unknown(self, table: str, entry: str) -> bool:
        """Whether nothing of this name was written: an entry that is there but wrong is reported where it stands."""
        return table not in self.unreadable and entry not in self.broken.get(table, ())


@dataclass(frozen=True, slots=True)
class IncomingEdge:
    """An edge that another record states, read backwards: `kind` is the inverse kind."""

    kind: str
    paper: str
    note: str


@dataclass(frozen=True, slots=True)
class Role:
    """How a roundup holds a paper: as main entry, mention, or only named in a text."""

    collection: str
    role: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """The linked catalogue. Lists of papers run from the newest year back, then by id."""

    parts: Parts
    tree: TopicTree
    people: People
    authors: AuthorIndex
    order: tuple[str, ...]
    by_year: Mapping[int, tuple[str, ...]]
    by_topic: Mapping[str, tuple[str, ...]]
    by_venue: Mapping[str, tuple[str, ...]]
    incoming: Mapping[str, tuple[IncomingEdge, ...]]
    chapters: Mapping[str, tuple[PlacedChapter, ...]]
    roles: Mapping[str, tuple[Role, ...]]
    counts: Mapping[str, tuple[CountFact, ...]]
    moved: Mapping[str, str]

    def paper(self, paper_id: str) -> PaperFacts:
        return self.parts.papers[paper_id]

    def kind(self, paper: PaperFacts) -> str:
        """The paper's kind: its own, else its venue's, else preprint."""
        venue = self.parts.venues.get(paper.venue)
        return paper.kind or (
            venue.kind if venue and venue.kind in ("conference", "journal", "workshop") else "preprint"
        )

    def newest_count(self, paper_id: str) -> CountFact | None:
        counts = self.counts.get(paper_id)
        return counts[-1] if counts else None

    def slugs_of(self, paper: PaperFacts) -> tuple[str, ...]:
        return tuple(self.authors.slugs[self.people.key(a)] for a in paper.authors)

    def subject(self, paper: PaperFacts) -> Subject:
        """What a query may ask of a paper."""
        counted = self.newest_count(paper.id)
        topics = {ancestor for t in (paper.area, *paper.topics) for ancestor in self.tree.lineage(t)}
        return Subject(
            id=paper.id,
            year=paper.year,
            area=paper.area,
            topics=frozenset(topics),
            venue=paper.venue,
            kind=self.kind(paper),
            authors=(*self.slugs_of(paper), *(a.identity for a in paper.authors)),
            has=frozenset(paper.has),
            within=frozenset(r.collection for r in self.roles.get(paper.id, ()) if r.role != "named"),
            status=paper.status,
            cited=counted.count if counted else None,
            added=paper.added,
            title=paper.title,
        )

    def words(self) -> Words:
        return words_of(self.parts)


def words_of(parts: Parts) -> Words:
    """The closed sets of this catalogue's queries."""
    collections = parts.known_collections | frozenset(parts.collections)
    return Words(frozenset(parts.topics), frozenset(parts.venues), collections)


def assemble(parts: Parts) -> Catalog:
    """Link everything. References to what is not there are left out; `checks` has reported them."""
    tree = TopicTree.of(parts.topics)
    people = People.of(parts.people)
    order = tuple(sorted(parts.papers, key=lambda i: (-parts.papers[i].year, i)))
    authors = index_authors((parts.papers[i] for i in order), people)
    linked = Catalog(
        parts=parts,
        tree=tree,
        people=people,
        authors=authors,
        order=order,
        by_year=_group(order, lambda i: (parts.papers[i].year,)),
        by_topic=_group(order, lambda i: tree.holders(parts.papers[i])),
        by_venue=_group(order, lambda i: (parts.papers[i].venue,) if parts.papers[i].venue in parts.venues else ()),
        incoming=_incoming(parts, order),
        chapters={},
        roles={},
        counts=_counts(parts),
        moved={old: p.id for p in parts.papers.values() for old in p.formerly if old not in parts.known_papers},
    )
    return _with_collections(linked)


def _group(order: Iterable[str], keys: Callable[[str], Iterable[K]]) -> dict[K, tuple[str, ...]]:
    groups: dict[K, list[str]] = {}
    for paper_id in order:
        for key in keys(paper_id):
            groups.setdefault(key, []).append(paper_id)
    return {key: tuple(ids) for key, ids in groups.items()}


def _incoming(parts: Parts, order: Iterable[str]) -> dict[str, tuple[IncomingEdge, ...]]:
    edges: dict[str, list[IncomingEdge]] = {}
    for paper_id in order:
        for relation in parts.papers[paper_id].relations:
            target = parts.papers.get(relation.paper)
            if target is None or relation.paper == paper_id:
                continue
            if relation.kind in SYMMETRIC and any(
                r.kind == relation.kind and r.paper == paper_id for r in target.relations
            ):
                continue
            edges.setdefault(relation.paper, []).append(IncomingEdge(INVERSE[relation.kind], paper_id, relation.note))
    return {paper_id: tuple(found) for paper_id, found in edges.items()}


def _counts(parts: Parts) -> dict[str, tuple[CountFact, ...]]:
    """Every paper's dated counts from old to new; on one day the ledger's stands last, for it is the one to show."""
    found: dict[str, list[tuple[str, int, CountFact]]] = {}
    for collection in parts.collections.values():
        for paper_id, count in _frozen_counts(collection):
            fact = CountFact(count, collection.dated, collection.id)
            found.setdefault(paper_id, []).append((fact.as_of, 0, fact))
    for paper in parts.papers.values():
        if paper.counted:
            found.setdefault(paper.id, []).append((paper.counted.as_of, 1, paper.counted))
    for paper_id, kept in parts.ledger.items():
        for row in kept:
            found.setdefault(paper_id, []).append((row.as_of, 2, row))
    result: dict[str, tuple[CountFact, ...]] = {}
    for paper_id, dated in found.items():
        if paper_id in parts.papers:
            dated.sort(key=lambda r: (r[0], r[1], r[2].source, r[2].count))
            result[paper_id] = tuple(dict.fromkeys(fact for _, _, fact in dated if fact.as_of))
    return {paper_id: facts for paper_id, facts in result.items() if facts}


def _frozen_counts(collection: CollectionFacts) -> Iterable[tuple[str, int]]:
    for _, _, _, entry in collection.collection.written_entries():
        if entry.citations is not None:
            yield entry.paper, entry.citations
        for mention in entry.mentions:
            if mention.citations is not None:
                yield mention.paper, mention.citations


def _with_collections(bare: Catalog) -> Catalog:
    """Place the entries of every roundup. `in` of a select sees hand-written entries only: rules cannot feed each other."""
    parts = bare.parts
    written = {c.id: _written_roles(c, parts) for c in parts.collections.values()}
    seen = _roles_by_paper(written)
    first = _replace(bare, roles=seen)
    chapters = {c.id: _place(c, first) for c in parts.collections.values()}
    roles: dict[str, dict[str, str]] = {}
    for collection_id, placed in chapters.items():
        mine = roles.setdefault(collection_id, {})
        for chapter in placed:
            for entry in chapter.entries:
                mine[entry.paper] = "main"
                for mention, _ in entry.mentions:
                    mine.setdefault(mention, "mention")
        for name in parts.collections[collection_id].named:
            if name.paper in parts.papers:
                mine.setdefault(name.paper, "named")
    return _replace(first, roles=_roles_by_paper(roles), chapters=chapters)


def _replace(catalog: Catalog, **changes: object) -> Catalog:
    values = {name: getattr(catalog, name) for name in Catalog.__slots__}
    return Catalog(**{**values, **changes})


def _written_roles(collection: CollectionFacts, parts: Parts) -> dict[str, str]:
    roles: dict[str, str] = {}
    for _, _, _, entry in collection.collection.written_entries():
        if entry.paper in parts.papers:
            roles[entry.paper] = "main"
        for mention in entry.mentions:
            if mention.paper in parts.papers:
                roles.setdefault(mention.paper, "mention")
    return roles


def _roles_by_paper(roles: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[Role, ...]]:
    by_paper: dict[str, list[Role]] = {}
    for collection_id in sorted(roles):
        for paper_id, role in roles[collection_id].items():
            by_paper.setdefault(paper_id, []).append(Role(collection_id, role))
    return {paper_id: tuple(found) for paper_id, found in by_paper.items()}


def _place(facts: CollectionFacts, catalog: Catalog) -> tuple[PlacedChapter, ...]:
    collection = facts.collection
    papers = catalog.parts.papers
    placed: list[tuple[int, PlacedEntry]] = []
    taken: set[str] = set()
    for _, chapter, position, entry in collection.written_entries():
        if entry.paper in papers and entry.paper not in taken:
            taken.add(entry.paper)
            placed.append((chapter, _placed(entry, (chapter, position), catalog)))
    placed += [(-1, PlacedEntry(i, None, None, ())) for i in _selected(facts, catalog) if i not in taken]
    by = collection.group_by.by
    if by == "chapters":
        titles = [c.title for c in collection.group_by.chapters]
        anchors = _anchors(titles)
        listed = [
            PlacedChapter(title, anchors[n], n, tuple(e for c, e in placed if c == n)) for n, title in enumerate(titles)
        ]
        rest = tuple(e for c, e in placed if c == -1)
        return (*listed, PlacedChapter("", "more", -1, rest)) if rest else tuple(listed)
    entries = [e for _, e in placed]
    if by == "year":
        return _by_key(
            sorted(entries, key=lambda e: papers[e.paper].year), lambda e: str(papers[e.paper].year), "year-"
        )
    if by == "topic":
        rank = {t: n for n, t in enumerate(catalog.tree.order)}
        ranked = sorted(entries, key=lambda e: rank.get(papers[e.paper].area, len(rank)))
        return _by_key(ranked, lambda e: catalog.tree.name(papers[e.paper].area), "topic-")
    return (PlacedChapter("", "", -1, tuple(entries)),)


def _placed(entry: Entry, written: tuple[int, int], catalog: Catalog) -> PlacedEntry:
    mentions = tuple((m.paper, m.citations) for m in entry.mentions if m.paper in catalog.parts.papers)
    return PlacedEntry(entry.paper, written, entry.citations, mentions)


def _by_key(
    entries: Iterable[PlacedEntry], title: Callable[[PlacedEntry], str], prefix: str
) -> tuple[PlacedChapter, ...]:
    groups: dict[str, list[PlacedEntry]] = {}
    for entry in entries:
        groups.setdefault(title(entry), []).append(entry)
    anchors = _anchors(list(groups), prefix)
    return tuple(PlacedChapter(name, anchors[n], -1, tuple(found)) for n, (name, found) in enumerate(groups.items()))


def _anchors(titles: list[str], prefix: str = "chapter-") -> list[str]:
    """Fragments of chapters: never a paper id, for those contain no `--` and these start with a word of ours."""
    from dlcatalog.text import name_slug  # noqa: PLC0415

    seen: set[str] = set()
    anchors = []
    for number, title in enumerate(titles, 1):
        anchor = f"{prefix.rstrip('-')}--{name_slug(title)}"
        anchors.append(anchor if anchor not in seen else f"{anchor}-{number}")
        seen.add(anchor)
    return anchors


def _selected(facts: CollectionFacts, catalog: Catalog) -> list[str]:
    if facts.collection.select is None:
        return []
    query = query_of(facts.collection.select, catalog)
    if query is None:
        return []
    chosen = [p for p in catalog.parts.papers.values() if query.matches(catalog.subject(p))]
    return [p.id for p in sorted(chosen, key=lambda p: (p.year, p.id))]


def query_of(tree: object, catalog: Catalog) -> Query | None:
    """Parse a query, or None where it is wrong: `checks` has reported it."""
    try:
        return parse_mapping(tree, catalog.words())
    except QueryFault:
        return None
