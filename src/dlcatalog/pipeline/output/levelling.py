"""Making one tree hold what another holds, at the cost of their difference."""
# ruff: noqa: PTH102, PTH106, PTH108
# 45,000 calls where a tree is new: a pathlib call costs more than the system call.

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dlcatalog.pipeline.output.disk import link_or_copy
from dlcatalog.pipeline.output.paths import folder_of
from dlcatalog.pipeline.output.trees import Tree, sign_of, stamp_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """What levelling came to."""

    changed: bool
    is_same: bool
    """Whether each file is now the same file as in the tree that was wanted, not a copy, and none is missing."""


def level(root: str, have: Tree, want: Tree, *, source: str, clock: Callable[[], int]) -> Outcome:
    """Make the folder `root`, which holds `have`, hold `want`; keep `have` up to date.

    What is missing is linked from the tree `source`, which holds it; what has vanished there is left out.
    """
    is_same = True
    touched: set[str] = set()
    # The inode alone: a file cannot differ from itself, and any other file is replaced.
    nothing = (-1,)
    wrong = [path for path, stamp in want.files.items() if have.files.get(path, nothing)[0] != stamp[0]]
    _remove_files(root, have, [path for path in have.files if path not in want.files], touched)
    _remove_files(root, have, [path for path in wrong if path in have.files], touched)
    _remove_folders(root, have, have.folders.keys() - want.folders.keys(), touched)
    for folder in sorted(want.folders.keys() - have.folders.keys()):
        os.mkdir(f"{root}/{folder}")
        touched |= {folder, folder_of(folder)}
    for path in wrong:
        try:
            linked = link_or_copy(f"{source}/{path}", f"{root}/{path}")
        except FileNotFoundError:
            is_same = False
            continue
        have.files[path] = want.files[path] if linked else stamp_of(f"{root}/{path}")
        is_same &= linked
        touched.add(folder_of(path))
    have.odd = want.odd & have.files.keys()
    changed = bool(touched)
    touched.discard("")
    now = clock()  # not that of the beginning, by which every folder made here would look too new to be remembered
    for folder in touched & want.folders.keys():
        have.folders[folder] = sign_of(f"{root}/{folder}", now)
    return Outcome(changed, is_same)


def keep_folders(root: str, tree: Tree, folders: Iterable[str], *, source: str, now: int) -> None:
    """Give the folders the mode and the time that they have in `source`; keep `tree` up to date."""
    for folder in folders:
        path = f"{root}/{folder}"
        with contextlib.suppress(FileNotFoundError):
            wanted, found = os.lstat(f"{source}/{folder}"), os.lstat(path)
            if not stat.S_ISDIR(wanted.st_mode):
                continue
            if (wanted.st_mode, wanted.st_mtime_ns) != (found.st_mode, found.st_mtime_ns):
                shutil.copystat(f"{source}/{folder}", path)
                tree.folders[folder] = sign_of(path, now)


def _remove_files(root: str, have: Tree, paths: Iterable[str], touched: set[str]) -> None:
    for path in paths:
        os.unlink(f"{root}/{path}")
        del have.files[path]
        touched.add(folder_of(path))


def _remove_folders(root: str, have: Tree, folders: Iterable[str], touched: set[str]) -> None:
    for folder in sorted(folders, reverse=True):
        os.rmdir(f"{root}/{folder}")
        del have.folders[folder]
        touched.add(folder_of(folder))
