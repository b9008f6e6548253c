"""Where parts of a text stand in the file."""

from __future__ import annotations

import pytest

from dlcatalog.diagnostics import Span
from dlcatalog.source.places import Locator


def part_of(text: str, wanted: str, value: str) -> Span:
    start = value.index(wanted)
    return Locator(text, "x.yaml").part(("s",), start, start + len(wanted))


@pytest.mark.parametrize(
    ("text", "value", "span"),
    [
        pytest.param("s: one BAD two", "one BAD two", Span(1, 8, 1, 11), id="plain"),
        pytest.param("s: 'one BAD two'", "one BAD two", Span(1, 9, 1, 12), id="single-quotes"),
        pytest.param('s: "one BAD two"', "one BAD two", Span(1, 9, 1, 12), id="double-quotes"),
        pytest.param("s: |\n  one\n  two BAD\n", "one\ntwo BAD\n", Span(3, 7, 3, 10), id="literal"),
        pytest.param("s: |-\n  one\n  two BAD", "one\ntwo BAD", Span(3, 7, 3, 10), id="literal-without-last-end"),
        pytest.param("s: |\n\n  one\n\n    BAD\n", "\none\n\n  BAD\n", Span(5, 5, 5, 8), id="blank-and-deeper-lines"),
        pytest.param("s: |\r\n  one\r\n  BAD\r\n", "one\nBAD\n", Span(3, 3, 3, 6), id="crlf"),
        pytest.param("s: |\n  李🎲 BAD\n", "李🎲 BAD\n", Span(2, 6, 2, 9), id="wide-letters"),
        pytest.param("s: | # comment\n  BAD\n", "BAD\n", Span(2, 3, 2, 6), id="comment-behind-the-bar"),
        pytest.param("s: >\n  one\n  BAD\n", "one BAD\n", Span(1, 4, 4, 1), id="folded-is-the-whole"),
        pytest.param("s: one\n  BAD\n", "one BAD", Span(1, 4, 2, 6), id="plain-on-two-lines-is-the-whole"),
        pytest.param(r's: "\u0041 BAD"', "A BAD", Span(1, 4, 1, 16), id="escape-is-the-whole"),
        pytest.param("s: 'it''s BAD'", "it's BAD", Span(1, 4, 1, 15), id="doubled-quote-is-the-whole"),
    ],
)
def test_part(text: str, value: str, span: Span) -> None:
    assert part_of(text, "BAD", value) == span


def test_part_of_nothing_has_a_width() -> None:
    assert Locator("s: one", "x.yaml").part(("s",), 1, 1) == Span(1, 5, 1, 6)


def test_part_over_several_lines_ends_with_the_first() -> None:
    assert Locator("s: |\n  one\n  two\n", "x.yaml").part(("s",), 1, 7) == Span(2, 4, 2, 6)


def test_part_in_a_list_of_mappings() -> None:
    text = "entries:\n  - paper: a\n    note: |\n      one BAD\n"
    assert Locator(text, "x.yaml").part(("entries", 0, "note"), 4, 7) == Span(4, 11, 4, 14)


def test_key_and_value() -> None:
    locator = Locator("a: {b: c}", "x.yaml")
    assert (locator.key(("a", "b")), locator.value(("a", "b"))) == (Span(1, 5, 1, 6), Span(1, 8, 1, 9))


def test_a_file_that_is_no_yaml_has_places_nevertheless() -> None:
    assert Locator("a: b: c", "x.yaml").part(("s",), 0, 3) == Span(1, 1, 1, 1)
