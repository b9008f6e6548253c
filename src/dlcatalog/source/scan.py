"""Which files a catalogue folder holds. Reads names and stats, and bytes only through `read_bytes`."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dlcatalog.diagnostics import Diagnostic, Severity
from dlcatalog.errors import EnvironmentProblem
from dlcatalog.model.fields import id_fault
from dlcatalog.text import meant, quote

SINGLE_FILES: Final = (
    "site.yaml",
    "topics.yaml",
    "venues.yaml",
    "people.yaml",
    "citations.csv",
    "links.jsonl",
    "search-tests.yaml",
)
FOLDERS: Final = ("papers", "collections", "images")


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells that a file is the one that was read: its stat, and the digest of its bytes once they were read."""

    mtime_ns: int
    size: int
    inode: int
    digest: str = ""

    def is_same_stat(self, other: FileStamp) -> bool:
        return (self.mtime_ns, self.size, self.inode) == (other.mtime_ns, other.size, other.inode)


@dataclass(slots=True)
class Scan:
    """The files of one catalogue by their path below it ("papers/2017/x.yaml"), sorted, and what is wrong with their names."""

    root: str
    files: dict[str, FileStamp] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def below(self, folder: str) -> Iterator[str]:
        return (path for path in self.files if path.startswith(folder + "/"))


def scan_catalogue(root: Path) -> Scan:
    """List the files of a catalogue. Symbolic links are refused: they could lead anywhere."""
    scan = Scan(os.fspath(root))
    found: list[tuple[str, FileStamp]] = []
    for entry in _entries(scan.root, ""):
        if entry.is_dir(follow_symlinks=False) and entry.name in FOLDERS:
            _walk(scan, entry.name, found)
        elif entry.name in SINGLE_FILES:
            _admit(scan, entry, entry.name, found)
        elif entry.name in FOLDERS:
            _complain(
                scan, entry.name, "not-a-folder", f"{quote(entry.name)} must be a folder, not a file", "rename it"
            )
        elif not _is_ignored(entry.name):
            _not_read(
                scan, entry.name, "no file of this name is read here", meant(entry.name, (*SINGLE_FILES, *FOLDERS))
            )
    scan.files = dict(sorted(found))
    _check_ids(scan)
    return scan


def _entries(root: str, below: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(os.path.join(root, below) if below else root) as entries:  # noqa: PTH118 - 158,000 joins
            return sorted(entries, key=lambda e: e.name)
    except OSError as fault:
        raise EnvironmentProblem(f"cannot read the folder {quote(below or root)}: {fault.strerror}") from fault


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name in ("README.md", "LICENSE", "CONTRIBUTING.md")


def _walk(scan: Scan, folder: str, found: list[tuple[str, FileStamp]], depth: int = 1) -> None:
    deepest = {"papers": 2, "collections": 1}.get(folder.split("/", 1)[0], 8)
    for entry in _entries(scan.root, folder):
        path = f"{folder}/{entry.name}"
        if _is_ignored(entry.name):
            continue
        if entry.is_symlink():
            _complain(
                scan, path, "symbolic-link", "a file of the catalogue must not be a symbolic link", "copy the file here"
            )
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.endswith(".yaml"):
                _complain(
                    scan,
                    path,
                    "folder-named-like-a-record",
                    f"{quote(entry.name)} must be a file, not a folder",
                    "rename the folder",
                )
            elif depth < deepest:
                _walk(scan, path, found, depth + 1)
            else:
                _not_read(scan, path, "a folder here is deeper than records lie")
        elif not entry.is_file(follow_symlinks=False):
            _complain(
                scan,
                path,
                "not-a-file",
                "a file of the catalogue must be a plain file, not a device or a pipe",
                "delete it",
            )
        elif folder.startswith("images"):
            _admit(scan, entry, path, found)
        elif depth != deepest or not entry.name.endswith(".yaml"):
            where = "papers/<year>/<id>.yaml" if folder.startswith("papers") else "collections/<id>.yaml"
            _not_read(scan, path, f"records lie at {where}")
        else:
            _admit(scan, entry, path, found)


def _admit(scan: Scan, entry: os.DirEntry[str], path: str, found: list[tuple[str, FileStamp]]) -> None:
    try:
        info = entry.stat(follow_symlinks=False)
    except OSError as fault:
        raise EnvironmentProblem(f"cannot read {quote(path)}: {fault.strerror}") from fault
    if stat.S_ISLNK(info.st_mode):
        _complain(
            scan, path, "symbolic-link", "a file of the catalogue must not be a symbolic link", "copy the file here"
        )
    elif not stat.S_ISREG(info.st_mode):
        _complain(
            scan, path, "folder-named-like-a-record", f"{quote(entry.name)} must be a file, not a folder", "rename it"
        )
    else:
        found.append((path, FileStamp(info.st_mtime_ns, info.st_size, info.st_ino)))


def _complain(scan: Scan, path: str, code: str, message: str, hint: str) -> None:
    scan.problems.append(Diagnostic(path=path, code=code, message=message, help=hint))


def _not_read(scan: Scan, path: str, reason: str, near: str = "") -> None:
    hint = "rename it to .yaml" if path.endswith(".yml") else near or "move it or delete it; dot files are ignored"
    scan.problems.append(
        Diagnostic(
            path=path,
            code="file-not-read",
            message=f"the file is not read: {reason}",
            severity=Severity.WARNING,
            help=hint,
        )
    )


def _check_ids(scan: Scan) -> None:
    """Ids come from file names: valid, hence in small letters, and one file each."""
    owners: dict[str, str] = {}
    for path in list(scan.files):
        folder = path.split("/", 1)[0]
        if folder not in ("papers", "collections"):
            continue
        stem = path.rsplit("/", 1)[-1].removesuffix(".yaml")
        hint = id_fault(stem)
        key = f"{folder}/{stem}"
        if hint:
            _complain(
                scan, path, "bad-file-name", f"a record's file must be named after its id, not {quote(stem)}", hint
            )
            del scan.files[path]
        elif key in owners:
            _complain(
                scan,
                path,
                "duplicate-id",
                f"the id {quote(stem)} must belong to one file; {owners[key]} has it too",
                "rename one of them",
            )
            del scan.files[path]
        else:
            owners[key] = path


def digest_of(data: bytes) -> str:
    """The digest by which bytes are known in the store."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_bytes(root: str, path: str) -> bytes:
    """Read one file of the catalogue.

    Raises: EnvironmentProblem if the system refuses.
    """
    try:
        with open(os.path.join(root, path), "rb") as file:  # noqa: PTH118, PTH123
            return file.read()
    except OSError as fault:
        raise EnvironmentProblem(f"cannot read {quote(path)}: {fault.strerror}") from fault


def with_digests(scan: Scan, known: Mapping[str, FileStamp], *, trust_before_ns: int) -> dict[str, FileStamp]:
    """Return every file with its digest, hashing only what may have changed.

    A file whose stat is the known one keeps its digest, unless it is as new as the last scan: then it may have been written
    again within the clock's grain.
    """
    result = {}
    for path, stamp in scan.files.items():
        old = known.get(path)
        if old and old.digest and old.is_same_stat(stamp) and stamp.mtime_ns < trust_before_ns:
            result[path] = old
        else:
            result[path] = FileStamp(stamp.mtime_ns, stamp.size, stamp.inode, digest_of(read_bytes(scan.root, path)))
    return result
