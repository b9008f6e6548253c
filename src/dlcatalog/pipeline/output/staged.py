"""Writing the files of a new site beside the old one, from any process.

A staged file is always a new file: the stage shares the others with the published tree by hard links, and writing
through one of those would change the published page.
"""
# ruff: noqa: PTH102, PTH108
# Called once a file: a pathlib call costs more than the system call.

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

from dlcatalog.pipeline.output.disk import NEW_FILE, as_problem, is_real_folder, remove_entry, write_all
from dlcatalog.pipeline.output.manifest import FileEntry
from dlcatalog.pipeline.output.paths import check_site_path

_TRIES = 8  # other processes make and replace the same folders


def write_staged(root: str | Path, path: str, data: bytes) -> FileEntry:
    """Write one file of the new site below `root` and return what the manifest says of it.

    Raises: ValueError if the path is not one of a site, EnvironmentProblem if the disk refuses.
    """
    check_site_path(path)
    try:
        write_new(os.fspath(root), path, data)
    except OSError as exc:
        raise as_problem(exc, path) from exc
    return FileEntry(hashlib.sha256(data).hexdigest(), len(data))


def write_new(root: str, path: str, data: bytes, *, durable: bool = False) -> None:
    """Write a file that did not exist, in place of whatever stands there."""
    descriptor = _create(root, path)
    try:
        write_all(descriptor, data)
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _create(root: str, path: str) -> int:
    folder, _, name = path.rpartition("/")
    failure: OSError | None = None
    for _ in range(_TRIES):
        try:
            target = f"{_real_folder(root, folder)}/{name}"
            return os.open(target, NEW_FILE, 0o666)
        except FileExistsError as exc:
            failure = exc
            remove_entry(f"{root}/{path}")
        except (FileNotFoundError, NotADirectoryError) as exc:
            failure = exc
            _real_folder.cache_clear()
    assert failure is not None
    raise failure


@functools.lru_cache(maxsize=1 << 16)
def _real_folder(root: str, folder: str) -> str:
    """Return the folder's path, made where it is missing; no part of it below `root` is a link.

    The root itself is never made: when it is gone, another build has taken over and this one must fail.
    """
    if not folder:
        return root
    above, _, name = folder.rpartition("/")
    path = f"{_real_folder(root, above)}/{name}"
    for _ in range(_TRIES):
        try:
            os.mkdir(path)
        except FileExistsError:
            if is_real_folder(path):
                return path
            _remove_file(path)
        else:
            return path
    raise NotADirectoryError(path)


def _remove_file(path: str) -> None:
    """Remove what stands where a folder must be, unless another process has just put the folder there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError:
        if not is_real_folder(path):
            raise
