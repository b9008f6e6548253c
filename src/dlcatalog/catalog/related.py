"""Papers that a reader of one paper may want next: bounded, whole numbers, the same on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from dlcatalog.text import fold

MAX_CANDIDATES: Final = 200
MAX_SHOWN: Final = 6
SMALL_TOPIC: Final = 200
RARE: Final = 60
RELATION_POINTS: Final = 120
CHAPTER_POINTS: Final = 25
AUTHOR_POINTS: Final = 40
TOPIC_POINTS: Final = 20
AREA_POINTS: Final = 10


@dataclass(frozen=True, slots=True)
class Signature:
    """What a paper is compared by."""

    id: str
    title: str
    area: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where candidates come from. Each call gives the papers that share one thing, or () where too many do."""

    related: Iterable[str]
    chapters: Iterable[str]
    by_author: Callable[[str], Iterable[str]]
    by_topic: Callable[[str], Iterable[str]]
    by_word: Callable[[str], Iterable[str]]
    signature: Callable[[str], Signature]


def title_words(title: str) -> tuple[str, ...]:
    """The words by which titles are joined: folded, at least three letters, each once."""
    return tuple(dict.fromkeys(word for word in fold(title).split() if len(word) >= 3))


def related_papers(paper: Signature, near: Neighbours) -> tuple[str, ...]:
    """Return at most six related papers, best first, ties by id."""
    relations = set(near.related)
    chapters = set(near.chapters)
    candidates = relations | chapters
    for author in paper.authors:
        candidates.update(near.by_author(author))
    for topic in (paper.area, *paper.topics):
        candidates.update(near.by_topic(topic))
    shared_words: Counter[str] = Counter()
    for word in title_words(paper.title):
        shared_words.update(near.by_word(word))
    candidates.update(other for other, shared in shared_words.items() if shared >= 2)
    candidates.discard(paper.id)
    scored = []
    for other in sorted(candidates)[:MAX_CANDIDATES]:
        bonus = RELATION_POINTS * (other in relations) + CHAPTER_POINTS * (other in chapters)
        score = bonus + _score(paper, near.signature(other))
        scored.append((-score, other))
    scored.sort()
    return tuple(other for _, other in scored[:MAX_SHOWN])


def _score(one: Signature, two: Signature) -> int:
    """A whole number that depends on the two papers alone."""
    topics = len(set(one.topics) & set(two.topics))
    authors = len(set(one.authors) & set(two.authors))
    titles = int(fuzz.token_set_ratio(fold(one.title), fold(two.title)))
    return titles + TOPIC_POINTS * topics + AUTHOR_POINTS * min(authors, 3) + AREA_POINTS * (one.area == two.area)
