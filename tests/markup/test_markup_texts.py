"""The dialect: what each construct becomes, and where its faults are."""

# ruff: noqa: E501  one line, one case

import json

import pytest

from dlcatalog.markup import RULES, RenderedText, render_text
from dlcatalog.markup import markdown as markdown_room

X = '<math display="inline"><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x</annotation></semantics></math>'  # fmt: skip
REL = ' rel="nofollow noopener"'


def faults(text: str) -> list[tuple[str, str]]:
    return [(problem.code, text[problem.start : problem.end]) for problem in render_text(text).problems]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>", id="paragraphs"),
        pytest.param("a  \nb", "<p>a<br>\nb</p>", id="break-by-spaces"),
        pytest.param("a\\\nb", "<p>a<br>\nb</p>", id="break-by-backslash"),
        pytest.param("a \nb", "<p>a\nb</p>", id="one-trailing-space"),
        pytest.param("*a* **b** ***c***", "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong></p>", id="stars"),
        pytest.param("_a_ __b__ c_d_e", "<p><em>a</em> <strong>b</strong> c_d_e</p>", id="underscores"),
        pytest.param("\\*a\\* 1\\. \\$", "<p>*a* 1. $</p>", id="escapes"),
        pytest.param("\\# a", "<p># a</p>", id="escaped-heading"),
        pytest.param("`*a* $x$ [[b]]`", "<p><code>*a* $x$ [[b]]</code></p>", id="code"),
        pytest.param("``a`b``", "<p><code>a`b</code></p>", id="code-with-backtick"),
        pytest.param("` a `", "<p><code>a</code></p>", id="code-with-spaces"),
        pytest.param("`a\nb`", "<p><code>a b</code></p>", id="code-over-lines"),
        pytest.param("`a\n\nb`", "<p>`a</p>\n<p>b`</p>", id="code-ends-with-its-paragraph"),
        pytest.param("`a", "<p>`a</p>", id="lone-backtick"),
        pytest.param("    a $x$\n\n    b", "<pre><code>a $x$\n\nb\n</code></pre>", id="indented-code"),
        pytest.param("x\n\n    [a](b) ![c](d) &amp;", "<p>x</p>\n<pre><code>[a](b) ![c](d) &amp;amp;\n</code></pre>", id="links-in-code"),
        pytest.param("a\n    b", "<p>a\nb</p>", id="indented-line-of-a-paragraph"),
        pytest.param("```py\na <b>\n  $x$\n```", "<pre><code>a &lt;b&gt;\n  $x$\n</code></pre>", id="fence"),
        pytest.param("~~~\na\n~~~\nb", "<pre><code>a\n</code></pre>\n<p>b</p>", id="fence-of-tildes"),
        pytest.param("a\n```\nb\n```", "<p>a</p>\n<pre><code>b\n</code></pre>", id="fence-after-a-line"),
        pytest.param("````\n```\n````", "<pre><code>```\n</code></pre>", id="fence-in-fence"),
        pytest.param("```\na\n", "<pre><code>a\n</code></pre>", id="open-fence"),
        pytest.param("    ```\n    a", "<pre><code>```\na\n</code></pre>", id="fence-in-indented-code"),
        pytest.param("# a\n## b\n### c\n#### d", "<h4>a</h4>\n<h5>b</h5>\n<h6>c</h6>\n<h6>d</h6>", id="headings"),
        pytest.param("# a #\n#b\n####### c", "<h4>a</h4>\n<p>#b\n####### c</p>", id="heading-needs-a-space"),
        pytest.param("a\n===\nb\n---", "<h4>a</h4>\n<h5>b</h5>", id="underlined-headings"),
        pytest.param("***\n\n- - -", "<hr>\n<hr>", id="rules"),
        pytest.param("> a\nb\n\nc", "<blockquote><p>a\nb</p>\n</blockquote>\n<p>c</p>", id="quote"),
        pytest.param("a\n> b\n# c", "<p>a</p>\n<blockquote><p>b</p>\n</blockquote>\n<h4>c</h4>", id="quote-in-a-paragraph"),
        pytest.param("> a\n> > b", "<blockquote><p>a</p>\n<blockquote><p>b</p>\n</blockquote>\n</blockquote>", id="quote-in-quote"),
        pytest.param("> ```\n> a\n> ```\n> b", "<blockquote><pre><code>a\n</code></pre>\n<p>b</p>\n</blockquote>", id="fence-in-quote"),
        pytest.param("> ```\n> a\nb", "<blockquote><pre><code>a\n</code></pre>\n</blockquote>\n<p>b</p>", id="fence-ends-with-its-quote"),
        pytest.param("> `a\n> b`", "<blockquote><p><code>a b</code></p>\n</blockquote>", id="code-over-lines-of-a-quote"),
        pytest.param("a &amp; &eacute; &#65; &foo; R&D", "<p>a &amp; é A &amp;foo; R&amp;D</p>", id="entities"),
        pytest.param("a < b <eos> c", "<p>a &lt; b &lt;eos&gt; c</p>", id="angle-brackets-in-words"),
        pytest.param("\U000f0000 \U000f0001`a`", "<p>\U000f0000 \U000f0001<code>a</code></p>", id="private-characters"),
        pytest.param("", "", id="nothing"),
        pytest.param(" \n\t\n", "", id="white-space"),
    ],
)  # fmt: skip
def test_blocks_and_words(text: str, html: str) -> None:
    assert render_text(text).html == html
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>", id="bullets"),
        pytest.param("* a\n+ b", "<ul><li>a</li>\n<li>b</li>\n</ul>", id="other-bullets"),
        pytest.param("1. a\n2. b", "<ol><li>a</li>\n<li>b</li>\n</ol>", id="numbers"),
        pytest.param("1) a\n2) b", "<ol><li>a</li>\n<li>b</li>\n</ol>", id="numbers-with-brackets"),
        pytest.param("3. a", '<ol start="3"><li>a</li>\n</ol>', id="numbers-from-three"),
        pytest.param("a\n- b", "<p>a</p>\n<ul><li>b</li>\n</ul>", id="after-a-line"),
        pytest.param("a\n1. b", "<p>a</p>\n<ol><li>b</li>\n</ol>", id="numbers-after-a-line"),
        pytest.param("in\n1986. b", "<p>in\n1986. b</p>", id="year-after-a-line"),
        pytest.param("a\n-\nb", "<h5>a</h5>\n<p>b</p>", id="empty-item-is-an-underline"),
        pytest.param("-\n- a", "<ul><li></li>\n<li>a</li>\n</ul>", id="empty-item"),
        pytest.param("- a\n1. b", "<ul><li>a</li>\n</ul>\n<ol><li>b</li>\n</ol>", id="bullets-then-numbers"),
        pytest.param("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>", id="nested-by-two"),
        pytest.param("- a\n    - b", "<ul><li>a<ul><li>b</li>\n</ul>\n</li>\n</ul>", id="nested-by-four"),
        pytest.param("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>", id="nested-by-three"),
        pytest.param(
            "- a\n  - b\n    - c",
            "<ul><li>a<ul><li>b<ul><li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>",
            id="nested-twice",
        ),
        pytest.param("- - a", "<ul><li><ul><li>a</li>\n</ul>\n</li>\n</ul>", id="item-in-item"),
        pytest.param("- a\n\n- b", "<ul><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>", id="loose"),
        pytest.param("- a\n\n  b", "<ul><li><p>a</p>\n<p>b</p>\n</li>\n</ul>", id="paragraph-in-item"),
        pytest.param(
            "- a\n\n  b\n- c",
            "<ul><li><p>a</p>\n<p>b</p>\n</li>\n<li><p>c</p>\n</li>\n</ul>",
            id="item-after-a-paragraph-in-item",
        ),
        pytest.param("- a\nb", "<ul><li>a\nb</li>\n</ul>", id="lazy-line"),
        pytest.param("- a\n\nb", "<ul><li>a</li>\n</ul>\n<p>b</p>", id="paragraph-after"),
        pytest.param("- a\n# b", "<ul><li>a</li>\n</ul>\n<h4>b</h4>", id="heading-after"),
        pytest.param("- a\n\n      b", "<ul><li>a<pre><code>b\n</code></pre>\n</li>\n</ul>", id="code-in-item"),
        pytest.param(
            "- a\n  ```\n  b\n   c\n  ```\n- d",
            "<ul><li><p>a</p>\n<pre><code>b\n c\n</code></pre>\n</li>\n<li><p>d</p>\n</li>\n</ul>",
            id="fence-in-item",
        ),
        pytest.param("> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li>\n</ul>\n</li>\n</ul>\n</blockquote>", id="in-quote"),
        pytest.param("- a `b\n- c` d", "<ul><li>a `b</li>\n<li>c` d</li>\n</ul>", id="no-code-over-items"),
        pytest.param("-\ta\n\tb", "<ul><li>a\nb</li>\n</ul>", id="tabs"),
    ],
)  # fmt: skip
def test_lists(text: str, html: str) -> None:
    assert render_text(text).html == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param(
            "| a | b |\n|---|:-:|\n| `c|d` | \\| |",
            '<table><thead><tr><th>a</th>\n<th class="align-center">b</th>\n</tr>\n</thead>\n'
            '<tbody><tr><td><code>c|d</code></td>\n<td class="align-center">|</td>\n</tr>\n</tbody>\n</table>',
            id="aligned",
        ),
        pytest.param(
            "a\n|b|c|\n|-|-|\n|d|e|",
            "<p>a</p>\n<table><thead><tr><th>b</th>\n<th>c</th>\n</tr>\n</thead>\n"
            "<tbody><tr><td>d</td>\n<td>e</td>\n</tr>\n</tbody>\n</table>",
            id="after-a-line",
        ),
        pytest.param("a | b", "<p>a | b</p>", id="lone-bar"),
    ],
)
def test_tables(text: str, html: str) -> None:
    assert render_text(text).html == html


def test_formula_with_a_bar_stays_in_its_cell() -> None:
    assert '<mo stretchy="false">|</mo></mrow>' in render_text("a | b\n--|--\n$|x|$ | c").html


@pytest.mark.parametrize(
    ("text", "html", "urls"),
    [
        pytest.param("[a](https://x.y/z)", f'<p><a href="https://x.y/z"{REL}>a</a></p>', [("https://x.y/z", 0, 18)], id="link"),
        pytest.param("*[a **b**](https://x.y)*", f'<p><em><a href="https://x.y"{REL}>a <strong>b</strong></a></em></p>', [("https://x.y", 1, 23)], id="with-emphasis"),
        pytest.param("[a](<https://x.y> 'T')", f'<p><a href="https://x.y"{REL}>a</a></p>', [("https://x.y", 0, 22)], id="with-title"),
        pytest.param("[a](https://x.y/b_(c)_d)", f'<p><a href="https://x.y/b_(c)_d"{REL}>a</a></p>', [("https://x.y/b_(c)_d", 0, 24)], id="with-brackets"),
        pytest.param("[a](https://x.y/?b&amp;c)", f'<p><a href="https://x.y/?b&amp;c"{REL}>a</a></p>', [("https://x.y/?b&c", 0, 25)], id="with-entity"),
        pytest.param("<https://x.y/?a&b>", f'<p><a href="https://x.y/?a&amp;b"{REL}>https://x.y/?a&amp;b</a></p>', [("https://x.y/?a&b", 0, 18)], id="autolink"),
        pytest.param("<me@x.example>", f'<p><a href="mailto:me@x.example"{REL}>me@x.example</a></p>', [("mailto:me@x.example", 0, 14)], id="mail"),
        pytest.param("[a][B]\n\n[b]: https://x.y 'T'", f'<p><a href="https://x.y"{REL}>a</a></p>', [("https://x.y", 0, 6)], id="reference"),
        pytest.param("[b][]\n\n[b]: <https://x.y>", f'<p><a href="https://x.y"{REL}>b</a></p>', [("https://x.y", 0, 5)], id="collapsed-reference"),
        pytest.param("[b] c\n\n[b]: https://x.y\n[b]: https://z", f'<p><a href="https://x.y"{REL}>b</a> c</p>', [("https://x.y", 0, 3)], id="short-reference"),
        pytest.param("[a [b](https://x.y)](https://z)", f'<p>[a <a href="https://x.y"{REL}>b</a>](https://z)</p>', [("https://x.y", 3, 19)], id="innermost-wins"),
        pytest.param("[a <https://x.y> b](https://z.y)", f'<p><a href="https://z.y"{REL}>a https://x.y b</a></p>', [("https://z.y", 0, 32)], id="autolink-in-a-link"),
        pytest.param("[a] (b) [c] [d", "<p>[a] (b) [c] [d</p>", [], id="brackets-only"),
        pytest.param("[a\n\nb](https://x.y)", "<p>[a</p>\n<p>b](https://x.y)</p>", [], id="no-link-over-paragraphs"),
        pytest.param("| [a | b](https://x.y) |\n|--|--|\n| c | d |", None, [], id="no-link-over-cells"),
        pytest.param("[a]: not a definition", "<p>[a]: not a definition</p>", [], id="no-definition"),
    ],
)  # fmt: skip
def test_links(text: str, html: str | None, urls: list[tuple[str, int, int]]) -> None:
    rendered = render_text(text)
    assert html is None or rendered.html == html
    assert list(rendered.urls) == urls


@pytest.mark.parametrize(
    ("text", "html", "found"),
    [
        pytest.param("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>", [("raw-html", "<b>"), ("raw-html", "</b>")], id="tag"),
        pytest.param("<!-- a -->", "<p>&lt;!-- a --&gt;</p>", [("raw-html", "<!-- a -->")], id="comment"),
        pytest.param("<x-y z=1>", "<p>&lt;x-y z=1&gt;</p>", [("raw-html", "<x-y z=1>")], id="tag-with-attribute"),
        pytest.param("![a *b*](c.png)", "<p>a <em>b</em></p>", [("markdown-image", "![a *b*](c.png)")], id="image"),
        pytest.param("![a][b]\n\n[b]: https://x.y", "<p>a</p>", [("markdown-image", "![a][b]")], id="image-by-reference"),
        pytest.param("![a]", "<p>![a]</p>", [], id="no-image"),
        pytest.param("[a](b/c)", "<p>a</p>", [("relative-link", "[a](b/c)")], id="relative"),
        pytest.param("[a](#b)", "<p>a</p>", [("relative-link", "[a](#b)")], id="fragment"),
        pytest.param("[a](javascript:b)", "<p>a</p>", [("unsafe-link", "[a](javascript:b)")], id="javascript"),
        pytest.param("[a](//x.y)", "<p>a</p>", [("unsafe-link", "[a](//x.y)")], id="no-scheme"),
        pytest.param("[a]()", "<p>a</p>", [("unsafe-link", "[a]()")], id="no-address"),
        pytest.param("[a](http://)", "<p>a</p>", [("unsafe-link", "[a](http://)")], id="no-host"),
        pytest.param("[a](http://[x)", "<p>a</p>", [("unsafe-link", "[a](http://[x)")], id="bad-host"),
        pytest.param("[a](mailto:b)", "<p>a</p>", [("unsafe-link", "[a](mailto:b)")], id="bad-mail"),
        pytest.param("[a](<https://x.y/b c>)", "<p>a</p>", [("unsafe-link", "[a](<https://x.y/b c>)")], id="space-in-address"),
        pytest.param("<ftp://x.y>", "<p>ftp://x.y</p>", [("unsafe-link", "<ftp://x.y>")], id="ftp"),
        pytest.param("a [[Bad]]", "<p>a [[Bad]]</p>", [("bad-paper-link", "[[Bad]]")], id="capital-in-id"),
        pytest.param("a [[b|]]", "<p>a [[b|]]</p>", [("bad-paper-link", "[[b|]]")], id="no-words"),
        pytest.param("a [[bcd] e", "<p>a [[bcd] e</p>", [("bad-paper-link", "[[bcd]")], id="one-bracket"),
        pytest.param("[[1, 2], [3, 4]]", "<p>[[1, 2], [3, 4]]</p>", [], id="matrix"),
        pytest.param("$a b", "<p>$a b</p>", [("unclosed-formula", "$")], id="open-formula"),
        pytest.param("$$a b", "<p>$$a b</p>", [("unclosed-formula", "$$")], id="open-display-formula"),
        pytest.param("$a\n\nb$", "<p>$a</p>\n<p>b$</p>", [("unclosed-formula", "$")], id="formula-over-paragraphs"),
        pytest.param("- $a\n- b$", "<ul><li>$a</li>\n<li>b$</li>\n</ul>", [("unclosed-formula", "$")], id="formula-over-items"),
        pytest.param("$5 and $6 or so", "<p>$5 and $6 or so</p>", [], id="money"),
        pytest.param("a $\\foo$", None, [("unknown-macro", "\\foo")], id="macro"),
        pytest.param("b $$x\\foo$$", None, [("unknown-macro", "\\foo")], id="macro-in-display"),
        pytest.param("a $x^y^z$", "<p>a <code>x^y^z</code></p>", [("bad-formula", "x^y^z")], id="bad-formula"),
        pytest.param("a\u202eb", "<p>a\ufffdb</p>", [("misleading-character", "\u202e")], id="bidi"),
        pytest.param("a\ud800b", "<p>a\ufffdb</p>", [("misleading-character", "\ud800")], id="surrogate"),
        pytest.param("a &#x202e; b", "<p>a &amp;#x202e; b</p>", [], id="bidi-as-entity"),
        pytest.param("a[^1]", "<p>a[^1]</p>", [("footnote-without-text", "[^1]")], id="note-without-text"),
        pytest.param("a[^1]\n\n[^1]:", '<p>a<sup data-note="0"></sup></p>', [("footnote-without-text", "[^1]:")], id="empty-note"),
        pytest.param("a\n\n[^1]: b", "<p>a</p>", [("unused-footnote", "[^1]:")], id="unused-note"),
        pytest.param("a[^1]\n\n[^1]: b\n[^1]: c", '<p>a<sup data-note="0"></sup></p>', [("duplicate-footnote", "[^1]:")], id="two-texts"),
    ],
)  # fmt: skip
def test_faults_have_their_place(text: str, html: str | None, found: list[tuple[str, str]]) -> None:
    assert html is None or render_text(text).html == html
    assert faults(text) == found


def test_nothing_is_a_fault_in_code() -> None:
    assert faults("`<b> $a [[X]] [^1] ![a](b)`\n\n```\n<b> $a [[X]]\n```\n\n    <b> $a [[X]] [a](b)") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("<b>", "'text' must be Markdown, not HTML: '<b>'", id="html"),
        pytest.param("[a](b)", "'link' must be a whole address, not 'b'", id="relative"),
        pytest.param("[[A]]", "'cross-link' must be [[id]] or [[id|words]], not '[[A]]'", id="paper"),
        pytest.param("[x [[a]]](https://x.y)", "'cross-link' must stand outside other links, not inside one: '[[a]]'", id="nested"),
        pytest.param("a[^1]", "'footnote' must have a text, not only a call: '[^1]'", id="footnote"),
        pytest.param("$a", "'formula' must end with $ in the same paragraph, not stay open", id="formula"),
        pytest.param("$\\foo$", "'formula' must use macros that are known, not '\\foo'", id="macro"),
        pytest.param("a\x07", "'text' must hold only characters that can be seen where they stand, not U+0007", id="control"),
        pytest.param("a" * 20_001, "'text' must have at most 20,000 characters, not 20,001", id="long"),
        pytest.param("a\n" * 2_001, "'text' must have at most 2,000 lines, not 2,001", id="lines"),
        pytest.param("> " * 13 + "a", "'text' must nest lists and quotes at most 12 deep, not deeper", id="deep"),
        pytest.param("*a " * 41, "'text' must nest emphasis at most 40 deep, not deeper", id="emphasis"),
        pytest.param("*a* " * 1_001, "'text' must have at most 2,000 emphasis marks, not 2,002", id="marks"),
        pytest.param("$x$ " * 501, "'text' must have at most 500 formulas, not 501", id="formulas"),
        pytest.param(f"${'x' * 1_900}$ " * 6, "'text' must have at most 10,000 characters of formulas, not 11,400", id="formula-characters"),
        pytest.param("[^1]:\n" * 201, "'text' must have at most 200 footnotes, not 201", id="notes"),
        pytest.param("a|b|c\n-|-|-\n" + "|\n" * 1_500, "'text' must have at most 4,000 table cells, not 4,509", id="cells"),
    ],
)  # fmt: skip
def test_messages(text: str, message: str) -> None:
    assert render_text(text).problems[0].message == message


def test_text_beyond_a_bound_is_shown_as_it_is_written() -> None:
    rendered = render_text("> " * 13 + "*a* <b>\n\n[[c]]")
    assert rendered.html == f"<p>{'&gt; ' * 13}*a* &lt;b&gt;</p>\n<p>[[c]]</p>"
    assert [problem.code for problem in rendered.problems] == ["text-too-deep"]


def test_text_that_is_too_long_holds_nothing_misleading() -> None:
    assert render_text("\x00\ud800" + "a" * 20_000).html == f"<p>\ufffd\ufffd{'a' * 20_000}</p>"


def test_text_that_the_library_fails_on_is_shown_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise IndexError

    markdown = markdown_room._markdown()
    monkeypatch.setattr(markdown.parser, "parseChunk", lambda *_: fail())
    rendered = render_text("*a*")
    assert rendered.html == "<p>*a*</p>"
    assert [problem.code for problem in rendered.problems] == ["unreadable-text"]
    assert render_text("*a*").html == "<p><em>a</em></p>"


def test_many_problems_are_counted_not_listed() -> None:
    problems = render_text("<b>" * 150).problems
    assert [problem.code for problem in problems[99:]] == ["raw-html", "too-many-problems"]
    assert problems[-1].message == "'text' must have few enough problems to list, not 50 more from here on"


def test_offsets_count_both_characters_of_a_line_end() -> None:
    text = "a\r\n\r\n<b> [[c]] [d](https://x.y)\r\n"
    rendered = render_text(text)
    assert faults(text) == [("raw-html", "<b>")]
    assert [text[start:end] for _, start, end in rendered.papers] == ["[[c]]"]
    assert [text[start:end] for _, start, end in rendered.urls] == ["[d](https://x.y)"]


def test_carriage_return_ends_a_line() -> None:
    assert render_text("a\r\rb\r\n\r\n*c*").html == "<p>a</p>\n<p>b</p>\n<p><em>c</em></p>"


@pytest.mark.parametrize(
    ("text", "html", "papers"),
    [
        pytest.param("[[a-b2]]", '<p><span data-paper="a-b2"></span></p>', [("a-b2", 0, 8)], id="id"),
        pytest.param("*[[a|b\nc & d]]*", '<p><em><span data-paper="a">b c &amp; d</span></em></p>', [("a", 1, 14)], id="words"),
        pytest.param("[x [[a]]](https://x.y)", f'<p><a href="https://x.y"{REL}>x a</a></p>', [], id="in-a-link"),
        pytest.param("b[^1] [[a]]\n\n[^1]: [[c]]", '<p>b<sup data-note="0"></sup> <span data-paper="a"></span></p>', [("a", 6, 11), ("c", 19, 24)], id="in-a-note"),
    ],
)  # fmt: skip
def test_papers(text: str, html: str, papers: list[tuple[str, int, int]]) -> None:
    rendered = render_text(text)
    assert rendered.html == html
    assert list(rendered.papers) == papers


@pytest.mark.parametrize(
    ("text", "html", "notes"),
    [
        pytest.param("a[^x] b[^y] c[^x]\n\n[^y]: *Y*\n[^x]: X", '<p>a<sup data-note="0"></sup> b<sup data-note="1"></sup> c<sup data-note="0"></sup></p>', ("<p>X</p>", "<p><em>Y</em></p>"), id="in-order-of-calls"),
        pytest.param("a[^1]\n\n[^1]: b\n    c\n\n    d\n\ne", '<p>a<sup data-note="0"></sup></p>\n<p>e</p>', ("<p>b\nc</p>\n<p>d</p>",), id="several-paragraphs"),
        pytest.param("a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]", '<p>a<sup data-note="0"></sup></p>', ('<p>b<sup data-note="1"></sup></p>', '<p>c<sup data-note="0"></sup></p>'), id="notes-that-call-notes"),
        pytest.param("[a[^1]](https://x.y)\n\n[^1]: b", f'<p><a href="https://x.y"{REL}>a</a><sup data-note="0"></sup></p>', ("<p>b</p>",), id="call-in-a-link"),
        pytest.param("a[^1]\n[^1]: $x$", '<p>a<sup data-note="0"></sup></p>', (f"<p>{X}</p>",), id="formula-in-a-note"),
    ],
)  # fmt: skip
def test_notes(text: str, html: str, notes: tuple[str, ...]) -> None:
    rendered = render_text(text)
    assert rendered.html == html
    assert rendered.notes == notes


@pytest.mark.parametrize(
    ("text", "plain", "first"),
    [
        pytest.param("# Head\n\nWe show *this*. And that.", "Head We show this. And that.", "We show this.", id="heading-is-no-sentence"),
        pytest.param("# Head", "Head", "Head", id="only-a-heading"),
        pytest.param("- a\n- b `c`\n\n| d | e |\n|---|---|\n| f | g |", "a b c d e f g", "a", id="list-and-table"),
        pytest.param("a $\\epsilon$-greedy $x^2$ policy", "a ε-greedy x² policy", "a ε-greedy x² policy", id="formulas"),
        pytest.param("See [[a]] and [[b|the\nwords]].", "See [[a]] and the words.", "See [[a]] and the words.", id="papers"),
        pytest.param("a[^1]  \nb\n\n[^1]: note", "a b", "a b", id="notes-left-out"),
        pytest.param("a <b> &amp; c", "a <b> & c", "a <b> & c", id="characters"),
    ],
)  # fmt: skip
def test_plain_words(text: str, plain: str, first: str) -> None:
    rendered = render_text(text)
    assert (rendered.plain, rendered.first_sentence) == (plain, first)


def test_rendered_text_travels_as_json() -> None:
    rendered = render_text("a[^1] [[b]] [c](https://x.y) <d>\n\n[^1]: e <b>")
    assert RenderedText.from_dict(json.loads(json.dumps(rendered.to_dict()))) == rendered


def test_every_code_has_a_rule() -> None:
    text = "<b> ![a](b) [a](b) [a](c:) [[X]] [^9] $a $x^y^z$ $\\foo$ \x07\n\n[^1]: a"
    assert {code for code, _ in faults(text)} <= set(RULES)
