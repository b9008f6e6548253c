"""A PNG of indexed pixels whose bytes are the same on every machine."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final

from dlcatalog.render.deflate import deflate

Colour = tuple[int, int, int]
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_INDEXED: Final = 3


def indexed_png(width: int, height: int, pixels: bytes, palette: Sequence[Colour]) -> bytes:
    """Return the file. `pixels` are palette numbers row by row, one byte each."""
    header = struct.pack(">IIBBBBB", width, height, 8, _INDEXED, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    # Filters help photographs; of flat colours they only make more different bytes.
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, width * height, width))
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", colours),
            _chunk(b"IDAT", _zlib_stream(rows)),
            _chunk(b"IEND", b""),
        )
    )


def _zlib_stream(data: bytes) -> bytes:
    return b"\x78\x01" + deflate(data) + struct.pack(">I", zlib.adler32(data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
