"""The short cut for texts without markup gives what the long way gives, to the byte."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlcatalog.markup.texts import MARKUP, render_slowly, render_text

PIECES = st.sampled_from(
    [
        *"aZ0 \n\r\t.,;:!?'\"()[]{}<>&#=-+_*\\|~`$/@%^",
        *"\u00a0\u00ad\u0085\u200b\u200d\u2003\u2028\u3000\ufeffé—…“”中👍",
        "\n\n",
        "\r\n",
        "\n \n",
        "\n\u00a0\n",
        "\n\n\n",
        "  \n",
        "\\\n",
        "1. ",
        "1) ",
        "12",
        "- ",
        "> ",
        "# ",
        "    ",
        "===",
        "---",
        "&amp;",
        "&nbsp",
        "AT&T; ",
        "a < b",
        "<b>",
        "https://x.example/a_b",
        "e.g. a",
        "word ",
        "Sentence one. Two",
        "snake_case",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank-lines-only"),
        pytest.param("Words.", id="one-line"),
        pytest.param("One\ntwo.\n", id="two-lines"),
        pytest.param("One.\n\nTwo.", id="two-paragraphs"),
        pytest.param("One.\n\n\n\nTwo.\n\n\n", id="many-blank-lines"),
        pytest.param("One.\r\n\r\nTwo.\r\n", id="carriage-returns"),
        pytest.param("R&D, AT&T: a < b > c", id="lone-html-characters"),
        pytest.param("5 - 3 = 2 + 0 # 1 ~ 2 > 1", id="marks-inside-a-line"),
        pytest.param("\"Quotes\" and 'quotes' (2015) {x} ^ %", id="punctuation"),
        pytest.param("See https://x.example/a?b=c&d.", id="bare-address"),
        pytest.param("Zürich 中文 — 👍", id="other-scripts"),
    ],
)
def test_text_without_markup_takes_the_short_cut(text: str) -> None:
    assert MARKUP.search(text.replace("\r\n", "\n")) is None
    assert render_text(text) == render_slowly(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("One\n \nTwo", id="blank-line-with-a-space"),
        pytest.param("One\n\u00a0\nTwo", id="blank-line-with-a-no-break-space"),
        pytest.param("a\u00a0b", id="no-break-space"),
        pytest.param("One  \nTwo", id="two-trailing-spaces"),
        pytest.param("One\\\nTwo", id="trailing-backslash"),
        pytest.param("  One", id="leading-spaces"),
        pytest.param("\tOne", id="tab"),
        pytest.param("1. One", id="number"),
        pytest.param("1) One", id="number-with-bracket"),
        pytest.param("# One", id="hash"),
        pytest.param("One\n===", id="underlined"),
        pytest.param("+ One", id="plus"),
        pytest.param("- One", id="minus"),
        pytest.param("> One", id="quote"),
        pytest.param("~~~\nOne", id="fence"),
        pytest.param("a &amp; b", id="entity"),
        pytest.param("a <b", id="tag"),
        pytest.param("a\u202eb", id="bidi"),
        pytest.param("a\u2028b", id="line-separator"),
        pytest.param("a\U000f0001b", id="private-character"),
    ],
)
def test_text_that_may_hold_markup_takes_the_long_way(text: str) -> None:
    assert MARKUP.search(text) is not None
    assert render_text(text) == render_slowly(text)


@settings(max_examples=400, deadline=None)
@example("One.\n")
@given(st.lists(PIECES, max_size=30).map("".join))
def test_short_cut_and_long_way_agree(text: str) -> None:
    assert render_text(text) == render_slowly(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_short_cut_and_long_way_agree_on_any_characters(text: str) -> None:
    assert render_text(text) == render_slowly(text)
