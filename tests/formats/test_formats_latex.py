from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.richtext import Text

from dlcatalog.formats.latex import RE_MATH, clean, encode, encode_title, encode_verbatim
from dlcatalog.formats.unlatex import decode, decode_verbatim
from dlcatalog.markup.scan import FORMULA
from dlcatalog.markup.titles import DOLLAR

from .samples import HOSTILE

THOROUGH = settings(max_examples=300, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        pytest.param("é", r"{\'e}", id="acute"),
        pytest.param("e\u0301", r"{\'e}", id="combining-acute"),
        pytest.param("í", r"{\'\i}", id="dotless-i"),
        pytest.param("ĵ", r"{\^\j}", id="dotless-j"),
        pytest.param("ị", r"{\d i}", id="dot-below-keeps-its-dot"),
        pytest.param("č", r"{\v c}", id="caron"),
        pytest.param("Ş", r"{\c S}", id="cedilla"),
        pytest.param("ő", r"{\H o}", id="double-acute"),
        pytest.param("ế", r"{\'{\^e}}", id="two-accents"),
        pytest.param("ệ", r"{\^{\d e}}", id="accent-and-dot-below"),
        pytest.param("øłßđåæ", r"{\o}{\l}{\ss}{\dj}{\aa}{\ae}", id="letters"),
        pytest.param("ș", "ș", id="comma-below-has-no-command"),
        pytest.param("网 Ω Ж", "网 Ω Ж", id="other-scripts-stay"),
        pytest.param("&%$#_", r"\&\%\$\#\_", id="specials"),
        pytest.param(
            "{}\\~^",
            r"{\textbraceleft}{\textbraceright}{\textbackslash}{\textasciitilde}{\textasciicircum}",
            id="named",
        ),
        pytest.param("-- '' ``", "-{}- '{}' `{}`", id="ligatures"),
        pytest.param(" a\x00b\n c\u2028d ", "a b c d", id="control-characters"),
        pytest.param("\ud800", "\ufffd", id="lone-surrogate"),
        pytest.param("", "", id="empty"),
    ],
)
def test_words_become_latex(text: str, latex: str) -> None:
    assert encode(text) == latex


@pytest.mark.parametrize("text", ["Zoë Šuçăň", "Ōé Łůß", "Ångström Æther", "İpek ığ"])
def test_another_reader_undoes_our_accents(text: str) -> None:
    assert str(Text.from_latex(encode(text))) == text


@pytest.mark.parametrize(
    ("title", "protect", "latex"),
    [
        pytest.param("A Net for Dreams", (), "A Net for Dreams", id="nothing-to-keep"),
        pytest.param("BERT and ImageNet", (), "{BERT} and {ImageNet}", id="capitals"),
        pytest.param("Two GANs", (), "Two {GAN}s", id="plural"),
        pytest.param("GPT-4 and R-CNN", (), "{GPT}-4 and {R}-{CNN}", id="hyphens"),
        pytest.param("A Q-Net, A*", (), "A {Q}-Net, {A}*", id="single-letters"),
        pytest.param("eBay in 3D", (), "{eBay} in {3D}", id="inner-capitals"),
        pytest.param("LEARNING TO DREAM WITH NETS", (), "LEARNING TO DREAM WITH NETS", id="shouted"),
        pytest.param("Gaussian Nets", ("Gaussian",), "{Gaussian} Nets", id="asked-for"),
        pytest.param("Transformers All", ("Transformer",), "{Transformer}s All", id="asked-for-plural"),
        pytest.param("New York Nets", ("York", "New York"), "{New York} Nets", id="longest-phrase"),
        pytest.param("Networks", ("Net",), "Networks", id="whole-words-only"),
        pytest.param("É ÉTATS", (), r"{{\'E}} {{\'E}TATS}", id="accented-capitals"),
        pytest.param("On $x_1$", (), "On $x_1$", id="formula"),
        pytest.param("On $L_2$", (), "On {$L_2$}", id="formula-with-capitals"),
        pytest.param(r"On $\{x$", (), r"On $\lbrace x$", id="formula-with-one-brace"),
        pytest.param("On $x}{y$", (), r"On \$x{\textbraceright}{\textbraceleft}y\$", id="formula-that-cannot-be"),
        pytest.param("On $5%$", (), r"On $5\%$", id="comment-sign-in-formula"),
        pytest.param(r"Costs \$5 and $x$", (), r"Costs \$5 and $x$", id="escaped-dollar"),
        pytest.param("From $5 to $6", (), r"From \$5 to \$6", id="dollars"),
    ],
)
def test_titles_keep_formulas_and_capitals(title: str, protect: tuple[str, ...], latex: str) -> None:
    assert encode_title(title, protect) == latex


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_come_back(text: str) -> None:
    assert decode(encode(text)) == clean(text)


@THOROUGH
@given(st.text())
def test_any_words_come_back(text: str) -> None:
    assert decode(encode(text)) == clean(text)


@THOROUGH
@given(st.text(alphabet="aB{}\\$%é -_'`~"))
def test_a_title_is_always_balanced_and_on_one_line(text: str) -> None:
    encoded = encode_title(text, ("B a", "{"))
    depths = [encoded[: i + 1].count("{") - encoded[: i + 1].count("}") for i in range(len(encoded))]
    assert (min(depths, default=0), depths[-1:] in ([], [0]), "\n" in encoded) == (0, True, False)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        pytest.param(r"\'e\'{e}{\'e}{\'{e}}\' e", "ééééé", id="ways-to-write-an-accent"),
        pytest.param(r"na\"{\i}ve na{\"\i}ve", "naïve naïve", id="dotless"),
        pytest.param(r"Haji\v{c}, Micha\l{} \v Cech", "Hajič, Michał Čech", id="commands-with-letters"),
        pytest.param(r"\'{\^e}", "ế", id="nested"),
        pytest.param(r"{\ss}\o\aa{}x \AE ther", "ßøåx Æther", id="letters"),
        pytest.param(r"\emph{Deep} {\it nets} \textbf{now}", "Deep nets now", id="fonts"),
        pytest.param(r"A--B---C ``D'' E~F", "A–B—C “D” E F", id="typography"),
        pytest.param(r"\&\%\#\_\{\}\textbackslash\ldots", "&%#_{}\\…", id="escapes"),
        pytest.param(r"a\,b\-c\/d\\e\ f", "a bcd e f", id="spacing"),
        pytest.param(r"$O(n^{2})$ \(x\) \ensuremath{y} {$L_2$}", "$O(n^{2})$ $x$ $y$ $L_2$", id="formulas"),
        pytest.param(r"\foo bar \@x \?", r"\foo bar x \?", id="unknown-commands-stay"),
        pytest.param(r"\href{https://a.example}{Here}", "Here", id="href"),
        pytest.param(r"\~{} \^{} \c{}", "~ ^", id="accents-on-nothing"),
        pytest.param("{B}ayes {{Whole}}", "Bayes Whole", id="braces"),
        pytest.param("a } b { c", "a b c", id="stray-braces"),
        pytest.param(r"\$5 \textdollar6 $", "$5 $6 $", id="dollars"),
        pytest.param("tail \\", "tail", id="lone-backslash"),
        pytest.param(r"{\'", "'", id="unfinished"),
        pytest.param("plain words", "plain words", id="plain"),
    ],
)
def test_latex_of_the_wild_becomes_words(latex: str, text: str) -> None:
    assert decode(latex) == text


def test_dollar_in_a_field_with_formulas_keeps_its_backslash() -> None:
    assert decode(r"\$5 \textdollar 6", dollar=r"\$") == r"\$5 \$6"


@pytest.mark.parametrize("nested", ["{" * 3000 + "x" + "}" * 3000, r"\'" * 3000 + "x"], ids=["braces", "accents"])
def test_deep_nesting_keeps_the_words(nested: str) -> None:
    assert "x" in decode(nested)


@THOROUGH
@given(st.text(alphabet="abcé\\{}$~'`\"^- iv"))
def test_reading_never_fails(latex: str) -> None:
    assert "\n" not in decode(latex)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        pytest.param(r"https://a.example/x\_y\%20z\#q", "https://a.example/x_y%20z#q", id="escapes"),
        pytest.param(r"\url{https://a.example/\~{}ada}", "https://a.example/~ada", id="url-command"),
        pytest.param(r"https://a.example/$\sim$ada", "https://a.example/~ada", id="sim"),
        pytest.param(r"https://a.example/{\textasciitilde}ada", "https://a.example/~ada", id="textasciitilde"),
        pytest.param("10.1000/a b", "10.1000/ab", id="spaces"),
    ],
)
def test_verbatim_fields_lose_what_people_add(latex: str, text: str) -> None:
    assert decode_verbatim(latex) == text


def test_verbatim_braces_are_percent_encoded() -> None:
    assert encode_verbatim("10.1000/a{b}\\") == "10.1000/a%7Bb%7D%5C"


def formulas_on_the_page(title: str) -> list[str]:
    """The formulas of a title as `markup` finds them."""
    found, position = [], 0
    while dollar := DOLLAR.search(title, position):
        formula = FORMULA.match(title, dollar.start()) if dollar[0] == "$" else None
        found += [formula[1]] if formula else []
        position = (formula or dollar).end()
    return found


@THOROUGH
@given(st.text(alphabet="$$$ab 1\\{}"))
def test_a_formula_is_what_the_page_shows_as_one(title: str) -> None:
    assert [match[1] for match in RE_MATH.finditer(title)] == formulas_on_the_page(title)
