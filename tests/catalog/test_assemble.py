"""Linking: indexes, edges, counts, roundups."""

from __future__ import annotations

import pytest

from dlcatalog.catalog.assemble import Catalog, IncomingEdge, Role
from dlcatalog.catalog.facts import CountFact, NamedPaper

from .building import catalog_of, paper, roundup


def chapters_of(catalog: Catalog, collection: str) -> list[tuple[str, str, list[str]]]:
    return [(c.title, c.anchor, [e.paper for e in c.entries]) for c in catalog.chapters[collection]]


def test_lists_run_from_the_newest_year_back_then_by_id() -> None:
    catalog = catalog_of([paper("b", year=2019), paper("c", year=2020), paper("a", year=2019)])
    assert catalog.order == ("c", "a", "b")
    assert catalog.by_year == {2020: ("c",), 2019: ("a", "b")}


def test_a_topic_holds_the_papers_of_its_sub_topics() -> None:
    catalog = catalog_of([paper("a", area="gems"), paper("b", area="water", topics=("minerals",))])
    assert catalog.by_topic == {"gems": ("a",), "minerals": ("a", "b"), "geology": ("a", "b"), "water": ("b",)}


def test_a_venue_that_does_not_exist_has_no_papers() -> None:
    assert catalog_of([paper("a", venue="talks"), paper("b", venue="none")]).by_venue == {"talks": ("a",)}


@pytest.mark.parametrize(
    ("own", "venue", "kind"),
    [
        ("book", "talks", "book"),
        ("", "talks", "conference"),
        ("", "journal", "journal"),
        ("", "attic", "workshop"),
        ("", "heap", "preprint"),
        ("", "shelf", "preprint"),
        ("", "", "preprint"),
        ("", "none", "preprint"),
    ],
)
def test_kind(own: str, venue: str, kind: str) -> None:
    one = paper("a", kind=own, venue=venue)
    assert catalog_of([one]).kind(one) == kind


@pytest.mark.parametrize(
    ("kind", "inverse"),
    [
        ("builds-on", "built-on-by"),
        ("improves", "improved-by"),
        ("simplifies", "simplified-by"),
        ("generalises", "generalised-by"),
        ("applies", "applied-by"),
        ("disputes", "disputed-by"),
        ("reproduces", "reproduced-by"),
        ("surveys", "surveyed-by"),
        ("uses", "used-by"),
        ("compares-with", "compares-with"),
        ("same-work-as", "same-work-as"),
    ],
)
def test_an_edge_is_read_backwards(kind: str, inverse: str) -> None:
    catalog = catalog_of([paper("a", relations=[(kind, "b")]), paper("b")])
    assert catalog.incoming == {"b": (IncomingEdge(inverse, "a", ""),)}


def test_a_symmetric_edge_that_both_state_is_shown_once() -> None:
    catalog = catalog_of(
        [paper("a", relations=[("compares-with", "b")]), paper("b", relations=[("compares-with", "a")])]
    )
    assert catalog.incoming == {}


def test_edges_to_nothing_and_to_itself_are_left_out() -> None:
    assert catalog_of([paper("a", relations=[("uses", "a"), ("uses", "none")])]).incoming == {}


def test_incoming_edges_stand_in_the_order_of_their_papers() -> None:
    catalog = catalog_of(
        [paper("x", year=2018, relations=[("uses", "a")]), paper("y", year=2020, relations=[("uses", "a")]), paper("a")]
    )
    assert [edge.paper for edge in catalog.incoming["a"]] == ["y", "x"]


OWN = CountFact(5, "2020-01-04", "openalex")
ROW = CountFact(7, "2020-01-04", "crossref")
ROUNDUP = "source: {published: 2019-01-01, revised: 2020-01-04}\nentries:\n  - {paper: a, citations: 6}\n"


def test_dated_counts_run_from_old_to_new_and_the_ledger_wins_a_tie() -> None:
    catalog = catalog_of(
        [paper("a", counted=OWN)],
        collections=[roundup("best", ROUNDUP)],
        ledger={"a": (ROW, CountFact(1, "2018-01-01", "openalex"))},
    )
    assert catalog.counts["a"] == (CountFact(1, "2018-01-01", "openalex"), CountFact(6, "2020-01-04", "best"), OWN, ROW)
    assert catalog.newest_count("a") == ROW


def test_the_newest_by_date_is_the_count() -> None:
    newer = CountFact(4, "2020-01-05", "openalex")
    assert catalog_of([paper("a", counted=newer)], ledger={"a": (ROW,)}).newest_count("a") == newer


def test_a_count_that_two_places_state_is_one() -> None:
    assert catalog_of([paper("a", counted=ROW)], ledger={"a": (ROW,)}).counts["a"] == (ROW,)


def test_a_roundup_that_was_never_revised_counts_by_its_publication() -> None:
    text = "source: {published: 2019-01-01}\nentries:\n  - {paper: b, mentions: [{paper: a, citations: 6}]}\n"
    catalog = catalog_of([paper("a"), paper("b")], collections=[roundup("best", text)])
    assert catalog.counts == {"a": (CountFact(6, "2019-01-01", "best"),)}


def test_a_roundup_without_a_date_has_no_dated_counts() -> None:
    catalog = catalog_of([paper("a")], collections=[roundup("best", "entries: [{paper: a, citations: 6}]")])
    assert catalog.counts == {}
    assert catalog.newest_count("a") is None


def test_rows_of_papers_that_are_not_there_are_left_out() -> None:
    assert catalog_of([paper("a")], ledger={"none": (ROW,)}).counts == {}


PAPERS = [
    paper("a", year=2018, area="water"),
    paper("b", year=2019, area="geology"),
    paper("c", year=2018, area="gems"),
    paper("d", year=2020, area="geology"),
]


def placed(text: str) -> list[tuple[str, str, list[str]]]:
    return chapters_of(catalog_of(PAPERS, collections=[roundup("best", text)]), "best")


ENTRIES = "entries: [{paper: d}, {paper: c}, {paper: b}, {paper: a}]"


def test_without_chapters_the_order_is_as_written() -> None:
    assert placed(ENTRIES) == [("", "", ["d", "c", "b", "a"])]


def test_chapters_by_year_run_forwards_and_keep_the_written_order_inside() -> None:
    assert placed(f"group_by: year\n{ENTRIES}") == [
        ("2018", "year--2018", ["c", "a"]),
        ("2019", "year--2019", ["b"]),
        ("2020", "year--2020", ["d"]),
    ]


def test_chapters_by_topic_run_in_the_order_of_the_tree() -> None:
    assert placed(f"group_by: topic\n{ENTRIES}") == [
        ("Geology", "topic--geology", ["d", "b"]),
        ("Gems", "topic--gems", ["c"]),
        ("Water", "topic--water", ["a"]),
    ]


def test_explicit_chapters_may_share_a_title_and_be_empty() -> None:
    text = "group_by:\n  - {title: Old, entries: [{paper: a}]}\n  - {title: None}\n  - {title: Old, entries: [{paper: b}]}\n"
    assert placed(text) == [
        ("Old", "chapter--old", ["a"]),
        ("None", "chapter--none", []),
        ("Old", "chapter--old-3", ["b"]),
    ]


def test_what_a_rule_adds_to_explicit_chapters_stands_at_the_end() -> None:
    text = "group_by:\n  - {title: Old, entries: [{paper: a}]}\nselect: {year: 2018..2019}\n"
    assert placed(text) == [("Old", "chapter--old", ["a"]), ("", "more", ["c", "b"])]


def test_select_gives_papers_by_year_then_id_behind_those_written_by_hand() -> None:
    assert placed("select: {not: {year: 2020}}\nentries: [{paper: b}]") == [("", "", ["b", "a", "c"])]


def test_an_entry_that_is_written_twice_stands_once() -> None:
    assert placed("entries: [{paper: a}, {paper: b}, {paper: a}]") == [("", "", ["a", "b"])]


def test_entries_and_mentions_of_nothing_are_left_out() -> None:
    catalog = catalog_of(
        PAPERS,
        collections=[roundup("best", "entries: [{paper: none}, {paper: a, mentions: [{paper: no}, {paper: b}]}]")],
    )
    ((chapter,),) = catalog.chapters.values()
    assert [(e.paper, e.mentions) for e in chapter.entries] == [("a", (("b", None),))]


def test_a_wrong_select_chooses_nothing() -> None:
    assert placed("select: {yaer: 2018}\nentries: [{paper: a}]") == [("", "", ["a"])]


def test_select_by_in_sees_what_other_roundups_hold_by_hand() -> None:
    first = roundup("first", "entries: [{paper: a, mentions: [{paper: b}]}]")
    rule = roundup("rule", "select: {year: 2020}")
    both = roundup("both", "select: {in: [first, rule]}")
    assert chapters_of(catalog_of(PAPERS, collections=[first, rule, both]), "both") == [("", "", ["a", "b"])]


def test_rules_cannot_feed_each_other() -> None:
    one, two = roundup("one", "select: {in: two}"), roundup("two", "select: {in: one}")
    catalog = catalog_of(PAPERS, collections=[one, two])
    assert [chapters_of(catalog, name) for name in ("one", "two")] == [[("", "", [])], [("", "", [])]]


def test_roles() -> None:
    named = (NamedPaper("intro", "c", 0, 1), NamedPaper("intro", "a", 2, 3), NamedPaper("intro", "none", 4, 5))
    best = roundup("best", "entries: [{paper: a, mentions: [{paper: b}, {paper: a}]}]", named=named)
    worst = roundup("worst", "select: {year: 2018}")
    assert catalog_of(PAPERS, collections=[worst, best]).roles == {
        "a": (Role("best", "main"), Role("worst", "main")),
        "b": (Role("best", "mention"),),
        "c": (Role("best", "named"), Role("worst", "main")),
    }


def test_a_paper_that_is_only_named_is_not_in_the_roundup() -> None:
    catalog = catalog_of(PAPERS, collections=[roundup("best", "entries: []", named=(NamedPaper("intro", "c", 0, 1),))])
    assert catalog.subject(catalog.paper("c")).within == frozenset()


def test_former_ids_lead_on_unless_a_paper_has_them() -> None:
    catalog = catalog_of([paper("a", formerly=("old", "b")), paper("b")])
    assert catalog.moved == {"old": "a"}


def test_subject_holds_what_a_query_asks() -> None:
    one = paper(
        "a", "Zoë Marsh", area="gems", topics=("water",), venue="talks", has=("code",), added="2020-01-01", title="T"
    )
    catalog = catalog_of([one], collections=[roundup("best", "entries: [{paper: a}]")], ledger={"a": (ROW,)})
    subject = catalog.subject(one)
    assert subject.topics == {"gems", "minerals", "geology", "water"}
    assert (subject.kind, subject.authors) == ("conference", ("zoe-marsh", "zoe marsh"))
    assert (subject.within, subject.cited) == (frozenset({"best"}), 7)


def test_the_order_of_files_does_not_matter() -> None:
    best, worst = roundup("best", ENTRIES), roundup("worst", "select: {year: 2018}")
    one = catalog_of(PAPERS, collections=[best, worst])
    two = catalog_of(reversed(PAPERS), collections=[worst, best])
    assert (one.order, one.roles, one.by_topic, dict(one.authors.entries)) == (
        two.order,
        two.roles,
        two.by_topic,
        dict(two.authors.entries),
    )
    assert {name: one.chapters[name] for name in one.chapters} == {name: two.chapters[name] for name in two.chapters}


def test_facts_survive_the_store() -> None:
    full = paper(
        "a", relations=[("uses", "b")], counted=OWN, ids=(("doi", "10.5555/a"),), links=(("pdf", "https://a.example/"),)
    )
    full = type(full).from_list(full.to_list())
    assert full == paper(
        "a", relations=[("uses", "b")], counted=OWN, ids=(("doi", "10.5555/a"),), links=(("pdf", "https://a.example/"),)
    )
