"""A ZIP file whose bytes depend on nothing but what it holds: no time, no owner, no system, no zlib.

Python's zipfile cannot take our own DEFLATE, so the container is written here (APPNOTE 6.3; ZIP64 where counts or
offsets need it).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO, Final, NamedTuple

from dlcatalog.render.deflate import deflate

COMMENT: Final = b"Made by dlcatalog: an offline edition; the next one may replace it.\n"
_STORED: Final = 0
_DEFLATED: Final = 8
_VERSION: Final = 20
_VERSION_64: Final = 45
# Made on Unix, so that the rights below are read on every system.
_MADE_BY: Final = 3 << 8
_READABLE: Final = 0o100644 << 16
_UTF_8: Final = 1 << 11
# The first day that a ZIP file can name, 1 January 1980.
_DAY: Final = 0 << 9 | 1 << 5 | 1
_MOST_16: Final = 0xFFFF
_MOST_32: Final = 0xFFFFFFFF
_PACKED_ALREADY: Final = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".woff2", ".woff", ".gz", ".zip")


class Packed(NamedTuple):
    """One file, ready to be written."""

    name: str
    method: int
    checksum: int
    size: int
    data: bytes


def pack(name: str, data: bytes) -> Packed:
    """Compress a file, unless that gains nothing."""
    small = data if name.lower().endswith(_PACKED_ALREADY) else deflate(data)
    is_smaller = len(small) < len(data)
    return Packed(
        name, _DEFLATED if is_smaller else _STORED, zlib.crc32(data), len(data), small if is_smaller else data
    )


@dataclass(slots=True)
class ArchiveWriter:
    """Writes files one after another, then the directory. Nothing but the directory is kept in memory."""

    file: BinaryIO
    offset: int = 0
    count: int = 0
    directory: bytearray = field(default_factory=bytearray)

    def add(self, packed: Packed) -> None:
        name = packed.name.encode()
        flags = 0 if packed.name.isascii() else _UTF_8
        known = (flags, packed.method, 0, _DAY, packed.checksum, len(packed.data), packed.size, len(name))
        head = struct.pack("<4s5H3I2H", b"PK\3\4", _VERSION, *known, 0)
        far = struct.pack("<HHQ", 1, 8, self.offset) if self.offset >= _MOST_32 else b""
        needed = _VERSION_64 if far else _VERSION
        self.directory += struct.pack(
            "<4s6H3I5H2I",
            b"PK\1\2",
            _MADE_BY | needed,
            needed,
            *known,
            len(far),
            0,
            0,
            0,
            _READABLE,
            min(self.offset, _MOST_32),
        )
        self.directory += name + far
        self._write(head + name + packed.data)
        self.count += 1

    def finish(self) -> None:
        """Write the directory and what leads to it."""
        start, size = self.offset, len(self.directory)
        self._write(bytes(self.directory))
        if self.count >= _MOST_16 or start >= _MOST_32 or size >= _MOST_32:
            end = self.offset
            counts = (self.count, self.count, size, start)
            self._write(struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, _MADE_BY | _VERSION_64, _VERSION_64, 0, 0, *counts))
            self._write(struct.pack("<4sIQI", b"PK\6\7", 0, end, 1))
        count = min(self.count, _MOST_16)
        places = (min(size, _MOST_32), min(start, _MOST_32))
        self._write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, *places, len(COMMENT)) + COMMENT)

    def _write(self, data: bytes) -> None:
        self.file.write(data)
        self.offset += len(data)
