"""Small sites to publish, and an independent reader of what was published."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from dlcatalog.pipeline.output import SWAPS, FileEntry, Published, SiteFolder, Swap, write_staged
from dlcatalog.pipeline.output.in_place import InPlaceSwap
from dlcatalog.pipeline.output.swaps import ExchangeSwap, RenameSwap

Pages = dict[str, str]

BY_NAME: dict[str, Swap] = {"exchange": ExchangeSwap(), "rename": RenameSwap(), "in-place": InPlaceSwap()}


def build(out: Path, pages: Mapping[str, str], *, swaps: Sequence[Swap] = SWAPS) -> Published:
    """Publish the pages as a build does: write what differs, carry over the rest. The store stands beside `out`."""
    with SiteFolder.open(out, out.parent / "store", swaps=swaps) as site:
        return stage_and_publish(site, pages)


def stage_and_publish(site: SiteFolder, pages: Mapping[str, str]) -> Published:
    stage = site.stage()
    files: dict[str, FileEntry] = {}
    written: list[str] = []
    for path, text in pages.items():
        known = site.published.get(path)
        if known is not None and known.sha256 == sha256(text.encode()):
            files[path] = known
        else:
            files[path] = write_staged(stage, path, text.encode())
            written.append(path)
    return site.publish(files, written)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def published_pages(out: Path) -> Pages:
    """Return the pages that the manifest lists; fail if one is missing or different, or the marker names another."""
    manifest = (out / "manifest.json").read_bytes()
    assert (out / ".dlcatalog-site").read_text().endswith(f"manifest sha256 {sha256(manifest)}\n")
    listed = dict(json.loads(manifest).get("files", {}))
    for part, digest in json.loads(manifest).get("parts", {}).items():
        data = (out / part).read_bytes()
        assert sha256(data) == digest
        listed |= json.loads(data)["files"]
    pages: Pages = {}
    for path, entry in listed.items():
        assert not (out / path).is_symlink()
        data = (out / path).read_bytes()
        assert entry == {"sha256": sha256(data), "bytes": len(data)}
        pages[path] = data.decode()
    return pages


def everything(out: Path) -> Pages:
    """Return every entry below `out` but the manifest's files: text, `-> target` of a link, "" of an empty folder."""
    found: Pages = {}
    for folder, folders, names in os.walk(out):
        here = Path(folder)
        for name in [*folders, *names]:
            path = here / name
            shown = path.relative_to(out).as_posix()
            if path.is_symlink():
                found[shown] = f"-> {path.readlink()}"
            elif path.is_file():
                found[shown] = path.read_text()
            elif path.is_dir() and not any(path.iterdir()):
                found[f"{shown}/"] = ""
    return {path: text for path, text in found.items() if path not in {"manifest.json", ".dlcatalog-site"}}


def random_pages(seed: str) -> Pages:
    """Return the site of this seed: it names itself, and where one site has a file another has a folder."""
    dice = random.Random(seed)
    pages = {"generation.txt": seed}
    for slot in range(8):
        shape = dice.choice(["", f"s{slot}", f"s{slot}/index.html", f"s{slot}/t/u.html", f"s{slot}/index.html"])
        if shape:
            pages[shape] = f"{slot} {dice.randrange(3)}"
    return pages
