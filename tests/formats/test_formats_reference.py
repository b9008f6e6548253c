from __future__ import annotations

from typing import Any

import pytest

from dlcatalog.formats.reference import settle_kind, split_range
from dlcatalog.model.vocabulary import Venue

from .samples import CONFERENCE, JOURNAL, paper, reference


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        pytest.param("1-9", ("1", "-", "9"), id="range"),
        pytest.param("1–9", ("1", "-", "9"), id="en-dash"),
        pytest.param("i-ix", ("i", "-", "ix"), id="roman"),
        pytest.param("D-1-D-9", ("D-1", "-", "D-9"), id="hyphens-inside"),
        pytest.param("A-1", ("A-1", "", ""), id="one-page-with-hyphen"),
        pytest.param("e12", ("e12", "", ""), id="article-number"),
        pytest.param("1-3, 5-9", ("1-3, 5-9", "", ""), id="two-ranges"),
        pytest.param("12-", ("12-", "", ""), id="open-end"),
        pytest.param("", ("", "", ""), id="none"),
    ],
)
def test_pages_split_where_they_are_a_range(pages: str, parts: tuple[str, str, str]) -> None:
    assert split_range(pages) == parts


@pytest.mark.parametrize(
    ("own", "venue", "kind"),
    [
        pytest.param("thesis", CONFERENCE, "thesis", id="own"),
        pytest.param("", JOURNAL, "journal", id="of-the-venue"),
        pytest.param("", Venue(name="Attic", kind="repository"), "preprint", id="repository"),
        pytest.param("", None, "preprint", id="nothing-known"),
    ],
)
def test_kind_is_the_papers_then_the_venues_then_preprint(own: str, venue: Venue | None, kind: str) -> None:
    assert settle_kind(paper(kind=own) if own else paper(), venue) == kind


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        pytest.param({"ids": {"doi": "10.1000/1"}}, "https://papers.example/dreaming", id="own-link-first"),
        pytest.param(
            {"links": {}, "ids": {"arxiv": "1701.00001", "doi": "10.1000/1"}}, "https://doi.org/10.1000/1", id="doi"
        ),
        pytest.param({"links": {}, "ids": {"arxiv": "1701.00001"}}, "https://arxiv.org/abs/1701.00001", id="arxiv"),
        pytest.param({"links": {}, "ids": {"isbn": "9780262035613"}}, "https://here.example/p/", id="own-page-last"),
    ],
)
def test_url_is_the_best_that_is_known(fields: dict[str, Any], url: str) -> None:
    assert reference(page_url="https://here.example/p/", **fields).url == url


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        pytest.param(
            {"links": {"paper": "https://a.example/", "pdf": "https://a.example/x.pdf"}},
            "https://a.example/x.pdf",
            id="own",
        ),
        pytest.param({"ids": {"arxiv": "1701.00001"}}, "https://arxiv.org/pdf/1701.00001", id="arxiv"),
        pytest.param({}, "", id="none"),
    ],
)
def test_pdf_url_is_a_document(fields: dict[str, Any], url: str) -> None:
    assert reference(**fields).pdf_url == url


def test_year_printed_is_that_of_the_venue() -> None:
    assert reference(year=2014, venue_year=2015, venue=CONFERENCE).year == 2015


@pytest.mark.parametrize(
    ("status", "why", "note"),
    [
        pytest.param("published", "", "", id="published"),
        pytest.param("withdrawn", "", "Withdrawn", id="withdrawn"),
        pytest.param("retracted", "wrong data", "Retracted: wrong data", id="retracted-with-reason"),
    ],
)
def test_status_note_names_what_happened(status: str, why: str, note: str) -> None:
    assert reference(status=status, status_note=why).status_note == note
