"""Measure `dlcatalog links`: cold, warm, a large ledger, the bench of faults."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from dlcatalog.links.titles import Likeness, likeness  # noqa: E402

LINKS = [sys.executable, "-m", "dlcatalog", "links", "--format", "json", "--quiet"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def invent_links(folder: Path, links: int, hosts: int, port: int, *, per_paper: int = 2) -> Path:
    """Write a catalogue whose papers have `links` links in all on `hosts` hosts, and the file for --resolve beside it."""
    catalog = folder / "catalog"
    (catalog / "papers").mkdir(parents=True)
    (catalog / "site.yaml").write_text("title: Invented\nlinks: {pace: 0}\n", encoding="utf-8")
    (catalog / "topics.yaml").write_text("t: {name: T}\n", encoding="utf-8")
    kinds = ("paper", "code", "data", "project")[:per_paper]
    for number in range(links // per_paper):
        path = catalog / "papers" / str(1990 + number % 30) / f"p{number}.yaml"
        path.parent.mkdir(exist_ok=True)
        urls = "".join(
            f"  {kind}: http://h{(number * per_paper + n) % hosts}.bench.example/{kind}/{number}\n"
            for n, kind in enumerate(kinds)
        )
        path.write_text(
            f"title: Invented Paper {number} on Measuring Links\nauthors: [Ada Invented]\nyear: {1990 + number % 30}\narea: t\n"
            f"summary: A paper that was invented to be asked for.\nlinks:\n{urls}",
            encoding="utf-8",
        )
    resolve = folder / "resolve"
    resolve.write_text("".join(f"h{n}.bench.example:80 127.0.0.1:{port}\n" for n in range(hosts)), encoding="utf-8")
    return catalog


class LocalServer:
    """The server of link_server.py in a process of its own."""

    def __init__(self, delay: float) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "bench" / "link_server.py"), str(delay)], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def count(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/count") as reply:
            return int(reply.read())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def run(catalog: Path, store: Path, *options: str) -> tuple[float, float, dict[str, object]]:
    """Run `links` once: seconds, peak memory in MB, what it says."""
    command = [*LINKS, "--catalog", str(catalog), "--store", str(store), *options]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"links failed: {status}")
    return seconds, usage.ru_maxrss / 1000, json.loads(said)


def bench_links(work: Path, *, runs: int = 3, large: int = 0) -> None:
    """Print all figures of `links`; `large` links over a twentieth as many hosts are asked too where it is not 0."""
    server = LocalServer(0.1)
    cold, warm, asked = [], [], 0
    for number in range(runs):
        folder = work / f"links-{number}"
        catalog = invent_links(folder, 400, 50, server.port)
        before = server.count()
        cold.append(run(catalog, folder / "store", "--resolve", str(folder / "resolve"))[0])
        asked = server.count() - before
        warm.append(run(catalog, folder / "store", "--resolve", str(folder / "resolve"))[0])
        if server.count() - before != asked:
            sys.exit("a warm run asked again")
    server.stop()
    _say("400 links, 50 hosts", "cold", statistics.median(cold), 1.0, f"{asked} requests with robots.txt")
    _say("400 links, 50 hosts", "warm", statistics.median(warm), 1.0, "0 requests")
    bench_known(work, runs)
    bench_faults()
    bench_titles()
    if large:
        bench_many(work, large)


def bench_faults() -> None:
    """Every fault of the tests' server, with the real limits: in its class, in time, in bounds."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "bench" / "link_faults.py")], stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout
    said = json.loads(process.stdout.read())
    process.wait()
    what = f"{said['cases']} faults, all at once"
    more = f"{said['right']} in their class, {said['megabytes']:.0f} MB (bound 100 MB), most requests {said['requests']} (bound 20)"
    _say(what, "slowest", said["seconds"], 30.0, more)
    for wrong in said["wrong"]:
        print(f"{'':>20}  not in its class: {wrong}", flush=True)


def bench_titles() -> None:
    """The labelled pairs of titles: how many verdicts "another paper" are right, how many other papers are found."""
    lines = (ROOT / "tests" / "links" / "data" / "titles.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.split("\t") for line in lines]
    claimed = [
        label for label, source, record, page in pairs if likeness(record, page, source=source) is Likeness.DIFFERENT
    ]
    right, all_different = claimed.count("different"), sum(label == "different" for label, *_ in pairs)
    print(
        f"{len(pairs):>13} titles  another paper: precision {right / len(claimed):.3f} (bound 0.980), "
        f"recall {right / all_different:.3f}",
        flush=True,
    )


def bench_known(work: Path, runs: int) -> None:
    """A site of 10,000 known links."""
    server = LocalServer(0.0)
    folder = work / "known"
    catalog = invent_links(folder, 10_000, 500, server.port)
    seconds, megabytes, _ = run(catalog, folder / "store", "--resolve", str(folder / "resolve"))
    _say("10,000 links", "cold", seconds, 60.0, f"{megabytes:.0f} MB, {server.count():,} requests")
    server.stop()
    time.sleep(2.2)  # a file as new as the last scan is hashed again
    warm = [run(catalog, folder / "store")[0] for _ in range(runs)]
    _say("10,000 known links", "warm", statistics.median(warm), 1.0, "no server there")


def bench_many(work: Path, links: int) -> None:
    """Very many links on very many hosts."""
    server = LocalServer(0.0)
    folder = work / "many"
    catalog = invent_links(folder, links, links // 20, server.port, per_paper=4)
    seconds, megabytes, said = run(catalog, folder / "store", "--resolve", str(folder / "resolve"))
    _say(
        f"{links:,} links",
        f"{links // 20:,} hosts",
        seconds,
        900.0,
        f"{megabytes:.0f} MB (bound 500 MB), {server.count():,} requests",
    )
    server.stop()
    if said["diagnostics"]:
        sys.exit("a good link was complained about")


def _say(what: str, how: str, seconds: float, bound: float, more: str) -> None:
    print(f"{what:>20}  {how:<18} {seconds:7.2f} s  (bound {bound:.1f} s; {more})", flush=True)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        bench_links(Path(folder), large=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
