"""Where everything on the timeline stands: years across, areas down, papers of one cell beside and below one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# A mark has a slot of its own, wide enough for a finger; no mark is greater than its slot.
SLOT: Final = 24.0
GREATEST: Final = 11.0
LEAST: Final = 3.5
UNCOUNTED: Final = 3.5
NARROW: Final = 34.0
AXIS: Final = 26.0
NAME: Final = 26.0
LABELS: Final = 16.0
BELOW: Final = 10.0
REST: Final = 16.0
GAP: Final = 12.0
MARGIN: Final = 8.0
# A name of a paper must find room beside an area's, even where there are few years.
NARROWEST: Final = 640.0

# The cell of a band (by number) and a year.
CellKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A year: its left edge and width, and how many marks stand side by side in it. `after_gap`: years before it are left out."""

    year: int
    x: float
    width: float
    across: int
    after_gap: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Row:
    """An area: from its hairline to the next one."""

    top: float
    height: float
    lines: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns by year, rows by band, and the size of the whole."""

    columns: Mapping[int, Column]
    rows: tuple[Row, ...]
    width: float
    height: float

    def slot(self, band: int, year: int, number: int) -> tuple[float, float]:
        """Return the middle of the slot of a cell's paper `number` (from 0)."""
        column, row = self.columns[year], self.rows[band]
        line, place = divmod(number, column.across)
        left = column.middle - column.across * SLOT / 2
        return left + (place + 0.5) * SLOT, row.top + NAME + LABELS + (line + 0.5) * SLOT

    def rest(self, band: int, year: int) -> tuple[float, float]:
        """Return where the number of a cell's further papers stands: the middle of its base line."""
        row = self.rows[band]
        return self.columns[year].middle, row.top + row.height - BELOW - 2


def grid(bands: int, years: Sequence[int], papers: Mapping[CellKey, int], rests: Mapping[CellKey, int]) -> Grid:
    """Lay out so many bands over these years; `papers` are drawn in a cell, `rests` only counted."""
    most = Counter[int]()
    for (_, year), n in papers.items():
        most[year] = max(most[year], n)
    columns: dict[int, Column] = {}
    x, before = MARGIN, None
    for year in years:
        across = 2 if most[year] > 2 else 1
        after_gap = before is not None and year > before + 1
        x += GAP if after_gap else 0
        wide = max(NARROW + 10 if rests else NARROW, across * SLOT + 4)
        columns[year] = Column(year, x, wide, across, after_gap)
        x, before = x + wide, year
    rows: list[Row] = []
    y = AXIS
    for band in range(bands):
        lines = max((-(-n // columns[yr].across) for (b, yr), n in papers.items() if b == band), default=0)
        rest = REST if any(b == band for b, _ in rests) else 0
        height = NAME + LABELS + lines * SLOT + rest + BELOW
        rows.append(Row(y, height, lines))
        y += height
    return Grid(columns, tuple(rows), max(x + MARGIN, NARROWEST), y + AXIS)
