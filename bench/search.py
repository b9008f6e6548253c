#!/usr/bin/env python3
"""Measure the search index: its size, what a query loads, how often the paper that was meant is found.

    python bench/search.py --corpus papers.jsonl.xz --work DIR

The corpus is JSON lines with id, title, authors (given, family), year, venue, abstract. Its index is written below DIR and
left there. Queries are asked in Chromium, each on a fresh page: what the page loads for it, each file packed with gzip -9,
is what the query costs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import os
import random
import re
import resource
import shutil
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from dlcatalog.search.document import Card, Entries, SearchDocument, analyse  # noqa: E402
from dlcatalog.search.layout import Layout  # noqa: E402
from dlcatalog.search.numbers import number_papers  # noqa: E402
from dlcatalog.search.update import Change, IndexUpdate  # noqa: E402
from dlcatalog.search.writer import write_index  # noqa: E402

CHROMIUM = os.environ.get("DLCATALOG_CHROMIUM") or shutil.which("chromium")
ENGINE = ROOT / "static" / "search-engine.js"
Query = tuple[str, str, bool]
HALF_TYPED = "title words, last half typed"
OPEN = """() => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = "engine.js"; script.onload = () => resolve(); script.onerror = reject;
  document.head.appendChild(script);
})"""
ASK = """async ([query, live]) => {
  const start = performance.now();
  const result = await dlcatalogSearch.open("./").search(query, {limit: 20, facets: false, live});
  const names = performance.getEntriesByType("resource").map(entry => entry.name);
  return {ids: result.hits.map(hit => hit.id), ms: performance.now() - start, names, problems: result.problems};
}"""


def document_of(line: str) -> SearchDocument:
    """Return the document of one line of the corpus, as its catalogue would give it."""
    paper = json.loads(line)
    paper_id = re.sub(r"^(?=[0-9])", "x", paper["id"])
    authors = tuple(" ".join(p for p in (a["given"].strip(), a["family"].strip()) if p) for a in paper["authors"])
    abstract = paper.get("abstract") or "No abstract is known."
    sentence = re.split(r"(?<=[.!?]) ", abstract, maxsplit=1)[0][:300]
    urls = [paper[k] for k in ("venue_url", "pdf_url", "code_url", "openreview_url") if paper.get(k)]
    has = [k for k, f in (("code", "code_url"), ("pdf", "pdf_url"), ("doi", "doi")) if paper.get(f)]
    facets = [f"venue:{paper['venue']}", f"kind:{paper.get('venue_type') or 'post'}", "status:published", "all:all"]
    facets += ["area:machine-learning", "topic:machine-learning", "added:2026-11-21", *(f"has:{h}" for h in has)]
    slugs = tuple(dict.fromkeys(a.casefold().replace(" ", "-") for a in authors))
    venue = f"{paper['venue'].upper()} {paper['year']}"
    card = Card(
        title=paper["title"], authors=authors[:3], more=max(0, len(authors) - 3), venue=venue, sentence=sentence,
        code="code" in has, data=False, cited="", area="machine-learning", mark=2, status="published",
    )  # fmt: skip
    return SearchDocument(
        id=paper_id, year=paper["year"], title=paper["title"], aliases=(), authors=authors,
        context=(paper["venue"], paper.get("venue_name") or "", str(paper["year"])),
        identifiers=(paper.get("doi") or "", *urls), author_slugs=slugs, summary=abstract, facets=tuple(facets), card=card,
    )  # fmt: skip


def entries_of(lines: list[str]) -> list[tuple[str, int, bytes]]:
    found = [analyse(document_of(line)) for line in lines]
    return [(e.id, e.year, e.to_bytes()) for e in found]


def read_corpus(path: Path, papers: int) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        batch: list[str] = []
        for number, line in enumerate(lines):
            if number >= papers:
                break
            batch.append(line)
            if len(batch) == 500:
                yield batch
                batch = []
        yield batch


def write_corpus(path: Path, work: Path, papers: int) -> None:
    """Write the corpus's index and say what it weighs."""
    started = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        found = [row for rows in pool.map(entries_of, read_corpus(path, papers)) for row in rows]
    print(f"{'words of all papers':<34}{time.perf_counter() - started:8.1f} s", flush=True)
    started = time.perf_counter()
    numbering = number_papers((paper_id, year) for paper_id, year, _ in found)
    names: dict[str, list[list[Any]]] = {"topic": [["machine-learning", "Machine learning", 2]], "venue": [], "in": []}
    files: dict[str, list[int]] = defaultdict(list)
    for name, content in write_index(lambda: (Entries.from_bytes(data) for _, _, data in found), numbering, names):
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        files[name.split("/")[1]].append(len(content))
    print(f"{'index':<34}{time.perf_counter() - started:8.1f} s", flush=True)
    print(f"{'peak memory':<34}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:8.0f} MB")
    for family, sizes in sorted(files.items()):
        print(f"  {family:<32}{sum(sizes) / 1e6:8.2f} MB in {len(sizes):,} files, largest {max(sizes) / 1000:.1f} kB")
    print(
        f"{'whole index':<34}{sum(map(sum, files.values())) / 1e6:8.1f} MB in {sum(map(len, files.values())):,} files"
    )


_SAY_NOTHING = frozenset(
    [
        "about",
        "from",
        "into",
        "over",
        "that",
        "their",
        "this",
        "through",
        "toward",
        "towards",
        "under",
        "using",
        "upon",
        "with",
        "without",
    ]
)


def edit_some(path: Path, work: Path, papers: int, number: int = 30) -> None:
    """Edit single papers and say which share of the index's bytes is written anew."""
    chance = random.Random(11)
    lines = [line for batch in read_corpus(path, papers) for line in batch]
    documents = {n: document_of(lines[n]) for n in chance.sample(range(len(lines)), number)}
    rows = [json.loads(line) for line in lines]
    numbering = number_papers((re.sub(r"^(?=[0-9])", "x", row["id"]), row["year"]) for row in rows)
    layout = Layout.of(numbering)
    whole = sum(p.stat().st_size for p in (work / "search-index").rglob("*.js"))

    def read(name: str) -> bytes | None:
        return (work / name).read_bytes() if (work / name).is_file() else None

    for kind, edit in (
        ("a word of the title", lambda d: replace(d, title=f"{d.title} Revisited")),
        (
            "a sentence of the summary",
            lambda d: replace(d, summary=f"{d.summary} A shorter proof of the bound follows."),
        ),
        ("another summary", lambda d: replace(d, summary=documents[chance.choice(list(documents))].summary)),
    ):
        shares, times = [], []
        for document in documents.values():
            place = numbering.numbers[document.id]
            started = time.perf_counter()
            change = Change((place, analyse(document)), (place, analyse(edit(document))))
            changed = dict(IndexUpdate(layout, read).files([change]))
            times.append(time.perf_counter() - started)
            shares.append(100 * sum(len(data) for data in changed.values() if data) / whole)
        print(
            f"edited: {kind:<28}{statistics.median(shares):6.2f} % of the index (worst {max(shares):.2f} %), "
            f"{statistics.median(times):.2f} s",
            flush=True,
        )


def words(title: str) -> list[str]:
    """Words that somebody might remember."""
    return [word for word in re.findall(r"[A-Za-z]{4,}", title) if word.casefold() not in _SAY_NOTHING]


def mistyped(word: str, chance: random.Random) -> str:
    """One slip: a letter left out, doubled, changed, or two swapped."""
    place = chance.randrange(len(word))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[place:]
    if kind == 2:
        return word[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def queries(papers: list[dict[str, Any]], number: int) -> dict[str, list[Query]]:
    """Known-item queries of six kinds: (text, id, whether it is being typed)."""
    chance = random.Random(7)
    kinds: dict[str, Callable[[dict[str, Any], list[str]], str]] = {
        "full title": lambda paper, _: str(paper["title"]),
        "three title words": lambda _, found: " ".join(chance.sample(found, 3)),
        "first author + one title word": lambda paper, found: f"{_family(paper)} {chance.choice(found)}",
        "first author + year + title word": lambda paper, found: (
            f"{_family(paper)} {paper['year']} {chance.choice(found)}"
        ),
        "three title words, one mistyped": lambda _, found: _one_mistyped(chance.sample(found, 3), chance),
        HALF_TYPED: lambda _, found: _half_typed(found),
    }
    usable = [p for p in papers if len(set(words(p["title"]))) >= 4 and p["authors"] and p["authors"][0]["family"]]
    found: dict[str, list[Query]] = {}
    for kind, make in kinds.items():
        found[kind] = []
        for paper in chance.sample(usable, number):
            text = make(paper, sorted(set(words(paper["title"]))))
            found[kind].append((text, re.sub(r"^(?=[0-9])", "x", paper["id"]), kind == HALF_TYPED))
    return found


def _family(paper: dict[str, Any]) -> str:
    return str(paper["authors"][0]["family"])


def _one_mistyped(three: list[str], chance: random.Random) -> str:
    longest = max(range(3), key=lambda i: len(three[i]))
    three[longest] = mistyped(three[longest], chance)
    return " ".join(three)


def _half_typed(found: list[str]) -> str:
    three = found[:3]
    last = max(three, key=len)
    rest = [word for word in three if word != last]
    return " ".join([*rest, last[: max(3, len(last) // 2)]])


@cache
def packed(path: str) -> int:
    return len(gzip.compress(Path(path).read_bytes(), 9))


def ask_all(work: Path, asked: dict[str, list[Query]]) -> None:
    """Ask every query in the browser and print how it went."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    (work / "engine.js").write_bytes(ENGINE.read_bytes())
    (work / "page.html").write_text("<!doctype html><meta charset=utf-8><title>Search</title>", encoding="utf-8")
    print(f"{'query':<34}{'hit@1':>7}{'hit@10':>8}{'MRR':>7}{'kB':>8}{'kB p95':>8}{'files':>7}{'ms':>7}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url.removeprefix("file://")))
        for kind, rows in asked.items():
            ranks, sizes, numbers, times, missed = [], [], [], [], []
            for text, expected, live in rows:
                loaded.clear()
                page.goto((work / "page.html").as_uri())
                page.evaluate(OPEN)
                answer = page.evaluate(ASK, [text, live])
                ranks.append(answer["ids"].index(expected) + 1 if expected in answer["ids"] else 0)
                if not 0 < ranks[-1] <= 10:
                    missed.append((text, expected, ranks[-1], answer["ids"][:2]))
                loads = [u for u in loaded if "/search-index/" in u]
                sizes.append(sum(packed(u) for u in loads))
                numbers.append(len(loads))
                times.append(answer["ms"])
            one = sum(r == 1 for r in ranks) / len(ranks)
            ten = sum(0 < r <= 10 for r in ranks) / len(ranks)
            mrr = sum(1 / r for r in ranks if r) / len(ranks)
            ordered = sorted(sizes)
            print(
                f"{kind:<34}{one:7.2f}{ten:8.2f}{mrr:7.2f}{statistics.median(sizes) / 1000:8.0f}"
                f"{ordered[int(len(ordered) * 0.95)] / 1000:8.0f}{statistics.median(numbers):7.0f}{statistics.median(times):7.0f}",
                flush=True,
            )
            if "-v" in sys.argv:
                for row in missed[:12]:
                    print("     ", row)
        browser.close()


def ask_site(site: Path) -> None:
    """Print what the first keystroke costs on a built site, and how its golden queries fare."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    rows = yaml.safe_load((ROOT / "catalog" / "search-tests.yaml").read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url.removeprefix("file://")))
        costs, times, within = [], [], 0
        for letter in "abcdefghijklmnopqrstuvwxyz":
            page.goto((site / "404.html").as_uri())
            page.evaluate(OPEN.replace("engine.js", "assets/search-engine.js"))
            loaded.clear()
            answer = page.evaluate(ASK.replace("facets: false", "facets: true"), [letter, True])
            costs.append(sum(packed(u) for u in loaded if "/search-index/" in u))
            times.append(answer["ms"])
        again = []
        for row in rows:
            answer = page.evaluate(ASK, [str(row["q"]), False])
            expected = row["expect"] if isinstance(row["expect"], list) else [row["expect"]]
            within += bool({*answer["ids"][: row.get("within", 1)]} & {*expected})
            again.append(answer["ms"])
        browser.close()
    engine = packed(str(site / "assets" / "search-engine.js"))
    print(
        f"{'search':>18}  first keystroke    {(max(costs) + engine) / 1000:7.1f} kB (bound 60 kB; engine {engine / 1000:.1f})"
    )
    print(
        f"{'search':>18}  first answer       {max(times):7.1f} ms (bound 50 ms; median {statistics.median(times):.1f})"
    )
    print(f"{'search':>18}  later answers      {statistics.median(again):7.1f} ms (worst {max(again):.1f})")
    print(f"{'search':>18}  golden queries     {within:7d} of {len(rows)} within their rank", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--papers", type=int, default=10**9)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--reuse", action="store_true", help="ask the index that stands in DIR")
    parser.add_argument("-v", action="store_true", help="show queries that failed")
    options = parser.parse_args()
    if not options.reuse:
        write_corpus(options.corpus, options.work, options.papers)
    edit_some(options.corpus, options.work, options.papers)
    papers = [json.loads(line) for batch in read_corpus(options.corpus, options.papers) for line in batch]
    if options.queries:
        ask_all(options.work, queries(papers, options.queries))
    return 0


if __name__ == "__main__":
    sys.exit(main())
