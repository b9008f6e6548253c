"""One build at a time for one output folder. The system frees the lock when its process dies, however it dies."""
# ruff: noqa: PTH116
# A lock lives in a descriptor.

from __future__ import annotations

import errno
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from dlcatalog.errors import LockHeld
from dlcatalog.pipeline.output.disk import read_file

_HELD = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_WIDTH = 64  # the whole line is written over at once, padded

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _acquire(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # beyond the text, which others must be able to read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(descriptor: int) -> None:
        # Explicitly: workers forked meanwhile hold the descriptor too, and closing ours would not free it.
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@dataclass(frozen=True, slots=True)
class FolderLock:
    """A held lock."""

    descriptor: int

    @classmethod
    def take(cls, path: str, out: str) -> FolderLock:
        """Take the lock file `path` of the output folder called `out`.

        Raises: LockHeld, naming the process, if another build has it.
        """
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            try:
                _acquire(descriptor)
                if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                    return cls(descriptor)
            except FileNotFoundError:
                pass  # somebody removed the folder around the lock: what we hold no longer keeps others out
            except OSError as exc:
                os.close(descriptor)
                if exc.errno not in _HELD:
                    raise
                raise LockHeld(f"another build{_holder(path)} is writing '{out}'; wait for it or stop it") from exc
            os.close(descriptor)

    def now(self) -> int:
        """Write who holds the lock, and return the file system's own clock, in nanoseconds."""
        line = f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC".ljust(_WIDTH) + "\n"
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        os.write(self.descriptor, line.encode())
        return os.fstat(self.descriptor).st_mtime_ns

    def release(self) -> None:
        _release(self.descriptor)
        os.close(self.descriptor)


def _holder(path: str) -> str:
    found = re.match(rb"process (\d+) ", read_file(path) or b"")
    return f" (process {found[1].decode()})" if found else ""
