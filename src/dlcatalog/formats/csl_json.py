"""CSL-JSON, which citation processors, Zotero and Pandoc read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson

from dlcatalog.formats.authors import RecordAuthor, as_record_name
from dlcatalog.formats.drafts import Draft, Found, Problem
from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import Reference
from dlcatalog.model.names import PersonName
from dlcatalog.text import quote

TYPES: Final = {
    "conference": "paper-conference",
    "workshop": "paper-conference",
    "journal": "article-journal",
    "preprint": "article",
    "thesis": "thesis",
    "report": "report",
    "book": "book",
    "lecture": "speech",
    "post": "post-weblog",
}
_KINDS: Final = {
    **{csl: kind for kind, csl in TYPES.items() if kind != "workshop"},
    "article-magazine": "journal",
    "manuscript": "preprint",
    "chapter": "book",
    "webpage": "post",
    "post": "post",
    # Crossref and DataCite use their own words in what they call CSL-JSON.
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
    "dissertation": "thesis",
    "monograph": "book",
    "book-chapter": "book",
}
_PUBLISHED_BY: Final = ("thesis", "report", "book", "article")
_TAG: Final = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|p|jats:[a-z-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"\s*")
_WORKSHOP: Final = re.compile(r"workshop", re.IGNORECASE)


def to_csl(reference: Reference) -> dict[str, Any]:
    """Return one item; members that are not known are left out."""
    return {name: value for name, value in _members(reference) if value}


def csl_bytes(reference: Reference) -> bytes:
    """Return one item as JSON without a newline; `csl_document` makes a file of items."""
    return orjson.dumps(to_csl(reference), option=orjson.OPT_INDENT_2)


def csl_document(items: Iterable[bytes]) -> bytes:
    """Return a file: the list of items, as the format wants it even where there is one."""
    return b"[\n" + b",\n".join(items) + b"\n]\n"


def read_csl(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Read a list of items or one item; an item that is none is a problem, and the rest goes on."""
    drafts, problems = [], []
    for line, item in _iter_items(text.removeprefix("\ufeff")):
        if isinstance(item, Problem):
            problems.append(item)
        elif not isinstance(item, Mapping):
            problems.append(Problem(line, f"an item must be an object, not {quote(json.dumps(item))}"))
        else:
            found = _found(item)
            fields = found.to_fields()
            problems.extend(Problem(line, note) for note in found.notes)
            if "title" in fields:
                drafts.append(Draft(key=_text(item.get("citation-key") or item.get("id")), line=line, fields=fields))
            else:
                problems.append(Problem(line, "this item has no title"))
    return tuple(drafts), tuple(problems)


def _members(reference: Reference) -> Iterator[tuple[str, Any]]:
    paper, ids = reference.paper, reference.paper.ids
    type_ = TYPES[reference.kind]
    yield "id", reference.id
    yield "citation-key", reference.id
    yield "type", type_
    yield "title", clean(reference.title_plain)
    yield "author", [_csl_name(name) for name in reference.names]
    yield "issued", {"date-parts": [[reference.year]]}
    yield "genre", {"preprint": "preprint", "workshop": "workshop paper"}.get(reference.kind, "")
    yield from _venue_members(reference, type_)
    yield "volume", paper.volume
    yield "issue", paper.issue
    yield "page", paper.pages
    yield "number", f"arXiv:{ids.arxiv}" if ids.arxiv and reference.kind == "preprint" else ""
    yield "DOI", ids.doi
    yield "ISBN", ids.isbn
    yield "PMID", ids.pubmed
    yield "URL", reference.url
    arxiv = f"arXiv:{ids.arxiv}" if ids.arxiv and reference.kind != "preprint" else ""
    yield "note", "; ".join(note for note in (reference.status_note, arxiv) if note)
    yield "status", paper.status if paper.status != "published" else ""


def _venue_members(reference: Reference, type_: str) -> Iterator[tuple[str, str]]:
    name = reference.venue_name
    if type_ in _PUBLISHED_BY:
        yield "publisher", name or ("arXiv" if reference.kind == "preprint" and reference.arxiv else "")
        return
    yield "container-title", name
    yield "container-title-short", reference.venue.short if reference.venue else ""
    yield "event-title", name if type_ == "paper-conference" else ""


def _csl_name(name: PersonName) -> dict[str, str]:
    if name.is_group:
        return {"literal": clean(name.family)}
    family = name.family.removeprefix(name.particle).strip() if name.particle else name.family
    parts = {"family": family, "given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix}
    return {key: clean(value) for key, value in parts.items() if value}


def _iter_items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield (line, item) and at last a problem where the file goes wrong, so that what came before is kept."""
    at, line, counted = _skip(text, 0), 1, 0
    is_list = text.startswith("[", at)
    at = _skip(text, at + is_list)
    try:
        while not (is_list and text.startswith("]", at)):
            line += text.count("\n", counted, at)
            counted = at
            item, end = _DECODER.raw_decode(text, at)
            yield from ((line, inner) for inner in _unwrapped(item))
            at = _after_comma(text, _skip(text, end), is_list=is_list)
            if not is_list:
                return
    except json.JSONDecodeError as error:
        yield error.lineno, Problem(error.lineno, f"this is not JSON: {error.msg}")
    except (RecursionError, ValueError):
        yield line, Problem(line, "this item is nested too deeply or holds too long a number")


def _unwrapped(item: Any) -> list[Any]:
    """Zotero's API wraps the list: {"items": […]}."""
    listed = item.get("items") if isinstance(item, dict) else None
    return listed if isinstance(listed, list) else [item]


def _after_comma(text: str, at: int, *, is_list: bool) -> int:
    if is_list and text.startswith(",", at):
        return _skip(text, at + 1)
    if is_list and not text.startswith("]", at):
        raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if not is_list and at != len(text):
        raise json.JSONDecodeError("Extra data", text, at)
    return at


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _found(item: Mapping[str, Any]) -> Found:
    venue = (
        _plain(item, "container-title")
        or _plain(item, "event-title")
        or _plain(item, "event")
        or _plain(item, "publisher")
    )
    claimed = {"doi": _plain(item, "DOI"), "isbn": _plain(item, "ISBN").split(" ")[0], "pubmed": _plain(item, "PMID")}
    status, note = _plain(item, "status"), _plain(item, "note")
    return Found(
        title=_plain(item, "title"),
        authors=_authors(item.get("author")),
        date=_date(item),
        kind=_kind(item, venue),
        venue=venue,
        volume=_plain(item, "volume"),
        issue=_plain(item, "issue"),
        pages=_plain(item, "page"),
        ids={kind: text for kind, text in claimed.items() if text},
        urls=[url for url in (_plain(item, "URL"),) if url],
        hints=[_plain(item, "number"), note],
        abstract=_plain(item, "abstract"),
        status=note.split(";")[0] if status and note.casefold().startswith(status.casefold()) else status or note,
    )


def _kind(item: Mapping[str, Any], venue: str) -> str:
    kind = _KINDS.get(_plain(item, "type"), "")
    is_workshop = _WORKSHOP.search(venue) or "workshop" in _plain(item, "genre").casefold()
    return "workshop" if kind == "conference" and is_workshop else kind


def _date(item: Mapping[str, Any]) -> str:
    for name in ("issued", "published", "created"):
        date = item.get(name)
        parts = date.get("date-parts") if isinstance(date, Mapping) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return _text(parts[0][0])
        if isinstance(date, Mapping) and (date.get("raw") or date.get("literal")):
            return _text(date.get("raw") or date.get("literal"))
    return ""


def _authors(value: object) -> list[RecordAuthor]:
    people = value if isinstance(value, list) else []
    names = (_name(person) for person in people if isinstance(person, Mapping))
    return [as_record_name(name) for name in names if name.family]


def _name(person: Mapping[str, Any]) -> PersonName:
    literal = _plain(person, "literal") or _plain(person, "name")
    if literal:
        return PersonName(family=literal, is_group=True)
    particles = (_plain(person, "dropping-particle"), _plain(person, "non-dropping-particle"))
    family = " ".join(part for part in (*particles, _plain(person, "family")) if part)
    given = _plain(person, "given")
    return PersonName(family=family or given, given=given if family else "", suffix=_plain(person, "suffix"))


def _plain(item: Mapping[str, Any], name: str) -> str:
    """Return a member as plain words: Crossref gives lists, tags and entities."""
    value = item.get(name)
    text = _text(value[0] if isinstance(value, list) and value else value)
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
