"""Sentences and titles."""

# ruff: noqa: E501  one line, one case

import pytest

from dlcatalog.markup import RenderedTitle, render_title
from dlcatalog.markup.plain import first_sentence, shorten


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("One. Two.", "One.", id="full-stop"),
        pytest.param("One! Two.", "One!", id="exclamation"),
        pytest.param("Is it? It is.", "Is it?", id="question"),
        pytest.param("Why? asked nobody. End.", "Why? asked nobody.", id="question-inside"),
        pytest.param('He said "so." Then left.', 'He said "so."', id="quote"),
        pytest.param("Nets, e.g. CNNs, win. More.", "Nets, e.g. CNNs, win.", id="eg"),
        pytest.param("That is, i.e. A. Next.", "That is, i.e. A. Next.", id="ie-and-letter"),
        pytest.param("Smith et al. Show it. More.", "Smith et al. Show it.", id="et-al"),
        pytest.param("A vs. B wins. More.", "A vs. B wins.", id="vs"),
        pytest.param("By J. R. Doe. More.", "By J. R. Doe.", id="initials"),
        pytest.param("By J.R. Doe. More.", "By J.R. Doe.", id="joined-initials"),
        pytest.param("It is 3.5 times. More.", "It is 3.5 times.", id="decimal"),
        pytest.param("See Fig. 3 here. More.", "See Fig. 3 here.", id="figure"),
        pytest.param("It is no. Then more.", "It is no.", id="no"),
        pytest.param("We stop... Then go.", "We stop...", id="dots"),
        pytest.param("We use v2. It works.", "We use v2.", id="number"),
        pytest.param("これは文です。次。", "これは文です。", id="ideographic"),
        pytest.param("No end here", "No end here", id="no-end"),
        pytest.param("", "", id="nothing"),
        pytest.param("word " * 100, "word " * 59 + "word…", id="cut-at-a-word"),
        pytest.param("x" * 400, "x" * 299 + "…", id="cut-in-a-word"),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_short_text_is_not_cut() -> None:
    assert shorten("x" * 300) == "x" * 300


@pytest.mark.parametrize(
    ("text", "html", "plain", "codes"),
    [
        pytest.param("Attention *Is* <b> & [[x]]", "Attention *Is* &lt;b&gt; &amp; [[x]]", "Attention *Is* <b> & [[x]]", [], id="words-only"),
        pytest.param(" A\n  B ", "A B", "A B", [], id="folded"),
        pytest.param(r"\$5 and $6", "$5 and $6", "$5 and $6", [], id="dollars"),
        pytest.param("A $x", "A $x", "A $x", ["unclosed-formula"], id="open-formula"),
        pytest.param("a\u200bb", "a\ufffdb", "a\ufffdb", ["misleading-character"], id="zero-width"),
        pytest.param("a" * 1_001, "a" * 1_001, "a" * 1_001, ["text-too-long"], id="too-long"),
    ],
)  # fmt: skip
def test_titles(text: str, html: str, plain: str, codes: list[str]) -> None:
    title = render_title(text)
    assert (title.html, title.plain, [problem.code for problem in title.problems]) == (html, plain, codes)


def test_title_with_formulas() -> None:
    title = render_title(r"On $\ell_1$-norms <b> and $\foo$")
    assert title.plain == r"On l_1-norms <b> and \foo"
    assert title.html.startswith('On <math display="inline">')
    assert "-norms &lt;b&gt; and <math" in title.html
    assert [(problem.code, problem.start, problem.end) for problem in title.problems] == [("unknown-macro", 27, 31)]


def test_title_travels_as_json() -> None:
    title = render_title("A $x")
    assert RenderedTitle.from_dict(title.to_dict()) == title
