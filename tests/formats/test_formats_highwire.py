from __future__ import annotations

import html
from typing import Any

import html5lib
import pytest

from dlcatalog.formats.highwire import to_highwire
from dlcatalog.formats.latex import clean
from dlcatalog.model.vocabulary import Venue

from .samples import CONFERENCE, HOSTILE, JOURNAL, SCHOOL, SITE, reference


def test_conference_paper_whole() -> None:
    made = reference(
        venue=CONFERENCE,
        plain="Dreams of x₂",
        page_url="https://here.example/p/",
        authors=[{"family": "van der Berg", "given": "Ada", "orcid": "0000-0002-1825-0097"}, "Roe, Jr, Sam"],
        year=2016,
        venue_year=2017,
        volume="30",
        pages="1-9",
        ids={"arxiv": "1612.00001", "doi": "10.1000/x", "pubmed": "123"},
    )
    earlier = reference(venue=JOURNAL, plain="Older; Nets", ids={"doi": "10.1000/y"})
    assert to_highwire(made, [earlier], abstract="We dream.", keywords=["nets", "a; b"], language="en") == (
        ("citation_title", "Dreams of x₂"),
        ("citation_author", "van der Berg, Ada"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "Roe, Sam Jr"),
        ("citation_publication_date", "2017"),
        ("citation_online_date", "2016"),
        ("citation_inbook_title", "Conference on Invented Networks"),
        ("citation_conference_title", "Conference on Invented Networks"),
        ("citation_volume", "30"),
        ("citation_firstpage", "1"),
        ("citation_lastpage", "9"),
        ("citation_doi", "10.1000/x"),
        ("citation_arxiv_id", "1612.00001"),
        ("citation_pmid", "123"),
        ("citation_language", "en"),
        ("citation_abstract", "We dream."),
        ("citation_keywords", "nets"),
        ("citation_keywords", "a, b"),
        ("citation_public_url", "https://papers.example/dreaming"),
        ("citation_abstract_html_url", "https://here.example/p/"),
        ("citation_pdf_url", "https://arxiv.org/pdf/1612.00001"),
        (
            "citation_reference",
            (
                "citation_title=Older, Nets;citation_author=Ada Invented;citation_publication_date=2017;"
                "citation_journal_title=Journal of Imaginary Results;citation_doi=10.1000/y;"
            ),
        ),
    )


def zotero_type(tags: tuple[tuple[str, str], ...]) -> str:
    """The item type as Zotero's translator settles it: the last tag that bears one."""
    types = {
        "citation_journal_title": "journalArticle",
        "citation_technical_report_institution": "report",
        "citation_conference_title": "conferencePaper",
        "citation_inbook_title": "bookSection",
        "citation_dissertation_institution": "thesis",
    }
    borne = [types[name] for name, _ in tags if name in types]
    return borne[-1] if borne else "book" if any(name == "citation_isbn" for name, _ in tags) else "journalArticle"


@pytest.mark.parametrize(
    ("kind", "venue", "ids", "type_"),
    [
        pytest.param("conference", CONFERENCE, {}, "conferencePaper", id="conference"),
        pytest.param("journal", JOURNAL, {}, "journalArticle", id="journal"),
        pytest.param("thesis", SCHOOL, {}, "thesis", id="thesis"),
        pytest.param("report", SCHOOL, {}, "report", id="report"),
        pytest.param("book", SCHOOL, {"isbn": "9780262035613"}, "book", id="book"),
        pytest.param("preprint", None, {"arxiv": "1701.00001"}, "report", id="arxiv"),
        pytest.param("preprint", SITE, {}, "report", id="preprint-elsewhere"),
    ],
)
def test_zotero_sees_the_right_type(kind: str, venue: Venue | None, ids: dict[str, str], type_: str) -> None:
    assert zotero_type(to_highwire(reference(kind=kind, venue=venue, ids=ids))) == type_


def test_arxiv_preprint_names_arxiv_and_its_number() -> None:
    tags = dict(to_highwire(reference(ids={"arxiv": "1701.00001"})))
    known = (tags["citation_technical_report_institution"], tags["citation_technical_report_number"])
    assert known == ("arXiv", "arXiv:1701.00001")


def zotero_authors(tags: tuple[tuple[str, str], ...]) -> list[str]:
    """Split authors as Zotero's translator does where there is exactly one author tag."""
    nodes = [content for name, content in tags if name == "citation_author"]
    authors = [part for node in nodes for part in node.split(";")]
    by_comma = [part.strip() for part in authors[0].split(",")]
    if len(authors) == 1 and len(by_comma) > 1 and " " in by_comma[0] and " " in by_comma[1]:
        authors = by_comma
    return [author.strip() for author in authors if author.strip()]


@pytest.mark.parametrize(
    ("authors", "split"),
    [
        pytest.param(["de la Cruz, Maria Elena"], ["de la Cruz, Maria Elena"], id="one-author-of-many-words"),
        pytest.param(["Roe, Sam"], ["Roe, Sam"], id="one-author"),
        pytest.param(
            ["de la Cruz, Maria Elena", "Roe, Sam"], ["de la Cruz, Maria Elena", "Roe, Sam"], id="two-authors"
        ),
        pytest.param([{"name": "Nets, Inc."}], ["Nets Inc."], id="group"),
        pytest.param(["Plato"], ["Plato"], id="one-name"),
        pytest.param([{"family": "A; B, C", "given": "D; E"}], ["A B C, D E"], id="signs-in-names"),
    ],
)
def test_zotero_counts_the_authors_right(authors: list[Any], split: list[str]) -> None:
    assert zotero_authors(to_highwire(reference(authors=authors))) == split


def test_paper_without_anything_has_no_empty_tags() -> None:
    assert [name for name, _ in to_highwire(reference(), language="")] == [
        "citation_title",
        "citation_author",
        "citation_publication_date",
        "citation_public_url",
    ]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_titles_survive_a_page(words: str) -> None:
    tags = to_highwire(reference(plain=words))
    head = "".join(f'<meta name="{name}" content="{html.escape(content)}">' for name, content in tags)
    tree = html5lib.parse(f"<!doctype html><head>{head}</head>", namespaceHTMLElements=False)
    read = {meta.get("name"): meta.get("content") for meta in tree.iter("meta")}
    assert read["citation_title"] == clean(words)
