"""Atom and JSON Feed, as independent readers see them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

if TYPE_CHECKING:
    from conftest import Workshop, WriteCatalogue

BASE = "https://toy.example/games/"
ATOM = "application/atom+xml; charset=utf-8"


@pytest.fixture(scope="module")
def feeds(toy: Workshop) -> dict[str, Any]:
    """Every Atom feed of the toy site, by its path."""
    return {
        path: feedparser.parse(data, response_headers={"content-type": ATOM, "content-location": BASE + path})
        for path, data in toy.tree().items()
        if path.endswith("feed.xml")
    }


@pytest.fixture(scope="module")
def json_feeds(toy: Workshop) -> dict[str, Any]:
    return {path: json.loads(data) for path, data in toy.tree().items() if path.endswith("feed.json")}


def test_feeds_stand_where_the_contract_says(toy: Workshop, feeds: dict[str, Any], json_feeds: dict[str, Any]) -> None:
    topics = [f"topics/{t}" for t in ("machines", "gears", "worm-gears", "languages", "translation", "games")]
    topics += ["topics/puzzles", "topics/empty-shelf"]
    venues = [f"venues/{v}" for v in ("tin", "journal-of-toys", "attic", "heap", "shelf")]
    roundups = [f"collections/{c}" for c in ("chapters-of-play", "decade-of-toys", "toys-with-code")]
    authors = ["authors/chidi-okonkwo", "authors/ines-dot"]
    folders = ["", *(f"{f}/" for f in (*topics, *venues, *roundups, *authors))]
    assert sorted(feeds) == sorted(f"{folder}feed.xml" for folder in folders)
    assert sorted(json_feeds) == sorted(f"{folder}feed.json" for folder in folders)


def test_atom_is_well_formed(feeds: dict[str, Any]) -> None:
    assert [path for path, feed in feeds.items() if feed.bozo or feed.version != "atom10"] == []


def test_atom_names_itself_and_its_page(feeds: dict[str, Any]) -> None:
    for path, feed in feeds.items():
        links = {link.rel: link.href for link in feed.feed.links}
        assert links == {"self": BASE + path, "alternate": BASE + path.removesuffix("feed.xml")}


def test_atom_has_what_it_must_have(feeds: dict[str, Any]) -> None:
    for feed in feeds.values():
        assert feed.feed.keys() >= {"id", "title", "updated", "author"}
        for entry in feed.entries:
            assert entry.keys() >= {"id", "title", "updated", "summary", "content", "link", "authors"}


def test_atom_ids_are_tags_of_the_authority(feeds: dict[str, Any]) -> None:
    assert feeds["feed.xml"].feed.id == "tag:toy.example,2026:catalogue"
    assert feeds["topics/gears/feed.xml"].feed.id == "tag:toy.example,2026:topics/gears"
    ids = [entry.id for entry in feeds["feed.xml"].entries]
    assert "tag:toy.example,2026:quillfeather1998gears" in ids
    assert len(ids) == len(set(ids)) == 26


def test_atom_entries_come_newest_additions_first(feeds: dict[str, Any]) -> None:
    days = [entry.get("published", "") for entry in feeds["feed.xml"].entries]
    assert days == sorted(days, reverse=True)
    assert feeds["feed.xml"].feed.updated == days[0] == "2022-12-31T00:00:00Z"


def test_atom_says_a_title_in_words(feeds: dict[str, Any]) -> None:
    entries = {entry.id.rpartition(":")[2]: entry for entry in feeds["feed.xml"].entries}
    assert entries["unruh1999rattle"].title_detail.type == "text/plain"
    assert entries["unruh1999rattle"].title == "A \"Rattle\" & <script>alert('rattle')</script> in the Works"
    assert entries["marsh2004no"].title == "No"


def test_links_inside_feeds_are_absolute(feeds: dict[str, Any]) -> None:
    gears = next(e for e in feeds["feed.xml"].entries if e.id.endswith(":quillfeather1998gears"))
    html = gears.content[0].value
    assert f'href="{BASE}papers/li2003worms/"' in html
    every = [e.content[0].value for feed in feeds.values() for e in feed.entries]
    assert [html for html in every if 'href="#' in html or 'href=".' in html] == []


def test_fragments_inside_feeds_lead_to_the_page(json_feeds: dict[str, Any]) -> None:
    last = next(item for item in json_feeds["feed.json"]["items"] if item["id"].endswith(":last2022play"))
    assert f'href="{BASE}papers/last2022play/#' in last["content_html"]


def test_json_feed_has_what_it_must_have(json_feeds: dict[str, Any]) -> None:
    for path, feed in json_feeds.items():
        assert next(iter(feed)) == "version"
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == BASE + path
        assert feed["home_page_url"] == BASE + path.removesuffix("feed.json")
        for item in feed["items"]:
            assert item.keys() >= {"id", "url", "title", "content_html", "summary", "authors", "date_modified"}
            assert isinstance(item["id"], str)


def test_both_feeds_say_the_same(feeds: dict[str, Any], json_feeds: dict[str, Any]) -> None:
    for path, feed in feeds.items():
        items = json_feeds[path.replace(".xml", ".json")]["items"]
        assert [(e.id, e.link, e.title) for e in feed.entries] == [(i["id"], i["url"], i["title"]) for i in items]


def test_json_feed_names_the_paper_itself(json_feeds: dict[str, Any]) -> None:
    gears = next(item for item in json_feeds["feed.json"]["items"] if item["id"].endswith(":quillfeather1998gears"))
    assert gears["external_url"] == "https://tin.example/1998/1?x=1&y=%22quoted%22"
    assert gears["date_published"] == "2020-01-01T00:00:00Z"


def test_paper_without_a_day_has_no_day_of_publication(json_feeds: dict[str, Any]) -> None:
    undated = next(item for item in json_feeds["feed.json"]["items"] if item["id"].endswith(":fresh2021none"))
    assert "date_published" not in undated
    assert undated["date_modified"] == "1970-01-01T00:00:00Z"


def test_authority_is_the_host_of_base_url(built: Workshop) -> None:
    assert b"<id>tag:wood.example,2026:ash2018one</id>" in built.tree()["feed.xml"]


def test_feed_holds_the_fifty_newest(write_catalogue: WriteCatalogue) -> None:
    paper = "title: Oak\nauthors: [O Oak]\nyear: 2015\narea: roots\nsummary: S.\nids: {{arxiv: 1501.{n:05}}}\nadded: 2020-03-{d:02}\n"
    workshop = write_catalogue({f"papers/2015/oak{n:02}.yaml": paper.format(n=n, d=n % 28 + 1) for n in range(56)})
    assert workshop.build("--quiet").code == 0
    items = json.loads(workshop.tree()["topics/roots/feed.json"])["items"]
    days = [item.get("date_published", "") for item in items]
    assert len(items) == 50
    assert days == sorted(days, reverse=True)


def test_author_has_a_feed_from_the_fifth_paper(write_catalogue: WriteCatalogue) -> None:
    paper = (
        "title: Oak {n}\nauthors: [Ole Oak{more}]\nyear: 2015\narea: roots\nsummary: S.\nids: {{arxiv: 1501.{n:05}}}\n"
    )
    records = {f"papers/2015/oak{n}.yaml": paper.format(n=n, more=", Four Oak" if n else "") for n in range(5)}
    workshop = write_catalogue(records)
    assert workshop.build().code == 0
    assert (workshop.out / "authors" / "ole-oak" / "feed.xml").is_file()
    assert not (workshop.out / "authors" / "four-oak" / "feed.xml").exists()
