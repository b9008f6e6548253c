from __future__ import annotations

import pytest

from dlcatalog.search.document import identifier_key, title_key
from dlcatalog.search.words import chunks, variants, words_of


@pytest.mark.parametrize(
    ("text", "sequence", "extra"),
    [
        ("Attention Is", ["attention", "is"], []),
        ("k-NN", ["k", "nn"], ["knn"]),
        ("GPT‑2", ["gpt", "2"], ["gpt2"]),
        ("C++ and F#", ["c", "and", "f"], ["c++", "f#"]),
        ("UNet++", ["unet"], ["unet++"]),
        ("ε-greedy", ["epsilon", "greedy"], ["epsilongreedy"]),
        ("β", ["beta"], []),
        ("D’Amour's", ["d", "amour", "s"], ["damours"]),
        ("Łukasz ÆØÅ ß", ["lukasz", "aeoa", "ss"], []),
        ("人形芝居", ["人形", "形芝", "芝居"], []),
        ("人", ["人"], []),
        ("GAN人形2", ["gan", "人形", "2"], []),
        ("10.1038/nature", ["10", "1038", "nature"], ["101038nature"]),
        ("1706.03762", ["1706", "03762"], []),
        ("a-b-c-d-e", ["a", "b", "c", "d", "e"], []),
        ("a+b", ["a", "b"], []),
        ("x_y", ["x", "y"], ["xy"]),
        ("!?", [], []),
        ("a" * 60, ["a" * 48], []),
    ],
)
def test_words_of_a_text(text: str, sequence: list[str], extra: list[str]) -> None:
    words = words_of((text,))
    assert (words.sequence, words.extra) == (sequence, extra)
    assert [word for chunk in chunks(text) for word in chunk.words] == sequence


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("normalise", ["normalize", "normalises"]),
        ("normalization", ["normalisation", "normalizations"]),
        ("colour", ["color", "colours"]),
        ("networks", ["network"]),
        ("boundaries", ["boundary", "boundarie"]),
        ("labelled", ["labeled", "labelleds"]),
        ("gpt", []),
        ("gpt2x", []),
        ("loss", []),
    ],
)
def test_other_spellings(word: str, others: list[str]) -> None:
    assert variants(word) == others


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1706.03762", "1706.03762"),
        ("arXiv:1706.03762v5", "1706.03762"),
        ("https://arxiv.org/abs/1706.03762v2", "1706.03762"),
        ("https://arxiv.org/pdf/1706.03762v2.pdf", "1706.03762"),
        ("cs/0309136v1", "cs/0309136"),
        ("https://doi.org/10.1038/Nature16961", "10.1038/nature16961"),
        ("doi:10.1038/nature16961.", "10.1038/nature16961"),
        ("https://openreview.net/forum?id=S1eZYeHFDS", "s1ezyehfds"),
        ("https://www.example.org/Paper/#top", "example.org/paper"),
        ("conv2", "conv2"),
        ("inception-v3", "inception-v3"),
    ],
)
def test_key_of_an_identifier(text: str, key: str) -> None:
    assert identifier_key(text) == key


def test_key_of_a_title_has_its_words_only() -> None:
    assert title_key("The k-NN: a Survey!") == "the k nn a survey"
