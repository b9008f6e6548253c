"""What a published site says of itself: `manifest.json`, its parts, and the marker. Bytes only, no files."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import orjson

from dlcatalog.pipeline.output.paths import MANIFEST, MARKER, PARTS, check_site_path

SINGLE_FILE_LIMIT = 20_000
_VERSION = 1
_PART_COUNT = 256
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MARKER_TEXT = "Made by dlcatalog: files of the site in this folder are replaced by the next build.\nmanifest sha256 "


class FileEntry(NamedTuple):
    """What the manifest says of one file."""

    # No dataclass: 45,000 of these are made at every start, and a tuple costs a third.

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a site, and the files that list them."""

    site: dict[str, FileEntry]
    own: dict[str, FileEntry]
    """The manifest, its parts and the marker."""
    complete: bool
    """Whether the marker vouches for every file; if not, what is missing here may be ours all the same."""


def entry_of(data: bytes) -> FileEntry:
    return FileEntry(hashlib.sha256(data).hexdigest(), len(data))


def marker_of(digest: str) -> bytes:
    """Return the marker of the site whose manifest has this SHA-256."""
    return f"{_MARKER_TEXT}{digest}\n".encode()


def read_marker(marker: bytes) -> str:
    """Return the SHA-256 that a marker names, or "" where it was changed."""
    digest = marker.decode("ascii", "replace")[-65:-1]
    return digest if marker == marker_of(digest) and _SHA256.fullmatch(digest) else ""


def render_manifest(
    files: Mapping[str, FileEntry], *, different: Iterable[str], kept: Mapping[str, FileEntry]
) -> dict[str, bytes | FileEntry]:
    """Return the manifest, its parts and the marker: bytes where they are new, the entry where a kept one serves.

    `different` are the paths that were added, changed or removed since the parts in `kept` were made.
    """
    rendered: dict[str, bytes | FileEntry] = {}
    if len(files) <= SINGLE_FILE_LIMIT:
        manifest = _render_files(files, files)
    else:
        rendered |= _render_parts(files, {_part_of(path) for path in different}, kept)
        manifest = _dump({"version": _VERSION, "parts": {name: _digest(rendered[name]) for name in sorted(rendered)}})
    rendered[MANIFEST] = manifest
    rendered[MARKER] = marker_of(_digest(manifest))
    return rendered


def read_listing(read: Callable[[str], bytes | None]) -> Listing:
    """Read what a published tree lists; parts that were changed or are gone are left out, and then it is incomplete."""
    marker, manifest = read(MARKER) or b"", read(MANIFEST) or b""
    digest = _digest(manifest)
    own = {MARKER: entry_of(marker_of(digest)), MANIFEST: entry_of(manifest)}
    found = _parse(manifest)
    if found is None:
        return Listing({}, own, complete=False)
    site, parts = found
    complete = read_marker(marker) == digest
    for name, expected in parts.items():
        part = read(name) or b""
        inner = _parse(part) if _digest(part) == expected else None
        if inner is None:
            complete = False
            continue
        own[name] = entry_of(part)
        site |= inner[0]
    return Listing(site, own, complete=complete)


def _digest(item: bytes | FileEntry) -> str:
    return item.sha256 if isinstance(item, FileEntry) else hashlib.sha256(item).hexdigest()


def _part_of(path: str) -> str:
    # Not SHA-256 of the path: sorting 45,000 paths into parts by it costs 40 ms, by this 6.
    return f"{PARTS}/{crc32(path.encode()) % _PART_COUNT:02x}.json"


def _render_parts(
    files: Mapping[str, FileEntry], touched: Collection[str], kept: Mapping[str, FileEntry]
) -> dict[str, bytes | FileEntry]:
    names = [f"{PARTS}/{number:02x}.json" for number in range(_PART_COUNT)]
    parts: dict[str, bytes | FileEntry] = {name: kept[name] for name in names if name in kept and name not in touched}
    wanted = [None if name in parts else name for name in names]
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path in files:
        name = wanted[crc32(path.encode()) % _PART_COUNT]
        if name is not None:
            groups[name].append(path)
    return parts | {name: _render_files(files, group) for name, group in groups.items()}


def _render_files(files: Mapping[str, FileEntry], paths: Iterable[str]) -> bytes:
    listed = {path: {"sha256": files[path].sha256, "bytes": files[path].size} for path in sorted(paths)}
    return _dump({"version": _VERSION, "files": listed})


def _dump(value: Mapping[str, object]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _parse(data: bytes) -> tuple[dict[str, FileEntry], dict[str, str]] | None:
    """Return the files and the parts of one manifest file, None where it is not one."""
    try:
        value = orjson.loads(data)
        if value["version"] != _VERSION:
            return None
        files = {path: _parse_entry(path, entry) for path, entry in value.get("files", {}).items()}
        parts = {name: str(digest) for name, digest in value.get("parts", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not all(re.fullmatch(rf"{PARTS}/[0-9a-f]{{2}}\.json", name) for name in parts):
        return None
    return files, parts


def _parse_entry(path: str, entry: Mapping[str, object]) -> FileEntry:
    check_site_path(path)
    digest, size = entry["sha256"], entry["bytes"]
    if not isinstance(digest, str) or not isinstance(size, int) or _SHA256.fullmatch(digest) is None:
        raise ValueError(path)
    return FileEntry(digest, size)
