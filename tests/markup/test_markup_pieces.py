"""Cutting rendered HTML between its outermost elements."""

from __future__ import annotations

import pytest

from dlcatalog.markup.pieces import outer_pieces


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("", []),
        ("<p>a</p>", ["<p>a</p>"]),
        ("<p>a<br>b</p>\n<p>c &lt;p&gt;</p>\n", ["<p>a<br>b</p>\n", "<p>c &lt;p&gt;</p>\n"]),
        (
            "<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>\n<hr>\n<p>c</p>",
            ["<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>\n", "<hr>\n", "<p>c</p>"],
        ),
        ("<pre><code>x\ny</code></pre>\n<p>é\n</p>", ["<pre><code>x\ny</code></pre>\n", "<p>é\n</p>"]),
        ("<p><mi>x</mi><mspace/></p><p>y</p>", ["<p><mi>x</mi><mspace/></p>", "<p>y</p>"]),
    ],
)
def test_cuts_only_between_outermost_elements(html: str, pieces: list[str]) -> None:
    assert outer_pieces(html) == pieces
    assert "".join(outer_pieces(html)) == html
