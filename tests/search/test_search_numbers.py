from __future__ import annotations

from dlcatalog.search.layout import Layout, neighbour_stems
from dlcatalog.search.numbers import number_papers, own_slot


def test_numbers_do_not_depend_on_the_order() -> None:
    papers = [(f"paper{n}", 2000 + n % 3) for n in range(60)]
    assert number_papers(papers) == number_papers(reversed(papers))


def test_numbers_are_distinct_and_tell_the_year() -> None:
    papers = [(f"paper{n}", 1987 + n % 5) for n in range(500)]
    numbering = number_papers(papers)
    assert len(set(numbering.numbers.values())) == 500
    assert numbering.since == 1980
    assert all((numbering.numbers[i] >> numbering.bits) + 1980 == year for i, year in papers)


def test_insertion_moves_nearly_nobody() -> None:
    papers = [(f"paper{n}", 2001) for n in range(700)]
    before = number_papers(papers).numbers
    after = number_papers([*papers, ("another", 2001)]).numbers
    assert sum(before[i] != after[i] for i in before) < 4


def test_ids_that_ask_for_one_slot_stand_side_by_side() -> None:
    papers = [(f"paper{n}x", 2001) for n in range(400)]
    numbering = number_papers(papers)
    wanted = [own_slot(i, numbering.bits) for i, _ in papers]
    assert len(set(wanted)) < 400
    assert numbering.reach > 0


def test_no_papers() -> None:
    assert number_papers([]).numbers == {}
    assert Layout.of(number_papers([])).levels == {"t": 0, "s": 0, "c": 0, "k": 0, "b": 0}


def test_layout_follows_the_powers_of_two() -> None:
    def levels(papers: int) -> dict[str, int]:
        return Layout((papers - 1).bit_length(), 17, 1950, 2).levels

    assert levels(231) == {"t": 3, "s": 5, "c": 6, "k": 3, "b": 6}
    assert levels(4096) == {"t": 4, "s": 8, "c": 9, "k": 7, "b": 10}
    assert levels(158_407) == {"t": 10, "s": 12, "c": 13, "k": 12, "b": 11}


def test_stems_of_a_slip_meet() -> None:
    for typed in ("xttention", "ttention", "tatention", "aattention", "atention", "attentoin"):
        assert neighbour_stems(typed, 3) & neighbour_stems("attention", 3)
