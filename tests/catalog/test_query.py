"""The one query language."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcatalog.catalog.query import FIELDS, QueryFault, Subject, Words, parse_mapping, parse_text

WORDS = Words(
    topics=frozenset(["geology", "minerals", "graph-learning"]),
    venues=frozenset(["talks", "journal"]),
    collections=frozenset(["best-of-2019", "decade"]),
)
PEBBLES = Subject(
    id="stone2019pebbles",
    year=2019,
    area="minerals",
    topics=frozenset(["geology", "minerals"]),
    venue="talks",
    kind="conference",
    authors=("ada-stone", "zoe-marsh", "ada stone", "zoe marsh"),
    has=frozenset(["paper", "code", "arxiv", "award"]),
    within=frozenset(["decade"]),
    status="published",
    cited=12,
    added="2020-06-15",
    title="Pebbles Are Round: a Zoë's-Eye View",
)
BARE = Subject(
    "bare",
    2020,
    "geology",
    frozenset(["geology"]),
    "",
    "preprint",
    (),
    frozenset(),
    frozenset(),
    "retracted",
    None,
    "",
    "",
)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param({}, True, id="nothing-asked"),
        pytest.param({"year": "2019"}, True, id="year"),
        pytest.param({"year": 2019}, True, id="year-as-number"),
        pytest.param({"year": "2018"}, False, id="other-year"),
        pytest.param({"year": "2010..2019"}, True, id="range"),
        pytest.param({"year": "2019..2019"}, True, id="range-of-one"),
        pytest.param({"year": "2020.."}, False, id="from"),
        pytest.param({"year": "2019.."}, True, id="from-includes"),
        pytest.param({"year": "..2019"}, True, id="to-includes"),
        pytest.param({"year": "..2018"}, False, id="to"),
        pytest.param({"year": "2020..2010"}, False, id="range-backwards-is-empty"),
        pytest.param({"year": ["2001", "2018..2019"]}, True, id="any-of-a-list"),
        pytest.param({"year": ["2001", "2002"]}, False, id="none-of-a-list"),
        pytest.param({"area": "minerals"}, True, id="area"),
        pytest.param({"area": "geology"}, False, id="area-is-the-home-only"),
        pytest.param({"topic": "geology"}, True, id="topic-includes-sub-topics"),
        pytest.param({"topic": ["graph-learning", "minerals"]}, True, id="topics"),
        pytest.param({"venue": "talks"}, True, id="venue"),
        pytest.param({"venue": "journal"}, False, id="other-venue"),
        pytest.param({"kind": ["journal", "conference"]}, True, id="kind"),
        pytest.param({"author": "ada-stone"}, True, id="author-slug"),
        pytest.param({"author": "Zoë Marsh"}, True, id="author-name"),
        pytest.param({"author": "MARSH"}, True, id="author-word"),
        pytest.param({"author": "mars"}, False, id="part-of-a-word"),
        pytest.param({"has": "code"}, True, id="link-kind"),
        pytest.param({"has": "arxiv"}, True, id="ids-key"),
        pytest.param({"has": ["figure", "award"]}, True, id="award"),
        pytest.param({"has": "figure"}, False, id="figure"),
        pytest.param({"in": "decade"}, True, id="in"),
        pytest.param({"in": "best-of-2019"}, False, id="not-in"),
        pytest.param({"status": "published"}, True, id="status"),
        pytest.param({"cited": "10.."}, True, id="cited"),
        pytest.param({"cited": "13.."}, False, id="less-cited"),
        pytest.param({"cited": "12"}, True, id="cited-exactly"),
        pytest.param({"added": "2020-06-15"}, True, id="added"),
        pytest.param({"added": "2020-01-01..2020-06-14"}, False, id="added-range"),
        pytest.param({"added": "..2020-12-31"}, True, id="added-to"),
        pytest.param({"title": "are round"}, True, id="title-phrase"),
        pytest.param({"title": "ZOE"}, True, id="title-folded"),
        pytest.param({"title": "roun"}, False, id="part-of-a-title-word"),
        pytest.param({"year": "2019", "area": "geology"}, False, id="all-pairs-must-hold"),
        pytest.param({"not": {"year": "2018"}}, True, id="not"),
        pytest.param({"not": {"year": "2019", "area": "geology"}}, True, id="not-both-is-not-neither"),
        pytest.param({"not": {"not": {"year": "2019"}}}, True, id="not-not"),
        pytest.param({"not": {}}, False, id="not-anything"),
    ],
)
def test_mapping(tree: dict[str, Any], expected: bool) -> None:
    assert parse_mapping(tree, WORDS).matches(PEBBLES) is expected


@pytest.mark.parametrize("tree", [{"cited": "0.."}, {"added": "2000-01-01.."}, {"venue": "talks"}, {"title": "round"}])
def test_what_is_not_given_never_matches(tree: dict[str, str]) -> None:
    assert not parse_mapping(tree, WORDS).matches(BARE)
    assert parse_mapping({"not": tree}, WORDS).matches(BARE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", True, id="nothing-asked"),
        pytest.param("pebbles", True, id="word"),
        pytest.param("PÉBBLES round", True, id="words"),
        pytest.param("pebbles square", False, id="every-word"),
        pytest.param('"pebbles are"', True, id="phrase"),
        pytest.param('"are pebbles"', False, id="phrase-in-order"),
        pytest.param("-square", True, id="without-a-word"),
        pytest.param("-pebbles", False, id="without-a-word-it-has"),
        pytest.param("year:2019", True, id="field"),
        pytest.param("year:2001,2018..2019", True, id="several-values"),
        pytest.param("-year:2019", False, id="negated-field"),
        pytest.param('author:"zoe marsh"', True, id="quoted-value"),
        pytest.param('title:"pebbles, are"', True, id="a-comma-in-quotes"),
        pytest.param("topic:geology has:code -status:retracted round", True, id="all-together"),
        pytest.param("topic:geology has:figure", False, id="all-must-hold"),
    ],
)
def test_text(text: str, expected: bool) -> None:
    assert parse_text(text, WORDS).matches(PEBBLES) is expected


@pytest.mark.parametrize(
    ("tree", "message", "hint", "where", "at_key"),
    [
        pytest.param(
            {"yaer": "2019"},
            f"a field of a query must be one of {', '.join(FIELDS)}, not 'yaer'",
            "did you mean 'year'?",
            ("yaer",),
            True,
            id="field",
        ),
        pytest.param(
            {"topic": "mineral"},
            "'topic' must be a topic id, not 'mineral'",
            "did you mean 'minerals'?",
            ("topic",),
            False,
            id="topic",
        ),
        pytest.param(
            {"topic": ["geology", "grapph-learning"]},
            "'topic' must be a topic id, not 'grapph-learning'",
            "did you mean 'graph-learning'?",
            ("topic", 1),
            False,
            id="item",
        ),
        pytest.param({"area": "x"}, "'area' must be a topic id, not 'x'", "", ("area",), False, id="nothing-near"),
        pytest.param(
            {"venue": "talk"},
            "'venue' must be a venue id, not 'talk'",
            "did you mean 'talks'?",
            ("venue",),
            False,
            id="venue",
        ),
        pytest.param(
            {"in": "decades"},
            "'in' must be a collection id, not 'decades'",
            "did you mean 'decade'?",
            ("in",),
            False,
            id="in",
        ),
        pytest.param(
            {"in": "best-of-2018"},
            "'in' must be a collection id, not 'best-of-2018'",
            "did you mean 'best-of-2019'?",
            ("in",),
            False,
            id="in-year",
        ),
        pytest.param(
            {"status": "retrected"},
            "'status' must be one of published, withdrawn, retracted, not 'retrected'",
            "did you mean 'retracted'?",
            ("status",),
            False,
            id="status",
        ),
        pytest.param(
            {"year": "soon"},
            "'year' must be a number or a range a..b, not 'soon'",
            "write e.g. 2010..2019",
            ("year",),
            False,
            id="number",
        ),
        pytest.param(
            {"year": "2019..soon"},
            "'year' must be a number or a range a..b, not 'soon'",
            "write e.g. 2010..2019",
            ("year",),
            False,
            id="bound",
        ),
        pytest.param(
            {"year": ".."},
            "'year' must have a bound, not '..'",
            "write a..b, a.. or ..b",
            ("year",),
            False,
            id="no-bound",
        ),
        pytest.param(
            {"cited": "1.5"},
            "'cited' must be a number or a range a..b, not '1.5'",
            "write e.g. 2010..2019",
            ("cited",),
            False,
            id="point",
        ),
        pytest.param(
            {"added": "2020-02-30"},
            "'added' must be a date or a range a..b, not '2020-02-30'",
            "write e.g. 2020-01-01..",
            ("added",),
            False,
            id="date",
        ),
        pytest.param({"year": []}, "'year' must have a value", "", ("year",), False, id="no-value"),
        pytest.param(
            {"title": {"a": "b"}},
            "'title' must be a value or a list of values, not a mapping",
            "",
            ("title",),
            False,
            id="mapping",
        ),
        pytest.param(
            {"year": [["2019"]]},
            "'year' must be a value or a list of values, not a list in a list",
            "",
            ("year", 0),
            False,
            id="list-in-list",
        ),
        pytest.param(
            {"not": {"yaer": "1"}},
            f"a field of a query must be one of {', '.join(FIELDS)}, not 'yaer'",
            "did you mean 'year'?",
            ("not", "yaer"),
            True,
            id="in-not",
        ),
        pytest.param(
            {"not": "x"}, "a query must be a mapping of fields, e.g. {year: 2019}", "", ("not",), False, id="not-what"
        ),
        pytest.param([], "a query must be a mapping of fields, e.g. {year: 2019}", "", (), False, id="no-mapping"),
    ],
)
def test_mapping_fault(tree: Any, message: str, hint: str, where: tuple[str | int, ...], at_key: bool) -> None:
    with pytest.raises(QueryFault) as caught:
        parse_mapping(tree, WORDS)
    fault = caught.value
    assert (str(fault), fault.hint, fault.where, fault.at_key) == (message, hint, where, at_key)


@pytest.mark.parametrize("kind", ["vidoe", "arxvi", "awards", "figur"])
def test_has_means_a_near_kind(kind: str) -> None:
    near = {"vidoe": "video", "arxvi": "arxiv", "awards": "award", "figur": "figure"}[kind]
    with pytest.raises(QueryFault) as caught:
        parse_text(f"has:{kind}", WORDS)
    assert caught.value.hint == f"did you mean '{near}'?"


@pytest.mark.parametrize(
    ("text", "span"),
    [("round yaer:2019 x", (6, 15)), ("-topic:mineral", (0, 14)), ('a "b c" year:x', (8, 14)), ("year:,", (0, 6))],
    ids=["field", "negated", "behind-a-phrase", "only-a-comma"],
)
def test_text_fault_has_its_place(text: str, span: tuple[int, int]) -> None:
    with pytest.raises(QueryFault) as caught:
        parse_text(text, WORDS)
    assert caught.value.span == span


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ({"year": "2010..2019", "has": ["code", "data"]}, "year:2010..2019 has:code,data"),
        ({"title": "two words"}, 'title:"two words"'),
        ({"not": {"topic": "minerals"}}, "-topic:minerals"),
        ({"not": {"title": "two words"}}, '-title:"two words"'),
        ({"not": {"year": "2019", "kind": "book"}}, "not (year:2019 kind:book)"),
    ],
    ids=["pairs", "phrase", "not", "not-phrase", "not-both"],
)
def test_canonical_text(tree: dict[str, Any], text: str) -> None:
    assert parse_mapping(tree, WORDS).text == text


def test_a_hostile_nest_is_refused() -> None:
    tree: dict[str, Any] = {}
    for _ in range(50):
        tree = {"not": tree}
    with pytest.raises(QueryFault, match="at most 8 levels"):
        parse_mapping(tree, WORDS)


@given(st.text(max_size=80))
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        query = parse_text(text, WORDS)
    except QueryFault:
        return
    assert query.matches(PEBBLES) in (True, False)
    assert query.matches(BARE) in (True, False)


@given(
    st.lists(
        st.sampled_from(["year:", "-", '"', "..", "2019", "topic:", ",", " ", "a", "in:", ":", "added:2020-01-01"]),
        max_size=12,
    )
)
def test_any_pieces_are_a_query_or_refused(pieces: list[str]) -> None:
    test_any_text_is_a_query_or_refused.hypothesis.inner_test("".join(pieces))  # type: ignore[attr-defined]
