"""An index that stands in files: posting lists, phrases, facets and cards by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from dlcatalog.search.document import AUTHOR, TITLE
from dlcatalog.search.layout import Layout, long_shard, neighbour_stems, shard_path
from dlcatalog.search.shards import ListShard, Posting, content_of
from dlcatalog.search.words import words_of


@dataclass(slots=True)
class Found:
    """A posting list: paper -> mask, and how many papers it has or would have."""

    papers: int = 0
    masks: dict[int, int] = field(default_factory=dict)
    is_common: bool = False


NOTHING: Final = Found()


class IndexReader:
    """Reads shards as they are asked for, each once. `read` returns a file of the site, or None where it is missing."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._contents: dict[str, Any] = {}
        self._shards: dict[str, ListShard] = {}
        self._found: dict[tuple[str, str], Found] = {}
        self.lost: set[str] = set()
        about = self.content("index") or {}
        self.papers = int(about.get("papers", 0))
        self.layout = Layout(
            max(0, self.papers - 1).bit_length(), about.get("bits", 2), about.get("since", 0), about.get("reach", 0)
        )

    def content(self, name: str) -> Any:
        """Return what a shard holds, None where it is missing."""
        if name not in self._contents:
            data = self._read(shard_path(name))
            if data is None:
                self.lost.add(name)
            self._contents[name] = None if data is None else content_of(data)
        return self._contents[name]

    def year(self, paper: int) -> int:
        return (paper >> self.layout.bits) + self.layout.since

    def shard(self, family: str, name: str) -> ListShard:
        if name not in self._shards:
            content = self.content(name)
            self._shards[name] = ListShard(family) if content is None else ListShard.read(family, content)
        return self._shards[name]

    def list_at(self, family: str, name: str, key: str) -> Found:
        """Return the list of a key as it stands in a shard."""
        known = self._found.get((name, key))
        if known is None:
            posting = self.shard(family, name).postings.get(key)
            known = self._found[name, key] = NOTHING if posting is None else self._posted(family, key, posting)
        return known

    def _posted(self, family: str, key: str, posting: Posting) -> Found:
        if posting.is_common:
            return Found(posting.papers, is_common=True)
        if not posting.text:
            texts = self.content(long_shard(family, key)) or {}
            posting = Posting(posting.papers, texts.get(f"{family}:{key}", ""))
        masks = posting.masks()
        return Found(len(masks), masks)

    def posting(self, family: str, word: str) -> Posting:
        """Return what the shard of a word says of it, without its list where that stands elsewhere."""
        shard = self.shard(family, self.layout.word_shard(family, word))
        return shard.postings.get(word, Posting(0, is_common=True))

    def word(self, family: str, word: str) -> Found:
        return self.list_at(family, self.layout.word_shard(family, word), word)

    def hashed(self, family: str, text: str) -> Found:
        name, key = self.layout.hashed(family, text)
        return self.list_at(family, name, key)

    def facet(self, facet: str) -> Found:
        return self.list_at("f", self.layout.facet_shard(facet), facet)

    def values(self, name: str) -> list[str]:
        """Return every value of a facet that papers have."""
        shard = self.shard("f", self.layout.facet_shard(name))
        return [key.partition(":")[2] for key in sorted(shard.postings) if key.startswith(f"{name}:")]

    def phrase(self, words: Sequence[str]) -> dict[int, int]:
        """Return paper -> mask of the places in which the words follow one another."""
        if len(words) == 1:
            return self.word("t", words[0]).masks
        first, *others = [self.hashed("b", " ".join(pair)).masks for pair in pairwise(words)]
        for masks in others:
            first = {paper: mask & first[paper] for paper, mask in masks.items() if mask & first.get(paper, 0)}
        return first

    def named(self, name: str, value: str) -> set[int]:
        """Return papers with these words in one author's name or that slug, or in their title."""
        papers: set[int] = set()
        if name == "author":
            papers.update(self.hashed("k", f"author:{value.lower()}").masks)
            if papers and value.find("-") > 0:
                return papers
        bit = AUTHOR if name == "author" else TITLE
        words = words_of((value,)).sequence
        phrase = self.phrase(words) if words else {}
        return papers | {paper for paper, mask in phrase.items() if mask & bit}

    def beginning_with(self, family: str, word: str) -> list[str]:
        """Return the words that begin with this one, in order; none where it is too short to tell their shard."""
        if len(word) < self.layout.stems[family]:
            return []
        shard = self.shard(family, self.layout.word_shard(family, word))
        return sorted(key for key in shard.postings if len(key) > len(word) and key.startswith(word))

    def near(self, word: str) -> Iterator[str]:
        """Yield words that share a stem with this one, a letter more or less; some twice."""
        for stem in sorted(neighbour_stems(word, self.layout.stems["t"])):
            stems = self.content(self.layout.neighbour_shard(stem)) or {}
            yield from stems.get(stem, "").split()

    def card(self, paper: int) -> list[Any] | None:
        """Return the row of a card: number, id, title and so on."""
        rows = self.content(self.layout.card_shard(paper)) or []
        return next((row for row in rows if row[0] == paper), None)

    def paper_of(self, paper_id: str) -> int | None:
        """Return the number of a paper."""
        for name in self.layout.card_shards(paper_id):
            for row in self.content(name) or []:
                if row[1] == paper_id:
                    return int(row[0])
        return None
