#!/usr/bin/env python3
"""Measure builds: cold, nothing changed, one record edited; memory; weight of pages.

Every run is a process of its own, interpreter start included, in folders that did not exist before: a file system that has
just deleted a large tree is slow for a while. Medians of the runs are printed, with the bounds that the project holds itself to.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench_links import bench_links

from search import ask_site

ROOT = Path(__file__).resolve().parent.parent
BUILD = [sys.executable, str(ROOT / "build.py"), "--quiet"]


@dataclass(frozen=True)
class Run:
    """Seconds of wall time, and the peak of all processes together in MB."""

    seconds: float
    megabytes: float


def measure(catalog: Path, out: Path, store: Path, *options: str) -> Run:
    """Build once; fail loudly if the build does."""
    command = [*BUILD, "--catalog", str(catalog), "--out", str(out), "--store", str(store), *options]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watch.start()
    errors = process.communicate()[1].decode()
    seconds = time.perf_counter() - started
    watch.join(timeout=1)
    if process.returncode:
        sys.exit(f"the build of {catalog} failed:\n{errors[-2000:]}")
    return Run(seconds, peak[0])


def _watch(pid: int, peak: list[float]) -> None:
    """Sample the proportional memory of a process and its children while they live; Linux only."""
    while Path(f"/proc/{pid}").exists():
        total = sum(_proportional(p) for p in [pid, *_children(pid)])
        if total == 0:
            return
        peak[0] = max(peak[0], total / 1000)
        time.sleep(0.05)


def _children(pid: int) -> Iterator[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in listed:
        yield int(child)
        yield from _children(int(child))


def _proportional(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def invent(folder: Path, papers: int) -> Path:
    """Write a catalogue of invented papers: always the same one for a number."""
    chance = random.Random(papers)
    words = [
        f"{a}{b}"
        for a in ("net", "deep", "layer", "graph", "kernel", "loss")
        for b in ("ing", "er", "ation", "less", "wise", "form")
    ]
    names = [f"{a}{b}" for a in ("Ada", "Bo", "Cleo", "Dov", "Eli", "Fay") for b in ("", "n", "lyn", "mar", "ra")]
    (folder / "papers").mkdir(parents=True)
    (folder / "site.yaml").write_text(
        "title: Invented\nbase_url: https://example.org/\nexports: [bibtex]\n", encoding="utf-8"
    )
    topics = [f"topic-{n}" for n in range(12)]
    (folder / "topics.yaml").write_text("".join(f"{t}: {{name: {t.title()}}}\n" for t in topics), encoding="utf-8")
    ids: list[str] = []
    for number in range(papers):
        year = chance.randint(1990, 2025)
        paper = f"paper{number}"
        target = (
            f"\nrelations:\n  - {{kind: builds-on, paper: {chance.choice(ids)}}}"
            if ids and chance.random() < 0.5
            else ""
        )
        text = " ".join(chance.choices(words, k=120))
        authors = ", ".join(
            f"{chance.choice(names)} {chance.choice(words).title()}" for _ in range(chance.randint(1, 5))
        )
        path = folder / "papers" / str(year) / f"{paper}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"title: {' '.join(chance.choices(words, k=7)).title()} {number}\nauthors: [{authors}]\nyear: {year}\n"
            f"area: {chance.choice(topics)}\nsummary: |\n  {text} with $x^{{{number}}}$.\nlinks: {{paper: 'https://example.org/{paper}'}}{target}\n",
            encoding="utf-8",
        )
        ids.append(paper)
    return folder


def edit(catalog: Path, number: int) -> None:
    """Change the title of one record."""
    records = sorted((catalog / "papers").rglob("*.yaml"))
    record = records[(number * 7919 + 11) % len(records)]
    lines = record.read_text(encoding="utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    title = lines[place].removeprefix("title:").strip().strip("\"'").replace('"', "'").replace("\\", "")
    lines[place] = f'title: "{title} {number}"'
    record.write_text("\n".join(lines), encoding="utf-8")


def bench(name: str, source: Path, work: Path, *, runs: int, bounds: tuple[float, float, float], memory: float) -> None:
    """Measure one catalogue, cold and warm."""
    catalog = work / f"{name}-catalog"
    shutil.copytree(source, catalog)
    cold, warm, edited = [], [], []
    for number in range(runs):
        out, store = work / f"{name}-{number}" / "site", work / f"{name}-{number}" / "store"
        cold.append(measure(catalog, out, store))
        time.sleep(2.2)  # a file as new as the last scan is hashed again; people pause too
        warm.append(measure(catalog, out, store))
        edit(catalog, number)
        edited.append(measure(catalog, out, store))
    for what, found, bound in (
        ("cold", cold, bounds[0]),
        ("nothing changed", warm, bounds[1]),
        ("one record edited", edited, bounds[2]),
    ):
        middle = statistics.median(r.seconds for r in found)
        spread = f"{min(r.seconds for r in found):.2f} to {max(r.seconds for r in found):.2f}"
        print(f"{name:>18}  {what:<18} {middle:7.2f} s  (bound {bound:.1f} s; {spread})", flush=True)
    peak = max(r.megabytes for r in cold + warm + edited)
    print(f"{name:>18}  {'peak memory':<18} {peak:7.0f} MB (bound {memory:.0f} MB)", flush=True)
    weigh(name, work / f"{name}-{runs - 1}" / "site")


def weigh(name: str, site: Path) -> None:
    """Print the largest page that may not grow without bound, and what a paper page loads."""
    pages = [p for p in site.rglob("*.html") if not _may_be_large(p.relative_to(site))]
    largest = max(pages, key=lambda p: p.stat().st_size)
    assets = sum((site / "assets" / n).stat().st_size for n in ("site.css", "site.js"))
    packed = sum(len(gzip.compress((site / "assets" / n).read_bytes())) for n in ("site.css", "site.js"))
    files = sum(1 for p in site.rglob("*") if p.is_file())
    size = sum(p.stat().st_size for p in site.rglob("*") if p.is_file()) / 1e6
    print(
        f"{name:>18}  {'largest page':<18} {largest.stat().st_size / 1000:7.1f} kB (bound 100 kB; {largest.relative_to(site)})"
    )
    print(
        f"{name:>18}  {'CSS and script':<18} {assets / 1000:7.1f} kB (bound 40 kB; {packed / 1000:.1f} kB compressed)"
    )
    print(f"{name:>18}  {'whole site':<18} {size:7.1f} MB in {files:,} files", flush=True)


def _may_be_large(page: Path) -> bool:
    """Roundups and indexes."""
    parts = page.parts
    return parts[0] == "collections" or len(parts) <= 2 or "page" in parts[1:2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a catalogue folder written beforehand")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--papers", type=int, nargs="*", default=[231, 2000], help="sizes of the invented catalogues")
    parser.add_argument("--links", type=int, default=0, metavar="N", help="ask N invented links too, e.g. 100000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("BENCH_DIR")) as folder:
        work = Path(folder)
        print(json.dumps({"python": sys.version.split()[0], "cores": len(os.sched_getaffinity(0))}), flush=True)
        bench("this catalogue", ROOT / "catalog", work, runs=options.runs, bounds=(1.5, 0.4, 1.0), memory=300)
        ask_site(work / f"this catalogue-{options.runs - 1}" / "site")
        for papers in options.papers:
            source = invent(work / f"invented-{papers}-source", papers)
            bench(
                f"invented {papers:,}", source, work, runs=options.runs, bounds=(papers / 400 + 1, 0.5, 1.0), memory=400
            )
        if options.corpus:
            bench("corpus", options.corpus, work, runs=options.runs, bounds=(20, 1.0, 1.5), memory=500)
        bench_links(work / "links", runs=options.runs, large=options.links)
    return 0


if __name__ == "__main__":
    sys.exit(main())
