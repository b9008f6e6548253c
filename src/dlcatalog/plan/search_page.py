"""The search page: what stands on it before anybody has searched, and for those who cannot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final
from urllib.parse import quote

from dlcatalog.catalog.query import HAS
from dlcatalog.model.identifiers import KINDS as IDENTIFIERS
from dlcatalog.plan import urls
from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.page import Artifact, Planned, card_view, frame
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.structured import search_script
from dlcatalog.text import counted

# Every filter that the page offers as a list, and whether the list stands open; the year has a picture of its own.
FACETS: Final = (
    ("area", "Area", True),
    ("venue", "Venue", True),
    ("has", "With", True),
    ("in", "Roundup", True),
    ("topic", "Topic", False),
    ("kind", "Kind", False),
)
SORTS: Final = (("relevance", "Relevance"), ("year", "Year"), ("citations", "Citations"))
CROSSED_YEARS: Final = 12
# What nearly every paper has says little: such values stand behind the others.
_COMMON: Final = frozenset({"paper", "pdf", *IDENTIFIERS})
_LOOKED_AT: Final = 50


def search_page(reading: Reading) -> Planned:
    """The one page that shows results; everything on it that is not a result is planned here."""
    site = reading.site()
    years = [int(year) for year, _ in reading.groups("year")]
    papers = counted(len(reading.members("papers")), "paper")
    view: dict[str, Any] = {
        **frame(
            site,
            urls.search(),
            title="Search",
            description=f"Search the {papers} of {site.title} by words, authors, years, topics, venues and identifiers.",
            section=urls.search(),
        ),
        "heading": "Search",
        "facets": [
            {"key": key, "label": label, "open": is_open, "first": _first(key)} for key, label, is_open in FACETS
        ],
        "sorts": [{"key": key, "label": label} for key, label in SORTS],
        "first_year": min(years),
        "last_year": max(years),
        "areas": _areas(reading),
        "sample": _sample(reading),
        "help": _help(reading),
        "browse": _browse(reading),
        "crossings": [_crossing(reading, year) for year in years[:CROSSED_YEARS]],
    }
    view["json_ld"] = search_script(site, view)
    return Planned((Artifact(urls.file_of(urls.search()), "search.html", view),))


def _areas(reading: Reading) -> list[dict[str, Any]]:
    """The mark of each area, which stands beside it in filters and results."""
    areas = [(t, topic) for t in reading.children("") if (topic := reading.topic(t))]
    return [{"id": t, "label": topic.name, "mark": mark_number(n)} for n, (t, topic) in enumerate(areas)]


def _first(facet: str) -> str:
    """The values that stand before all others of a filter."""
    return " ".join(value for value in HAS if value not in _COMMON) if facet == "has" else ""


def _sample(reading: Reading) -> dict[str, Any]:
    """A card with every part that a card can have: the script fills copies of it, so that lists have one shape only.

    Its links lead to pages that exist, for those who follow every link of a file.
    """
    card = card_view(reading, reading.members("papers")[0])
    return {
        **card,
        "href": urls.papers(),
        "title": "…",
        "plain": "…",
        "authors": [{"name": "…", "href": urls.authors()}],
        "more_authors": 0,
        "where": "",
        "sentence": "…",
        "code": True,
        "data": True,
        "cited": "…",
        "status": "…",
        "coins": "",
    }


def _help(reading: Reading) -> list[dict[str, Any]]:
    """The query language: what can be asked, each with examples that this catalogue answers."""
    rows = [*_word_rows(reading), *_field_rows(reading)]
    return [{"says": says, "examples": [_example(text) for text in texts]} for says, texts in rows]


def _example(text: str) -> dict[str, str]:
    return {"text": text, "href": f"?q={quote(text, safe='')}"}


def _word_rows(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    known = _known_paper(reading)
    card = reading.card(known)
    name = _bare(card["short_plain"])
    title = _bare(card["plain"])
    yield "Words, in any order; errors of typing are forgiven", [name]
    yield "Words that stand together", [f'"{" ".join(title.split()[:4])}"']
    identifiers = _identifiers(reading, known)
    if identifiers:
        yield "An arXiv id, a DOI, or the address of a paper", identifiers[:1]
    if card["authors"]:
        yield "An author", [f'author:"{_bare(card["authors"][0]["name"])}"']


def _field_rows(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    last = int(reading.groups("year")[0][0])
    yield "A year, or years from and to", [f"year:{last}", f"year:{last - 3}..{last - 1}"]
    topic = next((t for t, n in reading.groups("topic") if n), "")
    if topic:
        yield "A topic with all that lies below it", [f"topic:{topic}"]
    venue = max(reading.groups("venue"), key=lambda group: group[1], default=("", 0))[0]
    if venue:
        yield "A venue", [f"venue:{venue}"]
    yield "With code, data, slides or a video", ["has:code", "has:data"]
    roundups = reading.collection_ids()
    if roundups:
        yield "In a roundup", [f"in:{roundups[-1]}"]
    yield "Cited at least so often", ["cited:1000.."]
    yield "Anything but this: a minus before a word or a field", ["has:code -has:data"]


def _known_paper(reading: Reading) -> str:
    """Of a few papers, one that people know by another name than its title and by an identifier."""
    papers = _likely_papers(reading)
    return min(papers, key=lambda i: (not _has_other_name(reading, i), not _identifiers(reading, i)))


def _has_other_name(reading: Reading, paper_id: str) -> bool:
    card = reading.card(paper_id)
    return _bare(card["short_plain"]) not in ("", _bare(card["plain"]))


def _identifiers(reading: Reading, paper_id: str) -> list[str]:
    return [value for kind, value in reading.paper(paper_id).ids if kind in ("arxiv", "doi")]


def _likely_papers(reading: Reading) -> list[str]:
    of_roundups = (i for roundup in reading.collection_ids()[-1:] for i in reading.members("collection", roundup))
    return [*islice(of_roundups, _LOOKED_AT), *reading.newest_added("papers")]


def _bare(text: Any) -> str:
    """A text of a record without the marks that mean something in a query."""
    return " ".join(str(text).replace('"', " ").split())


def _browse(reading: Reading) -> list[dict[str, str]]:
    """The ways through the catalogue that need no search."""
    sizes = (
        ("Papers", urls.papers(), counted(len(reading.members("papers")), "paper")),
        ("Years", urls.years(), counted(len(reading.groups("year")), "year")),
        ("Topics", urls.topics(), counted(len(reading.groups("topic")), "topic")),
        ("Venues", urls.venues(), counted(len(reading.groups("venue")), "venue")),
        ("Authors", urls.authors(), counted(len(reading.author_names()), "author")),
        ("Roundups", urls.collections(), counted(len(reading.collection_ids()), "roundup")),
    )
    return [{"label": label, "href": href, "note": note} for label, href, note in sizes]


def _crossing(reading: Reading, year: int) -> dict[str, Any]:
    """A year with its areas: the pages of year and topic."""
    areas = set(reading.children(""))
    inside = [
        {"label": topic.name, "href": urls.year_topic(year, t), "count": n}
        for t, n in reading.groups(f"topics-of-year/{year}")
        if t in areas and (topic := reading.topic(t))
    ]
    return {"label": str(year), "href": urls.year(year), "areas": inside}
