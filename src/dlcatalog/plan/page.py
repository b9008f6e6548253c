"""What planning hands to rendering: files to be, each with a template's name and a view; and the frame that pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dlcatalog.formats.coins import to_coins
from dlcatalog.model.site import Site
from dlcatalog.plan import urls
from dlcatalog.plan.opengraph import AS_SITE, Share, open_graph
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import named

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site: rendered from the view, and from nothing else.

    Attributes:
        path: below the site's root, "papers/x/index.html".
        template: a file of the theme, or "bibtex", "ris", "csl" for a format.
    """

    path: str
    template: str
    view: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one unit yields: files, and lines for the dumps of the whole catalogue by dump name."""

    artifacts: tuple[Artifact, ...]
    lines: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the home page."""

    label: str
    href: str

    def to_dict(self) -> dict[str, str]:
        return {"label": self.label, "href": self.href}


def frame(
    site: Site,
    url: str,
    *,
    title: str,
    description: str = "",
    crumbs: Sequence[Crumb] = (),
    feeds: str | None = None,
    edit_path: str = "",
    section: str = "",
    share: Share = AS_SITE,
) -> dict[str, Any]:
    """Return the part of a view that every page has.

    Attributes of the result: `root` leads from the page to the site's root; hrefs elsewhere in views are relative to that.
    """
    base = site.base_url
    return {
        "root": urls.root_of(url),
        "language": site.language,
        "site_title": site.title,
        "title": title,
        "page_title": f"{title} · {site.title}" if title != site.title else title,
        "description": description,
        "canonical": urls.absolute(base, url),
        "section": section,
        "crumbs": [c.to_dict() for c in crumbs],
        "feeds": feeds_of(site, feeds) if feeds is not None else [],
        "edit": urls.edit(site.edit_url, edit_path) if edit_path else "",
        "license": site.license,
        "repository": site.repository,
        "json_ld": "",
        "meta": [],
        "og": open_graph(site, url, title=title, description=description, share=share),
    }


def feeds_of(site: Site, folder: str) -> list[dict[str, str]]:
    """The two feeds of a page, where feeds are made."""
    if not site.base_url:
        return []
    return [
        {"type": "application/atom+xml", "label": "Atom", "href": urls.feed(folder, "xml")},
        {"type": "application/feed+json", "label": "JSON Feed", "href": urls.feed(folder, "json")},
    ]


def page_count(items: int, size: int = PAGE_SIZE) -> int:
    return max(1, -(-items // size))


def pager(folder: str, number: int, pages: int) -> dict[str, Any] | None:
    """Return the links below a long list: first, last, and two on each side; None where one page holds all."""
    if pages == 1:
        return None
    shown = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    items: list[dict[str, Any]] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if before and page > before + 1:
            items.append({"gap": True})
        items.append({"gap": False, "label": str(page), "href": urls.page_of(folder, page), "current": page == number})
    return {
        "items": items,
        "previous": urls.page_of(folder, number - 1) if number > 1 else "",
        "next": urls.page_of(folder, number + 1) if number < pages else "",
    }


def shown_title(title: str, number: int) -> str:
    return title if number == 1 else f"{title}, page {number}"


def cards(reading: Reading, ids: Sequence[str]) -> list[dict[str, Any]]:
    return [card_view(reading, i) for i in ids]


def listed_cards(reading: Reading, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Papers of a page that is a list and nothing else: each with what reference managers collect."""
    return [listed_card(reading, i) for i in ids]


def listed_card(reading: Reading, paper_id: str) -> dict[str, Any]:
    return {**card_view(reading, paper_id), "coins": to_coins(reading.listed_work(paper_id))}


def card_view(reading: Reading, paper_id: str) -> dict[str, Any]:
    """A paper as lists show it, with its count in words."""
    card = dict(reading.card(paper_id))
    cited = card.pop("cited")
    del card["short_plain"]
    card["sentence"] = named(reading, card["sentence"])
    card["cited"] = cited_words(*cited[:2]) if cited else ""
    venue, venue_year = card.pop("venue"), card.pop("venue_year")
    # The venue with its year, before the year of first appearance.
    card["coins"] = ""
    card["where"] = " ".join(str(part) for part in (venue, venue_year) if part) + " · " if venue else ""
    return card


MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SOURCE_LABELS: Final = {
    "openalex": "OpenAlex",
    "semantic-scholar": "Semantic Scholar",
    "crossref": "Crossref",
    "google-scholar": "Google Scholar",
    "opencitations": "OpenCitations",
}


def month_words(day: str) -> str:
    """Return "Jan 2020" for "2020-01-04"."""
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}" if len(day) >= 7 else day


def day_words(day: str) -> str:
    """Return "4 January 2020" for "2020-01-04"."""
    names = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
    return f"{int(day[8:10])} {names[int(day[5:7]) - 1]} {day[:4]}" if day else ""


def cited_words(count: int, as_of: str) -> str:
    """Return "7,446 citations (Jan 2020)"."""
    return f"{count:,} {'citation' if count == 1 else 'citations'} ({month_words(as_of)})"
