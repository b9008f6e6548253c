"""schema.org JSON-LD of pages that are not one paper: lists, roundups, people, the site, its dumps.

Every address is absolute. Members that are not known are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Node = dict[str, Any]
# (name, address) of one step.
Step = tuple[str, str]

_DUMP_TYPES: Final = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "jsonl": "application/jsonl",
}


def present(members: Mapping[str, Any]) -> Node:
    """Return the members that say something."""
    return {name: value for name, value in members.items() if value}


def document(node: Mapping[str, Any]) -> Node:
    """Return a node as a document of its own."""
    return {"@context": "https://schema.org", **node}


def web_page(kind: str, url: str, name: str, **more: Any) -> Node:
    """A page of some kind: CollectionPage, ProfilePage."""
    return present({"@type": kind, "@id": url, "url": url, "name": name, **more})


def item_list(addresses: Sequence[str], *, first: int = 1, total: int = 0) -> Node:
    """A list of pages. `first` is the place of the first item in the whole list, `total` how many that has."""
    items = [{"@type": "ListItem", "position": n, "url": url} for n, url in enumerate(addresses, first)]
    return present({"@type": "ItemList", "numberOfItems": total or len(items), "itemListElement": items})


def breadcrumbs(steps: Sequence[Step]) -> Node:
    """The way from the front page to this one, which is the last step."""
    items = [{"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(steps, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def person(url: str, name: str, *, variants: Sequence[str] = (), elsewhere: Sequence[str] = ()) -> Node:
    """An author, with other spellings and addresses elsewhere."""
    return present(
        {
            "@type": "Person",
            "@id": url,
            "url": url,
            "name": name,
            "alternateName": list(variants),
            "sameAs": list(elsewhere),
        }
    )


def web_site(url: str, name: str, *, description: str, language: str, search: str, catalog: str) -> Node:
    """The site, with what a search box elsewhere needs. `search` is the address of the search page."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    site = {
        "@type": "WebSite",
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": language,
        "potentialAction": action if search else None,
        "mainEntity": {"@id": catalog} if catalog else None,
    }
    return present(site)


def data_set(url: str, page: str, name: str, *, dumps: Sequence[tuple[str, str]], **more: Any) -> Node:
    """The records as data. `url` is its id, `dumps` are (ending, address) of each file."""
    distribution = [
        {
            "@type": "DataDownload",
            "name": f"{name} ({ending})",
            "contentUrl": address,
            "encodingFormat": _DUMP_TYPES[ending],
        }
        for ending, address in dumps
    ]
    return present({"@type": "Dataset", "@id": url, "url": page, "name": name, **more, "distribution": distribution})
