"""What a find is worth. Whole numbers only: Python and JavaScript agree on those to the last digit."""

from __future__ import annotations

from typing import Final

from dlcatalog.search.codec import MASKS
from dlcatalog.search.document import (
    ALIAS,
    AUTHOR,
    CONTEXT,
    FIRST,
    HEAD,
    KEY_ALIAS,
    KEY_IDENTIFIER,
    KEY_TITLE,
    SHORT,
    SUMMARY,
    TITLE,
)

_PLACES: Final = ((HEAD, 11), (TITLE, 10), (ALIAS, 10), (FIRST, 9), (AUTHOR, 7), (CONTEXT, 5))
SUMMARY_WEIGHT: Final = 3
# How sure it is that a word means the one that was typed, in eighths.
EXACT: Final = 8
VARIANT: Final = 7
PREFIX: Final = 6
BEGINNING: Final = 5
SLIP: Final = 4
SLIPS: Final = 2
# For a whole title, alias or identifier; the first that holds counts.
BONUSES: Final = ((KEY_IDENTIFIER, 4_000_000), (KEY_TITLE, 2_000_000), (KEY_ALIAS, 1_000_000))
LEAST_BONUS: Final = 1_000_000
# With so many papers that hold every word nobody looks further: neither for slips nor, in large catalogues, in summaries.
ENOUGH: Final = 10
# A word in more than one in 64 papers is left out where three others that are rarer were typed.
HEAVY: Final = 64
ENOUGH_RARER: Final = 3
_STEPS: Final = (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15)


def _word_weight(mask: int) -> int:
    best = max((weight for bit, weight in _PLACES if mask & bit), default=0)
    in_title = mask & TITLE
    return best + bool(in_title and mask & FIRST) + bool(in_title and mask & SHORT)


def _pair_weight(mask: int) -> int:
    best = max((weight for bit, weight in _PLACES if mask & bit), default=0)
    return best or (SUMMARY_WEIGHT if mask & SUMMARY else 0)


# By mask, for words and for pairs of words.
WORD_WEIGHT: Final = tuple(_word_weight(mask) for mask in range(MASKS))
PAIR_WEIGHT: Final = tuple(_pair_weight(mask) for mask in range(MASKS))


def log16(value: int) -> int:
    """Return the logarithm to base 2 in sixteenths, rounded by a table of sixteen steps. `value` is 1 or more."""
    whole = value.bit_length() - 1
    scaled = value >> (whole - 4) if whole >= 4 else value << (4 - whole)
    return whole * 16 + _STEPS[scaled - 16]


def rarity(papers: int, of: int) -> int:
    """Return how much a word says that `papers` of all `of` papers have: 16 where all have it, 16 more for each halving."""
    return 16 + log16(max(1, of)) - log16(max(1, min(papers, of)))


def score(total: int, found: int, asked: int) -> int:
    """Return a paper's score: the sum of its finds times the square of the share of words that it has."""
    return total * found * found // (asked * asked)


def bonus(kinds: int) -> int:
    """Return what a whole title, alias or identifier adds."""
    return next((value for kind, value in BONUSES if kinds & kind), 0)
