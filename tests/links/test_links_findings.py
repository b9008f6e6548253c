"""Problems stand at the URL in its file, and suggest its new text only where that is certain."""

from __future__ import annotations

from typing import Any

import pytest

from dlcatalog.diagnostics import Diagnostic
from dlcatalog.links.collect import file_uses
from dlcatalog.links.findings import diagnose
from dlcatalog.source.link_ledger import LinkRow

PATH = "papers/2020/a2020b.yaml"
TIME = "2026-11-21T12:00:00Z"
HEAD = "title: Growing Trees by Patient Watering\nauthors: [A B]\nyear: 2020\narea: t\n"


def found(
    rest: str, *, confirmed: frozenset[str] | None = None, url: str = "https://a.example/x", **row: Any
) -> list[Diagnostic]:
    text = HEAD + (rest if "summary:" in rest else "summary: S.\n" + rest)
    uses = file_uses(PATH, text.encode())
    assert uses is not None
    fields = {"link_class": "moved", "suggestion": "https://a.example/y", "final_url": "https://a.example/y", **row}
    rows = {url: LinkRow(url=url, since=TIME, checked=TIME, **fields)}
    return list(diagnose(uses, rows, lambda _: text, confirmed=confirmed))


@pytest.mark.parametrize(
    ("rest", "line", "column", "replacement"),
    [
        ("links: {paper: https://a.example/x}", 6, 16, "https://a.example/y"),
        ("links:\n  paper: https://a.example/x", 7, 10, "https://a.example/y"),
        ('links: {paper: "https://a.example/x"}', 6, 16, '"https://a.example/y"'),
        ("links: {paper: 'https://a.example/x'}", 6, 16, "'https://a.example/y'"),
        ("links: {paper: https://b.example/, code: [{url: https://a.example/x}]}", 6, 49, "https://a.example/y"),
        ("links: {paper: https://a.example/x#top}", 6, 16, "https://a.example/y#top"),
        ("links: {paper: HTTPS://A.example/x}", 6, 16, "https://a.example/y"),
        ("links: {paper: {url: https://b.example/, archived: https://a.example/x}}", 6, 52, "https://a.example/y"),
        (
            "links: {paper: https://b.example/}\nfigure: {image: x.png, source: https://a.example/x}",
            7,
            32,
            "https://a.example/y",
        ),
        (
            "links: {paper: https://b.example/}\nsummary: |\n  See\n  [a](https://a.example/x).\n",
            8,
            7,
            "https://a.example/y",
        ),
        ("links: {paper: https://b.example/}\nsummary: See <https://a.example/x>.\n", 6, 15, "https://a.example/y"),
        (
            "links: {paper: https://b.example/}\nsummary: |\n  [a][1]\n\n  [1]: https://a.example/x\n",
            9,
            8,
            "https://a.example/y",
        ),
    ],
)
def test_moved_link_is_found_where_it_stands(rest: str, line: int, column: int, replacement: str) -> None:
    (problem,) = found(rest)
    assert (problem.span.line, problem.span.column, problem.replacement) == (line, column, replacement)
    assert problem.help.startswith("write https://a.example/y")


@pytest.mark.parametrize(
    ("suggestion", "replacement"),
    [("https://a.example/a,b", '"https://a.example/a,b"'), ("https://a.example/y#z", "https://a.example/y#z")],
)
def test_address_that_yaml_would_misread_is_quoted(suggestion: str, replacement: str) -> None:
    (problem,) = found("links: {paper: https://a.example/x}", suggestion=suggestion)
    assert problem.replacement == replacement


def test_temporary_redirect_is_told_and_not_mended() -> None:
    (problem,) = found("links: {paper: https://a.example/x}", suggestion="")
    assert problem.replacement is None
    assert problem.help == "no need to change it: the redirect is not permanent"


def test_address_that_would_break_a_text_is_only_told() -> None:
    rest = "links: {paper: https://b.example/}\nsummary: See [a](https://a.example/x).\n"
    (problem,) = found(rest, suggestion="https://a.example/y(1)")
    assert (problem.replacement, problem.help) == (None, "write https://a.example/y(1)")


def test_id_whose_page_moved_is_told_and_not_mended() -> None:
    (problem,) = found("ids: {doi: 10.5555/x}", url="https://doi.org/10.5555/x")
    assert problem.message == "the page of the id, 'https://doi.org/10.5555/x', redirects to 'https://a.example/y'"
    assert (problem.span.line, problem.span.column, problem.replacement, problem.help) == (6, 12, None, "")


GONE: dict[str, Any] = {"link_class": "gone", "detail": "the server answers 404", "final_url": "", "suggestion": ""}
LONG: dict[str, Any] = {**GONE, "gone_runs": 3, "gone_since": "2026-11-01T12:00:00Z"}
RECORD = "links: {paper: https://a.example/x}"


@pytest.mark.parametrize(
    ("row", "confirmed", "code", "severity"),
    [
        (GONE, None, "link-missing", "note"),
        (LONG, None, "link-gone", "error"),
        (GONE, frozenset(), "link-missing", "note"),
        (LONG, frozenset(), "link-missing", "note"),
        (GONE, frozenset(["https://a.example/x"]), "link-gone", "error"),
        ({**GONE, "link_class": "refused"}, None, "link-unsafe", "note"),
        ({**GONE, "link_class": "refused"}, frozenset(), "link-unsafe", "error"),
        ({**GONE, "link_class": "blocked"}, frozenset(), "link-blocked", "note"),
        ({**GONE, "link_class": "unsure"}, None, "link-unsure", "note"),
    ],
)
def test_severity_depends_on_the_kind_of_run(
    row: dict[str, Any], confirmed: frozenset[str] | None, code: str, severity: str
) -> None:
    (problem,) = found(RECORD, confirmed=confirmed, **row)
    assert (problem.code, problem.severity) == (code, severity)


def test_message_tells_how_long_and_through_what() -> None:
    (problem,) = found(RECORD, **{**LONG, "final_url": "https://c.example/", "archived": "https://web.archive.org/x"})
    assert problem.message == (
        "the link 'https://a.example/x' is gone: the server answers 404, after redirects to 'https://c.example/' (3 runs since 2026-11-01)"
    )
    assert problem.help == "find its new address, or link the archived copy: https://web.archive.org/x"


def test_wrong_page_is_only_the_problem_of_who_expects_a_title() -> None:
    rest = "links: {paper: https://a.example/x, code: https://a.example/x}"
    (problem,) = found(rest, link_class="wrong", title="Stone Walls")
    assert problem.message == (
        "the link 'https://a.example/x' leads to a page titled 'Stone Walls', not 'Growing Trees by Patient Watering'"
    )


def test_good_link_is_no_problem() -> None:
    assert found(RECORD, link_class="ok", final_url="", suggestion="") == []
    assert found(RECORD, url="https://other.example/") == []
