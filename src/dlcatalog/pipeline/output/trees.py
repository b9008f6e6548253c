"""What stands in a folder: looked at whole, or again with as few system calls as a remembered look allows.

Nothing is followed: a link is an entry like any other. Nothing is changed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from dlcatalog.pipeline.output.paths import WORK

Stamp: TypeAlias = tuple[int, int, int]
"""Inode, time of the last change in nanoseconds (UNSETTLED where it proves nothing), size."""

UNSETTLED = -1
_TICK = 50_000_000  # clocks of file systems advance by up to 10 ms
_COARSE_TICK = 2_100_000_000  # FAT counts in steps of two seconds


@dataclass(slots=True)
class Tree:
    """The entries below a folder, without the folder itself and without `.dlcatalog-work`."""

    files: dict[str, Stamp] = field(default_factory=dict)
    """Everything that is not a folder."""
    folders: dict[str, int] = field(default_factory=dict)
    """Each folder's sign: equal signs mean equal entries; 0 proves nothing."""
    odd: set[str] = field(default_factory=set)
    """Those of `files` that are not regular: links, sockets."""


def walk(root: str, now: int) -> Tree:
    """Look at everything; `now` is the file system's own clock, in nanoseconds."""
    tree = Tree()
    _walk(root, [""], tree, now, known={})
    return tree


def look(root: str, remembered: Tree, now: int) -> Tree:
    """Look again at which entries there are; what stands in folders with an unchanged sign is taken as remembered.

    So are files that are still the same inode: their times and sizes may be old.
    """
    signs = _signs(root, remembered.folders, now)
    if signs is None:
        return walk(root, now)
    changed = {folder for folder, sign in remembered.folders.items() if not sign or signs[folder] != sign}
    changed.add("")
    files = {path: stamp for path, stamp in remembered.files.items() if path.rpartition("/")[0] not in changed}
    tree = Tree(files, signs, {path for path in remembered.odd if path in files})
    _walk(root, changed, tree, now, known=remembered.files)
    return tree


def stamp_of(path: str) -> Stamp:
    found = os.lstat(path)
    return found.st_ino, found.st_mtime_ns, found.st_size


def sign_of(path: str, now: int) -> int:
    return _sign(os.lstat(path), now)


def settled(stamp: Stamp, now: int) -> Stamp:
    """Return the stamp as it may be remembered: a file as new as the look at it may change again within its time."""
    return stamp if _is_settled(stamp[1], now) else (stamp[0], UNSETTLED, stamp[2])


def _is_settled(time: int, now: int) -> bool:
    # A time that ends in seven noughts comes from a file system that counts coarsely.
    return time + (_TICK if time % 10_000_000 else _COARSE_TICK) < now


def _sign(found: os.stat_result, now: int) -> int:
    # Both times: rsync and cp -p set the one back, nothing the other.
    times = (found.st_mtime_ns, found.st_ctime_ns)
    return _fingerprint(found) if _is_settled(max(times), now) else 0


def _fingerprint(found: os.stat_result) -> int:
    return hash((found.st_ino, found.st_mtime_ns, found.st_ctime_ns)) or 1


def _signs(root: str, folders: Mapping[str, int], now: int) -> dict[str, int] | None:
    """Return the folders' signs now, None where one of them is gone or has become something else."""
    signs: dict[str, int] = {}
    lstat, is_folder = os.lstat, stat.S_ISDIR
    for folder, sign in folders.items():
        try:
            found = lstat(f"{root}/{folder}")
        except OSError:
            return None
        if not is_folder(found.st_mode):
            return None
        signs[folder] = sign if sign == _fingerprint(found) else _sign(found, now)
    return signs


def _walk(root: str, folders: Iterable[str], tree: Tree, now: int, *, known: Mapping[str, Stamp]) -> None:
    """Add the entries of the folders to `tree`, and whatever is below those that it does not hold yet."""
    pending = list(folders)
    while pending:
        folder = pending.pop()
        prefix = f"{folder}/" if folder else ""
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                path = prefix + entry.name
                if path == WORK:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if path not in tree.folders:
                        tree.folders[path] = _sign(entry.stat(follow_symlinks=False), now)
                        pending.append(path)
                    continue
                stamp = known.get(path)
                # The inode's number comes with the name; asking for more costs a system call.
                tree.files[path] = stamp if stamp and stamp[0] == entry.inode() else _stamp_of_entry(entry)
                if not entry.is_file(follow_symlinks=False):
                    tree.odd.add(path)


def _stamp_of_entry(entry: os.DirEntry[str]) -> Stamp:
    found = entry.stat(follow_symlinks=False)
    return found.st_ino, found.st_mtime_ns, found.st_size
