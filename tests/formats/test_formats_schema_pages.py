from __future__ import annotations

from dlcatalog.formats.schema_pages import (
    breadcrumbs,
    data_set,
    document,
    item_list,
    person,
    web_page,
    web_site,
)

BASE = "https://here.example/"


def test_item_list_numbers_from_its_place_in_the_whole() -> None:
    assert item_list([f"{BASE}a/", f"{BASE}b/"], first=51, total=52) == {
        "@type": "ItemList",
        "numberOfItems": 52,
        "itemListElement": [
            {"@type": "ListItem", "position": 51, "url": f"{BASE}a/"},
            {"@type": "ListItem", "position": 52, "url": f"{BASE}b/"},
        ],
    }


def test_empty_list_is_only_a_list() -> None:
    assert item_list([]) == {"@type": "ItemList"}


def test_breadcrumbs_lead_from_the_front_page() -> None:
    assert breadcrumbs([("Home", BASE), ("Papers", f"{BASE}papers/")])["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Home", "item": BASE},
        {"@type": "ListItem", "position": 2, "name": "Papers", "item": f"{BASE}papers/"},
    ]


def test_page_keeps_what_it_is_given() -> None:
    assert web_page("CollectionPage", BASE, "All", mainEntity=None, datePublished="2019-12-31") == {
        "@type": "CollectionPage",
        "@id": BASE,
        "url": BASE,
        "name": "All",
        "datePublished": "2019-12-31",
    }


def test_person_with_and_without_more() -> None:
    assert person(f"{BASE}authors/a/", "Ada", variants=["A."], elsewhere=["https://orcid.org/0"]) == {
        "@type": "Person",
        "@id": f"{BASE}authors/a/",
        "url": f"{BASE}authors/a/",
        "name": "Ada",
        "alternateName": ["A."],
        "sameAs": ["https://orcid.org/0"],
    }
    assert set(person("u", "Ada")) == {"@type", "@id", "url", "name"}


def test_site_tells_how_it_is_searched() -> None:
    made = web_site(BASE, "Here", description="", language="en", search=f"{BASE}search/", catalog="")
    assert made["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{BASE}search/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    assert "description" not in made


def test_dumps_are_downloads_with_their_types() -> None:
    made = data_set(
        "id", "page", "Records", dumps=[("bib", f"{BASE}catalog.bib"), ("csl.json", f"{BASE}catalog.csl.json")]
    )
    assert made["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "Records (bib)",
            "contentUrl": f"{BASE}catalog.bib",
            "encodingFormat": "application/x-bibtex",
        },
        {
            "@type": "DataDownload",
            "name": "Records (csl.json)",
            "contentUrl": f"{BASE}catalog.csl.json",
            "encodingFormat": "application/vnd.citationstyles.csl+json",
        },
    ]


def test_document_names_its_context_first() -> None:
    assert list(document({"@type": "Thing"})) == ["@context", "@type"]
