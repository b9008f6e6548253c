"""What records say together must not contradict itself."""

from __future__ import annotations

import pytest

from .building import diagnostics_of, found_in, record

A, B, C = "papers/2019/a.yaml", "papers/2019/b.yaml", "papers/2019/c.yaml"
BEST = "collections/best.yaml"


def related(kind: str, *others: str) -> str:
    return "relations: [" + ", ".join(f"{{kind: {kind}, paper: {other}}}" for other in others) + "]"


def test_the_folder_is_the_year() -> None:
    assert found_in({"papers/2018/a.yaml": record()}) == [("a", 3, 7, "wrong-folder")]


@pytest.mark.parametrize(
    ("ids", "findings"),
    [
        ("{arxiv: '1903.03762'}", [("b", 7, 14, "duplicate-arxiv")]),
        ("{doi: 10.5555/a, pubmed: 12}", [("b", 7, 12, "duplicate-doi"), ("b", 7, 31, "duplicate-pubmed")]),
        ("{isbn: '9780262035613'}", []),
    ],
    ids=["one", "two", "isbn-may-recur"],
)
def test_identifiers(ids: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(more=f"ids: {ids}"), B: record("U", more=f"ids: {ids}")}) == findings


def test_the_paper_with_the_first_id_owns_an_identifier() -> None:
    same = "ids: {doi: 10.5555/a}"
    files = {C: record("V", more=same), A: record("T", more=same), B: record("U", more=same)}
    assert [(d.path, "'a' has" in d.message) for d in diagnostics_of(files)] == [(B, True), (C, True)]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (record("'Pebbles: Round'"), record("pebbles, round!"), True),
        (record("Pebbles", authors="[Ada Stone]"), record("Pebbles", authors="[Ben Brook, 'STONE, Ada']"), True),
        (record("Pebbles", authors="[Ada Stone]"), record("Pebbles", authors="[Ben Brook]"), False),
        (record("Pebbles"), record("Pebbles", more=related("same-work-as", "a")), False),
        (record("Pebbles", more=related("same-work-as", "b")), record("Pebbles"), False),
        (record("Pebbles"), record("Pebbles Again"), False),
    ],
    ids=["folded", "common-author", "no-common-author", "joined-by-the-second", "joined-by-the-first", "other-title"],
)
def test_titles(first: str, second: str, found: bool) -> None:
    assert found_in({A: first, B: second}) == ([("b", 1, 8, "duplicate-title")] if found else [])


def test_a_relation_to_itself() -> None:
    assert found_in({A: record(more=related("uses", "a"))}) == [("a", 7, 33, "self-relation")]


def test_a_relation_that_stands_twice() -> None:
    assert found_in({A: record(more=related("uses", "b", "b")), B: record("U")}) == [("a", 7, 37, "duplicate-relation")]


def test_two_kinds_to_one_paper_are_two_relations() -> None:
    text = record(more="relations: [{kind: uses, paper: b}, {kind: improves, paper: b}]")
    assert found_in({A: text, B: record("U")}) == []


@pytest.mark.parametrize("kind", ["builds-on", "improves", "simplifies", "generalises"])
def test_a_cycle_is_found_whatever_the_four_kinds(kind: str) -> None:
    files = {A: record(more=related("builds-on", "b")), B: record("U", more=related(kind, "a"))}
    assert [(d.code, d.path) for d in diagnostics_of(files)] == [("relation-cycle", B)]


@pytest.mark.parametrize(
    "kind", ["applies", "disputes", "reproduces", "surveys", "uses", "compares-with", "same-work-as"]
)
def test_other_kinds_may_form_a_ring(kind: str) -> None:
    assert found_in({A: record(more=related("builds-on", "b")), B: record("U", more=related(kind, "a"))}) == []


def test_a_cycle_is_told_from_end_to_end() -> None:
    files = {
        A: record(more=related("builds-on", "b")),
        B: record("U", more=related("improves", "c")),
        C: record("V", more=related("simplifies", "a")),
    }
    (problem,) = diagnostics_of(files)
    assert (problem.path, problem.message) == (C, "the relation must not close a cycle: a → b → c → a")


def test_a_diamond_is_no_cycle() -> None:
    files = {
        A: record(more=related("builds-on", "b", "c")),
        B: record("U", more=related("builds-on", "d")),
        C: record("V", more=related("builds-on", "d")),
        "papers/2019/d.yaml": record("W"),
    }
    assert found_in(files) == []


def test_a_chain_of_eleven_hundred_is_walked() -> None:
    files = {f"papers/2019/p{n}.yaml": record(f"T{n}", more=related("builds-on", f"p{n + 1}")) for n in range(1099)}
    files["papers/2019/p1099.yaml"] = record("End", more=related("builds-on", "p0"))
    assert [d.code for d in diagnostics_of(files)] == ["relation-cycle"]


CRITERIA = "title: B\ncriteria:\n  - {year: 2010..2018}\n  - {not: {kind: book}}\n"


@pytest.mark.parametrize(
    ("entries", "findings"),
    [
        ("entries: [{paper: a}]", [("best", 5, 19, "failed-criterion")]),
        ("entries: [{paper: a, exception: it was late}]", []),
        ("entries: [{paper: b}]", []),
        ("entries: [{paper: b, mentions: [{paper: a}]}]", []),
        ("entries: [{paper: c}]", [("best", 5, 19, "failed-criterion")]),
        ("group_by: [{title: X, entries: [{paper: a}]}]", [("best", 5, 41, "failed-criterion")]),
    ],
    ids=["fails-one", "exception", "meets-all", "mentions-need-not", "fails-the-other", "in-a-chapter"],
)
def test_criteria(entries: str, findings: list[tuple[str, int, int, str]]) -> None:
    files = {
        A: record(),
        "papers/2018/b.yaml": record("U", year=2018),
        "papers/2018/c.yaml": record("V", year=2018, more="kind: book"),
        BEST: f"{CRITERIA}{entries}\n",
    }
    assert found_in(files) == findings


def test_a_criterion_that_is_wrong_fails_nobody() -> None:
    assert found_in({A: record(), BEST: "title: B\ncriteria: [{yaer: 2018}]\nentries: [{paper: a}]\n"}) == [
        ("best", 2, 13, "bad-query")
    ]


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("entries: [{paper: a}, {paper: b}, {paper: a}]", [("best", 2, 43, "duplicate-entry")]),
        ("entries: [{paper: a, mentions: [{paper: b}]}, {paper: b}]", []),
        (
            "group_by:\n  - {title: X, entries: [{paper: a}]}\n  - {title: Y, entries: [{paper: a}]}",
            [("best", 4, 34, "duplicate-entry")],
        ),
    ],
    ids=["twice", "mention-and-entry", "two-chapters"],
)
def test_entries(body: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(), B: record("U"), BEST: f"title: B\n{body}\n"}) == findings


@pytest.mark.parametrize(
    ("first", "second", "findings"),
    [
        ("formerly: [old]", "", []),
        ("formerly: [b]", "", [("a", 7, 12, "former-id-taken")]),
        ("formerly: [a]", "", [("a", 7, 12, "former-id-taken")]),
        ("formerly: [old]", "formerly: [other, old]", [("b", 7, 19, "former-id-taken")]),
    ],
    ids=["free", "another-paper", "its-own", "another-former-id"],
)
def test_former_ids(first: str, second: str, findings: list[tuple[str, int, int, str]]) -> None:
    assert found_in({A: record(more=first), B: record("U", more=second)}) == findings


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ("ben-brook: {name: Benedict Brooke}\n", True),
        ("ben-brook: {name: Benedict Brooke, variants: [Ben Brook]}\n", False),
        ("ben-brook: {name: Ben Brook}\n", False),
        ("benedict: {name: Benedict Brooke}\n", False),
    ],
    ids=["clash", "variant", "the-same", "another-id"],
)
def test_pages_of_authors(people: str, found: bool) -> None:
    files = {A: record(authors="[Ben Brook]"), B: record("U", authors="[Benedict Brooke]"), "people.yaml": people}
    assert found_in(files) == ([("people", 1, 1, "author-page-clash")] if found else [])


@pytest.mark.parametrize(("figure", "found"), [("{image: x.svg}", True), ("{image: x.svg, alt: y}", False)])
def test_alternative_texts(figure: str, found: bool) -> None:
    images = frozenset(["x.svg"])
    assert found_in({A: record(more=f"figure: {figure}")}, images=images) == (
        [("a", 7, 9, "missing-alt")] if found else []
    )
    entry = {A: record(), BEST: f"title: B\nentries: [{{paper: a, figure: {figure}}}]\n"}
    assert found_in(entry, images=images) == ([("best", 2, 30, "missing-alt")] if found else [])
