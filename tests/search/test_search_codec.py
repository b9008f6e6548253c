from __future__ import annotations

import pytest

from dlcatalog.search.codec import char_of, decode_groups, decode_words, encode_groups, encode_words, number_at
from dlcatalog.search.shards import ListShard, Posting, content_of, script


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "#"),
        (56, "["),
        (57, "]"),
        (90, "~"),
        (91, "\xa1"),
        (1977, "\u07ff"),
        (1978, "\u3400"),
        (43_961, "\ud7ff"),
        (43_962, "!$\u5fba"),
        (2**31, "!!%\u3400\u3400"),
    ],
)
def test_number_as_text(number: int, text: str) -> None:
    assert char_of(number) == text
    assert number_at(f"x{text}y", 1) == (number, 1 + len(text))


def test_list_with_masks_and_wide_gaps() -> None:
    groups = {1: [5], 33: [7, 8, 100_000], 4: [2**27]}
    assert decode_groups(encode_groups(groups)) == groups
    assert encode_groups({1: [5, 6]}) == char_of(129) + "($"


def test_words_share_their_beginnings() -> None:
    assert encode_words(["attention", "attentive", "b"]) == "#attention *ve #b "
    assert decode_words("#attention *ve #b ") == ["attention", "attentive", "b"]


def test_sign_above_the_basic_plane_is_not_shared() -> None:
    words = ["\U0001d7d8a", "\U0001d7d8b"]
    assert encode_words(words) == "#\U0001d7d8a #\U0001d7d8b "


def test_shard_of_lists_reads_as_it_was_written() -> None:
    shard = ListShard("t", {"a": Posting.of({1: [3, 9]}), "b": Posting(5000), "c": Posting(7, is_common=True)})
    again = ListShard.read("t", content_of(script("t/0", shard.to_content())))
    assert again == shard
    assert again.postings["b"].is_elsewhere


def test_line_separators_are_escaped() -> None:
    assert script("c/0", ["a\u2028b\u2029"]) == b'dlcatalogShard("c/0",["a\\u2028b\\u2029"]);\n'


@pytest.mark.parametrize("data", [b"", b"alert(1)", b'dlcatalogShard("t/0",[]'])
def test_foreign_file_is_no_shard(data: bytes) -> None:
    with pytest.raises(ValueError, match="no shard"):
        content_of(data)
