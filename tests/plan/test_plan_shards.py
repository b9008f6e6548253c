"""Where the reading list's data lies. The browser does the same sums; tests/browser/test_bibliographies.py holds them together."""

from __future__ import annotations

import pytest

from dlcatalog.plan import shards
from dlcatalog.plan.reading import shard_bits


@pytest.mark.parametrize(
    ("papers", "bits"), [(0, 0), (1, 0), (10, 0), (11, 1), (20, 1), (21, 2), (40, 2), (41, 3), (80, 3), (81, 4)]
)
def test_shards_are_a_power_of_two_and_hold_at_most_so_many(papers: int, bits: int) -> None:
    assert shards.bits(papers, 10) == bits


def test_each_kind_of_shard_has_its_own_number() -> None:
    assert shard_bits(10_000) == {"cards": 6, "cites": 9, "find": 5}


@pytest.mark.parametrize(("bits", "number"), [(0, 0), (1, 0), (4, 7), (8, 123), (12, 1977)])
def test_a_shard_is_chosen_by_the_first_bits(bits: int, number: int) -> None:
    # CRC-32 of this id is 0x7b90bb21.
    assert shards.place("vaswani2017attention", bits) == number


@pytest.mark.parametrize(
    ("number", "bits", "name"), [(0, 0, "00"), (1, 1, "01"), (255, 8, "ff"), (3, 9, "003"), (8191, 13, "1fff")]
)
def test_names_have_two_digits_or_as_many_as_the_last_needs(number: int, bits: int, name: str) -> None:
    assert shards.name(number, bits) == name


def test_a_key_is_marked_by_its_sum_forwards_and_backwards() -> None:
    assert shards.mark("doi:10.1/x") == "3c6a39c265a85"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Attention Is All You Need", "attentionisallyouneed"),
        ("k-NN: a (short) C++ primer, 2nd ed.", "knnashortcprimer2nded"),
        ("Žluťoučký Ångström in Łódź, groß", "zlutouckyangstrominlodzgross"),
        ("ε-greedy – für “alle”…", "εgreedyfuralle"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("深層学習", "深層学習"),
        ("¿?!", ""),
        ("ﬁne ｗｉｄｅ ²", "finewide2"),
        ("İstanbul ınce", "istanbulince"),
    ],
)
def test_a_title_is_known_by_its_letters_and_digits(title: str, key: str) -> None:
    assert shards.title_key(title) == key
