"""What the readers of foreign formats yield, and how what they found becomes the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from dlcatalog.formats.authors import RecordAuthor
from dlcatalog.formats.latex import RE_MATH, clean
from dlcatalog.formats.reference import split_range
from dlcatalog.model import identifiers
from dlcatalog.text import quote

_YEAR: Final = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_ARXIV_ID: Final = r"(?P<id>\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?!\d)"
_BARE_ARXIV: Final = re.compile(_ARXIV_ID, re.ASCII)
_NAMED_ARXIV: Final = re.compile(
    rf"(?:arxiv(?:\.org/(?:abs|pdf)/|[:.\s/]*)|\babs/){_ARXIV_ID}", re.ASCII | re.IGNORECASE
)
_ARXIV_VENUE: Final = re.compile(r"arxiv|corr\b|computing research repository", re.IGNORECASE)
_HYPHENS: Final = re.compile(r"\s*[-‐‑–—]+\s*")
_MARKDOWN: Final = re.compile(r"\\(?!\$)|[*`<\[\]]|(?<!\w)_|_(?!\w)")
_PDF: Final = re.compile(r"\.pdf$|/pdf/|/pdf\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry, or a part of one, that could not be read; the line counts from 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry of a foreign file as a record would say it.

    Attributes:
        key: the entry's name in its file, "" where it has none.
        line: where the entry begins, from 1.
        fields: a record's own fields in a record's order; `venue` is a name, not yet an id.
    """

    key: str
    line: int
    fields: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Found:
    """What a reader found in one entry, as plain words; `to_fields` makes a record's fields of it.

    Attributes:
        ids: claimed identifiers by kind, checked and made bare later.
        urls: where the entry leads, the best first.
        hints: texts that may name an arXiv id: notes, report numbers.
    """

    title: str = ""
    authors: list[RecordAuthor] = field(default_factory=list)
    date: str = ""
    kind: str = ""
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    pdf: str = ""
    code: str = ""
    hints: list[str] = field(default_factory=list)
    abstract: str = ""
    protect: list[str] = field(default_factory=list)
    status: str = ""
    notes: list[str] = field(default_factory=list)

    def to_fields(self) -> dict[str, Any]:
        """Return the fields that are known, in a record's order. What is no id or no URL is left out and noted."""
        ids = self._known_ids()
        self._settle_arxiv(ids)
        pairs: list[tuple[str, Any]] = [
            ("title", self.title),
            ("authors", self.authors),
            *self._years(ids.get("arxiv", "")),
            ("kind", self.kind),
            ("venue", self.venue),
            ("volume", self.volume),
            ("issue", self.issue),
            ("pages", plain_pages(self.pages)),
            ("ids", {kind: ids[kind] for kind in identifiers.KINDS if kind in ids}),
            ("summary", as_markdown(self.abstract)),
            ("links", self._links(ids)),
            ("protect", self.protect),
            *self._status(),
        ]
        return {name: cleaned for name, value in pairs if (cleaned := _cleaned(value))}

    def _known_ids(self) -> dict[str, str]:
        known = {}
        for kind, claimed in self.ids.items():
            bare = identifiers.KINDS[kind].bare(claimed)
            if identifiers.KINDS[kind].is_valid(bare):
                known[kind] = bare
            elif bare:
                self.notes.append(f"{quote(claimed)} is no {identifiers.KINDS[kind].label} id and was left out")
        for url in (*self.urls, self.pdf):
            for kind, bare in _ids_in_url(url):
                known.setdefault(kind, bare)
        return known

    def _settle_arxiv(self, ids: dict[str, str]) -> None:
        """Find the arXiv id wherever people put it; a venue that is arXiv under another name is none."""
        is_venue = bool(_ARXIV_VENUE.match(self.venue))
        for text in (self.venue, self.volume, self.pages, self.issue, *self.hints):
            found = _NAMED_ARXIV.search(text) or (_BARE_ARXIV.fullmatch(text) if is_venue else None)
            if found and identifiers.KINDS["arxiv"].is_valid(found["id"]):
                ids.setdefault("arxiv", found["id"])
        if "arxiv" not in ids and ids.get("doi", "").startswith("10.48550/arxiv."):
            ids["arxiv"] = ids["doi"].removeprefix("10.48550/arxiv.")
        if is_venue:
            self.kind, self.venue, self.volume, self.issue, self.pages = "preprint", "", "", "", ""

    def _years(self, arxiv: str) -> Iterator[tuple[str, int]]:
        """The year printed is the venue's; a paper that stood on arXiv before that is as old as its arXiv id."""
        found = _YEAR.search(self.date)
        if not found:
            return
        printed = int(found[0])
        first = min(printed, identifiers.arxiv_year(arxiv)) if arxiv else printed
        yield "year", first
        if first != printed:
            yield "venue_year", printed

    def _links(self, ids: dict[str, str]) -> dict[str, str]:
        links: dict[str, str] = {}
        derived = {identifiers.KINDS[kind].url(bare) for kind, bare in ids.items()}
        for url in self.urls:
            if url in derived or not self._is_link(url):
                continue
            links.setdefault("pdf" if ids and _PDF.search(url) else "paper", url)
        for kind, url in (("pdf", self.pdf), ("code", self.code)):
            if url and self._is_link(url):
                links.setdefault(kind, url)
        return links

    def _is_link(self, url: str) -> bool:
        fault = identifiers.is_safe_url(url)
        if fault:
            self.notes.append(f"{quote(url)} is no URL and was left out: {fault}")
        return not fault

    def _status(self) -> Iterator[tuple[str, str]]:
        word, _, why = self.status.partition(":")
        if word.strip().casefold() in ("withdrawn", "retracted"):
            yield "status", word.strip().casefold()
            yield "status_note", why.strip()


def _cleaned(value: Any) -> Any:
    """Make every text one that a YAML file can hold: no control characters, no half letters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {name: _cleaned(item) for name, item in value.items()} if isinstance(value, dict) else value


def plain_pages(pages: str) -> str:
    """Return pages with one hyphen in a range: 1--9 and 1 – 9 are 1-9."""
    return _HYPHENS.sub("-", pages).strip("-") if split_range(pages)[1] or "--" in pages or "," in pages else pages


def as_markdown(text: str) -> str:
    """Return plain words with formulas as Markdown that shows them unchanged."""
    pieces, start = [], 0
    for formula in RE_MATH.finditer(text):
        pieces += [_MARKDOWN.sub(_escape, text[start : formula.start()]), formula[0]]
        start = formula.end()
    return "".join(pieces) + _MARKDOWN.sub(_escape, text[start:])


def _escape(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _ids_in_url(url: str) -> Iterator[tuple[str, str]]:
    lowered = url.casefold()
    for name, kind in identifiers.KINDS.items():
        if any(prefix.startswith("http") and lowered.startswith(prefix) for prefix in kind.prefixes):
            bare = kind.bare(unquote(url))
            whole_or_cut = (bare, kind.bare(re.split(r"[&#?]", bare)[0]))
            yield from ((name, candidate) for candidate in whole_or_cut if kind.is_valid(candidate))
