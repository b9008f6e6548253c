"""The files of a site: which there are, what the manifest says of them, where addresses are absolute."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Page, Workshop, WriteCatalogue

SMALL_SITE = """\
.dlcatalog-site
404.html
assets/icon.svg
assets/pictures.js
assets/site.css
assets/site.js
authors/ash/index.html
authors/bo-birch/index.html
authors/cy-cedar/index.html
authors/eva-elm/index.html
authors/finn-fir/index.html
authors/gil-gum/index.html
authors/hal-hazel/index.html
authors/index.html
catalog.bib
catalog.csl.json
catalog.jsonl
catalog.ris
collections/best/feed.json
collections/best/feed.xml
collections/best/index.html
collections/coded/feed.json
collections/coded/feed.xml
collections/coded/index.html
collections/index.html
feed.json
feed.xml
images/dot.svg
index.html
llms.txt
manifest.json
opensearch.xml
papers/ash2018one.bib
papers/ash2018one.json
papers/ash2018one.ris
papers/ash2018one/index.html
papers/birch2017two/index.html
papers/index.html
previews/collections/best.png
previews/collections/coded.png
previews/site.png
previews/topics/roots.png
previews/topics/trees.png
robots.txt
sitemap.xml
stats/index.html
timeline/index.html
topics/index.html
topics/leaves/feed.json
topics/leaves/feed.xml
topics/leaves/index.html
topics/roots/index.html
topics/trees/genealogy/index.html
topics/trees/index.html
venues/grove/feed.json
venues/grove/feed.xml
venues/grove/index.html
venues/index.html
venues/log/index.html
years/2018/index.html
years/2018/leaves/index.html
years/2018/trees/index.html
years/2019/index.html
years/2020/index.html
years/2021/index.html
years/2021/roots/index.html
years/index.html
"""
LATER = re.compile(r"search|list/")


def test_paths_of_the_contract_are_there(built: Workshop) -> None:
    assert [path for path in SMALL_SITE.splitlines() if path not in built.tree()] == []


def test_nothing_stands_where_the_contract_names_nothing(built: Workshop) -> None:
    known = re.compile(
        r"index\.html|404\.html|(manifest|feed)\.json|feed\.xml|robots\.txt|sitemap\.xml|\.dlcatalog-site"
        r"|catalog\.(bib|ris|csl\.json|jsonl)|assets/.+|images/.+|papers/[a-z0-9]+(\.(bib|ris|json)|/index\.html)"
        r"|(papers|years|topics|venues|authors|collections)/index\.html|years/\d{4}/([a-z]+/)?index\.html"
        r"|(timeline|stats|topics/[a-z-]+/genealogy)/index\.html"
        r"|(topics|venues|authors|collections)/[a-z-]+/(index\.html|feed\.(xml|json))"
        r"|opensearch\.xml|llms\.txt|previews/(site|(topics|collections)/[a-z-]+)\.png"
    )
    assert [path for path in built.tree() if not known.fullmatch(path) and not LATER.match(path)] == []


def test_manifest_lists_every_file_but_itself_and_the_marker(toy: Workshop) -> None:
    tree = toy.tree()
    manifest = json.loads(tree["manifest.json"])
    assert manifest == {
        "version": 1,
        "files": {
            path: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for path, data in tree.items()
            if path not in {"manifest.json", ".dlcatalog-site"}
        },
    }
    assert list(manifest["files"]) == sorted(manifest["files"])


def test_sitemap_lists_every_page_that_is_one(toy: Workshop) -> None:
    tree = toy.tree()
    sitemap = ET.fromstring(tree["sitemap.xml"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [str(loc.text) for loc in sitemap.iter(f"{space}loc")]
    moved = {"papers/gears/index.html", "papers/quillfeather1999gears/index.html"}
    pages = [path for path in tree if path.endswith("index.html") and path not in moved]
    assert sorted(found) == sorted("https://toy.example/games/" + path.removesuffix("index.html") for path in pages)


def test_sitemap_has_the_day_of_a_paper(built: Workshop) -> None:
    line = "<url><loc>https://wood.example/trees/papers/ash2018one/</loc><lastmod>2022-01-01</lastmod></url>"
    assert line in built.tree()["sitemap.xml"].decode().splitlines()


def test_robots_names_the_sitemap(toy: Workshop) -> None:
    assert b"Sitemap: https://toy.example/games/sitemap.xml\n" in toy.tree()["robots.txt"]


@pytest.fixture
def baseless(small: Workshop) -> Workshop:
    """The small catalogue without a base_url, built."""
    small.edit("site.yaml", '"https://wood.example/trees/"', '""')
    said = small.build()
    assert said.code == 0
    assert said.err.count("note[no-base-url]") == 1
    return small


def test_files_that_need_a_base_url_are_left_out_without_one(
    baseless: Workshop, write_catalogue: WriteCatalogue
) -> None:
    whole = write_catalogue(name="whole")
    assert whole.build().code == 0
    gone = whole.tree().keys() - baseless.tree().keys()
    assert baseless.tree().keys() - whole.tree().keys() == set()
    assert {path.rpartition("/")[2] for path in gone if not path.startswith("previews/")} == {
        "feed.json",
        "feed.xml",
        "llms.txt",
        "opensearch.xml",
        "robots.txt",
        "sitemap.xml",
    }


def test_tags_that_need_a_base_url_are_left_out_without_one(baseless: Workshop, parse_page: type[Page]) -> None:
    pages = {path: parse_page(data) for path, data in baseless.tree().items() if path.endswith(".html")}
    relations = {rel for page in pages.values() for rel in page.attributes("link", "rel")}
    assert "canonical" not in relations
    assert [path for path, data in baseless.tree().items() if b"wood.example/trees" in data] == []
    assert [path for path, page in pages.items() if "application/atom+xml" in page.attributes("link", "type")] == []


def test_highwire_tags_without_a_base_url_are_absolute_or_left_out(baseless: Workshop, parse_page: type[Page]) -> None:
    page = parse_page(baseless.tree()["papers/ash2018one/index.html"])
    assert [url for name in ("citation_public_url", "citation_abstract_html_url") for url in page.meta(name)] in (
        [],
        ["https://papers.example/trees/2018"],
    )


def test_base_url_of_the_command_line_counts(baseless: Workshop, write_catalogue: WriteCatalogue) -> None:
    whole = write_catalogue(name="whole")
    assert whole.build().code == 0
    said = baseless.build("--base-url", "https://wood.example/trees")
    assert (said.code, "no-base-url" in said.err) == (0, False)
    one, two = baseless.tree(), whole.tree()
    assert sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path)) == []


def test_page_for_lost_addresses_starts_at_the_base_path(built: Workshop, parse_page: type[Page]) -> None:
    page = parse_page(built.tree()["404.html"])
    inside = [h for h in (*page.attributes("a", "href"), *page.attributes("link", "href")) if "://" not in h]
    inside += page.attributes("script", "src")
    assert inside
    assert [href for href in inside if not href.startswith(("/trees/", "#"))] == []


def test_page_for_lost_addresses_without_a_base_url_starts_at_the_root(
    baseless: Workshop, parse_page: type[Page]
) -> None:
    page = parse_page(baseless.tree()["404.html"])
    assert page.attributes("link", "href")[0] == "/assets/icon.svg"


def test_moved_page_leads_on(built: Workshop, parse_page: type[Page]) -> None:
    page = parse_page(built.tree()["papers/birch2017two/index.html"])
    refresh = [m.get("content") for m in page.document.iter("meta") if m.get("http-equiv") == "refresh"]
    assert refresh == ["0; url=../../papers/birch2018two/"]
    assert "https://wood.example/trees/papers/birch2018two/" in page.attributes("link", "href")
    assert "../../papers/birch2018two/" in page.attributes("a", "href")
    assert page.meta("robots") == ["noindex"]


def test_git_gives_the_days_of_changes(small: Workshop) -> None:
    day = {"GIT_AUTHOR_DATE": "2023-04-05T23:30:00-0500", "GIT_COMMITTER_DATE": "2023-04-05T23:30:00-0500"}
    git(small, "init", "--quiet")
    git(small, "add", "catalog")
    git(small, "-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "--quiet", "-m", "all", **day)
    said = small.build()
    assert (said.code, said.err) == (0, "")
    assert b"ash2018one/</loc><lastmod>2023-04-06</lastmod>" in small.tree()["sitemap.xml"]
    assert b"collections/best/</loc><lastmod>2023-04-06</lastmod>" in small.tree()["sitemap.xml"]
    assert b'"dateModified":"2023-04-06"' in small.tree()["papers/ash2018one/index.html"]
    assert b"<updated>2023-04-06T00:00:00Z</updated>" in small.tree()["feed.xml"]
    assert small.stale() == []


def test_record_that_is_not_committed_has_no_day_of_change(small: Workshop) -> None:
    git(small, "init", "--quiet")
    git(small, "add", "catalog")
    git(small, "-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "--quiet", "-m", "all")
    assert small.build().code == 0
    small.edit("papers/2018/ash2018one.yaml", "One Ash", "Another Ash")
    said = small.build()
    assert said.err.count("note[no-dates]") == 1
    assert b"ash2018one/</loc><lastmod>2022-01-01</lastmod>" in small.tree()["sitemap.xml"]
    assert small.stale() == []


def git(workshop: Workshop, *arguments: str, **environment: str) -> None:
    import subprocess  # noqa: PLC0415

    known = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    subprocess.run(
        ["git", "-C", str(workshop.top), *arguments], env={**workshop.environment(**known), **environment}, check=True
    )
