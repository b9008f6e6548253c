"""Citations then and now: each paper a line from a roundup's dated count to the newest one, on a logarithmic scale."""

from __future__ import annotations

from typing import Any, Final

from dlcatalog.catalog.facts import CountFact
from dlcatalog.plan import urls
from dlcatalog.plan.page import SOURCE_LABELS, month_words
from dlcatalog.plan.pictures.marks import num
from dlcatalog.plan.pictures.scales import decades, log_place
from dlcatalog.plan.pictures.tallies import Tallies, ThenNow
from dlcatalog.plan.reading import Reading

ROW: Final = 36.0
HEAD: Final = 24.0
RADIUS: Final = 4.0
# The scale keeps clear of both edges, where marks and numbers of the scale need room.
LEFT, RIGHT = 3.0, 95.0


def then_now_view(reading: Reading, facts: Tallies) -> dict[str, Any] | None:
    """Return the picture and its table, or None where no roundup has counted anything."""
    if not facts.counts:
        return None
    grown = [r for r in facts.counts if r.now != r.then]
    scale = decades([c.count for r in facts.counts for c in (r.then, r.now)])
    return {
        "heading": "Citations then and now" if grown else "Citations, as the roundups counted them",
        "lead": _lead(facts, grown),
        "height": num(HEAD + len(facts.counts) * ROW + 6),
        "foot": num(HEAD + len(facts.counts) * ROW),
        "ticks": [
            {"text": f"{n:,}", "x": _x(n, scale), "anchor": "start" if not k else "middle" if n != scale[-1] else "end"}
            for k, n in enumerate(scale)
        ],
        "lines": [_line(r, n, scale) for n, r in enumerate(facts.counts)],
        "rows": [_row(reading, r) for r in facts.counts],
    }


def _lead(facts: Tallies, grown: list[ThenNow]) -> str:
    if not grown:
        words = "Counts as dated; no newer ones are recorded yet. The scale is logarithmic."
    else:
        words = (
            "A line runs from the count of a roundup (open) to the newest one (filled). The scale is logarithmic, so that "
            "lines of one length mean growth by one factor."
        )
    return f"{words} {facts.more_counts:,} more papers have counts." if facts.more_counts else words


def _x(count: int, scale: tuple[int, ...]) -> str:
    return f"{round(LEFT + (RIGHT - LEFT) * log_place(count, scale[0], scale[-1]), 2):g}%"


def _line(row: ThenNow, number: int, scale: tuple[int, ...]) -> dict[str, Any]:
    top = HEAD + number * ROW
    grown = row.now != row.then
    said = f"{row.then.count:,} ({month_words(row.then.as_of)})"
    return {
        "href": urls.paper(row.id),
        "label": row.label,
        "numbers": f"{said} → {row.now.count:,} ({month_words(row.now.as_of)})" if grown else said,
        "name": f"{row.label}: {said}, then {row.now.count:,} ({month_words(row.now.as_of)})"
        if grown
        else f"{row.label}: {said}",
        "then": _x(row.then.count, scale),
        "now": _x(row.now.count, scale) if grown else "",
        "text_y": num(top + 14),
        "y": num(top + 25),
        "hit_y": num(top),
    }


def _row(reading: Reading, row: ThenNow) -> dict[str, Any]:
    return {
        "href": urls.paper(row.id),
        "label": row.label,
        "then": _dated(reading, row.then),
        "now": _dated(reading, row.now) if row.now != row.then else None,
        "factor": f"× {row.now.count / row.then.count:.1f}" if row.now != row.then and row.then.count else "",
    }


def _dated(reading: Reading, count: CountFact) -> dict[str, str]:
    source = SOURCE_LABELS.get(count.source) or reading.collection_title(count.source)
    return {"count": f"{count.count:,}", "words": f"{month_words(count.as_of)}, {source}"}
