"""The shards of the search index: all of them, or those that a few changed papers touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.pipeline.output import FileEntry
from dlcatalog.pipeline.pages import PageResults
from dlcatalog.pipeline.state import BuildState
from dlcatalog.pipeline.store import Store
from dlcatalog.plan.search import search_names
from dlcatalog.search.document import Entries
from dlcatalog.search.layout import FOLDER, Layout, shard_path
from dlcatalog.search.numbers import Numbering, number_papers
from dlcatalog.search.shards import script
from dlcatalog.search.update import Change, IndexUpdate, NeedsAllPapers
from dlcatalog.search.writer import index_file, write_index

DUMP: Final = "search"
# Beyond this share of all papers, writing everything anew is quicker.
FEW: Final = 20
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """New files by path, and those of the published site that stay as they are."""

    new: Iterable[tuple[str, bytes]]
    kept: Mapping[str, FileEntry]


@dataclass(frozen=True, slots=True)
class LastIndex:
    """The index that stands in the published site: what it was made of, and how to read its files.

    Attributes:
        keys: paper -> key of its entries in the store.
        files: of the whole index, all sound.
    """

    keys: Mapping[str, str]
    files: Mapping[str, FileEntry]
    read: Callable[[str], bytes]


def last_index(old: BuildState, published: Mapping[str, FileEntry], read: Callable[[str], bytes]) -> LastIndex | None:
    """Return the index that stands, or None where it is not known to be whole."""
    if not old.units or len(published) != old.files_made:
        return None
    keys = {
        name.removeprefix("paper/"): key
        for name, unit in old.units.items()
        for dump, key, _ in unit.lines
        if dump == DUMP
    }
    files = {path: entry for path, entry in published.items() if path.startswith(f"{FOLDER}/")}
    return LastIndex(keys, files, read)


def search_files(catalog: Catalog, results: PageResults, store: Store, last: LastIndex | None) -> SearchFiles:
    """Return the files of the index of today's catalogue."""
    entries = _EntriesByKey(results, store)
    keys = {name.removeprefix("paper/"): key for name, key in results.lines.get(DUMP, [])}
    numbering = number_papers((paper_id, catalog.paper(paper_id).year) for paper_id in keys)
    if last is not None:
        try:
            return _updated(catalog, keys, numbering, entries, last)
        except NeedsAllPapers:
            pass
    return SearchFiles(write_index(lambda: entries.all(keys), numbering, search_names(catalog)), {})


class _EntriesByKey:
    """Papers in words: from this build, else from the store, else planned again."""

    def __init__(self, results: PageResults, store: Store) -> None:
        self._results, self._store = results, store
        self._fresh = dict(results.new_lines)

    def all(self, keys: Mapping[str, str]) -> Iterator[Entries]:
        ids = list(keys)
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            kept = dict(self._store.get_raw("line", [keys[i] for i in part if keys[i] not in self._fresh]))
            for paper_id in part:
                data = self._fresh.get(keys[paper_id]) or kept.get(keys[paper_id])
                yield Entries.from_bytes(data or self._results.plan_again(paper_id)[DUMP])

    def gone(self, keys: Mapping[str, str]) -> dict[str, Entries]:
        """Entries of an earlier build.

        Raises: NeedsAllPapers if the store has lost one.
        """
        kept = dict(self._store.get_raw("line", keys.values()))
        if any(key not in kept for key in keys.values()):
            raise NeedsAllPapers
        return {paper_id: Entries.from_bytes(kept[key]) for paper_id, key in keys.items()}


def _updated(
    catalog: Catalog, keys: Mapping[str, str], numbering: Numbering, entries: _EntriesByKey, last: LastIndex
) -> SearchFiles:
    other = {i: key for i, key in last.keys.items() if keys.get(i) != key}
    if max(len(other), sum(last.keys.get(i) != key for i, key in keys.items())) > max(10, len(keys) // FEW):
        raise NeedsAllPapers
    old_entries = entries.gone(other)
    old = number_papers((i, old_entries[i].year if i in old_entries else catalog.paper(i).year) for i in last.keys)
    layout = Layout.of(numbering)
    if not layout.has_shape_of(Layout.of(old)):
        raise NeedsAllPapers
    moved = {i for i, number in numbering.numbers.items() if old.numbers.get(i) != number or last.keys[i] != keys[i]}
    moved |= other.keys()
    old_entries |= entries.gone({i: last.keys[i] for i in moved if i in last.keys and i not in old_entries})
    new_entries = {e.id: e for e in entries.all({i: keys[i] for i in moved if i in keys})}
    changes = [
        Change(
            (old.numbers[i], old_entries[i]) if i in old_entries else None,
            (numbering.numbers[i], new_entries[i]) if i in new_entries else None,
        )
        for i in sorted(moved)
    ]
    update = IndexUpdate(layout, lambda path: last.read(path) if path in last.files else None)
    changed = dict(update.files(changes))
    new = {path: data for path, data in changed.items() if data is not None}
    new[shard_path("index")] = index_file(layout, len(keys))
    new[shard_path("names")] = script("names", search_names(catalog))
    return SearchFiles(
        new.items(), {path: e for path, e in last.files.items() if path not in changed and path not in new}
    )
