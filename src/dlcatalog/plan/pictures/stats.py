"""/stats/: the catalogue in numbers, each a link to what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dlcatalog.plan import urls
from dlcatalog.plan.page import Artifact, Planned, frame
from dlcatalog.plan.pictures import bars
from dlcatalog.plan.pictures.scales import share
from dlcatalog.plan.pictures.tallies import Field, Tallies, Tally
from dlcatalog.plan.pictures.then_now import then_now_view
from dlcatalog.plan.reading import Reading
from dlcatalog.text import counted

KINDS: Final = {
    "conference": "Conference papers",
    "journal": "Journal articles",
    "workshop": "Workshop papers",
    "preprint": "Preprints",
    "thesis": "Theses",
    "report": "Reports",
    "book": "Books",
    "lecture": "Lectures",
    "post": "Posts",
}


def stats_page(reading: Reading) -> Planned:
    facts = reading.tallies()
    site = reading.site()
    url = urls.stats()
    lead = (
        f"{counted(facts.papers, 'paper')}, {facts.code:,} of them with code ({_per_cent(facts.code, facts.papers)})."
    )
    kinds = [Tally(k.id, KINDS[k.id], k.papers, k.code) for k in facts.kinds]
    charts = [
        _chart("area", "Area", facts.areas, [urls.topic(t.id) if t.id else urls.topics() for t in facts.areas]),
        _chart("venue", "Venue", facts.venues, [urls.venue(t.id) if t.id else urls.venues() for t in facts.venues]),
        _chart("kind", "Kind", kinds, [f"{urls.search()}?kind={t.id}" for t in kinds]),
    ]
    view = {
        **frame(site, url, title="The catalogue in numbers", description=lead, section=url),
        "heading": "The catalogue in numbers",
        "lead": lead,
        "see": {"label": "The catalogue as a timeline", "href": urls.timeline()},
        "years": _years(facts),
        "charts": [chart for chart in charts if chart["rows"]],
        "citations": then_now_view(reading, facts),
        "fields": [_field(f, facts.papers, site.edit_url) for f in facts.fields],
    }
    return Planned((Artifact(urls.file_of(url), "stats.html", view),))


def _years(facts: Tallies) -> dict[str, Any]:
    hrefs = [urls.year(int(t.id)) for t in facts.years]
    return {
        **bars.columns(facts.years, hrefs),
        "note": f"{counted(facts.earlier, 'paper')} of earlier years not drawn." if facts.earlier else "",
        "rows": _rows(facts.years, hrefs),
    }


def _chart(key: str, label: str, tallies: Sequence[Tally], hrefs: Sequence[str]) -> dict[str, Any]:
    return {"id": key, "label": label, **bars.rows(tallies, hrefs), "rows": _rows(tallies, hrefs)}


def _rows(tallies: Sequence[Tally], hrefs: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "href": href,
            "label": t.label,
            "papers": f"{t.papers:,}",
            "code": f"{t.code:,}",
            "share": _per_cent(t.code, t.papers),
        }
        for t, href in zip(tallies, hrefs, strict=True)
    ]


def _field(field: Field, papers: int, edit_url: str) -> dict[str, Any]:
    """How complete a field is, with the first files that lack it."""
    lacking = papers - field.have
    return {
        "label": field.name,
        "have": f"{field.have:,}",
        "share": _per_cent(field.have, papers),
        "width": share(field.have, papers),
        "lacking": counted(lacking, "file") + (" lacks it" if lacking == 1 else " lack it") if lacking else "",
        "files": [{"label": path, "href": urls.edit(edit_url, path)} for _, path in field.lacking],
        "more": f"and {lacking - len(field.lacking):,} more" if lacking > len(field.lacking) else "",
    }


def _per_cent(count: int, whole: int) -> str:
    """Whole per cent; neither "100 %" of what is not whole nor "0 %" of what is there."""
    if not whole:
        return "0 %"
    rounded = round(100 * count / whole)
    if rounded == 100 and count < whole:
        return "99 %"
    return "1 %" if rounded == 0 and count else f"{rounded} %"
