"""sitemap.xml and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from dlcatalog.model.site import Site
from dlcatalog.plan import machine
from dlcatalog.plan.machine import robots_file, sitemap_files

SITE = Site(title="Wood", base_url="https://wood.example/a&b/")
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(data: bytes) -> list[str]:
    return [str(found.text) for found in ET.fromstring(data).iter(f"{NAMESPACE}loc")]


def test_small_sitemap_is_one_file() -> None:
    files = sitemap_files(SITE, ["", "papers/ash/"], {"papers/ash/": "2022-01-02"})
    assert list(files) == ["sitemap.xml"]
    assert files["sitemap.xml"].decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://wood.example/a&amp;b/</loc></url>\n"
        "<url><loc>https://wood.example/a&amp;b/papers/ash/</loc><lastmod>2022-01-02</lastmod></url>\n"
        "</urlset>\n"
    )


def test_fifty_thousand_pages_are_one_file() -> None:
    files = sitemap_files(SITE, [f"papers/p{n}/" for n in range(50_000)], {})
    assert list(files) == ["sitemap.xml"]
    assert len(locations(files["sitemap.xml"])) == 50_000


def test_one_page_more_makes_an_index() -> None:
    files = sitemap_files(SITE, [f"papers/p{n}/" for n in range(50_001)], {})
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert ET.fromstring(files["sitemap.xml"]).tag == f"{NAMESPACE}sitemapindex"
    base = "https://wood.example/a&b/"
    assert locations(files["sitemap.xml"]) == [f"{base}sitemap-1.xml", f"{base}sitemap-2.xml"]
    assert len(locations(files["sitemap-1.xml"])) == 50_000
    assert locations(files["sitemap-2.xml"]) == [f"{base}papers/p50000/"]


def test_address_is_percent_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "SITEMAP_URLS", 10)
    files = sitemap_files(SITE, ["authors/星 野/"], {})
    assert locations(files["sitemap.xml"]) == ["https://wood.example/a&b/authors/%E6%98%9F%20%E9%87%8E/"]


def test_robots_may_read_everything() -> None:
    text = "User-agent: *\nAllow: /\n\nSitemap: https://wood.example/a&b/sitemap.xml\n"
    assert robots_file(SITE).decode() == text
