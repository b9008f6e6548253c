"""Who wrote what: spellings joined where their folded forms are equal or people.yaml says so, homonyms split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dlcatalog.catalog.facts import AuthorFact, PaperFacts
from dlcatalog.model.names import PersonName
from dlcatalog.model.vocabulary import Person
from dlcatalog.text import name_slug


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """One author: the slug of the page, the name shown, other spellings, and the papers, newest first."""

    slug: str
    name: str
    inverted: str
    variants: tuple[str, ...]
    papers: tuple[str, ...]
    person: str = ""


@dataclass(slots=True)
class People:
    """people.yaml, ready for questions.

    Attributes:
        owner: folded name -> the id it belongs to when written bare.
        contested: folded name -> the ids that claim it while none of them is the default.
    """

    persons: Mapping[str, Person]
    owner: dict[str, str] = field(default_factory=dict)
    contested: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, persons: Mapping[str, Person]) -> People:
        claims: dict[str, list[str]] = {}
        for person_id, person in persons.items():
            for spelling in (person.name, *person.variants):
                claimants = claims.setdefault(_identity(spelling), [])
                if person_id not in claimants:
                    claimants.append(person_id)
        people = cls(persons)
        for identity, claimants in claims.items():
            defaults = [c for c in claimants if persons[c].default]
            if len(claimants) == 1:
                people.owner[identity] = claimants[0]
            elif len(defaults) == 1:
                people.owner[identity] = defaults[0]
            else:
                people.contested[identity] = tuple(claimants)
        return people

    def key(self, author: AuthorFact) -> str:
        """Return what makes two authors one: "person:<id>" or the folded name."""
        person = author.person if author.person in self.persons else self.owner.get(author.identity, "")
        return f"person:{person}" if person else author.identity


def _identity(name: str) -> str:
    try:
        return PersonName.parse(name).as_identity()
    except ValueError:
        return PersonName(family=name).as_identity()


@dataclass(frozen=True, slots=True)
class AuthorIndex:
    """Authors by slug, and the slug of each identity key."""

    entries: Mapping[str, AuthorEntry]
    slugs: Mapping[str, str]


def index_authors(papers: Iterable[PaperFacts], people: People) -> AuthorIndex:
    """Group the authors of all papers. `papers` come newest first, then by id: so ties of spelling go to the newest paper."""
    spelled: dict[str, Counter[tuple[str, str]]] = {}
    written: dict[str, list[str]] = {}
    for paper in papers:
        for author in paper.authors:
            key = people.key(author)
            spelled.setdefault(key, Counter())[(author.text, author.inverted)] += 1
            ids = written.setdefault(key, [])
            if not ids or ids[-1] != paper.id:
                ids.append(paper.id)
    entries: dict[str, AuthorEntry] = {}
    slugs: dict[str, str] = {}
    for key, spellings in spelled.items():
        entry = _entry(key, spellings, tuple(written[key]), people)
        slugs[key] = entry.slug
        known = entries.get(entry.slug)
        # An id of people.yaml may equal the folded name of somebody else: checks report it, the page keeps both lists.
        entries[entry.slug] = _merged(known, entry) if known else entry
    return AuthorIndex(dict(sorted(entries.items())), slugs)


def _entry(key: str, spellings: Counter[tuple[str, str]], papers: tuple[str, ...], people: People) -> AuthorEntry:
    # most_common keeps first-seen order among equals, and the newest paper was seen first.
    (name, inverted), _ = spellings.most_common(1)[0]
    person_id = key.removeprefix("person:") if key.startswith("person:") else ""
    if person_id:
        name = people.persons[person_id].name
        inverted = _inverted(name)
    others = tuple(sorted({text for text, _ in spellings} - {name}))
    return AuthorEntry(person_id or name_slug(name), name, inverted, others, papers, person_id)


def _inverted(name: str) -> str:
    try:
        return PersonName.parse(name).as_inverted()
    except ValueError:
        return name


def _merged(first: AuthorEntry, second: AuthorEntry) -> AuthorEntry:
    papers = tuple(dict.fromkeys((*first.papers, *second.papers)))
    variants = tuple(sorted({*first.variants, *second.variants, second.name} - {first.name}))
    return AuthorEntry(first.slug, first.name, first.inverted, variants, papers, first.person)
