"""What linking needs to know of each record: small, frozen, and the same whether it was read now or kept in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from dlcatalog.model.collection import Collection
from dlcatalog.model.paper import Paper


class AuthorFact(NamedTuple):
    """One author as the record writes the name. `person` is an id of people.yaml or ""."""

    text: str
    inverted: str
    identity: str
    person: str
    orcid: str


class RelationFact(NamedTuple):
    """One edge as the record states it."""

    kind: str
    paper: str
    note: str


@dataclass(frozen=True, slots=True)
class CountFact:
    """A dated count; `source` is a registry or a collection."""

    count: int
    as_of: str
    source: str


class DeadLink(NamedTuple):
    """A link that has been gone for long: a good capture of it or "", and the day since which it is gone."""

    archived: str
    since: str


class NamedPaper(NamedTuple):
    """A [[paper-id]] in a text: the field it stands in, and where in the text."""

    field: str
    paper: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """One paper, without its long texts. `words` is how many its summary has."""

    id: str
    path: str
    digest: str
    title: str
    title_html: str
    year: int
    area: str
    topics: tuple[str, ...]
    kind: str
    venue: str
    venue_year: int
    authors: tuple[AuthorFact, ...]
    ids: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    has: tuple[str, ...]
    aliases: tuple[str, ...]
    sentence: str
    status: str
    added: str
    formerly: tuple[str, ...]
    counted: CountFact | None
    relations: tuple[RelationFact, ...]
    named: tuple[NamedPaper, ...]
    images: tuple[str, ...]
    figure_alt: str
    words: int = 0
    printed: tuple[str, str, str] = ("", "", "")
    """Volume, issue, pages."""

    def to_list(self) -> list[Any]:
        """Plain lists only: JSON writers refuse named tuples."""
        return [_plain(getattr(self, f.name)) for f in fields(self)]

    @classmethod
    def from_list(cls, data: list[Any]) -> PaperFacts:
        values = dict(zip((f.name for f in fields(cls)), data, strict=True))
        for name in ("topics", "has", "aliases", "formerly", "images"):
            values[name] = tuple(values[name])
        values["authors"] = tuple(AuthorFact(*a) for a in values["authors"])
        values["ids"] = tuple((k, v) for k, v in values["ids"])
        values["links"] = tuple((k, v) for k, v in values["links"])
        values["counted"] = CountFact(*values["counted"]) if values["counted"] else None
        values["relations"] = tuple(RelationFact(*r) for r in values["relations"])
        values["named"] = tuple(NamedPaper(*n) for n in values["named"])
        values["printed"] = _printed(*values["printed"])
        return cls(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, CountFact):
        return [value.count, value.as_of, value.source]
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def paper_facts(
    paper: Paper,
    *,
    paper_id: str,
    path: str,
    digest: str,
    title: tuple[str, str],
    sentence: str,
    named: tuple[NamedPaper, ...],
    words: int = 0,
) -> PaperFacts:
    """Boil a record down. `title` is (plain, HTML)."""
    given = paper.ids.given()
    has = [*paper.links.kinds(), *given]
    has += ["figure"] if paper.figure else []
    has += ["award"] if paper.awards else []
    counted = paper.citations
    return PaperFacts(
        id=paper_id,
        path=path,
        digest=digest,
        title=title[0],
        title_html=title[1],
        year=paper.year,
        area=paper.area,
        topics=paper.topics,
        kind=paper.kind,
        venue=paper.venue,
        venue_year=paper.venue_year or 0,
        authors=tuple(_author_fact(a) for a in paper.authors),
        ids=tuple(given.items()),
        links=tuple((kind, link.url) for kind in paper.links.kinds() for link in paper.links.of(kind)),
        has=tuple(has),
        aliases=paper.aliases,
        sentence=sentence,
        status=paper.status,
        added=paper.added.isoformat() if paper.added else "",
        formerly=paper.formerly,
        counted=CountFact(counted.count, counted.as_of.isoformat(), counted.source) if counted else None,
        relations=tuple(RelationFact(r.kind, r.paper, r.note) for r in paper.relations),
        named=named,
        images=(paper.figure.image,) if paper.figure else (),
        figure_alt=paper.figure.alt if paper.figure else "",
        words=words,
        printed=_printed(paper.volume, paper.issue, paper.pages),
    )


_NOT_PRINTED = ("", "", "")


def _printed(volume: str, issue: str, pages: str) -> tuple[str, str, str]:
    """Most papers have none of these, and share one tuple."""
    return (volume, issue, pages) if volume or issue or pages else _NOT_PRINTED


def _author_fact(author: Any) -> AuthorFact:
    name = author.as_name()
    return AuthorFact(name.as_text(), name.as_inverted(), name.as_identity(), author.person, author.orcid)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionFacts:
    """One roundup with the papers that its texts name."""

    id: str
    path: str
    digest: str
    collection: Collection
    named: tuple[NamedPaper, ...]

    @property
    def dated(self) -> str:
        """The day of its counts: when it was revised, else published."""
        source = self.collection.source
        day = source.revised or source.published
        return day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """One main entry where the roundup shows it. `note` says which hand-written entry speaks of it, if any.

    Attributes:
        written: (chapter, position) of the hand-written entry, or None where a rule chose the paper.
    """

    paper: str
    written: tuple[int, int] | None
    citations: int | None
    mentions: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class PlacedChapter:
    """A run of entries. `anchor` is its fragment; `written` the index of the explicit chapter, or -1."""

    title: str
    anchor: str
    written: int
    entries: tuple[PlacedEntry, ...]


FactTable = Mapping[str, PaperFacts]
