"""Every page of the toy site: safe, linked, readable by machines."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from conftest import Page, Workshop

BASE = "https://toy.example/games/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
# What a browser fetches by itself; the other relations of a link only point.
FETCHED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "manifest", "modulepreload"}
Pages = dict[str, "Page"]


@pytest.fixture(scope="module")
def papers(toy_pages: Pages) -> Pages:
    """The pages of papers by id; not those that lead on."""
    found = {path.split("/")[1]: page for path, page in toy_pages.items() if re.fullmatch(r"papers/[^/]+/.*", path)}
    return {paper: page for paper, page in found.items() if page.json_ld()}


def meta_by_equivalent(page: Page, name: str) -> list[str]:
    return [str(m.get("content")) for m in page.document.iter("meta") if m.get("http-equiv") == name]


def resolved(path: str, href: str) -> tuple[str, str]:
    """Return the file that a link on a page leads to, and the fragment."""
    parts = urlsplit(href)
    if path == "404.html":
        target = parts.path.removeprefix("/games/")
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path)) if parts.path else path
    folder = parts.path.endswith("/") or target in {"", "."}
    return unquote(posixpath.normpath(posixpath.join(target, "index.html")) if folder else target), parts.fragment


def references(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield (tag, attribute, value) of everything that leads somewhere."""
    for tag, name, value in page.all_attributes():
        if name in {"href", "src", "action", "poster", "data", "formaction", "srcset", "ping", "background"}:
            yield tag, name, value


def test_pages_are_parsed_without_faults(toy_pages: Pages) -> None:
    assert {path: page.faults for path, page in toy_pages.items() if page.faults} == {}


def test_every_page_has_the_policy(toy_pages: Pages) -> None:
    wrong = {p: meta_by_equivalent(page, "Content-Security-Policy") for p, page in toy_pages.items()}
    assert {path: found for path, found in wrong.items() if found != [POLICY]} == {}


def test_policy_stands_before_anything_that_is_fetched(toy: Workshop) -> None:
    pages = {path: data for path, data in toy.tree().items() if path.endswith(".html")}
    early = re.compile(rb"<(script|link|img|style).*Content-Security-Policy", re.DOTALL)
    assert [path for path, data in pages.items() if early.search(data)] == []


def test_no_style_and_no_handler_stands_in_a_page(toy_pages: Pages) -> None:
    wrong = [
        (path, tag, name)
        for path, page in toy_pages.items()
        for tag, name, _ in page.all_attributes()
        if name == "style" or name.startswith("on") or tag == "style"
    ]
    assert wrong == []


def test_no_script_stands_in_a_page_but_json_ld(toy_pages: Pages) -> None:
    scripts = [s for page in toy_pages.values() for s in page.document.iter("script")]
    kinds = Counter((s.get("type", ""), bool(s.get("src")), bool((s.text or "").strip())) for s in scripts)
    assert set(kinds) == {("", True, False), ("application/ld+json", False, True)}


def test_nothing_is_fetched_from_elsewhere(toy_pages: Pages) -> None:
    fetched: set[str] = set()
    for page in toy_pages.values():
        fetched |= {v for tag, name, v in references(page) if name in {"src", "srcset", "poster", "data"}}
        links = [e for e in page.document.iter("link") if FETCHED & set(str(e.get("rel")).split())]
        fetched |= {str(link.get("href")) for link in links}
    assert fetched
    assert [url for url in fetched if urlsplit(url).scheme or url.startswith("//")] == []


def test_static_files_fetch_nothing_from_elsewhere(toy: Workshop) -> None:
    texts = (".css", ".js", ".svg")
    static = {p: d.decode() for p, d in toy.tree().items() if p.startswith("assets/") and p.endswith(texts)}
    assert static
    loads = re.compile(r"""url\(["']?(?:https?:)?//|@import|fetch\(["'](?:https?:)?//|import\s+.*from\s+["']http""")
    assert [path for path, text in static.items() if loads.search(text)] == []


def test_links_have_only_safe_schemes(toy_pages: Pages) -> None:
    schemes = {urlsplit(value).scheme for page in toy_pages.values() for _, _, value in references(page)}
    assert schemes == {"", "https", "mailto"}


def test_links_between_pages_are_relative(toy_pages: Pages) -> None:
    wrong = [
        (path, value)
        for path, page in toy_pages.items()
        for tag, _, value in references(page)
        if (value.startswith(BASE) and tag != "link") or (value.startswith("/") and path != "404.html")
    ]
    assert wrong == []


def test_every_link_inside_leads_to_a_file_and_a_fragment(toy: Workshop, toy_pages: Pages) -> None:
    files = toy.tree().keys()
    ids = {path: set(page.ids) for path, page in toy_pages.items()}
    broken = set()
    for path, page in toy_pages.items():
        for _, _, href in references(page):
            if urlsplit(href).scheme:
                continue
            target, fragment = resolved(path, href)
            # The search page is not there yet; its address is the contract's.
            if target == "search/index.html":
                continue
            if target not in files or (fragment and fragment not in ids[target]):
                broken.add((path, href))
    assert broken == set()


def test_every_page_is_linked_from_another(toy: Workshop, toy_pages: Pages) -> None:
    linked = set()
    for path, page in toy_pages.items():
        inside = [href for href in page.attributes("a", "href") if not urlsplit(href).scheme]
        linked |= {resolved(path, href)[0] for href in inside} - {path}
    # Accepted today: a year's page leads to its areas only, not to the topics below them.
    alone = {path for path in toy_pages if path not in linked and not re.match(r"years/\d+/.+/", path)}
    assert alone == {"404.html", "papers/gears/index.html", "papers/quillfeather1999gears/index.html"}


def test_ids_are_unique(toy_pages: Pages) -> None:
    twice = {path: [i for i, n in Counter(page.ids).items() if n > 1] for path, page in toy_pages.items()}
    assert {path: found for path, found in twice.items() if found} == {}


def test_words_that_name_an_id_find_it(toy_pages: Pages) -> None:
    names = {"aria-labelledby", "aria-describedby", "aria-controls", "for", "data-copies"}
    wrong = [
        (path, value)
        for path, page in toy_pages.items()
        for _, name, value in page.all_attributes()
        if name in names and not set(value.split()) <= set(page.ids)
    ]
    assert wrong == []


def test_page_has_one_heading_one_title_one_main(toy_pages: Pages) -> None:
    counts = {(len(p.texts("h1")), len(p.texts("title")), len(p.texts("main"))) for p in toy_pages.values()}
    assert counts == {(1, 1, 1)}


def test_headings_leave_out_no_level(toy_pages: Pages) -> None:
    wrong = []
    for path, page in toy_pages.items():
        levels = [int(e.tag[1]) for e in page.document.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
        wrong += [path for before, level in pairwise(levels) if level > before + 1]
    assert sorted(set(wrong)) == []


def test_pictures_have_words_and_a_size(toy_pages: Pages) -> None:
    images = [image for page in toy_pages.values() for image in page.document.iter("img")]
    assert images
    assert [i.attrib for i in images if not (i.get("alt") and i.get("width") and i.get("height"))] == []


def test_every_page_but_the_lost_one_has_its_address(toy_pages: Pages) -> None:
    wrong = {}
    for path, page in toy_pages.items():
        canonical = [str(e.get("href")) for e in page.document.iter("link") if e.get("rel") == "canonical"]
        expected = [] if path == "404.html" else [BASE + path.removesuffix("index.html")]
        expected = [BASE + "papers/quillfeather1998gears/"] if page.meta("robots") else expected
        if canonical != expected:
            wrong[path] = canonical
    assert wrong == {}


def test_json_ld_is_json(toy_pages: Pages) -> None:
    scripts = [script for page in toy_pages.values() for script in page.json_ld()]
    assert len(scripts) >= 27
    assert {json.loads(script)["@context"] for script in scripts} == {"https://schema.org"}


def test_json_ld_says_what_the_page_is(papers: Pages) -> None:
    data: dict[str, Any] = json.loads(papers["cosy2017attention"].json_ld()[0])
    assert data["@type"] == "ScholarlyArticle"
    assert data["@id"] == f"{BASE}papers/cosy2017attention/"
    assert data["name"] == "Is Attention All a Toy Needs? <em>Yes</em> ]]> --> */"
    assert [author["url"] for author in data["author"]] == [
        f"{BASE}authors/ines-dot/",
        f"{BASE}authors/mega-nakamura-a36305f7/",
        f"{BASE}authors/joao-da-silva-e-souza/",
        f"{BASE}authors/wilhelmina-featherstonehaugh/",
    ]


def test_highwire_tags_stand_in_order(papers: Pages) -> None:
    tags = [str(m.get("name")) for m in papers["cosy2017attention"].document.iter("meta") if m.get("name")]
    highwire = [name for name in tags if name.startswith("citation_")]
    assert highwire[:5] == ["citation_title", *["citation_author"] * 4]
    assert highwire.index("citation_publication_date") > 4
    assert papers["cosy2017attention"].meta("citation_author") == [
        "Dot, Ines",
        "Nakamura, Ωmega",
        "da Silva e Souza, João",
        "Featherstonehaugh, Wilhelmina",
    ]


def test_every_paper_has_the_highwire_tags_that_scholar_needs(papers: Pages) -> None:
    needed = ("citation_title", "citation_author", "citation_publication_date")
    assert len(papers) == 26
    assert {paper for paper, page in papers.items() if not all(page.meta(name) for name in needed)} == set()


def test_paper_has_its_bibtex_block(toy: Workshop, papers: Pages) -> None:
    tree = toy.tree()
    for paper, page in papers.items():
        blocks = ["".join(e.itertext()) for e in page.document.iter("pre") if e.get("id") == "bibtex"]
        assert [block.strip() for block in blocks] == [tree[f"papers/{paper}.bib"].decode().strip()]


def test_entries_of_a_roundup_are_fragments(toy_pages: Pages) -> None:
    ids = toy_pages["collections/decade-of-toys/index.html"].ids
    wanted = ["cosy2017attention", "cosy2018bigger", "marsh2019smaller", "okonkwo2010replay", "okonkwo2009play"]
    assert [paper for paper in wanted if paper not in ids] == []


def test_notes_are_numbered_through_a_page(toy_pages: Pages) -> None:
    page = toy_pages["collections/decade-of-toys/index.html"]
    notes = [str(e.get("id")).rsplit("-", 1)[1] for e in page.document.iter() if str(e.get("id")).startswith("fn-")]
    assert notes == [str(n) for n in range(1, len(notes) + 1)]
    assert len(notes) >= 2
