"""The mark of an area: one of six hues with one of two shapes, by its order in topics.yaml."""

from __future__ import annotations

from typing import Final

HUES: Final = 6
SHAPES: Final = 2


def mark_number(place: int) -> int:
    """Return the mark, 1 to 12, of the area at `place` (from 0); a thirteenth area begins again.

    1 to 6 are circles, 7 to 12 squares; the hue is the same for n and n + 6.
    """
    return place % (HUES * SHAPES) + 1
