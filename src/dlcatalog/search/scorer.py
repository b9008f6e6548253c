"""Items of a query to papers with scores. `static/search-engine.js` does the same in the same order, and must."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz.distance import OSA

from dlcatalog.search.document import KEY_ALIAS, KEY_IDENTIFIER, KEY_TITLE, identifier_key, title_key
from dlcatalog.search.query import Item, SearchQuery
from dlcatalog.search.reader import Found, IndexReader
from dlcatalog.search.weights import (
    BEGINNING,
    ENOUGH,
    ENOUGH_RARER,
    EXACT,
    HEAVY,
    LEAST_BONUS,
    PAIR_WEIGHT,
    PREFIX,
    SLIP,
    SLIPS,
    SUMMARY_WEIGHT,
    VARIANT,
    WORD_WEIGHT,
    bonus,
    rarity,
    score,
)
from dlcatalog.search.words import variants

MOST_SLIPS: Final = 16
SHORTEST_SLIP: Final = 4
SHORTEST_TWO_SLIPS: Final = 8
# Lists of summaries have no masks.
_IN_SUMMARY: Final = (SUMMARY_WEIGHT,)
Test = Callable[[int], bool]
Form = tuple[str, int]


@dataclass(slots=True)
class Lookup:
    """An item and where it was found.

    Attributes:
        forms: words of the vocabulary that it may mean, with how sure that is.
        values: paper -> worth of the best find; `masks`: paper -> places.
        is_common: it is in so many summaries that they are not listed.
        is_slip: only other words than the one typed were found.
        typed: how many papers have the typed word itself, or a spelling that counts as such.
    """

    item: Item
    forms: dict[str, int] = field(default_factory=dict)
    values: dict[int, int] = field(default_factory=dict)
    is_common: bool = False
    is_slip: bool = False
    typed: int = 0


@dataclass(slots=True)
class Paper:
    """A paper that was found: how many of the words it has, and its score."""

    found: int = 0
    score: int = 0
    is_full: bool = False


class Scorer:
    """Looks the items of one query up."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    def find(self, query: SearchQuery, test: Test) -> tuple[dict[int, Paper], list[Lookup]]:
        """Return the papers that fit, and what the items became. `test` says which papers may be found at all."""
        lookups = [Lookup(item) for item in self._telling(query.items)]
        for lookup in lookups:
            self._look_up(lookup)
        lookups = list(self._taken_apart(lookups))
        few = _count_full(lookups, test) < ENOUGH
        for lookup in lookups:
            if few or not lookup.forms:
                self._look_up_slips(lookup)
        if self._reader.layout.is_small or _count_full(lookups, test) < ENOUGH:
            for lookup in lookups:
                self._look_up_summaries(lookup)
        last = lookups[-1]
        if len(lookups) > 1 and last.item.is_live and not last.values and not last.is_common:
            lookups.pop()
        papers = _gathered(lookups, test)
        for paper in papers.values():
            paper.score = score(paper.score, paper.found, len(lookups))
            paper.is_full = paper.found == len(lookups)
        self._add_keys(query, papers, test)
        return _fitting(papers, len(lookups)), lookups

    def _telling(self, items: list[Item]) -> list[Item]:
        """Leave out words that a great many papers have, where enough others are there: their lists are the longest."""
        rare = [item for item in items if not self._is_heavy(item)]
        return rare if len(rare) >= ENOUGH_RARER else items

    def _is_heavy(self, item: Item) -> bool:
        if len(item.words) > 1 or item.is_phrase or item.marked or item.is_live:
            return False
        posting = self._reader.posting("t", item.words[0])
        return posting.is_elsewhere and posting.papers * HEAVY > self._reader.papers

    def _look_up(self, lookup: Lookup) -> None:
        """First look: the word itself, its other spellings, and what it begins."""
        item = lookup.item
        if len(item.words) > 1:
            self._look_up_phrase(lookup)
            return
        word = item.words[0]
        forms = [(item.marked, EXACT)] if item.marked else []
        forms.append((word, SLIP if item.marked else EXACT))
        forms += [] if item.is_phrase else [(form, VARIANT) for form in variants(word)]
        self._use_forms(lookup, forms)
        if item.is_phrase or item.marked or not (item.is_live or (not lookup.forms and len(word) > 3)):
            return
        quality = PREFIX if item.is_live else BEGINNING
        self._use_forms(lookup, [(form, quality) for form in self._reader.beginning_with("t", word)])

    def _look_up_phrase(self, lookup: Lookup) -> None:
        item = lookup.item
        masks = self._reader.phrase(item.words)
        self._use(lookup, Found(len(masks), masks), EXACT, PAIR_WEIGHT)
        self._use_forms(lookup, [(form, EXACT) for form in (item.joined, item.marked) if form])
        if item.is_live and item.joined:
            longer = self._reader.beginning_with("t", item.joined)
            self._use_forms(lookup, [(form, PREFIX) for form in longer])

    def _use_forms(self, lookup: Lookup, forms: Iterable[Form]) -> None:
        for form, quality in forms:
            if form in lookup.forms:
                continue
            found = self._reader.word("t", form)
            if not found.papers:
                continue
            lookup.forms[form] = quality
            if quality == EXACT:
                lookup.typed = max(lookup.typed, found.papers)
            # A word that only begins like the typed one, or looks like it, is worth no more than the typed one itself.
            papers = found.papers if quality == EXACT else max(found.papers, lookup.typed)
            self._use(lookup, Found(papers, found.masks), quality, WORD_WEIGHT)

    def _use(self, lookup: Lookup, found: Found, quality: int, weights: Sequence[int]) -> None:
        """Let the item be found in the papers of a list; the best find of a paper counts."""
        worth = rarity(found.papers, self._reader.papers) * quality
        values = lookup.values
        for paper, mask in found.masks.items():
            value = worth * weights[mask]
            if value > values.get(paper, 0):
                values[paper] = value

    def _taken_apart(self, lookups: list[Lookup]) -> Iterable[Lookup]:
        """Compounds that stand nowhere are looked for word by word."""
        for lookup in lookups:
            if len(lookup.item.words) == 1 or lookup.item.is_phrase or lookup.values:
                yield lookup
                continue
            for item in lookup.item.taken_apart():
                single = Lookup(item)
                self._look_up(single)
                yield single

    def _look_up_slips(self, lookup: Lookup) -> None:
        """Second look: words that a slip of the finger turns into this one."""
        item = lookup.item
        word = item.words[0]
        has_digit = any("0" <= c <= "9" for c in word)
        if len(item.words) > 1 or item.is_phrase or item.marked or len(word) < SHORTEST_SLIP or has_digit:
            return
        near, quality = self._slips(word)
        lookup.is_slip = not lookup.forms and bool(near)
        self._use_forms(lookup, [(form, quality) for form in near])

    def _slips(self, word: str) -> tuple[list[str], int]:
        own = word[: self._reader.layout.stems["t"]]
        one: set[str] = set()
        two: set[str] = set()
        for form in self._reader.near(word):
            distance = OSA.distance(word, form, score_cutoff=2)
            if distance == 1:
                one.add(form)
            elif distance == 2 and len(word) >= SHORTEST_TWO_SLIPS and form.startswith(own):
                two.add(form)
        ordered = sorted(one or two, key=lambda form: (not form.startswith(own), form))
        return ordered[:MOST_SLIPS], SLIP if one else SLIPS

    def _look_up_summaries(self, lookup: Lookup) -> None:
        """Third look: summaries."""
        item = lookup.item
        if len(item.words) > 1:
            if not self._reader.layout.is_small:
                self._use(lookup, self._summaries_with(item.words), EXACT, _IN_SUMMARY)
            if item.joined:
                self._use(lookup, self._reader.word("s", item.joined), EXACT, _IN_SUMMARY)
            return
        for form, quality in self._summary_forms(lookup):
            found = self._reader.word("s", form)
            lookup.is_common |= found.is_common
            self._use(lookup, found, quality, _IN_SUMMARY)

    def _summary_forms(self, lookup: Lookup) -> Iterable[Form]:
        item = lookup.item
        word = item.words[0]
        if item.marked:
            yield item.marked, EXACT
        yield word, SLIP if item.marked else EXACT
        if not item.is_phrase:
            yield from ((form, VARIANT) for form in variants(word))
        if lookup.is_slip:
            yield from lookup.forms.items()
        if item.is_live:
            yield from ((form, PREFIX) for form in self._reader.beginning_with("s", word))

    def _summaries_with(self, words: Iterable[str]) -> Found:
        """Where no pairs of words are kept: summaries that hold all the words."""
        lists = [found for word in words if not (found := self._reader.word("s", word)).is_common]
        if not lists:
            return Found()
        shared = set.intersection(*(set(found.masks) for found in lists))
        return Found(len(shared), dict.fromkeys(shared, 0))

    def _add_keys(self, query: SearchQuery, papers: dict[int, Paper], test: Test) -> None:
        """Papers whose whole title, alias or identifier was typed."""
        texts = [(title_key(" ".join(query.whole)), KEY_TITLE | KEY_ALIAS)]
        alone = query.whole if len(query.whole) == 1 else []
        texts += [(identifier_key(text), KEY_IDENTIFIER) for text in dict.fromkeys([*query.identifiers, *alone])]
        kinds: dict[int, int] = {}
        for text, wanted in texts:
            for paper, mask in (self._reader.hashed("k", text).masks if text else {}).items():
                if mask & wanted and test(paper):
                    kinds[paper] = kinds.get(paper, 0) | (mask & wanted)
        for paper, kind in kinds.items():
            papers.setdefault(paper, Paper()).score += bonus(kind)


def _gathered(lookups: Iterable[Lookup], test: Test) -> dict[int, Paper]:
    """Add the finds up; `score` is their plain sum as yet."""
    papers: dict[int, Paper] = {}
    held = list(lookups)
    for lookup in held:
        for number, value in lookup.values.items():
            paper = papers.get(number)
            if paper is None:
                if not test(number):
                    continue
                paper = papers[number] = Paper()
            paper.found += 1
            paper.score += value
    for lookup in held:
        if lookup.is_common:
            for number, paper in papers.items():
                paper.found += number not in lookup.values
    return papers


def _fitting(papers: dict[int, Paper], asked: int) -> dict[int, Paper]:
    """Keep papers that have every word, or half the best score; where these are few, add those that come nearest."""
    best = max((paper.score for paper in papers.values()), default=0)
    fitting = {number: paper for number, paper in papers.items() if paper.is_full or paper.score * 2 >= best}
    missing = ENOUGH - len(fitting)
    if missing > 0 and best < LEAST_BONUS:
        near = [n for n, paper in papers.items() if n not in fitting and paper.found * 2 >= asked]
        near.sort(key=lambda number: (papers[number].score, number), reverse=True)
        fitting.update((number, papers[number]) for number in near[:missing])
    return fitting


def _count_full(lookups: list[Lookup], test: Test) -> int:
    return sum(paper.found == len(lookups) for paper in _gathered(lookups, test).values())
