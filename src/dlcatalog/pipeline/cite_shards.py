"""The citation files of the papers again, many to a script, so that the reading list can export without a server.

They are joined from the finished files, and only where one of those changed: nothing is formatted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from dlcatalog.pipeline.output import FileEntry
from dlcatalog.plan import shards, urls
from dlcatalog.plan.list_data import shard_bytes
from dlcatalog.plan.paper import ENDINGS
from dlcatalog.plan.reading import shard_bits

Entries = Mapping[str, FileEntry]
_FOLDER: Final = urls.asset("list-data/cites/")
_TAILS: Final = tuple(f".{ending}" for ending in ENDINGS.values())


def cite_shards(
    order: Iterable[str], exports: Iterable[str], files: Entries, published: Entries, read: Callable[[str], bytes]
) -> Iterator[tuple[str, bytes | FileEntry]]:
    """Yield each shard: its path with its bytes, or with its entry of the published site where that is still right.

    `files` are those of the new site, `published` those of the last one if the same code made it, else nothing.
    A shard's rows are papers, each with the text of its file by format.
    """
    ids = sorted(order)
    bits = shard_bits(len(ids))["cites"]
    endings = {export: ENDINGS[export] for export in exports}
    if sum(path.startswith(_FOLDER) for path in published) != 1 << bits:
        # The same names would stand for other papers.
        published = {}
    changed = {shards.place(i, bits) for i in _changed(files, published)}
    members = _members(ids, bits)
    for number in range(1 << bits):
        shard = shards.name(number, bits)
        path = urls.list_data("cites", shard)
        if number not in changed and path in published:
            yield path, published[path]
            continue
        held = members.get(number, ())
        rows = {i: {e: read(urls.paper_file(i, end)).decode() for e, end in endings.items()} for i in held}
        yield path, shard_bytes(f"cites/{shard}", rows)


def _members(ids: Iterable[str], bits: int) -> dict[int, list[str]]:
    members: dict[int, list[str]] = {}
    for paper_id in ids:
        members.setdefault(shards.place(paper_id, bits), []).append(paper_id)
    return members


def _changed(files: Entries, published: Entries) -> Iterator[str]:
    """The papers whose citation files are new, other, or gone."""
    for path in files.keys() | published.keys():
        if path.startswith("papers/") and path.endswith(_TAILS) and files.get(path) != published.get(path):
            yield path.removeprefix("papers/").rpartition(".")[0]
