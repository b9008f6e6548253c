from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.formats.csl_json import csl_bytes, csl_document, read_csl, to_csl
from dlcatalog.formats.drafts import Problem
from dlcatalog.formats.latex import clean
from dlcatalog.model.vocabulary import Venue

from .samples import CONFERENCE, HOSTILE, JOURNAL, SCHOOL, SITE, SURROGATE, WORKSHOP, reference

TEXT = {"type": "string", "minLength": 1}
NAME = {
    "type": "object",
    "properties": dict.fromkeys(("family", "given", "suffix", "non-dropping-particle", "literal"), TEXT),
    "minProperties": 1,
    "additionalProperties": False,
}
TYPES = ["paper-conference", "article-journal", "article", "thesis", "report", "book", "speech", "post-weblog"]
PLAIN = (
    *("id", "citation-key", "title", "genre", "container-title", "container-title-short", "event-title", "publisher"),
    *("volume", "issue", "page", "number", "DOI", "ISBN", "PMID", "URL", "note", "status"),
)
# The members of CSL-JSON 1.0.2 (csl-data.json) that are written here.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **dict.fromkeys(PLAIN, TEXT),
            "type": {"enum": TYPES},
            "author": {"type": "array", "items": NAME, "minItems": 1},
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
                },
                "required": ["date-parts"],
                "additionalProperties": False,
            },
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}

EVERY_KIND = [
    pytest.param("conference", CONFERENCE, id="conference"),
    pytest.param("workshop", WORKSHOP, id="workshop"),
    pytest.param("journal", JOURNAL, id="journal"),
    pytest.param("preprint", None, id="preprint"),
    pytest.param("thesis", SCHOOL, id="thesis"),
    pytest.param("report", SCHOOL, id="report"),
    pytest.param("book", SCHOOL, id="book"),
    pytest.param("lecture", SCHOOL, id="lecture"),
    pytest.param("post", SITE, id="post"),
]


def test_conference_paper_whole() -> None:
    made = reference(
        venue=CONFERENCE,
        plain="Dreams of x₂",
        authors=["Ada van der Berg", "Roe, Jr, Sam", {"name": "Open Nets"}],
        volume="30",
        issue="2",
        pages="1-9",
        ids={"arxiv": "1701.00001", "doi": "10.1000/x", "pubmed": "123"},
        status="retracted",
        status_note="why",
    )
    assert to_csl(made) == {
        "id": "invented2017dreaming",
        "citation-key": "invented2017dreaming",
        "type": "paper-conference",
        "title": "Dreams of x₂",
        "author": [
            {"family": "Berg", "given": "Ada", "non-dropping-particle": "van der"},
            {"family": "Roe", "given": "Sam", "suffix": "Jr"},
            {"literal": "Open Nets"},
        ],
        "issued": {"date-parts": [[2017]]},
        "container-title": "Conference on Invented Networks",
        "container-title-short": "CIN",
        "event-title": "Conference on Invented Networks",
        "volume": "30",
        "issue": "2",
        "page": "1-9",
        "DOI": "10.1000/x",
        "PMID": "123",
        "URL": "https://papers.example/dreaming",
        "note": "Retracted: why; arXiv:1701.00001",
        "status": "retracted",
    }


def test_arxiv_preprint_has_a_number_and_a_genre() -> None:
    item = to_csl(reference(ids={"arxiv": "1701.00001"}))
    known = (item["type"], item["genre"], item["number"], item["publisher"])
    assert known == ("article", "preprint", "arXiv:1701.00001", "arXiv")


@pytest.mark.parametrize(("kind", "venue"), EVERY_KIND)
@pytest.mark.parametrize(
    "words",
    [SURROGATE, HOSTILE["entry-in-title"], HOSTILE["control"]],
    ids=["surrogate", "entry", "control"],
)
def test_a_file_is_valid(kind: str, venue: Venue | None, words: str) -> None:
    made = reference(
        kind=kind, venue=venue, plain=words, authors=[{"name": "Nets"}, "Plato"], ids={"isbn": "9780262035613"}
    )
    jsonschema.validate(json.loads(csl_document([csl_bytes(made), csl_bytes(made)])), SCHEMA)


def test_an_empty_file_is_an_empty_list() -> None:
    assert json.loads(csl_document([])) == []


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        pytest.param({"volume": "3", "issue": "2", "pages": "1-9", "ids": {"doi": "10.1000/x"}}, JOURNAL, id="journal"),
        pytest.param({"ids": {"arxiv": "1701.00001"}, "links": {}}, None, id="arxiv"),
        pytest.param({"ids": {"arxiv": "1701.00001"}}, CONFERENCE, id="conference-on-arxiv"),
        pytest.param({"kind": "workshop"}, CONFERENCE, id="workshop"),
        pytest.param({"kind": "lecture"}, SCHOOL, id="lecture"),
        pytest.param({"kind": "book", "ids": {"isbn": "9780262035613"}}, SCHOOL, id="book"),
        pytest.param({"status": "retracted", "status_note": "why"}, JOURNAL, id="retracted"),
        pytest.param({"status": "withdrawn"}, JOURNAL, id="withdrawn"),
        pytest.param(
            {"authors": ["Ada van der Berg", "Roe, Jr, Sam", {"name": "Nets, Inc."}, "Plato"]}, JOURNAL, id="authors"
        ),
    ],
)
def test_facts_come_back(fields: dict[str, Any], venue: Venue | None) -> None:
    made = reference(venue=venue, **fields)
    drafts, problems = read_csl(csl_document([csl_bytes(made)]).decode())
    expected = {
        "title": "Dreaming Nets",
        "authors": ["Ada Invented"],
        "year": 2017,
        "kind": made.kind,
        "links": {"paper": made.url},
        **({"venue": venue.name} if venue else {}),
        **fields,
    }
    assert problems == ()
    assert (drafts[0].key, drafts[0].line) == ("invented2017dreaming", 2)
    assert drafts[0].fields == {name: value for name, value in expected.items() if value}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text().filter(lambda text: not set(text) & set("<&")))
def test_any_title_comes_back(text: str) -> None:
    drafts, _ = read_csl(csl_bytes(reference(plain=f"Nets {text}")).decode())
    assert drafts[0].fields["title"] == clean(f"Nets {text}")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(
            {"title": ["On <i>Nets</i> &amp; x<sub>2</sub>"], "type": "journal-article", "DOI": "10.1000/X"},
            {"title": "On Nets & x2", "kind": "journal", "ids": {"doi": "10.1000/x"}},
            id="crossref",
        ),
        pytest.param(
            {"title": "T\x00 \ud800", "author": [{"family": "R\x07oe"}], "DOI": "10.1000/x\x00"},
            {"title": "T \ufffd", "authors": ["R oe"]},
            id="control-characters",
        ),
        pytest.param({"title": "T", "issued": {"raw": "June 2017"}}, {"title": "T", "year": 2017}, id="raw-date"),
        pytest.param(
            {"title": "T", "created": {"date-parts": [[2016, 5]]}}, {"title": "T", "year": 2016}, id="created"
        ),
        pytest.param({"title": "T", "issued": {"date-parts": [[None]]}}, {"title": "T"}, id="empty-date"),
        pytest.param(
            {"title": "T", "volume": 3, "page": "1–9"}, {"title": "T", "volume": "3", "pages": "1-9"}, id="number"
        ),
        pytest.param(
            {"title": "T", "author": "Ada", "volume": True, "issued": 2017}, {"title": "T"}, id="wrong-shapes"
        ),
        pytest.param(
            {
                "title": "T",
                "author": [
                    {"given": "Ada"},
                    {"name": "Nets"},
                    {"dropping-particle": "de", "family": "Roe", "given": "S"},
                    1,
                    {},
                ],
            },
            {"title": "T", "authors": ["Ada", {"name": "Nets"}, "S de Roe"]},
            id="names",
        ),
        pytest.param(
            {"title": "T", "abstract": "<jats:p>So [it] is.</jats:p>"},
            {"title": "T", "summary": r"So \[it\] is."},
            id="jats",
        ),
    ],
)
def test_foreign_items_are_read_leniently(item: dict[str, Any], expected: dict[str, Any]) -> None:
    assert read_csl(json.dumps(item))[0][0].fields == expected


def test_zotero_wraps_its_items() -> None:
    assert [d.key for d in read_csl('{"items": [{"id": 7, "title": "T"}]}')[0]] == ["7"]


@pytest.mark.parametrize(
    ("text", "keys", "problems"),
    [
        pytest.param(
            '[{"id":"a","title":"T"},\n{"id":"b"},\n3]',
            ["a"],
            [(2, "this item has no title"), (3, "an item must be an object, not '3'")],
            id="items",
        ),
        pytest.param(
            '[{"id":"a","title":"T"}\n{"id":"b"}]',
            ["a"],
            [(2, "this is not JSON: Expecting ',' delimiter")],
            id="comma",
        ),
        pytest.param('[{"id":"a","title":"T"},', ["a"], [(1, "this is not JSON: Expecting value")], id="cut"),
        pytest.param('{"id":"a","title":"T"} x', ["a"], [(1, "this is not JSON: Extra data")], id="more"),
        pytest.param("", [], [(1, "this is not JSON: Expecting value")], id="empty"),
        pytest.param(
            "[\n" + "[" * 100000, [], [(2, "this item is nested too deeply or holds too long a number")], id="deep"
        ),
        pytest.param(
            '{"volume": ' + "9" * 5000 + "}",
            [],
            [(1, "this item is nested too deeply or holds too long a number")],
            id="long-number",
        ),
        pytest.param(
            '[{"id":"a","title":"T","DOI":"x","URL":"ftp://a"}]',
            ["a"],
            [
                (1, "'x' is no DOI id and was left out"),
                (1, "'ftp://a' is no URL and was left out: start it with https://"),
            ],
            id="ids",
        ),
        pytest.param("[]", [], [], id="nothing"),
    ],
)
def test_broken_items_become_problems(text: str, keys: list[str], problems: list[tuple[int, str]]) -> None:
    drafts, found = read_csl(text)
    assert ([draft.key for draft in drafts], list(found)) == (keys, [Problem(*problem) for problem in problems])
