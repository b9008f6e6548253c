from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from bibtexparser.bparser import BibTexParser
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from dlcatalog.formats.bibtex import bibtex_pages, read_bibtex, to_bibtex
from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import Reference
from dlcatalog.formats.unlatex import decode
from dlcatalog.model.paper import Author, Paper
from dlcatalog.model.vocabulary import Venue

from .samples import CONFERENCE, HOSTILE, JOURNAL, SCHOOL, SITE, WORKSHOP, paper, reference

THOROUGH = settings(max_examples=400, deadline=None, derandomize=True)


def by_bibtexparser(text: str) -> dict[str, str]:
    """The fields of the one entry, as an independent parser reads them."""
    entries = BibTexParser(ignore_nonstandard_types=False).parse(text).entries
    assert len(entries) == 1
    return {name: " ".join(value.split()) for name, value in entries[0].items()}


def by_pybtex(text: str) -> dict[str, str]:
    entries = parse_string(text, "bibtex").entries
    assert len(entries) == 1
    return dict(next(iter(entries.values())).fields.items())


def test_conference_paper_whole() -> None:
    entry = to_bibtex(
        reference(
            venue=CONFERENCE,
            title="BERT Dreams of $L_2$ Nets at 100%",
            authors=["Ada van der Berg", "Roe, Jr, Sam", {"name": "Nets and Co"}, "Zoë Šín"],
            year=2016,
            venue_year=2017,
            volume="30",
            pages="1-9",
            ids={"arxiv": "1612.00001", "doi": "10.1000/ab_c"},
            protect=["Dreams"],
        )
    )
    assert entry == (
        "@inproceedings{invented2017dreaming,\n"
        "  author = {van der Berg, Ada and Roe, Jr, Sam and {Nets and Co} and {\\v S}{\\'\\i}n, Zo{\\\"e}},\n"
        "  title = {{BERT} {Dreams} of {$L_2$} Nets at 100\\%},\n"
        "  booktitle = {Conference on Invented Networks},\n"
        "  year = {2017},\n"
        "  volume = {30},\n"
        "  pages = {1--9},\n"
        "  doi = {10.1000/ab_c},\n"
        "  eprint = {1612.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  eprinttype = {arxiv},\n"
        "  url = {https://papers.example/dreaming}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("kind", "venue", "first", "field"),
    [
        pytest.param("conference", CONFERENCE, "@inproceedings", ("booktitle", CONFERENCE.name), id="conference"),
        pytest.param("workshop", WORKSHOP, "@inproceedings", ("booktitle", WORKSHOP.name), id="workshop"),
        pytest.param("journal", JOURNAL, "@article", ("journal", JOURNAL.name), id="journal"),
        pytest.param("thesis", SCHOOL, "@phdthesis", ("school", SCHOOL.name), id="thesis"),
        pytest.param("report", SCHOOL, "@techreport", ("institution", SCHOOL.name), id="report"),
        pytest.param("book", SCHOOL, "@book", ("publisher", SCHOOL.name), id="book"),
        pytest.param("lecture", SCHOOL, "@misc", ("howpublished", "Lecture, University of Nowhere"), id="lecture"),
        pytest.param("post", None, "@misc", ("howpublished", "Blog post"), id="post"),
        pytest.param("preprint", SITE, "@misc", ("howpublished", SITE.name), id="preprint-elsewhere"),
    ],
)
def test_kind_decides_the_entry_type(kind: str, venue: Venue | None, first: str, field: tuple[str, str]) -> None:
    entry = to_bibtex(reference(venue=venue, kind=kind))
    assert (entry.startswith(first + "{"), by_bibtexparser(entry)[field[0]]) == (True, field[1])


def test_thesis_without_a_venue_has_no_school() -> None:
    assert "school" not in by_bibtexparser(to_bibtex(reference(kind="thesis")))


def test_arxiv_preprint_of_the_old_sort_has_a_class_and_no_venue() -> None:
    fields = by_bibtexparser(to_bibtex(reference(venue=SITE, kind="preprint", ids={"arxiv": "math.AG/0601001"})))
    known = (fields["eprint"], fields["archiveprefix"], fields["eprinttype"], fields["primaryclass"])
    assert (known, "howpublished" in fields) == (("math.AG/0601001", "arXiv", "arxiv", "math.AG"), False)


def test_retracted_paper_says_so() -> None:
    entry = to_bibtex(reference(status="retracted", status_note="50% of it"))
    assert by_bibtexparser(entry)["note"] == r"Retracted: 50\% of it"


@pytest.mark.parametrize(
    ("pages", "latex"),
    [
        pytest.param("1-9", "1--9", id="range"),
        pytest.param("1-3, 7-9", "1--3, 7--9", id="ranges"),
        pytest.param("A-1", "A-1", id="no-range"),
        pytest.param("x}_1", r"x{\textbraceright}\_1", id="hostile"),
    ],
)
def test_ranges_of_pages_have_two_hyphens(pages: str, latex: str) -> None:
    assert bibtex_pages(pages) == latex


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_hostile_title_is_read_the_same_by_two_parsers(title: str) -> None:
    entry = to_bibtex(reference(title=title))
    read = by_bibtexparser(entry)
    assert (read["ID"], read["title"]) == ("invented2017dreaming", by_pybtex(entry)["title"])


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_anywhere_come_back(words: str) -> None:
    venue = Venue(name=words, kind="conference")
    made = Paper.model_construct(
        **{
            **dict(paper()),
            "authors": (Author(given=words, family="Roe"), Author(family=words, given="Sam"), Author(name=words)),
            "volume": words,
            "status": "retracted",
            "status_note": words,
        }
    )
    entry = to_bibtex(Reference(id="x1", paper=made, kind="conference", venue=venue, title_plain=""))
    by_one, by_other = by_bibtexparser(entry), by_pybtex(entry)
    wanted = {"booktitle": clean(words), "volume": clean(words), "note": f"Retracted: {clean(words)}"}
    assert {name: decode(by_one[name]) for name in wanted} == wanted
    assert {name: decode(by_other[name]) for name in wanted} == wanted
    assert len(parse_string(entry, "bibtex").entries["x1"].persons["author"]) == 3


@THOROUGH
@given(title=st.text(), family=st.text(min_size=1), given_names=st.text())
def test_any_words_come_back_from_two_parsers(title: str, family: str, given_names: str) -> None:
    author = Author.model_construct(family=family, given=given_names)
    made = Paper.model_construct(**{**dict(paper()), "title": f"Nets {title}", "authors": (author,)})
    entry = to_bibtex(Reference(id="x1", paper=made, kind="journal", title_plain=""))
    by_one, by_other = by_bibtexparser(entry), by_pybtex(entry)
    assert by_one["title"] == by_other["title"]
    assert _bare(decode(by_one["title"])) == _bare(clean(f"Nets {title}"))
    person = parse_string(entry, "bibtex").entries["x1"].persons["author"]
    assert len(person) == 1
    assert _bare(decode(by_one["author"])) == _bare(clean(family) + clean(given_names))


def _bare(text: str) -> str:
    """What must survive whatever is done to commas, dollars and braces of formulas."""
    return re.sub(r"[\s,$\\{}]|[lr]brace", "", text)


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        pytest.param({"volume": "3", "pages": "1-9"}, CONFERENCE, id="conference"),
        pytest.param(
            {"volume": "3", "issue": "2", "pages": "e17", "ids": {"doi": "10.1000/a_(b)"}}, JOURNAL, id="journal"
        ),
        pytest.param({}, WORKSHOP, id="workshop"),
        pytest.param({"kind": "preprint", "ids": {"arxiv": "1701.00001"}, "links": {}}, None, id="arxiv"),
        pytest.param({"kind": "thesis"}, SCHOOL, id="thesis"),
        pytest.param({"kind": "report"}, SCHOOL, id="report"),
        pytest.param({"kind": "lecture"}, SCHOOL, id="lecture"),
        pytest.param({"kind": "post"}, SITE, id="post"),
        pytest.param({"kind": "book", "ids": {"isbn": "9780262035613"}}, SCHOOL, id="book"),
        pytest.param({"year": 2017, "venue_year": 2018, "ids": {"arxiv": "1701.00001"}}, CONFERENCE, id="two-years"),
        pytest.param({"status": "withdrawn", "status_note": "a slip"}, JOURNAL, id="withdrawn"),
        pytest.param({"title": r"On $O(n)$ \$5 \& {Nets}", "protect": ["On"]}, JOURNAL, id="title"),
        pytest.param(
            {"authors": ["Roe, Jr, Sam", "Ada van der Berg", {"name": "Open Nets"}, "Ål Žín"]}, JOURNAL, id="authors"
        ),
        pytest.param({"links": {"paper": "https://a.example/x_y~z%20?a=b&c=d#e"}}, JOURNAL, id="url"),
    ],
)
def test_facts_come_back(fields: dict[str, Any], venue: Venue | None) -> None:
    made = reference(venue=venue, **fields)
    drafts, problems = read_bibtex(to_bibtex(made))
    expected = {
        "title": made.paper.title,
        "authors": ["Ada Invented"],
        "year": 2017,
        "kind": made.kind,
        "links": {"paper": made.url},
        **({"venue": venue.name} if venue else {}),
        **fields,
    }
    assert problems == ()
    assert drafts[0].fields == {name: value for name, value in expected.items() if value}


def test_start_up_does_not_load_pybtex() -> None:
    code = "import sys, dlcatalog.formats.bibtex, dlcatalog.formats.ris; print('pybtex' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    assert done.stdout.strip() == "False"
