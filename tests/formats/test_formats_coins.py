"""COinS, read as Zotero reads it."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest

from dlcatalog.formats.coins import MAX_AUTHORS, ListedWork, to_coins
from dlcatalog.formats.latex import clean

from .samples import HOSTILE

ADA = ("Ada van der Berg", "van der Berg, Ada")
SAM = ("Sam Roe Jr", "Roe, Jr, Sam")


def work(**fields: Any) -> ListedWork:
    known: dict[str, Any] = {"title": "Dreaming Nets", "kind": "conference", "authors": [ADA], "year": 2017}
    return ListedWork(**{**known, **fields})


def pairs(text: str) -> list[tuple[str, str]]:
    """Split at & and =, as Zotero does; what is left over would be a value that was not encoded."""
    split = [part.split("=") for part in text.split("&")]
    assert {len(part) for part in split} == {2}
    return [(key, unquote(value.replace("+", " "))) for key, value in split]


FORMATS = {"journal": "journalArticle", "dissertation": "thesis", "dc": "webpage"}
GENRES = {"proceeding": "conferencePaper", "report": "report"}


def zotero(text: str) -> dict[str, Any]:
    """The item that Zotero's reader makes of a context object."""
    found = pairs(text)
    named = dict(found)
    form = named["rft_val_fmt"].removeprefix("info:ofi/fmt:kev:mtx:")
    kind = FORMATS.get(form) or GENRES.get(named["rft.genre"], "book")
    item: dict[str, Any] = {"type": named.get("rft.type", kind), "authors": []}
    inside = kind in {"journalArticle", "conferencePaper"}
    for key, value in found:
        if key == "rft.au":
            item["authors"].append(tuple(value.split(", ", 1)))
        elif key == "rft.aucorp":
            item["authors"].append((value,))
        elif key in {"rft.btitle", "rft.title"}:
            item["publication" if inside else "title"] = value
        elif key in {"rft.jtitle", "rft.source", "rft.inst", "rft.pub"}:
            item["publication"] = value
        elif key == "rft.atitle" and inside:
            item["title"] = value
        elif key == "rft_id":
            item["id"] = value
        elif key in {"rft.date", "rft.volume", "rft.issue", "rft.spage", "rft.epage", "rft.pages", "rft.stitle"}:
            item[key.removeprefix("rft.")] = value
    return item


def test_conference_paper_whole() -> None:
    made = to_coins(work(venue="Nets & Dreams", printed=("30", "", "1-9"), doi="10.1000/x<y>", authors=[ADA, SAM]))
    assert made == (
        "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:book&rft.genre=proceeding&rft.atitle=Dreaming+Nets"
        "&rft.btitle=Nets+%26+Dreams&rft.date=2017&rft.volume=30&rft.spage=1&rft.epage=9"
        "&rft.au=van+der+Berg,+Ada&rft.au=Roe,+Sam+Jr&rft_id=info:doi/10.1000/x%3Cy%3E"
    )


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("conference", "conferencePaper"),
        ("workshop", "conferencePaper"),
        ("journal", "journalArticle"),
        ("preprint", "preprint"),
        ("thesis", "thesis"),
        ("report", "report"),
        ("book", "book"),
        ("lecture", "presentation"),
        ("post", "blogPost"),
    ],
)
def test_zotero_sees_the_type_the_title_and_the_place(kind: str, type_: str) -> None:
    item = zotero(to_coins(work(kind=kind, venue="The Place")))
    assert (item["type"], item["title"], item["publication"], item["date"]) == (
        type_,
        "Dreaming Nets",
        "The Place",
        "2017",
    )


def test_journal_article_has_its_volume_issue_and_pages() -> None:
    item = zotero(to_coins(work(kind="journal", venue="The Log", venue_short="Log", printed=("3", "2", "e12"))))
    assert (item["volume"], item["issue"], item["pages"], item["stitle"]) == ("3", "2", "e12", "Log")


def test_abbreviation_that_is_the_name_is_left_out() -> None:
    assert "stitle" not in zotero(to_coins(work(kind="journal", venue="Log", venue_short="Log")))


@pytest.mark.parametrize(
    ("author", "read"),
    [
        pytest.param(ADA, ("van der Berg", "Ada"), id="particles"),
        pytest.param(SAM, ("Roe", "Sam Jr"), id="suffix"),
        pytest.param(("Maria Elena de la Cruz", "de la Cruz, Maria Elena"), ("de la Cruz", "Maria Elena"), id="words"),
        pytest.param(("Plato", "Plato"), ("Plato",), id="one-name"),
        pytest.param(("Deep Nets Team", "Deep Nets Team"), ("Deep Nets Team",), id="group"),
    ],
)
def test_author_is_one_author(author: tuple[str, str], read: tuple[str, ...]) -> None:
    assert zotero(to_coins(work(authors=[author])))["authors"] == [read]


def test_authors_are_bounded() -> None:
    made = to_coins(work(authors=[ADA] * 3000))
    assert len(zotero(made)["authors"]) == MAX_AUTHORS == 50


def test_paper_without_a_doi_has_its_address() -> None:
    assert zotero(to_coins(work(url="https://arxiv.org/abs/1706.03762")))["id"] == "https://arxiv.org/abs/1706.03762"


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_values(words: str) -> None:
    made = to_coins(work(title=words, venue=words, authors=[(words, words)]))
    page = f'<!doctype html><body><span class="Z3988" title="{html.escape(made)}"></span>'
    (span,) = html5lib.parse(page, namespaceHTMLElements=False).iter("span")
    item = zotero(span.get("title"))
    expected = clean(words)
    assert (item["title"], item["publication"]) == (expected, expected)
