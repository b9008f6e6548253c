"""Lengths, lines, letters and columns: literal numbers for small inputs."""

from __future__ import annotations

import pytest

from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.pictures.arcs import arc, bow, flow, ring
from dlcatalog.plan.pictures.layers import crossings, ordered
from dlcatalog.plan.pictures.lettering import cut, width, wrapped
from dlcatalog.plan.pictures.marks import Mark, drawn, num
from dlcatalog.plan.pictures.scales import decades, log_place, radius, round_counts, share, smallest_told


@pytest.mark.parametrize(("value", "shown"), [(1.0, 1), (1.25, 1.2), (1.26, 1.3), (-0.04, 0), (70.96, 71)])
def test_coordinates_are_tenths(value: float, shown: float) -> None:
    assert str(num(value)) == str(shown)


@pytest.mark.parametrize(
    ("place", "hue", "square"),
    [(0, 1, False), (5, 6, False), (6, 1, True), (11, 6, True), (12, 1, False), (-1, 0, False)],
)
def test_area_has_a_hue_and_a_shape(place: int, hue: int, *, square: bool) -> None:
    assert Mark.of_area(place) == Mark(hue, square=square)


def test_mark_numbers_begin_anew() -> None:
    assert [mark_number(n) for n in (0, 11, 12)] == [1, 12, 1]


def test_square_covers_what_its_circle_would() -> None:
    assert drawn(Mark(2, square=False), 10, 20, 5) == {"hue": 2, "square": False, "x": 10, "y": 20, "r": 5}
    assert drawn(Mark(2, square=True), 10, 20, 5) == {"hue": 2, "square": True, "x": 5.6, "y": 15.6, "side": 8.9}


def test_area_of_a_mark_stands_for_the_count() -> None:
    assert radius(100, 400, least=1, greatest=10) == 5
    assert radius(400, 400, least=1, greatest=10) == 10
    assert radius(0, 400, least=1, greatest=10) == 1
    assert radius(0, 0, least=1, greatest=10) == 1


def test_legend_tells_no_size_that_looks_like_another() -> None:
    assert smallest_told(52025, least=3.5, greatest=11) == 5300
    assert smallest_told(9, least=3.5, greatest=11) == 1
    assert round_counts(52025, 5300) == (10000, 20000, 50000)
    assert round_counts(9, 1) == (1, 2, 5)
    assert round_counts(100, 100) == (100,)
    assert round_counts(-1, 0) == ()


def test_share_of_nothing_is_nothing() -> None:
    assert (share(1, 3), share(0, 0)) == (33.3, 0.0)


def test_logarithmic_scale_has_ends() -> None:
    places = [log_place(v, 10, 1000) for v in (1, 10, 100, 1000, 9999)]
    assert places == [0, 0, 0.5, 1, 1]
    assert log_place(5, 7, 7) == 0
    assert decades([12, 900]) == (10, 100, 1000)
    assert decades([0]) == (1, 10)


def test_letters_take_room() -> None:
    assert width("") == 0
    assert width("ill", 10) < width("owl", 10) < width("WWW", 10)
    assert width("人", 10) == 10.5
    assert width("e\u0301") == width("e")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "short"),
        ("A long name of many words", "A long nam…"),
        ("Incomprehensibilities", "Incompreh…"),
        ("A, colon: then words and words", "A, colon…"),
    ],
)
def test_name_is_cut_to_its_room(text: str, shown: str) -> None:
    assert cut(text, 80) == shown


def test_cut_name_fits() -> None:
    assert all(width(cut("Attention Is All You Need, Again and Again", room)) <= room for room in range(20, 300, 7))


def test_lines_fit_and_the_last_is_cut() -> None:
    text = "one two three four five six seven eight"
    assert wrapped(text, 80, lines=2) == ["one two", "three four…"]
    assert wrapped(text, 900, lines=2) == [text]
    assert wrapped("one two three", 60, lines=3) == ["one two", "three"]
    assert wrapped("", 60, lines=3) == []


def test_arc_rises_above_the_straight_line() -> None:
    assert arc((0, 100), (100, 100)) == "M0 100Q50 72 100 100"
    assert arc((0, 0), (1000, 0)) == "M0 0Q500 -70 1000 0"


def test_flow_runs_level_to_the_edge_of_its_column() -> None:
    assert flow((10, 5), 20, (40, 30)) == "M10 5H20C30 5 30 30 40 30"
    assert flow((10, 5), 20, (40, 5)) == "M10 5H40"


def test_bow_swings_to_the_left_and_a_ring_closes() -> None:
    assert bow(50, 10, 60, 20) == "M50 60A20 25 0 0 1 50 10"
    assert ring((50, 10), 4) == "M46 10a4 4 0 1 0 8 0a4 4 0 1 0 -8 0"


def test_crossings_are_counted_between_neighbours() -> None:
    assert crossings([["a", "b"], ["x", "y"]], [("a", "y"), ("b", "x")]) == 1
    assert crossings([["a", "b"], ["x", "y"]], [("a", "x"), ("b", "y")]) == 0
    assert crossings([["a", "b"], ["x"]], [("a", "x"), ("b", "x")]) == 0


def test_columns_are_put_in_an_order_with_few_crossings() -> None:
    links = [("a", "z"), ("b", "y"), ("c", "x"), ("x", "1"), ("y", "2"), ("z", "3")]
    made = ordered([["a", "b", "c"], ["x", "y", "z"], ["1", "2", "3"]], links)
    assert crossings(made, links) == 0
    assert made == [["a", "b", "c"], ["z", "y", "x"], ["3", "2", "1"]]


def test_order_without_crossings_stays() -> None:
    layers = [["a", "b"], ["x", "y", "w"]]
    assert ordered(layers, [("a", "x"), ("b", "y")]) == layers
