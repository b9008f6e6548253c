"""Publishing file by file, where the folder itself cannot be moved.

Everything new stands beside its place, on the same file system, and is written down before the first file moves;
what is interrupted after that goes on where it stopped, at once or in the next build.
"""
# ruff: noqa: PTH102, PTH105, PTH106, PTH108
# Paths are text throughout this package.

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from dataclasses import dataclass

import orjson

from dlcatalog.pipeline.output.disk import (
    is_real_folder,
    link_or_copy,
    read_file,
    remove_empty_folders,
    remove_entry,
    write_durably,
)
from dlcatalog.pipeline.output.manifest import FileEntry
from dlcatalog.pipeline.output.paths import WORK, check_path, folder_of, folders_of, is_own
from dlcatalog.pipeline.output.places import JOURNAL, is_work_folder, make_work_folder
from dlcatalog.pipeline.output.swaps import Change

_READY = "ready"
_FOLDERS = "folders"  # those made for the new site, to be taken back if it never comes


@dataclass(frozen=True, slots=True)
class _Journal:
    placed: tuple[tuple[str, FileEntry], ...]
    """The n-th stands ready in the file named n."""
    removed: tuple[str, ...]

    def dump(self) -> bytes:
        placed = [(path, entry.sha256, entry.size) for path, entry in self.placed]
        body = orjson.dumps({"placed": placed, "removed": self.removed})
        return hashlib.sha256(body).hexdigest().encode() + b"\n" + body

    @classmethod
    def read(cls, work: str) -> _Journal | None:
        checksum, _, body = (read_file(f"{work}/{JOURNAL}") or b"").partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != checksum:
            return None
        value = orjson.loads(body)
        placed = tuple((path, FileEntry(digest, size)) for path, digest, size in value["placed"])
        removed = tuple(value["removed"])
        for path in (*removed, *(path for path, _ in placed)):
            if not is_own(path):
                check_path(path)
        return cls(placed, removed)


class InPlaceSwap:
    """Each file is replaced on its own; a reader may see old and new pages side by side for a moment."""

    needs_whole_tree = False

    def swap(self, change: Change) -> None:
        journal = _Journal(tuple(change.placed.items()), change.removed)
        work = f"{change.out}/{WORK}"
        make_work_folder(work)
        try:
            _make_ready(change, f"{work}/{_READY}")
            write_durably(f"{work}/{JOURNAL}", journal.dump())
        except BaseException:
            clear_away(change.out)
            raise
        _roll_forward(change.out, journal)
        clear_away(change.out)


def recover_in_place(out: str) -> None:
    """Finish what a build that was killed had begun to publish."""
    work = f"{out}/{WORK}"
    if not is_work_folder(work):
        return
    journal = _Journal.read(work)
    if journal is not None:
        for number, (_, entry) in enumerate(journal.placed):
            ready = read_file(f"{work}/{_READY}/{number}")
            if ready is not None and hashlib.sha256(ready).hexdigest() != entry.sha256:
                os.unlink(f"{work}/{_READY}/{number}")  # lost in a power cut: the build will write it again
        _roll_forward(out, journal)
    clear_away(out)


def clear_away(out: str) -> None:
    """Remove what publishing in place leaves; the folder goes too, unless it is the work folder of the output."""
    work = f"{out}/{WORK}"
    remove_entry(f"{work}/{JOURNAL}")
    for folder in reversed((read_file(f"{work}/{_FOLDERS}") or b"").decode().split("\0")):
        with contextlib.suppress(OSError):
            os.rmdir(f"{out}/{folder}")  # unless it is in use by now
    remove_entry(f"{work}/{_FOLDERS}")
    remove_entry(f"{work}/{_READY}")
    if not os.path.lexists(f"{work}/lock"):
        shutil.rmtree(work)


def _make_ready(change: Change, ready: str) -> None:
    remove_entry(ready)
    os.mkdir(ready)
    for number, path in enumerate(change.placed):
        link_or_copy(f"{change.stage}/{path}", f"{ready}/{number}")
    _make_folders(change)


def _make_folders(change: Change) -> None:
    """Make the new folders while the old site is whole: later a full disk would leave it half changed."""
    folders = sorted(folders_of(change.placed))
    missing = [folder for folder in folders if not os.path.lexists(f"{change.out}/{folder}")]
    write_durably(f"{change.out}/{WORK}/{_FOLDERS}", "\0".join(missing).encode())
    for folder in missing:
        # Below a file, or a link, that goes only when the new site is put in place.
        if _stands_in_real_folders(change.out, folder):
            os.mkdir(f"{change.out}/{folder}")


def _roll_forward(out: str, journal: _Journal) -> None:
    """Apply the journal, whatever part of it was applied before; one refusal is tried again."""
    try:
        _apply(out, journal)
    except OSError:
        _apply(out, journal)


def _apply(out: str, journal: _Journal) -> None:
    for path in journal.removed:
        if _stands_in_real_folders(out, path):
            _remove(out, path)
    for number, (path, _) in enumerate(journal.placed):
        ready = f"{out}/{WORK}/{_READY}/{number}"
        if os.path.lexists(ready):
            _make_folder(out, folder_of(path))
            _place(ready, f"{out}/{path}")


def _stands_in_real_folders(out: str, path: str) -> bool:
    """Return whether the path stays inside `out`: somebody may have put a link in the place of a folder."""
    folders = (f"{out}/{folder}" for folder in folders_of([path]))
    return all(is_real_folder(folder) or not os.path.lexists(folder) for folder in folders)


def _remove(out: str, path: str) -> None:
    target = f"{out}/{path}"
    if not is_real_folder(target):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(target)
    # A folder in the place of our file, and then those above it, up to the first that holds something else.
    with contextlib.suppress(OSError):
        remove_empty_folders(target)
        while path := folder_of(path):
            with contextlib.suppress(FileNotFoundError):  # gone when a build was killed right here
                os.rmdir(f"{out}/{path}")


def _make_folder(out: str, folder: str) -> None:
    for part in sorted(folders_of([f"{folder}/-"])):
        path = f"{out}/{part}"
        if not is_real_folder(path):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            os.mkdir(path)


def _place(ready: str, target: str) -> None:
    if is_real_folder(target):
        remove_empty_folders(target)
    os.replace(ready, target)
