"""Rules that look at several records: swapped names, repeated and short summaries, counts, years to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dlcatalog.catalog.assemble import Catalog, Parts, assemble
from dlcatalog.catalog.facts import PaperFacts, RelationFact
from dlcatalog.checks.people import swapped_name, wrong_orcid_of_person
from dlcatalog.checks.summaries import repeated_summary, short_summary
from dlcatalog.checks.years import future_year
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person
from dlcatalog.pipeline.records import digest_paper

from .building import diagnostics_of, found_in, record

A, B = "papers/2019/a.yaml", "papers/2019/b.yaml"
BEST = "collections/best.yaml"


def paper(paper_id: str, *authors: str, year: int = 2019, **changes: Any) -> PaperFacts:
    """A paper of few words, with changes."""
    text = record(paper_id, year=year, authors=f"[{', '.join(authors) or 'Ada Stone'}]")
    facts = PaperFacts.from_list(digest_paper(f"papers/{year}/{paper_id}.yaml", "", text.encode())["facts"])
    return replace(facts, **changes)


def catalog_of(
    papers: Iterable[PaperFacts], *, people: Mapping[str, Person] | None = None, dates: Mapping[str, str] | None = None
) -> Catalog:
    by_id = {facts.id: facts for facts in papers}
    return assemble(Parts(site=Site(title="T"), papers=by_id, people=people or {}, dates=dates or {}))


# Dora bears the family name, Carla the given name: so "Cliff Carla" is the wrong way round.
COMPANY = [
    paper("p1", "Carla Cliff", "Ben Brook"),
    paper("p2", "Carla Cliff"),
    paper("p3", "Dora Cliff"),
    paper("p4", "Dora Cliff"),
]


@pytest.mark.parametrize(
    ("authors", "is_found"),
    [
        (("Cliff Carla", "Ben Brook"), True),
        (("Ben Brook", "Cliff Carla"), True),
        (("Cliff Carla", "Brook Ben"), True),
        (("Cliff Carla",), False),
        (("Cliff Carla", "Eve Elm"), False),
        (("Carla Cliff", "Ben Brook"), False),
    ],
    ids=["beside-a-co-author", "second", "both-swapped", "alone", "other-company", "right"],
)
def test_swapped_names(authors: tuple[str, ...], is_found: bool) -> None:
    found = list(swapped_name(catalog_of([*COMPANY, paper("new", *authors)])))
    assert [(f.path, f.replacement, f.about[:1]) for f in found] == (
        [("papers/2019/new.yaml", "Carla Cliff", ("papers/p1",))] if is_found else []
    )


def test_a_name_whose_words_both_serve_as_family_names_is_left_alone() -> None:
    others = [paper(f"q{n}", name) for n, name in enumerate(["Eve Carla", "Eve Carla", "Fay Carla", "Fay Carla"])]
    assert list(swapped_name(catalog_of([*COMPANY, *others, paper("new", "Cliff Carla", "Ben Brook")]))) == []


def test_a_name_that_stands_twice_is_no_slip() -> None:
    twice = [paper("n1", "Cliff Carla", "Ben Brook"), paper("n2", "Cliff Carla", "Ben Brook")]
    assert list(swapped_name(catalog_of([*COMPANY, *twice]))) == []


def test_a_person_of_people_yaml_is_never_swapped() -> None:
    people = {"cliff": Person(name="Cliff Carla")}
    papers = [*COMPANY, paper("new", "Cliff Carla", "Ben Brook")]
    assert list(swapped_name(catalog_of(papers, people=people))) == []


def test_an_orcid_of_a_person() -> None:
    people = {
        "right": Person(name="A B", orcid="0000-0002-1825-0097"),
        "wrong": Person(name="C D", orcid="0000-0002-1825-0098"),
    }
    found = list(wrong_orcid_of_person(catalog_of([paper("p")], people=people)))
    assert [(f.path, f.where, f.code) for f in found] == [("people.yaml", ("wrong", "orcid"), "wrong-orcid")]


SENTENCE = "It is a sentence of eight words or more."


@pytest.mark.parametrize(
    ("first", "second", "is_found"),
    [
        (paper("a", sentence=SENTENCE), paper("b", sentence=SENTENCE), True),
        (paper("a", sentence="One of seven words is too short."), paper("b", sentence="One of seven words is too short."), False),
        (paper("a", sentence=SENTENCE), paper("b", sentence=SENTENCE + " Or."), False),
        (paper("a", sentence=SENTENCE), paper("b", sentence=SENTENCE, relations=(RelationFact("same-work-as", "a", ""),)), False),
        (paper("a", sentence=SENTENCE, title="T"), paper("b", sentence=SENTENCE, title="t!"), False),
    ],
    ids=["same", "short", "other", "same-work", "same-title"],
)  # fmt: skip
def test_a_summary_that_begins_like_another(first: PaperFacts, second: PaperFacts, is_found: bool) -> None:
    found = list(repeated_summary(catalog_of([first, second])))
    assert [(f.path, f.about) for f in found] == ([("papers/2019/b.yaml", ("papers/a",))] if is_found else [])


@pytest.mark.parametrize(
    ("usual", "words", "others", "is_found"),
    [(100, 24, 4, True), (100, 25, 4, False), (97, 24, 4, True), (96, 24, 4, False), (100, 5, 3, False)],
    ids=["short", "long-enough", "just-short", "usual-here", "too-few-papers"],
)
def test_a_summary_that_is_short_where_others_are_long(usual: int, words: int, others: int, is_found: bool) -> None:
    papers = [paper(f"p{n}", words=usual) for n in range(others)]
    found = list(short_summary(catalog_of([*papers, paper("x", words=words)])))
    assert [f.path for f in found] == (["papers/2019/x.yaml"] if is_found else [])


@pytest.mark.parametrize(
    ("added", "committed", "is_found"),
    [
        ("2019-01-01", "", False),
        ("2018-12-31", "", True),
        ("", "2018-12-31", True),
        ("", "2019-01-01", False),
        ("2019-01-01", "2018-01-01", False),
        ("", "", False),
    ],
)
def test_a_year_after_the_record_was_written(added: str, committed: str, is_found: bool) -> None:
    catalog = catalog_of([paper("a", added=added)], dates={A: committed})
    assert [f.path for f in future_year(catalog)] == ([A] if is_found else [])


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (["a,100,2020-01-01,openalex", "a,89,2021-01-01,openalex"], 3),
        (["a,89,2021-01-01,openalex", "a,100,2020-01-01,openalex"], 2),
        (["a,100,2020-01-01,openalex", "a,90,2021-01-01,openalex"], 0),
        (["a,20,2020-01-01,openalex", "a,10,2021-01-01,openalex"], 0),
        (["a,1000,2020-01-01,openalex", "a,899,2021-01-01,openalex"], 3),
        (["a,100,2020-01-01,openalex", "a,5,2021-01-01,crossref"], 0),
        (["a,100,2020-01-01,openalex", "b,5,2021-01-01,openalex"], 0),
    ],
    ids=["falls", "in-any-order", "a-tenth", "ten", "more-than-a-tenth", "other-source", "other-paper"],
)
def test_counts_that_fall(rows: list[str], line: int) -> None:
    ledger = "\n".join(["paper,count,as_of,source", *rows]) + "\n"
    found = found_in({A: record("T"), B: record("U"), "citations.csv": ledger})
    assert found == ([("citations.csv", line, 1, "falling-count")] if line else [])


def test_a_count_of_a_record_that_falls_hangs_on_the_ledger() -> None:
    more = "citations: {count: 5, as_of: 2021-01-01, source: openalex}"
    ledger = "paper,count,as_of,source\na,100,2020-01-01,openalex\n"
    found = diagnostics_of({A: record(more=more), "citations.csv": ledger})
    assert [(d.path, d.span.line, d.span.column, d.code, d.about) for d in found] == [
        (A, 7, 20, "falling-count", ("citations/a",))
    ]


def test_counts_of_a_roundup_without_a_date() -> None:
    body = "entries:\n  - {paper: a, citations: 5, mentions: [{paper: b, citations: 6}]}\n"
    dated = "source: {published: 2019-12-31}\n"
    files = {A: record("T"), B: record("U")}
    assert found_in({**files, BEST: f"title: B\n{body}"}) == [
        ("best", 3, 27, "undated-count"),
        ("best", 3, 63, "undated-count"),
    ]
    assert found_in({**files, BEST: f"title: B\n{dated}{body}"}) == []


def test_a_mention_that_stands_twice() -> None:
    body = "entries:\n  - {paper: a, mentions: [{paper: b}, {paper: b}, {paper: a}]}\n"
    assert found_in({A: record("T"), B: record("U"), BEST: f"title: B\n{body}"}) == [
        ("best", 3, 47, "duplicate-entry"),
        ("best", 3, 59, "duplicate-entry"),
    ]


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ("entries: [{paper: x}]", ("papers/x",)),
        ("select: {topic: gem}", ("topics/gem",)),
        ("select: {not: {venue: [talks, tlaks]}}", ("venues/tlaks",)),
        ("select: {in: other}", ("collections/other",)),
        ("select: {yaer: 2019}", ()),
    ],
)
def test_a_problem_says_what_it_hangs_on(body: str, about: tuple[str, ...]) -> None:
    found = diagnostics_of({A: record(), BEST: f"title: B\n{body}\n"})
    assert [d.about for d in found] == [about]
