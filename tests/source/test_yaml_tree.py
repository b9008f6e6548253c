"""YAML as trees of text: what is read, what is refused, where everything stands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcatalog.diagnostics import Span
from dlcatalog.source.yaml_tree import MAX_BYTES, decode, read_yaml


def problem_of(text: str) -> tuple[str, int, int]:
    (problem,) = read_yaml(text, "x.yaml").problems
    return problem.code, problem.span.line, problem.span.column


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("title: No", {"title": "No"}, id="words-stay-words"),
        pytest.param("a: 2017.0\nb: ~\nc: 0x10", {"a": "2017.0", "b": "~", "c": "0x10"}, id="no-guesses"),
        pytest.param("2019: a\ntrue: b", {"2019": "a", "true": "b"}, id="keys-too"),
        pytest.param("a: ''\nb:\nc: []\nd: {}\ne: {f: ''}\ng: x", {"g": "x"}, id="empty-means-not-given"),
        pytest.param("a: ['', x]", {"a": ["", "x"]}, id="an-empty-item-stays"),
        pytest.param("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}, id="literal"),
        pytest.param("a: >-\n  one\n  two\n", {"a": "one two"}, id="folded"),
        pytest.param("a: |\r\n  one\r\n  two\r\n", {"a": "one\ntwo\n"}, id="crlf"),
        pytest.param("'<<': x", {"<<": "x"}, id="quoted-merge-key-is-a-key"),
        pytest.param("a: {b: c, d: }", {"a": {"b": "c"}}, id="key-with-nothing-behind-its-colon"),
        pytest.param("李: {é: c, d : }", {"李": {"é": "c"}}, id="as-much-behind-wide-letters"),
        pytest.param("- [a, {b: c}]", [["a", {"b": "c"}]], id="nested"),
        pytest.param("--- # comment\na: b\n...\n", {"a": "b"}, id="document-marks"),
        pytest.param("# nothing", None, id="nothing"),
        pytest.param("---", "", id="empty-document"),
    ],
)
def test_tree(text: str, tree: object) -> None:
    file = read_yaml(text, "x.yaml")
    assert (file.tree, file.problems) == (tree, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("a: &b c", ("yaml-anchor", 1, 4), id="anchor"),
        pytest.param("a: &b [c]", ("yaml-anchor", 1, 4), id="anchor-of-a-list"),
        pytest.param("&b a: c", ("yaml-anchor", 1, 1), id="anchor-of-a-key"),
        pytest.param("a: *b", ("yaml-alias", 1, 4), id="alias"),
        pytest.param("*b : a", ("yaml-alias", 1, 1), id="alias-as-key"),
        pytest.param("a: !!str b", ("yaml-tag", 1, 4), id="tag"),
        pytest.param("a: !b c", ("yaml-tag", 1, 4), id="own-tag"),
        pytest.param("a: !!python/object:os.system [b]", ("yaml-tag", 1, 4), id="python-tag"),
        pytest.param("a:\n  <<: {b: c}", ("yaml-merge", 2, 3), id="merge"),
        pytest.param("a: b\n---\nc: d", ("second-document", 2, 1), id="second-document"),
        pytest.param("a: b\na: c", ("duplicate-key", 2, 1), id="duplicate-key"),
        pytest.param("a: {b: c, 'b': d}", ("duplicate-key", 1, 11), id="duplicate-key-in-quotes"),
        pytest.param("a:\na: c", ("duplicate-key", 2, 1), id="duplicate-of-an-empty-one"),
        pytest.param("a: {b: c, d e}", ("key-without-colon", 1, 11), id="comma-in-a-text"),
        pytest.param("a: {b: c, 'd' }", ("key-without-colon", 1, 11), id="comma-and-quotes"),
        pytest.param("[a]: b", ("bad-key", 1, 1), id="list-as-key"),
        pytest.param("? {a: b}\n: c", ("bad-key", 1, 3), id="mapping-as-key"),
        pytest.param("a: b: c", ("yaml-syntax", 1, 5), id="colon-in-text"),
        pytest.param("a:\n\tb: c", ("yaml-syntax", 2, 1), id="tab"),
        pytest.param("a: [b\n", ("yaml-syntax", 1, 6), id="open-bracket"),
        pytest.param('a: "b', ("yaml-syntax", 1, 6), id="open-quote"),
        pytest.param("a: @b", ("yaml-syntax", 1, 4), id="reserved-character"),
    ],
)
def test_problem(text: str, problem: tuple[str, int, int]) -> None:
    assert problem_of(text) == problem


def test_the_first_of_two_keys_counts() -> None:
    assert read_yaml("a: b\na: c", "x.yaml").tree == {"a": "b"}


@pytest.mark.parametrize(("text", "hint"), [("a:\n\tb: c", "tabs"), ("a: b: c", "quotes"), ("a: [b", "bracket")])
def test_syntax_help(text: str, hint: str) -> None:
    assert hint in read_yaml(text, "x.yaml").problems[0].help


def test_twenty_levels_are_read() -> None:
    file = read_yaml("[" * 20 + "x" + "]" * 20, "x.yaml")
    assert file.problems == []


def test_the_twenty_first_level_is_refused_where_it_stands() -> None:
    assert problem_of("[" * 21 + "]" * 21) == ("yaml-too-deep", 1, 21)
    assert problem_of("".join(f"{'  ' * n}a:\n" for n in range(21)) + "  " * 21 + "b: c") == ("yaml-too-deep", 21, 41)


@pytest.mark.parametrize("text", ["[" * 130_000, "{" * 130_000, "- " * 130_000, "? " * 130_000, "{a: " * 60_000])
def test_a_hostile_nest_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    (problem,) = read_yaml(text, "x.yaml", places=True).problems
    assert problem.code in ("yaml-too-deep", "bad-key")
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        pytest.param(b"a: \xfc", "not-utf8", 1, 4, id="latin-1"),
        pytest.param(b"\xef\xbb\xbfa: \xc3\xa9\nb\xff", "not-utf8", 2, 2, id="bad-byte-behind-a-byte-order-mark"),
        pytest.param(b"\xff\xfea\x00", "not-utf8", 1, 1, id="utf-16"),
        pytest.param(b"a: \xed\xa0\x80", "not-utf8", 1, 4, id="surrogate"),
        pytest.param(b"a: \xc3", "not-utf8", 1, 4, id="cut-off"),
        pytest.param(b"a: \x00", "control-character", 1, 4, id="nul"),
        pytest.param(b"a\nb: \x1b[31m", "control-character", 2, 4, id="escape"),
        pytest.param(b"a: \x7f", "control-character", 1, 4, id="delete"),
        pytest.param("a: \x85".encode(), "control-character", 1, 4, id="next-line"),
        pytest.param("ä: \u2028".encode(), "control-character", 1, 4, id="line-separator"),
        pytest.param("a: \u2029".encode(), "control-character", 1, 4, id="paragraph-separator"),
        pytest.param("a: \ufeff".encode(), "control-character", 1, 4, id="byte-order-mark-inside"),
        pytest.param("a: \uffff".encode(), "control-character", 1, 4, id="no-character"),
        pytest.param(b"a: b\rc: d", "control-character", 1, 5, id="lone-carriage-return"),
        pytest.param(b"a" * (MAX_BYTES + 1), "file-too-large", 1, 1, id="too-large"),
    ],
)
def test_bytes_that_are_refused(data: bytes, code: str, line: int, column: int) -> None:
    text, problem = decode(data, "x.yaml")
    assert text == ""
    assert problem is not None
    assert (problem.code, problem.span.line, problem.span.column) == (code, line, column)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfa: b", "a: b"),
        (b"a: b\r\n\tc", "a: b\r\n\tc"),
        ("ä 李 🎲 \xa0".encode(), "ä 李 🎲 \xa0"),
        (b"a" * MAX_BYTES, "a" * MAX_BYTES),
    ],
    ids=["empty", "byte-order-mark", "crlf-and-tab", "beyond-ascii", "just-not-too-large"],
)
def test_bytes_that_are_read(data: bytes, text: str) -> None:
    assert decode(data, "x.yaml") == (text, None)


PLACES = read_yaml("a: one\nb: [two, {c: 'three'}]\nd:\n  - e: >\n      four\n      five\n", "x.yaml", places=True)


@pytest.mark.parametrize(
    ("path", "span"),
    [
        pytest.param(("a",), Span(1, 4, 1, 7), id="plain"),
        pytest.param(("b", 0), Span(2, 5, 2, 8), id="item"),
        pytest.param(("b", 1, "c"), Span(2, 14, 2, 21), id="quoted"),
        pytest.param(("b",), Span(2, 4, 2, 23), id="list-on-one-line"),
        pytest.param(("d",), Span(4, 3, 4, 4), id="list-on-several-lines"),
        pytest.param(("b", 1, "no", "such"), Span(2, 10, 2, 22), id="nearest-known"),
        pytest.param(("a", 0, "url"), Span(1, 4, 1, 7), id="one-for-a-list"),
        pytest.param((), Span(1, 1, 1, 2), id="whole"),
    ],
)
def test_place(path: tuple[str | int, ...], span: Span) -> None:
    assert PLACES.place(path).value == span


def test_place_of_a_key() -> None:
    assert PLACES.place(("b", 1, "c")).key == Span(2, 11, 2, 12)


def test_place_behind_wide_letters_counts_characters() -> None:
    assert read_yaml("{李🎲é: a, b: c}", "x.yaml", places=True).place(("b",)).value == Span(1, 13, 1, 14)


@given(st.text(alphabet=st.sampled_from(list("ab:-?[]{},'\"|>&*!#%@` \n\t0")), max_size=60))
def test_any_text_is_a_tree_or_has_problems(text: str) -> None:
    file = read_yaml(text, "x.yaml", places=True)
    assert file.problems or file.tree is None or isinstance(file.tree, (dict, list, str))
    assert all(problem.span.line >= 1 and problem.span.column >= 1 for problem in file.problems)
