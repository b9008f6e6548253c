"""Records to values: one mistake is one problem, and every problem has its place."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlcatalog.model.collection import Collection
from dlcatalog.model.paper import Link, Paper
from dlcatalog.model.site import GoldenQuery, Site
from dlcatalog.model.vocabulary import Topic
from dlcatalog.source.decode import decode_list, decode_model, decode_table

GOOD = """\
title: Pebbles Are Round
authors: [Ada Stone]
year: 2019
area: geology
summary: They roll.
links: {paper: https://example.org/}
"""


def paper_of(text: str) -> Paper:
    decoded = decode_model(Paper, text.encode(), "x.yaml")
    assert decoded.diagnostics == ()
    assert decoded.value is not None
    return decoded.value


def problems_of(text: str, model: type[Paper | Collection | Site] = Paper) -> list[tuple[str, int, int]]:
    return [(d.code, d.span.line, d.span.column) for d in decode_model(model, text.encode(), "x.yaml").diagnostics]


def test_a_good_record_has_a_value() -> None:
    assert paper_of(GOOD).title == "Pebbles Are Round"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            GOOD.replace("title:", "titel:"), [("unknown-field", 1, 1)], id="mistyped-field-is-not-missing-too"
        ),
        pytest.param(GOOD.replace("title: Pebbles Are Round", ""), [("missing-field", 2, 1)], id="missing"),
        pytest.param(GOOD.replace("Pebbles Are Round", ""), [("missing-field", 1, 1)], id="empty-is-missing"),
        pytest.param(GOOD.replace("2019", "2017.0"), [("bad-year", 3, 7)], id="a-point-is-no-integer"),
        pytest.param(GOOD.replace("[Ada Stone]", "[]"), [("missing-field", 1, 1)], id="no-authors"),
        pytest.param(GOOD.replace("Ada Stone", "'', Ben Brook"), [("bad-author", 2, 11)], id="empty-author"),
        pytest.param(GOOD.replace("Ada Stone", "{given: ''}"), [("bad-author", 2, 11)], id="author-without-name"),
        pytest.param(GOOD.replace("Ada Stone", "{family: S, orcid: 1}"), [("bad-orcid", 2, 30)], id="inside-an-author"),
        pytest.param(GOOD.replace("Ada Stone", "{famly: Stone}"), [("unknown-field", 2, 12)], id="field-of-an-author"),
        pytest.param(GOOD.replace("Ada Stone", "[Ada]"), [("not-text", 2, 11)], id="list-for-an-author"),
        pytest.param(GOOD + "relations: {kind: uses, paper: a}\n", [("not-a-list", 7, 12)], id="mapping-for-a-list"),
        pytest.param(GOOD + "relations: [a]\n", [("not-a-mapping", 7, 13)], id="text-for-a-mapping"),
        pytest.param(GOOD + "figure: a.svg\n", [("not-a-mapping", 7, 9)], id="text-for-a-figure"),
        pytest.param(
            GOOD + "relations:\n  - {kind: uses}\n  - {paper: a}\n",
            [("missing-field", 8, 5), ("missing-field", 9, 5)],
            id="missing-in-items",
        ),
        pytest.param(GOOD + "topics: [a, B, c, D]\n", [("bad-id", 7, 13), ("bad-id", 7, 19)], id="two-of-four-items"),
        pytest.param(GOOD.replace("{paper:", "{pdf:"), [("no-way-to-the-paper", 1, 1)], id="no-way"),
        pytest.param("- a", [("not-a-mapping", 1, 1)], id="list-for-a-record"),
        pytest.param("text", [("not-a-mapping", 1, 1)], id="text-for-a-record"),
        pytest.param("", [("empty-file", 1, 1)], id="nothing"),
        pytest.param("---\n# nothing\n", [("empty-file", 1, 1)], id="empty-document"),
        pytest.param(GOOD + "particle: x\n", [("unknown-field", 7, 1)], id="a-name-of-our-own"),
    ],
)
def test_problems(text: str, problems: list[tuple[str, int, int]]) -> None:
    assert problems_of(text) == problems


def test_all_problems_of_a_record_are_found_at_once() -> None:
    text = GOOD.replace("2019", "soon").replace("geology", "Geology").replace("https:", "javascript:") + "kind: papre\n"
    codes = sorted(code for code, _, _ in problems_of(text))
    assert codes == ["bad-id", "bad-url", "bad-year", "unknown-kind"]


def test_a_duplicate_key_does_not_hide_the_rest() -> None:
    assert problems_of(GOOD + "year: 2018\nkind: papre\n") == [("duplicate-key", 7, 1), ("unknown-kind", 8, 7)]


@pytest.mark.parametrize(
    ("links", "urls"),
    [
        ("https://a.example/", ["https://a.example/"]),
        ("{url: https://a.example/}", ["https://a.example/"]),
        ("[https://a.example/, https://b.example/]", ["https://a.example/", "https://b.example/"]),
        ("[https://a.example/, {url: https://b.example/}]", ["https://a.example/", "https://b.example/"]),
    ],
    ids=["url", "mapping", "list", "mixed-list"],
)
def test_links_of_several_shapes(links: str, urls: list[str]) -> None:
    found = paper_of(GOOD.replace("https://example.org/", links)).links.paper
    assert [link.url for link in found] == urls


def test_a_link_keeps_what_is_said_of_it() -> None:
    text = "{url: https://a.example/, label: Ours, official: true, archived: https://b.example/}"
    (link,) = paper_of(GOOD.replace("https://example.org/", text)).links.paper
    assert link == Link(url="https://a.example/", label="Ours", official=True, archived="https://b.example/")


@pytest.mark.parametrize(
    ("links", "problem"),
    [
        ("a.example", ("bad-url", 6, 16)),
        ("[https://a.example/, b.example]", ("bad-url", 6, 37)),
        ("{url: a.example}", ("bad-url", 6, 22)),
        ("{url: https://a.example/, official: yes}", ("bad-boolean", 6, 52)),
        ("[{url: https://a.example/, official: yes}]", ("bad-boolean", 6, 53)),
        ("{label: Ours}", ("missing-field", 6, 9)),
        ("{url: https://a.example/, lable: Ours}", ("unknown-field", 6, 42)),
        ("[[https://a.example/]]", ("not-text", 6, 17)),
    ],
    ids=["url", "item", "mapping", "inside", "inside-an-item", "no-url", "mistyped", "list-in-a-list"],
)
def test_one_mistake_in_a_link_is_one_problem(links: str, problem: tuple[str, int, int]) -> None:
    assert problems_of(GOOD.replace("https://example.org/", links)) == [problem]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("titel", "title"),
        ("author", "authors"),
        ("venue-year", "venue_year"),
        ("sumary", "summary"),
        ("topic", "topics"),
    ],
)
def test_a_near_field_is_meant(written: str, near: str) -> None:
    (problem,) = decode_model(Paper, f"{GOOD}{written}: x\n".encode(), "x").diagnostics
    assert (problem.help, problem.replacement) == (f"did you mean '{near}'?", near)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("links: {paper: https://a.example/, vidoe: https://a.example/}", "video"),
        ("ids: {arxive: '1706.03762'}", "arxiv"),
        ("ids: {semantic_scholar: x}", "semantic-scholar"),
        ("relations: [{kind: build-on, paper: a}]", "builds-on"),
        ("kind: confrence", "conference"),
        ("status: retrected", "retracted"),
        ("citations: {cuont: 1, as_of: 2020-01-01, source: openalex}", "count"),
    ],
    ids=["link-kind", "id-kind", "id-kind-underscore", "relation-kind", "kind", "status", "field-of-a-count"],
)
def test_a_near_word_is_meant(text: str, near: str) -> None:
    good = (
        GOOD.replace("links: {paper: https://example.org/}\n", "ids: {doi: 10.5555/a}\n") if "ids" not in text else GOOD
    )
    (problem,) = decode_model(Paper, f"{good}{text}\n".encode(), "x").diagnostics
    assert problem.help == f"did you mean '{near}'?"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("pdf", "write it below 'links': links: {pdf: …}"),
        ("doi", "write it below 'ids': ids: {doi: …}"),
        ("abstract", "write a summary of your own under 'summary'"),
        ("colour", "delete it"),
    ],
)
def test_a_field_that_belongs_elsewhere(written: str, hint: str) -> None:
    (problem,) = decode_model(Paper, f"{GOOD}{written}: x\n".encode(), "x").diagnostics
    assert problem.help == hint


def test_an_inverse_relation_belongs_to_the_other_record() -> None:
    (problem,) = decode_model(Paper, f"{GOOD}relations: [{{kind: built-on-by, paper: a}}]\n".encode(), "x").diagnostics
    assert problem.help == "write it into the other paper's record, as builds-on"


@pytest.mark.parametrize(
    ("field", "text", "name"),
    [
        ("year", "'{field}'", "'year'"),
        ("kind", "'{field}'", "'kind'"),
    ],
)
def test_braces_in_a_value_are_no_placeholder(field: str, text: str, name: str) -> None:
    good = GOOD.replace("year: 2019\n", "") if field == "year" else GOOD
    (problem,) = decode_model(Paper, f'{good}{field}: "{text}"\n'.encode(), "x").diagnostics
    assert problem.message.startswith(name)
    assert "not ''{field}''" in problem.message


def test_a_bad_record_has_no_value() -> None:
    assert decode_model(Paper, GOOD.replace("2019", "soon").encode(), "x.yaml").value is None


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("title: A\ngroup_by: years\n", [("unknown-grouping", 2, 11)]),
        ("title: A\ngroup_by: {by: year}\n", [("unknown-grouping", 2, 11)]),
        ("title: A\ngroup_by: [{intro: x}]\n", [("missing-field", 2, 12)]),
        ("title: A\ngroup_by:\n  - title: B\n    entries: [{papre: a}]\n", [("unknown-field", 4, 16)]),
        ("title: A\nentries: [{paper: a, citations: many}]\n", [("bad-number", 2, 33)]),
        ("title: A\ncriteria: [a]\n", [("not-a-mapping", 2, 12)]),
        ("title: A\nselect: [a]\n", [("not-a-mapping", 2, 9)]),
        ("title: A\nsource: {published: 2019}\n", [("bad-date", 2, 21)]),
        ("title: A\ngroup_by: [{title: B}]\nentries: [{paper: a}]\n", [("entries-beside-chapters", 3, 1)]),
    ],
    ids=["word", "mapping", "chapter", "entry", "count", "criteria", "select", "date", "two-lists"],
)
def test_problems_of_a_roundup(text: str, problems: list[tuple[str, int, int]]) -> None:
    assert problems_of(text, Collection) == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("title: A\nseverity: {bad-year: silent}\n", [("unknown-severity", 2, 22)]),
        ("title: A\nexports: [bibtex, endnote]\n", [("unknown-export", 2, 19)]),
        ("title: A\nexports: endnote\n", [("unknown-export", 2, 10)]),
        ("title: A\nbase_url: https://a.example/?b\n", [("bad-url", 2, 11)]),
        ("title: A\nbase_url: mailto:a@b.example\n", [("bad-url", 2, 11)]),
        ("title: A\nlinks: {max_age: week}\n", [("bad-number", 2, 18)]),
    ],
    ids=["severity", "export", "single-export", "query-in-base-url", "mail-for-base-url", "max-age"],
)
def test_problems_of_the_settings(text: str, problems: list[tuple[str, int, int]]) -> None:
    assert problems_of(text, Site) == problems


def test_a_base_url_ends_with_a_slash() -> None:
    decoded = decode_model(Site, b"title: A\nbase_url: https://a.example/b\n", "site.yaml")
    assert decoded.value is not None
    assert decoded.value.base_url == "https://a.example/b/"


def test_a_table_keeps_its_good_entries() -> None:
    text = b"a: {name: A}\nB: {name: B}\nc: {nmae: C}\nd: D\ne: {name: E}\n"
    values, problems, _ = decode_table(Topic, text, "topics.yaml")
    assert list(values) == ["a", "e"]
    assert [(d.code, d.span.line, d.span.column) for d in problems] == [
        ("bad-id", 2, 1),
        ("unknown-field", 3, 5),
        ("not-a-mapping", 4, 4),
    ]


@pytest.mark.parametrize("text", ["", "{}", "# nothing"], ids=["empty", "braces", "comment"])
def test_a_table_may_be_empty(text: str) -> None:
    assert decode_table(Topic, text.encode(), "topics.yaml")[:2] == ({}, ())


def test_a_list_keeps_its_good_items() -> None:
    values, problems = decode_list(GoldenQuery, b"- {q: a, expect: b}\n- {q: c}\n- {q: d, expect: [e, f]}\n", "x")
    assert [(v.q, v.expect, v.within) for v in values] == [("a", ("b",), 1), ("d", ("e", "f"), 1)]
    assert [(d.code, d.span.line, d.span.column) for d in problems] == [("missing-field", 2, 3)]


def test_a_list_must_be_one() -> None:
    assert [d.code for d in decode_list(GoldenQuery, b"a: b", "x")[1]] == ["not-a-list"]


def test_the_problems_of_a_hostile_file_are_counted() -> None:
    problems = decode_model(Paper, (GOOD + f"topics: [{'A, ' * 1000}]").encode(), "x").diagnostics
    assert len(problems) == 201
    assert problems[-1].message == "a file must have few enough problems to list, not 800 more from here on"


def _within_a_second(data: bytes) -> None:
    started = time.perf_counter()
    decoded = decode_model(Paper, data, "x.yaml")
    assert time.perf_counter() - started < 1
    assert (decoded.value is None) == any(d.severity == "error" for d in decoded.diagnostics) or decoded.diagnostics
    lines = data.count(b"\n") + 1
    assert all(1 <= d.span.line <= lines and d.span.column >= 1 for d in decoded.diagnostics)


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf\xff")
@example(b"\xef\xbb\xbfa\xff")
def test_any_bytes_are_a_record_or_have_problems(data: bytes) -> None:
    _within_a_second(data)


FIELDS = sorted(Paper.model_fields)
LEAVES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2019", "yes", "true", "1e3", "2020-01-01", "https://a.example/", "uses", "a", "https://[", "٣"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from([*FIELDS, "url", "paper", "pdf", "arxiv", "kind", "family", "x"]), inner, max_size=4
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(FIELDS), TREES, max_size=8))
def test_any_tree_is_a_record_or_has_problems(tree: dict[str, object]) -> None:
    data = yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace")
    _within_a_second(data)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(sorted(Collection.model_fields)), TREES, max_size=6))
def test_any_tree_is_a_roundup_or_has_problems(tree: dict[str, object]) -> None:
    data = yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace")
    decoded = decode_model(Collection, data, "x.yaml")
    assert decoded.value is not None or decoded.diagnostics
