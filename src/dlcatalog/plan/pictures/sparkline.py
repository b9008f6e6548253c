"""A line as small as a word: how one source's counts of a paper grew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from dlcatalog.catalog.facts import CountFact
from dlcatalog.plan.page import SOURCE_LABELS, month_words
from dlcatalog.plan.pictures.marks import num

WIDTH: Final = 132.0
HEIGHT: Final = 30.0
PAD: Final = 4.0
FEWEST: Final = 3
MOST: Final = 120


def sparkline_view(counts: Sequence[CountFact]) -> dict[str, Any] | None:
    """Return the line of the source with the longest history, or None where none has three days.

    Sources count differently, so a line never joins two of them.
    """
    history = longest_history(counts)
    if len(history) < FEWEST:
        return None
    first, last = history[0], history[-1]
    points = line_points(history)
    source = SOURCE_LABELS[last.source]
    span = f"{month_words(first.as_of)} to {month_words(last.as_of)}"
    return {
        "width": num(WIDTH),
        "height": num(HEIGHT),
        "path": "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points),
        "end": {"x": num(points[-1][0]), "y": num(points[-1][1])},
        "title": f"Citations by {source}: {first.count:,} to {last.count:,}, {span}",
        "words": f"{first.count:,} to {last.count:,}, {span} ({source})",
    }


def longest_history(counts: Sequence[CountFact]) -> list[CountFact]:
    """Return the last count of each day by the registry that has counted on the most days, from old to new."""
    days = {(c.source, c.as_of): c for c in counts if c.source in SOURCE_LABELS}
    found = Counter(source for source, _ in days)
    if not found:
        return []
    source = min(found, key=lambda s: (-found[s], s))
    return _thinned(sorted((c for c in days.values() if c.source == source), key=lambda c: c.as_of))


def _thinned(history: list[CountFact]) -> list[CountFact]:
    """At most 120 of them, evenly, with both ends."""
    if len(history) <= MOST:
        return history
    step = (len(history) - 1) / (MOST - 1)
    return [history[round(n * step)] for n in range(MOST)]


def line_points(history: Sequence[CountFact]) -> list[tuple[float, float]]:
    """Return the corners of the line: time across, the least count at the bottom, the greatest at the top."""
    days = [date.fromisoformat(c.as_of).toordinal() for c in history]
    low, high = min(c.count for c in history), max(c.count for c in history)
    across, up = max(1, days[-1] - days[0]), max(1, high - low)
    return [
        (
            PAD + (WIDTH - 2 * PAD) * (day - days[0]) / across,
            HEIGHT - PAD - (HEIGHT - 2 * PAD) * (c.count - low) / up,
        )
        for day, c in zip(days, history, strict=True)
    ]
