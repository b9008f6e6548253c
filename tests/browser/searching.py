"""What the tests of searching share: a page whose engine answers what a test decides, and words for what stands on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from .reader import Reader, Site

# 53 papers on trees: the years 2000 to 2019, three areas, ten venues; every second one has code.
STAND_IN: Final = Path(__file__).parent / "data" / "search-engine.js"
# What no query may do to a page.
HOSTILE: Final = {
    "long": "attention " * 1000,
    "punctuation": "!?.,;:-_()[]{}\"'`~@#$%^&*+=|\\/<>",
    "regex": r"(.*)+$ [a-z]{1,9999} ^(?=x)\b\1 *",
    "html": "<img src=x onerror=alert(1)><script>alert(1)</script>&amp;",
    "emoji": "🎲👩‍👩‍👧‍👦",
    "lone-surrogates": "\udc00 \ud83d attention",
    "prototype": "__proto__ constructor toString has:constructor year:__proto__",
    "quotes": '"""" "unclosed -"',
    "right-to-left": "\u202eنص مرحبا\u202c",
}


def open_with_stand_in(reader: Reader, address: str, says: dict[str, Any] | None = None, **options: Any) -> Page:
    """Open a page whose engine is the stand-in; `says` are its problems, whether it is complete, and its delays."""
    page = reader.open_alone(**options)
    page.add_init_script(f"window.mockSays = {json.dumps(says or {})}")
    page.route("**/assets/search-engine.js", lambda route: route.fulfill(path=STAND_IN, content_type="text/javascript"))
    page.goto(address)
    return page


def search_address(site: Site, query: str = "") -> str:
    return site.url("search/") + (f"?{query}" if query else "")


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def results(page: Page) -> Locator:
    return page.locator("ol#results > li[data-paper]")


def says(page: Page, words: str) -> None:
    """Wait until the page announces this, and nothing else does."""
    expect(page.get_by_role("status")).to_have_text(words)


def abort(reader: Reader, page: Page, pattern: str) -> None:
    """Let every request for this fail, which the browser will report."""
    reader.expect_faults("net::ERR_FAILED")
    page.route(pattern, lambda route: route.abort())
