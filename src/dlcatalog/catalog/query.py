"""The one query language: criteria, select, export and the search box all say the same things in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dlcatalog.model.fields import RE_DATE, RE_INTEGER
from dlcatalog.model.identifiers import KINDS
from dlcatalog.model.paper import LINK_KINDS, PAPER_KINDS, STATUSES
from dlcatalog.text import fold, meant, quote

FIELDS: Final = ("year", "area", "topic", "venue", "kind", "author", "has", "in", "status", "cited", "added", "title")
HAS: Final = (*LINK_KINDS, *KINDS, "figure", "award")
RANGES: Final = ("year", "cited", "added")
MAX_DEPTH: Final = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """What a query may ask of one paper. `topics` includes all ancestors; `authors` holds slugs and folded names."""

    id: str
    year: int
    area: str
    topics: frozenset[str]
    venue: str
    kind: str
    authors: tuple[str, ...]
    has: frozenset[str]
    within: frozenset[str]
    status: str
    cited: int | None
    added: str
    title: str


@dataclass(frozen=True, slots=True)
class Words:
    """The closed sets that values come from."""

    topics: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()

    def of(self, name: str) -> Iterable[str] | None:
        """Return the allowed values of a field, or None where any text goes."""
        closed: dict[str, Iterable[str]] = {
            "area": self.topics,
            "topic": self.topics,
            "venue": self.venues,
            "in": self.collections,
            "kind": PAPER_KINDS,
            "has": HAS,
            "status": STATUSES,
        }
        return closed.get(name)


class QueryFault(ValueError):
    """A field or a value that does not exist. `where` leads to the part of the mapping, `at_key` says that it is the key."""

    def __init__(
        self,
        message: str,
        hint: str = "",
        where: tuple[str | int, ...] = (),
        *,
        span: tuple[int, int] = (0, 0),
        at_key: bool = False,
    ) -> None:
        super().__init__(message)
        self.hint = hint
        self.where = where
        self.span = span
        self.at_key = at_key


Test = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `text` is its canonical form, for messages and URLs."""

    test: Test
    text: str

    def matches(self, subject: Subject) -> bool:
        return self.test(subject)


def parse_mapping(tree: object, words: Words, where: tuple[str | int, ...] = (), depth: int = 0) -> Query:
    """Read a query as YAML: every pair must hold; `not: {…}` negates.

    Raises: QueryFault with the place of the part that is wrong.
    """
    if not isinstance(tree, Mapping):
        raise QueryFault("a query must be a mapping of fields, e.g. {year: 2019}", where=where)
    if depth > MAX_DEPTH:
        raise QueryFault(f"a query must nest at most {MAX_DEPTH} levels", where=where)
    parts: list[Query] = []
    for name, value in tree.items():
        here = (*where, name)
        if name == "not":
            inner = parse_mapping(value, words, here, depth + 1)
            parts.append(_negate(inner, several=len(value) > 1))
        else:
            several = isinstance(value, (list, tuple))
            parts.append(_pair(name, value if several else [value], words, here, several=several))
    return _all(parts)


def parse_text(text: str, words: Words) -> Query:
    """Read a query as people type it: `field:value`, `-field:value`, `"a phrase"`, words.

    Raises: QueryFault naming the part.
    """
    parts: list[Query] = []
    for token in tokens(text[:10_000]):
        try:
            query = _pair(token.name or "title", token.values if token.name else [token.bare], words, ())
        except QueryFault as fault:
            raise QueryFault(str(fault), fault.hint, span=token.span, at_key=fault.at_key) from None
        parts.append(_negate(query) if token.without else query)
    return _all(parts)


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a typed query: `field:value` with a name, a word or a phrase without.

    Attributes:
        text: as it was typed; `span` says where.
        bare: the value without its quotation marks.
    """

    text: str
    span: tuple[int, int]
    without: bool
    name: str
    bare: str
    is_phrase: bool

    @property
    def values(self) -> list[str]:
        return [self.bare] if self.is_phrase else [value for value in self.bare.split(",") if value]


def tokens(text: str) -> Iterator[Token]:
    """Cut a typed query into its parts; any text goes."""
    for match in re.finditer(r'(-?)(?:([a-z_]+):)?("[^"]*"|\S+)', text):
        minus, name, raw = match.groups()
        yield Token(match[0], match.span(), bool(minus), name or "", raw.strip('"'), raw.startswith('"'))


def check_values(name: str, values: Sequence[str], words: Words) -> None:
    """See that a field exists and that its values do.

    Raises: QueryFault naming the field or the first wrong value.
    """
    _pair(name, values, words, ())


def read_range(name: str, value: str) -> tuple[int | str | None, int | str | None]:
    """Read "a..b", "a..", "..b" or "a" as (low, high), None for an open end: numbers, for `added` days.

    Raises: QueryFault if it is no range.
    """
    return _bounds(name, value, ())


def _all(parts: list[Query]) -> Query:
    tests = tuple(p.test for p in parts)
    return Query(lambda s: all(test(s) for test in tests), " ".join(p.text for p in parts))


def _negate(query: Query, *, several: bool = False) -> Query:
    """Negate the whole: "not both", which is not "neither"."""
    return Query(lambda s: not query.test(s), f"not ({query.text})" if several else f"-{query.text}")


def _pair(
    name: str, values: Sequence[object], words: Words, where: tuple[str | int, ...], *, several: bool = False
) -> Query:
    if name not in FIELDS:
        message = f"a field of a query must be one of {', '.join(FIELDS)}, not {quote(name)}"
        raise QueryFault(message, meant(name, FIELDS), where, at_key=True)
    if not values:
        raise QueryFault(f"'{name}' must have a value", where=where)
    tests: list[Test] = []
    for index, value in enumerate(values):
        here = (*where, index) if several else where
        if isinstance(value, (Mapping, list, tuple)):
            shape = "a mapping" if isinstance(value, Mapping) else "a list in a list"
            raise QueryFault(f"'{name}' must be a value or a list of values, not {shape}", where=here)
        text = str(value)
        tests.append(_range(name, text, here) if name in RANGES else _value(name, text, words, here))
    joined = ",".join(f'"{v}"' if " " in str(v) else str(v) for v in values)
    return Query(lambda s: any(test(s) for test in tests), f"{name}:{joined}")


def _range(name: str, value: str, where: tuple[str | int, ...]) -> Test:
    low, high = _bounds(name, value, where)

    def test(subject: Subject) -> bool:
        got: int | str | None = getattr(subject, name)
        if got is None or got == "":
            return False
        return (low is None or got >= low) and (high is None or got <= high)  # type: ignore[operator]

    return test


def _bounds(name: str, value: str, where: tuple[str | int, ...]) -> tuple[int | str | None, int | str | None]:
    low_text, dots, high_text = value.partition("..")
    read = _read_day if name == "added" else _read_number
    low = read(name, low_text, where) if low_text else None
    high = read(name, high_text, where) if high_text else None
    if dots and low is None and high is None:
        raise QueryFault(f"'{name}' must have a bound, not '..'", "write a..b, a.. or ..b", where)
    return low, high if dots else low


def _read_number(name: str, text: str, where: tuple[str | int, ...]) -> int:
    if RE_INTEGER.fullmatch(text) and len(text) <= 18:
        return int(text)
    raise QueryFault(f"'{name}' must be a number or a range a..b, not {quote(text)}", "write e.g. 2010..2019", where)


def _read_day(name: str, text: str, where: tuple[str | int, ...]) -> str:
    try:
        if RE_DATE.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise QueryFault(f"'{name}' must be a date or a range a..b, not {quote(text)}", "write e.g. 2020-01-01..", where)


def _value(name: str, value: str, words: Words, where: tuple[str | int, ...]) -> Test:
    allowed = words.of(name)
    if allowed is not None:
        if value not in allowed:
            raise QueryFault(
                f"'{name}' must be {_listed(name, allowed)}, not {quote(value)}", meant(value, allowed), where
            )
        return _member(name, value)
    folded = fold(value)
    if name == "author":
        return lambda s: any(a in (value, folded) or (folded and f" {folded} " in f" {a} ") for a in s.authors)
    return lambda s: f" {folded} " in f" {fold(s.title)} " if folded else value in s.title


def _listed(name: str, allowed: Iterable[str]) -> str:
    words = {"area": "a topic id", "topic": "a topic id", "venue": "a venue id", "in": "a collection id"}
    return words.get(name) or f"one of {', '.join(allowed)}"


def _member(name: str, value: str) -> Test:
    tests: dict[str, Test] = {
        "area": lambda s: s.area == value,
        "topic": lambda s: value in s.topics,
        "venue": lambda s: s.venue == value,
        "kind": lambda s: s.kind == value,
        "has": lambda s: value in s.has,
        "in": lambda s: value in s.within,
        "status": lambda s: s.status == value,
    }
    return tests[name]
