"""The lineage graph of a paper's page: two steps back to the left, two steps on to the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dlcatalog.plan import urls
from dlcatalog.plan.pictures.arcs import flow
from dlcatalog.plan.pictures.facts import LABEL_ROOM, USE, Node
from dlcatalog.plan.pictures.kin import Edge
from dlcatalog.plan.pictures.layers import ordered
from dlcatalog.plan.pictures.lettering import cut, width, wrapped
from dlcatalog.plan.pictures.marks import Mark, drawn, num
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import named

PER_COLUMN: Final = 7
PITCH: Final = 38.0
HEAD: Final = 30.0
GAP: Final = 30.0
RADIUS: Final = 4.5
OWN_RADIUS: Final = 6.5
TEXT: Final = 11.0
SAID_LINES: Final = 3
SAID_PITCH: Final = 17.0
HEADS: Final = ("before that", "stands on", "", "stands on it", "after that")
VERBS: Final = {
    "builds-on": "builds on",
    "improves": "improves",
    "simplifies": "simplifies",
    "generalises": "generalises",
    "applies": "applies",
    "uses": "uses",
}
PASSIVE: Final = {
    "builds-on": "built on",
    "improves": "improved",
    "simplifies": "simplified",
    "generalises": "generalised",
    "applies": "applied",
    "uses": "used",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One edge of the graph: `later` does what `edge.kind` says to `earlier`."""

    earlier: str
    later: str
    edge: Edge


@dataclass(slots=True)
class Kinship:
    """Who stands in which of the five columns, by what lines, and how many are left out of each."""

    columns: list[list[str]]
    lines: list[Line] = field(default_factory=list)
    more: list[int] = field(default_factory=lambda: [0] * 5)


def lineage_view(reading: Reading, paper_id: str) -> dict[str, Any] | None:
    """Return the picture and its table, or None where the paper has neither ancestors nor descendants."""
    family = kinship(reading, paper_id)
    if not family.lines:
        return None
    nodes = {i: reading.node(i) for column in family.columns for i in column}
    sentences = {line: _sentence(reading, line, nodes) for line in family.lines}
    return {**_picture(paper_id, family, nodes, sentences), "rows": _rows(family, nodes, sentences)}


def kinship(reading: Reading, paper_id: str) -> Kinship:
    """Choose: seven a column, descent before use, the weightier first; whoever is nearer stands nearer."""
    own = reading.kin(paper_id)
    family = Kinship([[], [], [paper_id], [], []])
    placed = {paper_id}
    for column, edges in ((1, own.ancestors), (3, own.descendants)):
        chosen = [e for e in edges if e.paper not in placed][:PER_COLUMN]
        family.more[column] = sum(e.paper not in placed for e in edges) - len(chosen)
        family.columns[column] = [e.paper for e in chosen]
        family.lines += [_line(paper_id, e, back=column == 1) for e in chosen]
        placed.update(e.paper for e in edges)
    for column, near in ((0, 1), (4, 3)):
        _second_step(reading, family, column, family.columns[near], placed)
    return family


def _second_step(reading: Reading, family: Kinship, column: int, near: list[str], placed: set[str]) -> None:
    found: dict[str, list[Line]] = defaultdict(list)
    weight: dict[str, int] = {}
    back = column == 0
    for paper_id in near:
        known = reading.kin(paper_id)
        for place, edge in enumerate(known.ancestors if back else known.descendants):
            if edge.paper not in placed:
                found[edge.paper].append(_line(paper_id, edge, back=back))
                weight[edge.paper] = min(weight.get(edge.paper, place), place)
    ranked = sorted(found, key=lambda i: (all(x.edge.kind in USE for x in found[i]), -len(found[i]), weight[i], i))
    family.columns[column] = ranked[:PER_COLUMN]
    family.more[column] = len(ranked) - len(family.columns[column])
    family.lines += [line for i in family.columns[column] for line in found[i]]
    placed.update(family.columns[column])


def _line(paper_id: str, edge: Edge, *, back: bool) -> Line:
    return Line(edge.paper, paper_id, edge) if back else Line(paper_id, edge.paper, edge)


def _sentence(reading: Reading, line: Line, nodes: Mapping[str, Node]) -> str:
    said = f"{nodes[line.later].label} {VERBS[line.edge.kind]} {nodes[line.earlier].label}"
    note = named(reading, reading.note(line.edge)).strip()
    return f"{said}: {note}" if note else said


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paper stands: the middle of its mark, where its lines arrive and leave, and where its column ends."""

    x: float
    y: float
    r: float
    left: float
    right: float
    edge: float


def _picture(
    paper_id: str, family: Kinship, nodes: Mapping[str, Node], sentences: Mapping[Line, str]
) -> dict[str, Any]:
    links = [(line.earlier, line.later) for line in family.lines]
    columns = ordered(family.columns, links)
    tallest = max(len(c) + bool(more) for c, more in zip(columns, family.more, strict=True))
    height = HEAD + tallest * PITCH
    said_at = height + 20
    before = {*family.columns[0], *family.columns[1]}
    touching: dict[str, list[Line]] = defaultdict(list)
    for line in family.lines:
        # A line belongs to its end that is further from the paper itself; nobody stands on both sides.
        touching[line.earlier if line.earlier in before else line.later].append(line)
    under = {i: _under(nodes[i], touching[i], paper_id) for i in nodes}
    places, heads, more, wide = _places(paper_id, family, columns, nodes, under, height)
    marks = [
        _mark(nodes[i], places[i], under[i], own=i == paper_id)
        | {"lines": [_drawn(line, places) for line in touching[i]]}
        | {"said": None if i == paper_id else _said(nodes[i], [sentences[x] for x in touching[i]], wide, said_at)}
        for column in columns
        for i in column
    ]
    return {
        "title": f"Lineage of {nodes[paper_id].label}",
        "width": num(wide),
        "height": num(said_at + SAID_LINES * SAID_PITCH),
        "start": num(places[paper_id].x + 40),
        "heads": heads,
        "more": more,
        "marks": marks,
        "uses": any(line.edge.kind in USE for line in family.lines),
    }


def _places(
    paper_id: str,
    family: Kinship,
    columns: list[list[str]],
    nodes: Mapping[str, Node],
    under: Mapping[str, str],
    height: float,
) -> tuple[dict[str, _Place], list[dict[str, Any]], list[dict[str, Any]], float]:
    places: dict[str, _Place] = {}
    heads: list[dict[str, Any]] = []
    more: list[dict[str, Any]] = []
    x = 8.0
    for number, column in enumerate(columns):
        if not column:
            continue
        rows = len(column) + bool(family.more[number])
        top = HEAD + (height - HEAD - rows * PITCH) / 2
        words = [_wide(nodes[i].label, own=i == paper_id) for i in column]
        inner = TEXT + max([*words, *(width(under[i]) for i in column), width(HEADS[number]), 62.0])
        for row, i in enumerate(column):
            y = top + row * PITCH + PITCH / 2 - 4
            r = OWN_RADIUS if i == paper_id else RADIUS
            places[i] = _Place(x, y, r, x - r - 2, x + TEXT + words[row] + 3, x + inner + 3)
        if HEADS[number]:
            heads.append({"text": HEADS[number], "x": num(x - 4), "y": 14})
        if family.more[number]:
            text = f"and {family.more[number]:,} more"
            y = top + len(column) * PITCH + PITCH / 2
            more.append({"text": text, "x": num(x + TEXT), "y": num(y), "listed": number in (1, 3)})
        x += inner + GAP
    return places, heads, more, x - GAP + 8


def _wide(label: str, *, own: bool) -> float:
    """How wide a label is; the paper's own is bold."""
    return width(cut(label, LABEL_ROOM)) * (1.1 if own else 1)


def _drawn(line: Line, places: Mapping[str, _Place]) -> dict[str, Any]:
    a, b = places[line.earlier], places[line.later]
    return {"d": flow((a.right, a.y), a.edge, (b.left, b.y)), "use": line.edge.kind in USE}


def _mark(node: Node, place: _Place, under: str, *, own: bool) -> dict[str, Any]:
    return {
        "href": "" if own else urls.paper(node.id),
        **drawn(Mark.of_area(node.area), place.x, place.y, place.r),
        "label": {"text": cut(node.label, LABEL_ROOM), "x": num(place.x + TEXT), "y": num(place.y + 4)},
        "hit": {
            "x": num(place.x - 8),
            "y": num(place.y - 12),
            "width": num(max(place.right - place.x, TEXT + width(under)) + 12),
            "height": num(PITCH - 2),
        },
        "note": {"text": under, "x": num(place.x + TEXT), "y": num(place.y + 19)},
        "own": own,
    }


def _under(node: Node, lines: list[Line], paper_id: str) -> str:
    """The year, and on the first step what the line says in a word."""
    if lines and lines[0].later == paper_id:
        return f"{node.year} · {PASSIVE[lines[0].edge.kind]}"
    if lines and lines[0].earlier == paper_id:
        return f"{node.year} · {VERBS[lines[0].edge.kind]} it"
    return str(node.year)


def _said(node: Node, sentences: list[str], wide: float, top: float) -> dict[str, Any]:
    """What stands below the picture while a paper is pointed at: its name, and the note of each of its lines."""
    text = f"{node.title}. {'. '.join(s.rstrip('.') for s in sentences)}."
    lines = wrapped(text, max(wide, 300) - 16, lines=SAID_LINES, size=12.5)
    return {"lines": [{"text": line, "y": num(top + n * SAID_PITCH)} for n, line in enumerate(lines)]}


def _rows(family: Kinship, nodes: Mapping[str, Node], sentences: Mapping[Line, str]) -> list[dict[str, Any]]:
    rows = []
    for line in sorted(family.lines, key=lambda x: (nodes[x.later].year, x.later, nodes[x.earlier].year, x.earlier)):
        _, _, note = sentences[line].partition(": ")
        rows.append(
            {
                "later": _link(nodes[line.later]),
                "verb": VERBS[line.edge.kind],
                "earlier": _link(nodes[line.earlier]),
                "note": note,
            }
        )
    return rows


def _link(node: Node) -> dict[str, Any]:
    return {"href": urls.paper(node.id), "label": node.label, "year": node.year}
