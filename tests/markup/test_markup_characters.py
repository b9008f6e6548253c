"""Characters that mislead, and the same ones where a script needs them."""

import pytest

from dlcatalog.markup import find_misleading


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("plain", [], id="ascii"),
        pytest.param("lines\nand\ttabs\r\n", [], id="white-space"),
        pytest.param("é中👍\u00a0\u00ad", [], id="other-letters"),
        pytest.param("a\x00b", [(1, "U+0000")], id="null"),
        pytest.param("a\x1bb", [(1, "U+001B")], id="escape"),
        pytest.param("a\x85b", [(1, "U+0085")], id="next-line"),
        pytest.param("a\u2028b", [(1, "U+2028 LINE SEPARATOR")], id="line-separator"),
        pytest.param("a\u202eb", [(1, "U+202E RIGHT-TO-LEFT OVERRIDE")], id="override"),
        pytest.param("a\u2066b\u2069", [(1, "U+2066 LEFT-TO-RIGHT ISOLATE"), (3, "U+2069 POP DIRECTIONAL ISOLATE")], id="isolate"),
        pytest.param("a\u200bb", [(1, "U+200B ZERO WIDTH SPACE")], id="zero-width-space"),
        pytest.param("ไทย\u200bไทย", [], id="zero-width-space-in-thai"),
        pytest.param("a\ufeffb", [(1, "U+FEFF ZERO WIDTH NO-BREAK SPACE")], id="byte-order-mark"),
        pytest.param("a\u200db", [(1, "U+200D ZERO WIDTH JOINER")], id="joiner-in-latin"),
        pytest.param("\u200da", [(0, "U+200D ZERO WIDTH JOINER")], id="joiner-first"),
        pytest.param("می\u200cخواهم", [], id="non-joiner-in-persian"),
        pytest.param("क्\u200dष", [], id="joiner-in-devanagari"),
        pytest.param("👩\u200d🔬 🏳️\u200d🌈", [], id="joiner-in-emoji"),
        pytest.param("a\u200fb", [(1, "U+200F RIGHT-TO-LEFT MARK")], id="mark-in-latin"),
        pytest.param("שלום\u200f!", [], id="mark-in-hebrew"),
        pytest.param("\U0001f3f4\U000e0067\U000e0062\U000e007f", [], id="flag"),
        pytest.param("a\U000e0067", [(1, "U+E0067 TAG LATIN SMALL LETTER G")], id="tag"),
        pytest.param("a\u3164b", [(1, "U+3164 HANGUL FILLER")], id="filler"),
        pytest.param("a\ud800", [(1, "U+D800")], id="surrogate"),
    ],
)  # fmt: skip
def test_misleading_characters(text: str, found: list[tuple[int, str]]) -> None:
    assert find_misleading(text) == found
