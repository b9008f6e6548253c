from __future__ import annotations

import json
from typing import Any

import pytest

from dlcatalog.formats.jsonl import to_jsonl_record
from dlcatalog.model.paper import Paper

from .samples import paper

WHOLE: dict[str, Any] = {
    "title": "Dreaming of $L_2$",
    "authors": [
        "Ada van der Berg",
        "Roe, Jr, Sam",
        {"name": "Open Nets"},
        {"given": "Bo", "family": "Min", "person": "bo-min"},
    ],
    "year": 2017,
    "area": "nets",
    "topics": ["dreams"],
    "kind": "conference",
    "venue": "cin",
    "venue_year": 2018,
    "volume": "3",
    "issue": "2",
    "pages": "1-9",
    "ids": {"arxiv": "1701.00001", "semantic-scholar": "0" * 40},
    "aliases": ["Dreamer"],
    "summary": "Short.\n\nLonger.\n",
    "citations": {"count": 0, "as_of": "2020-01-04", "source": "openalex"},
    "links": {
        "paper": "https://a.example/",
        "code": [{"url": "https://b.example/", "official": True}, "https://c.example/"],
    },
    "relations": [{"kind": "builds-on", "paper": "older"}],
    "protect": ["Dreamer"],
    "awards": ["Best dream"],
    "figure": {"image": "x.svg", "alt": "A dream"},
    "status": "withdrawn",
    "status_note": "why",
    "formerly": ["dreaming"],
    "added": "2020-01-01",
}


def test_a_record_comes_back_as_it_was_written() -> None:
    written = to_jsonl_record("invented2017dreaming", Paper.model_validate(WHOLE))
    assert written == {"id": "invented2017dreaming", **WHOLE}
    assert list(written) == ["id", *WHOLE]


def test_what_is_absent_is_left_out() -> None:
    assert to_jsonl_record("x1", paper()) == {
        "id": "x1",
        "title": "Dreaming Nets",
        "authors": ["Ada Invented"],
        "year": 2017,
        "area": "nets",
        "summary": "Short.",
        "links": {"paper": "https://papers.example/dreaming"},
    }


@pytest.mark.parametrize("fields", [WHOLE, {"authors": [{"family": "A, B", "given": "C"}]}], ids=["whole", "small"])
def test_json_of_a_record_is_the_same_paper(fields: dict[str, Any]) -> None:
    original = paper(**fields)
    record = json.loads(json.dumps(to_jsonl_record("x1", original)))
    del record["id"]
    assert Paper.model_validate(record) == original
