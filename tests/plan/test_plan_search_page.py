"""The search page before anybody has searched: how to ask, where else to look, and what the script fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dlcatalog.plan import urls

if TYPE_CHECKING:
    from conftest import Page, Workshop, WriteCatalogue

ADDRESS = "search/index.html"
OAKS = """
title: Nine Oaks
authors: [Ole Oak]
year: 2015
area: roots
aliases: ['The "Oak" paper']
ids: {doi: 10.5555/oak, arxiv: "1501.00001"}
summary: About nine oaks.
added: 2023-01-01
"""


@pytest.fixture
def page(built: Workshop, parse_page: type[Page]) -> Page:
    return parse_page(built.tree()[ADDRESS])


def examples(page: Page) -> list[str]:
    return [href for href in page.attributes("a", "href") if href.startswith("?")]


def test_its_address_is_the_one_that_forms_send_to(built: Workshop, parse_page: type[Page]) -> None:
    home = parse_page(built.tree()["index.html"])
    assert urls.search() == "search/"
    assert home.attributes("form", "action") == ["./search/"]


def test_canonical_is_the_page_without_a_query(page: Page) -> None:
    assert "https://wood.example/trees/search/" in page.attributes("link", "href")


def test_examples_are_queries_that_this_catalogue_answers(page: Page) -> None:
    assert examples(page) == [
        "?q=First",
        "?q=%22One%20Ash%22",
        "?q=author%3A%22Alma%20Ash%22",
        "?q=year%3A2021",
        "?q=year%3A2018..2020",
        "?q=topic%3Atrees",
        "?q=venue%3Agrove",
        "?q=has%3Acode",
        "?q=has%3Adata",
        "?q=in%3Abest",
        "?q=cited%3A1000..",
        "?q=has%3Acode%20-has%3Adata",
    ]


def test_a_paper_with_another_name_and_an_identifier_is_the_example(
    write_catalogue: WriteCatalogue, parse_page: type[Page]
) -> None:
    changes = {
        "papers/2015/oak2015nine.yaml": OAKS,
        "papers/2020/fir2020five.yaml": None,
        "collections/best.yaml": None,
        "collections/coded.yaml": None,
    }
    workshop = write_catalogue(changes)
    assert workshop.build().code == 0
    page = parse_page(workshop.tree()[ADDRESS])

    assert examples(page)[:4] == [
        "?q=The%20Oak%20paper",
        "?q=%22Nine%20Oaks%22",
        "?q=1501.00001",
        "?q=author%3A%22Ole%20Oak%22",
    ]
    assert not any(href.startswith("?q=in") for href in examples(page))


def test_all_indexes_and_the_pages_of_year_and_area_are_linked(page: Page) -> None:
    hrefs = page.attributes("a", "href")
    ways = ["../papers/", "../years/", "../topics/", "../venues/", "../authors/", "../collections/"]
    assert " ".join(ways) in " ".join(hrefs)
    assert [href for href in hrefs if href.startswith("../years/20") and href.count("/") == 4] == [
        "../years/2021/roots/",
        "../years/2020/trees/",
        "../years/2020/roots/",
        "../years/2019/trees/",
        "../years/2019/roots/",
        "../years/2018/trees/",
    ]


def test_every_link_of_the_page_leads_somewhere(built: Workshop, page: Page) -> None:
    tree = built.tree()
    inner = [href.split("#")[0] for href in page.attributes("a", "href") if href.startswith("../")]
    files = {urls.file_of(href.removeprefix("../")) for href in inner}
    assert files - tree.keys() == set()


def test_the_sliders_span_the_years_of_the_catalogue(page: Page) -> None:
    assert (page.attributes("input", "min"), page.attributes("input", "max")) == (["2018", "2018"], ["2021", "2021"])


def test_without_code_or_numbers_a_record_says_nothing_here(built: Workshop) -> None:
    before = built.tree()[ADDRESS]
    built.edit("papers/2020/gum2020six.yaml", "About six gums.", "Something else.")
    assert built.build().code == 0
    assert built.tree()[ADDRESS] == before
    assert built.stale() == []


def test_a_new_year_widens_the_page(built: Workshop, parse_page: type[Page]) -> None:
    built.edit("papers/2021/hazel2021seven.yaml", "year: 2021", "year: 2022")
    built.write(
        {
            "papers/2022/hazel2021seven.yaml": built.read("papers/2021/hazel2021seven.yaml"),
            "papers/2021/hazel2021seven.yaml": None,
        }
    )
    assert built.build().code == 0
    assert parse_page(built.tree()[ADDRESS]).attributes("input", "max") == ["2022", "2022"]
    assert built.stale() == []


def test_the_page_of_a_long_history_stays_short(write_catalogue: WriteCatalogue, parse_page: type[Page]) -> None:
    paper = "title: Tree {y}\nauthors: [Ole Oak]\nyear: {y}\narea: roots\nids: {{arxiv: 1501.{n:05}}}\nsummary: S.\n"
    changes = {f"papers/{y}/oak{y}.yaml": paper.format(y=y, n=y) for y in range(1980, 2010)}
    workshop = write_catalogue(changes)
    assert workshop.build().code == 0
    years = [
        h
        for h in parse_page(workshop.tree()[ADDRESS]).attributes("a", "href")
        if h.startswith("../years/") and h.count("/") == 3
    ]
    assert len(years) == 12 + 1  # and the one that the script fills in
