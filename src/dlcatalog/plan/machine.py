"""Files for machines that speak of the whole site: sitemap, robots.txt, opensearch.xml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dlcatalog.model.site import Site
from dlcatalog.plan import urls

SITEMAP_URLS: Final = 50_000
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPENSEARCH: Final = "opensearch.xml"
_OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
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


_SHORT_NAME: Final = 16
_LONG_NAME: Final = 48


def opensearch_file(site: Site) -> bytes:
    """opensearch.xml (OpenSearch 1.1, draft 6): how a browser searches this site from its address bar."""
    address, icon = (urls.absolute(site.base_url, url) for url in (urls.search(), urls.asset("icon.svg")))
    template = f"{address}?q={{searchTerms}}"
    own = urls.absolute(site.base_url, OPENSEARCH)
    title = " ".join(site.title.split())
    lines = (
        f"<ShortName>{escape(_cut(title, _SHORT_NAME))}</ShortName>",
        f"<LongName>{escape(_cut(title, _LONG_NAME))}</LongName>",
        f"<Description>{escape(f'Search {_cut(title, 500)}')}</Description>",
        f"<Language>{escape(site.language)}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Image width="16" height="16" type="image/svg+xml">{escape(icon)}</Image>',
        f'<Url type="text/html" template={quoteattr(template)}/>',
        f'<Url type="application/opensearchdescription+xml" rel="self" template={quoteattr(own)}/>',
    )
    body = "\n".join(lines)
    return f'{_HEAD}<OpenSearchDescription xmlns="{_OPENSEARCH}">\n{body}\n</OpenSearchDescription>\n'.encode()


def _cut(text: str, most: int) -> str:
    """Return the start of a text, by whole words where the first one fits."""
    if len(text) <= most:
        return text
    start = text[: most + 1].rpartition(" ")[0].rstrip(" ,;:·–—-&")
    return start or text[:most]


def robots_file(site: Site) -> bytes:
    """robots.txt: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {urls.absolute(site.base_url, 'sitemap.xml')}\n".encode()
