"""No text costs a second, raises, or becomes anything but what the lists of sanitise.py allow."""

import time
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.markup import RenderedText, compose, render_text, render_title
from dlcatalog.markup.sanitise import CLASSES, HTML_ATTRIBUTES, MATHML_ATTRIBUTES
from dlcatalog.markup.tex import convert_formula
from dlcatalog.markup.texts import render_slowly

SIZE = 20_000
ALLOWED = {**HTML_ATTRIBUTES, **MATHML_ATTRIBUTES}

UNITS = (
    "[", "[[", "![", "]", "](", "[a](", "[a](b", "[a](<", "[](", '[a](b "', "[a](b (", "[a](http://b) ", "[a][b]",
    "*[a](http://b)*", "[*a*](http://b)", "![a](b)", "[[a]]", "[[a", "[[a|b]] ", "[^", "[^1]", "[^1]: ", "[^1]:\n",
    "[^1]: a\n", "[a]: b\n", "[a]:", "`", "``` ", "`a", "`a`", "```\n", "~~~\n", "*", "**", "* ", "*a", "a*", "*a ",
    "*a*", "**a**", "***a", "**a *b ", "_", "_a", "a_ ", "_a *b ", "_a_ ", "__a__ ", "<", "<a", "<a ", "<!--", "<!",
    "<?", "</", "<a@b.c>", "<http://a>", "<svg onload=alert(1)>", "<script>", ">", "> ", ">\n", "> a\n", "> - ", ">- a\n",
    "- ", "- a\n", "- - ", "* *", "+ a\n\n", "1. ", "1. a\n", "1) a\n", "  - a\n", "    a\n", "    a\n\n", "a\n- b\n",
    "#", "# a\n", "= \n", "a\n=\n", "---\n", "---", "$", "$$", "$ ", "$a", "$a$ ", "$a$", "$x_{", "$\\frac", "\\", "\\$",
    "{", "&", "&amp;", "&#", "|", "| ", "a|", "||", "|-", "| - ", "|a|b|\n", "(", "\n", "\n\n", "a\n\n", " ", "  \n", "\t",
    "\t\n", "\r", "\r\n", "a\r\n\r\n", "\x00", "\x02", "\x03", "\x0e", "\x0f", "\u200f",
    "\U0001f3f4\U000e0067\U000e007f", "\u00a0", "\u00ad", "\u200b", "\u2028",
    "\u202e", "\ud800", "\ufffe", "\U000f0000", "\U000e0041", "a. ", ".", "!", '"', "...x", "e.g. ", "é", "👍\u200d",
)  # fmt: skip

ATTACKS = {
    "5000-opening-brackets": "[" * 5_000,
    "500-nested-list-marks": "- " * 500 + "a",
    "500-nested-list-lines": "\n".join("  " * depth + "- a" for depth in range(190)),
    "nested-quotes": "\n".join(">" * depth + " a" for depth in range(1, 190)),
    "quotes-in-lists": "- > " * 300 + "a",
    "2000-nested-roots": "$" + "\\sqrt" * 2_000 + "x$",
    "nested-roots-within-length": "$" + "\\sqrt" * 390 + "x$",
    "nested-roots-with-braces": "$" + "\\sqrt{" * 280 + "x" + "}" * 280 + "$",
    "nested-fractions": "$" + "\\frac1" * 300 + "$",
    "nested-scripts": "$" + "x^{" * 600 + "$",
    "nested-left": "$" + "\\left(" * 150 + "x" + "\\right)" * 150 + "$",
    "nested-sizes": "$" + "\\tiny" * 390 + " x$",
    "nested-over": "$" + "a\\over " * 240 + " x$",
    "nested-colours": "$" + "\\color{a}" * 200 + " x$",
    "nested-matrices": "$" + "\\matrix" * 280 + " x$",
    "macros-that-double": "$" + "".join(f"\\def\\{a}{{\\{b}\\{b}}}" for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "\\a$",
    "2000-formulas": "".join(f"$x_{{{n}}}$ " for n in range(2_000))[:SIZE],
    "450-formulas": " ".join(f"$a^{{{n}}}+{'z' * 12}$" for n in range(450)),
    "ten-long-formulas": " ".join("$" + "x_1+" * 490 + f"{n}$" for n in range(10)),
    "long-formulas": " ".join("$" + "x_1+" * 490 + f"{n}$" for n in range(5)),
    "long-fractions": " ".join("$" + "\\frac{a}{b}" * 170 + f"{n}$" for n in range(5)),
    "wide-matrices": " ".join("$$\\begin{matrix}" + "1&" * 900 + f"{n}\\end{{matrix}}$$" for n in range(5)),
    "long-matrices": " ".join("$$\\begin{matrix}" + "1\\\\" * 600 + f"{n}\\end{{matrix}}$$" for n in range(5)),
    "dollars-in-text-macros": " ".join("$" + "\\text{$" * 200 + f"{n}}}$" for n in range(14)),
    "wide-table": "|" + "a|" * 2_500 + "\n|" + "-|" * 2_500 + "\n" + "|\n" * 4_000,
    "large-table": "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n" + "|\n" * 1_900,
    "emphasis-in-emphasis": "*a " * 3_000 + "a* " * 3_000,
    "emphasis-at-the-bound": ("*a " * 39 + " a*" * 39 + "\n\n") * 80,
    "strong-and-emphasis": ("**a *b " * 13 + " a*" * 39 + "\n\n") * 80,
    "stars-around-a-letter": "*" * 9_000 + "a" + "*" * 9_000,
    "distinct-backticks": "".join("`" * n + "a" for n in range(1, 199)),
    "800-references": "".join(f"[a{n}][b{n}] " for n in range(800)) + "\n\n" + "".join(f"[b{n}]: http://x\n" for n in range(500)),
    "1000-notes": "".join(f"[^{n}]" for n in range(900)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(900)),
    "200-notes-that-call-the-next": "[^0]\n\n" + "".join(f"[^{n}]: x *y* [^{n + 1}]\n\n" for n in range(199)),
    "note-that-calls-itself": "[^a]\n\n[^a]: x [^a]",
    "1000-paragraphs": "\n\n".join(["*a* `b` [c](https://d.example)"] * 640),
    "2000-items": "\n".join(["- *aa*"] * 1_990),
    "1000-loose-items": "\n\n".join(["- *aa*"] * 990),
    "2000-headings": "\n".join(["# *aa*"] * 1_990),
    "stairs-of-lists": "\n".join("  " * (n % 12) + "- a" for n in range(900)),
    "rule-that-is-none": "-" * 19_999 + "x",
    "long-word": "a" * SIZE,
    "open-attribute": '<a b="' + "c" * 19_000,
    "unclosed-fence": "```\n" + "x\n" * 9_000,
    "dots": "." * 19_999 + "x",
}  # fmt: skip

MACROS = (
    r"\frac \sqrt \left \right \begin{cases} \end{cases} \text{ \foo \not \hat \mathbb \over \sum \max { } ^ _ & "
    r"\\ ' [ ] <b> \href{javascript:x} \style{x} \hspace{99em} \color{red} \rule \unicode % &#x202e;"
)
MARKS = st.sampled_from(UNITS)
RUNS = st.tuples(MARKS, st.integers(1, 3_000)).map(lambda run: (run[0] * run[1])[:SIZE])
TEXTS = st.lists(st.one_of(MARKS, RUNS, st.text(max_size=20)), max_size=12).map(lambda pieces: "".join(pieces)[:SIZE])


def seconds_of(text: str) -> float:
    convert_formula.cache_clear()
    start = time.perf_counter()
    render_slowly(text)
    return time.perf_counter() - start


def unlisted(html: str) -> list[str]:
    """Return what an independent parser finds in `html` that is not on the lists."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    found: list[str] = []
    for element in root.iter():
        if element is root:
            continue
        name = str(element.tag).rpartition("}")[2]
        found.extend([name] if name not in ALLOWED else unlisted_attributes(name, element))
    return found


def unlisted_attributes(name: str, element: Element) -> list[str]:
    allowed = {*ALLOWED[name], *(["rel"] if name == "a" else []), *(["class"] if name in CLASSES else [])}
    found = [f"{name} {attribute}" for attribute in element.attrib if attribute not in allowed]
    scheme = urlsplit(element.attrib.get("href", "https:")).scheme
    return found if scheme in {"http", "https", "mailto"} else [*found, f"{name} to {scheme}"]


def assert_safe(rendered: RenderedText) -> None:
    assert [each for html in (rendered.html, *rendered.notes) for each in unlisted(html)] == []


def test_seen_elements_are_judged() -> None:
    assert unlisted('<p onclick="x"><b>a</b><a href="javascript:x">b</a></p>') == ["p onclick", "b", "a to javascript"]


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_repeated_mark_is_safe_and_takes_less_than_a_second(unit: str) -> None:
    text = (unit * SIZE)[:SIZE]
    assert seconds_of(text) < 1
    assert_safe(render_slowly(text))


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_known_attack_is_safe_and_takes_less_than_a_second(text: str) -> None:
    assert seconds_of(text) < 1
    assert_safe(render_text(text))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_is_safe_and_takes_less_than_a_second(text: str) -> None:
    assert seconds_of(text) < 1
    rendered = render_text(text)
    assert_safe(rendered)
    assert rendered == render_text(text)
    assert all(0 <= problem.start <= problem.end <= len(text) for problem in rendered.problems)
    assert len(rendered.first_sentence) <= 300
    compose(rendered, where="x", first_note=1, paper=lambda _: None)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_title_is_safe_and_takes_less_than_a_second(text: str) -> None:
    start = time.perf_counter()
    title = render_title(text)
    assert time.perf_counter() - start < 1
    assert unlisted(title.html) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(MACROS.split()),
            st.text(max_size=3),
        ),
        max_size=25,
    ).map(" ".join),
    st.booleans(),
)
def test_any_formula_is_safe(source: str, is_display: bool) -> None:
    mark = "$$" if is_display else "$"
    assert_safe(render_text(f"{mark}x{source}x{mark}".replace("\n\n", "\n")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param('<img src=x onerror="alert(1)">', id="image"),
        pytest.param("[a](javascript:alert(1))", id="javascript"),
        pytest.param("[a](JaVaScRiPt:alert(1))", id="javascript-in-capitals"),
        pytest.param("[a](java&#10;script:alert(1))", id="javascript-with-an-entity"),
        pytest.param("[a](data:text/html;base64,PHNjcmlwdD4=)", id="data"),
        pytest.param("[a](//evil.example)", id="no-scheme"),
        pytest.param("[a](vbscript:x)", id="vbscript"),
        pytest.param("<javascript:alert(1)>", id="autolink"),
        pytest.param('[a](https://x.example/"onmouseover="alert(1))', id="quote-in-address"),
        pytest.param("[a]\n\n[a]: javascript:alert(1)", id="reference"),
        pytest.param('[a](https://x.example "t" onclick=alert(1))', id="title"),
        pytest.param("$\\text{<script>alert(1)</script>}$", id="script-in-a-formula"),
        pytest.param("$\\href{javascript:alert(1)}{x}$", id="javascript-in-a-formula"),
        pytest.param("$\\style{position:fixed}{x}$", id="style-in-a-formula"),
        pytest.param("$\\class{x}{y}$", id="class-in-a-formula"),
        pytest.param("$</annotation><script>alert(1)</script>$", id="end-of-annotation"),
        pytest.param("```html\n<script>alert(1)</script>\n```", id="fence"),
        pytest.param("[[a|<img src=x>]]", id="words-of-a-cross-link"),
        pytest.param('[^"><script>]\n\n[^"><script>]: x', id="label-of-a-footnote"),
        pytest.param("| a |\n|:-:|\n| <b onclick=x> |", id="table"),
        pytest.param("&lt;script&gt;alert(1)&lt;/script&gt;", id="entities"),
        pytest.param('<span data-paper="x"></span><sup data-note="0"></sup>', id="our-own-marks"),
    ],
)
def test_scripts_stay_words(text: str) -> None:
    rendered = render_text(text)
    assert_safe(rendered)
    composed = compose(rendered, where="x", first_note=1, paper=lambda _: None)
    assert "<script" not in composed.html
    assert "javascript:" not in " ".join(url for url, _, _ in rendered.urls).lower()
