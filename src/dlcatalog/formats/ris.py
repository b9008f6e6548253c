"""RIS: one tag a line. Written so that Zotero and EndNote find every part, read as leniently as they write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dlcatalog.formats.authors import RecordAuthor, as_record_name
from dlcatalog.formats.drafts import Draft, Found, Problem
from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import Reference
from dlcatalog.model import identifiers
from dlcatalog.model.names import PersonName
from dlcatalog.text import quote

TYPES: Final = {
    "conference": "CONF",
    "workshop": "CONF",
    "journal": "JOUR",
    # Zotero takes UNPB and GEN for journal articles, and a report keeps its number.
    "preprint": "RPRT",
    "thesis": "THES",
    "report": "RPRT",
    "book": "BOOK",
    "lecture": "SLIDE",
    "post": "BLOG",
}
_KINDS: Final = {
    "CONF": "conference",
    "CPAPER": "conference",
    "JOUR": "journal",
    "EJOUR": "journal",
    "JFULL": "journal",
    "ABST": "journal",
    "MGZN": "journal",
    "INPR": "preprint",
    "UNPB": "preprint",
    "UNPD": "preprint",
    "THES": "thesis",
    "RPRT": "report",
    "BOOK": "book",
    "EBOOK": "book",
    "CHAP": "book",
    "ECHAP": "book",
    "SLIDE": "lecture",
    "BLOG": "post",
    "ELEC": "post",
    "ICOMM": "post",
}
_LINE: Final = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_WORKSHOP: Final = re.compile(r"workshop", re.IGNORECASE)
_PUBLISHED_BY: Final = ("RPRT", "THES", "BOOK")
_Tags = dict[str, list[str]]


def to_ris(reference: Reference) -> str:
    """Return one entry, its last line `ER  - `."""
    lines = [f"{tag}  - {clean(value)}" for tag, value in _tags(reference) if value]
    return "\n".join([*lines, "ER  - ", ""])


def read_ris(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Read a RIS file; an entry without its first or last line is a problem, and the rest goes on."""
    problems: list[Problem] = []
    drafts = [draft for line, tags in _iter_entries(text, problems) for draft in _iter_draft(line, tags, problems)]
    return tuple(drafts), tuple(sorted(problems, key=lambda p: p.line))


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    paper = reference.paper
    type_ = TYPES[reference.kind]
    yield "TY", type_
    yield "ID", reference.id
    yield "TI", reference.title_plain
    yield from (("AU", _inverted(name)) for name in reference.names)
    yield from _venue_tags(reference, type_)
    yield "PY", str(reference.year)
    yield "VL", paper.volume
    yield "IS", paper.issue
    first, last = reference.first_and_last_page
    yield "SP", first
    yield "EP", last
    yield "DO", reference.doi
    yield "SN", paper.ids.isbn
    yield "UR", reference.url
    yield "L1", reference.pdf_url
    if reference.arxiv:
        yield ("M1" if reference.kind == "preprint" else "N1"), f"arXiv:{reference.arxiv}"
    yield "N1", reference.status_note


def _venue_tags(reference: Reference, type_: str) -> Iterator[tuple[str, str]]:
    """Zotero reads the conference's name from T2 and the proceedings' from C3, publishers and schools from PB."""
    name = reference.venue_name
    if type_ in _PUBLISHED_BY:
        yield "PB", name or ("arXiv" if reference.kind == "preprint" and reference.arxiv else "")
        return
    yield "T2", name
    yield "C3", name if type_ == "CONF" else ""
    short = reference.venue.short if reference.venue else ""
    yield "J2", short if type_ == "JOUR" else ""


def _inverted(name: PersonName) -> str:
    """Return "Family, Given, Suffix". A comma at the end says that all of it is one name."""
    family, given, suffix = (part.replace(",", " ") for part in (name.family, name.given, name.suffix))
    if name.is_group or (not given and " " in family):
        return f"{clean(family)},"
    return ", ".join([family, given, suffix] if suffix else [family, given] if given else [family])


def _iter_entries(text: str, problems: list[Problem]) -> Iterator[tuple[int, _Tags]]:
    """Yield (line, tags) of each entry; lines without a tag go on with the tag before."""
    tags: _Tags | None = None
    start, last = 0, ""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        match = _LINE.fullmatch(line.strip() if line.lstrip().startswith(("TY", "ER")) else line.rstrip())
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag == "TY":
            if tags is not None:
                problems.append(Problem(start, "this entry has no line 'ER  - '"))
            tags, start, last = {"TY": [value]}, number, "TY"
        elif tags is None:
            if value or tag:
                problems.append(
                    Problem(number, f"{quote(line.strip())} stands outside an entry: 'TY  - ' must come first")
                )
        elif tag == "ER":
            yield start, tags
            tags = None
        elif tag:
            tags.setdefault(tag, []).append(value)
            last = tag
        elif value:
            tags[last][-1] = f"{tags[last][-1]} {value}".strip()
    if tags is not None:
        problems.append(Problem(start, "this entry has no line 'ER  - '"))


def _iter_draft(line: int, tags: _Tags, problems: list[Problem]) -> Iterator[Draft]:
    key = _first(tags, "ID", "LB", "AN")
    found = _found(tags)
    fields = found.to_fields()
    problems.extend(Problem(line, note) for note in found.notes)
    if "title" not in fields:
        problems.append(Problem(line, "this entry has no title: 'TI  - ' is missing"))
        return
    yield Draft(key=key, line=line, fields=fields)


def _found(tags: _Tags) -> Found:
    venue = _first(tags, "T2", "JO", "JF", "JA", "C3", "BT", "PB")
    first, last = _first(tags, "SP"), _first(tags, "EP")
    doi = _first(tags, "DO") or next((t for t in tags.get("M3", ()) if "10." in t and "/" in t), "")
    isbn = identifiers.KINDS["isbn"].bare(_first(tags, "SN"))
    return Found(
        title=_first(tags, "TI", "T1", "CT"),
        authors=[_read_name(text) for tag in ("AU", "A1") for text in tags.get(tag, ()) if text.strip(", ")],
        date=_first(tags, "PY", "Y1", "DA"),
        kind=_kind(tags, venue),
        venue=venue,
        volume=_first(tags, "VL"),
        issue=_first(tags, "IS"),
        pages=f"{first}-{last}" if first and last and "-" not in first else first,
        ids={
            **({"doi": doi} if doi else {}),
            **({"isbn": isbn} if identifiers.KINDS["isbn"].is_valid(isbn) else {}),
        },
        urls=[url for tag in ("UR", "L2") for text in tags.get(tag, ()) for url in text.split(";") if url.strip()],
        pdf=_first(tags, "L1"),
        hints=[text for tag in ("M1", "N1", "AN", "C7") for text in tags.get(tag, ())],
        abstract=_first(tags, "AB", "N2"),
        status=next((n for n in tags.get("N1", ()) if n.casefold().startswith(("withdrawn", "retracted"))), ""),
    )


def _kind(tags: _Tags, venue: str) -> str:
    kind = _KINDS.get(tags["TY"][0].upper(), "")
    return "workshop" if kind == "conference" and _WORKSHOP.search(venue) else kind


def _first(tags: _Tags, *names: str) -> str:
    return next((value for name in names for value in tags.get(name, ()) if value), "")


def _read_name(text: str) -> RecordAuthor:
    """RIS gives "Family, Given, Suffix"; a lone comma at the end marks a group, and so do several words without one."""
    parts = [part.strip() for part in text.split(",")]
    family, given, suffix = [*parts, "", ""][:3]
    is_group = not given and not suffix and (len(parts) > 1 or " " in family)
    return as_record_name(
        PersonName(family=family or given, given=given if family else "", suffix=suffix, is_group=is_group)
    )
