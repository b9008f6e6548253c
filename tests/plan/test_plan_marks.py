"""The mark of an area."""

from __future__ import annotations

from dlcatalog.plan.marks import mark_number


def test_marks_follow_the_order_of_areas_and_begin_again_after_twelve() -> None:
    assert [mark_number(n) for n in (0, 5, 6, 11, 12)] == [1, 6, 7, 12, 1]
