"""An index that is changed paper by paper is, to the byte, the one that is written at once."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from dlcatalog.search.document import SearchDocument, analyse
from dlcatalog.search.layout import Layout
from dlcatalog.search.numbers import number_papers
from dlcatalog.search.shards import Posting
from dlcatalog.search.update import Change, IndexUpdate, NeedsAllPapers
from dlcatalog.search.writer import merged

from .building import document, files
from .test_search_engine import many

WORDS = [
    "light",
    "glass",
    "lens",
    "prism",
    "mirror",
    "ray",
    "colour",
    "wave",
    "grating",
    "fibre",
    "laser",
    "shadow",
    "focus",
]


def apply(old: dict[str, SearchDocument], new: dict[str, SearchDocument], made: dict[str, bytes]) -> dict[str, bytes]:
    before = number_papers((d.id, d.year) for d in old.values())
    after = number_papers((d.id, d.year) for d in new.values())
    assert Layout.of(before).has_shape_of(Layout.of(after))
    changes = [
        Change(
            (before.numbers[i], analyse(old[i])) if i in old else None,
            (after.numbers[i], analyse(new[i])) if i in new else None,
        )
        for i in sorted({*old, *new})
        if old.get(i) != new.get(i) or before.numbers[i] != after.numbers[i]
    ]
    changed = dict(IndexUpdate(Layout.of(after), made.get).files(changes))
    kept = {path: data for path, data in {**made, **changed}.items() if data is not None}
    return {**kept, "search-index/index.js": files(new.values())["search-index/index.js"]}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def invented(chance: random.Random, paper_id: str) -> SearchDocument:
    words = chance.sample(WORDS, 6)
    return document(
        paper_id,
        " ".join(words[:4]).title(),
        year=chance.randint(1995, 2004),
        aliases=(words[4].upper(),) if chance.random() < 0.3 else (),
        summary=" ".join(chance.choices(WORDS, k=20)),
        facets=("area:optics", f"cited:{chance.randint(1, 5)}"),
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_edits(seed: int) -> None:
    chance = random.Random(seed)
    old = {f"p{n}": invented(chance, f"p{n}") for n in range(200, 300)}
    made = files(old.values())
    for _ in range(12):
        new = dict(old)
        edited, gone = chance.sample(sorted(new), 2)
        new[edited] = replace(new[edited], title=" ".join(chance.sample(WORDS, 4)), summary=chance.choice(WORDS))
        del new[gone]
        added = f"q{chance.randint(0, 9999)}"
        # The year's count decides how numbers are laid out: the newcomer takes the place of the one that goes.
        new[added] = replace(invented(chance, added), year=old[gone].year)
        made = apply(old, new, made)
        assert differing(made, files(new.values())) == []
        old = new


def large(number: int) -> dict[str, SearchDocument]:
    return {d.id: d for d in many(number)}


def test_long_lists_and_common_words_change_too() -> None:
    old = large(4200)
    new = {
        **old,
        "paper8": replace(old["paper8"], title="Unheard Study of Light", summary="Every other thing of glass."),
    }
    made = files(old.values())
    assert differing(apply(old, new, made), files(new.values())) == []
    assert differing(apply(new, old, files(new.values())), made) == []


def test_word_that_is_common_no_more_needs_all_papers() -> None:
    every = "method0 method1 method2"
    old = {d.id: replace(d, summary=every if n < 513 else "Nothing.") for n, d in enumerate(many(4200))}
    new = {**old, "paper7": replace(old["paper7"], summary="Nothing.")}
    made = files(old.values())
    with pytest.raises(NeedsAllPapers):
        apply(old, new, made)
    assert differing(apply(new, old, files(new.values())), made) == []


@pytest.mark.parametrize("spoiled", [None, b"", b"dlcatalogShard(1);\n"], ids=["missing", "empty", "foreign"])
def test_spoiled_shard_needs_all_papers(spoiled: bytes | None) -> None:
    old = {f"p{n}": document(f"p{n}", f"Study {n}") for n in range(20)}
    new = {**old, "p7": replace(old["p7"], title="Another Study")}
    made: dict[str, Any] = dict.fromkeys(files(old.values()), spoiled)
    with pytest.raises(NeedsAllPapers):
        apply(old, new, made)


def test_texts_with_one_hash_share_a_list() -> None:
    assert merged(Posting.of({1: [3, 5]}), Posting.of({2: [5, 9]})).masks() == {3: 1, 5: 3, 9: 2}


def test_families_written_one_by_one_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [invented(random.Random(n), f"p{n}") for n in range(30)]
    at_once = files(papers)
    monkeypatch.setattr("dlcatalog.search.writer.ALL_AT_ONCE", 4)
    assert differing(at_once, files(papers)) == []
