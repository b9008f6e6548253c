"""The whole catalogue in one file of each format, by years where that would be too large."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from dlcatalog.pipeline import dumps
from dlcatalog.pipeline.output import manifest

if TYPE_CHECKING:
    from conftest import Page, Workshop


def lines(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def test_bibtex_holds_every_entry_after_a_line_on_itself(toy: Workshop) -> None:
    text = toy.tree()["catalog.bib"].decode()
    assert text.startswith('% Toys & "Games" <b>of</b> O\'Learning, https://toy.example/games/: 26 entries\n\n@')
    assert len(re.findall(r"^@", text, re.MULTILINE)) == 26


def test_dump_is_the_files_of_the_papers(toy: Workshop) -> None:
    tree = toy.tree()
    ids = [str(line["id"]) for line in lines(tree["catalog.jsonl"])]
    assert tree["catalog.bib"].partition(b"\n\n")[2] == b"\n".join(tree[f"papers/{i}.bib"] for i in ids)
    assert tree["catalog.ris"] == b"\n".join(tree[f"papers/{i}.ris"] for i in ids)
    assert json.loads(tree["catalog.csl.json"]) == [json.loads(tree[f"papers/{i}.json"])[0] for i in ids]


def test_dump_runs_from_the_newest_year_back(toy: Workshop) -> None:
    found = lines(toy.tree()["catalog.jsonl"])
    assert [str(line["id"]) for line in found[:3]] == ["last2022play", "fresh2021many", "fresh2021none"]
    years = [line["year"] for line in found]
    assert years == sorted(years, key=str, reverse=True)


def test_json_line_has_the_fields_of_the_contract(toy: Workshop) -> None:
    line = next(x for x in lines(toy.tree()["catalog.jsonl"]) if x["id"] == "okonkwo2010replay")
    assert line["url"] == "https://toy.example/games/papers/okonkwo2010replay/"
    assert line["cited"] == [
        {"count": 7, "as_of": "2019-05-05", "source": "decade-of-toys"},
        {"count": 7, "as_of": "2020-01-04", "source": "decade-of-toys"},
        {"count": 12, "as_of": "2020-01-04", "source": "crossref"},
    ]
    assert line["collections"] == [{"id": "decade-of-toys", "role": "main"}, {"id": "toys-with-code", "role": "main"}]
    assert line["related_from"] == [
        {"kind": "built-on-by", "paper": "cosy2017attention", "note": "keeps the dice, drops the cup"}
    ]


def test_json_line_leaves_out_what_is_not_given(toy: Workshop) -> None:
    line = next(x for x in lines(toy.tree()["catalog.jsonl"]) if x["id"] == "plimsoll2001solo")
    assert sorted(line) == ["added", "area", "authors", "id", "ids", "kind", "summary", "title", "url", "year"]


def test_url_without_a_base_url_is_relative(built: Workshop) -> None:
    built.edit("site.yaml", '"https://wood.example/trees/"', '""')
    assert built.build().code == 0
    assert lines(built.tree()["catalog.jsonl"])[0]["url"] == "papers/hazel2021seven/"
    assert built.tree()["catalog.bib"].startswith(b"% Small Wood: 7 entries\n")


def test_exports_choose_the_formats(built: Workshop) -> None:
    built.write({"site.yaml": built.read("site.yaml") + "exports: [csl]\n"})
    assert built.build().code == 0
    endings = {path.rpartition(".")[2] for path in built.tree() if path.startswith(("papers/ash", "catalog"))}
    assert endings == {"json", "jsonl", "html"}
    assert not any(path.endswith((".bib", ".ris")) for path in built.tree())


@pytest.fixture
def split(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The small catalogue, whose dumps are too large from 1,500 bytes on."""
    monkeypatch.setattr(dumps, "MAX_BYTES", 1500)
    assert built.build("--fresh").code == 0
    return built


def test_large_dumps_are_split_by_year(split: Workshop) -> None:
    years = ("2018", "2019", "2020", "2021")
    found = [path for path in split.tree() if path.startswith("catalog")]
    assert found == sorted(
        [
            "catalog.bib",
            "catalog.ris",
            *(f"catalog-{y}.csl.json" for y in years),
            *(f"catalog-{y}.jsonl" for y in years),
        ]
    )


def test_parts_hold_everything_once(split: Workshop) -> None:
    tree = split.tree()
    parts = {path: lines(data) for path, data in tree.items() if re.fullmatch(r"catalog-\d+\.jsonl", path)}
    assert {path: {str(line["year"]) for line in found} for path, found in parts.items()} == {
        path: {path[8:12]} for path in parts
    }
    assert len([line for found in parts.values() for line in found]) == 7


def test_whole_dump_is_gone_and_comes_back(split: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "MAX_BYTES", 40_000_000)
    assert split.build("--fresh").code == 0
    assert split.stale() == []


def test_list_of_papers_leads_to_dumps_that_exist(split: Workshop, parse_page: type[Page]) -> None:
    tree = split.tree()
    hrefs = [href.removeprefix("../") for href in parse_page(tree["papers/index.html"]).attributes("a", "href")]
    dumped = {href for href in hrefs if href.startswith("catalog")}
    assert dumped
    assert dumped - tree.keys() == set()


def test_large_site_has_a_manifest_in_parts(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "SINGLE_FILE_LIMIT", 20)
    assert built.build("--fresh").code == 0
    built.edit("papers/2021/hazel2021seven.yaml", "Lone", "Lonely")
    assert built.build().code == 0
    assert built.stale() == []
    tree = built.tree()
    whole = json.loads(tree["manifest.json"])
    listed = [path for part in whole["parts"] for path in json.loads(tree[part])["files"]]
    assert list(whole) == ["version", "parts"]
    assert sorted(listed) == sorted(tree.keys() - whole["parts"].keys() - {"manifest.json", ".dlcatalog-site"})
