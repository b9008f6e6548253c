r"""Formulas: the words and the MathML that TeX becomes, and the places of its faults."""

# ruff: noqa: E501  one line, one case

import sys
from xml.etree.ElementTree import fromstring

import pytest

from dlcatalog.markup.letters import styled
from dlcatalog.markup.mathml import as_html, repair
from dlcatalog.markup.tex import convert_formula
from dlcatalog.markup.tex_source import chain_of, depth_of, rewrite


def mathml(source: str, *, is_display: bool = False) -> str:
    html = convert_formula(source, is_display=is_display).html
    return html.partition("<semantics><mrow>")[2].partition("</mrow><annotation")[0]


def faults(source: str) -> list[tuple[str, str]]:
    problems = convert_formula(source, is_display=False).problems
    return [(problem.code, source[problem.start : problem.end]) for problem in problems]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        pytest.param(r"\frac{2}{n_{in}+n_{out}}", "2/(n_in + n_out)", id="fraction"),
        pytest.param(r"\sqrt{\frac{L_x}{\mu_y}}", "√(L_x/μ_y)", id="fraction-of-indexed-letters"),
        pytest.param(r"\mathcal{O}(nm)", "O(nm)", id="script"),
        pytest.param(r"Q(s,a)=r+\gamma\max_{a'}Q(s',a')", "Q(s, a) = r + γ max_a′ Q(s′, a′)", id="max"),
        pytest.param(r"\Phi(x)=P(Z\le x)", "Φ(x) = P(Z ≤ x)", id="relation"),
        pytest.param(r"\mathbf{z}", "z", id="bold"),
        pytest.param(r"\mathbb{E}", "E", id="double-struck"),
        pytest.param(r"x\sigma(1.702x)", "xσ(1.702x)", id="decimal"),
        pytest.param(r"S^{L-1}_{t'}", "S_t′^(L−1)", id="both-scripts"),
        pytest.param(r"(-\infty,0]", "(−∞, 0]", id="half-open"),
        pytest.param(r"\operatorname{softmax}(x)", "softmax(x)", id="operator-name"),
        pytest.param(r"\operatorname{top-k}", "top-k", id="operator-name-with-hyphen"),
        pytest.param(r"\operatorname{R\_x}", "R_x", id="operator-name-with-macro"),
        pytest.param(r"\operatorname*{arg\,max}_x f", "arg max_x f", id="arg-max"),
        pytest.param(r"\arg\min_x f", "arg min_x f", id="arg-min"),
        pytest.param(r"\lVert x\rVert_2", "‖x‖_2", id="norm"),
        pytest.param(r"\begin{aligned}a&=b\\c&=-d\end{aligned}", "a = b; c = −d", id="aligned"),
        pytest.param(r"\begin{alignedat}{2}a&=b\end{alignedat}", "a = b", id="alignedat"),
        pytest.param(r"\begin{equation}a=b\label{x}\end{equation}", "a = b", id="equation"),
        pytest.param(r"\begin{cases}1&\text{if }x>0\\0&\text{else}\end{cases}", "{1 if x > 0; 0 else", id="cases"),
        pytest.param(r"\begin{dcases}1\end{dcases}", "{1", id="dcases"),
        pytest.param(r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "[1 2; 3 4]", id="matrix"),
        pytest.param(r"\text{if }x>0", "if x > 0", id="text"),
        pytest.param(r"\text{if $x>0$ then}", "if x > 0 then", id="formula-in-text"),
        pytest.param(r"\tilde{x}", "x̃", id="tilde"),
        pytest.param(r"\hat y", "ŷ", id="hat"),
        pytest.param(r"\bar{x}_i^2", "x̄_i²", id="bar"),
        pytest.param(r"\overline{AB}", "AB", id="line-over-letters"),
        pytest.param(r"\underline{x}", "x", id="line-below"),
        pytest.param(r"\underbrace{a+b}_{n}", "(a + b)_n", id="brace-below"),
        pytest.param(r"\sum_{i=1}^n x_i", "∑_(i=1)ⁿ x_i", id="sum"),
        pytest.param(r"\nabla_\theta", "∇_θ", id="nabla"),
        pytest.param(r"\varepsilon", "ε", id="epsilon"),
        pytest.param(r"\epsilon", "ε", id="lunate-epsilon"),
        pytest.param("x^2", "x²", id="square"),
        pytest.param("10^{-3}", "10⁻³", id="negative-power"),
        pytest.param("e^{-x}", "e^(−x)", id="power-of-letters"),
        pytest.param(r"(a+b)^2", "(a + b)²", id="power-of-brackets"),
        pytest.param("f''(x)", "f′′(x)", id="primes"),
        pytest.param(r"\sqrt{x}", "√x", id="root"),
        pytest.param(r"\sqrt[3]{x+1}", "³√(x + 1)", id="third-root"),
        pytest.param(r"\sqrt[k]{x}", "k√x", id="kth-root"),
        pytest.param(r"\binom{n}{k}", "(n choose k)", id="binomial"),
        pytest.param(r"\{1,2\}", "{1, 2}", id="set"),
        pytest.param(r"\langle a,b\rangle", "⟨a, b⟩", id="angles"),
        pytest.param(r"p(y\mid x)", "p(y ∣ x)", id="given"),
        pytest.param(r"x\log n", "x log n", id="function"),
        pytest.param(r"a \bmod b", "a mod b", id="modulo"),
        pytest.param(r"-1 + -x", "−1 + −x", id="signs"),
        pytest.param(r"50\%", "50%", id="percent"),
        pytest.param("50%", "50%", id="bare-percent"),
        pytest.param(r"\nicefrac{1}{2}", "1/2", id="nicefrac"),
        pytest.param(r"\Tilde{O}(n)", "Õ(n)", id="capital-accent"),
        pytest.param(r"\mathds{1}", "1", id="mathds"),
        pytest.param(r"\textsc{a}\ensuremath{b}", "ab", id="text-macros"),
        pytest.param(r"a\phantom{b}c\!d\quad e", "acd e", id="spaces"),
        pytest.param(r"\foo x", r"\foo x", id="unknown-macro"),
        pytest.param(r"\href{javascript:x}{y}", "y", id="link"),
        pytest.param(r"\text{&#x202e;}x", "x", id="bidi-as-entity"),
        pytest.param(r"\sum_{}", "∑", id="empty-script"),
    ],
)
def test_words(source: str, words: str) -> None:
    assert convert_formula(source, is_display=False).plain == words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(r"\mathbb E", "<mi>𝔼</mi>", id="double-struck"),
        pytest.param(r"\mathcal{ON}", "<mrow><mi>𝒪</mi><mi>𝒩</mi></mrow>", id="script"),
        pytest.param(r"\bold{x}", "<mrow><mi>𝐱</mi></mrow>", id="bold"),
        pytest.param(r"\boldsymbol{\theta}", "<mrow><mi>𝜽</mi></mrow>", id="bold-greek"),
        pytest.param(r"\mathbf 1", "<mn>𝟏</mn>", id="bold-digit"),
        pytest.param(r"\mathrm{KL}", "<mrow><mi>KL</mi></mrow>", id="upright-name"),
        pytest.param(r"\mathrm{d}x", '<mrow><mrow><mi mathvariant="normal">d</mi></mrow></mrow><mi>x</mi>', id="upright-letter"),
        pytest.param(r"\langle x", '<mo stretchy="false">⟨</mo><mi>x</mi>', id="fence"),
        pytest.param(r"\big\{", '<mo maxsize="1.2em" minsize="1.2em">{</mo>', id="large-brace"),
        pytest.param(r"x\log n", '<mi>x</mi><mspace width="0.167em"></mspace><mi>log</mi><mspace width="0.167em"></mspace><mi>n</mi>', id="function"),
        pytest.param(r"\log(n)", '<mi>log</mi><mo stretchy="false">(</mo><mi>n</mi><mo stretchy="false">)</mo>', id="function-of-brackets"),
        pytest.param(r"\mathop{x}", "<mrow><mrow><mi>x</mi></mrow></mrow>", id="row-in-an-operator"),
        pytest.param(r"\hat y", '<mover accent="true"><mi>y</mi><mo>^</mo></mover>', id="accent"),
        pytest.param(r"\hspace{999em}x", "<mspace></mspace><mi>x</mi>", id="huge-space"),
        pytest.param(r"\hspace{9em}x", '<mspace width="9em"></mspace><mi>x</mi>', id="space"),
        pytest.param(r"\mkern18mu x", '<mspace width="1.000em"></mspace><mi>x</mi>', id="math-units"),
        pytest.param(r"x\!y", '<mi>x</mi><mspace width="-0.167em"></mspace><mi>y</mi>', id="negative-space"),
        pytest.param(r"\hspace{x}y", "<mspace></mspace><mi>y</mi>", id="space-of-no-length"),
        pytest.param(r"\color{red} x", "<mstyle><mi>x</mi></mstyle>", id="colour"),
        pytest.param(r"\frac{a}", "<mfrac><mrow><mi>a</mi></mrow><mrow></mrow></mfrac>", id="missing-argument"),
    ],
)  # fmt: skip
def test_mathml(source: str, expected: str) -> None:
    assert mathml(source) == expected


def test_limits_stand_below_in_display() -> None:
    assert mathml(r"\max_a x", is_display=True).startswith("<munder><mi>max</mi><mi>a</mi></munder>")
    assert mathml(r"\max_a x").startswith("<msub><mi>max</mi><mi>a</mi></msub>")


def test_source_is_kept_as_annotation() -> None:
    html = convert_formula(" a<b ", is_display=True).html
    assert html.startswith('<math display="block"><semantics>')
    assert html.endswith('<annotation encoding="application/x-tex">a&lt;b</annotation></semantics></math>')


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param(r"\alpha\foo+\foo\foox", [("unknown-macro", r"\foo"), ("unknown-macro", r"\foo"), ("unknown-macro", r"\foox")], id="unknown-macros"),
        pytest.param("x^y^z", [("bad-formula", "x^y^z")], id="double-superscript"),
        pytest.param(r"\left( x", [("bad-formula", r"\left( x")], id="missing-right"),
        pytest.param(r"\frac", [("bad-formula", r"\frac")], id="missing-arguments"),
        pytest.param(r"x\def\a{b}\a", [("bad-formula", r"\def")], id="definition"),
        pytest.param(r"\newcommand{\a}{b}", [("bad-formula", r"\newcommand")], id="new-command"),
        pytest.param("x" * 2_001, [("formula-too-long", "x" * 2_001)], id="too-long"),
        pytest.param("{" * 21 + "x" + "}" * 21, [("formula-too-deep", "{" * 21 + "x" + "}" * 21)], id="too-deep"),
        pytest.param(r"\sqrt" * 62 + "x", [("formula-too-deep", r"\sqrt" * 62 + "x")], id="too-long-a-chain"),
    ],
)  # fmt: skip
def test_faults_have_their_place(source: str, found: list[tuple[str, str]]) -> None:
    assert faults(source) == found


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("x^y^z", "'formula' must be TeX that can be read, not 'x^y^z' (double superscripts)", id="bad"),
        pytest.param("x" * 2_001, "'formula' must have at most 2,000 characters, not 2,001", id="long"),
        pytest.param(r"\let\a\b", "'formula' must be TeX that defines and loads nothing, not '\\let'", id="definition"),
        pytest.param(
            "{" * 70,
            "'formula' must nest its groups at most 20 deep, not deeper: '" + "{" * 59 + "…'",
            id="deep",
        ),
    ],
)
def test_messages(source: str, message: str) -> None:
    assert [problem.message for problem in convert_formula(source, is_display=False).problems] == [message]


def test_refused_formula_is_shown_as_code() -> None:
    formula = convert_formula(r"x^y^z<b>", is_display=False)
    assert (formula.html, formula.plain) == ("<code>x^y^z&lt;b&gt;</code>", "x^y^z<b>")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("\\frac{\\sqrt{" * 10 + "x" + "}}" * 10, id="groups"),
        pytest.param("\\sqrt" * 60 + " x", id="chain"),
        pytest.param("\\tiny" * 60 + " x", id="declarations"),
        pytest.param("{" * 20 + "\\hat" * 60 + " x" + "}" * 20, id="both"),
    ],
)
def test_formula_at_the_bound_needs_little_stack(source: str) -> None:
    convert_formula.cache_clear()
    depth = len(_frames())
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 600)
    try:
        assert faults(source) == []
    finally:
        sys.setrecursionlimit(limit)


def _frames() -> list[str]:
    frame = sys._getframe()
    names: list[str] = []
    while frame.f_back:
        frame = frame.f_back
        names.append(frame.f_code.co_name)
    return names


def test_stack_that_ends_all_the_same_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlcatalog.markup.tex.rewrite", _recurse)
    convert_formula.cache_clear()
    assert faults("x+1") == [("formula-too-deep", "x+1")]
    convert_formula.cache_clear()


def _recurse(_source: str) -> str:
    raise RecursionError


def test_depth_ignores_escaped_braces() -> None:
    assert depth_of(r"\{\{{\left({x}\right)}\}") == 3


def test_chain_counts_arguments_without_braces() -> None:
    assert chain_of(r"\hat\theta + \hat{\theta} + x_\theta + \alpha\beta") == 2


def test_rewriting_leaves_plain_formulas_alone() -> None:
    assert rewrite("x_1+y") == "x_1+y"


def test_elements_that_are_not_listed_are_opened() -> None:
    strange = fromstring('<mrow><maction actiontype="x"><mi>a</mi><mi>b</mi></maction><mglyph>c</mglyph></mrow>')
    assert as_html(strange) == "<mrow><mrow><mi>a</mi><mi>b</mi></mrow>c</mrow>"


def test_elements_with_too_many_children_are_grouped() -> None:
    fraction = fromstring("<mfrac><mi>a</mi><mi>b</mi><mi>c</mi></mfrac>")
    assert as_html(repair(fraction, is_display=False)) == ("<mfrac><mi>a</mi><mrow><mi>b</mi><mi>c</mi></mrow></mfrac>")


@pytest.mark.parametrize(
    ("letter", "variant", "expected"),
    [
        pytest.param("B", "script", "ℬ", id="older-script"),
        pytest.param("C", "fraktur", "ℭ", id="older-fraktur"),
        pytest.param("h", "italic", "h", id="missing-italic"),
        pytest.param("ω", "bold", "𝛚", id="greek"),
        pytest.param("+", "bold", "+", id="no-letter"),
        pytest.param("x", "unheard-of", "x", id="no-style"),
    ],
)
def test_letters(letter: str, variant: str, expected: str) -> None:
    assert styled(letter, variant) == expected
