"""Entries of .bib files to drafts. Importing this module loads pybtex, whose scanner and name splitting it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.exceptions import PybtexError
from pybtex.utils import CaseInsensitiveDict

from dlcatalog.formats.authors import RecordAuthor, as_record_name
from dlcatalog.formats.bibtex import HOW_PUBLISHED
from dlcatalog.formats.bibtex_blocks import Block, iter_blocks
from dlcatalog.formats.drafts import Draft, Found, Problem
from dlcatalog.formats.latex import keeps_capitals
from dlcatalog.formats.unlatex import decode, decode_verbatim, undo_percent_braces
from dlcatalog.model.names import PersonName
from dlcatalog.text import quote

_KINDS: Final = {
    "inproceedings": "conference",
    "conference": "conference",
    "article": "journal",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "book": "book",
    "inbook": "book",
    "incollection": "book",
    "collection": "book",
    "proceedings": "book",
    "booklet": "book",
    "online": "post",
    "electronic": "post",
    "www": "post",
}
_VENUE_FIELDS: Final = ("booktitle", "journal", "journaltitle", "school", "institution", "howpublished", "publisher")
_NO_PAPERS: Final = ("comment", "preamble", "string", "proceedings")
# What an entry takes from the one that its crossref names; classic BibTeX takes everything, which gives a paper the
# editors' title and DOI.
_INHERITED: Final = ("booktitle", "journal", "journaltitle", "publisher", "year", "date", "volume", "number")
_PROCEEDINGS: Final = re.compile(r"\b(proceedings|conference|symposium|advances in neural)\b", re.IGNORECASE)
_WORKSHOP: Final = re.compile(r"workshop", re.IGNORECASE)
_PREPRINT: Final = re.compile(r"\b(preprint|biorxiv|ssrn|openreview)\b", re.IGNORECASE)
_BRACED: Final = re.compile(r"(\w*)\{([^{}\\$]+)\}(\w*)")
_URL: Final = re.compile(r"https?://[^\s{}]+")
_MAX_PROTECTED_WORDS: Final = 3
_HOW_KINDS: Final = {word: kind for kind, word in HOW_PUBLISHED.items()}


@dataclass(frozen=True, slots=True)
class _Entry:
    type: str
    key: str
    line: int
    fields: Mapping[str, str]


def read(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Read every entry; problems come in the order of their lines."""
    problems: list[Problem] = []
    entries = list(_iter_entries(text.removeprefix("\ufeff"), problems))
    by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
    drafts: list[Draft] = []
    for entry in entries:
        if entry.type not in _NO_PAPERS:
            drafts.extend(_iter_draft(_inherit(entry, by_key), problems))
    return tuple(drafts), tuple(sorted(problems, key=lambda p: p.line))


def _iter_entries(text: str, problems: list[Problem]) -> Iterator[_Entry]:
    macros = CaseInsensitiveDict(month_names)
    for block in iter_blocks(text):
        if not block.is_closed:
            name = block.text.split("\n", 1)[0].strip()
            problems.append(Problem(block.line, f"{quote(name)} has no closing brace"))
        elif block.type != "comment":
            yield from _parse(block, macros, problems)


def _parse(block: Block, macros: Any, problems: list[Problem]) -> Iterator[_Entry]:
    faults: list[Problem] = []
    is_broken = False

    def record(error: Any) -> None:
        nonlocal is_broken
        line = block.line + error.lineno - 1
        if not isinstance(error, UndefinedMacro):
            is_broken = True
            faults.append(Problem(line, f"{error.args[0]} in {quote(block.text.split(chr(10), 1)[0].strip())}"))
        elif error.parser.current_field_name.lower() != "month":
            faults.append(Problem(line, f"the @string {quote(error.args[0])} is not defined"))

    parsed = next(iter(LowLevelParser(block.text, macros=macros, handle_error=record)), None)
    problems.extend(faults[:1] if is_broken else faults)
    if parsed is None or is_broken or block.type in ("string", "preamble"):
        return
    key, pairs = parsed[1]
    # The first of two fields with one name counts, as in BibTeX.
    fields = {name.lower(): "".join(parts) for name, parts in reversed(pairs)}
    yield _Entry(block.type, key, block.line, fields)


def _inherit(entry: _Entry, by_key: Mapping[str, _Entry]) -> _Entry:
    parent = by_key.get(entry.fields.get("crossref", "").casefold())
    if parent is None or parent is entry:
        return entry
    inherited = {name: parent.fields[name] for name in _INHERITED if name in parent.fields}
    if "title" in parent.fields:
        inherited.setdefault("booktitle", parent.fields["title"])
    return _Entry(entry.type, entry.key, entry.line, {**inherited, **entry.fields})


def _iter_draft(entry: _Entry, problems: list[Problem]) -> Iterator[Draft]:
    """Yield the entry's draft, or nothing and a problem."""
    try:
        found = _found(entry)
    except PybtexError as error:
        problems.append(Problem(entry.line, f"{error} in {quote(entry.key)}: names must be separated by 'and'"))
        return
    fields = found.to_fields()
    problems.extend(Problem(entry.line, f"{note} from {quote(entry.key)}") for note in found.notes)
    if "title" not in fields:
        problems.append(Problem(entry.line, f"{quote(entry.key)} has no title"))
        return
    yield Draft(key=entry.key, line=entry.line, fields=fields)


def _found(entry: _Entry) -> Found:
    raw = entry.fields
    plain = {name: decode(value) for name, value in raw.items()}
    verbatim = {name: decode_verbatim(raw[name]) for name in ("doi", "eprint", "url", "pdf", "code") if name in raw}
    venue, ids = _venue(entry.type, plain), _ids(entry.key, plain, verbatim)
    found = Found(
        title=_with_formulas(raw.get("title", "")),
        date=plain.get("year") or plain.get("date", ""),
        kind="preprint" if "arxiv" in ids and not venue else _kind(entry.type, plain),
        venue=venue,
        volume=plain.get("volume", ""),
        issue=plain.get("number") or plain.get("issue", ""),
        pages=plain.get("pages", ""),
        ids=ids,
        urls=_urls(raw, verbatim),
        pdf=verbatim.get("pdf", ""),
        code=verbatim.get("code", ""),
        hints=[plain[name] for name in ("note", "annote", "type", "howpublished") if name in plain],
        abstract=_with_formulas(raw.get("abstract", "")),
        protect=_protected(raw.get("title", "")),
        status=plain.get("note", ""),
    )
    found.authors = _authors(raw.get("author") or raw.get("editor", ""), found.notes)
    return found


def _with_formulas(latex: str) -> str:
    """Decode where `$…$` is a formula; a dollar that has no partner needs no backslash."""
    text = decode(latex, dollar="\\$")
    return text.replace("\\$", "$") if text.count("$") == 1 else text


def _kind(entry_type: str, plain: Mapping[str, str]) -> str:
    venue = _venue(entry_type, plain)
    if entry_type in ("misc", "unpublished", "online") and _PREPRINT.search(venue):
        return "preprint"
    if entry_type == "misc":
        how = plain.get("howpublished", "")
        return next((kind for word, kind in _HOW_KINDS.items() if how.startswith(word)), "")
    kind = _KINDS.get(entry_type, "")
    if entry_type == "incollection" and _PROCEEDINGS.search(venue):
        kind = "conference"
    return "workshop" if kind == "conference" and _WORKSHOP.search(venue) else kind


def _venue(entry_type: str, plain: Mapping[str, str]) -> str:
    venue = next((plain[name] for name in _VENUE_FIELDS if plain.get(name)), "")
    if entry_type == "misc":
        for word in _HOW_KINDS:
            venue = venue.removeprefix(word).removeprefix(", ")
    return "" if _URL.search(venue) else venue


def _ids(key: str, plain: Mapping[str, str], verbatim: Mapping[str, str]) -> dict[str, str]:
    claimed = {
        "doi": undo_percent_braces(verbatim.get("doi", "")),
        "isbn": plain.get("isbn", ""),
        "pubmed": plain.get("pmid", ""),
    }
    eprint = verbatim.get("eprint", "")
    prefix = plain.get("archiveprefix", plain.get("eprinttype", "")).casefold()
    if prefix == "arxiv" or (not prefix and re.match(r"(?:arxiv:)?\d{4}\.\d{4,5}(?!\d)", eprint, re.IGNORECASE)):
        claimed["arxiv"] = eprint.split("[")[0]
    if key.startswith("DBLP:"):
        claimed["dblp"] = key.removeprefix("DBLP:")
    return {kind: text for kind, text in claimed.items() if text}


def _urls(raw: Mapping[str, str], verbatim: Mapping[str, str]) -> list[str]:
    """The url field, else a URL in howpublished or note, as older styles want it."""
    if "url" in verbatim:
        return [verbatim["url"]] if verbatim["url"] else []
    for name in ("howpublished", "note"):
        inside = _URL.search(raw.get(name, ""))
        if inside:
            return [decode_verbatim(inside[0]).rstrip(".,;")]
    return []


def _protected(title: str) -> list[str]:
    """Words that somebody put into braces and that would not be kept without being asked for."""
    whole = title.strip()
    # A plural s behind a whole word is not part of it, that of {N}ets is.
    words = (
        m[1] + m[2] + ("" if len(m[2]) > 1 and m[3] == "s" else m[3]) for m in _BRACED.finditer(title) if m[0] != whole
    )
    asked = [
        w.strip() for w in words if w != w.lower() and len(w.split()) <= _MAX_PROTECTED_WORDS and not keeps_capitals(w)
    ]
    return list(dict.fromkeys(asked))


def _authors(field: str, notes: list[str]) -> list[RecordAuthor]:
    names = [text for text in split_name_list(" ".join(field.split())) if text]
    if names and names[-1].lower() == "others":
        notes.append("the authors behind 'and others' are missing")
        names.pop()
    return [as_record_name(name) for name in map(_person_name, names) if name.family]


def _person_name(text: str) -> PersonName:
    if _is_group(text):
        return PersonName(family=decode(text), is_group=True)
    person = Person(text)
    family = decode(" ".join([*person.prelast_names, *person.last_names]))
    given = decode(" ".join([*person.first_names, *person.middle_names]))
    suffix = decode(" ".join(person.lineage_names))
    return PersonName(family=family, given=given, suffix=suffix) if family else PersonName(family=given or suffix)


def _is_group(text: str) -> bool:
    r"""Whether one pair of braces holds the whole name; `{\'E}` is a letter."""
    if not text.startswith("{") or text.startswith("{\\"):
        return False
    depth = 0
    for position, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return position == len(text) - 1
    return False
