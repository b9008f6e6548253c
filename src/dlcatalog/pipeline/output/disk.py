"""The few writes that must survive a power cut, and the words for what a disk refuses."""
# ruff: noqa: PTH105, PTH106, PTH108, PTH123
# A build makes up to 100,000 of these calls: a pathlib call costs more than the system call.

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator

from dlcatalog.errors import EnvironmentProblem

_FULL = {errno.ENOSPC, errno.EDQUOT}
_BINARY = getattr(os, "O_BINARY", 0)  # on Windows a file is text unless told otherwise
_LINK_NOT_TARGET = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY


def as_problem(exc: OSError, what: str) -> EnvironmentProblem:
    """Say in one line what the system refused while `what` was written."""
    if exc.errno in _FULL:
        return EnvironmentProblem(f"cannot write '{what}': the disk is full; free some space and build again")
    reason = exc.strerror or str(exc)
    place = f" at '{exc.filename}'" if exc.filename else ""
    return EnvironmentProblem(f"cannot write '{what}': {reason.lower()}{place}")


@contextlib.contextmanager
def problems_of(what: str) -> Iterator[None]:
    """Turn what the system refuses into EnvironmentProblem."""
    try:
        yield
    except OSError as exc:
        raise as_problem(exc, what) from exc


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a single write may stop early."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_durably(path: str, data: bytes) -> None:
    """Replace a file in one step, with its bytes on the disk before its name."""
    temporary = f"{path}.{secrets.token_hex(4)}.tmp"
    try:
        descriptor = os.open(temporary, NEW_FILE, 0o666)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def read_file(path: str) -> bytes | None:
    """Return the bytes of a file, None where none can be read."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None


def is_real_folder(path: str) -> bool:
    """Return whether a folder stands there itself, not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def is_regular_file(path: str) -> bool:
    """Return whether a file stands there itself, not a link to one."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def link_or_copy(source: str, target: str) -> bool:
    """Give a file, or a link, a second name, or a copy where that cannot be had; return whether it is a name."""
    try:
        os.link(source, target, **_LINK_NOT_TARGET)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError as exc:
        if exc.errno in _FULL:
            raise
        shutil.copy2(source, target, follow_symlinks=False)
        return False
    return True


def remove_empty_folders(path: str) -> None:
    """Remove a folder that holds nothing but folders; nothing there is fine.

    Raises: OSError if it holds a file.
    """
    folders = list(os.walk(path, topdown=False))
    if any(names for _, _, names in folders):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), path)
    for folder, _, _ in folders:
        os.rmdir(folder)


def remove_entry(path: str) -> None:
    """Remove a file, a link or a whole folder; nothing there is fine. A link is never followed."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError:
        # unlink() of a folder is EISDIR on Linux, EPERM on macOS, EACCES on Windows.
        if not is_real_folder(path):
            raise
        shutil.rmtree(path)
