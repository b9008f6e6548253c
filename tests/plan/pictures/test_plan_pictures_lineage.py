"""Lineage graphs and genealogies: who stands where, what lines say, what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from dlcatalog.plan.pictures import genealogies
from dlcatalog.plan.pictures.genealogies import descent_by_topic, genealogy
from dlcatalog.plan.pictures.genealogy import genealogy_page, picture
from dlcatalog.plan.pictures.kin import Edge, kin
from dlcatalog.plan.pictures.lineage import kinship, lineage_view

from .building import TOPICS, catalog_of, count, paper, reading_of

# d stands on c, c on a and b; e stands on d, f on e; all in years of their letters.
CHAIN = (
    paper("a", 2000),
    paper("b", 2001, "fish"),
    paper("c", 2002, "birds", ("builds-on", "a", "keeps the beak"), ("uses", "b")),
    paper("d", 2003, "birds", ("improves", "c", "flies [[a]] higher"), title="All Owls", aliases=("Owl",)),
    paper("e", 2004, "birds", ("simplifies", "d")),
    paper("f", 2005, "stones", ("applies", "e")),
)


def test_kin_are_what_a_paper_stands_on_and_what_stands_on_it() -> None:
    found = kin(catalog_of(*CHAIN), "c")
    assert found.ancestors == (Edge("a", "builds-on", "c", 0, "keeps the beak"), Edge("b", "uses", "c", 1, ""))
    assert found.descendants == (Edge("d", "improves", "d", 0, "flies [[a]] higher"),)


def test_other_relations_and_lost_papers_are_no_kin() -> None:
    edges = (("disputes", "a"), ("compares-with", "a"), ("surveys", "a"), ("same-work-as", "a"), ("uses", "gone"))
    catalog = catalog_of(paper("a"), paper("b", 2001, "birds", *edges, ("uses", "b")))
    assert (kin(catalog, "a"), kin(catalog, "b")) == (kin(catalog_of(paper("x")), "x"),) * 2


def test_two_edges_to_one_paper_are_one_line_and_descent_comes_first() -> None:
    catalog = catalog_of(
        paper("a"), paper("b"), paper("c", 2001, "birds", ("uses", "a"), ("uses", "b"), ("improves", "b"))
    )
    assert [(e.paper, e.kind) for e in kin(catalog, "c").ancestors] == [("b", "improves"), ("a", "uses")]


def test_two_steps_each_way_stand_in_five_columns() -> None:
    family = kinship(reading_of(catalog_of(*CHAIN)), "d")
    assert family.columns == [["a", "b"], ["c"], ["d"], ["e"], ["f"]]
    assert [(x.earlier, x.later, x.edge.kind) for x in family.lines] == [
        ("c", "d", "improves"),
        ("d", "e", "simplifies"),
        ("a", "c", "builds-on"),
        ("b", "c", "uses"),
        ("e", "f", "applies"),
    ]


def test_a_paper_stands_once_and_near() -> None:
    catalog = catalog_of(
        paper("a"), paper("b", 2001, "birds", ("uses", "a")), paper("c", 2002, "birds", ("uses", "a"), ("uses", "b"))
    )
    assert kinship(reading_of(catalog), "c").columns == [[], ["a", "b"], ["c"], [], []]


def test_columns_hold_seven_and_count_the_rest() -> None:
    near = [paper(f"n{n}", 2001, "birds", ("builds-on", "top")) for n in range(9)]
    far = [paper(f"f{n}", 2002, "birds", ("uses", "n0"), counted=count(n)) for n in range(10)]
    family = kinship(reading_of(catalog_of(paper("top"), *near, *far)), "top")
    assert family.columns[3] == [f"n{n}" for n in range(7)]
    assert family.columns[4] == [f"f{n}" for n in range(9, 2, -1)]
    assert family.more == [0, 0, 0, 2, 3]


def test_what_is_left_out_leads_to_the_list_where_there_is_one() -> None:
    near = [paper(f"n{n}", 2001, "birds", ("builds-on", "top")) for n in range(9)]
    far = [paper(f"f{n}", 2002, "birds", ("uses", "n0")) for n in range(8)]
    view = lineage_view(reading_of(catalog_of(paper("top"), *near, *far)), "top")
    assert view
    assert [(m["text"], m["listed"]) for m in view["more"]] == [("and 2 more", True), ("and 1 more", False)]


def view_of(paper_id: str, *papers: Any) -> dict[str, Any]:
    view = lineage_view(reading_of(catalog_of(*papers)), paper_id)
    assert view
    return view


def test_paper_alone_has_no_picture() -> None:
    assert lineage_view(reading_of(catalog_of(paper("a"), paper("b"))), "a") is None


def test_marks_have_literal_places() -> None:
    view = view_of("b", paper("a"), paper("b", 2001, "fish", ("improves", "a")))
    a, b = view["marks"]
    assert (view["width"], view["height"], view["start"]) == (226.7, 139, 185.7)
    assert (a["href"], a["x"], a["y"], a["r"], a["label"]) == (
        "papers/a/",
        8,
        45,
        4.5,
        {"text": "a", "x": 19, "y": 49},
    )
    assert (b["href"], b["x"], b["y"], b["r"], b["own"]) == ("", 145.7, 45, 6.5, True)
    assert a["lines"] == [{"d": "M29.1 45H137.2", "use": False}]
    assert b["lines"] == []
    assert [h["text"] for h in view["heads"]] == ["stands on"]


def test_words_below_a_mark_say_its_year_and_its_line() -> None:
    view = view_of("d", *CHAIN)
    assert {m["label"]["text"]: m["note"]["text"] for m in view["marks"]} == {
        "a": "2000",
        "b": "2001",
        "c": "2002 · improved",
        "Owl": "2003",
        "e": "2004 · simplifies it",
        "f": "2005",
    }


def test_mark_tells_the_notes_of_its_lines() -> None:
    view = view_of("d", *CHAIN)
    others = [m for m in view["marks"] if not m["own"]]
    said = {m["label"]["text"]: " ".join(x["text"] for x in m["said"]["lines"]) for m in others}
    assert len(others) == 5
    assert said["c"] == "c. Owl improves c: flies a higher."
    assert said["a"] == "a. c builds on a: keeps the beak."
    assert said["e"] == "e. e simplifies Owl."


def test_use_is_dashed() -> None:
    view = view_of("d", *CHAIN)
    assert view["uses"]
    assert {m["label"]["text"]: [x["use"] for x in m["lines"]] for m in view["marks"]} == {
        "a": [False],
        "b": [True],
        "c": [False],
        "Owl": [],
        "e": [False],
        "f": [True],
    }


def test_table_says_what_the_picture_shows() -> None:
    view = view_of("d", *CHAIN)
    assert [(r["later"]["label"], r["verb"], r["earlier"]["label"], r["note"]) for r in view["rows"]] == [
        ("c", "builds on", "a", "keeps the beak"),
        ("c", "uses", "b", ""),
        ("Owl", "improves", "c", "flies a higher"),
        ("e", "simplifies", "Owl", ""),
        ("f", "applies", "e", ""),
    ]
    assert sum(len(m["lines"]) for m in view["marks"]) == len(view["rows"])


def test_same_records_in_another_order_are_the_same_picture() -> None:
    assert view_of("d", *CHAIN) == view_of("d", *reversed(CHAIN))


def test_a_lineage_asks_for_its_own_family_only() -> None:
    reading = reading_of(catalog_of(*CHAIN, paper("z", 2009, "birds", ("uses", "f"))))
    reading.start()
    lineage_view(reading, "d")
    # The note names a, whose page leads there.
    named = {"there/a", "card/a"}
    assert reading.asked() == {*(f"kin/{i}" for i in "cde"), *(f"node/{i}" for i in "abcdef"), *named}


def test_a_paper_without_relations_asks_nothing_that_its_page_does_not_ask() -> None:
    reading = reading_of(catalog_of(paper("a")))
    reading.start()
    assert lineage_view(reading, "a") is None
    assert reading.asked() == {"paper/a", "around/a"}


def test_family_of_families() -> None:
    catalog = catalog_of(
        paper("a", 2000),
        paper("b", 1999, "birds", ("builds-on", "a", "odd")),
        paper("y", 1990),
        paper("z", 1990, "birds", ("improves", "y")),
        paper("c", 2005, "owls", ("generalises", "a"), ("uses", "y")),
        paper("lone", 1980),
    )
    found = genealogy(catalog, descent_by_topic(catalog)["birds"])
    assert [p.id for p in found.papers] == ["a", "b", "c", "y", "z"]
    assert found.families == (3, 2)
    assert [(c, p, e.kind) for c, p, e in found.edges] == [
        (1, 0, "builds-on"),
        (2, 0, "generalises"),
        (4, 3, "improves"),
    ]


def test_areas_have_a_genealogy_and_topics_inside_them_only_with_four_edges() -> None:
    owls = [paper(f"o{n}", 2001, "owls", ("builds-on", "o")) for n in range(3)]
    fish = [paper("x", 2000, "fish"), paper("y", 2001, "fish", ("improves", "x"))]
    base = (paper("o", 2000, "owls"), *owls, *fish)
    assert list(descent_by_topic(catalog_of(*base))) == ["birds", "fish"]
    fourth = paper("o4", 2001, "owls", ("simplifies", "o"))
    assert list(descent_by_topic(catalog_of(*base, fourth))) == ["birds", "owls", "fish"]


def test_edges_between_areas_belong_to_neither() -> None:
    assert descent_by_topic(catalog_of(paper("a", 2000, "fish"), paper("b", 2001, "birds", ("improves", "a")))) == {}


def test_ring_of_an_odd_catalogue_is_drawn_all_the_same() -> None:
    catalog = catalog_of(paper("a", 2000, "birds", ("improves", "b")), paper("b", 2000, "birds", ("improves", "a")))
    found = genealogy(catalog, descent_by_topic(catalog)["birds"])
    assert [p.id for p in found.papers] == ["a", "b"]


def test_great_genealogy_shows_the_best_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(genealogies, "PAPERS", 3)
    star = [paper(f"p{n}", 2001, "birds", ("builds-on", "hub"), counted=count(n)) for n in range(6)]
    catalog = catalog_of(paper("hub"), *star)
    found = genealogy(catalog, descent_by_topic(catalog)["birds"])
    assert [p.id for p in found.papers] == ["hub", "p4", "p5"]
    assert found.more == 4


def test_genealogy_has_literal_places() -> None:
    catalog = catalog_of(paper("a"), paper("b", 2001, "birds", ("builds-on", "a")), topics=TOPICS)
    made = picture(genealogy(catalog, descent_by_topic(catalog)["birds"]))
    assert made["lines"] == "M27 37.5A15 12.5 0 0 1 27 12.5"
    assert [(m["href"], m["x"], m["y"]) for m in made["marks"]] == [("papers/a/", 35, 12.5), ("papers/b/", 35, 37.5)]
    assert made["marks"][0]["down"] == "M27 37.5A15 12.5 0 0 1 27 12.5M27.5 37.5a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0 -15 0"
    assert made["marks"][0]["up"] == ""
    assert made["height"] == 62.5


@pytest.mark.parametrize(
    ("fields", "label", "long", "after"),
    [
        ({"title": "Short"}, "Short", "", None),
        ({"title": "ORB: an efficient alternative"}, "ORB", "", "an efficient alternative"),
        ({"title": "All of the owls", "aliases": ("Owls",)}, "Owls", "", "All of the owls"),
        (
            {"title": "Incomprehensible sayings of old owls"},
            "Incomprehensible…",
            "Incomprehensible sayings of old owls",
            None,
        ),
    ],
)
def test_names_and_titles_do_not_repeat_each_other(
    fields: dict[str, Any], label: str, long: str, after: str | None
) -> None:
    catalog = catalog_of(paper("a", **fields), paper("b", 2001, "birds", ("builds-on", "a")))
    mark = picture(genealogy(catalog, descent_by_topic(catalog)["birds"]))["marks"][0]
    assert (mark["label"]["text"], mark["long"], mark["title"] and mark["title"]["text"]) == (label, long, after)


def test_page_of_a_genealogy() -> None:
    reading = reading_of(catalog_of(*CHAIN))
    (artifact,) = genealogy_page(reading, "birds").artifacts
    assert artifact.path == "topics/birds/genealogy/index.html"
    assert [c["label"] for c in artifact.view["crumbs"]] == ["Topics", "Birds"]
    assert [(r["later"]["label"], r["verb"], r["earlier"]["label"], r["note"]) for r in artifact.view["rows"]] == [
        ("c", "builds on", "a", "keeps the beak"),
        ("Owl", "improves", "c", "flies a higher"),
        ("e", "simplifies", "Owl", ""),
    ]
    assert genealogy_page(reading, "fish").artifacts == ()
