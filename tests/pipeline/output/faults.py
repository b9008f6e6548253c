"""A file system that refuses, or a process that dies, at a chosen step."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlcatalog.pipeline.output import swaps

CHANGES = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "chmod", "utime")
LOOKS = ("scandir", "listdir")


@dataclass
class Faults:
    """Counts what is asked of the file system."""

    at: int
    """The step at which something happens, from 1."""
    happens: Callable[[], None]
    lasting: bool = False
    """Whether it happens at each later step too."""
    names: tuple[str, ...] = CHANGES + LOOKS
    count: int = 0
    stopped: bool = False

    def step(self) -> None:
        self.count += 1
        if not self.stopped and (self.count == self.at or (self.lasting and self.count > self.at)):
            self.happens()

    @property
    def happened(self) -> bool:
        return self.count >= self.at

    def install(self, put: Callable[[object, str, object], None]) -> None:
        """Put the counted functions in place of the real ones, by `monkeypatch.setattr` or `setattr`."""
        for name in self.names:
            put(os, name, self._counted(getattr(os, name)))
        put(swaps, "exchange", self._counted(swaps.exchange, after=True))

    def _counted(self, real: Callable[..., Any], *, after: bool = False) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            self.step()
            result = real(*args, **options)
            if after:
                self.step()
            return result

        return counted


def refuse(code: int) -> Callable[[], None]:
    def refusal() -> None:
        raise OSError(code, os.strerror(code))

    return refusal


FULL = refuse(errno.ENOSPC)
BROKEN = refuse(errno.EIO)
