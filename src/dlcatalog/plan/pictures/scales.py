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


def round_counts(most: int, least: int) -> tuple[int, ...]:
    """Return up to three round numbers for a legend of sizes: the first and the last from `least` to `most`, and one between."""
    steps = [m * 10**e for e in range(10) for m in (1, 2, 5) if least <= m * 10**e <= most]
    return tuple(dict.fromkeys((steps[0], steps[len(steps) // 2], steps[-1]))) if steps else ()


def smallest_told(most: int, *, least: float, greatest: float) -> int:
    """Return the count below which all marks look alike, in two digits, rounded up."""
    exact = ceil(most * (least / greatest) ** 2)
    digits = int(10 ** max(0, len(str(exact)) - 2))
    return ceil(exact / digits) * digits
