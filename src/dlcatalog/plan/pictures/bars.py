"""Bars that follow the width of the window: lengths in per cent, heights in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dlcatalog.plan.pictures.marks import num
from dlcatalog.plan.pictures.scales import share
from dlcatalog.plan.pictures.tallies import Tally

ROW: Final = 34.0
TALL: Final = 130.0
ROOF: Final = 20.0
FOOT: Final = 24.0


def rows(tallies: Sequence[Tally], hrefs: Sequence[str]) -> dict[str, Any]:
    """Return bars below one another, each under its name; the dark part has code."""
    most = max((t.papers for t in tallies), default=0)
    bars = []
    for n, (tally, href) in enumerate(zip(tallies, hrefs, strict=True)):
        top = n * ROW
        bars.append(
            {
                "href": href,
                "label": tally.label,
                "number": f"{tally.papers:,}",
                "name": _words(tally),
                "text_y": num(top + 15),
                "bar_y": num(top + 21),
                "hit_y": num(top),
                "all": share(tally.papers, most),
                "code": share(tally.code, most),
            }
        )
    return {"height": num(len(tallies) * ROW), "row": num(ROW), "bars": bars}


def columns(tallies: Sequence[Tally], hrefs: Sequence[str]) -> dict[str, Any]:
    """Return upright bars over a true scale of years; `id` of each is its year."""
    if not tallies:
        return {"bars": [], "ticks": [], "height": 0, "floor": 0}
    first, last = int(tallies[0].id), int(tallies[-1].id)
    step = 100 / (last - first + 1)
    most = max(t.papers for t in tallies)
    floor = ROOF + TALL
    bars = []
    for tally, href in zip(tallies, hrefs, strict=True):
        left = (int(tally.id) - first) * step
        high, dark = TALL * tally.papers / most, TALL * tally.code / most
        bars.append(
            {
                "href": href,
                "name": _words(tally),
                "left": _per_cent(left),
                "x": _per_cent(left + step * 0.1),
                "width": _per_cent(step * 0.8),
                "hit": _per_cent(step),
                "all_y": num(floor - high),
                "all": num(high),
                "code_y": num(floor - dark),
                "code": num(dark),
                "top": {"text": f"{tally.papers:,}", "x": _per_cent(left + step / 2), "y": num(floor - high - 5)}
                if tally.papers == most
                else None,
            }
        )
    return {
        "bars": bars,
        "ticks": [_tick(y, (y - first + 0.5) * step) for y in _ticks(first, last)],
        "height": num(floor + FOOT),
        "floor": num(floor),
        "tall": num(floor),
    }


def _ticks(first: int, last: int) -> list[int]:
    """Every decade, or every fifth year of a short span, or the ends of a very short one."""
    span = last - first
    if span < 6:
        return list(range(first, last + 1))
    step = 5 if span <= 25 else 10
    return [y for y in range(first, last + 1) if y % step == 0]


def _tick(year: int, place: float) -> dict[str, str]:
    """A year below the bars; at the edges it keeps inside."""
    if place < 5:
        return {"text": str(year), "x": "0%", "anchor": "start"}
    return (
        {"text": str(year), "x": "100%", "anchor": "end"}
        if place > 95
        else {"text": str(year), "x": _per_cent(place), "anchor": "middle"}
    )


def _per_cent(value: float) -> str:
    return f"{round(value, 2):g}%"


def _words(tally: Tally) -> str:
    noun = "paper" if tally.papers == 1 else "papers"
    return f"{tally.label}: {tally.papers:,} {noun}, {tally.code:,} with code"
