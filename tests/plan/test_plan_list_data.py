"""The shards that the reading list and the cards of links read, and the page of the list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dlcatalog.plan import shards
from dlcatalog.plan.list_data import shard_bytes

if TYPE_CHECKING:
    from conftest import Page, Workshop

FOLDER = "assets/list-data/"


def rows(tree: dict[str, bytes], shard: str) -> Any:
    """What a shard hands over, read as a browser would."""
    call = tree[f"{FOLDER}{shard}.js"].decode()
    start = f'dlcatalogList.take("{shard}",'
    assert call.startswith(start)
    assert call.endswith(");\n")
    return json.loads(call[len(start) : -3])


def test_the_map_says_how_many_shards_there_are_and_which_formats(built: Workshop) -> None:
    assert rows(built.tree(), "map") == {
        "version": 1,
        "cards": 0,
        "cites": 0,
        "find": 0,
        "exports": ["bibtex", "ris", "csl"],
    }


def test_a_card_holds_what_a_list_shows(built: Workshop) -> None:
    cards = rows(built.tree(), "cards/00")
    names = ["Alma Ash", "Bo Birch"]
    assert cards["ash2018one"] == ["One Ash", names, 0, 2018, "Grove", "About one ash.", "", "Ash, Alma"]
    assert cards["elm2019four"][5] == "Stands on First and two of them, x²."


def test_a_former_id_leads_to_the_new_one(built: Workshop) -> None:
    assert rows(built.tree(), "cards/00")["birch2017two"] == "birch2018two"


def test_a_card_says_what_became_of_its_paper(toy: Workshop) -> None:
    cards = rows(toy.tree(), "cards/00")
    assert cards["amp2013retracted"][6] == "retracted"
    assert cards["fresh2021many"][2] > 0


def test_references_are_found_by_their_marks(built: Workshop) -> None:
    built.write(
        {"papers/2018/ash2018one.yaml": built.read("papers/2018/ash2018one.yaml") + "ids: {doi: 10.1000/Ash}\n"}
    )
    assert built.build().code == 0
    found = rows(built.tree(), "find/00")
    assert found[shards.mark("doi:10.1000/ash")] == "ash2018one"
    assert found[shards.mark("title:oneash")] == "ash2018one/2018"
    assert len(found) == 8


def test_papers_of_one_title_share_a_row_with_their_years(built: Workshop) -> None:
    built.edit("papers/2020/fir2020five.yaml", "Five Firs", "One ash!")
    built.build()
    assert rows(built.tree(), "find/00")[shards.mark("title:oneash")] == "ash2018one/2018 fir2020five/2020"


def test_what_older_scripts_take_for_a_line_end_is_escaped() -> None:
    assert (
        shard_bytes("cards/00", {"a": "x\u2028y\u2029"})
        == b'dlcatalogList.take("cards/00",{"a":"x\\u2028y\\u2029"});\n'
    )


def test_shards_split_as_the_catalogue_grows(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "CARDS", 2)
    monkeypatch.setattr(shards, "FINDS", 4)
    assert built.build("--fresh").code == 0
    tree = built.tree()
    assert [rows(tree, "map")[kind] for kind in ("cards", "find")] == [2, 1]
    cards = [rows(tree, f"cards/0{n}") for n in range(4)]
    assert sorted(i for held in cards for i in held) == sorted(
        ["birch2017two", *(f"{name}" for name in built_ids(tree))]
    )
    assert all(shards.place(i, 2) == n for n, held in enumerate(cards) for i in held)


def built_ids(tree: dict[str, bytes]) -> list[str]:
    return [json.loads(line)["id"] for line in tree["catalog.jsonl"].splitlines()]


@pytest.mark.parametrize("edit", ["title", "removal"])
def test_an_edit_rewrites_the_shards_of_its_paper_alone(
    built: Workshop, monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    monkeypatch.setattr(shards, "CARDS", 2)
    monkeypatch.setattr(shards, "CITES", 2)
    assert built.build("--fresh").code == 0
    before = built.tree()
    path = "papers/2021/hazel2021seven.yaml"
    if edit == "title":
        built.edit(path, "Lone Hazel", "Lonely Hazel")
    else:
        built.write({path: None})
        built.edit("collections/best.yaml", "[[hazel2021seven]]", "it")
    assert built.build().code == 0
    after = built.tree()
    number = shards.name(shards.place("hazel2021seven", 2), 2)
    changed = [path for path in before if path.startswith(FOLDER) and after.get(path) != before[path]]
    assert sorted(changed) == [f"{FOLDER}cards/{number}.js", f"{FOLDER}cites/{number}.js", f"{FOLDER}find/00.js"]
    assert built.stale() == []


def test_the_list_has_a_page_that_says_what_it_needs(toy_pages: dict[str, Page]) -> None:
    page = toy_pages["list/index.html"]
    assert page.faults == []
    assert page.texts("h1") == ["Reading list"]
    assert "This page needs JavaScript" in page.texts("main")[0]


def test_the_list_offers_the_formats_of_the_site(built: Workshop) -> None:
    built.write({"site.yaml": built.read("site.yaml") + "exports: [ris]\n"})
    built.build()
    assert 'data-exports="ris"' in built.tree()["list/index.html"].decode()
