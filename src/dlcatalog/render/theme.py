"""The templates and static files of a site: the shipped theme, overridden file by file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from dlcatalog.errors import EnvironmentProblem, UsageProblem

_REFERENCE: Final = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


def shipped(part: str) -> Path:
    """Return the shipped folder "templates" or "static": inside the installed package, or at the top of the source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "theme" / part
    return installed if installed.is_dir() else package.parent.parent / part


@dataclass(frozen=True, slots=True)
class Theme:
    """Template texts by name and static files by name, read once."""

    templates: Mapping[str, str]
    origins: Mapping[str, str]
    static: Mapping[str, bytes]

    def closure_digest(self, name: str) -> str:
        """The hash of a template and of all that it extends, includes or imports."""
        digest = hashlib.blake2b(digest_size=16)
        for part in sorted(self._closure(name)):
            digest.update(f"{part}\0{self.templates[part]}\0".encode())
        return digest.hexdigest()

    def _closure(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            part = waiting.pop()
            if part in found or part not in self.templates:
                continue
            found.add(part)
            waiting += _REFERENCE.findall(self.templates[part])
        return found

    def digest(self) -> str:
        """The hash of everything in the theme."""
        digest = hashlib.blake2b(digest_size=16)
        for name, text in sorted(self.templates.items()):
            digest.update(f"t\0{name}\0{text}\0".encode())
        for name, data in sorted(self.static.items()):
            digest.update(f"s\0{name}\0".encode() + data)
        return digest.hexdigest()


def read_theme(templates: Path | None, static: Path | None) -> Theme:
    """Read the shipped theme and, over it, the folders that were given.

    Raises: UsageProblem if a given folder is missing; EnvironmentProblem if a file cannot be read.
    """
    texts: dict[str, str] = {}
    origins: dict[str, str] = {}
    for folder in _layers("templates", templates):
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            texts[name] = _read(path).decode("utf-8", "replace")
            origins[name] = str(path)
    files: dict[str, bytes] = {}
    for folder in _layers("static", static):
        for path in _files(folder):
            files[path.relative_to(folder).as_posix()] = _read(path)
    return Theme(texts, origins, files)


def _layers(part: str, given: Path | None) -> list[Path]:
    if given is not None and not given.is_dir():
        raise UsageProblem(f"the folder '{given}' of --{part} does not exist")
    return [shipped(part), *([given] if given else [])]


def _files(folder: Path) -> list[Path]:
    return sorted(
        p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".") and not p.name.endswith("~")
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise EnvironmentProblem(f"cannot read '{path}': {fault.strerror}") from fault


@cache
def code_digest() -> str:
    """The hash of dlcatalog's own code: any change of it may change any page."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
