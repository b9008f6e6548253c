"""Examples: run `dlcatalog` on each, and, as a program, rewrite what it is expected to say. Read every change before you keep it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

EXAMPLES = Path(__file__).resolve().parent
NOT_COPIED = ("expected.txt", "_case.toml", "_beside")


@dataclass(frozen=True, slots=True)
class Example:
    """One folder: files that differ from base/, and the whole output."""

    kind: str
    name: str

    @property
    def folder(self) -> Path:
        return EXAMPLES / self.kind / self.name

    @property
    def expected(self) -> Path:
        return self.folder / "expected.txt"

    def special(self) -> dict[str, Any]:
        """What plain files cannot say: see README.md."""
        case = self.folder / "_case.toml"
        return tomllib.loads(case.read_text(encoding="utf-8")) if case.exists() else {}


def examples(kind: str) -> tuple[Example, ...]:
    return tuple(Example(kind, folder.name) for folder in sorted((EXAMPLES / kind).iterdir()) if folder.is_dir())


def prepare(example: Example, folder: Path) -> None:
    """Lay out `folder`/catalog: the base, and over it what the example changes."""
    catalog = folder / "catalog"
    shutil.copytree(EXAMPLES / "base", catalog)
    special = example.special()
    for path in special.get("without", ()):
        (catalog / path).unlink()
    shutil.copytree(example.folder, catalog, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    if (example.folder / "_beside").is_dir():
        shutil.copytree(example.folder / "_beside", folder, dirs_exist_ok=True)
    for path, how in special.get("files", {}).items():
        _make(catalog / path, how)


def _make(path: Path, how: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if "hex" in how:
        path.write_bytes(bytes.fromhex(how["hex"]))
    elif "symlink" in how:
        path.symlink_to(how["symlink"])
    elif "folder" in how:
        path.mkdir()
    elif "socket" in how:
        with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)  # its whole path may be longer than the 108 bytes that a socket may have
    else:
        repeated = how["repeat"] * how["times"]
        path.write_text(how.get("before", "") + repeated + how.get("after", ""), encoding="utf-8")


def output_of(example: Example, folder: Path) -> str:
    """Run the example's command in `folder` and return everything that it says, and the exit code if it is not 0."""
    from dlcatalog.cli.main import run  # noqa: PLC0415 - the path to it is known when this file is run as a program

    said = io.StringIO()
    special = example.special()
    command, failing = special.get("command", ["check"]), special.get("failing")
    broken = mock.patch(failing, side_effect=RecursionError) if failing else contextlib.nullcontext()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), broken:
        code = run([*command, "--jobs", "1"])
    return said.getvalue() + (f"exit code {code}\n" if code else "")


def rewrite() -> Iterator[str]:
    """Rewrite every expected.txt; yield the names of those that changed."""
    import tempfile  # noqa: PLC0415 - the tests bring their own folders

    for kind in ("valid", "invalid"):
        for example in examples(kind):
            with tempfile.TemporaryDirectory() as folder:
                prepare(example, Path(folder))
                new = output_of(example, Path(folder))
            old = example.expected.read_text(encoding="utf-8") if example.expected.exists() else ""
            if new != old:
                example.expected.write_text(new, encoding="utf-8")
                yield f"{kind}/{example.name}"


def main() -> None:
    sys.path.insert(0, str(EXAMPLES.parents[1] / "src"))
    os.environ["GIT_CEILING_DIRECTORIES"] = "/"
    changed = 0
    for name in rewrite():
        print(f"rewritten: {name}")  # noqa: T201 - a program for people
        changed += 1
    print(f"{changed} changed")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
