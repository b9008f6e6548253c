"""Shard files: read, changed, written. One form, whether a shard is made anew or one of its entries changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson

from dlcatalog.search.codec import (
    MASKS,
    char_of,
    decode_groups,
    decode_words,
    encode_groups,
    encode_words,
    number_at,
)

_ELSEWHERE: Final = 0
_COMMON: Final = 1
_CALL: Final = "dlcatalogShard("
# Hashed keys have two characters each, and nothing between them.
HASHED: Final = ("k", "b")


class Posting(NamedTuple):
    """A posting list as its shard holds it.

    Attributes:
        papers: how many papers it names.
        text: the list, or "" where it stands elsewhere or nowhere.
        is_common: the word is in so many summaries that no list is kept.
    """

    papers: int
    text: str = ""
    is_common: bool = False

    @property
    def is_elsewhere(self) -> bool:
        return not self.text and not self.is_common

    @classmethod
    def of(cls, groups: Mapping[int, list[int]]) -> Posting:
        return cls(sum(len(numbers) for numbers in groups.values()), encode_groups(groups))

    @classmethod
    def of_masks(cls, masks: Mapping[int, int]) -> Posting:
        """Return the list of papers with their masks."""
        groups: dict[int, list[int]] = {}
        for number in sorted(masks):
            groups.setdefault(masks[number], []).append(number)
        return cls.of(groups)

    def masks(self) -> dict[int, int]:
        """Return paper -> mask."""
        return {number: mask for mask, numbers in decode_groups(self.text).items() for number in numbers}


def script(name: str, content: Any) -> bytes:
    """Return the file of a shard."""
    data = orjson.dumps(content).decode()
    # Older browsers end a line, and with it the string, at these two.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'{_CALL}"{name}",{data});\n'.encode()


def content_of(data: bytes) -> Any:
    """Return what a shard's file holds.

    Raises: ValueError if it is none.
    """
    text = data.decode()
    if not text.startswith(_CALL) or not text.endswith(");\n"):
        raise ValueError("no shard of a search index")
    return orjson.loads(text[text.index(",") + 1 : -3])


@dataclass(slots=True)
class ListShard:
    """Posting lists by key, of the families t, s, k, b and f."""

    family: str
    postings: dict[str, Posting] = field(default_factory=dict)

    @classmethod
    def read(cls, family: str, content: Any) -> ListShard:
        names, lists = content
        keys = [names[i : i + 2] for i in range(0, len(names), 2)] if family in HASHED else decode_words(names)
        postings: dict[str, Posting] = {}
        place = 0
        for key in keys:
            head, place = number_at(lists, place)
            if head in (_ELSEWHERE, _COMMON):
                papers, place = number_at(lists, place)
                postings[key] = Posting(papers, is_common=head == _COMMON)
            else:
                text = lists[place : place + head - 1]
                place += head - 1
                postings[key] = Posting(_count(text), text)
        return cls(family, postings)

    def to_content(self) -> Any:
        keys = sorted(self.postings)
        names = "".join(keys) if self.family in HASHED else encode_words(keys)
        return [names, "".join(self._written(self.postings[key]) for key in keys)]

    @staticmethod
    def _written(posting: Posting) -> str:
        if posting.text:
            return char_of(len(posting.text) + 1) + posting.text
        return char_of(_COMMON if posting.is_common else _ELSEWHERE) + char_of(posting.papers)


def _count(text: str) -> int:
    """How many papers a list names."""
    count = place = 0
    while place < len(text):
        head, place = number_at(text, place)
        here = head // MASKS + 1
        count += here
        for _ in range(here):
            _, place = number_at(text, place)
    return count
