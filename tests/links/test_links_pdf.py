from __future__ import annotations

import time
import zlib

import pytest

from dlcatalog.links.pdf import pdf_title


def objects(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Length 9 /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream"


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"<< /Title (Deep Nets) /Author (X) >>", "Deep Nets"),
        (b"<< /Author (X) /Title (Nets \\(deep\\), \\344\\n more (and) more) >>", "Nets (deep), ä more (and) more"),
        (b"<< /Title <FEFF00440065> >>", "De"),
        (b"<< /Title <446> >>", "D`"),
        (b"<< /Title (\xfe\xff\x00D\x00e) >>", "De"),
        (b"<< /Title (\xff\xfeD\x00e\x00) >>", "De"),
        (b"<< /Title (\xef\xbb\xbf\xc3\xa4) >>", "ä"),
        (b"<< /Title () >>", ""),
        (b"<< /Title (Chapter 1) /Parent 3 0 R /Dest [1] >>", ""),
        (b"<< /Title (Chapter 1) /A 5 0 R >> << /Title (The Paper) >>", "The Paper"),
        (b"<dc:title>\n<rdf:Alt><rdf:li xml:lang='x-default'>From &amp; XMP</rdf:li>", "From & XMP"),
        (b"<< /Encrypt 5 0 R /Title (\x01\x02) >>", ""),
        (objects(b"5 0 << /Title (Packed) >>"), "Packed"),
        (b"/Type /ObjStm >>\nstream\nnot packed", ""),
        (b"", ""),
    ],
)
def test_title_is_read_from_metadata(data: bytes, title: str) -> None:
    assert pdf_title(data) == title


@pytest.mark.parametrize(
    "data",
    [
        b"/Title (" * 40_000,
        b"/Title ((((" * 30_000,
        b"/Title <" + b"4" * 260_000,
        b"<dc:title>" * 26_000,
        b"/Type /ObjStm stream\n" * 12_000,
        objects(b" " * 50_000_000),
    ],
    ids=["open", "nested", "hex", "xmp", "streams", "bomb"],
)
def test_hostile_pdf_is_read_quickly(data: bytes) -> None:
    started = time.process_time()
    assert pdf_title(data) == ""
    assert time.process_time() - started < 2
