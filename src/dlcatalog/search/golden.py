"""Golden queries: what people type, and the paper that must stand high among what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dlcatalog.model.site import GoldenQuery
from dlcatalog.search.document import SearchDocument, analyse
from dlcatalog.search.engine import SearchEngine
from dlcatalog.search.numbers import number_papers
from dlcatalog.search.writer import Names, write_index

_DEEPEST: Final = 20
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """A query that does not find what it must.

    Attributes:
        number: of the query in its file, from 0.
        rank: where the paper stands, 0 for nowhere among the first results.
        above: what stands before it.
    """

    number: int
    rank: int
    above: tuple[str, ...]


def engine_of(documents: Iterable[SearchDocument], names: Names) -> SearchEngine:
    """Return an engine over an index that is held in memory."""
    entries = [analyse(document) for document in documents]
    numbering = number_papers((each.id, each.year) for each in entries)
    files: Mapping[str, bytes] = dict(write_index(lambda: entries, numbering, names))
    return SearchEngine(files.get)


def misses(queries: Iterable[GoldenQuery], search: Callable[[str, int], list[str]]) -> Iterator[Miss]:
    """Ask every query; `search` returns the ids of the first results."""
    for number, query in enumerate(queries):
        found = search(query.q, max(_DEEPEST, query.within))
        ranks = [found.index(paper) + 1 for paper in query.expect if paper in found]
        rank = min(ranks, default=0)
        if not 0 < rank <= query.within:
            above = found[: rank - 1] if rank else found
            yield Miss(number, rank, tuple(above[:_SHOWN]))
