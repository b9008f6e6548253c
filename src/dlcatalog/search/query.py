"""What is typed into the search box, read into items to look up. Any text goes; what is wrong is said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from dlcatalog.catalog.query import FIELDS, Token, tokens
from dlcatalog.search.words import Chunk, chunks, words_of
from dlcatalog.text import meant, quote

MOST_CHARACTERS: Final = 1000
MOST_ITEMS: Final = 24
MOST_IDENTIFIERS: Final = 4
# What stands before a colon in identifiers and addresses.
LABELS: Final = ("http", "https", "arxiv", "doi", "openreview", "acl", "dblp", "openalex", "pmid", "pubmed", "isbn")
_BLANK = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_IS_IDENTIFIER = re.compile(r"[0-9/:]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a compound ("k-NN") or a phrase.

    Attributes:
        token: the part of the query that it stands in.
        is_live: it is still being typed.
        is_apart: one word of a compound that stands nowhere.
    """

    words: tuple[str, ...]
    joined: str = ""
    marked: str = ""
    token: int = 0
    is_phrase: bool = False
    is_live: bool = False
    is_apart: bool = False

    def taken_apart(self) -> list[Item]:
        """Return its words one by one."""
        last = len(self.words) - 1
        return [
            Item((word,), token=self.token, is_live=self.is_live and n == last, is_apart=True)
            for n, word in enumerate(self.words)
        ]


@dataclass(frozen=True, slots=True)
class FieldTest:
    """`field:value`, several values for any of them."""

    name: str
    values: tuple[str, ...]
    without: bool = False


@dataclass(slots=True)
class SearchQuery:
    """A query in its parts.

    Attributes:
        whole: the words as they were typed, without fields: perhaps a title.
        identifiers: those of them that may be identifiers.
        tokens: every part as it was typed.
    """

    items: list[Item] = field(default_factory=list)
    without: list[Item] = field(default_factory=list)
    fields: list[FieldTest] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def tidy(text: str) -> str:
    """Return the text with single spaces and without control characters."""
    return _BLANK.sub(" ", _LONE_SURROGATE.sub(" ", text[: 4 * MOST_CHARACTERS])).strip(" ")


def parse(text: str, *, live: bool = False) -> SearchQuery:
    """Read a query. `live`: its last word is still being typed."""
    query = SearchQuery()
    tidied = tidy(text)
    if len(tidied) > MOST_CHARACTERS:
        tidied = tidied[:MOST_CHARACTERS]
        query.problems.append("The query is cut to its first 1,000 characters.")
    ends_in_word = False
    for token in tokens(tidied):
        ends_in_word = _read(query, token)
    if len(query.items) > MOST_ITEMS:
        del query.items[MOST_ITEMS:]
        query.problems.append(f"Only the first {MOST_ITEMS} words are looked for.")
        ends_in_word = False
    del query.without[MOST_ITEMS:]
    if live and ends_in_word and _BLANK.sub("", text[-1:]) and not query.items[-1].is_phrase:
        query.items[-1] = replace(query.items[-1], is_live=True)
    return query


def _read(query: SearchQuery, token: Token) -> bool:
    """Take one part in; return whether it ends in a word to look for."""
    number = len(query.tokens)
    query.tokens.append(token.text)
    if token.name in FIELDS:
        if token.values:
            query.fields.append(FieldTest(token.name, tuple(token.values), token.without))
        else:
            query.problems.append(f"'{token.name}' must have a value")
        return False
    if token.name and token.name not in LABELS:
        message = f"A field of a query must be one of {', '.join(FIELDS)}, not {quote(token.name)}"
        query.problems.append(with_hint(message, meant(token.name, FIELDS)))
    is_phrase = token.is_phrase and not token.name
    words = token.bare if is_phrase else token.text[token.without :]
    found = _phrase(words, number) if is_phrase else [_item(chunk, number) for chunk in chunks(words)]
    if token.without:
        query.without += found
        return False
    query.items += found
    query.whole.append(words)
    if not is_phrase and _IS_IDENTIFIER.search(words) and len(query.identifiers) < MOST_IDENTIFIERS:
        query.identifiers.append(words)
    return bool(found)


def _item(chunk: Chunk, token: int) -> Item:
    return Item(chunk.words, chunk.joined, chunk.marked, token)


def _phrase(text: str, token: int) -> Iterable[Item]:
    words = words_of((text,)).sequence[:MOST_ITEMS]
    return [Item(tuple(words), token=token, is_phrase=True)] if words else []


def with_hint(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message
