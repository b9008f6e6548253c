"""Which references of a .bib file are here: the reader of such files, the look-up, and the answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dlcatalog.plan import shards

from .keeping import ADAM, ATTENTION, RESNET, kept_ids, violations
from .reader import Reader, Site

pytestmark = pytest.mark.browser

TITLES = [
    "Attention Is All You Need",
    "k-NN: a (short) C++ primer, 2nd ed.",
    "Žluťoučký Ångström in Łódź, groß – ‘so’",
    "ε-greedy ϕ ﬁne ｗｉｄｅ ² ½ ΣΊΣΥΦΟΣ İstanbul ınce",
    "深層学習、とは。",
    "التعلم العميق",
    "हिन्दी में गहरी शिक्षा",
    "𝒪(n) 👩‍🔬 Ⅷ ℓ₁ ①",
    "Dʼalembert's ʻokina",
    "",
]


@pytest.fixture
def page(real: Site, reader: Reader) -> Page:
    return reader.open_alone(real.url("list/"))


def parsed(page: Page, text: str) -> Any:
    """What the reader of BibTeX makes of a text: [[type, key, {field: value}], …] and how many entries were broken."""
    return page.evaluate(
        """text => {
          const found = dlcatalogList.bib.parse(text);
          return [found.entries.map(e => [e.type, e.key, Object.fromEntries(e.fields)]), found.broken];
        }""",
        text,
    )


def identified(page: Page, **fields: str) -> Any:
    return page.evaluate(
        "fields => dlcatalogList.bib.identify({type: 'misc', key: 'k', fields: new Map(Object.entries(fields))})",
        fields,
    )


def choose(page: Page, text: str | bytes, name: str = "mine.bib") -> None:
    data = text.encode() if isinstance(text, str) else text
    page.locator("#_bib").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})


def told(page: Page) -> Any:
    return page.locator(".list-part > [role=status]")


# The reader


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("@article{a, title = {One {T}wo}, year = 2017}", [["article", "a", {"title": "One {T}wo", "year": "2017"}]]),
        ('@ARTICLE(a, Title="A {"}B{"} C",)', [["article", "a", {"title": 'A {"}B{"} C'}]]),
        (
            '@string{n = "Neur" # {IPS}} @misc{a, booktitle = n # " " # 2017}',
            [["misc", "a", {"booktitle": "NeurIPS 2017"}]],
        ),
        ("@misc{a, month = jan, note = unknown}", [["misc", "a", {"month": "jan", "note": "unknown"}]]),
        ('words @comment{x {y} @misc{no}} more\n@preamble{"z"}@misc{a}', [["misc", "a", {}]]),
        ("@misc{a, t={x}, t={y}}", [["misc", "a", {"t": "x"}]]),
        ("@misc{t={x}}", [["misc", "", {"t": "x"}]]),
        ("@misc{a key, t={x} u={y}}", [["misc", "a key", {"t": "x", "u": "y"}]]),
        ("me@home.example, you @ work", []),
        ("@misc{a,\r\n t\r\n=\r\n{x\r\ny}\r\n}", [["misc", "a", {"t": "x\r\ny"}]]),
        ("", []),
    ],
)
def test_entries_are_read(page: Page, text: str, entries: list[Any]) -> None:
    assert parsed(page, text) == [entries, 0]


@pytest.mark.parametrize(
    ("text", "keys", "broken"),
    [
        ("@misc{a, t={never closed\n@misc{b, t={x}}", ["b"], 1),
        ('@misc{a, t="never closed\n  @misc{b, t={x}}', ["b"], 1),
        ("@misc{a, t={x}\n@misc{b, t={x}}", ["b"], 1),
        ("@misc{a, t}\n@misc{b, t={x}}", ["b"], 1),
        ("@misc{a, = {x}}\n@misc{b}", ["b"], 1),
        ("@misc{a, t={x}} }}} @misc{b}", ["a", "b"], 0),
        ("@misc{", [], 1),
        ("@misc{a, t={", [], 1),
        ("@string{x", [], 1),
        ("@comment{", [], 1),
        ('@misc{a, t="}"}\n@misc{b}', ["b"], 1),
    ],
)
def test_what_is_broken_is_skipped_and_counted(page: Page, text: str, keys: list[str], broken: int) -> None:
    entries, count = parsed(page, text)

    assert ([entry[1] for entry in entries], count) == (keys, broken)


@pytest.mark.parametrize(
    "text",
    [
        "{" * 200_000,
        "@a{" * 100_000,
        "@a{x,t={" * 60_000,
        '@a{x,t="' * 60_000,
        "\n@a{k, t={" * 60_000,
        "@" * 400_000,
        "@a{x" + ",y" * 200_000,
    ],
    ids=["braces", "heads", "open fields", "open quotes", "open entries", "ats", "words"],
)
def test_no_file_takes_long(page: Page, text: str) -> None:
    started = time.perf_counter()
    parsed(page, text)

    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"{\"U}ber {G}au{\ss}sche Na\"\i ve M\'{e}thodes", "Über Gaußsche Naïve Méthodes"),
        (r"\v{S}im\r{u}nek \c{C}elik {\L}ukasz \O{}rsted \AA", "Šimůnek Çelik Łukasz Ørsted Å"),
        (r"$\epsilon$-greedy \& $O(n \log n)$ \textit{fast}", "ε-greedy & O(n n) fast"),
        ("A  title~with -- dashes\n and   lines", "A title with – dashes and lines"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_tex_becomes_words(page: Page, tex: str, words: str) -> None:
    assert page.evaluate("tex => dlcatalogList.bib.words(tex)", tex) == words


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ({"doi": "https://doi.org/10.1000/AB\\_c"}, ["doi:10.1000/ab_c"]),
        ({"url": "https://dx.doi.org/10.1000/x."}, ["doi:10.1000/x"]),
        ({"url": "https://elsewhere.example/10.1000/x"}, []),
        ({"doi": "10.48550/arXiv.1706.03762"}, ["doi:10.48550/arxiv.1706.03762", "arxiv:1706.03762"]),
        ({"eprint": "1706.03762v5", "archiveprefix": "arXiv"}, ["arxiv:1706.03762"]),
        ({"eprint": "1706.03762", "eprinttype": "hal"}, []),
        ({"eprint": "math.GT/0309136"}, ["arxiv:math.gt/0309136"]),
        ({"journal": "arXiv preprint arXiv:1706.03762"}, ["arxiv:1706.03762"]),
        ({"url": "http://arxiv.org/pdf/1706.03762v2.pdf"}, ["arxiv:1706.03762"]),
        ({"title": "{Deep} Learning!", "doi": "no"}, ["title:deeplearning"]),
        ({"title": "¿?"}, []),
    ],
)
def test_an_entry_is_known_by_its_identifiers_and_title(page: Page, fields: dict[str, str], keys: list[str]) -> None:
    assert identified(page, **fields)["keys"] == keys


def test_both_languages_know_titles_and_keys_alike(page: Page) -> None:
    there = page.evaluate("titles => titles.map(title => dlcatalogList.bib.titleKey(title))", TITLES)

    assert there == [shards.title_key(title) for title in TITLES]


def test_every_paper_is_found_by_its_own_citation(real: Site, page: Page) -> None:
    text = (real.folder / "catalog.bib").read_text(encoding="utf-8")
    choose(page, text)
    count = text.count("\n@")

    expect(told(page)).to_have_text(f"Of {count} references, {count} are in this catalogue.")


# The answer


BIB = """
@article{one, title={Something else}, eprint={1706.03762}, archiveprefix={arXiv}}
@article{two, title={{ADAM}: a method for stochastic optimization}, year={2015}}
@article{again, title={Attention is all you need}}
@article{far, title={Deep residual learning for image recognition}, year=1950}
@misc{none, title={Not here <img src=x onerror=alert(1)> {\\"u}ber}}
@misc{broken, title={
"""


def test_found_ones_have_stars_and_others_are_named(page: Page, real: Site) -> None:
    choose(page, BIB)

    expect(told(page)).to_have_text(
        "Of 5 references, 2 are in this catalogue. 1 entry could not be read and was left out."
    )
    found = page.locator(".list-found-item")
    expect(found).to_have_count(3)
    expect(found.nth(0)).to_contain_text("Attention Is All You Need")
    expect(found.nth(2)).to_contain_text("the same title, but 2015 here and 1950 in your file")
    page.get_by_text("1 reference not in this catalogue").click()
    expect(page.locator(".list-found details li")).to_have_text(["Not here <img src=x onerror=alert(1)> über"])
    assert page.locator("main img").count() == 0
    found.nth(2).get_by_role("button").click()
    assert kept_ids(page, real) == [RESNET]


def test_all_are_kept_at_once(page: Page, real: Site) -> None:
    choose(page, BIB)
    page.get_by_role("button", name="Keep all 2").click()

    assert kept_ids(page, real) == [ATTENTION, ADAM]
    expect(page.locator(".list-items > li")).to_have_count(2)
    expect(page.locator(".list-found-item .star[aria-pressed=true]")).to_have_count(2)
    expect(page.get_by_role("button", name="Keep all")).to_be_hidden()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no entry", "There is no BibTeX entry in this file."),
        ("@misc{a, t={", "None of the 1 entry of this file could be read."),
        ("x" * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB"),
        (b"\x00\xff\xfe\x01" * 100, "There is no BibTeX entry in this file."),
    ],
    ids=["words", "broken", "large", "binary"],
)
def test_files_without_references_are_said_to_be(page: Page, text: str | bytes, words: str) -> None:
    choose(page, text)

    expect(told(page)).to_contain_text(words)


def test_a_file_in_latin_1_is_read(page: Page) -> None:
    choose(page, "@misc{a, title={Für alle}}".encode("latin-1"))

    expect(told(page)).to_have_text("Of 1 reference, 0 are in this catalogue.")
    page.locator("summary").click()
    expect(page.locator(".list-found li")).to_have_text("Für alle")


def test_ten_thousand_references_and_no_more(page: Page, real: Site) -> None:
    entries = "".join(
        f"@article{{key{n},\n  title = {{A study of {n} things}},\n  doi = {{10.1000/{n}}},\n  abstract = {{{'word ' * 70}}}\n}}\n"
        for n in range(10_001)
    )
    started = time.perf_counter()
    choose(page, entries)
    expect(told(page)).to_contain_text("Of 10,000 references, 0 are in this catalogue.", timeout=20_000)

    expect(told(page)).to_contain_text("Only the first 10,000 entries were read.")
    assert time.perf_counter() - started < 15


def test_only_what_is_needed_is_loaded_and_nothing_is_sent(page: Page) -> None:
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    choose(page, "@misc{a, eprint={1706.03762}}")
    expect(told(page)).to_have_text("Of 1 reference, 1 is in this catalogue.")

    assert {method for method, _ in asked} == {"GET"}
    shards_asked = [url.partition("list-data/")[2].partition("/")[0] for _, url in asked if "list-data/" in url]
    assert shards_asked == ["map.js", "find", "cards"]


def test_bibliographies_are_looked_up_from_a_file(real: Site, reader: Reader, tmp_path: Path) -> None:
    bib = tmp_path / "mine.bib"
    bib.write_text(BIB)
    page = reader.open_alone(real.file("list/"))
    page.locator("#_bib").set_input_files(bib)

    expect(told(page)).to_contain_text("Of 5 references, 2 are in this catalogue.")
    expect(page.locator(".list-found-item a").first).to_have_attribute("href", real.file(f"papers/{ATTENTION}/"))


def test_data_that_does_not_load_is_said(page: Page) -> None:
    page.route("**/list-data/find/*", lambda route: route.fulfill(status=200, body="", content_type="text/javascript"))
    choose(page, BIB)

    expect(told(page)).to_contain_text("Part of the catalogue's data did not load.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_answer(real: Site, reader: Reader, scheme: Any) -> None:
    page = reader.open_alone(real.url("list/"), color_scheme=scheme)
    choose(page, BIB)
    expect(page.locator(".list-found-item")).to_have_count(3)
    page.locator("summary").click()

    assert violations(page) == []
