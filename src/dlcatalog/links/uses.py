"""Every external address of a catalogue, with the place where it stands and the title that its page should have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from dlcatalog.catalog.facts import CollectionFacts
from dlcatalog.markup import render_title
from dlcatalog.model.identifiers import KINDS
from dlcatalog.model.paper import LINK_KINDS
from dlcatalog.model.site import Site
from dlcatalog.model.urls import asked_form
from dlcatalog.model.vocabulary import Person, Venue
from dlcatalog.pipeline.records import as_where, entry_field

# Kinds of links whose page should show the paper itself.
TITLED: Final = ("paper", "pdf")
IMPLIED: Final = ("arxiv", "doi")


class Use(NamedTuple):
    """One place that names a URL.

    Attributes:
        field: the path of the field, joined with "/".
        start, end: within the text at that field; -1 where the field is the URL.
        asked: the URL in the form in which it is asked.
        title: of the record, where the page should show that paper, else "".
        implied: by an id; the field holds no URL.
    """

    path: str
    field: str
    start: int
    end: int
    url: str
    asked: str
    title: str = ""
    implied: bool = False

    @property
    def where(self) -> tuple[str | int, ...]:
        return as_where(self.field)


def _use(path: str, field: str, url: str, title: str = "", *, implied: bool = False) -> Use:
    return Use(path, field, -1, -1, url, asked_form(url), title, implied)


def paper_uses(path: str, body: Mapping[str, Any]) -> Iterator[Use]:
    """Yield the uses of one paper; `body` is what the store keeps of it."""
    record = body["paper"]
    title = render_title(record["title"]).plain
    ids = record.get("ids", {})
    for kind in IMPLIED:
        if ids.get(kind):
            yield _use(path, f"ids/{kind}", KINDS[kind].url(ids[kind]), title, implied=True)
    links = record.get("links", {})
    for kind in LINK_KINDS:
        for number, link in enumerate(links.get(kind, ())):
            yield _use(path, f"links/{kind}/{number}/url", link["url"], title if kind in TITLED else "")
            if link.get("archived"):
                yield _use(path, f"links/{kind}/{number}/archived", link["archived"])
    figure = record.get("figure") or {}
    if figure.get("source"):
        yield _use(path, "figure/source", figure["source"])
    yield from text_uses(path, body["texts"])


def text_uses(path: str, texts: Mapping[str, Mapping[str, Any]]) -> Iterator[Use]:
    """Yield the addresses in rendered texts, by field path."""
    for field, text in texts.items():
        for url, start, end in text["urls"]:
            yield Use(path, field, start, end, url, asked_form(url))


def collection_uses(facts: CollectionFacts, texts: Mapping[str, Any]) -> Iterator[Use]:
    """Yield the uses of one roundup."""
    source = facts.collection.source
    if source.url:
        yield _use(facts.path, "source/url", source.url)
    for _, chapter, position, entry in facts.collection.written_entries():
        if entry.figure and entry.figure.source:
            field = f"{entry_field(chapter, position)}/figure/source"
            yield _use(facts.path, field, entry.figure.source)
    yield from text_uses(facts.path, texts)


def vocabulary_uses(name: str, entries: Mapping[str, Venue] | Mapping[str, Person]) -> Iterator[Use]:
    """Yield the uses of venues.yaml or people.yaml."""
    for key, entry in entries.items():
        if entry.url:
            yield _use(f"{name}.yaml", f"{key}/url", entry.url)


def site_uses(site: Site) -> Iterator[Use]:
    """Yield the uses of site.yaml's fields; where this site itself stands is no external address."""
    if site.repository:
        yield _use("site.yaml", "repository", site.repository)


def is_asked(use: Use) -> bool:
    """Whether anybody can be asked: mail addresses have no pages."""
    return not use.url.lower().startswith("mailto:")
