"""Long lists in pages, and words that pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dlcatalog.plan.page import cited_words, day_words, month_words, page_count, pager
from dlcatalog.plan.words import one_line

if TYPE_CHECKING:
    from conftest import Page, Workshop

LABELS = {False: "{label}", True: "[{label}]"}


def shown(number: int, pages: int) -> str:
    """The pager as a reader sees it."""
    made = pager("papers/", number, pages)
    assert made is not None
    return " ".join("…" if i["gap"] else LABELS[i["current"]].format(**i) for i in made["items"])


@pytest.mark.parametrize(("items", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_page_holds_fifty(items: int, pages: int) -> None:
    assert page_count(items) == pages


def test_one_page_has_no_pager() -> None:
    assert pager("papers/", 1, 1) is None


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 2, "[1] 2"),
        (1, 9, "[1] 2 3 … 9"),
        (4, 9, "1 2 3 [4] 5 6 … 9"),
        (5, 9, "1 … 3 4 [5] 6 7 … 9"),
        (9, 9, "1 … 7 8 [9]"),
    ],
)
def test_pager_shows_both_ends_and_two_on_each_side(number: int, pages: int, expected: str) -> None:
    assert shown(number, pages) == expected


def test_pager_leads_on_and_back() -> None:
    made = pager("papers/", 2, 3)
    assert made is not None
    assert (made["previous"], made["next"]) == ("papers/", "papers/page/3/")


def test_pager_ends() -> None:
    first, last = pager("papers/", 1, 2), pager("papers/", 2, 2)
    assert first is not None
    assert last is not None
    assert (first["previous"], last["next"]) == ("", "")


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 citations (Jan 2020)"), (1, "1 citation (Jan 2020)"), (7446, "7,446 citations (Jan 2020)")],
)
def test_count_has_a_date(count: int, words: str) -> None:
    assert cited_words(count, "2020-01-04") == words


def test_days_in_words() -> None:
    assert (day_words("2020-01-04"), month_words("2020-12-04")) == ("4 January 2020", "Dec 2020")


def test_no_day_is_no_words() -> None:
    assert day_words("") == ""


@pytest.mark.parametrize(
    ("html", "line"),
    [("<p>a <b>b</b></p>\n", "a <b>b</b>"), ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>"), ("<ul></ul>", "<ul></ul>")],
)
def test_one_paragraph_stands_in_a_line(html: str, line: str) -> None:
    assert one_line(html) == line


@pytest.fixture
def long_list(small: Workshop) -> Workshop:
    """A catalogue of 51 papers more than the small one's seven, all of one author, venue, topic and year."""
    paper = "title: Oak {n}\nauthors: [Ole Oak]\nyear: 2015\narea: roots\nvenue: log\nsummary: S.\nids: {{arxiv: 1501.{n:05}}}\n"
    small.write({f"papers/2015/oak{n:02}.yaml": paper.format(n=n) for n in range(51)})
    assert small.build().code == 0
    return small


def test_list_of_more_than_fifty_has_pages(long_list: Workshop) -> None:
    paged = [path for path in long_list.tree() if "/page/" in path]
    assert paged == [
        "authors/ole-oak/page/2/index.html",
        "papers/page/2/index.html",
        "topics/roots/page/2/index.html",
        "venues/log/page/2/index.html",
        "years/2015/page/2/index.html",
        "years/2015/roots/page/2/index.html",
    ]


def test_second_page_holds_the_rest_once(long_list: Workshop, parse_page: type[Page]) -> None:
    pages = [parse_page(long_list.tree()[f"papers/{name}index.html"]) for name in ("", "page/2/")]
    titles = [title for page in pages for title in page.texts("h2")]
    assert [len(page.texts("h2")) for page in pages] == [50, 8]
    assert len(set(titles)) == 58
    assert pages[1].attributes("link", "href")[0] == "https://wood.example/trees/papers/page/2/"


def test_list_that_shrinks_loses_its_page(long_list: Workshop) -> None:
    long_list.write({"papers/2015/oak00.yaml": None})
    assert long_list.build().code == 0
    assert [path for path in long_list.tree() if "/page/" in path] == [
        "papers/page/2/index.html",
        "topics/roots/page/2/index.html",
        "venues/log/page/2/index.html",
    ]
    assert long_list.stale() == []
