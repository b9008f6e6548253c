"""Putting a staged tree in the place of the published one: in one step where the system can, else in two.

The two steps leave a name behind that tells the next build what happened: that name is the journal.
"""
# ruff: noqa: PTH104
# Paths are text throughout this package.

from __future__ import annotations

import ctypes
import errno
import os
import sys
from dataclasses import dataclass
from typing import Protocol

from dlcatalog.pipeline.output.manifest import FileEntry

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {
    getattr(errno, name)
    for name in ("EXDEV", "EBUSY", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM", "EACCES")
    if hasattr(errno, name)
}


class CannotSwap(Exception):
    """This way is closed here: a mount point, another file system, a folder in use. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be published where. `stage` holds at least the files of `placed`."""

    stage: str
    out: str
    aside: str
    placed: dict[str, FileEntry]
    """The new and changed files, the marker last."""
    removed: tuple[str, ...]


class Swap(Protocol):
    """A way to publish."""

    @property
    def needs_whole_tree(self) -> bool:
        """Whether the stage has to hold the whole site, not only what changed."""
        ...

    def swap(self, change: Change) -> None:
        """Publish; a swap of whole trees leaves the old one at `change.stage`.

        Raises: CannotSwap if this way is closed here and nothing was changed.
        """
        ...


class ExchangeSwap:
    """Linux: both folders change places in one step, and no reader sees anything in between."""

    needs_whole_tree = True

    def swap(self, change: Change) -> None:
        exchange(change.stage, change.out)


class RenameSwap:
    """Two renames. A process killed between them leaves the old site at `aside`, where the next build finds it."""

    needs_whole_tree = True

    def swap(self, change: Change) -> None:
        try:
            os.rename(change.out, change.aside)
        except OSError as exc:
            if exc.errno in _CANNOT:
                raise CannotSwap from exc
            raise
        try:
            os.rename(change.stage, change.out)
        except BaseException:
            os.rename(change.aside, change.out)
            raise
        os.rename(change.aside, change.stage)


def exchange(one: str, other: str) -> None:
    """Let two folders change places.

    Raises: CannotSwap if this system or this file system cannot.
    """
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if function is None:
        raise CannotSwap
    if function(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return
    code = ctypes.get_errno()
    if code in _CANNOT:
        raise CannotSwap
    raise OSError(code, os.strerror(code), other)
