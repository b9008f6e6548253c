from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from dlcatalog.pipeline.output.manifest import (
    FileEntry,
    entry_of,
    marker_of,
    read_listing,
    read_marker,
    render_manifest,
)

ONE = FileEntry("a" * 64, 123)
MANY = {f"papers/p{number}/index.html": ONE for number in range(20_001)}


def as_files(rendered: Mapping[str, bytes | FileEntry]) -> dict[str, bytes]:
    return {path: item for path, item in rendered.items() if isinstance(item, bytes)}


def test_small_manifest() -> None:
    rendered = render_manifest({"b": ONE, "a/x": FileEntry("b" * 64, 0)}, different=[], kept={})
    assert rendered["manifest.json"] == (
        b'{"version":1,"files":{"a/x":{"sha256":"' + b"b" * 64 + b'","bytes":0},'
        b'"b":{"sha256":"' + b"a" * 64 + b'","bytes":123}}}\n'
    )
    assert list(rendered) == ["manifest.json", ".dlcatalog-site"]


def test_large_manifest_is_in_parts() -> None:
    files = as_files(render_manifest(MANY, different=[], kept={}))
    parts = json.loads(files["manifest.json"])["parts"]
    assert list(parts) == sorted(files.keys() - {"manifest.json", ".dlcatalog-site"})
    assert len(parts) == 256
    assert "manifest/0a.json" in parts
    listing = read_listing(files.get)
    assert listing.site == MANY
    assert listing.complete


def test_untouched_parts_are_kept() -> None:
    before = as_files(render_manifest(MANY, different=[], kept={}))
    kept = {path: entry_of(data) for path, data in before.items()}
    changed = MANY | {"papers/p1/index.html": FileEntry("c" * 64, 1)}
    after = render_manifest(changed, different=["papers/p1/index.html"], kept=kept)
    assert len(as_files(after)) == 3
    assert read_listing((before | as_files(after)).get).site == changed
    assert as_files(after).items() <= as_files(render_manifest(changed, different=[], kept={})).items()


def test_part_that_was_changed_is_not_read() -> None:
    files = as_files(render_manifest(MANY, different=[], kept={}))
    files["manifest/0a.json"] += b" "
    listing = read_listing(files.get)
    assert 19_000 < len(listing.site) < 20_001
    assert not listing.complete


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"version":2,"files":{}}',
        b'{"version":1,"files":[]}',
        b'{"version":1,"files":{"x":1}}',
        b'{"version":1,"files":{"x":{"sha256":"0","bytes":1}}}',
        b'{"version":1,"files":{"../x":{"sha256":"' + b"a" * 64 + b'","bytes":1}}}',
        b'{"version":1,"parts":{"../x":"' + b"a" * 64 + b'"}}',
    ],
)
def test_not_a_manifest(manifest: bytes) -> None:
    files = {"manifest.json": manifest, ".dlcatalog-site": marker_of(entry_of(manifest).sha256)}
    listing = read_listing(files.get)
    assert (listing.site, listing.complete) == ({}, False)


def test_marker_names_the_manifest() -> None:
    assert read_marker(marker_of("a" * 64)) == "a" * 64
    assert read_marker(marker_of("a" * 63)) == ""
    assert read_marker(b"mine\n") == ""
