"""Links of a page as they must be without a server."""

from __future__ import annotations

import pytest

from dlcatalog.pipeline.offline.links import PageLinks

HELD = {
    "index.html",
    "assets/site.css",
    "images/sp ace.png",
    "papers/index.html",
    "papers/a/index.html",
    "papers/a.bib",
    "papers/page/2/index.html",
    "search/index.html",
    "topics/x/index.html",
}
BASE = "https://here.example/below/"


def links(page: str, base_url: str = "") -> PageLinks:
    return PageLinks(page, HELD.__contains__, base_url)


@pytest.mark.parametrize(
    ("page", "href", "led"),
    [
        ("papers/a/index.html", "../../", "../../index.html"),
        ("papers/a/index.html", "../..", "../../index.html"),
        ("papers/a/index.html", "../", "../index.html"),
        ("papers/a/index.html", "./", "./index.html"),
        ("papers/a/index.html", ".", "./index.html"),
        ("papers/a/index.html", "../../papers/", "../../papers/index.html"),
        ("papers/a/index.html", "../../papers/#letter-a", "../../papers/index.html#letter-a"),
        ("papers/a/index.html", "../../search/?q=a&year=2015..2018", "../../search/index.html?q=a&year=2015..2018"),
        ("papers/a/index.html", "../../search/?q=a/b/#x/", "../../search/index.html?q=a/b/#x/"),
        ("papers/a/index.html", "../../topics/x", "../../topics/x/index.html"),
        ("papers/a/index.html", "../../papers/a.bib", "../../papers/a.bib"),
        ("papers/a/index.html", "../../assets/site.css?v=1", "../../assets/site.css?v=1"),
        ("papers/a/index.html", "../../images/sp%20ace.png", "../../images/sp%20ace.png"),
        ("papers/a/index.html", "#note", "#note"),
        ("papers/a/index.html", "?q=x", "?q=x"),
        ("papers/a/index.html", "", ""),
        ("papers/a/index.html", "https://a.example/b/", "https://a.example/b/"),
        ("papers/a/index.html", "mailto:a@b.example", "mailto:a@b.example"),
        ("papers/a/index.html", "//a.example/b/", "//a.example/b/"),
        ("index.html", "./papers/", "./papers/index.html"),
        ("index.html", "./", "./index.html"),
        ("index.html", "papers/page/2/", "papers/page/2/index.html"),
        ("papers/page/2/index.html", "../../../papers/", "../../../papers/index.html"),
    ],
)
def test_link_names_the_page_of_a_folder(page: str, href: str, led: str) -> None:
    made = links(page)
    assert (made.lead(href), made.strays) == (led, [])


@pytest.mark.parametrize(
    ("href", "online", "target"),
    [
        ("../../feed.xml", f"{BASE}feed.xml", "feed.xml"),
        ("../../topics/gone/#x", f"{BASE}topics/gone/#x", "topics/gone/index.html"),
        ("../../../outside/", "https://here.example/outside/", "../outside/index.html"),
        ("/papers/", "https://here.example/papers/", "/papers/index.html"),
        ("/papers/a.bib", "https://here.example/papers/a.bib", "/papers/a.bib"),
    ],
)
def test_what_the_edition_does_not_hold_is_online_or_as_it_was(href: str, online: str, target: str) -> None:
    with_base, without = links("papers/a/index.html", BASE), links("papers/a/index.html")
    assert (with_base.lead(href), without.lead(href)) == (online, href)
    assert with_base.strays == without.strays == [(href, target)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('<html lang="en">', '<html data-index="index.html" lang="en">', id="the-flag-for-scripts"),
        pytest.param("<html>", '<html data-index="index.html">', id="a-bare-element"),
        pytest.param('<a rel="x" href="../">y</a>', '<a rel="x" href="../index.html">y</a>', id="quotes"),
        pytest.param("<a href='../'>", '<a href="../index.html">', id="single-quotes"),
        pytest.param("<a href=../ rel=x>", '<a href="../index.html" rel=x>', id="no-quotes"),
        pytest.param('<a\n href = "../"\n>', '<a\n href="../index.html"\n>', id="lines"),
        pytest.param(
            '<a href="../../search/?q=&#34;a&#34;&amp;in=b">',
            '<a href="../../search/index.html?q=&quot;a&quot;&amp;in=b">',
            id="escapes",
        ),
        pytest.param('<A HREF="../">', '<A HREF="../index.html">', id="capitals"),
        pytest.param(
            '<form action="../../search/" method="get">',
            '<form action="../../search/index.html" method="get">',
            id="form",
        ),
        pytest.param('<svg><a xlink:href="../">', '<svg><a xlink:href="../index.html">', id="drawing"),
        pytest.param(
            '<meta http-equiv="refresh" content="0; url=../../papers/">',
            '<meta http-equiv="refresh" content="0; url=../../papers/index.html">',
            id="leads-on",
        ),
        pytest.param('<meta name="x" content="../">', '<meta name="x" content="../">', id="other-meta"),
        pytest.param('<a title="href=&quot;../&quot;" >', '<a title="href=&quot;../&quot;" >', id="a-title"),
        pytest.param("<a title='a href=\"../\" b'>", "<a title='a href=\"../\" b'>", id="a-title-in-single-quotes"),
        pytest.param('<a data-href="../">', '<a data-href="../">', id="another-attribute"),
        pytest.param('<p>&lt;a href="../"&gt;</p>', '<p>&lt;a href="../"&gt;</p>', id="text"),
        pytest.param('<!-- <a href="../"> -->', '<!-- <a href="../"> -->', id="comment"),
        pytest.param(
            '<script>x = "<a href=\'../\'>";</script><a href="../">',
            '<script>x = "<a href=\'../\'>";</script><a href="../index.html">',
            id="script",
        ),
        pytest.param('<style>a{}</STYLE><a href="../">', '<style>a{}</STYLE><a href="../index.html">', id="style"),
        pytest.param('<script><a href="../">', '<script><a href="../">', id="script-without-end"),
        pytest.param(
            '<script src="../../assets/site.css"></script>', '<script src="../../assets/site.css"></script>', id="src"
        ),
        pytest.param("a < b <3 </p>", "a < b <3 </p>", id="no-tags"),
        pytest.param("<br/><input disabled>", "<br/><input disabled>", id="no-values"),
    ],
)
def test_only_links_are_rewritten(old: str, new: str) -> None:
    assert links("papers/a/index.html").rewrite(old) == new
