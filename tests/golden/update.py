"""The golden copy of the toy site: build it and, as a program, rewrite the copy. Read every change before you keep it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
TOY = HERE.parent / "data" / "toy"
LISTING = HERE / "toy.txt"
# One of each shape is kept whole, so that a change can be read and not only noticed.
WHOLE = (
    "index.html",
    "404.html",
    "papers/quillfeather1998gears/index.html",
    "papers/quillfeather1998gears.bib",
    "papers/quillfeather1998gears.ris",
    "papers/quillfeather1998gears.json",
    "papers/gears/index.html",
    "collections/decade-of-toys/index.html",
    "topics/index.html",
    "topics/gears/index.html",
    "authors/index.html",
    "feed.xml",
    "feed.json",
    "sitemap.xml",
    "robots.txt",
    "opensearch.xml",
    "llms.txt",
    "catalog.bib",
    "catalog.jsonl",
)


def toy_site(folder: Path) -> dict[str, bytes]:
    """Build a copy of the toy catalogue below a folder that is in no git repository; return every file of the site."""
    from dlcatalog.cli.main import run  # noqa: PLC0415 - the path to it is known when this file is run as a program

    catalog, out = folder / "catalog", folder / "site"
    shutil.copytree(TOY, catalog)
    said = io.StringIO()
    with (
        mock.patch.dict(os.environ, GIT_CEILING_DIRECTORIES=str(folder)),
        contextlib.redirect_stderr(said),
        contextlib.redirect_stdout(said),
    ):
        code = run(["build", "--catalog", str(catalog), "--out", str(out), "--jobs", "1"])
    assert code == 0, said.getvalue()
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def listing(site: dict[str, bytes]) -> str:
    """One line a file: the first 16 digits of its SHA-256, its bytes, its path."""
    rows = [f"{hashlib.sha256(data).hexdigest()[:16]} {len(data):>6} {path}" for path, data in sorted(site.items())]
    return "\n".join(rows) + "\n"


def golden(path: str) -> Path:
    """Where the whole copy of a file stands: flat, and with an ending that no tool formats."""
    return HERE / "pages" / f"{path.replace('/', '--')}.golden"


def rewrite(site: dict[str, bytes]) -> Iterator[str]:
    """Rewrite the copy; yield the names of what changed."""
    wanted = {LISTING: listing(site).encode()} | {golden(path): site[path] for path in WHOLE}
    (HERE / "pages").mkdir(exist_ok=True)
    for kept in set((HERE / "pages").iterdir()) - wanted.keys():
        kept.unlink()
        yield f"{kept.name} is gone"
    for kept, data in wanted.items():
        if not kept.exists() or kept.read_bytes() != data:
            kept.write_bytes(data)
            yield kept.name


def main() -> None:
    sys.path.insert(0, str(HERE.parents[1] / "src"))
    with tempfile.TemporaryDirectory() as folder:
        site = toy_site(Path(folder))
    changed = list(rewrite(site))
    for name in changed:
        print(f"rewritten: {name}")  # noqa: T201 - a program for people
    print(f"{len(changed)} changed")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
