"""Where mentions stand in an entry's note."""

from __future__ import annotations

from dlcatalog.plan.collection import _parts

LINK = '<a class="paper-link" href="../../papers/{}/">x</a>'


def placed(pieces: list[str], *mentions: str) -> list[list[str]]:
    """The ids of the mentions beside each piece."""
    parts = _parts(pieces, [{"id": m, "href": f"papers/{m}/"} for m in mentions])
    return [[str(m["id"]) for m in part["mentions"]] for part in parts]


def test_a_mention_stands_beside_the_paragraph_that_calls_it() -> None:
    assert placed(["<p>one</p>", f"<p>{LINK.format('b')}</p>", "<p>three</p>"], "b") == [[], ["b"], []]


def test_mentions_that_nobody_calls_are_spread_in_their_order() -> None:
    assert placed(["<p>1</p>", "<p>2</p>"], "a", "b", "c", "d") == [["a", "b"], ["c", "d"]]


def test_a_later_mention_never_stands_before_an_earlier_one() -> None:
    pieces = [f"<p>{LINK.format('b')}</p>", f"<p>{LINK.format('a')}</p>"]
    assert placed(pieces, "a", "b") == [[], ["a", "b"]]


def test_mentions_of_an_empty_note_stand_alone() -> None:
    assert placed([], "a") == [["a"]]
    assert _parts([], []) == [{"mentions": [], "html": "", "first": False}]


def test_only_the_first_mention_has_the_heading_before_it() -> None:
    parts = _parts(["<p>1</p>", "<p>2</p>"], [{"href": "papers/a/"}, {"href": "papers/b/"}])
    assert [part["first"] for part in parts] == [True, False]
