"""The papers' citation files, many to a script: as those files have them, and made again only where one changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from dlcatalog.pipeline.cite_shards import cite_shards
from dlcatalog.plan import shards
from dlcatalog.plan.list_data import shard_bytes

if TYPE_CHECKING:
    from conftest import Workshop

FOLDER = "assets/list-data/cites/"
TWO = '{"title": "%s", "authors": ["Pia Pine"], "year": 2020, "area": "roots", "summary": "New.", "links": {"paper": "https://p.example/"}}'


@pytest.fixture
def split(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The small catalogue of seven papers, with at most two of them in a shard on average: four shards."""
    monkeypatch.setattr(shards, "CITES", 2)
    assert built.build("--fresh").code == 0
    return built


def rows(tree: dict[str, bytes], number: str) -> dict[str, Any]:
    call = tree[f"{FOLDER}{number}.js"].decode()
    found: dict[str, Any] = json.loads(call.partition(",")[2].removesuffix(");\n"))
    return found


def numbers(tree: dict[str, bytes]) -> list[str]:
    return sorted(path.removeprefix(FOLDER).removesuffix(".js") for path in tree if path.startswith(FOLDER))


def made_again(workshop: Workshop) -> list[str]:
    """Build, and return the shards that were joined for it."""
    with mock.patch("dlcatalog.pipeline.cite_shards.shard_bytes", wraps=shard_bytes) as join:
        assert workshop.build().code == 0
    return sorted(call.args[0] for call in join.call_args_list)


def test_every_paper_stands_in_one_shard_as_its_files_have_it(split: Workshop) -> None:
    tree = split.tree()
    assert numbers(tree) == ["00", "01", "02", "03"]
    held = [(i, cites) for n in numbers(tree) for i, cites in rows(tree, n).items()]
    assert len(held) == 7
    for paper, cites in held:
        assert cites["bibtex"].encode() == tree[f"papers/{paper}.bib"]
        assert cites["ris"].encode() == tree[f"papers/{paper}.ris"]
        assert cites["csl"].encode() == tree[f"papers/{paper}.json"]


def test_only_the_shard_of_an_edited_paper_is_joined_again(split: Workshop) -> None:
    split.edit("papers/2018/ash2018one.yaml", "One Ash", "An Ash")
    assert made_again(split) == [f"cites/{shards.name(shards.place('ash2018one', 2), 2)}"]
    assert split.stale() == []


def test_an_edit_that_no_citation_shows_joins_nothing(split: Workshop) -> None:
    split.edit("papers/2018/ash2018one.yaml", "About", "Now about")
    assert made_again(split) == []


def test_a_paper_that_is_gone_leaves_its_shard(split: Workshop) -> None:
    split.write({"papers/2020/gum2020six.yaml": None})
    assert made_again(split) == [f"cites/{shards.name(shards.place('gum2020six', 2), 2)}"]
    assert split.stale() == []


def test_other_formats_are_other_shards(split: Workshop) -> None:
    split.write({"site.yaml": split.read("site.yaml") + "exports: [bibtex]\n"})
    # The fourth has no paper.
    assert made_again(split) == ["cites/00", "cites/01", "cites/02"]
    assert {key for n in numbers(split.tree()) for cites in rows(split.tree(), n).values() for key in cites} == {
        "bibtex"
    }


def test_one_shard_more_than_there_was_room_for_splits_all(split: Workshop) -> None:
    split.write({f"papers/2020/pine2020{n}.yaml": TWO % f"Pine {n}" for n in "ab"})
    assert len(made_again(split)) == 8
    assert numbers(split.tree()) == [f"0{n}" for n in range(8)]
    assert split.stale() == []


def test_a_shard_that_was_deleted_comes_back(split: Workshop) -> None:
    (split.out / f"{FOLDER}02.js").unlink()
    assert split.build().code == 0
    assert split.stale() == []


def test_a_build_with_other_code_trusts_nothing(split: Workshop) -> None:
    with mock.patch("dlcatalog.pipeline.whole.cite_shards", wraps=cite_shards) as join:
        assert split.build("--fresh").code == 0
    assert join.call_args.args[3] == {}
