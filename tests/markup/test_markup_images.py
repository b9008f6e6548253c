"""Figures: known by content, refused where they could do more than be seen."""

# ruff: noqa: E501  one line, one case

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.markup import ImageInfo, check_image

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 40, 30) + b"\x08\x06\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 40, 30)
JPEG = (
    b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"ab" + b"\xff\xff\xd0\xff\xc2" + struct.pack(">HBHH", 11, 8, 30, 40)
)
WEBP_X = b"RIFF\0\0\0\0WEBPVP8X" + b"\x0a\0\0\0" + b"\0\0\0\0" + b"\x27\0\0\x1d\0\0"
WEBP_L = b"RIFF\0\0\0\0WEBPVP8L" + b"\0\0\0\0\x2f" + struct.pack("<I", 39 | 29 << 14)
WEBP = b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 40, 30)
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30px">'


def svg(inside: str) -> bytes:
    return f"{OPEN}{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("name", "data", "info"),
    [
        pytest.param("a.png", PNG, ImageInfo(format="png", width=40, height=30), id="png"),
        pytest.param("a.PNG", PNG, ImageInfo(format="png", width=40, height=30), id="capitals"),
        pytest.param("a.gif", GIF, ImageInfo(format="gif", width=40, height=30), id="gif"),
        pytest.param("a.jpg", JPEG, ImageInfo(format="jpeg", width=40, height=30), id="jpg"),
        pytest.param("a.jpeg", JPEG, ImageInfo(format="jpeg", width=40, height=30), id="jpeg"),
        pytest.param("a.webp", WEBP_X, ImageInfo(format="webp", width=40, height=30), id="webp-extended"),
        pytest.param("a.webp", WEBP_L, ImageInfo(format="webp", width=40, height=30), id="webp-lossless"),
        pytest.param("a.webp", WEBP, ImageInfo(format="webp", width=40, height=30), id="webp"),
        pytest.param("a.svg", svg(""), ImageInfo(format="svg", width=40, height=30), id="svg"),
        pytest.param("a.svg", b'<?xml version="1.0"?>\n<!-- c --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40.4 30"/>', ImageInfo(format="svg", width=40, height=30), id="svg-with-a-view-box"),
        pytest.param("a.svg", b'\xef\xbb\xbf<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>', ImageInfo(format="svg", width=None, height=None), id="svg-without-size"),
        pytest.param("a.svg", b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="1" height="2"/>', ImageInfo(format="svg", width=1, height=2), id="svg-with-prefix"),
    ],
)  # fmt: skip
def test_images_are_known_by_their_content(name: str, data: bytes, info: ImageInfo) -> None:
    assert check_image(name, data) == (info, ())


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.png", b"", "unknown-image-format", id="nothing"),
        pytest.param("a.png", b"<html></html>", "unknown-image-format", id="html"),
        pytest.param("a.bmp", b"BM1234", "unknown-image-format", id="bitmap"),
        pytest.param("a.jpg", PNG, "image-extension-mismatch", id="png-named-jpg"),
        pytest.param("png", PNG, "image-extension-mismatch", id="no-extension"),
        pytest.param("a.png", PNG + b"\0" * 1024 * 1024, "image-too-large", id="large"),
        pytest.param("a.png", PNG[:20], "damaged-image", id="short-png"),
        pytest.param("a.png", PNG.replace(b"IHDR", b"IDAT"), "damaged-image", id="png-without-header"),
        pytest.param("a.gif", GIF[:7], "damaged-image", id="short-gif"),
        pytest.param("a.gif", b"GIF87a\0\0\0\0", "damaged-image", id="empty-gif"),
        pytest.param("a.jpg", JPEG[:9], "damaged-image", id="short-jpeg"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0\0\x02ab", "damaged-image", id="jpeg-without-frame"),
        pytest.param("a.webp", WEBP_X[:26], "damaged-image", id="short-webp"),
        pytest.param("a.webp", WEBP.replace(b"VP8 ", b"ABCD"), "damaged-image", id="webp-without-header"),
    ],
)
def test_other_files_are_refused(name: str, data: bytes, code: str) -> None:
    info, problems = check_image(name, data)
    assert info is None
    assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param('<g><path d="M0 0h1"/><use xlink:href="#a"/></g>', id="shapes"),
        pytest.param('<rect fill="url(#a)" clip-path="url( \'#b\' )"/>', id="references-inside"),
        pytest.param('<image href="data:image/png;base64,iVBORw0KGgo="/>', id="embedded-picture"),
        pytest.param("<title>a &lt; b &#65;</title><desc>c</desc>", id="words"),
        pytest.param('<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about="x"/></metadata>', id="metadata"),
        pytest.param('<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="on"/>', id="editor-s-notes"),
    ],
)  # fmt: skip
def test_drawings_pass(inside: str) -> None:
    assert check_image("a.svg", svg(inside))[1] == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(svg("<script>alert(1)</script>"), "the element 'script'", id="script"),
        pytest.param(svg("<style>*{}</style>"), "the element 'style'", id="style-element"),
        pytest.param(svg('<g style="fill:red"/>'), "the attribute 'style'", id="style-attribute"),
        pytest.param(svg("<foreignObject/>"), "the element 'foreignObject'", id="foreign-object"),
        pytest.param(svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'), "the element 'script'", id="html-script"),
        pytest.param(svg('<animate attributeName="href"/>'), "the element 'animate'", id="animation"),
        pytest.param(svg('<a href="https://x.y"/>'), "the element 'a'", id="link"),
        pytest.param(svg('<g onclick="x"/>'), "the event attribute 'onclick'", id="event"),
        pytest.param(svg('<g ONLOAD="x"/>'), "the event attribute 'ONLOAD'", id="event-in-capitals"),
        pytest.param(svg('<image href="https://x.y/a.png"/>'), "a reference outside itself in 'href'", id="picture-elsewhere"),
        pytest.param(svg('<use xlink:href="b.svg#a"/>'), "a reference outside itself in 'href'", id="use-elsewhere"),
        pytest.param(svg('<image href="data:image/svg+xml;base64,AAAA"/>'), "a reference outside itself in 'href'", id="svg-in-data"),
        pytest.param(svg('<rect fill="url(https://x.y)"/>'), "a reference outside itself in 'fill'", id="fill-elsewhere"),
        pytest.param(svg('<rect fill="u\\72l(x)"/>'), "a reference outside itself in 'fill'", id="escaped-url"),
        pytest.param(svg('<g xml:base="https://x.y"/>'), "the attribute 'base'", id="base"),
        pytest.param(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "a document type or an entity", id="entity"),
        pytest.param(b'<!DOCTYPE svg SYSTEM "x">' + svg(""), "a document type or an entity", id="document-type"),
        pytest.param(b'<?xml-stylesheet href="x.css"?>' + svg(""), "the processing instruction 'xml-stylesheet'", id="stylesheet"),
        pytest.param(b"<svg/>", "the root 'svg' in place of svg in its namespace", id="no-namespace"),
        pytest.param(b"<svg", "broken XML in line 1", id="broken"),
        pytest.param(svg("&foo;"), "broken XML in line 1", id="unknown-entity"),
        pytest.param(b'<?xml version="1.0" encoding="ebcdic"?>' + svg(""), "an unknown encoding", id="unknown-encoding"),
        pytest.param(svg("<g>" * 100 + "</g>" * 100), "more than 100 levels or 50,000 elements", id="deep"),
        pytest.param(svg("<g/>" * 50_000), "more than 100 levels or 50,000 elements", id="many"),
    ],
)  # fmt: skip
def test_svg_that_could_do_more_is_refused(data: bytes, what: str) -> None:
    info, problems = check_image("a.svg", data)
    assert info is None
    assert [problem.message for problem in problems] == [
        f"'image' must be an SVG that is safe to show, not one with {what}"
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([PNG, GIF, JPEG, WEBP, WEBP_L, WEBP_X, svg("<g/>"), b""]),
    st.integers(0, 40),
    st.binary(max_size=30),
    st.sampled_from(["a.png", "a.gif", "a.jpg", "a.webp", "a.svg", "", "\0", "a/../b.png"]),
)
def test_no_file_raises(start: bytes, cut: int, rest: bytes, name: str) -> None:
    info, problems = check_image(name, start[:cut] + rest)
    assert (info is None) == bool(problems)
