"""The number of each paper in the index: its year, then a hash of its id. Others come and go, and it stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Numbering:
    """Numbers of all papers.

    Attributes:
        bits: a number is (year - since) * 2**bits + slot.
        since: the decade of the oldest paper.
        reach: how many slots a paper stands at most above the one that its id asks for.
    """

    bits: int
    since: int
    reach: int
    numbers: Mapping[str, int]


def number_papers(years: Iterable[tuple[str, int]]) -> Numbering:
    """Number papers by (id, year).

    A slot is the first free one from the id's own; papers take theirs in the order of slots and ids, so that the order of
    arrival says nothing. Ids ask for the lower half of a year's slots, of which one in two is taken at most; the
    upper half is there for those that had to move up.
    """
    pairs = list(years)
    counts: dict[int, int] = {}
    for _, year in pairs:
        counts[year] = counts.get(year, 0) + 1
    bits = max(counts.values(), default=0).bit_length() + 2
    since = min(counts, default=0) // 10 * 10
    wanted = sorted((year, own_slot(paper_id, bits), paper_id) for paper_id, year in pairs)
    numbers: dict[str, int] = {}
    last_year, last_slot, reach = -1, -1, 0
    for year, slot, paper_id in wanted:
        place = max(slot, last_slot + 1) if year == last_year else slot
        numbers[paper_id] = ((year - since) << bits) + place
        reach = max(reach, place - slot)
        last_year, last_slot = year, place
    return Numbering(bits, since, reach, numbers)


def own_slot(paper_id: str, bits: int) -> int:
    """Return the slot that an id asks for."""
    return crc32(paper_id.encode()) >> (33 - bits)
