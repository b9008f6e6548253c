"""How an area's mark is drawn: its hue and its shape, never the hue alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

from dlcatalog.plan.marks import mark_number


@dataclass(frozen=True, slots=True)
class Mark:
    """A circle or a square of one of six hues."""

    hue: int
    square: bool

    @classmethod
    def of_area(cls, place: int) -> Mark:
        """Return the mark of the area at this place (from 0) in topics.yaml; -1 is no area of it."""
        if place < 0:
            return cls(0, square=False)
        number = mark_number(place)
        return cls((number - 1) % 6 + 1, number > 6)


def drawn(mark: Mark, x: float, y: float, r: float) -> dict[str, Any]:
    """Return the numbers of a mark at a place. A square covers what a circle of radius `r` would."""
    if mark.square:
        half = r * sqrt(pi) / 2
        return {"hue": mark.hue, "square": True, "x": num(x - half), "y": num(y - half), "side": num(2 * half)}
    return {"hue": mark.hue, "square": False, "x": num(x), "y": num(y), "r": num(r)}


def num(value: float) -> float | int:
    """Return a coordinate as pages write it: tenths of a pixel, whole ones without a point."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
