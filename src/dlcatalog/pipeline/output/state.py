"""What the last build saw in the output folder, so that the next one need not read every file again.

It is a memory, never the truth: where it is missing, damaged or of another folder, it counts as missing.
"""
# ruff: noqa: PTH103, PTH120
# Paths are text throughout this package.

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from zlib import crc32

import orjson

from dlcatalog.pipeline.output.disk import read_file, write_durably
from dlcatalog.pipeline.output.manifest import FileEntry, Listing
from dlcatalog.pipeline.output.paths import MANIFEST
from dlcatalog.pipeline.output.trees import Tree

_VERSION = 1


@dataclass(frozen=True, slots=True)
class State:
    """An output folder as it was left."""

    listing: Listing
    """What is ours, every file found as listed."""
    tree: Tree
    spare: dict[str, int] | None
    """Signs of the spare tree's folders, where each of its files is a hard link to the published one."""

    @property
    def manifest(self) -> str:
        """Return the SHA-256 of the manifest."""
        return self.listing.own[MANIFEST].sha256

    def spare_tree(self) -> Tree:
        """Return the spare tree as it was left."""
        return Tree() if self.spare is None else Tree(dict(self.tree.files), self.spare, set(self.tree.odd))


def state_file(state_dir: str, out: str) -> str:
    return f"{state_dir}/site-{hashlib.sha256(os.fsencode(out)).hexdigest()[:16]}.state"


def read_state(path: str, out: str) -> State | None:
    """Return the state of the folder `out`, None where there is none to rely on."""
    checksum, _, body = (read_file(path) or b"").partition(b"\n")
    if _checksum(body) != checksum:
        return None
    value = orjson.loads(body)
    if value["version"] != _VERSION or value["out"] != out:
        return None
    paths = value["paths"]
    columns = zip(value["inodes"], value["times"], value["sizes"], strict=True)
    tree = Tree(
        dict(zip(paths, columns, strict=True)),
        dict(zip(value["folders"], value["signs"], strict=True)),
        set(value["odd"]),
    )
    digests, sizes = value["sha256"], value["sizes"]
    own, ours = value["own"], len(digests) // 64
    each = (digests[start : start + 64] for start in range(0, len(digests), 64))
    entries = list(map(FileEntry._make, zip(each, sizes, strict=False)))
    listing = Listing(
        dict(zip(paths[own:ours], entries[own:], strict=True)),
        dict(zip(paths[:own], entries, strict=False)),
        complete=True,
    )
    spare = None if value["spare"] is None else dict(zip(value["folders"], value["spare"], strict=True))
    return State(listing, tree, spare)


def write_state(path: str, out: str, state: State) -> None:
    """Keep the state for the next build; that it cannot be kept harms nobody, so nobody is told."""
    # TypeError: an inode beyond 64 bits. KeyError: a file of ours that has vanished meanwhile.
    with contextlib.suppress(OSError, TypeError, KeyError):
        body = _dump(out, state)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_durably(path, _checksum(body) + b"\n" + body)


def _checksum(body: bytes) -> bytes:
    # Against accidents, not against people: SHA-256 of these megabytes would cost 30 ms a build.
    return f"{crc32(body):08x} {len(body)}".encode()


def _dump(out: str, state: State) -> bytes:
    tree, spare = state.tree, state.spare or {}
    entries = {**state.listing.own, **state.listing.site}
    foreign = [path for path in tree.files if path not in entries]
    unspeakable = {path for path in [*foreign, *tree.folders] if not _is_utf8(path)}
    # What JSON cannot name is left out, and the folder above it is read again every time.
    unsure = {path.rpartition("/")[0] for path in unspeakable}
    folders = [path for path in tree.folders if path not in unspeakable]
    paths = [*entries, *(path for path in foreign if path not in unspeakable)]
    stamps = [tree.files[path] for path in paths]
    return orjson.dumps(
        {
            "version": _VERSION,
            "out": out,
            "own": len(state.listing.own),
            "paths": paths,
            "inodes": [stamp[0] for stamp in stamps],
            "times": [stamp[1] for stamp in stamps],
            "sizes": [stamp[2] for stamp in stamps],
            "sha256": "".join(entry.sha256 for entry in entries.values()),
            "folders": folders,
            "signs": [0 if path in unsure else tree.folders[path] for path in folders],
            "spare": None if state.spare is None else [0 if path in unsure else spare[path] for path in folders],
            "odd": sorted(tree.odd - unspeakable),
        }
    )


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
