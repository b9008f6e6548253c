"""schema.org JSON-LD of one paper, and JSON that cannot leave its script element."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import Reference
from dlcatalog.model import identifiers
from dlcatalog.model.names import PersonName

_TYPES: Final = {"thesis": "Thesis", "report": "Report", "post": "BlogPosting", "book": "Book"}
_INSIDE_SCRIPT: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the page around a reference knows.

    Attributes:
        canonical: the page's absolute URL, or "".
        author_urls: one a person, in the order of the authors, "" where there is none; empty means none at all.
        topics: (name, absolute URL or "") pairs.
        abstract: plain text.
        modified: when the record last changed.
        license: URL of the record's licence.
        cites: works that this one uses or builds on.
        based_on: those of them that it builds on or improves.
        cited: (count, day) of the newest count; a count without a day is not shown.
    """

    canonical: str = ""
    author_urls: Sequence[str] = ()
    topics: Sequence[tuple[str, str]] = ()
    abstract: str = ""
    modified: date | None = None
    license: str = ""
    language: str = "en"
    cites: Sequence[Reference] = ()
    based_on: Sequence[Reference] = ()
    cited: tuple[int, date] | None = None


def to_json_ld(reference: Reference, page: PageFacts) -> dict[str, Any]:
    """Return the page's main entity; members that are not known are left out."""
    members = (*_work(reference, page), *_place(reference), *_page(page))
    return {"@context": "https://schema.org", **{name: value for name, value in members if value}}


def json_ld_script(data: Mapping[str, Any]) -> str:
    """Return JSON for inside a script element: no markup, no line end that JavaScript counts."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode().translate(_INSIDE_SCRIPT)


def _work(reference: Reference, page: PageFacts) -> Iterator[tuple[str, Any]]:
    paper = reference.paper
    title = clean(reference.title_plain)
    yield "@type", _TYPES.get(reference.kind, "ScholarlyArticle")
    yield "@id", page.canonical
    yield "url", page.canonical
    yield "headline", title
    yield "name", title
    urls = [*page.author_urls, *[""] * len(paper.authors)]
    yield "author", [_author(a.as_name(), a.orcid, url) for a, url in zip(paper.authors, urls, strict=False)]
    yield "datePublished", str(reference.year)
    yield "abstract", clean(page.abstract)
    given = paper.ids.given()
    yield "identifier", [_property(kind, bare) for kind, bare in given.items()]
    yield "sameAs", [url for kind, bare in given.items() if (url := identifiers.KINDS[kind].url(bare))]
    yield "isbn", paper.ids.isbn if reference.kind == "book" else ""
    yield "encoding", _encoding(reference.pdf_url)
    yield "award", list(paper.awards)
    yield "creativeWorkStatus", _status(reference)
    yield "correction", reference.status_note
    yield "archivedAt", paper.links.paper[0].archived if paper.links.paper else ""
    yield "subjectOf", [{"@type": "SoftwareSourceCode", "codeRepository": link.url} for link in paper.links.code]


def _place(reference: Reference) -> Iterator[tuple[str, Any]]:
    paper, name = reference.paper, reference.venue_name
    match reference.kind:
        case "journal":
            yield "isPartOf", _journal(name, paper.volume, paper.issue)
        case "conference" | "workshop":
            # Proceedings are a book, never a periodical.
            yield "isPartOf", {"@type": "Book", "name": name} if name else None
        case "thesis":
            yield "sourceOrganization", {"@type": "CollegeOrUniversity", "name": name} if name else None
        case "book" | "report":
            yield "publisher", {"@type": "Organization", "name": name} if name else None
        case _:
            yield "isPartOf", {"@type": "CreativeWork", "name": name} if name else None
    first, last = reference.first_and_last_page
    yield "pageStart", first if last else ""
    yield "pageEnd", last
    yield "pagination", paper.pages


def _page(page: PageFacts) -> Iterator[tuple[str, Any]]:
    yield "dateModified", page.modified.isoformat() if page.modified else ""
    yield "keywords", [name for name, _ in page.topics]
    yield "about", [_present({"@type": "DefinedTerm", "name": name, "url": url}) for name, url in page.topics]
    yield "citation", [_cited_work(work) for work in page.cites]
    yield "isBasedOn", [_cited_work(work) for work in page.based_on]
    yield "interactionStatistic", _counter(page.cited)
    yield "license", page.license
    yield "inLanguage", page.language


def _author(name: PersonName, orcid: str, url: str) -> dict[str, Any]:
    if name.is_group:
        return _present({"@type": "Organization", "@id": url, "name": name.family, "url": url})
    orcid_url = f"https://orcid.org/{orcid}" if orcid else ""
    person = {
        "@type": "Person",
        "@id": url,
        "name": name.as_text(),
        "givenName": name.given,
        "familyName": name.family,
        "honorificSuffix": name.suffix,
        "url": url,
        "sameAs": orcid_url,
    }
    return _present(person)


def _property(kind: str, bare: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": kind, "value": bare}


def _encoding(pdf_url: str) -> dict[str, str] | None:
    return {"@type": "MediaObject", "contentUrl": pdf_url, "encodingFormat": "application/pdf"} if pdf_url else None


def _status(reference: Reference) -> str:
    if reference.paper.status != "published":
        return reference.paper.status.capitalize()
    return "Preprint" if reference.kind == "preprint" else "Published"


def _journal(name: str, volume: str, issue: str) -> dict[str, Any] | None:
    part: dict[str, Any] | None = {"@type": "Periodical", "name": name} if name else None
    if volume:
        part = _present({"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": part})
    if issue:
        part = _present({"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": part})
    return part


def _cited_work(work: Reference) -> dict[str, Any]:
    url = work.page_url or work.url
    return _present({"@type": "ScholarlyArticle", "@id": work.page_url, "name": clean(work.title_plain), "url": url})


def _counter(cited: tuple[int, date] | None) -> dict[str, Any] | None:
    if cited is None:
        return None
    count, day = cited
    action = {"@type": "Action", "name": "Citation"}
    return {
        "@type": "InteractionCounter",
        "interactionType": action,
        "userInteractionCount": count,
        "endTime": day.isoformat(),
    }


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
