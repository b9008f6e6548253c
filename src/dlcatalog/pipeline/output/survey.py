"""What the published folder holds: which files are ours and as we left them, which are ours and damaged, which not."""
# ruff: noqa: PTH112
# Paths are text throughout this package.

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dlcatalog.pipeline.output.disk import is_real_folder, is_regular_file, read_file
from dlcatalog.pipeline.output.manifest import FileEntry, Listing, marker_of, read_listing
from dlcatalog.pipeline.output.paths import MARKER, folder_of, is_own
from dlcatalog.pipeline.output.state import State
from dlcatalog.pipeline.output.trees import Stamp, Tree, settled


@dataclass(frozen=True, slots=True)
class Survey:
    """One look at the published folder."""

    looked_at: int
    """The file system's own clock before the look."""
    listing: Listing
    """What is ours, good or not."""
    stamps: dict[str, Stamp]
    """Of what is ours and is there."""
    good: dict[str, FileEntry]
    """What of the site is as we left it."""
    good_own: dict[str, FileEntry]
    """What of the manifest, its parts and the marker is as we left it."""
    tree: Tree
    """What stood in the folder at the last look at all of it: this one or, by the state, an earlier one."""
    remembered: bool
    """Whether the state vouched for everything."""

    def is_as_listed(self, tree: Tree) -> bool:
        """Return whether nothing of ours is missing or changed, nor stands elsewhere behind a link."""
        ours = len(self.good) == len(self.listing.site) and len(self.good_own) == len(self.listing.own)
        present = tree.files.keys() >= self.listing.site.keys() and tree.files.keys() >= self.listing.own.keys()
        return ours and present and self.listing.complete

    def foreign_files(self, tree: Tree) -> set[str]:
        """Return what in a look at the same folder is not ours."""
        return {path for path in tree.files.keys() - self.listing.site.keys() if not is_own(path)}

    def settled(self, tree: Tree) -> Tree:
        """Return a later look as it may be remembered, where this one gave the stamps of our files."""
        files = tree.files | {path: settled(stamp, self.looked_at) for path, stamp in self.stamps.items()}
        return Tree(files, tree.folders, tree.odd)


def survey(out: str, state: State | None, now: int) -> Survey:
    """Look at our files in the folder `out`; what the state does not vouch for is read."""
    reader = _Reader(out, {"": os.path.isdir(out)})
    if state is not None and (reader.read(MARKER) or b"") == marker_of(state.manifest):
        listing = state.listing
    else:
        listing = read_listing(reader.read)
    stamps = dict(_iter_stamps(out, (*listing.site, *listing.own)))
    doubtful = _doubtful(listing.site, stamps, state), _doubtful(listing.own, stamps, state)
    good, good_own = (
        _good(entries, doubts, stamps, reader)
        for entries, doubts in zip((listing.site, listing.own), doubtful, strict=True)
    )
    if not listing.complete:
        # Without the marker's word a file is ours only if it is what the list says.
        listing = Listing(good, listing.own, complete=False)
    tree = state.tree if state is not None else Tree()
    return Survey(now, listing, stamps, good, good_own, tree, remembered=not any(doubtful))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads regular files inside a folder; no link is followed, wherever in the path it stands."""

    out: str
    real: dict[str, bool]

    def read(self, path: str) -> bytes | None:
        target = f"{self.out}/{path}"
        if not self._is_real(folder_of(path)) or not is_regular_file(target):
            return None
        return read_file(target)

    def _is_real(self, folder: str) -> bool:
        if folder not in self.real:
            self.real[folder] = self._is_real(folder_of(folder)) and is_real_folder(f"{self.out}/{folder}")
        return self.real[folder]


def _iter_stamps(out: str, paths: Iterable[str]) -> Iterator[tuple[str, Stamp]]:
    lstat = os.lstat
    for path in paths:
        try:
            found = lstat(f"{out}/{path}")
        except OSError:
            continue
        yield path, (found.st_ino, found.st_mtime_ns, found.st_size)


def _doubtful(entries: Mapping[str, FileEntry], stamps: Mapping[str, Stamp], state: State | None) -> list[str]:
    """Return the paths for which the state does not vouch."""
    if state is None:
        return list(entries)
    known = state.tree.files
    if entries is state.listing.site or entries is state.listing.own:
        return [path for path in entries if stamps.get(path) != known[path]]
    vouched = {**state.listing.site, **state.listing.own}
    return [path for path, entry in entries.items() if vouched.get(path) != entry or stamps.get(path) != known[path]]


def _good(
    entries: dict[str, FileEntry], doubtful: Iterable[str], stamps: Mapping[str, Stamp], reader: _Reader
) -> dict[str, FileEntry]:
    good = dict(entries)
    for path in doubtful:
        data = reader.read(path) if path in stamps and stamps[path][2] == entries[path].size else None
        if data is None or hashlib.sha256(data).hexdigest() != entries[path].sha256:
            del good[path]
    return good
