"""Pages that list: papers, years, topics, venues, authors, and the indexes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dlcatalog.plan import urls
from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.opengraph import AS_SITE, Share
from dlcatalog.plan.page import PAGE_SIZE, Artifact, Crumb, Planned, frame, listed_cards, page_count, pager, shown_title
from dlcatalog.plan.previews import picture_of_topic
from dlcatalog.plan.reading import Reading, first_letter
from dlcatalog.plan.structured import author_script, data_node, list_script
from dlcatalog.plan.words import composed, plain_start
from dlcatalog.text import counted

NAMES_PER_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class ListPage:
    """Page `number` of the list of one thing. `index` and `key` name the list as `Reading.members` does."""

    index: str
    key: str
    number: int


@dataclass(frozen=True, slots=True)
class ForMachines:
    """What a list is to programs.

    Attributes:
        share: how it shows itself where its address is shared.
        script: makes the JSON-LD of a page that is more than a list, from the page's view.
        about: what else the JSON-LD of a list speaks of.
    """

    share: Share = AS_SITE
    script: Callable[[Mapping[str, Any]], str] | None = None
    about: Mapping[str, Any] | None = None


def papers_page(reading: Reading, number: int) -> Planned:
    """All papers; the first page also speaks of the files that hold them all."""
    dumps = reading.dumps() if number == 1 else ()
    return _listing(
        reading,
        ListPage("papers", "", number),
        folder=urls.papers(),
        heading="Papers",
        view={
            "lead": "Every paper of the catalogue, the newest first.",
            "dumps": [_dump_link(name) for name in dumps],
        },
        feeds=urls.HOME,
        machines=ForMachines(
            about=data_node(reading.site(), _about_data(reading), dumps) if dumps and reading.site().base_url else None
        ),
    )


def _about_data(reading: Reading) -> str:
    """What the records are, for those who find the data and not the site."""
    start = plain_start(reading, "site", "description")
    return f"{start} Bibliographic records with summaries, links, relations and dated citation counts.".strip()


_DUMP_LABELS: Final = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON", "jsonl": "JSON Lines"}


def _dump_link(name: str) -> dict[str, str]:
    """A link to "catalog.bib", or to "catalog-2017.bib" with its year."""
    stem, _, ending = name.partition(".")
    year = stem.removeprefix("catalog").lstrip("-")
    return {"label": f"{_DUMP_LABELS[ending]} {year}".strip(), "href": name}


def year_page(reading: Reading, year: str, number: int) -> Planned:
    topics = reading.groups(f"topics-of-year/{year}")
    facets = [
        {"label": topic.name, "href": urls.year_topic(int(year), t), "count": n, "mark": _mark(reading, t)}
        for t, n in topics
        if (topic := reading.topic(t)) and not topic.parent
    ]
    around = [y for y, _ in reading.groups("year")]
    place = around.index(year)
    view = {
        "lead": f"{counted(len(reading.members('year', year)), 'paper')} first published in {year}.",
        "facets": facets,
        "facets_label": f"{year} by area",
        "newer": {"label": around[place - 1], "href": urls.year(int(around[place - 1]))} if place else None,
        "older": {"label": around[place + 1], "href": urls.year(int(around[place + 1]))}
        if place + 1 < len(around)
        else None,
    }
    return _listing(
        reading,
        ListPage("year", year, number),
        folder=urls.year(int(year)),
        heading=year,
        view=view,
        crumbs=[Crumb("Years", urls.years())],
    )


def year_topic_page(reading: Reading, key: str, number: int) -> Planned:
    year, _, topic_id = key.partition("/")
    topic = reading.topic(topic_id)
    assert topic is not None
    view = {
        "lead": f"Papers on {topic.name.lower() if topic.name.istitle() is False else topic.name} first published in {year}."
    }
    return _listing(
        reading,
        ListPage("year-topic", key, number),
        folder=urls.year_topic(int(year), topic_id),
        heading=f"{topic.name}, {year}",
        view=view,
        crumbs=[Crumb("Years", urls.years()), Crumb(year, urls.year(int(year)))],
        machines=ForMachines(Share(picture_of_topic(reading, topic_id))),
    )


def topic_page(reading: Reading, topic_id: str, number: int) -> Planned:
    topic = reading.topic(topic_id)
    assert topic is not None
    url = urls.page_of(urls.topic(topic_id), number)
    text = composed(reading, "topics", f"{topic_id}/description", url, where="topic")
    counts = dict(reading.groups("topic"))
    children = [
        {"label": child.name, "href": urls.topic(c), "count": counts[c], "mark": 0}
        for c in reading.children(topic_id)
        if (child := reading.topic(c))
    ]
    above = [
        Crumb(parent.name, urls.topic(t))
        for t in reversed(reading.lineage(topic_id)[1:])
        if (parent := reading.topic(t))
    ]
    view = {
        "text": text.html if number == 1 else "",
        "notes": text.notes if number == 1 else [],
        "facets": children,
        "facets_label": f"Within {topic.name}",
        "mark": _mark(reading, topic_id),
        "also": list(topic.aliases),
        "lead": counted(counts[topic_id], "paper") + ".",
        "genealogy": urls.genealogy(topic_id) if number == 1 and reading.has_genealogy(topic_id) else "",
    }
    return _listing(
        reading,
        ListPage("topic", topic_id, number),
        folder=urls.topic(topic_id),
        heading=topic.name,
        description=plain_start(reading, "topics", f"{topic_id}/description"),
        view=view,
        crumbs=[Crumb("Topics", urls.topics()), *above],
        feeds=urls.topic(topic_id),
        machines=ForMachines(Share(picture_of_topic(reading, topic_id))),
    )


def venue_page(reading: Reading, venue_id: str, number: int) -> Planned:
    venue = reading.venue(venue_id)
    assert venue is not None
    members = reading.members("venue", venue_id)
    view = {
        "lead": f"{counted(len(members), 'paper')} published here.",
        "external": {"label": venue.name, "href": venue.url} if venue.url else None,
        "also": [venue.name] if venue.short and venue.short != venue.name and not venue.url else [],
    }
    return _listing(
        reading,
        ListPage("venue", venue_id, number),
        folder=urls.venue(venue_id),
        heading=venue.as_short(),
        description=f"Papers published at {venue.name}.",
        view=view,
        crumbs=[Crumb("Venues", urls.venues())],
        feeds=urls.venue(venue_id),
    )


AUTHOR_FEED_FROM: Final = 5


def author_page(reading: Reading, slug: str, number: int) -> Planned:
    author = reading.author(slug)
    person = reading.person(author.person) if author.person else None
    links = []
    if person and person.url:
        links.append({"label": "Home page", "href": person.url})
    if person and person.orcid:
        links.append({"label": f"ORCID {person.orcid}", "href": f"https://orcid.org/{person.orcid}"})
    view = {
        "lead": f"{counted(len(author.papers), 'paper')} in this catalogue.",
        "also": list(author.variants),
        "also_label": "Also written",
        "links": links,
    }
    return _listing(
        reading,
        ListPage("author", slug, number),
        folder=urls.author(slug),
        heading=author.name,
        description=f"Papers by {author.name}.",
        view=view,
        crumbs=[Crumb("Authors", urls.authors())],
        feeds=urls.author(slug) if len(author.papers) >= AUTHOR_FEED_FROM else None,
        machines=ForMachines(
            Share(kind="profile"), script=lambda shown: author_script(reading.site(), shown, slug, author, person)
        ),
    )


_NOTHING_MORE: Final = ForMachines()


def section_of(url: str) -> str:
    """The index that a list belongs to."""
    return url.split("/", 1)[0] + "/"


def _listing(
    reading: Reading,
    page: ListPage,
    *,
    folder: str,
    heading: str,
    view: dict[str, Any],
    description: str = "",
    crumbs: Sequence[Crumb] = (),
    feeds: str | None = None,
    machines: ForMachines = _NOTHING_MORE,
) -> Planned:
    """One page of a list of papers."""
    members = reading.members(page.index, page.key)
    pages = page_count(len(members))
    url = urls.page_of(folder, page.number)
    shown = members[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE]
    lead = str(view.get("lead", ""))
    full = {
        **frame(
            reading.site(),
            url,
            title=shown_title(heading, page.number),
            description=description or lead,
            crumbs=crumbs,
            feeds=feeds,
            section=section_of(folder),
            share=machines.share,
        ),
        "heading": heading,
        "page_number": page.number,
        "cards": listed_cards(reading, shown),
        "pager": pager(folder, page.number, pages),
        **_OPTIONAL,
        **view,
    }
    first = (page.number - 1) * PAGE_SIZE + 1
    full["json_ld"] = (
        machines.script(full)
        if machines.script
        else list_script(
            reading.site(),
            full,
            [urls.paper(i) for i in shown],
            first=first,
            total=len(members),
            about=machines.about,
        )
    )
    return Planned((Artifact(urls.file_of(url), "list.html", full),))


_OPTIONAL: Final[dict[str, Any]] = {
    "lead": "",
    "text": "",
    "notes": [],
    "facets": [],
    "facets_label": "",
    "mark": 0,
    "also": [],
    "also_label": "Also called",
    "external": None,
    "links": [],
    "dumps": [],
    "genealogy": "",
    "newer": None,
    "older": None,
}


def list_pages(members: int) -> Iterator[int]:
    return iter(range(1, page_count(members) + 1))


def years_index(reading: Reading) -> Planned:
    rows = reading.groups("year")
    most = max((n for _, n in rows), default=1)
    items = [{"label": y, "href": urls.year(int(y)), "count": n, "share": round(100 * n / most)} for y, n in rows]
    return _index(
        reading,
        urls.years(),
        "Years",
        "Papers by the year in which they first appeared.",
        [{"label": "", "anchor": "", "items": items}],
        see={"label": "The years as a picture, by area", "href": urls.timeline()},
    )


def _mark(reading: Reading, topic_id: str) -> int:
    """The mark of the area that a topic belongs to."""
    return mark_number(reading.children("").index(reading.lineage(topic_id)[-1]))


def topics_index(reading: Reading) -> Planned:
    counts = dict(reading.groups("topic"))
    branches = [_branch(reading, t, counts) for t in reading.children("")]
    view = {
        **frame(
            reading.site(),
            urls.topics(),
            title="Topics",
            description="The areas of the catalogue and what lies in them.",
            section=urls.topics(),
        ),
        "heading": "Topics",
        "lead": "The areas of the catalogue and what lies in them. A topic's page holds the papers of all topics below it.",
        "branches": branches,
    }
    view["json_ld"] = list_script(reading.site(), view, [branch["href"] for branch in branches])
    return Planned((Artifact(urls.file_of(urls.topics()), "topics.html", view),))


def _branch(reading: Reading, topic_id: str, counts: dict[str, int]) -> dict[str, Any]:
    topic = reading.topic(topic_id)
    assert topic is not None
    return {
        "label": topic.name,
        "href": urls.topic(topic_id),
        "count": counts[topic_id],
        "mark": 0 if topic.parent else _mark(reading, topic_id),
        "text": plain_start(reading, "topics", f"{topic_id}/description"),
        "branches": [_branch(reading, c, counts) for c in reading.children(topic_id)],
    }


def venues_index(reading: Reading) -> Planned:
    labels = {
        "conference": "Conferences",
        "journal": "Journals",
        "workshop": "Workshops",
        "repository": "Repositories",
        "other": "Others",
    }
    groups: dict[str, list[dict[str, Any]]] = {kind: [] for kind in labels}
    for venue_id, n in reading.groups("venue"):
        venue = reading.venue(venue_id)
        assert venue is not None
        note = venue.name if venue.short and venue.short != venue.name else ""
        groups[venue.kind].append({"label": venue.as_short(), "note": note, "href": urls.venue(venue_id), "count": n})
    parts = [{"label": labels[kind], "anchor": kind, "items": items} for kind, items in groups.items() if items]
    return _index(reading, urls.venues(), "Venues", "Where the papers were published.", parts)


def authors_index(reading: Reading, number: int) -> Planned:
    names = reading.author_names()
    pages = page_count(len(names), NAMES_PER_PAGE)
    shown = names[(number - 1) * NAMES_PER_PAGE : number * NAMES_PER_PAGE]
    groups: dict[str, list[dict[str, Any]]] = {}
    for slug, inverted, n in shown:
        groups.setdefault(first_letter(inverted), []).append({"label": inverted, "href": urls.author(slug), "count": n})
    parts = [{"label": letter, "anchor": _letter_anchor(letter), "items": items} for letter, items in groups.items()]
    view = {"jumps": [_jump(letter, place, number) for letter, place in reading.author_letters()]}
    lead = f"{counted(len(names), 'author')}, by family name."
    folder = urls.authors()
    return _index(
        reading,
        urls.page_of(folder, number),
        shown_title("Authors", number),
        lead,
        parts,
        pager=pager(folder, number, pages),
        **view,
    )


def _jump(letter: str, place: int, number: int) -> dict[str, Any]:
    """The link to a letter: on this page a fragment, else a page with one."""
    page = place // NAMES_PER_PAGE + 1
    there = "" if page == number else urls.page_of(urls.authors(), page)
    return {"label": letter, "href": f"{there}#{_letter_anchor(letter)}", "here": page == number}


def _letter_anchor(letter: str) -> str:
    return f"letter-{letter.lower()}" if letter.isascii() else "letter-other"


def _index(reading: Reading, url: str, title: str, lead: str, parts: list[dict[str, Any]], **view: Any) -> Planned:
    full = {
        **frame(reading.site(), url, title=title, description=lead, section=section_of(url)),
        "heading": title,
        "lead": lead,
        "parts": parts,
        "jumps": [],
        "see": None,
        "pager": None,
        **view,
    }
    hrefs = [item["href"] for part in parts for item in part["items"]]
    full["json_ld"] = list_script(reading.site(), full, hrefs)
    return Planned((Artifact(urls.file_of(url), "index.html", full),))
