"""Folding, slugs, did-you-mean and quoting."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcatalog.text import counted, did_you_mean, fold, meant, name_slug, printable, quote


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Zoë  Marsh", "zoe marsh", id="marks-and-spaces"),
        pytest.param("Zoe\u0308 Marsh", "zoe marsh", id="decomposed"),
        pytest.param("Straße", "strasse", id="sharp-s"),
        pytest.param("Łukasz Øst", "lukasz ost", id="letters-that-nfkd-leaves-whole"),
        pytest.param("Æsop Œuvre", "aesop oeuvre", id="ligatures"),
        pytest.param("ﬁn", "fin", id="compatibility"),
        pytest.param("İpek ılık", "ipek ilik", id="turkish-i"),
        pytest.param("a:_b", "a b", id="one-space-for-a-run-of-signs"),
        pytest.param("Jean-Luc D. Été_Jr", "jean luc d ete jr", id="punctuation"),
        pytest.param("李 明", "李 明", id="cjk-stays"),
        pytest.param("!?", "", id="nothing-left"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "ʼ", "ʻ", "＇"], ids=lambda a: f"U+{ord(a):04X}")
def test_every_apostrophe_folds_alike(apostrophe: str) -> None:
    assert fold(f"O{apostrophe}Tooley") == "o tooley"
    assert name_slug(f"Máire O{apostrophe}Tooley") == "maire-o-tooley"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("Ada van der Berg", "ada-van-der-berg", id="plain"),
        pytest.param("Łukasz Ðorđević-Straße", "lukasz-dordevic-strasse", id="spelled-out"),
        # printf '%s' 李明 | sha256sum
        pytest.param("李明", "-aa227102", id="cjk-leaves-nothing"),
        pytest.param("Wei 李", "wei-a556d73d", id="a-lost-letter"),
        pytest.param("🎲", "-e94e8b04", id="no-letter-at-all"),
        pytest.param("Ada 🎲", "ada", id="a-sign-is-no-letter"),
        pytest.param("a" * 80, "a" * 80, id="80-bytes"),
        pytest.param("a" * 90, "a" * 60 + "-6b2ec791", id="more-than-80-bytes"),
    ],
)
def test_name_slug(name: str, slug: str) -> None:
    assert name_slug(name) == slug


def test_the_hash_is_that_of_the_nfc_name() -> None:
    assert name_slug("Zoe\u0308 李") == name_slug("Zoë 李")
    assert name_slug("Zoë 李") != name_slug("Zoe 李")


@given(st.text(max_size=200))
def test_any_name_has_a_slug_of_plain_letters(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,80}", name_slug(name))


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        pytest.param("titel", ["title", "year"], "title", id="swapped"),
        pytest.param("grapph-learning", ["graph-learning", "deep-learning"], "graph-learning", id="doubled"),
        pytest.param("Title", ["title"], "title", id="capital"),
        pytest.param("venue-year", ["venue_year", "venue"], "venue_year", id="hyphen-for-underscore"),
        pytest.param("semantic", ["semantic-scholar", "arxiv"], "semantic-scholar", id="one-that-is-longer"),
        pytest.param("gan", ["gan-training", "gan-theory"], "", id="several-that-are-longer"),
        pytest.param("colour", ["title", "year"], "", id="nothing-near"),
        pytest.param("", ["title"], "", id="nothing-typed"),
        pytest.param("title", [], "", id="nothing-known"),
        pytest.param("ab", ["ac", "aa"], "aa", id="ties-in-order"),
    ],
)
def test_did_you_mean(word: str, known: list[str], near: str) -> None:
    assert did_you_mean(word, known) == near


def test_meant_is_a_help_line() -> None:
    assert meant("titel", ["title"]) == "did you mean 'title'?"
    assert meant("colour", ["title"], otherwise="delete it") == "delete it"


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        pytest.param("20x0", "'20x0'", id="plain"),
        pytest.param("a\nb\t\x1b[31m", "'a\\nb\\t\\x1b[31m'", id="control"),
        pytest.param("a\u202eb", "'a\\u202eb'", id="bidi"),
        pytest.param("a\U000e0041b", "'a\\U000e0041b'", id="beyond-the-first-plane"),
        pytest.param("x" * 81, "'" + "x" * 79 + "…'", id="cut"),
    ],
)
def test_quote(value: str, quoted: str) -> None:
    assert quote(value) == quoted


@given(st.text())
def test_printable_is_printable(text: str) -> None:
    assert printable(text).isprintable()


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 papers"), (1, "1 paper"), (1234, "1,234 papers")], ids=["none", "one", "many"]
)
def test_counted(number: int, text: str) -> None:
    assert counted(number, "paper") == text


def test_counted_with_its_own_plural() -> None:
    assert counted(2, "entry", "entries") == "2 entries"
