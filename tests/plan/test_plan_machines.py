"""What the pages of a site say to machines: OpenGraph, JSON-LD, COinS; opensearch.xml and llms.txt."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from dlcatalog.model.site import Site
from dlcatalog.plan.machine import opensearch_file
from dlcatalog.plan.opengraph import shortened

if TYPE_CHECKING:
    from conftest import Page, Workshop, WriteCatalogue

Pages = dict[str, "Page"]
BASE = "https://toy.example/games/"
SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def graph_of(page: Page) -> dict[str, str]:
    """The OpenGraph properties of a page; none may stand there twice."""
    pairs = [(m.get("property"), m.get("content")) for m in page.document.iter("meta") if m.get("property")]
    assert len({name for name, _ in pairs}) == len(pairs)
    return {str(name): str(content) for name, content in pairs}


def data_of(page: Page) -> dict[str, Any]:
    (script,) = page.json_ld()
    found: dict[str, Any] = json.loads(script)
    return found


def coins_of(page: Page) -> list[str]:
    return [str(s.get("title")) for s in page.document.iter("span") if s.get("class") == "Z3988"]


# OpenGraph


def test_every_page_that_is_one_shows_a_picture_that_is_there(toy: Workshop, toy_pages: Pages) -> None:
    tree = toy.tree()
    wrong = {}
    for path, page in toy_pages.items():
        graph = graph_of(page)
        leads_on = path == "404.html" or bool(page.meta("robots"))
        picture = graph.get("og:image", "").removeprefix(BASE)
        if leads_on != (not graph) or (graph and picture not in tree):
            wrong[path] = graph
    assert wrong == {}


def test_front_page_whole(toy_pages: Pages) -> None:
    graph = graph_of(toy_pages["index.html"])
    assert graph.pop("og:description").startswith("An invented catalogue: every name, paper and number")
    assert graph == {
        "og:title": 'Toys & "Games" <b>of</b> O\'Learning',
        "og:type": "website",
        "og:url": BASE,
        "og:site_name": 'Toys & "Games" <b>of</b> O\'Learning',
        "og:image": f"{BASE}previews/site.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'Toys & "Games" <b>of</b> O\'Learning',
    }
    assert toy_pages["index.html"].meta("twitter:card") == ["summary_large_image"]


@pytest.mark.parametrize(
    ("page", "kind", "picture"),
    [
        ("topics/machines/", "website", "previews/topics/machines.png"),
        ("topics/worm-gears/", "website", "previews/topics/machines.png"),
        ("years/2021/machines/", "website", "previews/topics/machines.png"),
        ("years/2021/", "website", "previews/site.png"),
        ("collections/decade-of-toys/", "website", "previews/collections/decade-of-toys.png"),
        ("authors/ipek-celik/", "profile", "previews/site.png"),
        ("papers/cosy2017attention/", "article", "previews/topics/languages.png"),
    ],
)
def test_page_shows_the_picture_of_what_it_is_about(toy_pages: Pages, page: str, kind: str, picture: str) -> None:
    graph = graph_of(toy_pages[f"{page}index.html"])
    assert (graph["og:type"], graph["og:image"]) == (kind, BASE + picture)


def test_paper_shows_its_raster_figure_in_its_size(write_catalogue: WriteCatalogue, parse_page: type[Page]) -> None:
    from PIL import Image  # noqa: PLC0415

    workshop = write_catalogue()
    (workshop.catalog / "images").mkdir(exist_ok=True)
    Image.new("P", (40, 20)).save(workshop.catalog / "images" / "net.png")
    workshop.edit("papers/2019/elm2019four.yaml", "dot.svg", "net.png")
    assert workshop.build().code == 0
    page = parse_page(workshop.tree()["papers/elm2019four/index.html"])
    graph = graph_of(page)
    names = ("og:image", "og:image:width", "og:image:height", "og:image:alt")
    assert [graph[name] for name in names] == ["https://wood.example/trees/images/net.png", "40", "20", "A dot"]


def test_drawn_figure_is_no_picture_to_share(built: Workshop, parse_page: type[Page]) -> None:
    graph = graph_of(parse_page(built.tree()["papers/elm2019four/index.html"]))
    assert graph["og:image"] == "https://wood.example/trees/previews/topics/trees.png"


def test_without_a_base_url_there_is_no_opengraph(small: Workshop, parse_page: type[Page]) -> None:
    small.edit("site.yaml", '"https://wood.example/trees/"', '""')
    assert small.build().code == 0
    pages = {path: parse_page(data) for path, data in small.tree().items() if path.endswith(".html")}
    assert [path for path, page in pages.items() if graph_of(page) or page.meta("twitter:card")] == []
    assert [path for path in small.tree() if path.startswith("previews/")] == []


def test_long_descriptions_are_cut_at_a_word() -> None:
    assert shortened("word " * 100) == "word " * 60 + "…"
    assert shortened("x" * 400) == "x" * 300 + " …"
    assert shortened(" short\n one ") == "short one"


# Pictures in an incremental build


def test_new_title_redraws_the_pictures_that_show_it(built: Workshop) -> None:
    before = built.tree()
    built.edit("topics.yaml", '"Roots"', '"Deep Roots"')
    assert built.build().code == 0
    after = built.tree()
    changed = [path for path in before if path.startswith("previews/") and before[path] != after[path]]
    assert changed == ["previews/topics/roots.png"]
    assert built.stale() == []


def test_new_summary_redraws_none(built: Workshop) -> None:
    before = built.tree()
    built.edit("papers/2021/hazel2021seven.yaml", "About", "More about")
    assert built.build().code == 0
    assert [p for p, data in built.tree().items() if p.startswith("previews/") and before[p] != data] == []


# Highwire


def test_no_name_ends_like_a_tag_of_zotero_that_it_is_not(toy_pages: Pages) -> None:
    # Zotero matches names by their end: "x_citation_title" would be a title too.
    for path, page in toy_pages.items():
        names = [str(m.get("name")) for m in page.document.iter("meta") if m.get("name")]
        assert [n for n in names if "citation_" in n and not n.startswith("citation_")] == [], path


def test_highwire_tags_stand_in_the_head_of_papers_alone(toy_pages: Pages) -> None:
    for path, page in toy_pages.items():
        body = next(page.document.iter("body"))
        assert [m for m in body.iter("meta") if str(m.get("name")).startswith("citation_")] == [], path
        is_paper = bool(re.fullmatch(r"papers/[^/]+/index\.html", path)) and not page.meta("robots")
        assert bool(page.meta("citation_title")) is is_paper, path


def test_proceedings_come_before_the_conference(built: Workshop, parse_page: type[Page]) -> None:
    page = parse_page(built.tree()["papers/ash2018one/index.html"])
    names = [str(m.get("name")) for m in page.document.iter("meta")]
    assert names.index("citation_inbook_title") < names.index("citation_conference_title")


# JSON-LD


def test_every_paper_list_and_index_has_json_ld(toy_pages: Pages) -> None:
    tools = re.compile(r"(search|list|stats|timeline|topics/[a-z-]+/genealogy)/index\.html")
    without = {path for path, page in toy_pages.items() if not page.json_ld() and not tools.fullmatch(path)}
    assert without == {"404.html", "papers/gears/index.html", "papers/quillfeather1999gears/index.html"}


@pytest.mark.parametrize(
    ("page", "type_"),
    [
        ("papers/", "CollectionPage"),
        ("years/", "CollectionPage"),
        ("years/2021/", "CollectionPage"),
        ("topics/", "CollectionPage"),
        ("topics/gears/", "CollectionPage"),
        ("venues/", "CollectionPage"),
        ("authors/", "CollectionPage"),
        ("collections/", "CollectionPage"),
        ("collections/decade-of-toys/", "CollectionPage"),
        ("authors/ipek-celik/", "ProfilePage"),
    ],
)
def test_page_is_of_its_type_and_names_the_way_to_it(toy_pages: Pages, page: str, type_: str) -> None:
    data = data_of(toy_pages[f"{page}index.html"])
    assert (data["@type"], data["@id"]) == (type_, BASE + page)
    steps = [step["item"] for step in data["breadcrumb"]["itemListElement"]]
    assert (steps[0], steps[-1]) == (BASE, BASE + page)


def test_list_holds_its_papers_in_order(toy_pages: Pages) -> None:
    page = toy_pages["topics/gears/index.html"]
    items = data_of(page)["mainEntity"]["itemListElement"]
    links = [h for h in page.attributes("a", "href") if re.fullmatch(r"\.\./\.\./papers/[a-z0-9-]+/", h)]
    assert [item["url"] for item in items] == [BASE + link.removeprefix("../../") for link in dict.fromkeys(links)]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))


def test_roundup_says_who_made_it_and_when(toy_pages: Pages) -> None:
    data = data_of(toy_pages["collections/decade-of-toys/index.html"])
    assert (data["author"]["name"], data["datePublished"]) == ("Ludwig von Unruh", "2019-12-31")
    assert data["mainEntity"]["numberOfItems"] == len(data["mainEntity"]["itemListElement"]) == 4


def test_author_is_the_subject_of_the_profile(built: Workshop, parse_page: type[Page]) -> None:
    data = data_of(parse_page(built.tree()["authors/ash/index.html"]))
    assert data["mainEntity"] == {
        "@type": "Person",
        "@id": "https://wood.example/trees/authors/ash/",
        "url": "https://wood.example/trees/authors/ash/",
        "name": "Alma Ash",
        "alternateName": ["A. Ash"],
        "sameAs": ["https://ash.example/"],
    }


def test_front_page_is_a_site_with_a_search_and_a_catalogue_of_data(toy_pages: Pages) -> None:
    site, catalog = data_of(toy_pages["index.html"])["@graph"]
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{BASE}search/?q={{search_term_string}}"
    assert catalog["@type"] == "DataCatalog"
    data = data_of(toy_pages["papers/index.html"])["about"]
    assert data["@id"] == catalog["dataset"]["@id"]
    assert data["includedInDataCatalog"]["@id"] == catalog["@id"]


def test_data_names_every_dump_that_is_there(toy: Workshop, toy_pages: Pages) -> None:
    data = data_of(toy_pages["papers/index.html"])["about"]
    named = [part["contentUrl"].removeprefix(BASE) for part in data["distribution"]]
    assert sorted(named) == sorted(path for path in toy.tree() if path.startswith("catalog."))
    assert data["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_paper_names_the_way_to_it(toy_pages: Pages) -> None:
    data = data_of(toy_pages["papers/cosy2017attention/index.html"])
    steps = data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["item"].removeprefix(BASE) for step in steps] == [
        "",
        "papers/",
        "topics/languages/",
        "papers/cosy2017attention/",
    ]


# COinS


def test_lists_carry_one_context_object_a_paper_and_other_pages_none(toy_pages: Pages) -> None:
    lists = re.compile(r"(papers|years/.+|topics/.+|venues/.+|authors/.+)/(page/\d+/)?index\.html")
    not_lists = re.compile(r"papers/[^/]+/index\.html")
    for path, page in toy_pages.items():
        cards = [a for a in page.document.iter("article") if a.get("class") == "paper-card"]
        entries = [a for a in page.document.iter("article") if a.get("class") == "entry"]
        if path.startswith("collections/"):
            assert len(coins_of(page)) == len(entries), path
        elif lists.fullmatch(path) and not not_lists.fullmatch(path):
            assert len(coins_of(page)) == len(cards), path
        else:
            assert coins_of(page) == [], path


def test_context_object_follows_the_record(built: Workshop, parse_page: type[Page]) -> None:
    built.edit("papers/2019/cedar2019three.yaml", 'venue: "log"', 'venue: "log"\nvolume: "8"\npages: "1-9"')
    assert built.build().code == 0
    (made,) = coins_of(parse_page(built.tree()["venues/log/index.html"]))
    assert made == (
        "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:journal&rft.genre=article&rft.atitle=Three+Cedars"
        "&rft.jtitle=The+Log&rft.date=2019&rft.volume=8&rft.spage=1&rft.epage=9&rft.au=Cedar,+Cy&rft.au=Ash,+A."
        "&rft_id=https://papers.example/roots/2019"
    )
    assert built.stale() == []


# opensearch.xml


def described(title: str, base_url: str = "https://wood.example/a&b/") -> dict[str, str]:
    root = ET.fromstring(opensearch_file(Site(title=title, base_url=base_url)))
    assert root.tag == f"{SPACE}OpenSearchDescription"
    return {element.tag.removeprefix(SPACE): str(element.text) for element in root if element.text}


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Wood", "Wood"),
        ("Exactly sixteen!", "Exactly sixteen!"),
        ("Deep Learning, Catalogued", "Deep Learning"),
        ('Toys & "Games" <b>of</b>', 'Toys & "Games"'),
        ("Donaudampfschifffahrt", "Donaudampfschiff"),
        ("Nets & Dreams & all", "Nets & Dreams"),
    ],
)
def test_short_name_has_sixteen_characters_at_most(title: str, short: str) -> None:
    assert described(title)["ShortName"] == short


def test_description_is_bounded() -> None:
    found = described("word " * 400)
    assert (len(found["LongName"]) <= 48, len(found["Description"]) <= 1024) == (True, True)


def test_template_leads_to_the_search_page() -> None:
    root = ET.fromstring(opensearch_file(Site(title="Wood", base_url="https://wood.example/a&b/")))
    urls = [(u.get("type"), u.get("template")) for u in root.iter(f"{SPACE}Url")]
    assert urls[0] == ("text/html", "https://wood.example/a&b/search/?q={searchTerms}")


def test_pages_name_the_description(toy: Workshop, toy_pages: Pages) -> None:
    links = [
        (link.get("type"), link.get("href"))
        for link in toy_pages["papers/cosy2017attention/index.html"].document.iter("link")
        if link.get("rel") == "search"
    ]
    assert links == [("application/opensearchdescription+xml", "../../opensearch.xml")]
    assert "opensearch.xml" in toy.tree()


# llms.txt


def test_guide_has_its_parts_in_order(toy: Workshop) -> None:
    lines = toy.tree()["llms.txt"].decode().splitlines()
    assert lines[0] == '# Toys \\& "Games" \\<b\\>of\\</b\\> O\'Learning'
    assert lines[2].startswith("> An invented catalogue")
    assert [line for line in lines if line.startswith("## ")] == ["## Roundups", "## Areas", "## Data", "## Optional"]


def test_links_of_the_guide_lead_to_files(toy: Workshop) -> None:
    tree = toy.tree()
    links = re.findall(r"^- \[.*\]\((.*?)\): .", tree["llms.txt"].decode(), re.MULTILINE)
    files = [link.removeprefix(BASE) for link in links]
    assert len(files) == 3 + 4 + 4 + 6
    assert [f for f in files if f not in tree and f"{f}index.html" not in tree] == []


def test_words_of_the_guide_cannot_become_links(write_catalogue: WriteCatalogue) -> None:
    title = "Trees](https://evil.example/) <script> `x` *y*"
    workshop = write_catalogue()
    workshop.edit("topics.yaml", '"Trees"', json.dumps(title))
    assert workshop.build().code == 0
    line = next(row for row in workshop.tree()["llms.txt"].decode().splitlines() if "evil" in row)
    assert line.startswith(
        "- [Trees\\](https://evil.example/) \\<script\\> \\`x\\` \\*y\\*](https://wood.example/trees/topics/trees/): 5 papers"
    )
