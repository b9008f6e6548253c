"""`dlcatalog export`: papers that match a query, in every format, on standard output or in a file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Said, Workshop


def export(workshop: Workshop, *words: str) -> Said:
    return workshop.spawn("export", "--jobs", "1", "--quiet", *words)


def ids(said: Said) -> list[str]:
    return [json.loads(line)["id"] for line in said.out.splitlines()]


def test_export_without_a_query_writes_everything(small: Workshop) -> None:
    said = export(small)
    assert (said.code, said.err) == (0, "")
    assert re.findall(r"^@\w+\{(\w+),", said.out, re.MULTILINE) == [
        "hazel2021seven",
        "fir2020five",
        "gum2020six",
        "cedar2019three",
        "elm2019four",
        "ash2018one",
        "birch2018two",
    ]


@pytest.mark.parametrize(
    ("style", "name"), [("bibtex", "catalog.bib"), ("ris", "catalog.ris"), ("csl", "catalog.csl.json")]
)
def test_export_writes_what_the_site_holds(built: Workshop, style: str, name: str) -> None:
    said = export(built, "--format", style)
    whole = re.sub(r"\A%.*\n\n", "", built.tree()[name].decode())
    assert said.out == whole


def test_json_lines_are_records(small: Workshop) -> None:
    said = export(small, "--format", "jsonl", "year:2021")
    assert [json.loads(line) for line in said.out.splitlines()] == [
        {
            "id": "hazel2021seven",
            "title": "Lone Hazel",
            "authors": ["Hal Hazel"],
            "year": 2021,
            "area": "roots",
            "summary": "About lone hazel.",
            "links": {"paper": "https://papers.example/roots/2021"},
            "added": "2022-02-02",
        }
    ]


QUERIES = {
    "range": (["year:2019..2020"], ["fir2020five", "gum2020six", "cedar2019three", "elm2019four"]),
    "open range": (["year:..2018"], ["ash2018one", "birch2018two"]),
    "several values": (["venue:grove,log"], ["cedar2019three", "ash2018one"]),
    "topic with those below": (["topic:trees", "year:2018"], ["ash2018one", "birch2018two"]),
    "area alone": (["area:trees"], ["elm2019four", "ash2018one"]),
    "has": (["has:code"], ["gum2020six", "elm2019four"]),
    "not": (["-has:code", "year:2019.."], ["hazel2021seven", "fir2020five", "cedar2019three"]),
    "roundup": (["in:best"], ["cedar2019three", "ash2018one", "birch2018two"]),
    "author": (["author:ash"], ["cedar2019three", "ash2018one"]),
    "cited": (["cited:6.."], ["ash2018one"]),
    "added": (["added:2022-01-02..2022-01-03"], ["cedar2019three", "birch2018two"]),
    "kind": (["kind:journal"], ["cedar2019three"]),
    "phrase": (['"four elms"'], ["elm2019four"]),
    "nothing": (["title:nowhere"], []),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), QUERIES.values(), ids=QUERIES)
def test_query_chooses(small: Workshop, words: list[str], expected: list[str]) -> None:
    said = export(small, "--format", "jsonl", "--", *words)
    assert (said.code, ids(said)) == (0, expected)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("yaer:2019", "not 'yaer'; did you mean 'year'?"),
        ("topic:leave", "'topic' must be a topic id, not 'leave'; did you mean 'leaves'?"),
        ("year:many", "'year' must be a number or a range a..b, not 'many'"),
    ],
)
def test_wrong_query_is_wrong_usage(small: Workshop, query: str, reason: str) -> None:
    said = export(small, query)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert reason in said.err


def test_export_into_a_file_says_how_many(small: Workshop) -> None:
    said = small.run("export", *small.arguments()[:2], "--store", str(small.store), "--out", str(small.top / "a.bib"))
    assert (said.code, said.out, said.err) == (0, "", "7 papers\n")
    assert (small.top / "a.bib").read_text().count("@") == 7


def test_export_leaves_out_records_with_errors(small: Workshop) -> None:
    small.edit("papers/2018/ash2018one.yaml", "title:", "titel:")
    said = export(small, "--format", "jsonl")
    assert said.code == 1
    assert "error[unknown-field]" in said.err
    assert "ash2018one" not in ids(said)
    assert len(ids(said)) == 6
