"""What every format is written from: one paper with its venue and its kind settled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dlcatalog.model import identifiers
from dlcatalog.model.names import PersonName
from dlcatalog.model.paper import Paper
from dlcatalog.model.vocabulary import Venue

# Ids that lead to the paper itself, the best first; the other registries only describe it.
_LEADING: Final = ("doi", "arxiv", "openreview", "acl", "pubmed", "dblp", "openalex", "semantic-scholar")
_KINDS_OF_VENUES: Final = ("conference", "journal", "workshop")
_DASHES: Final = re.compile(r"\s*[-–—]+\s*")
_DIGIT: Final = re.compile(r"\d")
_STATUS_WORDS: Final = {"withdrawn": "Withdrawn", "retracted": "Retracted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One paper, ready to be cited.

    Attributes:
        kind: settled, never "".
        title_plain: the title's words, formulas as Unicode.
        page_url: the paper's page in the catalogue, absolute, or "" without a base_url.
    """

    id: str
    paper: Paper
    kind: str
    title_plain: str
    venue: Venue | None = None
    page_url: str = ""

    @property
    def year(self) -> int:
        """The year to print: that of the venue where the paper was published there."""
        return self.paper.venue_year or self.paper.year

    @property
    def names(self) -> tuple[PersonName, ...]:
        return tuple(author.as_name() for author in self.paper.authors)

    @property
    def venue_name(self) -> str:
        return self.venue.name if self.venue else ""

    @property
    def arxiv(self) -> str:
        return str(self.paper.ids.arxiv)

    @property
    def doi(self) -> str:
        return str(self.paper.ids.doi)

    @property
    def url(self) -> str:
        """Where the paper is: the record's own link, else the best of its ids, else its page here."""
        if self.paper.links.paper:
            return self.paper.links.paper[0].url
        return leading_url(self.paper.ids.given()) or self.page_url

    @property
    def pdf_url(self) -> str:
        """The document itself, "" where only a landing page is known."""
        if self.paper.links.pdf:
            return self.paper.links.pdf[0].url
        return f"https://arxiv.org/pdf/{self.arxiv}" if self.arxiv else ""

    @property
    def status_note(self) -> str:
        """Return "Retracted: why" for papers that are no longer what they were, else ""."""
        word = _STATUS_WORDS.get(self.paper.status, "")
        return f"{word}: {self.paper.status_note}" if word and self.paper.status_note else word

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        first, _, last = split_range(self.paper.pages)
        return first, last


def leading_url(ids: Mapping[str, str]) -> str:
    """Where the best of a paper's ids leads, or ""."""
    return next((identifiers.KINDS[kind].url(ids[kind]) for kind in _LEADING if kind in ids), "")


def settle_kind(paper: Paper, venue: Venue | None) -> str:
    """The paper's own kind, else its venue's, else preprint."""
    if paper.kind:
        return paper.kind
    return venue.kind if venue and venue.kind in _KINDS_OF_VENUES else "preprint"


def split_range(pages: str) -> tuple[str, str, str]:
    """Split "1-9" into ("1", "-", "9"); "A-1", "e12" and "1-3, 5-9" are no ranges and stay whole."""
    parts = _DASHES.split(pages)
    if len(parts) % 2 or "," in pages:
        return pages, "", ""
    middle = len(parts) // 2
    left, right = "-".join(parts[:middle]), "-".join(parts[middle:])
    alike = left and right and bool(_DIGIT.search(left)) == bool(_DIGIT.search(right))
    return (left, "-", right) if alike else (pages, "", "")
