"""Files for machines that speak of the whole site: sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

from dlcatalog.model.site import Site
from dlcatalog.plan import urls

SITEMAP_URLS: Final = 50_000
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(site: Site, pages: Sequence[str], changed: Mapping[str, str]) -> dict[str, bytes]:
    """Return sitemap.xml, and its parts where there are more than 50,000 pages.

    `pages` are URLs below the root; `changed` gives the day of the last change of those that have one.
    """
    rows = [_row(site.base_url, page, changed.get(page, "")) for page in pages]
    if len(rows) <= SITEMAP_URLS:
        return {"sitemap.xml": _urlset(rows)}
    parts = [rows[start : start + SITEMAP_URLS] for start in range(0, len(rows), SITEMAP_URLS)]
    files = {f"sitemap-{n}.xml": _urlset(part) for n, part in enumerate(parts, 1)}
    listed = "".join(f"<sitemap><loc>{escape(urls.absolute(site.base_url, name))}</loc></sitemap>\n" for name in files)
    files["sitemap.xml"] = f"{_HEAD}<sitemapindex {_SCHEMA}>\n{listed}</sitemapindex>\n".encode()
    return files


def _row(base_url: str, page: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(urls.absolute(base_url, page))}</loc>{changed}</url>\n"


def _urlset(rows: Sequence[str]) -> bytes:
    return f"{_HEAD}<urlset {_SCHEMA}>\n{''.join(rows)}</urlset>\n".encode()


def robots_file(site: Site) -> bytes:
    """robots.txt: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {urls.absolute(site.base_url, 'sitemap.xml')}\n".encode()
