"""The one way in which planning reads the catalogue: every answer leaves a note of what was asked.

What a page read decides when it must be planned again. No list of what an edit touches is kept anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from dlcatalog.catalog.assemble import Catalog, IncomingEdge, Role
from dlcatalog.catalog.facts import CollectionFacts, CountFact, DeadLink, PaperFacts, PlacedChapter
from dlcatalog.catalog.people import AuthorEntry
from dlcatalog.catalog.related import RARE, SMALL_TOPIC, Neighbours, Signature, related_papers, title_words
from dlcatalog.formats.coins import ListedWork
from dlcatalog.formats.reference import leading_url
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.plan import shards, urls
from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.pictures.chosen import Chosen, chosen
from dlcatalog.plan.pictures.facts import Node, area_places, node
from dlcatalog.plan.pictures.genealogies import Descent, Genealogy, descent_by_topic, genealogy
from dlcatalog.plan.pictures.kin import Edge, Kin, kin
from dlcatalog.plan.pictures.tallies import Tallies, tallies
from dlcatalog.text import fold

Body = Mapping[str, Any]
# The authors that a list shows at once, and those that it unfolds on demand.
FIRST_AUTHORS: Final = 3
MORE_AUTHORS: Final = 40
# How many of the newest additions feeds and the home page show.
NEWEST: Final = 50


def stable_hash(value: object) -> str:
    """Return a short hash of plain data, the same on every machine."""
    return hashlib.blake2b(orjson.dumps(value, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()


def first_letter(inverted: str) -> str:
    """Return the letter of A to Z under which a name is found, "…" for others."""
    first = fold(inverted)[:1]
    return first.upper() if first.isalpha() and first.isascii() else "…"


@dataclass(slots=True)
class Bodies:
    """The long parts of records, fetched on demand: records from the store, the few roundups and vocabularies at hand."""

    paper: Callable[[str], Body]
    texts: Mapping[str, Mapping[str, Any]]
    images: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Reading:
    """Answers about the catalogue for one planner after another; `start` begins a new list of questions."""

    def __init__(self, catalog: Catalog, bodies: Bodies) -> None:
        self._catalog = catalog
        self._bodies = bodies
        self._asked: set[str] = set()
        self._words: dict[str, list[str]] | None = None
        self._chapter_mates: dict[str, tuple[str, ...]] | None = None
        self._cards: dict[str, dict[str, Any]] = {}
        self._digests: dict[str, str] = {}
        self._dumps: tuple[str, ...] = ()
        self._authors: tuple[tuple[str, str, int], ...] | None = None
        self._letters: tuple[tuple[str, int], ...] | None = None
        self._area_places: dict[str, int] | None = None
        self._descent: dict[str, list[Descent]] | None = None
        self._tallies: Tallies | None = None
        self._timeline: Chosen | None = None
        self._shards: dict[tuple[str, int], dict[int, list[tuple[str, str]]]] = {}

    def start(self) -> None:
        """Forget what was asked so far."""
        self._asked = set()

    def asked(self) -> set[str]:
        """The keys of everything that was asked since `start`."""
        return self._asked

    # What pages ask. Each method notes its key; `digest` below must know every kind of key.

    def site(self) -> Site:
        self._asked.add("site")
        return self._catalog.parts.site

    def paper(self, paper_id: str) -> PaperFacts:
        self._asked.add(f"paper/{paper_id}")
        return self._catalog.paper(paper_id)

    def body(self, paper_id: str) -> Body:
        self._asked.add(f"paper/{paper_id}")
        return self._bodies.paper(self._catalog.paper(paper_id).digest)

    def kind(self, paper_id: str) -> str:
        self._asked.add(f"card/{paper_id}")
        return self._catalog.kind(self._catalog.paper(paper_id))

    def has_paper(self, paper_id: str) -> bool:
        self._asked.add(f"there/{paper_id}")
        return paper_id in self._catalog.parts.papers

    def card(self, paper_id: str) -> dict[str, Any]:
        """What a list, a link or a card shows of a paper."""
        self._asked.add(f"card/{paper_id}")
        return self._card(paper_id)

    def listed_work(self, paper_id: str) -> ListedWork:
        """What a list says of a paper to machines; the card's key covers it."""
        self._asked.add(f"card/{paper_id}")
        return _listed_work(self._catalog, self._catalog.paper(paper_id))

    def counts(self, paper_id: str) -> tuple[CountFact, ...]:
        self._asked.add(f"around/{paper_id}")
        return self._catalog.counts.get(paper_id, ())

    def incoming(self, paper_id: str) -> tuple[IncomingEdge, ...]:
        self._asked.add(f"around/{paper_id}")
        return self._catalog.incoming.get(paper_id, ())

    def roles(self, paper_id: str) -> tuple[Role, ...]:
        self._asked.add(f"around/{paper_id}")
        return self._catalog.roles.get(paper_id, ())

    def dead_links(self, paper_id: str) -> dict[str, DeadLink]:
        """Those links of a paper that have been gone for long, by URL."""
        self._asked.add(f"around/{paper_id}")
        return self._dead(paper_id)

    def changed_on(self, paper_id: str) -> str:
        """The day of the last commit that touched the record, or its `added`, or ""."""
        self._asked.add(f"around/{paper_id}")
        return self._date(paper_id)

    def members(self, index: str, key: str = "") -> tuple[str, ...]:
        """The papers of a year, topic, venue, author or all ("papers"); newest first."""
        # What is known of an author holds the list already.
        self._asked.add(f"author/{key}" if index == "author" else f"members/{index}/{key}")
        return self._members(index, key)

    def know_dumps(self, names: tuple[str, ...]) -> None:
        """Be told which files hold the whole catalogue; nobody may ask before."""
        self._dumps = names

    def dumps(self) -> tuple[str, ...]:
        """The files that hold the whole catalogue."""
        self._asked.add("dumps")
        return self._dumps

    def years(self) -> tuple[int, ...]:
        """All years; for the pipeline, no page is planned from it."""
        return tuple(self._catalog.by_year)

    def shard_bits(self) -> dict[str, int]:
        """How finely the reading list's data is split, by kind of shard."""
        self._asked.add("shard-bits")
        return shard_bits(len(self._catalog.order))

    def card_shard(self, bits: int, number: int) -> tuple[tuple[str, str], ...]:
        """(id, "") of each paper of a shard, and (former id, id) of those that moved."""
        self._asked.add(f"shard/cards/{bits}/{number}")
        return self._shard("cards", bits, number)

    def find_shard(self, bits: int, number: int) -> tuple[tuple[str, str], ...]:
        """(key, paper or papers) of each reference that a shard answers for."""
        self._asked.add(f"shard/find/{bits}/{number}")
        return self._shard("find", bits, number)

    def newest_added(self, index: str, key: str = "") -> tuple[str, ...]:
        """The 50 papers of a list that were added last."""
        self._asked.add(f"newest/{index}/{key}")
        return self._newest(index, key)

    def groups(self, index: str) -> tuple[tuple[str, int], ...]:
        """The keys of an index in the order of display, each with how many papers it holds."""
        self._asked.add(f"groups/{index}")
        return self._groups(index)

    def author(self, slug: str) -> AuthorEntry:
        self._asked.add(f"author/{slug}")
        return self._catalog.authors.entries[slug]

    def author_names(self) -> tuple[tuple[str, str, int], ...]:
        """(slug, inverted name, number of papers) of every author, in the order of the family names."""
        self._asked.add("author-names")
        return self._author_names()

    def author_slugs(self, paper_id: str) -> tuple[str, ...]:
        """The page of each author of a paper, in the paper's order."""
        self._asked.add(f"signature/{paper_id}")
        return self._catalog.slugs_of(self._catalog.paper(paper_id))

    def person(self, person_id: str) -> Person | None:
        """An entry of people.yaml; the author's key covers it."""
        return self._catalog.parts.people.get(person_id)

    def topic(self, topic_id: str) -> Topic | None:
        self._asked.add(f"topic/{topic_id}")
        return self._catalog.parts.topics.get(topic_id)

    def lineage(self, topic_id: str) -> tuple[str, ...]:
        self._asked.add("tree")
        return self._catalog.tree.lineage(topic_id)

    def children(self, topic_id: str) -> tuple[str, ...]:
        self._asked.add("tree")
        return self._catalog.tree.children.get(topic_id, ())

    def venue(self, venue_id: str) -> Venue | None:
        self._asked.add(f"venue/{venue_id}")
        return self._catalog.parts.venues.get(venue_id)

    def collection(self, collection_id: str) -> CollectionFacts:
        self._asked.add(f"collection/{collection_id}")
        return self._catalog.parts.collections[collection_id]

    def collection_title(self, collection_id: str) -> str:
        self._asked.add(f"collection-title/{collection_id}")
        return self._collection_title(collection_id)

    def chapters(self, collection_id: str) -> tuple[PlacedChapter, ...]:
        self._asked.add(f"chapters/{collection_id}")
        return self._catalog.chapters[collection_id]

    def collection_ids(self) -> tuple[str, ...]:
        """Roundups from the oldest to the newest."""
        self._asked.add("collection-ids")
        return self._collection_ids()

    def timeline(self) -> Chosen:
        """The papers that the timeline draws, and the numbers of the others."""
        self._asked.add("timeline")
        return self._chosen()

    def node(self, paper_id: str) -> Node:
        """A paper as a picture names it."""
        self._asked.add(f"node/{paper_id}")
        return self._node(paper_id)

    def kin(self, paper_id: str) -> Kin:
        """What a paper stands on and what stands on it."""
        if not self._catalog.paper(paper_id).relations and paper_id not in self._catalog.incoming:
            # Most papers of a great catalogue: what their own pages ask anyway tells when that changes.
            self._asked.update((f"paper/{paper_id}", f"around/{paper_id}"))
            return Kin((), ())
        self._asked.add(f"kin/{paper_id}")
        return kin(self._catalog, paper_id)

    def note(self, edge: Edge) -> str:
        """The note of an edge in plain words; the question that gave the edge covers it."""
        if not edge.note:
            return ""
        texts = self._bodies.paper(self._catalog.paper(edge.stated_by).digest)["texts"]
        return str(texts[f"relations/{edge.index}/note"]["plain"])

    def has_genealogy(self, topic_id: str) -> bool:
        self._asked.add(f"has-genealogy/{topic_id}")
        return topic_id in self._descents()

    def genealogy(self, topic_id: str) -> Genealogy:
        """How the papers of a topic descend from one another."""
        self._asked.add(f"genealogy/{topic_id}")
        return genealogy(self._catalog, self._descents()[topic_id])

    def tallies(self) -> Tallies:
        """The catalogue in numbers."""
        self._asked.add("tallies")
        return self._numbers()

    def texts(self, owner: str) -> Mapping[str, Any]:
        """Rendered texts by field path; `owner` is "collections/<id>", "topics" or "site"."""
        self._asked.add(f"texts/{owner}")
        return self._bodies.texts.get(owner, {})

    def image_size(self, name: str) -> tuple[int, int]:
        self._asked.add(f"image/{name}")
        return self._bodies.images.get(name, (0, 0))

    def related(self, paper_id: str) -> tuple[str, ...]:
        """Related papers; notes every list that the candidates came from."""
        near = Neighbours(
            related=self._neighbours(paper_id),
            chapters=self._mates(paper_id),
            by_author=self._written_by,
            by_topic=lambda topic: self.members("small-topic", topic),
            by_word=lambda word: self.members("rare-word", word),
            signature=self._signature,
        )
        self._asked.add(f"signature/{paper_id}")
        return related_papers(self._signature(paper_id), near)

    def _written_by(self, slug: str) -> tuple[str, ...]:
        """The papers of an author; that one has written a single paper is all there is to know of most."""
        only = self._members("author", slug)
        return self.members("author" if len(only) <= 1 else "signed-author", slug)

    def _neighbours(self, paper_id: str) -> list[str]:
        self._asked.add(f"around/{paper_id}")
        return self._edges(paper_id)

    def _mates(self, paper_id: str) -> tuple[str, ...]:
        self._asked.add(f"around/{paper_id}")
        return self._mates_of(paper_id)

    # What the answers are made of.

    def _collection_title(self, collection_id: str) -> str:
        found = self._catalog.parts.collections.get(collection_id)
        return found.collection.title if found else collection_id

    def _edges(self, paper_id: str) -> list[str]:
        out = [r.paper for r in self._catalog.paper(paper_id).relations if r.paper in self._catalog.parts.papers]
        return out + [e.paper for e in self._catalog.incoming.get(paper_id, ())]

    def _dead(self, paper_id: str) -> dict[str, DeadLink]:
        dead = self._catalog.parts.dead_links
        return {url: dead[url] for _, url in self._catalog.paper(paper_id).links if url in dead} if dead else {}

    def _date(self, paper_id: str) -> str:
        paper = self._catalog.paper(paper_id)
        return self._catalog.parts.dates.get(paper.path, "") or paper.added

    def _signature(self, paper_id: str) -> Signature:
        paper = self._catalog.paper(paper_id)
        return Signature(paper_id, paper.title, paper.area, paper.topics, self._catalog.slugs_of(paper))

    def _mates_of(self, paper_id: str) -> tuple[str, ...]:
        """Main entries of the chapters that hold the paper; chapters of more than 200 do not count."""
        if self._chapter_mates is None:
            mates: dict[str, list[str]] = {}
            for chapters in self._catalog.chapters.values():
                for chapter in chapters:
                    ids = [e.paper for e in chapter.entries]
                    for paper in ids if len(ids) <= SMALL_TOPIC else ():
                        mates.setdefault(paper, []).extend(i for i in ids if i != paper)
            self._chapter_mates = {paper: tuple(found) for paper, found in mates.items()}
        return self._chapter_mates.get(paper_id, ())

    def _members(self, index: str, key: str) -> tuple[str, ...]:
        catalog = self._catalog
        if index == "papers":
            return catalog.order
        if index == "year":
            return catalog.by_year.get(int(key), ())
        if index == "topic":
            return catalog.by_topic.get(key, ())
        if index == "venue":
            return catalog.by_venue.get(key, ())
        if index in ("author", "signed-author"):
            entry = catalog.authors.entries.get(key)
            return entry.papers if entry else ()
        if index == "small-topic":
            found = catalog.by_topic.get(key, ())
            return found if len(found) < SMALL_TOPIC else ()
        if index == "rare-word":
            return tuple(self._rare().get(key, ()))
        if index == "year-topic":
            year, _, topic = key.partition("/")
            inside = set(catalog.by_topic.get(topic, ()))
            return tuple(i for i in catalog.by_year.get(int(year), ()) if i in inside)
        if index == "collection":
            return tuple(dict.fromkeys(e.paper for c in catalog.chapters[key] for e in c.entries))
        raise KeyError(index)

    def _shard(self, kind: str, bits: int, number: int) -> tuple[tuple[str, str], ...]:
        held = self._shards.get((kind, bits))
        if held is None:
            rows = self._card_rows() if kind == "cards" else self._find_rows()
            held = self._shards[kind, bits] = {}
            for key, row in rows:
                held.setdefault(shards.place(key, bits), []).append(row)
        return tuple(sorted(held.get(number, ())))

    def _card_rows(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for paper_id in self._catalog.order:
            yield paper_id, (paper_id, "")
        for old, new in self._catalog.moved.items():
            yield old, (old, new)

    def _find_rows(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Papers of one title share its row: their years tell them apart."""
        found: dict[str, list[str]] = {}
        for paper in self._catalog.parts.papers.values():
            for key, value in shards.reference_keys(paper):
                found.setdefault(key, []).append(value)
        for key, values in found.items():
            yield key, (key, " ".join(sorted(values)))

    def _newest(self, index: str, key: str) -> tuple[str, ...]:
        papers = self._catalog.parts.papers
        dated = sorted(self._members(index, key), key=lambda i: (papers[i].added, papers[i].year), reverse=True)
        return tuple(dated[:NEWEST])

    def _rare(self) -> dict[str, list[str]]:
        if self._words is None:
            words: dict[str, list[str]] = {}
            for paper in self._catalog.parts.papers.values():
                for word in title_words(paper.title):
                    words.setdefault(word, []).append(paper.id)
            self._words = {word: ids for word, ids in words.items() if len(ids) <= RARE}
        return self._words

    def _groups(self, index: str) -> tuple[tuple[str, int], ...]:
        catalog = self._catalog
        if index == "year":
            return tuple((str(y), len(catalog.by_year[y])) for y in sorted(catalog.by_year, reverse=True))
        if index == "topic":
            return tuple((t, len(catalog.by_topic.get(t, ()))) for t in catalog.tree.order)
        if index == "venue":
            names = catalog.parts.venues
            held = [v for v in names if v in catalog.by_venue]
            return tuple(
                (v, len(catalog.by_venue[v])) for v in sorted(held, key=lambda v: (names[v].as_short().casefold(), v))
            )
        if index.startswith("topics-of-year/"):
            year = int(index.removeprefix("topics-of-year/"))
            inside = set(catalog.by_year.get(year, ()))
            counted = ((t, len(inside.intersection(catalog.by_topic.get(t, ())))) for t in catalog.tree.order)
            return tuple((t, n) for t, n in counted if n)
        raise KeyError(index)

    def _author_names(self) -> tuple[tuple[str, str, int], ...]:
        if self._authors is None:
            entries = self._catalog.authors.entries.values()
            ordered = sorted((fold(e.inverted), e.slug, e.inverted, len(e.papers)) for e in entries)
            self._authors = tuple((slug, inverted, n) for _, slug, inverted, n in ordered)
        return self._authors

    def author_letters(self) -> tuple[tuple[str, int], ...]:
        """Each first letter of a family name, with the place of its first author in `author_names`."""
        self._asked.add("author-names")
        if self._letters is None:
            first: dict[str, int] = {}
            for place, (_, inverted, _) in enumerate(self._author_names()):
                first.setdefault(first_letter(inverted), place)
            self._letters = tuple(first.items())
        return self._letters

    def _chosen(self) -> Chosen:
        if self._timeline is None:
            self._timeline = chosen(self._catalog)
        return self._timeline

    def _node(self, paper_id: str) -> Node:
        if self._area_places is None:
            self._area_places = area_places(self._catalog)
        return node(self._catalog, paper_id, self._area_places)

    def _descents(self) -> dict[str, list[Descent]]:
        if self._descent is None:
            self._descent = descent_by_topic(self._catalog)
        return self._descent

    def _numbers(self) -> Tallies:
        if self._tallies is None:
            self._tallies = tallies(self._catalog)
        return self._tallies

    def _collection_ids(self) -> tuple[str, ...]:
        found = self._catalog.parts.collections
        return tuple(sorted(found, key=lambda i: (_published(found[i]), i)))

    def _card(self, paper_id: str) -> dict[str, Any]:
        card = self._cards.get(paper_id)
        if card is None:
            card = self._cards[paper_id] = _make_card(self._catalog, self._catalog.paper(paper_id))
        return card

    # How an answer is known again in the next build.

    def digest(self, key: str) -> str:
        """Return the hash of today's answer to a question, "" where the thing is gone."""
        known = self._digests.get(key)
        if known is None:
            kind, _, rest = key.partition("/")
            known = self._digests[key] = _DIGESTS[kind](self, rest)
        return known


def shard_bits(papers: int) -> dict[str, int]:
    """Return how many bits name a shard of each kind in a catalogue of so many papers."""
    sizes = {"cards": shards.CARDS, "cites": shards.CITES, "find": shards.FINDS}
    return {kind: shards.bits(papers, most) for kind, most in sizes.items()}


def _published(facts: CollectionFacts) -> str:
    day = facts.collection.source.published
    return day.isoformat() if day else ""


def _make_card(catalog: Catalog, paper: PaperFacts) -> dict[str, Any]:
    venue = catalog.parts.venues.get(paper.venue)
    counted = catalog.newest_count(paper.id)
    authors = [[a.text, s] for a, s in zip(paper.authors, catalog.slugs_of(paper), strict=True)]
    home = catalog.tree.root(paper.area)
    return {
        "id": paper.id,
        "href": urls.paper(paper.id),
        "title": paper.title_html,
        "plain": paper.title,
        "short_plain": paper.aliases[0] if paper.aliases else paper.title,
        "authors": [{"name": name, "href": urls.author(slug)} for name, slug in authors[:FIRST_AUTHORS]],
        "more_authors": max(0, len(authors) - FIRST_AUTHORS),
        "further_authors": [name for name, _ in authors[FIRST_AUTHORS : FIRST_AUTHORS + MORE_AUTHORS]],
        "year": paper.year,
        "kind": catalog.kind(paper),
        "venue": venue.as_short() if venue else "",
        "venue_year": paper.venue_year or None,
        "sentence": paper.sentence,
        "code": "code" in paper.has,
        "data": "data" in paper.has,
        "cited": [counted.count, counted.as_of, counted.source] if counted else None,
        "status": paper.status,
        "area": paper.area,
        "mark": mark_number(catalog.tree.roots.index(home)) if home else 0,
        "area_name": catalog.tree.name(home),
    }


def _listed_work(catalog: Catalog, paper: PaperFacts) -> ListedWork:
    venue = catalog.parts.venues.get(paper.venue)
    ids = dict(paper.ids)
    return ListedWork(
        title=paper.title,
        kind=catalog.kind(paper),
        authors=[(a.text, a.inverted) for a in paper.authors],
        venue=venue.name if venue else "",
        venue_short=venue.short if venue else "",
        year=paper.venue_year or paper.year,
        printed=paper.printed,
        doi=ids.get("doi", ""),
        isbn=ids.get("isbn", ""),
        url=_first_link(paper) or leading_url(ids),
    )


def _paper_digest(reading: Reading, paper_id: str) -> str:
    paper = reading._catalog.parts.papers.get(paper_id)  # noqa: SLF001 - the table below is part of the class
    return paper.digest if paper else ""


def _if_there(make: Callable[[Reading, str], object]) -> Callable[[Reading, str], str]:
    def digest(reading: Reading, paper_id: str) -> str:
        return stable_hash(make(reading, paper_id)) if paper_id in reading._catalog.parts.papers else ""  # noqa: SLF001

    return digest


def _card_digest(reading: Reading, paper_id: str) -> object:
    """What lists show, to people and to machines: the card, and what `_listed_work` takes from elsewhere."""
    catalog = reading._catalog  # noqa: SLF001
    paper = catalog.paper(paper_id)
    venue = catalog.parts.venues.get(paper.venue)
    # No ListedWork is made: every build that follows an edit asks this of every paper.
    names = [venue.name, venue.short] if venue else []
    more = [[a[:2] for a in paper.authors], names, paper.printed, paper.ids, _first_link(paper)]
    return [reading._card(paper_id), more]  # noqa: SLF001


def _first_link(paper: PaperFacts) -> str:
    return next((url for kind, url in paper.links if kind == "paper"), "")


def _of_catalog(make: Callable[[Catalog, str], object]) -> Callable[[Reading, str], str]:
    return lambda reading, key: stable_hash(make(reading._catalog, key))  # noqa: SLF001


def _members_digest(reading: Reading, key: str) -> str:
    index, _, rest = key.partition("/")
    ids = () if index == "collection" and rest not in reading._catalog.chapters else reading._members(index, rest)  # noqa: SLF001
    if index in ("small-topic", "rare-word", "signed-author"):
        # Scores depend on the candidates' signatures: a new title of one of them is a new answer.
        return stable_hash([[i, reading._catalog.paper(i).digest] for i in ids])  # noqa: SLF001
    return stable_hash(ids)


def _newest_digest(reading: Reading, key: str) -> str:
    index, _, rest = key.partition("/")
    gone = index == "collection" and rest not in reading._catalog.chapters  # noqa: SLF001
    return "" if gone else stable_hash(reading._newest(index, rest))  # noqa: SLF001


def _around_digest(reading: Reading, paper_id: str) -> str:
    """What other records, roundups, the ledgers and git say of a paper."""
    catalog = reading._catalog  # noqa: SLF001
    if paper_id not in catalog.parts.papers:
        return ""
    beside = {*reading._edges(paper_id), *reading._mates_of(paper_id)}  # noqa: SLF001
    return stable_hash(
        [
            reading._date(paper_id),  # noqa: SLF001
            [[n.count, n.as_of, n.source] for n in catalog.counts.get(paper_id, ())],
            [[e.kind, e.paper, e.note] for e in catalog.incoming.get(paper_id, ())],
            [[r.collection, r.role] for r in catalog.roles.get(paper_id, ())],
            [[i, catalog.paper(i).digest] for i in sorted(beside)],
            [[url, *dead] for url, dead in reading._dead(paper_id).items()],  # noqa: SLF001
        ]
    )


def _shard_digest(reading: Reading, key: str) -> str:
    kind, bits, number = key.split("/")
    return stable_hash(reading._shard(kind, int(bits), int(number)))  # noqa: SLF001


def _dump(value: Any) -> object:
    return value.model_dump(mode="json") if value is not None else None


def _signature_digest(reading: Reading, paper_id: str) -> list[object]:
    signature = reading._signature(paper_id)  # noqa: SLF001
    return [signature.title, signature.area, signature.topics, signature.authors]


def _node_digest(reading: Reading, paper_id: str) -> list[object]:
    """Without the count: lineages do not show it."""
    found = reading._node(paper_id)  # noqa: SLF001
    return [found.label, found.title, found.year, found.area]


def _collection_digest(catalog: Catalog, key: str) -> str:
    found = catalog.parts.collections.get(key)
    return found.digest if found else ""


def _chapters_digest(catalog: Catalog, key: str) -> object:
    chapters = catalog.chapters.get(key, ())
    return [
        [c.title, c.anchor, c.written, [[e.paper, e.written, e.citations, e.mentions] for e in c.entries]]
        for c in chapters
    ]


def _author_digest(catalog: Catalog, slug: str) -> object:
    entry = catalog.authors.entries.get(slug)
    return (
        [entry.name, entry.inverted, entry.variants, entry.papers, _dump(catalog.parts.people.get(entry.person))]
        if entry
        else None
    )


_DIGESTS: dict[str, Callable[[Reading, str], str]] = {
    "site": _of_catalog(lambda c, _: _dump(c.parts.site)),
    "paper": _paper_digest,
    "there": lambda r, i: str(i in r._catalog.parts.papers),  # noqa: SLF001
    "card": _if_there(_card_digest),
    "around": _around_digest,
    "dumps": lambda r, _: stable_hash(r._dumps),  # noqa: SLF001
    "members": _members_digest,
    "newest": _newest_digest,
    "shard-bits": _of_catalog(lambda c, _: shard_bits(len(c.order))),
    "shard": _shard_digest,
    "groups": lambda r, i: stable_hash(r._groups(i)),  # noqa: SLF001
    "author": _of_catalog(_author_digest),
    "author-names": lambda r, _: stable_hash(r._author_names()),  # noqa: SLF001
    "topic": _of_catalog(lambda c, i: _dump(c.parts.topics.get(i))),
    "tree": _of_catalog(lambda c, _: [[t, c.tree.parents[t], c.parts.topics[t].name] for t in c.tree.order]),
    "venue": _of_catalog(lambda c, i: _dump(c.parts.venues.get(i))),
    "collection": _of_catalog(_collection_digest),
    "collection-title": lambda r, i: stable_hash(r._collection_title(i)),  # noqa: SLF001
    "chapters": _of_catalog(_chapters_digest),
    "collection-ids": lambda r, _: stable_hash(r._collection_ids()),  # noqa: SLF001
    "node": _if_there(_node_digest),
    "kin": _if_there(lambda r, i: kin(r._catalog, i)),  # noqa: SLF001
    "has-genealogy": lambda r, t: str(t in r._descents()),  # noqa: SLF001
    "genealogy": lambda r, t: stable_hash(genealogy(r._catalog, r._descents().get(t, ()))),  # noqa: SLF001
    "tallies": lambda r, _: stable_hash(r._numbers()),  # noqa: SLF001
    "timeline": lambda r, _: stable_hash(r._chosen()),  # noqa: SLF001
    "texts": lambda r, i: stable_hash(r._bodies.texts.get(i, {})),  # noqa: SLF001
    "image": lambda r, i: stable_hash(r._bodies.images.get(i)),  # noqa: SLF001
    "signature": _if_there(_signature_digest),
}
