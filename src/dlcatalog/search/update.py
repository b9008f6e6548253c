"""A few changed papers into an index that stands: only the shards that hold something of them are written anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from dlcatalog.search.document import Entries
from dlcatalog.search.layout import LONG, Layout, long_shard, neighbour_stems, shard_path
from dlcatalog.search.shards import ListShard, Posting, content_of, script
from dlcatalog.search.writer import card_file, card_row, is_common, masks_of, neighbour_file, place_of

_LISTS: Final = ("t", "s", "k", "b", "f")
Read = Callable[[str], bytes | None]


class NeedsAllPapers(Exception):
    """The shards that stand do not say enough: the index must be written anew from all papers."""


@dataclass(frozen=True, slots=True)
class Change:
    """One paper as it was and as it is, with its numbers; None where it was not or is no more."""

    old: tuple[int, Entries] | None
    new: tuple[int, Entries] | None


@dataclass(slots=True)
class _KeyChange:
    gone: set[int] = field(default_factory=set)
    come: dict[int, int] = field(default_factory=dict)


class IndexUpdate:
    """Applies changes to the shards that `read` returns. Ask for `files` once; a path with None is to be removed."""

    def __init__(self, layout: Layout, read: Read) -> None:
        self._layout = layout
        self._read = read
        self._keys: dict[tuple[str, str], dict[str, _KeyChange]] = defaultdict(lambda: defaultdict(_KeyChange))
        self._cards: dict[str, tuple[set[int], list[tuple[int, bytes]]]] = defaultdict(lambda: (set(), []))
        self._long: dict[str, dict[str, str]] = defaultdict(dict)
        self._words_gone: set[str] = set()
        self._words_come: set[str] = set()

    def files(self, changes: Iterable[Change]) -> Iterator[tuple[str, bytes | None]]:
        """Yield every file that changes.

        Raises: NeedsAllPapers where a shard cannot be read or does not hold what is wanted.
        """
        for change in changes:
            self._note(change)
        for (family, name), keys in self._keys.items():
            yield shard_path(name), self._changed(family, name, keys)
        for name, texts in self._long.items():
            yield shard_path(name), self._changed_long(name, texts)
        yield from self._changed_neighbours()
        for name, (gone, come) in self._cards.items():
            rows = [(row[0], orjson.dumps(row)) for row in self._content(name) if row[0] not in gone]
            yield shard_path(name), card_file(name, [*rows, *come])

    def _note(self, change: Change) -> None:
        old, new = self._keys_of(change.old), self._keys_of(change.new)
        for (family, name, key), (number, _) in old.items() - new.items():
            self._keys[family, name][key].gone.add(number)
        for (family, name, key), (number, mask) in new.items() - old.items():
            self._keys[family, name][key].come[number] = mask
        if change.old:
            number, _ = change.old
            self._cards[self._layout.card_shard(number)][0].add(number)
        if change.new:
            number, entries = change.new
            self._cards[self._layout.card_shard(number)][1].append((number, card_row(number, entries)))

    def _keys_of(self, paper: tuple[int, Entries] | None) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Return (family, shard, key) -> (number, mask) of a paper."""
        if paper is None:
            return {}
        number, entries = paper
        found: dict[tuple[str, str, str], tuple[int, int]] = {}
        for family in _LISTS:
            for text, mask in masks_of(family, entries, self._layout).items():
                key = (family, *place_of(self._layout, family, text))
                found[key] = (number, mask | found.get(key, (0, 0))[1])
        return found

    def _content(self, name: str) -> Any:
        data = self._read(shard_path(name))
        if data is None:
            raise NeedsAllPapers(name)
        try:
            return content_of(data)
        except ValueError as fault:
            raise NeedsAllPapers(name) from fault

    def _changed(self, family: str, name: str, keys: dict[str, _KeyChange]) -> bytes:
        shard = ListShard.read(family, self._content(name))
        for key, change in keys.items():
            old = shard.postings.pop(key, None)
            new = self._posting(family, key, old, change)
            if new:
                shard.postings[key] = new
            if family == "t" and old is None and new:
                self._words_come.add(key)
            if family == "t" and old and new is None:
                self._words_gone.add(key)
        return script(name, shard.to_content())

    def _posting(self, family: str, key: str, old: Posting | None, change: _KeyChange) -> Posting | None:
        """Return a list with its changes; long ones are put aside for their own files."""
        if old and old.is_common:
            papers = old.papers + len(change.come) - len(change.gone)
            if not is_common(self._layout, family, papers):
                raise NeedsAllPapers(key)
            return Posting(papers, is_common=True)
        masks = self._masks(family, key, old)
        for number in change.gone:
            masks.pop(number, None)
        masks.update(change.come)
        new = Posting.of_masks(masks) if masks else None
        common = new is not None and is_common(self._layout, family, new.papers)
        is_long = new is not None and not common and len(new.text) > LONG
        if is_long or (old and old.is_elsewhere):
            self._long[long_shard(family, key)][f"{family}:{key}"] = new.text if new and is_long else ""
        if new and (is_long or common):
            return Posting(new.papers, is_common=common)
        return new

    def _masks(self, family: str, key: str, old: Posting | None) -> dict[int, int]:
        if old is None:
            return {}
        if old.is_elsewhere:
            texts = self._content(long_shard(family, key))
            old = Posting(old.papers, texts.get(f"{family}:{key}", ""))
        return old.masks()

    def _changed_long(self, name: str, texts: dict[str, str]) -> bytes | None:
        data = self._read(shard_path(name))
        held = content_of(data) if data is not None else {}
        held = {key: text for key, text in {**held, **texts}.items() if text}
        return script(name, dict(sorted(held.items()))) if held else None

    def _changed_neighbours(self) -> Iterator[tuple[str, bytes]]:
        changed: dict[str, dict[str, tuple[set[str], set[str]]]] = defaultdict(
            lambda: defaultdict(lambda: (set(), set()))
        )
        for place, words in ((0, self._words_gone), (1, self._words_come)):
            for word in words:
                for stem in neighbour_stems(word, self._layout.stems["t"]):
                    changed[self._layout.neighbour_shard(stem)][stem][place].add(word)
        for name, stems in changed.items():
            held = {stem: set(words.split()) for stem, words in self._content(name).items()}
            for stem, (gone, come) in stems.items():
                held[stem] = (held.get(stem, set()) - gone) | come
            yield shard_path(name), neighbour_file(name, {stem: words for stem, words in held.items() if words})
