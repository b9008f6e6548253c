"""The front page and the page for addresses that lead nowhere."""

from __future__ import annotations

from dlcatalog.plan import urls
from dlcatalog.plan.collection import collection_card
from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.page import Artifact, Planned, cards, frame
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.structured import home_script
from dlcatalog.plan.words import composed, named, plain_start
from dlcatalog.text import counted

RECENT = 10


def home_page(reading: Reading) -> Planned:
    """What the catalogue is, its roundups, its areas, what was added last."""
    site = reading.site()
    years = [y for y, _ in reading.groups("year")]
    counts = dict(reading.groups("topic"))
    span = f"{years[-1]} to {years[0]}" if len(years) > 1 else "".join(years)
    papers = len(reading.members("papers"))
    text = composed(reading, "site", "description", urls.HOME, where="about")
    plain = reading.texts("site").get("description")
    view = {
        **frame(
            site,
            urls.HOME,
            title=site.title,
            description=named(reading, str(plain["plain"])) if plain else "",
            feeds=urls.HOME,
        ),
        "heading": site.title,
        "text": text.html,
        "notes": text.notes,
        "numbers": f"{counted(papers, 'paper')}, {span}",
        "collections": [collection_card(reading, i) for i in reversed(reading.collection_ids())],
        "areas": [
            {
                "label": t.name,
                "href": urls.topic(i),
                "count": counts[i],
                "mark": mark_number(place),
                "text": plain_start(reading, "topics", f"{i}/description"),
            }
            for place, i in enumerate(reading.children(""))
            if (t := reading.topic(i))
        ],
        "recent": cards(reading, reading.newest_added("papers")[:RECENT]),
    }
    view["json_ld"] = home_script(site, plain_start(reading, "site", "description"))
    return Planned((Artifact(urls.file_of(urls.HOME), "home.html", view),))


def missing_page(reading: Reading) -> Planned:
    """404.html: servers show it at any depth, so its links start at the site's base path."""
    site = reading.site()
    view = {**frame(site, "404.html", title="Page not found"), "heading": "Page not found"}
    view["root"] = urls.base_path(site.base_url)
    view["canonical"] = ""
    view["og"] = []
    return Planned((Artifact("404.html", "404.html", view),))
