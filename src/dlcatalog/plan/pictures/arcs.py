"""Lines between marks, as the `d` of an SVG path."""

from __future__ import annotations

from math import hypot

from dlcatalog.plan.pictures.marks import num

Point = tuple[float, float]


def arc(start: Point, end: Point) -> str:
    """Return a bow from one mark to another that rises above the straight line, the more the longer it is."""
    (x1, y1), (x2, y2) = start, end
    rise = min(70.0, 0.22 * hypot(x2 - x1, y2 - y1) + 6)
    return f"M{num(x1)} {num(y1)}Q{num((x1 + x2) / 2)} {num((y1 + y2) / 2 - rise)} {num(x2)} {num(y2)}"


def ring(middle: Point, r: float) -> str:
    """Return a circle as a path, to be lit around the other end of an arc."""
    x, y = middle
    n, d = num(r), num(2 * r)
    return f"M{num(x - r)} {num(y)}a{n} {n} 0 1 0 {d} 0a{n} {n} 0 1 0 -{d} 0"


def flow(start: Point, edge: float, end: Point) -> str:
    """Return a line that runs level from `start` to the edge of its column, then as an S to `end`, where it arrives level."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        return f"M{num(x1)} {num(y1)}H{num(x2)}"
    middle = num((edge + x2) / 2)
    return f"M{num(x1)} {num(y1)}H{num(edge)}C{middle} {num(y1)} {middle} {num(y2)} {num(x2)} {num(y2)}"


def bow(x: float, top: float, bottom: float, reach: float) -> str:
    """Return a bow that swings out to the left between two heights, half an ellipse of that reach."""
    return f"M{num(x)} {num(bottom)}A{num(reach)} {num((bottom - top) / 2)} 0 0 1 {num(x)} {num(top)}"
