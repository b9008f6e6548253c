"""OpenGraph: how a page shows itself where its address is shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from dlcatalog.model.site import Site
from dlcatalog.plan import urls

WIDTH: Final = 1200
HEIGHT: Final = 630
_DESCRIPTION: Final = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster picture of the site: its address below the root, what it shows in words, its size in pixels."""

    href: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Share:
    """How a page shows itself: with its own picture or the site's, and as what: website, article or profile."""

    picture: Picture | None = None
    kind: str = "website"


AS_SITE: Final = Share()


def site_picture(site: Site) -> Picture:
    return Picture(urls.preview_of_site(), site.title)


def open_graph(site: Site, url: str, *, title: str, description: str, share: Share) -> list[dict[str, Any]]:
    """Return (property, content) pairs as views; none without a base_url, as every address must be absolute.

    A page without a picture of its own shows the site's.
    """
    if not site.base_url:
        return []
    shown = share.picture or site_picture(site)
    size = [("og:image:width", shown.width), ("og:image:height", shown.height)] if shown.width and shown.height else []
    pairs = [
        ("og:title", title),
        ("og:type", share.kind),
        ("og:url", urls.absolute(site.base_url, url)),
        ("og:site_name", site.title),
        ("og:description", shortened(description)),
        ("og:image", urls.absolute(site.base_url, shown.href)),
        *size,
        ("og:image:alt", shown.alt),
    ]
    return [{"property": name, "content": str(content)} for name, content in pairs if content]


def shortened(text: str) -> str:
    """Return the start of a text, by whole words."""
    text = " ".join(text.split())
    if len(text) <= _DESCRIPTION:
        return text
    start = text[:_DESCRIPTION]
    return f"{start.rpartition(' ')[0] or start} …"
