"""JSON-LD of lists, roundups, authors, the front page and the dumps, from the views of those pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dlcatalog.catalog.people import AuthorEntry
from dlcatalog.formats.schema_org import json_ld_script
from dlcatalog.formats.schema_pages import (
    Node,
    breadcrumbs,
    data_set,
    document,
    item_list,
    person,
    present,
    web_page,
    web_site,
)
from dlcatalog.model.collection import Collection
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person
from dlcatalog.plan import urls

# JSON-LD wants the address of a licence.
LICENSES: Final = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
# A longer index is left to the pages that it leads to.
MOST_ITEMS: Final = 200
_DATA: Final = "#data"
_CATALOG: Final = "#catalog"


def list_script(
    site: Site, view: Mapping[str, Any], hrefs: Sequence[str], *, first: int = 1, total: int = 0, **more: Any
) -> str:
    """A page that lists: papers, roundups, areas. `hrefs` are its items in order, `first` the place of the first."""
    if not site.base_url:
        return ""
    items = item_list(_all_absolute(site, hrefs), first=first, total=total) if len(hrefs) <= MOST_ITEMS else None
    return json_ld_script(document(_page("CollectionPage", site, view, {**more, "mainEntity": items})))


def collection_script(site: Site, view: Mapping[str, Any], collection: Collection, hrefs: Sequence[str]) -> str:
    """A roundup: who made it, when, from where, and its papers."""
    source = collection.source
    return list_script(
        site,
        view,
        hrefs[:MOST_ITEMS],
        total=len(hrefs),
        author={"@type": "Person", "name": source.author} if source.author else None,
        datePublished=source.published.isoformat() if source.published else "",
        dateModified=source.revised.isoformat() if source.revised else "",
        isBasedOn=source.url,
    )


def author_script(site: Site, view: Mapping[str, Any], slug: str, author: AuthorEntry, entry: Person | None) -> str:
    """An author's page, whose subject is the author."""
    if not site.base_url:
        return ""
    elsewhere = [entry.url, f"https://orcid.org/{entry.orcid}" if entry.orcid else ""] if entry else []
    who = person(
        urls.absolute(site.base_url, urls.author(slug)),
        author.name,
        variants=author.variants,
        elsewhere=[address for address in elsewhere if address],
    )
    return json_ld_script(document(_page("ProfilePage", site, view, {"mainEntity": who})))


def search_script(site: Site, view: Mapping[str, Any]) -> str:
    """The page that shows results."""
    return json_ld_script(document(_page("SearchResultsPage", site, view, {}))) if site.base_url else ""


def home_script(site: Site, description: str) -> str:
    """The site and the catalogue of data that it is."""
    if not site.base_url:
        return ""
    base = site.base_url
    catalog = {
        "@type": "DataCatalog",
        "@id": base + _CATALOG,
        "url": base,
        "name": site.title,
        "dataset": {"@id": _data(site)},
    }
    return json_ld_script(
        document(
            {
                "@graph": [
                    web_site(
                        base,
                        site.title,
                        description=description,
                        language=site.language,
                        search=urls.absolute(base, urls.search()),
                        catalog=base + _CATALOG,
                    ),
                    catalog,
                ]
            }
        )
    )


def data_node(site: Site, description: str, dumps: Sequence[str]) -> Node:
    """The whole catalogue as data, with every file that holds it."""
    base = site.base_url
    return data_set(
        _data(site),
        urls.absolute(base, urls.papers()),
        f"{site.title}: records",
        description=description,
        license=LICENSES.get(site.license, site.license),
        inLanguage=site.language,
        isAccessibleForFree=True,
        includedInDataCatalog={"@type": "DataCatalog", "@id": base + _CATALOG, "name": site.title, "url": base},
        dumps=[(name.partition(".")[2], urls.absolute(base, name)) for name in dumps],
    )


def paper_page_node(site: Site, view: Mapping[str, Any]) -> Node:
    """The page around a paper, for the way that leads to it."""
    return present({"@type": "WebPage", "@id": view["canonical"], "breadcrumb": _breadcrumbs(site, view)})


def _data(site: Site) -> str:
    return urls.absolute(site.base_url, urls.papers()) + _DATA


def _page(kind: str, site: Site, view: Mapping[str, Any], more: Mapping[str, Any]) -> Node:
    return web_page(
        kind,
        view["canonical"],
        view["title"],
        inLanguage=site.language,
        isPartOf={"@type": "WebSite", "@id": site.base_url, "name": site.title},
        breadcrumb=_breadcrumbs(site, view),
        **more,
    )


def _breadcrumbs(site: Site, view: Mapping[str, Any]) -> Node:
    above = [(crumb["label"], urls.absolute(site.base_url, crumb["href"])) for crumb in view["crumbs"]]
    return breadcrumbs([(site.title, site.base_url), *above, (view["title"], view["canonical"])])


def _all_absolute(site: Site, hrefs: Sequence[str]) -> list[str]:
    return [urls.absolute(site.base_url, href) for href in hrefs]
