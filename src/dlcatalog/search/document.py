"""One paper as the index knows it: what planning says of it, and the words that it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import orjson

from dlcatalog.search.words import comparable, words_of

# Where a word stands. A paper has one mask for each of its words: the sum of these.
TITLE: Final = 1
ALIAS: Final = 2
AUTHOR: Final = 4
CONTEXT: Final = 8
# Of pairs of words alone; of single words the same bit says that the title is short.
SUMMARY: Final = 16
SHORT: Final = 16
# Among the first words of the title; its very first word, or in the first author's name.
HEAD: Final = 32
FIRST: Final = 64
HEAD_WORDS: Final = 3
SHORT_TITLE: Final = 6
# What an exact key is.
KEY_TITLE: Final = 1
KEY_ALIAS: Final = 2
KEY_IDENTIFIER: Final = 4
KEY_AUTHOR: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a result shows. `cited` is in words; `mark` is the number of the area's mark, 0 for none."""

    title: str
    authors: tuple[str, ...]
    more: int
    venue: str
    sentence: str
    code: bool
    data: bool
    cited: str
    area: str
    mark: int
    status: str

    def to_row(self, paper_id: str) -> list[Any]:
        flags = self.code + 2 * self.data
        status = "" if self.status == "published" else self.status
        return [
            paper_id,
            self.title,
            list(self.authors),
            self.more,
            self.venue,
            self.sentence,
            flags,
            self.cited,
            self.area,
            self.mark,
            status,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One paper, before its texts are cut into words.

    Attributes:
        context: names of its venue and topics, the years.
        identifiers: bare ids, and URLs that lead to it.
        author_slugs: of all authors.
        facets: "field:value" for every value that the paper has, "topic:x" for ancestors too.
    """

    id: str
    year: int
    title: str
    aliases: tuple[str, ...]
    authors: tuple[str, ...]
    context: tuple[str, ...]
    identifiers: tuple[str, ...]
    author_slugs: tuple[str, ...]
    summary: str
    facets: tuple[str, ...]
    card: Card


@dataclass(frozen=True, slots=True)
class Entries:
    """A paper in words: what the store keeps of it between builds.

    Attributes:
        texts: (mask, words in their order) of each text but the summary.
        extra: (mask, further forms), as "knn" of "k-NN".
        keys: (kind, text) that lead to the paper exactly.
        card: the row of its card.
    """

    id: str
    year: int
    texts: tuple[tuple[int, str], ...]
    extra: tuple[tuple[int, str], ...]
    summary: str
    summary_extra: str
    keys: tuple[tuple[int, str], ...]
    facets: tuple[str, ...]
    card: tuple[Any, ...] = field(default=())

    def main(self) -> dict[str, int]:
        """The mask of each word."""
        masks: dict[str, int] = {}
        for mask, words in (*self.texts, *self.extra):
            for word in words.split():
                masks[word] = masks.get(word, 0) | mask
        title = next((words.split() for mask, words in self.texts if mask == TITLE), [])
        first = next((words.split() for mask, words in self.texts if mask == AUTHOR), [])
        whole = title if len(title) <= SHORT_TITLE else []
        for some, bit in ((title[:HEAD_WORDS], HEAD), (whole, SHORT), ([*title[:1], *first], FIRST)):
            for word in some:
                masks[word] |= bit
        return masks

    def summary_words(self) -> set[str]:
        return {*self.summary.split(), *self.summary_extra.split()}

    def phrases(self, *, with_summary: bool) -> dict[str, int]:
        """The mask of each pair of neighbouring words."""
        masks = dict.fromkeys(pairs(self.summary.split()), SUMMARY) if with_summary else {}
        for mask, words in self.texts:
            for pair in pairs(words.split()):
                masks[pair] = masks.get(pair, 0) | mask
        return masks

    def to_bytes(self) -> bytes:
        return orjson.dumps(
            [
                self.id,
                self.year,
                self.texts,
                self.extra,
                self.summary,
                self.summary_extra,
                self.keys,
                self.facets,
                self.card,
            ]
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Entries:
        paper_id, year, texts, extra, summary, summary_extra, keys, facets, card = orjson.loads(data)
        return cls(
            paper_id,
            year,
            tuple((m, w) for m, w in texts),
            tuple((m, w) for m, w in extra),
            summary,
            summary_extra,
            tuple((k, t) for k, t in keys),
            tuple(facets),
            tuple(card),
        )


def pairs(words: Sequence[str]) -> Iterator[str]:
    """Yield neighbouring words, "a b"."""
    return (f"{one} {other}" for one, other in pairwise(words))


def analyse(document: SearchDocument) -> Entries:
    """Cut a document into words."""
    texts: list[tuple[int, str]] = []
    extra: list[tuple[int, str]] = []
    for mask, values in (
        (TITLE, (document.title,)),
        (ALIAS, document.aliases),
        (AUTHOR, document.authors),
        (CONTEXT, document.context),
    ):
        further: list[str] = []
        for value in values:
            words = words_of((value,))
            further += words.extra
            if words.sequence:
                texts.append((mask, " ".join(words.sequence)))
        if further:
            extra.append((mask, " ".join(further)))
    summary = words_of((document.summary,))
    return Entries(
        document.id,
        document.year,
        tuple(texts),
        tuple(extra),
        " ".join(summary.sequence),
        " ".join(summary.extra),
        tuple(_keys(document)),
        document.facets,
        tuple(document.card.to_row(document.id)),
    )


def _keys(document: SearchDocument) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for kind, texts in (
        (KEY_TITLE, (title_key(document.title),)),
        (KEY_ALIAS, tuple(title_key(alias) for alias in document.aliases)),
        (KEY_IDENTIFIER, (document.id, *(identifier_key(i) for i in document.identifiers))),
        (KEY_AUTHOR, tuple(f"author:{slug}" for slug in document.author_slugs)),
    ):
        for text in texts:
            if text:
                seen[text] = seen.get(text, 0) | kind
    for text, kind in seen.items():
        yield kind, text


def title_key(text: str) -> str:
    """Return the form in which whole titles are compared: its words."""
    return " ".join(words_of((text,)).sequence)


_PREFIXES: Final = (
    "https://",
    "http://",
    "www.",
    "dx.doi.org/",
    "doi.org/",
    "arxiv.org/abs/",
    "arxiv.org/pdf/",
    "openreview.net/forum?id=",
    "openreview.net/pdf?id=",
    "aclanthology.org/",
    "aclweb.org/anthology/",
    "dblp.org/rec/",
    "openalex.org/",
    "semanticscholar.org/paper/",
    "api.semanticscholar.org/",
    "pubmed.ncbi.nlm.nih.gov/",
    "arxiv:",
    "doi:",
    "openreview:",
    "acl:",
    "dblp:",
    "openalex:",
    "pmid:",
    "pubmed:",
    "isbn:",
)


def identifier_key(text: str) -> str:
    """Return an id or a URL in the form in which they are compared: without scheme, label, version and capitals."""
    bare = comparable(text.strip())
    for prefix in _PREFIXES:
        bare = bare.removeprefix(prefix)
    bare = bare.split("#", 1)[0].rstrip("/.,;)")
    bare = bare.removesuffix(".pdf")
    stem, mark, version = bare.rpartition("v")
    if mark and version.isascii() and version.isdigit() and stem[-1:].isdigit() and _is_arxiv(stem):
        return stem
    return bare


def _is_arxiv(stem: str) -> bool:
    digits = stem.replace(".", "", 1).rpartition("/")[2]
    return len(digits) >= 7 and digits.isascii() and digits.isdigit()


def facet_values(facets: Iterable[str]) -> Mapping[str, list[str]]:
    """Return facets by field."""
    values: dict[str, list[str]] = {}
    for facet in facets:
        name, _, value = facet.partition(":")
        values.setdefault(name, []).append(value)
    return values
