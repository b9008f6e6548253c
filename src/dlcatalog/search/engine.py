"""A typed query to its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dlcatalog.catalog.query import RANGES, QueryFault, Words, check_values, read_range
from dlcatalog.search.query import FieldTest, Item, SearchQuery, parse, with_hint
from dlcatalog.search.reader import IndexReader
from dlcatalog.search.scorer import Lookup, Paper, Scorer

SORTS: Final = ("relevance", "year", "citations")


@dataclass(frozen=True, slots=True)
class Answer:
    """What fits a query, best first.

    Attributes:
        hits: (paper id, score).
        suggestion: the query with its misspelt words put right, or "".
        problems: what is wrong with the query, in words.
    """

    hits: tuple[tuple[str, int], ...]
    total: int
    suggestion: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Filter:
    without: bool
    test: Callable[[int], bool]

    def passes(self, paper: int) -> bool:
        return self.test(paper) != self.without


class SearchEngine:
    """Answers queries from an index. `read` returns a file of the site by its path, or None."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._reader = IndexReader(read)
        self._words: Words | None = None

    def search(
        self,
        text: str,
        *,
        filters: Iterable[FieldTest] = (),
        sort: str = "relevance",
        limit: int = 20,
        live: bool = False,
    ) -> Answer:
        """Answer a query: words, phrases and fields, all of which must hold."""
        query = parse(text, live=live)
        tests = [kept for each in (*query.fields, *filters) if (kept := self._filter(each, query.problems))]
        unwanted = self._unwanted(query.without)

        def test(paper: int) -> bool:
            return paper not in unwanted and all(each.passes(paper) for each in tests)

        papers, lookups = self._found(query, test)
        ordered = self._sorted(papers, sort)
        rows = [(self._reader.card(number), papers[number].score) for number in ordered[:limit]]
        return Answer(
            hits=tuple((str(row[1]), score) for row, score in rows if row),
            total=len(ordered),
            suggestion="" if live and ordered else self._suggestion(query, lookups),
            problems=tuple(query.problems),
        )

    def _found(self, query: SearchQuery, test: Callable[[int], bool]) -> tuple[Mapping[int, Paper], list[Lookup]]:
        if query.items:
            return Scorer(self._reader).find(query, test)
        return {paper: Paper() for paper in self._reader.facet("all:all").masks if test(paper)}, []

    def _filter(self, field: FieldTest, problems: list[str]) -> _Filter | None:
        """Return the test of one field; values that do not exist are told of and left out."""
        sound = [value for value in field.values if self._is_sound(field.name, value, problems)]
        if not sound:
            return None
        if field.name == "year":
            ranges = [read_range("year", value) for value in sound]
            return _Filter(field.without, lambda paper: any(_inside(self._reader.year(paper), r) for r in ranges))
        papers = {paper for value in sound for paper in self._papers_with(field.name, value)}
        return _Filter(field.without, papers.__contains__)

    def _is_sound(self, name: str, value: str, problems: list[str]) -> bool:
        try:
            check_values(name, [value], self._known_words())
        except QueryFault as fault:
            problems.append(with_hint(str(fault), fault.hint))
            return False
        return True

    def _known_words(self) -> Words:
        if self._words is None:
            names = self._reader.content("names") or {}
            known = {name: frozenset(str(row[0]) for row in rows) for name, rows in names.items()}
            empty: frozenset[str] = frozenset()
            self._words = Words(known.get("topic", empty), known.get("venue", empty), known.get("in", empty))
        return self._words

    def _papers_with(self, name: str, value: str) -> Iterable[int]:
        reader = self._reader
        if name in ("author", "title"):
            return reader.named(name, value)
        if name in RANGES:
            bounds = read_range(name, value)
            inside = [v for v in reader.values(name) if _inside(v if name == "added" else int(v), bounds)]
            return {paper for v in inside for paper in reader.facet(f"{name}:{v}").masks}
        return reader.facet(f"{name}:{value}").masks

    def _unwanted(self, items: Iterable[Item]) -> set[int]:
        """Papers that hold one of the unwanted words."""
        reader = self._reader
        papers: set[int] = set()
        for item in items:
            single = len(item.words) == 1
            word = (item.marked or item.words[0]) if single else item.joined
            if not single:
                papers.update(reader.phrase(item.words))
            if word:
                papers.update(reader.word("t", word).masks, reader.word("s", word).masks)
        return papers

    def _sorted(self, papers: Mapping[int, Paper], sort: str) -> list[int]:
        first: dict[int, int] = {}
        if sort == "year":
            first = {paper: self._reader.year(paper) for paper in papers}
        elif sort == "citations":
            for count in self._reader.values("cited"):
                first.update(dict.fromkeys(self._reader.facet(f"cited:{count}").masks, int(count)))
        return sorted(papers, key=lambda paper: (first.get(paper, -1), papers[paper].score, paper), reverse=True)

    def _suggestion(self, query: SearchQuery, lookups: Iterable[Lookup]) -> str:
        tokens = list(query.tokens)
        for lookup in lookups:
            if lookup.is_slip and not lookup.item.is_apart:
                tokens[lookup.item.token] = max(lookup.forms, key=lambda form: self._reader.word("t", form).papers)
        return " ".join(tokens) if tokens != query.tokens else ""


def _inside(value: int | str, bounds: tuple[int | str | None, int | str | None]) -> bool:
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)  # type: ignore[operator]
