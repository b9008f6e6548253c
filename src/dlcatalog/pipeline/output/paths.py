"""Paths inside a site: which are allowed, which are our own, which folders they need. No file is touched here."""

from __future__ import annotations

import re
from collections.abc import Iterable

MARKER = ".dlcatalog-site"
MANIFEST = "manifest.json"
PARTS = "manifest"
WORK = ".dlcatalog-work"  # inside the output folder, and the ending of the folder beside it

_CHARACTER = r"/\\:\x00-\x1f\x7f\ud800-\udfff"
# A device name with any ending opens the device on Windows; a dot or blank at the end is dropped there.
_SEGMENT = rf"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|\Z))[^{_CHARACTER}]*[^{_CHARACTER}. ]"
_ALLOWED = re.compile(rf"(?!\.dlcatalog)(?:{_SEGMENT}/)*{_SEGMENT}", re.IGNORECASE)
_OWN = re.compile(rf"{re.escape(MARKER)}|{re.escape(MANIFEST)}|{PARTS}/[0-9a-f]{{2}}\.json")


def check_path(path: str) -> None:
    """A path must be relative and normalised, and name the same file on every system.

    Raises: ValueError if it does not.
    """
    if _ALLOWED.fullmatch(path) is None:
        raise ValueError(f"a path of the site must be relative, normalised and portable, not {path!r}")


def check_site_path(path: str) -> None:
    """Check `path` and that it is none of the names that publishing keeps for itself.

    Raises: ValueError if it is.
    """
    check_path(path)
    if path in {MANIFEST, PARTS} or path.startswith(f"{PARTS}/"):
        raise ValueError(f"{path!r} belongs to the manifest")


def is_own(path: str) -> bool:
    """Return whether publishing itself makes this file: the marker, the manifest and its parts."""
    return _OWN.fullmatch(path) is not None


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder above the paths, without the root."""
    direct = {path.rpartition("/")[0] for path in paths}
    found = set(direct)
    while direct:
        direct = {folder.rpartition("/")[0] for folder in direct} - found
        found |= direct
    found.discard("")
    return found
