"""URLs of every page. Nothing else in dlcatalog joins path segments."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

HOME: Final = ""


def paper(paper_id: str) -> str:
    return f"papers/{paper_id}/"


def paper_file(paper_id: str, ending: str) -> str:
    return f"papers/{paper_id}.{ending}"


def papers() -> str:
    return "papers/"


def years() -> str:
    return "years/"


def year(number: int) -> str:
    return f"years/{number}/"


def year_topic(number: int, topic_id: str) -> str:
    return f"years/{number}/{topic_id}/"


def topics() -> str:
    return "topics/"


def topic(topic_id: str) -> str:
    return f"topics/{topic_id}/"


def venues() -> str:
    return "venues/"


def venue(venue_id: str) -> str:
    return f"venues/{venue_id}/"


def authors() -> str:
    return "authors/"


def author(slug: str) -> str:
    return f"authors/{slug}/"


def search() -> str:
    return "search/"


def timeline() -> str:
    return "timeline/"


def stats() -> str:
    return "stats/"


def genealogy(topic_id: str) -> str:
    return f"topics/{topic_id}/genealogy/"


def collections() -> str:
    return "collections/"


def collection(collection_id: str) -> str:
    return f"collections/{collection_id}/"


def image(name: str) -> str:
    return f"images/{name}"


def preview_of_site() -> str:
    return "previews/site.png"


def preview_of_topic(topic_id: str) -> str:
    return f"previews/topics/{topic_id}.png"


def preview_of_collection(collection_id: str) -> str:
    return f"previews/collections/{collection_id}.png"


def asset(name: str) -> str:
    return f"assets/{name}"


def reading_list() -> str:
    return "list/"


def list_data(kind: str, shard: str = "") -> str:
    """Return a shard of the reading list's data, or the file that says how many there are."""
    return asset(f"list-data/{kind}/{shard}.js" if shard else f"list-data/{kind}.js")


def page_of(folder: str, number: int) -> str:
    """Return page `number` (from 1) of a long list."""
    return folder if number == 1 else f"{folder}page/{number}/"


def feed(folder: str, ending: str) -> str:
    return f"{folder}feed.{ending}"


def file_of(url: str) -> str:
    """Return the file that a server shows for a URL of the site."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def root_of(url: str) -> str:
    """Return the relative way from a page up to the site's root."""
    return "../" * url.count("/") or "./"


def absolute(base_url: str, url: str) -> str:
    """Return the address of a page on the published site, percent-encoded, or "" without a base_url."""
    return base_url + quote(url) if base_url else ""


def base_path(base_url: str) -> str:
    """Return the path that the site lies below, "/" without a base_url."""
    path = urlsplit(base_url).path if base_url else "/"
    return path if path.endswith("/") else path + "/"


def edit(edit_url: str, path: str) -> str:
    """Return where a record can be corrected, or ""."""
    return edit_url + quote(path) if edit_url else ""
