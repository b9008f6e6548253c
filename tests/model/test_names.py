"""Names of persons and groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcatalog.model.names import PersonName


@pytest.mark.parametrize(
    ("text", "given_name", "family", "suffix", "particle"),
    [
        pytest.param("Ada Berg", "Ada", "Berg", "", "", id="given-family"),
        pytest.param("Berg, Ada", "Ada", "Berg", "", "", id="family-given"),
        pytest.param("Berg, Jr, Ada", "Ada", "Berg", "Jr", "", id="family-suffix-given"),
        pytest.param("Ada van der Berg", "Ada", "van der Berg", "", "van der", id="particle"),
        pytest.param("van der Berg, Ada", "Ada", "van der Berg", "", "van der", id="particle-first"),
        pytest.param("de la Cruz, Jr., María Elena", "María Elena", "de la Cruz", "Jr.", "de la", id="all-of-it"),
        pytest.param("João da Silva e Souza", "João", "da Silva e Souza", "", "da Silva e", id="particles-inside"),
        pytest.param("von Unruh", "", "von Unruh", "", "von", id="particle-without-given-name"),
        pytest.param("Plimsoll", "", "Plimsoll", "", "", id="single-name"),
        pytest.param("灯台守", "", "灯台守", "", "", id="single-name-in-kanji"),
        pytest.param("星野 灯", "星野", "灯", "", "", id="cjk"),
        pytest.param("نجمة المصباح", "نجمة", "المصباح", "", "", id="arabic"),
        pytest.param("danah boyd", "danah", "boyd", "", "", id="all-in-small-letters"),
        pytest.param("Máire O'Tooley", "Máire", "O'Tooley", "", "", id="typewriter-apostrophe"),
        pytest.param("Máire O’Tooley", "Máire", "O’Tooley", "", "", id="apostrophe"),
        pytest.param("Máire Oʼtooley", "Máire", "Oʼtooley", "", "", id="modifier-letter"),
        pytest.param("Máire O‘Tooley", "Máire", "O‘Tooley", "", "", id="turned-comma"),
        pytest.param("d’Été, Jean-Luc", "Jean-Luc", "d’Été", "", "", id="elision"),
        pytest.param("{TeX} Group", "{TeX}", "Group", "", "", id="braces-mean-nothing"),
        pytest.param("Berg, {Ada}", "{Ada}", "Berg", "", "", id="braces-after-comma"),
        pytest.param('Ada "Ace" Stone', 'Ada "Ace"', "Stone", "", "", id="quotes"),
        pytest.param("Ada~Berg", "", "Ada~Berg", "", "", id="tie-is-no-space"),
        pytest.param(r"\'Eva Berg", r"\'Eva", "Berg", "", "", id="backslash"),
        pytest.param("  Ada \n Berg ", "Ada", "Berg", "", "", id="white-space"),
        pytest.param("Ada,", "", "Ada", "", "", id="comma-behind"),
        pytest.param(", Ada", "", "Ada", "", "", id="comma-before"),
        pytest.param("Berg, , Ada", "Ada", "Berg", "", "", id="empty-suffix"),
        # Accepted today: a suffix without commas is taken for the family name.
        pytest.param("Ada Berg Jr.", "Ada Berg", "Jr.", "", "", id="suffix-without-comma"),
    ],
)
def test_parse(text: str, given_name: str, family: str, suffix: str, particle: str) -> None:
    assert PersonName.parse(text) == PersonName(given=given_name, family=family, suffix=suffix, particle=particle)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Berg, Jr, Ada, PhD", "a name must have at most two commas"),
        ("", "a name must not be empty"),
        (" , ", "a name must not be empty"),
    ],
    ids=["three-commas", "empty", "only-a-comma"],
)
def test_parse_refuses(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{fault}$"):
        PersonName.parse(text)


def test_decomposed_letters_are_composed() -> None:
    assert PersonName.parse("Zoe\u0308 Marsh").as_text() == "Zoë Marsh"


NAME = PersonName.parse("van der Berg, Jr, Ada")


def test_as_text() -> None:
    assert NAME.as_text() == "Ada van der Berg Jr"


def test_as_inverted() -> None:
    assert NAME.as_inverted() == "van der Berg, Jr, Ada"


def test_particle_is_skipped_by_sorting() -> None:
    assert NAME.as_sort_key() == ("berg", "van der", "ada jr")


def test_particle_alone_sorts_by_itself() -> None:
    assert PersonName.parse("von Unruh").as_sort_key() == ("unruh", "von", "")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Zoë Marsh", "Marsh, Zoe"),
        ("Máire O'Tooley", "MAIRE O’TOOLEY"),
        ("Jean-Luc Été", "Jean Luc Ete"),
        ("Łukasz Groß", "Lukasz Gross"),
    ],
    ids=["order-and-marks", "case-and-apostrophes", "hyphen", "spelled-out"],
)
def test_one_author(one: str, two: str) -> None:
    assert PersonName.parse(one).as_identity() == PersonName.parse(two).as_identity()


@pytest.mark.parametrize(
    ("one", "two"),
    [("A. Berg", "Ada Berg"), ("李 明", "李 鸣"), ("🎲", "🃏"), ("Jürgen Groß", "Juergen Gross")],
    ids=["initials", "cjk", "names-that-fold-to-nothing", "umlaut-spelled-out"],
)
def test_two_authors(one: str, two: str) -> None:
    assert PersonName.parse(one).as_identity() != PersonName.parse(two).as_identity()


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    try:
        name = PersonName.parse(text)
    except ValueError:
        return
    assert name.family
    assert name.as_identity()
