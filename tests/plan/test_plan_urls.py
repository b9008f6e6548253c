"""URLs of pages, relative ways and addresses."""

from __future__ import annotations

import pytest

from dlcatalog.plan import urls


@pytest.mark.parametrize(
    ("url", "file", "root"),
    [
        ("", "index.html", "./"),
        ("404.html", "404.html", "./"),
        ("papers/", "papers/index.html", "../"),
        ("papers/ash/", "papers/ash/index.html", "../../"),
        ("topics/trees/page/2/", "topics/trees/page/2/index.html", "../../../../"),
        ("years/2019/trees/", "years/2019/trees/index.html", "../../../"),
    ],
)
def test_page_and_its_file_and_the_way_up(url: str, file: str, root: str) -> None:
    assert (urls.file_of(url), urls.root_of(url)) == (file, root)


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("", "/"),
        ("https://wood.example", "/"),
        ("https://wood.example/", "/"),
        ("https://wood.example/a/b/", "/a/b/"),
        ("https://wood.example/a/b", "/a/b/"),
    ],
)
def test_base_path(base: str, path: str) -> None:
    assert urls.base_path(base) == path


def test_first_page_of_a_list_is_its_folder() -> None:
    assert (urls.page_of("papers/", 1), urls.page_of("papers/", 2)) == ("papers/", "papers/page/2/")


def test_no_address_without_a_base_url() -> None:
    assert urls.absolute("", "papers/ash/") == ""
    assert urls.edit("", "papers/ash.yaml") == ""


def test_address_is_percent_encoded() -> None:
    assert urls.absolute("https://wood.example/", "authors/ä b/") == "https://wood.example/authors/%C3%A4%20b/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (urls.paper("ash"), "papers/ash/"),
        (urls.paper_file("ash", "bib"), "papers/ash.bib"),
        (urls.year(2019), "years/2019/"),
        (urls.year_topic(2019, "trees"), "years/2019/trees/"),
        (urls.topic("trees"), "topics/trees/"),
        (urls.venue("grove"), "venues/grove/"),
        (urls.author("alma-ash"), "authors/alma-ash/"),
        (urls.collection("best"), "collections/best/"),
        (urls.feed("topics/trees/", "xml"), "topics/trees/feed.xml"),
        (urls.image("a/b.svg"), "images/a/b.svg"),
        (urls.asset("site.css"), "assets/site.css"),
    ],
)
def test_url_of_the_contract(url: str, expected: str) -> None:
    assert url == expected
