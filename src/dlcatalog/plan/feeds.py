"""Atom and JSON Feed of what was added, of the whole catalogue and of each topic, venue, author and roundup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from dlcatalog.model.site import Site
from dlcatalog.plan import urls
from dlcatalog.plan.page import Artifact, Planned
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import named, placed

ID_YEAR: Final = 2026


def authority(site: Site) -> str:
    """The authority of Atom ids: site.yaml's, else the host of base_url."""
    return site.authority or urlsplit(site.base_url).hostname or ""


def feed_unit(reading: Reading, folder: str, title: str, ids: Sequence[str]) -> Planned:
    """Both feeds of one list, whose papers come newest additions first."""
    site = reading.site()
    entries = [_entry(reading, site, i) for i in ids]
    newest = max((e["updated"] for e in entries), default="")
    view = {
        "title": title,
        "language": site.language,
        "home": urls.absolute(site.base_url, folder),
        "feed_url": urls.absolute(site.base_url, urls.feed(folder, "xml")),
        "id": f"tag:{authority(site)},{ID_YEAR}:{folder.strip('/') or 'catalogue'}",
        "updated": newest or "1970-01-01T00:00:00Z",
        "site_title": site.title,
        "entries": entries,
    }
    json_view = {**view, "feed_url": urls.absolute(site.base_url, urls.feed(folder, "json"))}
    return Planned(
        (
            Artifact(urls.feed(folder, "xml"), "feed.xml", view),
            Artifact(urls.feed(folder, "json"), "json-feed", json_view),
        )
    )


def _entry(reading: Reading, site: Site, paper_id: str) -> dict[str, Any]:
    facts = reading.paper(paper_id)
    changed = reading.changed_on(paper_id)
    added = facts.added or changed
    summary = placed(reading, reading.body(paper_id)["texts"]["summary"], site.base_url, where="summary")
    notes = "".join(f"<p>{n['number']}. {n['html']}</p>" for n in summary.notes)
    card = reading.card(paper_id)
    return {
        "id": f"tag:{authority(site)},{ID_YEAR}:{paper_id}",
        "url": urls.absolute(site.base_url, urls.paper(paper_id)),
        "external": next((url for kind, url in facts.links if kind == "paper"), ""),
        "title": facts.title,
        "authors": [a.text for a in facts.authors],
        "published": f"{added}T00:00:00Z" if added else "",
        "updated": f"{max(changed, added)}T00:00:00Z" if changed or added else "1970-01-01T00:00:00Z",
        "summary": named(reading, facts.sentence),
        "html": _absolute_fragments(summary.html, urls.absolute(site.base_url, urls.paper(paper_id))) + notes,
        "tags": [t.name for i in dict.fromkeys((facts.area, *facts.topics)) if (t := reading.topic(i))],
        "note": f"{card['venue']} {card['venue_year'] or ''}".strip(),
    }


def _absolute_fragments(html: str, page: str) -> str:
    """Footnote calls lead to the paper's page: a feed reader has no such fragment."""
    return html.replace('href="#', f'href="{page}#')


def json_feed_bytes(view: dict[str, Any]) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": e["id"],
            "url": e["url"],
            "title": e["title"],
            "content_html": e["html"],
            "summary": e["summary"],
            "authors": [{"name": name} for name in e["authors"]],
            "tags": e["tags"],
            **({"external_url": e["external"]} if e["external"] else {}),
            **({"date_published": e["published"]} if e["published"] else {}),
            "date_modified": e["updated"],
        }
        for e in view["entries"]
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view["title"],
        "home_page_url": view["home"],
        "feed_url": view["feed_url"],
        "language": view["language"],
        "items": items,
    }
    return orjson.dumps(feed, option=orjson.OPT_INDENT_2) + b"\n"
