"""/topics/<area>/genealogy/: the papers of an area below one another, bows from each to those it descends from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import sqrt
from typing import Any, Final

from dlcatalog.plan import urls
from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.page import Artifact, Crumb, Planned, frame
from dlcatalog.plan.pictures.arcs import bow, ring
from dlcatalog.plan.pictures.facts import Node
from dlcatalog.plan.pictures.genealogies import Genealogy
from dlcatalog.plan.pictures.lettering import cut, width
from dlcatalog.plan.pictures.lineage import VERBS
from dlcatalog.plan.pictures.marks import Mark, drawn, num
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import named
from dlcatalog.text import counted

PITCH: Final = 25.0
BETWEEN: Final = 20.0
RADIUS: Final = 4.5
WIDEST: Final = 92.0
YEAR: Final = 38.0
LONG: Final = 560.0


def genealogy_page(reading: Reading, topic_id: str) -> Planned:
    """The page of one topic, or nothing where nothing in it descends from anything in it."""
    if not reading.has_genealogy(topic_id):
        return Planned(())
    topic = reading.topic(topic_id)
    assert topic is not None
    facts = reading.genealogy(topic_id)
    url = urls.genealogy(topic_id)
    lead = (
        f"{counted(len(facts.papers), 'paper')} of {topic.name} in {counted(len(facts.families), 'family', 'families')}: "
        "a bow leads from each paper up to those that it builds on, improves, simplifies or generalises."
    )
    above = [Crumb(held.name, urls.topic(t)) for t in reversed(reading.lineage(topic_id)) if (held := reading.topic(t))]
    area = reading.children("").index(reading.lineage(topic_id)[-1])
    view = {
        **frame(
            reading.site(),
            url,
            title=f"Genealogy of {topic.name}",
            description=lead,
            crumbs=[Crumb("Topics", urls.topics()), *above],
            section=urls.topics(),
        ),
        "heading": f"Genealogy of {topic.name}",
        "mark": mark_number(area),
        "lead": lead,
        "more": f"{facts.more:,} more have relatives here" if facts.more else "",
        "topic": {"label": topic.name, "href": urls.topic(topic_id)},
        "picture": picture(facts),
        "rows": _rows(reading, facts),
    }
    return Planned((Artifact(urls.file_of(url), "genealogy.html", view),))


def picture(facts: Genealogy) -> dict[str, Any]:
    """Return the picture: its left part has a fixed width, so that only long titles depend on the window."""
    heights = _heights(facts.families)
    left = 8 + max((_reach(heights[a], heights[b]) for a, b, _ in facts.edges), default=0.0) + 12
    up: dict[int, list[str]] = defaultdict(list)
    down: dict[int, list[str]] = defaultdict(list)
    for child, parent, _ in facts.edges:
        path = bow(left - 8, heights[parent], heights[child], _reach(heights[child], heights[parent]))
        up[child].append(path + ring((left, heights[parent]), RADIUS + 3))
        down[parent].append(path + ring((left, heights[child]), RADIUS + 3))
    marks = []
    for n, paper in enumerate(facts.papers):
        marks.append(
            {
                "href": urls.paper(paper.id),
                **drawn(Mark.of_area(paper.area), left, heights[n], RADIUS),
                "base": num(heights[n] + 4.5),
                "top": num(heights[n] - PITCH / 2),
                "year": {"text": str(paper.year), "x": num(left + 12)},
                **_names(paper, left + YEAR + 14),
                "up": "".join(up[n]),
                "down": "".join(down[n]),
            }
        )
    lines = [bow(left - 8, heights[b], heights[a], _reach(heights[a], heights[b])) for a, b, _ in facts.edges]
    height = heights[-1] + PITCH if heights else 0
    return {"height": num(height), "left": num(left - 8), "pitch": num(PITCH), "marks": marks, "lines": "".join(lines)}


def _names(paper: Node, x: float) -> dict[str, Any]:
    """The name, and what of the title follows it where there is room; a title that was cut stands whole there instead."""
    label, title = paper.label, paper.title
    if label.endswith("…"):
        return {"label": {"text": label, "x": num(x)}, "long": cut(title, LONG), "title": None}
    rest = title.removeprefix(label).removeprefix(":").strip() if title.startswith(f"{label}:") else title
    after = {"text": cut(rest, LONG), "x": num(x + width(label, 13) + 14)} if rest != label else None
    return {"label": {"text": label, "x": num(x)}, "long": "", "title": after}


def _heights(families: Sequence[int]) -> list[float]:
    """The middle of each row; families stand apart."""
    heights: list[float] = []
    y = PITCH / 2
    for size in families:
        heights += [y + n * PITCH for n in range(size)]
        y += size * PITCH + BETWEEN
    return heights


def _reach(a: float, b: float) -> float:
    """How far a bow swings out: further for longer ones, so that they part, but never beyond the margin."""
    return min(WIDEST, 9 * sqrt(abs(a - b) / PITCH) + 6)


def _rows(reading: Reading, facts: Genealogy) -> list[dict[str, Any]]:
    rows = []
    for child, parent, edge in facts.edges:
        later, earlier = facts.papers[child], facts.papers[parent]
        rows.append(
            {
                "later": {"href": urls.paper(later.id), "label": later.label, "year": later.year},
                "verb": VERBS[edge.kind],
                "earlier": {"href": urls.paper(earlier.id), "label": earlier.label, "year": earlier.year},
                "note": named(reading, reading.note(edge)),
            }
        )
    return rows
