"""The comparison of titles, held against a set that was labelled by hand.

data/titles.tsv: label (same; different; neither, for pages that name no paper), where the page's title stood, the record's
title, the page's. "Different" is claimed in a report to people, so its precision counts; what is missed costs less.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dlcatalog.links.titles import Likeness, likeness

DATA = Path(__file__).parent / "data" / "titles.tsv"
with DATA.open(encoding="utf-8", newline="") as _file:
    PAIRS = [
        (r["label"], r["source"], r["record"], r["page"])
        for r in csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def claimed() -> list[tuple[str, bool]]:
    return [
        (label, likeness(record, page, source=source) is Likeness.DIFFERENT) for label, source, record, page in PAIRS
    ]


def test_set_is_large_and_of_every_kind() -> None:
    labels = [label for label, *_ in PAIRS]
    assert (len(labels), labels.count("different"), labels.count("same"), labels.count("neither")) == (
        455,
        250,
        151,
        54,
    )


def test_precision_of_different_is_at_least_98_percent() -> None:
    found = [label for label, is_claimed in claimed() if is_claimed]
    assert found.count("different") / len(found) >= 0.98


def test_recall_of_different_is_at_least_three_quarters() -> None:
    found = [is_claimed for label, is_claimed in claimed() if label == "different"]
    assert found.count(True) / len(found) >= 0.75


def test_page_that_names_no_paper_is_never_called_another_paper() -> None:
    assert [
        page
        for label, source, record, page in PAIRS
        if label == "neither" and likeness(record, page, source=source) is Likeness.DIFFERENT
    ] == []


@pytest.mark.parametrize(
    ("record", "page", "verdict"),
    [
        ("", "A Title of a Paper", Likeness.UNKNOWN),
        ("A Title of a Paper", "", Likeness.UNKNOWN),
        ("A Title of a Paper", "a title of a paper", Likeness.SAME),
        ("A Title of a Paper", "A T\ufffdtle of Something Else Altogether", Likeness.UNKNOWN),
        ("A Title of a Paper", "Stone Walls in Northern Landscapes", Likeness.DIFFERENT),
        ("A Title of a Paper", "!!! ??? ... ,,, ;;; ::: ((( )))", Likeness.UNKNOWN),
    ],
)
def test_verdict(record: str, page: str, verdict: Likeness) -> None:
    assert likeness(record, page) is verdict
