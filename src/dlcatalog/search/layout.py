"""Into how many shards an index of a size is cut, and which shard holds what. Sizes count in powers of two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from zlib import crc32

from dlcatalog.search.numbers import Numbering, own_slot

FOLDER: Final = "search-index"
VERSION: Final = 1
# A posting list of more characters has a file of its own.
LONG: Final = 2048
_SMALL: Final = 12
_BASE: Final = 0x3400
FACETS: Final = ("area", "topic", "venue", "kind", "has", "in", "status", "cited", "added", "all")


@dataclass(frozen=True)
class Layout:
    """The shape of an index of some number of papers.

    Attributes:
        size: the power of two that the number of papers does not exceed.
        bits, since, reach: see `numbers`.
    """

    size: int
    bits: int
    since: int
    reach: int

    @classmethod
    def of(cls, numbering: Numbering) -> Layout:
        size = max(0, len(numbering.numbers) - 1).bit_length()
        return cls(size, numbering.bits, numbering.since, numbering.reach)

    @cached_property
    def levels(self) -> dict[str, int]:
        """How many bits of a hash choose the shard, by family."""
        size = self.size
        return {
            "t": max(min(3, size), size - 8),
            "s": size * 2 // 3,
            "c": max(0, min(size - 2, 3 + size * 5 // 9, self.bits - 1)),
            "k": max(0, min(size - 5, 12)),
            "b": max(0, size - 2) if self.is_small else max(8, min(size - 7, 11)),
        }

    @cached_property
    def is_small(self) -> bool:
        """Whether summaries count with every query, and phrases are found in them."""
        return self.size <= _SMALL

    @cached_property
    def common(self) -> int:
        """A word in more summaries than this has no list there; 0: all have."""
        return 0 if self.is_small else 1 << (self.size - 4)

    @cached_property
    def stems(self) -> dict[str, int]:
        """How many first characters of a word choose its shard, by family."""
        return {"t": 1 if self.size <= 9 else 2 if self.is_small else 3, "s": 3 if self.is_small else 4}

    def to_dict(self) -> dict[str, Any]:
        return {
            "bits": self.bits,
            "since": self.since,
            "reach": self.reach,
            "levels": self.levels,
            "stems": self.stems,
            "small": self.is_small,
        }

    def has_shape_of(self, other: Layout) -> bool:
        """Whether papers that both hold have the same numbers and shards, as far as the layouts say."""
        return (self.size, self.bits, self.since) == (other.size, other.bits, other.since)

    def shards(self, family: str) -> list[str]:
        """Return every shard of a family; "l" has as many as there are long lists, and is not asked."""
        if family == "f":
            return ["f/all"] if self.is_small else [f"f/{field}" for field in FACETS]
        return self._names[family]

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of shards by number; neighbours are cut as words are."""
        levels = {**self.levels, "n": self.levels["t"]}
        return {
            family: [f"{family}/{part:0{max(1, -(-level // 4))}x}" for part in range(1 << level)]
            for family, level in levels.items()
        }

    def word_shard(self, family: str, word: str) -> str:
        """Return the shard of a word of the family "t" or "s"."""
        return self.stem_shard(family, word[: self.stems[family]])

    def stem_shard(self, family: str, stem: str) -> str:
        return self._shard(family, crc32(stem.encode()))

    def neighbour_shard(self, stem: str) -> str:
        """Return the shard that names the words which a slip of the finger turns into one with this stem."""
        return self._shard("n", crc32(stem.encode()))

    def hashed(self, family: str, text: str) -> tuple[str, str]:
        """Return the shard and the key of a text of the family "k" or "b"."""
        data = text.encode()
        one, other = crc32(data), crc32(data[::-1])
        return self._shard(family, one), chr(_BASE + (one >> 17)) + chr(_BASE + (other & 0x7FFF))

    def _shard(self, family: str, hashed: int) -> str:
        names = self._names[family]
        return names[hashed & (len(names) - 1)]

    def facet_shard(self, facet: str) -> str:
        return "f/all" if self.is_small else f"f/{facet.partition(':')[0]}"

    def card_shard(self, number: int) -> str:
        return self._names["c"][self._card_block(number & ((1 << self.bits) - 1))]

    def card_shards(self, paper_id: str) -> list[str]:
        """Return the shards that may hold the card of a paper."""
        own = own_slot(paper_id, self.bits)
        return self._names["c"][self._card_block(own) : self._card_block(own + self.reach) + 1]

    def _card_block(self, slot: int) -> int:
        level = self.levels["c"]
        return min(slot >> (self.bits - 1 - level), (1 << level) - 1)


def long_shard(family: str, key: str) -> str:
    """Return the shard of one long posting list."""
    return f"l/{crc32(f'{family}:{key}'.encode()):08x}"


def neighbour_stems(word: str, length: int) -> set[str]:
    """Return the stems under which a word is found when a letter of it is wrong: its own, and those without a first letter.

    Two words that one slip separates share one of these: a slip behind the stem leaves the stem alone, and of two words
    that differ before, one without the odd letter is the other, or both are the same without theirs.
    """
    found = {(word[:i] + word[i + 1 :])[:length] for i in range(min(length, len(word)))}
    return (found | {word[:length]}) - {""}


def shard_path(name: str) -> str:
    return f"{FOLDER}/{name}.js"
