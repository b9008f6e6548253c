"""Entries of all papers to the files of an index."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import orjson

from dlcatalog.search.codec import MASKS, char_of, encode_groups
from dlcatalog.search.document import Entries
from dlcatalog.search.layout import LONG, VERSION, Layout, long_shard, neighbour_stems, shard_path
from dlcatalog.search.numbers import Numbering
from dlcatalog.search.shards import ListShard, Posting, script

File = tuple[str, bytes]
# Field -> rows of [id, label, …] in the order of display.
Names = Mapping[str, list[list[Any]]]
FAMILIES: Final = ("t", "f", "k", "b", "s", "c")
# Of many papers the families are written one after another: together they would take twice the memory.
PASSES: Final = (("t", "f"), ("k",), ("b",), ("s",), ("c",))
ALL_AT_ONCE: Final = 14
_WITH_MASKS: Final = ("t", "f", "k", "b")
_WITH_COMMON: Final = ("s",)


class IndexWriter:
    """Collects some families of shards from the entries of all papers; ask for `files` once, at the end."""

    def __init__(self, numbering: Numbering, names: Names, families: Iterable[str] = FAMILIES) -> None:
        self._numbering = numbering
        self._names = names
        self._families = tuple(families)
        self.layout = Layout.of(numbering)
        # Family -> key -> number * 128 + mask. Summaries have no masks and most of all postings.
        self._lists: dict[str, dict[str, int | array[int]]] = {f: {} for f in _WITH_MASKS if f in self._families}
        self._summaries: dict[str, array[int]] = defaultdict(_ints)
        self._cards: dict[str, list[tuple[int, bytes]]] = defaultdict(list)

    def add(self, entries: Entries) -> None:
        number = self._numbering.numbers[entries.id]
        for family, lists in self._lists.items():
            _add_to(lists, number * MASKS, masks_of(family, entries, self.layout))
        if "s" in self._families:
            summaries = self._summaries
            for word in entries.summary_words():
                summaries[word].append(number)
        if "c" in self._families:
            self._cards[self.layout.card_shard(number)].append((number, card_row(number, entries)))

    def files(self) -> Iterator[File]:
        """Yield every file of these families, and forget what was collected."""
        for family in self._families:
            if family in self._lists:
                yield from self._listed(family)
        if "s" in self._families:
            summaries, self._summaries = self._summaries, {}
            yield from self._family("s", _plain(summaries))
        if "c" in self._families:
            yield shard_path("index"), index_file(self.layout, len(self._numbering.numbers))
            yield shard_path("names"), script("names", dict(self._names))
            for name in self.layout.shards("c"):
                yield shard_path(name), card_file(name, self._cards.pop(name, []))

    def _listed(self, family: str) -> Iterator[File]:
        lists = self._lists.pop(family)
        if family == "t":
            yield from self._neighbours(lists)
        yield from self._family(family, _by_mask(lists))

    def _family(self, family: str, lists: Iterable[tuple[str, Posting]]) -> Iterator[File]:
        # Every shard is there, empty or not: what does not load is a fault, and never a guess.
        shards = {name: ListShard(family) for name in self.layout.shards(family)}
        elsewhere: dict[str, dict[str, str]] = defaultdict(dict)
        for key, posting in lists:
            name, short = place_of(self.layout, family, key)
            held = shards[name].postings.get(short)
            if held is not None:
                # Two texts with one hash: happens to one pair in a million papers, and must not depend on their order.
                text = held.text or elsewhere[long_shard(family, short)].pop(f"{family}:{short}")
                posting = merged(held._replace(text=text), posting)  # noqa: PLW2901
            if is_common(self.layout, family, posting.papers):
                posting = Posting(posting.papers, is_common=True)  # noqa: PLW2901
            elif len(posting.text) > LONG:
                elsewhere[long_shard(family, short)][f"{family}:{short}"] = posting.text
                posting = Posting(posting.papers)  # noqa: PLW2901
            shards[name].postings[short] = posting
        for name, shard in shards.items():
            yield shard_path(name), script(name, shard.to_content())
        for name, texts in elsewhere.items():
            yield shard_path(name), script(name, dict(sorted(texts.items())))

    def _neighbours(self, words: Iterable[str]) -> Iterator[File]:
        shards: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in self.layout.shards("n")}
        for word in words:
            for stem in neighbour_stems(word, self.layout.stems["t"]):
                shards[self.layout.neighbour_shard(stem)][stem].append(word)
        for name, stems in shards.items():
            yield shard_path(name), neighbour_file(name, stems)


def _add_to(lists: dict[str, int | array[int]], base: int, masks: Mapping[str, int]) -> None:
    for key, mask in masks.items():
        held = lists.get(key)
        if held is None:  # most keys have one paper, and an array for that takes four times the room
            lists[key] = base + mask
        elif isinstance(held, int):
            lists[key] = array("Q", (held, base + mask))
        else:
            held.append(base + mask)


def _ints() -> array[int]:
    return array("I")


def _by_mask(lists: Mapping[str, int | array[int]]) -> Iterator[tuple[str, Posting]]:
    for key, packed in lists.items():
        if isinstance(packed, int):
            yield key, Posting(1, char_of(packed % MASKS) + char_of(packed // MASKS))
            continue
        groups: dict[int, list[int]] = {}
        for value in sorted(packed):
            groups.setdefault(value % MASKS, []).append(value // MASKS)
        yield key, Posting.of(groups)


def _plain(lists: Mapping[str, array[int]]) -> Iterator[tuple[str, Posting]]:
    for key, numbers in lists.items():
        yield key, Posting(len(numbers), encode_groups({0: sorted(numbers)}))


def merged(one: Posting, other: Posting) -> Posting:
    """Return a list of the papers of both."""
    masks = one.masks()
    for number, mask in other.masks().items():
        masks[number] = masks.get(number, 0) | mask
    return Posting.of_masks(masks)


def masks_of(family: str, entries: Entries, layout: Layout) -> dict[str, int]:
    """Return key -> mask of one paper in a family of posting lists. Keys are whole texts here."""
    if family == "t":
        return entries.main()
    if family == "b":
        return entries.phrases(with_summary=layout.is_small)
    if family == "s":
        return dict.fromkeys(entries.summary_words(), 0)
    if family == "f":
        return dict.fromkeys(entries.facets, 0)
    keys: dict[str, int] = {}
    for kind, text in entries.keys:
        keys[text] = keys.get(text, 0) | kind
    return keys


def place_of(layout: Layout, family: str, key: str) -> tuple[str, str]:
    """Return the shard of a key, and the key as it stands there."""
    if family in ("t", "s"):
        return layout.word_shard(family, key), key
    if family == "f":
        return layout.facet_shard(key), key
    return layout.hashed(family, key)


def is_common(layout: Layout, family: str, papers: int) -> bool:
    return family in _WITH_COMMON and 0 < layout.common < papers


def index_file(layout: Layout, papers: int) -> bytes:
    return script("index", {"version": VERSION, "papers": papers, **layout.to_dict()})


def neighbour_file(name: str, stems: Mapping[str, Iterable[str]]) -> bytes:
    """The words that each stem stands for when a first letter is wrong."""
    return script(name, {stem: " ".join(sorted(words)) for stem, words in sorted(stems.items())})


def card_row(number: int, entries: Entries) -> bytes:
    return orjson.dumps([number, *entries.card])


def card_file(name: str, rows: Iterable[tuple[int, bytes]]) -> bytes:
    return script(name, [orjson.Fragment(row) for _, row in sorted(rows)])


def write_index(entries: Callable[[], Iterable[Entries]], numbering: Numbering, names: Names) -> Iterator[File]:
    """Yield (path, bytes) of every file of an index. `entries` gives all papers, and is asked several times for many."""
    at_once = Layout.of(numbering).size <= ALL_AT_ONCE
    for families in (FAMILIES,) if at_once else PASSES:
        writer = IndexWriter(numbering, names, families)
        for each in entries():
            writer.add(each)
        yield from writer.files()
