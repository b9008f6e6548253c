"""Numbers to lengths."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10, sqrt


def radius(count: int, most: int, *, least: float, greatest: float) -> float:
    """Return the radius of a mark whose area stands for `count`; the smallest ones stay visible."""
    return max(least, greatest * sqrt(count / most)) if most > 0 else least


def share(count: int, whole: int) -> float:
    """Return `count` as per cent of `whole`, to a tenth; 0 of nothing is 0."""
    return round(100 * count / whole, 1) if whole else 0.0


def log_place(value: float, low: float, high: float) -> float:
    """Return where `value` stands from `low` (0) to `high` (1) on a logarithmic scale; the ends hold what lies beyond."""
    if high <= low:
        return 0.0
    place = (log10(max(value, 1)) - log10(low)) / (log10(high) - log10(low))
    return min(1.0, max(0.0, place))


def decades(values: Sequence[int]) -> tuple[int, ...]:
    """Return the powers of ten from just below the smallest to just above the greatest value."""
    positive = [v for v in values if v > 0] or [1]
    first, last = floor(log10(min(positive))), ceil(log10(max(positive)))
    return tuple(10**n for n in range(first, max(last, first + 1) + 1))


def round_counts(most: int) -> tuple[int, ...]:
    """Return up to three round numbers for a legend of sizes, the greatest not above `most`."""
    steps = [m * 10**e for e in range(9) for m in (1, 2, 5) if m * 10**e <= most]
    return tuple(steps[-1:-10:-4][::-1][-3:]) if steps else ()
