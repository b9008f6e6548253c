"""The search engine in the browser, opened from files: it gives what the engine in Python gives, to the last point."""

from __future__ import annotations

import random
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from dlcatalog.search.engine import Answer, SearchEngine
from dlcatalog.search.query import FieldTest
from dlcatalog.search.words import variants
from dlcatalog.text import fold, strip_marks

from .conftest import CATALOGUES
from .reader import Reader, Site

pytestmark = pytest.mark.browser

LOAD: Final = """() => new Promise((resolve, reject) => {
  if (window.dlcatalogSearch) { resolve(); return; }
  const script = document.createElement("script");
  script.src = "assets/search-engine.js"; script.onload = () => resolve(); script.onerror = reject;
  document.head.appendChild(script);
})"""
ASK: Final = """async asked => {
  const answers = [];
  for (const [query, options] of asked) answers.push(await dlcatalogSearch.open("./").search(query, options));
  return answers.map(a => ({
    hits: a.hits.map(h => [h.id, h.score]), total: a.total, suggestion: a.suggestion, problems: a.problems, complete: a.complete,
  }));
}"""
Ask = Callable[[str, dict[str, Any]], dict[str, Any]]
SITES: Final = ("toy", "catalog")
HOSTILE: Final = {
    "ten-thousand-letters": "a" * 10_000,
    "ten-thousand-words": "attention " * 1000,
    "ten-thousand-hyphens": "a-" * 5000,
    "ten-thousand-quotes": '"' * 10_000,
    "punctuation": "!?.,;:()[]{}",
    "regex": ".*(a+)+$ [^x]{1,9} \\d\\b|^",
    "html": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "emoji": "🎲🧸",
    "emoji-with-joiners": "👩‍👩‍👧‍👦 games",
    "control-signs": "a\x00b\x1b[31m\u2028c\ufeff",
    "right-to-left": "\u202eattention",
    "prototype": "constructor __proto__ toString hasOwnProperty",
    "prototype-field": "constructor:x __proto__:y area:__proto__ has:constructor",
    "combining-signs": "a" + "\u0301" * 500,
    "blanks": " \t\n\u3000",
    "percent": "%00 %2e%2e/ ../../etc/passwd",
    "path": "../../index",
    "empty-fields": "year: year:.. author: in:, -",
    "wide-ranges": "year:-999999999999999999..999999999999999999 cited:..",
}


def search(site: Site, reader: Reader, asked: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    page = reader.open(site.file("index.html"))
    page.evaluate(LOAD)
    answers: list[dict[str, Any]] = page.evaluate(ASK, [list(each) for each in asked])
    return answers


def twin(folder: Path) -> SearchEngine:
    def read(path: str) -> bytes | None:
        return (folder / path).read_bytes() if (folder / path).is_file() else None

    return SearchEngine(read)


def in_python(engine: SearchEngine, query: str, options: dict[str, Any]) -> Answer:
    filters = [FieldTest(name, tuple(values)) for name, values in options.get("filters", {}).items()]
    return engine.search(
        query,
        filters=filters,
        sort=options.get("sort", "relevance"),
        limit=options.get("limit", 20),
        live=options.get("live", False),
    )


def plain(answer: Answer) -> dict[str, Any]:
    return {
        "hits": [list(hit) for hit in answer.hits],
        "total": answer.total,
        "suggestion": answer.suggestion,
        "problems": list(answer.problems),
        "complete": True,
    }


def golden(name: str) -> list[tuple[str, dict[str, Any]]]:
    rows = yaml.safe_load((CATALOGUES[name] / "search-tests.yaml").read_text(encoding="utf-8"))
    return [(str(row["q"]), {}) for row in rows]


def invented(folder: Path, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Queries made of what the catalogue holds, torn and mixed, always the same ones."""
    chance = random.Random(20_26)
    cards = [card for path in sorted((folder / "search-index" / "c").glob("*.js")) for card in _rows(path)]
    for _ in range(number):
        card = chance.choice(cards)
        words = f"{card[2]} {' '.join(card[3])} {card[5]}".split()
        chosen = [_torn(chance.choice(words), chance) for _ in range(chance.randint(1, 5))]
        narrower = [f"year:{chance.randint(1990, 2020)}..", "has:code", "-learning", '"neural networks"']
        narrower += ["kind:preprint", f"author:{words[-1]}"]
        chosen += chance.sample(narrower, chance.choice((0, 0, 1, 2)))
        options: dict[str, Any] = {
            "live": chance.random() < 0.5,
            "sort": chance.choice(("relevance", "year", "citations")),
        }
        if chance.random() < 0.2:
            options["filters"] = {"area": [card[9]]}
        yield " ".join(chosen), options


def _rows(path: Path) -> list[list[Any]]:
    text = path.read_text(encoding="utf-8")
    rows: list[list[Any]] = yaml.safe_load(text[text.index(",") + 1 : -3])
    return rows


def _torn(word: str, chance: random.Random) -> str:
    kind = chance.randrange(6)
    place = chance.randrange(len(word))
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + chance.choice("aeiost") + word[place:]
    if kind == 2:
        return word[: max(1, place)]
    if kind == 3:
        return word.upper()
    return word


@pytest.mark.parametrize("name", SITES)
def test_golden_queries_score_as_in_python(name: str, sites: dict[str, Site], reader: Reader) -> None:
    asked = golden(name)
    engine = twin(sites[name].folder)
    answers = dict(zip((q for q, _ in asked), search(sites[name], reader, asked), strict=True))
    assert answers == {query: plain(in_python(engine, query, options)) for query, options in asked}


@pytest.mark.parametrize("name", SITES)
def test_invented_queries_score_as_in_python(name: str, sites: dict[str, Site], reader: Reader) -> None:
    asked = list(invented(sites[name].folder, 300))
    engine = twin(sites[name].folder)
    answers = search(sites[name], reader, asked)
    assert list(zip(asked, answers, strict=True)) == [(each, plain(in_python(engine, *each))) for each in asked]


def test_hostile_queries_are_answered_in_words(real: Site, reader: Reader) -> None:
    asked = [(query, {"live": live, "facets": True}) for query in HOSTILE.values() for live in (True, False)]
    answers = search(real, reader, asked)
    engine = twin(real.folder)
    assert [answer["complete"] for answer in answers] == [True] * len(asked)
    assert answers == [plain(in_python(engine, query, options)) for query, options in asked]


def test_folding_is_that_of_python(real: Site, reader: Reader) -> None:
    page = reader.open(real.file("index.html"))
    page.evaluate(LOAD)
    # Signs that this Python knows and that stand alone.
    known = [chr(n) for n in range(0x20, 0x30000) if unicodedata.category(chr(n)) not in ("Cn", "Cs", "Co")]
    texts = [f"x{sign}Y" for sign in known]
    folded = page.evaluate("texts => texts.map(text => dlcatalogSearch.fold(text))", texts)
    assert [(t, f) for t, f in zip(texts, folded, strict=True) if f != fold(t)] == []
    assert strip_marks("Łódź") == "Lodz"


def test_words_of_a_shown_text_have_their_places(real: Site, reader: Reader) -> None:
    page = reader.open(real.file("index.html"))
    page.evaluate(LOAD)
    assert page.evaluate("() => dlcatalogSearch.words('Tomáš’s C++, k-NN')") == [
        {"folded": "tomas", "start": 0, "end": 5},
        {"folded": "s", "start": 6, "end": 7},
        {"folded": "c++", "start": 8, "end": 11},
        {"folded": "k", "start": 13, "end": 14},
        {"folded": "nn", "start": 15, "end": 17},
    ]
    assert variants("normalise") == ["normalize", "normalises"]


@pytest.fixture
def torn(real: Site, tmp_path: Path) -> Callable[[str], Site]:
    """Return a copy of the site in which a shard is missing."""

    def without(shard: str) -> Site:
        folder = tmp_path / "site"
        shutil.copytree(real.folder, folder, ignore=shutil.ignore_patterns("papers", "years", "authors"))
        (folder / "search-index" / shard).unlink()
        return Site(folder, real.below, real.origin)

    return without


@pytest.mark.parametrize(
    ("shard", "total"), [("c/00.js", 28), ("n/0.js", 28), ("f/all.js", 28)], ids=["cards", "slips", "facets"]
)
def test_shard_that_fails_to_load_is_told_of(
    shard: str, total: int, torn: Callable[[str], Site], reader: Reader
) -> None:
    site = torn(shard)
    page = reader.open_alone(site.file("index.html"))
    page.evaluate(LOAD)
    answer = page.evaluate("() => dlcatalogSearch.open('./').search('atention', {facets: true, limit: 500})")
    assert not answer["complete"]
    assert answer["problems"] == [
        f"Some of the search index could not be loaded ({shard.removesuffix('.js')}); results may be missing."
    ]
    assert answer["total"] >= total
    reader.faults = [fault for fault in reader.faults if "ERR_FILE_NOT_FOUND" not in fault]


def test_index_that_fails_to_load_is_told_of(torn: Callable[[str], Site], reader: Reader) -> None:
    page = reader.open_alone(torn("index.js").file("index.html"))
    page.evaluate(LOAD)
    answer = page.evaluate("() => dlcatalogSearch.open('./').search('attention', {facets: true})")
    assert (answer["complete"], answer["total"]) == (False, 0)
    assert answer["problems"] == ["The search index could not be loaded."]
    assert page.evaluate("() => dlcatalogSearch.open('./').card('he2015deep')") is None
    reader.faults = [fault for fault in reader.faults if "ERR_FILE_NOT_FOUND" not in fault]


def test_shard_is_asked_for_again_once_it_is_there(torn: Callable[[str], Site], real: Site, reader: Reader) -> None:
    site = torn("index.js")
    page = reader.open_alone(site.file("index.html"))
    page.evaluate(LOAD)
    assert not page.evaluate("() => dlcatalogSearch.open('./').search('lenet')")["complete"]
    shutil.copy(real.folder / "search-index" / "index.js", site.folder / "search-index" / "index.js")
    answer = page.evaluate("() => dlcatalogSearch.open('./').search('lenet')")
    assert (answer["complete"], answer["hits"][0]["id"]) == (True, "lecun1998gradient")
    reader.faults = [fault for fault in reader.faults if "ERR_FILE_NOT_FOUND" not in fault]
