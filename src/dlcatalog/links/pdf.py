"""The title that a PDF calls itself, from parts of its bytes. Pure; inflates little, and gives up early."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from dlcatalog.links.pages import one_line

_XMP: Final = re.compile(rb"<dc:title>.{0,300}?<rdf:li[^<>]{0,100}>([^<]{1,1000})<", re.DOTALL)
_LITERAL: Final = re.compile(rb"/Title\s{0,5}\(((?:[^\\()]|\\.|\((?:[^\\()]|\\.){0,300}\)){0,1000})\)", re.DOTALL)
_HEX: Final = re.compile(rb"/Title\s{0,5}<([0-9A-Fa-f\s]{2,4000})>")
_OBJECTS: Final = re.compile(rb"/Type\s{0,5}/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_PLAIN: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b"", b"\n": b"", b"\r": b"", b"\r\n": b""}
_OUTLINE: Final = re.compile(rb"/(?:Parent|Dest|Next|Prev|First|A)\b")
MAX_STREAMS: Final = 40
MAX_INFLATED: Final = 200_000


def pdf_title(data: bytes) -> str:
    """Return the title from the metadata of a PDF, "" where none is found or it is encrypted."""
    if b"/Encrypt" in data:
        return ""
    for piece in (data, *_inflated(data)):
        found = _XMP.search(piece)
        if found:
            return one_line(found[1].decode("utf-8", "replace"))
        title = next((t for t in _dictionary_titles(piece) if t), "")
        if title:
            return title
    return ""


def _dictionary_titles(data: bytes) -> Iterator[str]:
    """Yield the titles of dictionaries that are no outline entries: chapters have titles too."""
    for pattern in (_LITERAL, _HEX):
        for found in pattern.finditer(data):
            start = max(data.rfind(b"<<", max(0, found.start() - 400), found.start()), 0)
            end = data.find(b">>", found.end(), found.end() + 400)
            around = data[start : found.start()] + data[found.end() : end if end >= 0 else found.end() + 100]
            if not _OUTLINE.search(around):
                raw = _unescaped(found[1]) if pattern is _LITERAL else _from_hex(found[1])
                yield one_line(_text(raw))


def _inflated(data: bytes) -> Iterator[bytes]:
    """Yield object streams, each cut at 200 kB: whatever a stream blows up to, no more is kept."""
    for found in list(_OBJECTS.finditer(data))[-MAX_STREAMS:]:
        try:
            yield zlib.decompressobj().decompress(data[found.end() :], MAX_INFLATED)
        except zlib.error:
            continue


def _unescaped(data: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        mark = found[1]
        return bytes([int(mark, 8) & 255]) if mark[:1].isdigit() and mark[:1] < b"8" else _PLAIN.get(mark, mark)

    return _ESCAPE.sub(one, data)


def _from_hex(data: bytes) -> bytes:
    digits = b"".join(data.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _text(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("cp1252", "replace")
