"""The ZIP container, read by Python's zipfile."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from dlcatalog.pipeline.offline import archive
from dlcatalog.pipeline.offline.archive import COMMENT, ArchiveWriter, pack

FILES = {"a/index.html": b"<p>deep</p>" * 50, "a/x.png": b"\x89PNG" + b"a" * 99, "a/é.txt": b"", "a/z.js": b"z"}


def archived(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name, data in files.items():
        writer.add(pack(name, data))
    writer.finish()
    return out.getvalue()


def test_zipfile_reads_what_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(archived(FILES))) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == FILES
        assert read.comment == COMMENT


def test_entries_have_no_time_and_fixed_rights() -> None:
    with zipfile.ZipFile(io.BytesIO(archived(FILES))) as read:
        facts = {(i.date_time, i.create_system, i.external_attr >> 16, i.extra) for i in read.infolist()}
        methods = [i.compress_type for i in read.infolist()]
    assert facts == {((1980, 1, 1, 0, 0, 0), 3, 0o100644, b"")}
    # Pictures are packed already; what would grow is stored too.
    assert methods == [zipfile.ZIP_DEFLATED, *[zipfile.ZIP_STORED] * 3]


def test_bytes_are_the_same_everywhere() -> None:
    assert (
        hashlib.sha256(archived(FILES)).hexdigest()
        == "d17b4fa80b0f155b2c7a3ca6583f5cef1aa74c0671ad3c8e0bf120cbe5b03ca8"
    )


def test_more_files_than_the_old_format_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    # ZIP64 begins at 65,535 files; a lower limit stands for so many.
    monkeypatch.setattr(archive, "_MOST_16", 3)
    data = archived({f"{n:05}": b"x" for n in range(9)})
    assert data.count(b"PK\6\6") == data.count(b"PK\6\7") == 1
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert [read.read(name) for name in read.namelist()] == [b"x"] * 9


def test_files_behind_the_fourth_gigabyte(tmp_path: Path) -> None:
    far = 5_000_000_000
    with (tmp_path / "far.zip").open("wb") as file:
        file.seek(far)  # the gap takes no room on the disk
        writer = ArchiveWriter(file, offset=far)
        for name, data in FILES.items():
            writer.add(pack(name, data))
        writer.finish()
    with zipfile.ZipFile(tmp_path / "far.zip") as read:
        assert read.infolist()[0].header_offset == far
        assert {name: read.read(name) for name in read.namelist()} == FILES
