"""COinS: one paper as an OpenURL context object for the `title` of an empty span, which Zotero finds on list pages.

Keys are those that Zotero's reader knows (openurl.js): it settles the item's type by format and genre, and reads
`rft.title` as the proceedings of a conference paper, so that titles stand in `rft.atitle` and `rft.btitle`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import split_range

MAX_AUTHORS: Final = 50
_FORMAT: Final = "info:ofi/fmt:kev:mtx:"
# Kinds that OpenURL has no format for go as Dublin Core, with the type that Zotero calls them by.
_TYPES: Final = {"preprint": "preprint", "post": "blogPost", "lecture": "presentation"}
_MAX_TEXT: Final = 500
# A list holds fifty of these: what splits nothing stays as it is, and a space is one sign.
_SAFE: Final = "/:,;()'"
# The same for plain letters, five times as fast: every list says every paper again.
_ASCII: Final = {code: quote_plus(chr(code), safe=_SAFE) for code in range(128)}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWork:
    """What a list knows of a paper.

    Attributes:
        title: plain.
        kind: settled, never "".
        authors: (as text, inverted) of each, "Ada van der Berg Jr" and "van der Berg, Jr, Ada".
        venue: full name.
        year: the year to print.
        printed: (volume, issue, pages).
        url: where the paper is.
    """

    title: str
    kind: str
    authors: Sequence[tuple[str, str]]
    venue: str = ""
    venue_short: str = ""
    year: int
    printed: tuple[str, str, str] = ("", "", "")
    doi: str = ""
    isbn: str = ""
    url: str = ""


def to_coins(work: ListedWork) -> str:
    """Return the context object: keys and percent-encoded values. In HTML its `&` must be escaped."""
    pairs = [("ctx_ver", "Z39.88-2004"), *_kind(work), *_printed(work)]
    pairs += [_author(*author) for author in work.authors[:MAX_AUTHORS]]
    pairs.append(("rft_id", f"info:doi/{work.doi}" if work.doi else work.url))
    return "&".join(f"{key}={_encoded(value)}" for key, value in pairs if value)


def _encoded(value: str) -> str:
    text = clean(value)[:_MAX_TEXT]
    return text.translate(_ASCII) if text.isascii() else quote_plus(text, safe=_SAFE)


def _kind(work: ListedWork) -> Iterator[Pair]:
    match work.kind:
        case "journal":
            yield from (("rft_val_fmt", f"{_FORMAT}journal"), ("rft.genre", "article"), ("rft.atitle", work.title))
            yield "rft.jtitle", work.venue
            yield "rft.stitle", work.venue_short if work.venue_short != work.venue else ""
        case "conference" | "workshop":
            yield from (("rft_val_fmt", f"{_FORMAT}book"), ("rft.genre", "proceeding"), ("rft.atitle", work.title))
            yield "rft.btitle", work.venue
        case "book" | "report":
            yield from (("rft_val_fmt", f"{_FORMAT}book"), ("rft.genre", work.kind), ("rft.btitle", work.title))
            yield "rft.pub", work.venue
            yield "rft.isbn", work.isbn
        case "thesis":
            yield from (("rft_val_fmt", f"{_FORMAT}dissertation"), ("rft.title", work.title), ("rft.inst", work.venue))
        case _:
            yield from (("rft_val_fmt", f"{_FORMAT}dc"), ("rft.type", _TYPES.get(work.kind, "document")))
            yield "rft.title", work.title
            yield "rft.source", work.venue


def _printed(work: ListedWork) -> Iterator[Pair]:
    volume, issue, pages = work.printed
    first, _, last = split_range(pages)
    yield "rft.date", str(work.year)
    yield "rft.volume", volume
    yield "rft.issue", issue
    yield from (("rft.spage", first), ("rft.epage", last)) if last else (("rft.pages", pages),)


def _author(text: str, inverted: str) -> Pair:
    """Return "Family, Given": at a second comma Zotero would stop, so a suffix stands behind the given names."""
    if text == inverted:
        # Only a family name: of several words it is a group, which Zotero would split.
        return ("rft.aucorp" if " " in text else "rft.au"), text
    family, *rest = inverted.split(", ")
    return "rft.au", f"{family}, {' '.join([*rest[1:], rest[0]] if len(rest) > 1 else rest)}"
