from __future__ import annotations

from typing import Any

import pytest

from dlcatalog.catalog.query import FIELDS
from dlcatalog.search.engine import SearchEngine
from dlcatalog.search.query import FieldTest

from .building import document, engine, files, found

LENSES = document(
    "lens2001thin", "Thin Lenses for k-NN Search", aliases=("ThinLens",), summary="We grind glass slowly."
)
PRISMS = document(
    "prism2003", "Prisms and Other Lenses", year=2003, authors=("Zoë Łuk", "Ada Stone"), author_slugs=("zoe-luk", "ada-stone"),
    identifiers=("1706.03762", "https://example.org/prisms.pdf"), summary="Glass bends light; C++ code is given.",
    facets=("area:lenses", "topic:lenses", "topic:optics", "kind:journal", "status:published", "has:code", "venue:light-letters",
            "in:best-of", "cited:12", "added:2020-02-03"),
)  # fmt: skip
MIRRORS = document(
    "mirror2010flat", "Flat Mirrors", year=2010,
    facets=("area:optics", "topic:optics", "kind:preprint", "status:retracted", "cited:90"),
)  # fmt: skip
ALL = (LENSES, PRISMS, MIRRORS)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("lenses", ["lens2001thin", "prism2003"]),
        ("lens", ["lens2001thin", "prism2003"]),
        ("flat", ["mirror2010flat"]),
        ("FLÁT", ["mirror2010flat"]),
        ("knn", ["lens2001thin"]),
        ("k-NN", ["lens2001thin"]),
        ("k nn", ["lens2001thin"]),
        ("thinlens", ["lens2001thin"]),
        ("zoe luk", ["prism2003"]),
        ("Łuk", ["prism2003"]),
        ("mirors", ["mirror2010flat"]),
        ("imrrors", ["mirror2010flat"]),
        ("xirrors", ["mirror2010flat"]),
        ("c++", ["prism2003"]),
        ("grind", ["lens2001thin"]),
        ("1706.03762", ["prism2003"]),
        ("https://arxiv.org/abs/1706.03762v3", ["prism2003"]),
        ("http://www.example.org/prisms", ["prism2003"]),
        ("prism2003", ["prism2003"]),
        ('"other lenses"', ["prism2003"]),
        ('"lenses other"', []),
        ('"bends light"', ["prism2003"]),
        ('"lens"', []),
        ("lenses -thin", ["prism2003"]),
        ("-lenses", ["mirror2010flat"]),
        ("lenses -glass", []),
        ('lenses -"other lenses"', ["lens2001thin"]),
        ("lenses -k-NN", ["prism2003"]),
        ("-c++", ["mirror2010flat", "lens2001thin"]),
        ("year:2003", ["prism2003"]),
        ("year:2003..", ["mirror2010flat", "prism2003"]),
        ("year:..2001,2010", ["mirror2010flat", "lens2001thin"]),
        ("-year:2003", ["mirror2010flat", "lens2001thin"]),
        ("area:optics", ["mirror2010flat", "lens2001thin"]),
        ("topic:optics", ["mirror2010flat", "prism2003", "lens2001thin"]),
        ("venue:light-letters", ["prism2003"]),
        ("kind:journal", ["prism2003"]),
        ("has:code", ["prism2003"]),
        ("in:best-of", ["prism2003"]),
        ("status:retracted", ["mirror2010flat"]),
        ("cited:50..", ["mirror2010flat"]),
        ("added:2020-01-01..2020-12-31", ["prism2003"]),
        ("author:luk", ["prism2003"]),
        ('author:"Zoe Łuk"', ["prism2003"]),
        ("author:zoe-luk", ["prism2003"]),
        ('author:"stone zoe"', []),
        ("title:mirrors", ["mirror2010flat"]),
        ("title:glass", []),
        ("author:…", []),
        ("thin author:stone", ["lens2001thin"]),
        ("", ["mirror2010flat", "prism2003", "lens2001thin"]),
        ("qqqq", []),
    ],
)
def test_query_finds(query: str, ids: list[str]) -> None:
    assert found(ALL, query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("mir", ["mirror2010flat"]),
        ("m", ["mirror2010flat"]),
        ("lenses th", ["lens2001thin"]),
        ("k-n", ["lens2001thin"]),
        ("gri", ["lens2001thin"]),
        ("flat zz", ["mirror2010flat"]),
        ("mir ", []),
    ],
)
def test_last_word_is_completed_while_it_is_typed(query: str, ids: list[str]) -> None:
    assert found(ALL, query, live=True)[:1] == ids


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("venu:x flat", f"A field of a query must be one of {', '.join(FIELDS)}, not 'venu'; did you mean 'venue'?"),
        ("venue:light-leters flat", "'venue' must be a venue id, not 'light-leters'; did you mean 'light-letters'?"),
        ("year:20x flat", "'year' must be a number or a range a..b, not '20x'; write e.g. 2010..2019"),
        ("added:soon flat", "'added' must be a date or a range a..b, not 'soon'; write e.g. 2020-01-01.."),
        ("year:.. flat", "'year' must have a bound, not '..'; write a..b, a.. or ..b"),
        ("venue:, flat", "'venue' must have a value"),
        ("flat " + "x" * 1200, "The query is cut to its first 1,000 characters."),
        ("flat " * 30, "Only the first 24 words are looked for."),
    ],
    ids=["field", "value", "number", "day", "bound", "empty", "long", "many"],
)  # fmt: skip
def test_fault_of_a_query_is_told_and_the_rest_answered(query: str, problem: str) -> None:
    answer = engine(*ALL).search(query)
    assert answer.problems == (problem,)
    assert answer.hits[0][0] == "mirror2010flat"


def test_whole_title_stands_before_all_others() -> None:
    papers = [document(f"p{n}", f"Deep Nets and Number {n}", year=2010 + n) for n in range(9)]
    assert found([*papers, document("x", "Deep Nets", year=1990)], "deep nets")[0] == "x"


def test_beginning_of_a_title_counts_more_than_its_end() -> None:
    papers = [
        document("a1", "On the Slow Growth of Dropout", year=2020),
        document("b1", "Dropout in Slow Growth of Nets"),
    ]
    assert found(papers, "dropout") == ["b1", "a1"]


def test_ties_go_to_the_newer_paper() -> None:
    papers = [document("old1", "Slow Glass"), document("new1", "Slow Glass", year=2015)]
    assert found(papers, "glass") == ["new1", "old1"]


def test_few_results_are_filled_up_with_the_nearest() -> None:
    assert found(ALL, "flat lenses") == ["mirror2010flat", "lens2001thin", "prism2003"]


def test_sorting() -> None:
    assert found(ALL, "topic:optics", sort="citations") == ["mirror2010flat", "prism2003", "lens2001thin"]
    assert found(ALL, "lenses", sort="year") == ["prism2003", "lens2001thin"]


def test_filters_hold_beside_the_text() -> None:
    assert found(ALL, "lenses", filters=[FieldTest("has", ("code",))]) == ["prism2003"]


def test_misspelt_word_is_put_right() -> None:
    answer = engine(*ALL).search("flat mirrorz year:2010")
    assert (answer.total, answer.suggestion) == (1, "flat mirrors year:2010")
    assert engine(*ALL).search("flat mirrors").suggestion == ""


def test_two_slips_in_a_long_word() -> None:
    assert found([document("a1", "Holography of Stones")], "holograhpyy") == ["a1"]


def test_missing_shards_are_no_end() -> None:
    made = files(ALL)
    lost = {path: data for path, data in made.items() if "/c/" not in path}
    assert SearchEngine(lost.get).search("flat").hits == ()
    nothing: dict[str, bytes] = {}
    assert SearchEngine(nothing.get).search("flat").total == 0


def many(number: int) -> list[Any]:
    return [
        document(f"paper{n}", f"Study {n} of {'Light' if n % 2 else 'Shade'}", year=1990 + n % 30, summary=f"Every method{n % 7} of glass.")
        for n in range(number)
    ]  # fmt: skip


def test_large_index_has_long_lists_and_common_words() -> None:
    made = files(
        [*many(4500), document("odd1", "Rare Finds of Glass", summary="Only here stand unheard words of glass.")]
    )
    asked = SearchEngine(made.get)
    assert any("/l/" in path for path in made)
    assert asked.search("study 77 light").hits[0][0] == "paper77"
    assert asked.search("unheard").hits[0][0] == "odd1"
    assert asked.search('"unheard words"').hits[0][0] == "odd1"
    assert asked.search('"words unheard of"').hits[0][0] == "odd1"
    assert asked.search("rare method3").hits[0][0] == "odd1"
    assert asked.search("light has:code").problems == ()
    assert asked.search("stduy 77 of light").hits[0][0] == "paper77"
    assert asked.search("year:2001 light").total == 150
