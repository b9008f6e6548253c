from __future__ import annotations

from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.formats.drafts import Problem
from dlcatalog.formats.latex import clean
from dlcatalog.formats.ris import read_ris, to_ris
from dlcatalog.model.vocabulary import Venue

from .samples import CONFERENCE, HOSTILE, JOURNAL, SCHOOL, SITE, WORKSHOP, reference


def by_rispy(text: str) -> dict[str, Any]:
    (entry,) = rispy.loads(text)
    return dict(entry)


def test_conference_paper_whole() -> None:
    made = reference(
        venue=CONFERENCE,
        plain="Dreams of x₂",
        authors=["Ada van der Berg", "Roe, Jr, Sam", {"name": "Nets, Inc."}, "Plato"],
        venue_year=2018,
        volume="30",
        issue="2",
        pages="1-9",
        ids={"arxiv": "1701.00001", "doi": "10.1000/x"},
        status="withdrawn",
    )
    assert to_ris(made) == (
        "TY  - CONF\n"
        "ID  - invented2017dreaming\n"
        "TI  - Dreams of x₂\n"
        "AU  - van der Berg, Ada\n"
        "AU  - Roe, Sam, Jr\n"
        "AU  - Nets Inc.,\n"
        "AU  - Plato\n"
        "T2  - Conference on Invented Networks\n"
        "C3  - Conference on Invented Networks\n"
        "PY  - 2018\n"
        "VL  - 30\n"
        "IS  - 2\n"
        "SP  - 1\n"
        "EP  - 9\n"
        "DO  - 10.1000/x\n"
        "UR  - https://papers.example/dreaming\n"
        "L1  - https://arxiv.org/pdf/1701.00001\n"
        "N1  - arXiv:1701.00001\n"
        "N1  - Withdrawn\n"
        "ER  - \n"
    )


@pytest.mark.parametrize(
    ("kind", "venue", "expected"),
    [
        pytest.param("journal", JOURNAL, ("JOUR", JOURNAL.name, "JIR", None), id="journal"),
        pytest.param("workshop", WORKSHOP, ("CONF", WORKSHOP.name, None, None), id="workshop"),
        pytest.param("thesis", SCHOOL, ("THES", None, None, SCHOOL.name), id="thesis"),
        pytest.param("report", SCHOOL, ("RPRT", None, None, SCHOOL.name), id="report"),
        pytest.param("book", SCHOOL, ("BOOK", None, None, SCHOOL.name), id="book"),
        pytest.param("post", SITE, ("BLOG", SITE.name, None, None), id="post"),
        pytest.param("preprint", None, ("RPRT", None, None, None), id="preprint"),
    ],
)
def test_kind_decides_type_and_place(kind: str, venue: Venue | None, expected: tuple[str | None, ...]) -> None:
    read = by_rispy(to_ris(reference(kind=kind, venue=venue)))
    known = tuple(read.get(name) for name in ("type_of_reference", "secondary_title", "alternate_title1", "publisher"))
    assert known == expected


def test_arxiv_preprint_is_a_report_with_a_number() -> None:
    read = by_rispy(to_ris(reference(ids={"arxiv": "1701.00001"})))
    assert (read["type_of_reference"], read["publisher"], read["note"]) == ("RPRT", "arXiv", "arXiv:1701.00001")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_one_line(words: str) -> None:
    read = by_rispy(to_ris(reference(plain=f"Nets {words}", authors=[{"family": f"X {words}", "given": words or "Y"}])))
    assert read["title"] == clean(f"Nets {words}")
    assert len(read["authors"]) == 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text())
def test_any_title_comes_back(text: str) -> None:
    title = f"Nets {text}"
    assert by_rispy(to_ris(reference(plain=title)))["title"] == clean(title)
    assert read_ris(to_ris(reference(plain=title)))[0][0].fields["title"] == clean(title)


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        pytest.param({"volume": "3", "pages": "1-9"}, CONFERENCE, id="conference"),
        pytest.param({"issue": "2", "pages": "e17", "ids": {"doi": "10.1000/x"}}, JOURNAL, id="journal"),
        pytest.param({}, WORKSHOP, id="workshop"),
        pytest.param({"kind": "preprint", "ids": {"arxiv": "1701.00001"}, "links": {}}, None, id="arxiv"),
        pytest.param({"kind": "thesis"}, SCHOOL, id="thesis"),
        pytest.param({"kind": "book", "ids": {"isbn": "9780262035613"}}, SCHOOL, id="book"),
        pytest.param({"status": "retracted", "status_note": "why"}, JOURNAL, id="retracted"),
        pytest.param(
            {"authors": ["Roe, Jr, Sam", {"name": "Open Nets"}, "Plato", {"name": "Nets"}]}, JOURNAL, id="authors"
        ),
    ],
)
def test_facts_come_back(fields: dict[str, Any], venue: Venue | None) -> None:
    made = reference(venue=venue, **fields)
    drafts, problems = read_ris(to_ris(made))
    pdf = {"pdf": made.pdf_url} if made.pdf_url else {}
    own = {"paper": made.url} if made.paper.links.paper else {}
    expected = {
        "title": "Dreaming Nets",
        "authors": ["Ada Invented"],
        "year": 2017,
        "kind": made.kind,
        **({"venue": venue.name} if venue else {}),
        **fields,
        "links": own | pdf,
    }
    assert problems == ()
    assert drafts[0].fields == {name: value for name, value in expected.items() if value}


def test_foreign_file_is_read_leniently() -> None:
    text = (
        "\ufeff\r\nTY - JOUR\r\nT1  - A Long\r\n   Title\r\nA1  - Roe, Sam\r\nA1  - Open Nets\r\nJF  - Nets\r\nY1  - 2017/06/12/\r\n"
        "SP  - 1-9\r\nM3  - 10.1000/x\r\nN2  - Abstract.\r\nUR  - https://a.example/;https://b.example/\r\nSN  - 1234-5678\r\n"
        "L1  - \r\nXX  - odd\r\nER  -\r\n"
    )
    drafts, problems = read_ris(text)
    assert problems == ()
    assert (drafts[0].line, drafts[0].fields) == (
        2,
        {
            "title": "A Long Title",
            "authors": ["Sam Roe", {"name": "Open Nets"}],
            "year": 2017,
            "kind": "journal",
            "venue": "Nets",
            "pages": "1-9",
            "ids": {"doi": "10.1000/x"},
            "summary": "Abstract.",
            "links": {"paper": "https://a.example/"},
        },
    )


def test_broken_entries_become_problems_and_the_rest_goes_on() -> None:
    text = (
        "TI  - Lost\nTY  - JOUR\nTI  - Unended\nTY  - JOUR\nTI  - Good\nAU  - ,\nDO  - nonsense\nER  - \n"
        "\nTY  - JOUR\nER  - \nTY  - STRANGE\nTI  - Unfinished\n"
    )
    drafts, problems = read_ris(text)
    assert [(draft.key, draft.line, draft.fields["title"]) for draft in drafts] == [("", 4, "Good")]
    assert problems == (
        Problem(1, "'TI  - Lost' stands outside an entry: 'TY  - ' must come first"),
        Problem(2, "this entry has no line 'ER  - '"),
        Problem(4, "'nonsense' is no DOI id and was left out"),
        Problem(10, "this entry has no title: 'TI  - ' is missing"),
        Problem(12, "this entry has no line 'ER  - '"),
    )
