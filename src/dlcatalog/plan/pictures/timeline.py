"""/timeline/: the papers of the catalogue by year and area, with their lineage."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Final

from dlcatalog.plan import urls
from dlcatalog.plan.page import Artifact, Planned, cited_words, frame
from dlcatalog.plan.pictures import timeline_layout as layout
from dlcatalog.plan.pictures.arcs import arc, ring
from dlcatalog.plan.pictures.chosen import Band, Cell, Chosen
from dlcatalog.plan.pictures.facts import Node
from dlcatalog.plan.pictures.labels import Box, Label, Wish, place
from dlcatalog.plan.pictures.lettering import cut, width
from dlcatalog.plan.pictures.marks import Mark, drawn, num
from dlcatalog.plan.pictures.scales import radius, round_counts, smallest_told
from dlcatalog.plan.reading import Reading
from dlcatalog.text import counted

SAID: Final = 12.5


@dataclass(frozen=True, slots=True)
class _Spot:
    """A paper's place on the picture."""

    x: float
    y: float
    r: float


def timeline_page(reading: Reading) -> Planned:
    """The picture, its legend, and the same as tables."""
    facts = reading.timeline()
    url = urls.timeline()
    lead = _lead(facts)
    view = {
        **frame(reading.site(), url, title="Timeline", description=lead, section=url),
        "heading": "Timeline",
        "lead": lead,
        "see": {"label": "The catalogue in numbers", "href": urls.stats()},
        "picture": _picture(facts),
        "legend": _legend(facts),
        "rows": _rows(facts),
        "cells": _cell_table(facts),
    }
    return Planned((Artifact(urls.file_of(url), "timeline.html", view),))


def _lead(facts: Chosen) -> str:
    shown = len(facts.papers)
    if shown == facts.total:
        return f"All {counted(shown, 'paper')} by the year in which they first appeared and by their area."
    return (
        f"{shown} of {facts.total:,} papers by year and area: those of the roundups, then the most cited and the best "
        "connected. A number with a plus counts the others and leads to them."
    )


def _picture(facts: Chosen) -> dict[str, Any]:
    band_of = {band.place: number for number, band in enumerate(facts.bands) if band.place >= 0}
    bands = [band_of.get(p.area, len(facts.bands) - 1) for p in facts.papers]
    papers: dict[layout.CellKey, int] = defaultdict(int)
    numbers: list[int] = []
    for band, paper in zip(bands, facts.papers, strict=True):
        numbers.append(papers[band, paper.year])
        papers[band, paper.year] += 1
    columns = _columns(facts)
    rests = {(c.band, c.year if c.year >= 0 else columns[0]): c.papers for c in facts.cells}
    grid = layout.grid(len(facts.bands), columns, papers, rests)
    most = max((p.count for p in facts.papers), default=0)
    spots = [
        _Spot(*grid.slot(band, paper.year, number), _radius(paper, most))
        for band, paper, number in zip(bands, facts.papers, numbers, strict=True)
    ]
    labels = _labels(facts, grid, bands, spots)
    reach = _reach(facts, spots)
    return {
        "width": num(grid.width),
        "height": num(grid.height),
        "start": _start(facts, grid),
        "years": _years(facts, grid),
        "gaps": [num(c.x - layout.GAP / 2) for c in grid.columns.values() if c.after_gap],
        "bands": [_band(band, row) for band, row in zip(facts.bands, grid.rows, strict=True)],
        "marks": [
            _mark(
                paper, spots[n], labels.get(n), reach[n], _said(paper, spots[n], grid, facts.bands[bands[n]], bands[n])
            )
            for n, paper in enumerate(facts.papers)
        ],
        "rests": [_rest(c, facts.bands[c.band], grid, columns) for c in facts.cells],
    }


def _start(facts: Chosen, grid: layout.Grid) -> float:
    """Where a narrow window opens: at the year of most papers, for the first ones are often lonely."""
    years = Counter(p.year for p in facts.papers)
    busiest = max(years, key=lambda y: (years[y], y), default=0)
    return num(grid.columns[busiest].middle) if years else 0


def _columns(facts: Chosen) -> list[int]:
    """The years, before them one column for all earlier ones where there are any."""
    return [facts.years[0] - 1, *facts.years] if facts.earlier else list(facts.years)


def _radius(paper: Node, most: int) -> float:
    if paper.count < 0:
        return layout.UNCOUNTED
    return radius(paper.count, most, least=layout.LEAST, greatest=layout.GREATEST)


def _labels(facts: Chosen, grid: layout.Grid, bands: list[int], spots: list[_Spot]) -> dict[int, Label]:
    degree = [0] * len(spots)
    for pair in facts.edges:
        for end in pair:
            degree[end] += 1
    papers = facts.papers
    order = sorted(range(len(spots)), key=lambda n: (-papers[n].count, -degree[n], papers[n].year, papers[n].id))
    taken = [Box(s.x - s.r - 2, s.y - s.r - 2, s.x + s.r + 2, s.y + s.r + 2) for s in spots]
    wishes = []
    for n in order:
        row = grid.rows[bands[n]]
        top, bottom = row.top + layout.NAME - 4, row.top + layout.NAME + layout.LABELS + row.lines * layout.SLOT + 8
        wishes.append(Wish(n, papers[n].label, spots[n].x, spots[n].y, spots[n].r, Box(2, top, grid.width - 2, bottom)))
    return place(wishes, taken)


def _reach(facts: Chosen, spots: list[_Spot]) -> list[dict[str, str]]:
    """The arcs of each paper to its ancestors and its descendants, with a ring at their other ends."""
    up: dict[int, list[str]] = defaultdict(list)
    down: dict[int, list[str]] = defaultdict(list)
    rings: dict[int, list[str]] = defaultdict(list)
    for child, parent in facts.edges:
        a, b = spots[child], spots[parent]
        path = arc((b.x, b.y), (a.x, a.y))
        up[child].append(path)
        down[parent].append(path)
        rings[child].append(ring((b.x, b.y), b.r + 3))
        rings[parent].append(ring((a.x, a.y), a.r + 3))
    return [{"up": "".join(up[n]), "down": "".join(down[n]) + "".join(rings[n])} for n in range(len(spots))]


def _band(band: Band, row: layout.Row) -> dict[str, Any]:
    mark = Mark.of_area(band.place)
    return {
        "label": band.name,
        "href": urls.topic(band.id) if band.id else "",
        "count": counted(band.papers, "paper"),
        "line": num(row.top),
        "y": num(row.top + 17),
        "mark": drawn(mark, 7, row.top + 13, 4.5),
    }


def _years(facts: Chosen, grid: layout.Grid) -> list[dict[str, Any]]:
    years = []
    for year, column in grid.columns.items():
        label, href, name = str(year), urls.year(year), f"All papers of {year}"
        if facts.earlier and year < facts.years[0]:
            label, href, name = "earlier", urls.years(), f"{facts.earlier:,} papers of earlier years"
        years.append({"label": label, "href": href, "name": name, "x": num(column.middle)})
    return years


def _mark(paper: Node, spot: _Spot, label: Label | None, reach: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
    return {
        "href": urls.paper(paper.id),
        **drawn(Mark.of_area(paper.area), spot.x, spot.y, spot.r),
        "hit": {"x": num(spot.x - layout.SLOT / 2), "y": num(spot.y - layout.SLOT / 2), "side": num(layout.SLOT)},
        "open": paper.count < 0,
        "label": {"text": label.text, "x": num(label.x), "y": num(label.y), "anchor": label.anchor} if label else None,
        "said": said,
        **reach,
    }


def _said(paper: Node, spot: _Spot, grid: layout.Grid, band: Band, number: int) -> dict[str, Any]:
    """The line that stands beside the area's name while the mark is pointed at: the mark's name for ears."""
    tail = f", {paper.year}"
    if paper.count >= 0:
        tail += f", {cited_words(paper.count, paper.as_of)}"
    start = 30 + width(f"{band.name} {band.papers:,} papers", 14)
    room = max(220.0, min(620.0, grid.width - start) - width(tail, SAID))
    text = cut(paper.title, room, SAID) + tail
    half = width(text, SAID) / 2
    x = max(start + half, min(spot.x, grid.width - half - 4))
    return {"text": text, "x": num(x), "y": num(grid.rows[number].top + 17)}


def _rest(cell: Cell, band: Band, grid: layout.Grid, columns: list[int]) -> dict[str, Any]:
    earlier = cell.year < 0
    x, y = grid.rest(cell.band, columns[0] if earlier else cell.year)
    when = "of earlier years" if earlier else f"of {cell.year}"
    return {
        "text": f"+{cell.papers:,}",
        "name": f"{cell.papers:,} more {when}, {band.name}",
        "href": _cell_href(cell, band),
        "x": num(x),
        "y": num(y),
    }


def _cell_href(cell: Cell, band: Band) -> str:
    if cell.year < 0:
        return urls.topic(band.id) if band.id else urls.years()
    return urls.year_topic(cell.year, band.id) if band.id else urls.year(cell.year)


def _legend(facts: Chosen) -> dict[str, Any]:
    """Circles of round counts, and what a mark without one means."""
    most = max((p.count for p in facts.papers), default=-1)
    sizes: list[dict[str, Any]] = []
    x = 12.0
    least = smallest_told(most, least=layout.LEAST, greatest=layout.GREATEST)
    for count in round_counts(most, least):
        r = radius(count, most, least=layout.LEAST, greatest=layout.GREATEST)
        sizes.append({"text": f"{count:,}", "cx": num(x), "r": num(r), "x": num(x + r + 5)})
        x += r + 5 + width(f"{count:,}", 12.5) + 24
    without = facts.total - facts.counted
    if not facts.counted:
        note = "No paper has a count of its citations yet, so all marks are small and open."
    elif without:
        note = (
            f"Only {facts.counted:,} of {facts.total:,} papers have a dated count of their citations; "
            "a small open mark has none, which says nothing of how often the paper is cited."
        )
    else:
        note = ""
    return {
        "sizes": sizes,
        "width": num(x),
        "alike": f"{least:,}" if least > 1 else "",
        "note": note,
        "arcs": bool(facts.edges),
    }


def _rows(facts: Chosen) -> list[dict[str, Any]]:
    """The picture as rows: paper, year, area, count, and the ancestors that its arcs lead to."""
    parents: dict[int, list[str]] = defaultdict(list)
    for child, parent in facts.edges:
        parents[child].append(facts.papers[parent].label)
    names = {band.place: band.name for band in facts.bands}
    rows = [
        {
            "href": urls.paper(p.id),
            "title": p.title,
            "year": p.year,
            "area": names.get(p.area, "Other areas"),
            "cited": cited_words(p.count, p.as_of) if p.count >= 0 else "",
            "from": "; ".join(parents[n]),
        }
        for n, p in enumerate(facts.papers)
    ]
    return sorted(rows, key=lambda r: (r["year"], r["title"]))


def _cell_table(facts: Chosen) -> dict[str, Any] | None:
    """The numbers of papers that are not drawn: a row for each year, a column for each area."""
    if not facts.cells:
        return None
    held = {(c.band, c.year): c for c in facts.cells}
    years = sorted({c.year for c in facts.cells})
    rows = []
    for year in years:
        cells = [held.get((number, year)) for number in range(len(facts.bands))]
        shown = [{"text": f"{c.papers:,}", "href": _cell_href(c, facts.bands[c.band])} if c else None for c in cells]
        rows.append({"label": str(year) if year >= 0 else "earlier", "cells": shown})
    return {"areas": [b.name for b in facts.bands], "rows": rows}
