"""BibTeX, written and read with pybtex. LaTeX itself is in `latex` and `unlatex`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dlcatalog.formats.drafts import Draft, Problem
from dlcatalog.formats.latex import encode, encode_title, encode_verbatim
from dlcatalog.formats.reference import Reference, split_range
from dlcatalog.model.names import PersonName

ENTRY_TYPES: Final = {
    "conference": "inproceedings",
    "workshop": "inproceedings",
    "journal": "article",
    "preprint": "misc",
    "thesis": "phdthesis",
    "report": "techreport",
    "book": "book",
    "lecture": "misc",
    "post": "misc",
}
# entry type -> the field that names the venue
_VENUE_FIELDS: Final = {
    "inproceedings": "booktitle",
    "article": "journal",
    "phdthesis": "school",
    "techreport": "institution",
    "book": "publisher",
    "misc": "howpublished",
}
HOW_PUBLISHED: Final = {"lecture": "Lecture", "post": "Blog post"}
# A comma, the word "and" and the name "others" mean something between names; braces take the meaning away.
_MEANS_SOMETHING: Final = re.compile(r",|(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)
_OLD_ARXIV: Final = re.compile(r"([a-z-]+(?:\.[A-Z]{2})?)/[0-9]{7}", re.ASCII)


def to_bibtex(reference: Reference) -> str:
    """Return one entry: fields in a fixed order, one a line, a newline at the end."""
    # Imported late: pybtex takes 40 ms, and most commands write no BibTeX.
    from dlcatalog.formats.pybtex_writer import write_entry  # noqa: PLC0415

    names = [_name_parts(name) for name in reference.names]
    fields = {name: value for name, value in _fields(reference) if value}
    return write_entry(ENTRY_TYPES[reference.kind], reference.id, names, fields)


def read_bibtex(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Read a .bib file; what cannot be read becomes a problem and the rest goes on."""
    from dlcatalog.formats.bibtex_reader import read  # noqa: PLC0415

    return read(text)


def bibtex_pages(pages: str) -> str:
    """Return pages as LaTeX with ranges as 1--9, each of several ranges by itself."""
    ranges = (split_range(piece.strip())[::2] for piece in pages.split(","))
    return ", ".join("--".join(encode(part) for part in parts if part) for parts in ranges)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    paper = reference.paper
    yield "title", encode_title(paper.title, paper.protect)
    yield _VENUE_FIELDS[ENTRY_TYPES[reference.kind]], encode(_venue(reference))
    yield "year", str(reference.year)
    yield "volume", encode(paper.volume)
    yield "number", encode(paper.issue)
    yield "pages", bibtex_pages(paper.pages)
    yield "doi", encode_verbatim(reference.doi)
    if reference.arxiv:
        old = _OLD_ARXIV.fullmatch(reference.arxiv)
        yield "eprint", reference.arxiv
        yield "archivePrefix", "arXiv"
        # Zotero reads eprint only beside eprinttype.
        yield "eprinttype", "arxiv"
        yield "primaryClass", old[1] if old else ""
    yield "isbn", paper.ids.isbn
    yield "url", encode_verbatim(reference.url)
    yield "note", encode(reference.status_note)


def _venue(reference: Reference) -> str:
    if reference.kind == "preprint" and reference.arxiv:
        return ""
    return ", ".join(part for part in (HOW_PUBLISHED.get(reference.kind, ""), reference.venue_name) if part)


def _name_parts(name: PersonName) -> tuple[str, str, str]:
    family = encode(name.family) or "{}"
    # A family name of several words that stands alone would be split like "Given Family".
    is_whole = name.is_group or (" " in family and not name.given and not name.suffix)
    return (
        f"{{{family}}}" if is_whole else _guarded(family),
        _guarded(encode(name.suffix)),
        _guarded(encode(name.given)),
    )


def _guarded(encoded: str) -> str:
    return f"{{{encoded}}}" if _MEANS_SOMETHING.search(encoded) else encoded
