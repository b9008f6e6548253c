"""Columns of a small graph put in an order with few crossings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from typing import Final

Layers = list[list[str]]
# Joins a thing of one column to a thing of the next.
Link = tuple[str, str]
SWEEPS: Final = 6


def ordered(layers: Sequence[Sequence[str]], links: Iterable[Link]) -> Layers:
    """Return the columns with their members moved towards the middle of what they are joined to.

    Sweeps left and right a few times and keeps the order with the fewest crossings; the given order decides ties.
    """
    known = list(links)
    best = [list(layer) for layer in layers]
    fewest = crossings(best, known)
    current = [list(layer) for layer in best]
    for sweep in range(SWEEPS):
        places = range(1, len(current)) if sweep % 2 == 0 else range(len(current) - 2, -1, -1)
        for place in places:
            beside = current[place - 1] if sweep % 2 == 0 else current[place + 1]
            current[place] = _by_middle(current[place], beside, known)
        now = crossings(current, known)
        if now < fewest:
            best, fewest = [list(layer) for layer in current], now
    return best


def crossings(layers: Sequence[Sequence[str]], links: Iterable[Link]) -> int:
    """Return how many pairs of lines between neighbouring columns cross."""
    known = list(links)
    total = 0
    for left, right in pairwise(layers):
        at_left = {name: n for n, name in enumerate(left)}
        at_right = {name: n for n, name in enumerate(right)}
        lines = [(at_left[a], at_right[b]) for a, b in known if a in at_left and b in at_right]
        total += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(lines, 2))
    return total


def _by_middle(layer: list[str], beside: list[str], links: list[Link]) -> list[str]:
    """Sort a column by the mean place of each member's neighbours in the column beside it."""
    place = {name: n for n, name in enumerate(beside)}
    reach: dict[str, list[int]] = {name: [] for name in layer}
    for a, b in links:
        for here, there in ((a, b), (b, a)):
            if here in reach and there in place:
                reach[here].append(place[there])
    old = {name: n for n, name in enumerate(layer)}
    scale = len(beside) / max(1, len(layer))
    middles = {n: sum(found) / len(found) if found else old[n] * scale for n, found in reach.items()}
    return sorted(layer, key=lambda name: (middles[name], old[name]))
