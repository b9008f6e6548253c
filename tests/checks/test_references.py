"""Every id that a record names must exist."""

from __future__ import annotations

import pytest

from .building import diagnostics_of, found_in, record

A, B = "papers/2019/a.yaml", "papers/2019/b.yaml"
BEST = "collections/best.yaml"


def test_a_sound_catalogue_has_no_findings() -> None:
    text = record(more="venue: talks\ntopics: [gems, water]\nrelations: [{kind: uses, paper: b}]")
    assert found_in({A: text, B: record("U")}) == []


@pytest.mark.parametrize(
    ("more", "findings"),
    [
        pytest.param(
            "topics: [gems, gold, water, silver]",
            [("a", 7, 16, "unknown-topic"), ("a", 7, 29, "unknown-topic")],
            id="topics",
        ),
        pytest.param("topics: gold", [("a", 7, 9, "unknown-topic")], id="one-topic"),
        pytest.param("venue: talk", [("a", 7, 8, "unknown-venue")], id="venue"),
        pytest.param(
            "relations:\n  - kind: uses\n    paper: c\n    note: See [[d]] and [[a]].",
            [("a", 9, 12, "unknown-paper"), ("a", 10, 15, "unknown-paper")],
            id="relation-and-its-note",
        ),
        pytest.param("status: retracted\nstatus_note: See [[c]].", [("a", 8, 18, "unknown-paper")], id="status-note"),
        pytest.param("figure: {image: x.svg, alt: y}", [("a", 7, 17, "unknown-image")], id="image"),
        pytest.param(
            "citations: {count: 1, as_of: 2020-01-01, source: here}",
            [("a", 7, 50, "unknown-count-source")],
            id="source",
        ),
    ],
)
def test_what_a_paper_names(more: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(more=more)}) == findings


def test_an_unknown_area() -> None:
    assert found_in({A: record(area="geolgy")}) == [("a", 4, 7, "unknown-topic")]


@pytest.mark.parametrize(
    ("files", "near"),
    [
        ({A: record(area="geolgy")}, "geology"),
        ({A: record(more="venue: tlaks")}, "talks"),
        (
            {
                A: record(more="relations: [{kind: uses, paper: pebbels2019}]"),
                "papers/2019/pebbles2019.yaml": record("U"),
            },
            "pebbles2019",
        ),
        ({A: record(authors="[{family: S, person: ada-ston}]"), "people.yaml": "ada-stone: {name: S}\n"}, "ada-stone"),
        ({A: record(), BEST: "title: B\nselect: {in: bset}\n"}, "best"),
        ({A: record(), BEST: "title: B\nselect: {topic: gmes}\n"}, "gems"),
        ({A: record(more="citations: {count: 1, as_of: 2020-01-01, source: open-alex}")}, "openalex"),
    ],
    ids=["topic", "venue", "paper", "person", "collection", "topic-of-a-query", "source"],
)
def test_a_near_id_is_meant(files: dict[str, str], near: str) -> None:
    (problem,) = diagnostics_of(files)
    assert problem.help == f"did you mean '{near}'?"


def test_a_replacement_is_offered_where_the_span_is_the_id() -> None:
    (problem,) = diagnostics_of({A: record(area="geolgy")})
    assert (problem.replacement, problem.span.end_column) == ("geology", 13)


def test_no_replacement_for_a_cross_link_which_has_more_than_the_id() -> None:
    text = record("Pebbles").replace("S.", "See [[pebbels]].")
    (problem,) = diagnostics_of({"papers/2019/pebbles.yaml": text})
    assert (problem.help, problem.replacement) == ("did you mean 'pebbles'?", None)


@pytest.mark.parametrize(
    "source", ["openalex", "semantic-scholar", "crossref", "google-scholar", "opencitations", "best"]
)
def test_sources_of_counts(source: str) -> None:
    text = record(more=f"citations: {{count: 1, as_of: 2020-01-01, source: {source}}}")
    assert found_in({A: text, BEST: "title: B\nentries: [{paper: a}]\n"}) == []


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        pytest.param("entries: [{paper: x}]", [("best", 2, 19, "unknown-paper")], id="entry"),
        pytest.param(
            "entries: [{paper: a, mentions: [{paper: b}, {paper: x}]}]",
            [("best", 2, 53, "unknown-paper")],
            id="mention",
        ),
        pytest.param(
            "group_by:\n  - title: C\n    entries: [{paper: x}]",
            [("best", 4, 23, "unknown-paper")],
            id="entry-of-a-chapter",
        ),
        pytest.param("intro: See [[x]].", [("best", 2, 12, "unknown-paper")], id="intro"),
        pytest.param(
            "group_by:\n  - {title: C, intro: 'See [[x]].'}",
            [("best", 3, 28, "unknown-paper")],
            id="intro-of-a-chapter",
        ),
        pytest.param("entries: [{paper: a, note: 'See [[x]].'}]", [("best", 2, 33, "unknown-paper")], id="note"),
        pytest.param(
            "entries: [{paper: a, mentions: [{paper: b, note: '[[x]]'}]}]",
            [("best", 2, 51, "unknown-paper")],
            id="note-of-a-mention",
        ),
        pytest.param("conclusion: |\n  One.\n  See [[x|words]].", [("best", 4, 7, "unknown-paper")], id="conclusion"),
        pytest.param(
            "entries: [{paper: a, figure: {image: x.svg, alt: y}}]", [("best", 2, 38, "unknown-image")], id="figure"
        ),
        pytest.param("criteria: {yaer: 2019}", [("best", 2, 12, "bad-query")], id="criterion-alone"),
        pytest.param(
            "criteria: [{year: 2019}, {has: [code, x]}]", [("best", 2, 39, "bad-query")], id="value-in-a-criterion"
        ),
        pytest.param("select: {not: {kind: papre}}", [("best", 2, 22, "bad-query")], id="select"),
    ],
)
def test_what_a_roundup_names(body: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(), B: record("U"), BEST: f"title: B\n{body}\n"}) == findings


def test_an_image_that_is_there() -> None:
    assert found_in({A: record(more="figure: {image: x.svg, alt: y}")}, images=frozenset(["x.svg"])) == []


@pytest.mark.parametrize(
    ("topics", "findings"),
    [
        ("geology: {name: G, parent: rocks}\n", [("topics", 1, 28, "unknown-topic")]),
        ("geology: {name: G, parent: geology}\n", [("topics", 1, 28, "topic-ring")]),
        (
            "geology: {name: G, parent: a}\na: {name: A, parent: b}\nb: {name: B, parent: a}\n",
            [("topics", 1, 28, "topic-ring"), ("topics", 2, 22, "topic-ring"), ("topics", 3, 22, "topic-ring")],
        ),
    ],
    ids=["unknown", "itself", "ring"],
)
def test_parents_of_topics(topics: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(), "topics.yaml": topics}) == findings


WEN = "wen-a: {name: Wen Li}\nwen-b: {name: Wen Li}\n"


@pytest.mark.parametrize(
    ("authors", "people", "findings"),
    [
        ("[Wen Li]", WEN, [("a", 2, 11, "ambiguous-name")]),
        ("['Li, Wen']", WEN, [("a", 2, 11, "ambiguous-name")]),
        ("Wen Li", WEN, [("a", 2, 10, "ambiguous-name")]),
        ("[{given: Wen, family: Li, person: wen-b}]", WEN, []),
        ("[Wen Li]", WEN.replace("Li}\nwen-b", "Li, default: true}\nwen-b"), []),
        ("[W. Li]", WEN, []),
    ],
    ids=["bare", "inverted", "alone", "person", "default", "other-spelling"],
)
def test_homonyms(authors: str, people: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(authors=authors), "people.yaml": people}) == findings
