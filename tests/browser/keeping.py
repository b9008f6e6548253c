"""What the tests of the reading list share: its storage as it is and as it should not be, its page, and axe's verdict."""

from __future__ import annotations

import json
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from .reader import Site

ATTENTION: Final = "vaswani2017attention"
ADAM: Final = "kingma2014adam"
RESNET: Final = "he2015deep"
FORBIDDEN: Final = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('not here', 'SecurityError'); }})"""
FULL: Final = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


def key_of(site: Site) -> str:
    """The name of the list of a served site in the browser's storage."""
    return f"dlcatalog-list:{site.below}"


def entry(paper: str, title: str = "", **fields: Any) -> dict[str, Any]:
    card = {"title": title or paper, "authors": ["Ada Ash"], "more": 0, "year": 2000, "venue": "", "sort": "Ash, Ada"}
    return {"id": paper, "added": 1, "read": False, "note": "", **fields, "card": {**card, **fields.get("card", {})}}


def stored(papers: list[dict[str, Any]], **fields: Any) -> str:
    return json.dumps({"version": 1, "name": "", "sort": "added", "papers": papers, **fields})


def keep(page: Page, site: Site, text: str) -> None:
    """Put this text where the list is stored. The page must be one of the site's."""
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key_of(site), text])


def kept(page: Page, site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate("key => localStorage.getItem(key)", key_of(site)))
    return found


def kept_ids(page: Page, site: Site) -> list[str]:
    return [str(paper["id"]) for paper in kept(page, site)["papers"]]


def titles(page: Page) -> list[str]:
    """The titles on the page of the list, in their order."""
    return [str(text) for text in page.locator(".list-items h2").all_inner_texts()]


def star_of(page: Page, title: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=f"Keep {title} in the reading list", exact=True)


def violations(page: Page, part: str = "html") -> list[str]:
    """What axe-core finds in a part of the page, in one line each."""
    found = Axe().run(page, context=part).response["violations"]
    return [f"{fault['id']}: {[node['html'][:80] for node in fault['nodes'][:3]]}" for fault in found]
