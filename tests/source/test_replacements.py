"""Suggestions that can be put in place as they are: quoted where need be, and none where the place is rough."""

from __future__ import annotations

import pytest

from dlcatalog.diagnostics import Span
from dlcatalog.source.places import Locator, span_of


@pytest.mark.parametrize(
    ("text", "path", "part", "new", "expected"),
    [
        ("a: one\n", ("a",), None, "two", "two"),
        ("a: 'one'\n", ("a",), None, "two", '"two"'),
        ("a: one\n", ("a",), None, "two: three", '"two: three"'),
        ("a: {b: one}\n", ("a", "b"), None, "x, y", '"x, y"'),
        ("a: [one]\n", ("a", 0), None, "two", "two"),
        ("a: one\n", ("a", 0, "url"), None, "two", "two"),
        ("a: one two\n", ("a",), (4, 7), "2", "2"),
        ("a: one two\n", ("a",), (0, 3), "# 1", None),
        ("a: 'one two'\n", ("a",), (4, 7), "it's", None),
        ('a: "o\\x6ee two"\n', ("a",), (4, 7), "2", None),
        ("a: |\n  one\n  two\n", ("a",), (4, 7), "2", "2"),
        ("a: >\n  one\n  two\n", ("a",), (4, 7), "2", None),
        ("a: one\n", ("b",), None, "two", None),
        ("a: {b: one}\n", ("a",), None, "two", None),
    ],
)
def test_replacement(
    text: str, path: tuple[str | int, ...], part: tuple[int, int] | None, new: str, expected: str | None
) -> None:
    assert Locator(text, "x.yaml").replacement(path, part, new) == expected


def test_the_span_of_a_row_and_of_offsets() -> None:
    locator = Locator("head\r\na,1\r\nb,2\n", "x.csv")
    assert locator.line("b,2") == Span(3, 1, 3, 4)
    assert locator.line("c,3") == Span(1, 1, 1, 1)
    assert span_of("ab\ncd\n", 1, 4) == Span(1, 2, 2, 2)
