"""The timeline: which papers it draws, where they stand, and that nothing stands over anything else."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from dlcatalog.model.vocabulary import Topic
from dlcatalog.plan.pictures import chosen as choice
from dlcatalog.plan.pictures.chosen import Band, Cell, chosen
from dlcatalog.plan.pictures.labels import Box, Wish, place
from dlcatalog.plan.pictures.timeline import timeline_page
from dlcatalog.plan.pictures.timeline_layout import SLOT, grid

from .building import catalog_of, count, paper, reading_of, roundup


def view_of(*papers: Any, **more: Any) -> dict[str, Any]:
    return dict(timeline_page(reading_of(catalog_of(*papers, **more))).artifacts[0].view)


def test_papers_stand_by_area_year_and_weight() -> None:
    made = chosen(
        catalog_of(
            paper("wren", 2001),
            paper("robin", 2001, counted=count(5)),
            paper("owl", 2000, "owls"),
            paper("eel", 2001, "fish"),
        )
    )
    assert [p.id for p in made.papers] == ["owl", "robin", "wren", "eel"]
    assert made.bands == (Band("birds", "Birds", 0, 3), Band("fish", "Fish", 1, 1))
    assert made.years == (2000, 2001)
    assert (made.total, made.counted, made.cells, made.earlier) == (4, 1, (), 0)


def test_edges_of_descent_are_arcs_and_others_not() -> None:
    made = chosen(
        catalog_of(
            paper("a", 2000),
            paper("b", 2001, "birds", ("builds-on", "a"), ("improves", "a"), ("uses", "c"), ("disputes", "a")),
            paper("c", 2002, "birds", ("generalises", "b"), ("simplifies", "gone"), ("simplifies", "c")),
        )
    )
    assert [p.id for p in made.papers] == ["a", "b", "c"]
    assert made.edges == ((1, 0), (2, 1))


def test_a_cell_draws_twelve_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    made = chosen(catalog_of(*(paper(f"p{n:02}") for n in range(15))))
    assert [p.id for p in made.papers] == [f"p{n:02}" for n in range(12)]
    assert made.cells == (Cell(0, 2000, 3),)


def test_of_many_papers_roundups_come_first_then_the_cited_then_the_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "ALL", 4)
    monkeypatch.setattr(choice, "MOST", 4)
    best = roundup("best", "entries: [{paper: p9}]")
    papers = [paper(f"p{n}", 1990 + n, counted=count(9) if n == 7 else None) for n in range(10) if n != 5]
    papers.append(paper("p5", 1995, "birds", ("uses", "p3")))
    made = chosen(catalog_of(*papers, collections=[best]))
    assert [p.id for p in made.papers] == ["p3", "p5", "p7", "p9"]
    assert [c.year for c in made.cells] == [1990, 1991, 1992, 1994, 1996, 1998]


def test_earlier_years_and_later_areas_are_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "YEARS", 2)
    monkeypatch.setattr(choice, "AREAS", 2)
    papers = [paper("a", 1990), paper("b", 1991, "fish"), paper("c", 1992, "stones"), paper("d", 1993, "birds")]
    made = chosen(catalog_of(*papers))
    assert [b.name for b in made.bands] == ["Birds", "Other areas"]
    assert (made.years, made.earlier) == ((1992, 1993), 2)
    assert made.cells == (Cell(0, -1, 1), Cell(1, -1, 1))


def test_paper_without_a_known_area_is_not_drawn() -> None:
    assert chosen(catalog_of(paper("a"), paper("b", 2000, "nowhere"))).total == 1


def test_grid_has_literal_places() -> None:
    made = grid(2, [1990, 1991, 2000], {(0, 1990): 1, (0, 1991): 3, (1, 2000): 2}, {})
    assert [(c.x, c.width, c.across, c.after_gap) for c in made.columns.values()] == [
        (8, 34, 1, False),
        (42, 52, 2, False),
        (106, 34, 1, True),
    ]
    assert [(r.top, r.height, r.lines) for r in made.rows] == [(26, 100, 2), (126, 100, 2)]
    assert (made.width, made.height) == (640, 252)
    assert [made.slot(0, 1991, n) for n in range(3)] == [(56, 80), (80, 80), (56, 104)]
    assert made.slot(1, 2000, 1) == (123, 204)


def test_rests_have_a_line_of_their_own() -> None:
    made = grid(1, [1990], {(0, 1990): 1}, {(0, 1990): 7})
    assert made.rows[0].height == 92
    assert made.rest(0, 1990) == (30, 106)


def test_name_goes_where_room_is() -> None:
    room = Box(0, 0, 200, 60)
    wish = Wish(1, "Owl", 100, 30, 4, room)
    free = place([wish], [])[1]
    above = place([wish], [Box(105, 28, 200, 40)])[1]
    assert (free.x, free.y, free.anchor) == (107, 34, "start")
    assert (above.x, above.y, above.anchor) == (100, 19.5, "middle")
    assert place([wish], [Box(0, 0, 200, 60)]) == {}


def test_first_wish_is_granted_first() -> None:
    room = Box(0, 20, 60, 40)
    wishes = [Wish(n, "Owl", 20, 30, 4, room) for n in (2, 1)]
    assert list(place(wishes, [])) == [2]


CROWD = [
    paper(
        f"p{n:03}",
        1960 + (n * n) % 47,
        ("birds", "fish", "owls", "stones")[n % 4],
        *((("builds-on", f"p{n - 9:03}"),) if n > 9 and n % 3 else ()),
        title=f"The {n} names of things " + "and more " * (n % 5),
        counted=count(n * 37) if n % 5 == 0 else None,
    )
    for n in range(260)
]


def boxes(view: dict[str, Any]) -> list[tuple[float, float, float, float]]:
    return [
        (m["x"], m["y"], m["x"] + m["side"], m["y"] + m["side"])
        if m["square"]
        else (m["x"] - m["r"], m["y"] - m["r"], m["x"] + m["r"], m["y"] + m["r"])
        for m in view["picture"]["marks"]
    ]


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_no_mark_stands_over_another() -> None:
    found = boxes(view_of(*CROWD))
    assert len(found) == 260
    assert [(a, b) for a, b in combinations(found, 2) if overlap(a, b)] == []


def test_slots_are_as_wide_as_a_finger_and_do_not_overlap() -> None:
    hits = [m["hit"] for m in view_of(*CROWD)["picture"]["marks"]]
    found = [(h["x"], h["y"], h["x"] + h["side"], h["y"] + h["side"]) for h in hits]
    assert {h["side"] for h in hits} == {SLOT}
    # Tenths of a pixel are rounded.
    assert [1 for a, b in combinations(found, 2) if overlap(a, (b[0] + 0.2, b[1] + 0.2, b[2] - 0.2, b[3] - 0.2))] == []


def test_everything_stands_inside_the_picture() -> None:
    picture = view_of(*CROWD)["picture"]
    assert all(
        a >= 0 and b >= 0 and c <= picture["width"] and d <= picture["height"]
        for a, b, c, d in boxes({"picture": picture})
    )


def test_same_papers_in_another_order_are_the_same_picture() -> None:
    assert view_of(*CROWD) == view_of(*reversed(CROWD))


def test_table_says_what_the_picture_shows() -> None:
    view = view_of(*CROWD)
    assert sorted(r["href"] for r in view["rows"]) == sorted(m["href"] for m in view["picture"]["marks"])
    arcs = sum(m["up"].count("M") for m in view["picture"]["marks"])
    assert sum(len(r["from"].split("; ")) for r in view["rows"] if r["from"]) == arcs == 167


def test_mark_says_title_year_and_count() -> None:
    view = view_of(paper("a", 2001, title="All Owls", counted=count(7446)), paper("b", 2002))
    assert [m["said"]["text"] for m in view["picture"]["marks"]] == [
        "All Owls, 2001, 7,446 citations (Jan 2020)",
        "b, 2002",
    ]
    assert [m["open"] for m in view["picture"]["marks"]] == [False, True]


def test_arcs_of_a_mark_lead_both_ways() -> None:
    first, second = view_of(paper("a", 2000), paper("b", 2001, "birds", ("improves", "a")))["picture"]["marks"]
    assert first["up"] == ""
    assert second["up"] == "M25 80Q42 66.5 59 80"
    assert first["down"] == "M25 80Q42 66.5 59 80M52.5 80a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0"
    assert second["down"] == "M18.5 80a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0"


def test_rest_leads_to_the_papers_of_its_year_and_area(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "IN_CELL", 1)
    view = view_of(*(paper(f"p{n}", 2000, "fish") for n in range(3)))
    assert view["picture"]["rests"] == [
        {"text": "+2", "name": "2 more of 2000, Fish", "href": "years/2000/fish/", "x": 30, "y": 106}
    ]
    assert view["cells"]["rows"] == [{"label": "2000", "cells": [{"text": "2", "href": "years/2000/fish/"}]}]
    assert view["lead"].startswith("1 of 3 papers by year and area")


def test_rests_of_gathered_years_and_areas_lead_to_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "YEARS", 1)
    monkeypatch.setattr(choice, "AREAS", 2)
    monkeypatch.setattr(choice, "IN_CELL", 0)
    view = view_of(paper("a", 1990), paper("b", 1991, "fish"), paper("c", 1991, "stones"), paper("d", 1990, "stones"))
    assert [(r["href"], r["name"]) for r in view["picture"]["rests"]] == [
        ("topics/birds/", "1 more of earlier years, Birds"),
        ("years/", "1 more of earlier years, Other areas"),
        ("years/1991/", "2 more of 1991, Other areas"),
    ]
    assert view["picture"]["years"][0] == {
        "label": "earlier",
        "href": "years/",
        "name": "2 papers of earlier years",
        "x": 30,
    }


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((None, None), "No paper has a count"),
        ((5, None), "Only 1 of 2 papers have a dated count"),
        ((5, 6), ""),
    ],
)
def test_legend_says_how_many_have_counts(counts: tuple[int | None, int | None], words: str) -> None:
    papers = [paper(f"p{n}", 2000 + n, counted=count(c) if c else None) for n, c in enumerate(counts)]
    note = view_of(*papers)["legend"]["note"]
    assert note.startswith(words)
    assert bool(note) is bool(words)


def test_too_many_arcs_leave_the_lightest_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "ARCS", 1)
    light = paper("b", 2001, "birds", ("builds-on", "a"))
    heavy = paper("d", 2003, "birds", ("builds-on", "c"), counted=count(9))
    assert chosen(catalog_of(paper("a", 2000), light, paper("c", 2002), heavy)).edges == ((3, 2),)


def test_many_areas_keep_their_own_marks() -> None:
    topics = {f"t{n}": Topic(name=f"T{n}") for n in range(9)}
    view = view_of(*(paper(f"p{n}", 2000, f"t{n}") for n in range(9)), topics=topics)
    assert [(m["hue"], m["square"]) for m in view["picture"]["marks"]] == [(n % 6 + 1, n >= 6) for n in range(9)]
