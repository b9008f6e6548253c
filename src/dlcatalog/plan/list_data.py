"""The page of the reader's own list, and the shards of data that it and the cards of links load.

Each shard is a script that hands its rows to `dlcatalogList.take`: scripts are what a page opened from a file may load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from dlcatalog.plan import shards, urls
from dlcatalog.plan.page import Artifact, Planned, frame
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import named

# Scripts before 2019 end a line at these, even inside a string.
_LINE_ENDS: Final = {"\u2028".encode(): b"\\u2028", "\u2029".encode(): b"\\u2029"}
_VERSION: Final = 1


def list_page(reading: Reading) -> Planned:
    """The page of the reading list: what is on it stands in the reader's browser alone."""
    site = reading.site()
    view = {
        **frame(
            site,
            urls.reading_list(),
            title="Reading list",
            description="Papers that you keep, on this device only.",
            section=urls.reading_list(),
        ),
        "heading": "Reading list",
        "exports": list(site.exports),
    }
    return Planned((Artifact(urls.file_of(urls.reading_list()), "reading-list.html", view),))


def map_unit(reading: Reading) -> Planned:
    """What a browser must know before it asks for a shard."""
    rows = {"version": _VERSION, **reading.shard_bits(), "exports": list(reading.site().exports)}
    return Planned((_artifact("map", "", rows),))


def card_unit(reading: Reading, bits: str, number: int) -> Planned:
    """The cards of some papers by id, and of former ids the new one."""
    width = int(bits)
    rows = {i: new or card_row(reading, i) for i, new in reading.card_shard(width, number)}
    return Planned((_artifact("cards", shards.name(number, width), rows),))


def find_unit(reading: Reading, bits: str, number: int) -> Planned:
    """Which papers some DOIs, arXiv ids and titles belong to."""
    width = int(bits)
    rows = {shards.mark(key): papers for key, papers in reading.find_shard(width, number)}
    return Planned((_artifact("find", shards.name(number, width), rows),))


def card_row(reading: Reading, paper_id: str) -> list[object]:
    """A card as rows have it: title, three authors, how many more, year, venue, sentence, status, first author inverted."""
    card = reading.card(paper_id)
    venue = " ".join(str(part) for part in (card["venue"], card["venue_year"]) if part) if card["venue"] else ""
    return [
        card["plain"],
        [author["name"] for author in card["authors"]],
        card["more_authors"],
        card["year"],
        venue,
        named(reading, card["sentence"]),
        "" if card["status"] == "published" else card["status"],
        reading.paper(paper_id).authors[0].inverted,
    ]


def _artifact(kind: str, shard: str, rows: Mapping[str, Any]) -> Artifact:
    address = f"{kind}/{shard}" if shard else kind
    return Artifact(urls.list_data(kind, shard), "list-data", {"shard": address, "rows": rows})


def shard_bytes(shard: str, rows: Mapping[str, Any]) -> bytes:
    """Return a shard as a script."""
    data = orjson.dumps(rows)
    for end, escaped in _LINE_ENDS.items():
        data = data.replace(end, escaped)
    return b'dlcatalogList.take("' + shard.encode() + b'",' + data + b");\n"
