from __future__ import annotations

import time

import pytest

from dlcatalog.links.pages import PageTitle, decoded, head_is_complete, one_line, page_title


def title_of(text: str, charset: str = "") -> PageTitle:
    return page_title(text.encode(), charset)


@pytest.mark.parametrize(
    ("page", "text", "source"),
    [
        ("<title>A &amp; B</title>", "A & B", "title"),
        ("<TITLE lang='en'>\n  A\n  B </TITLE>", "A B", "title"),
        ("<meta name='citation_title' content=\"It's\"><title>x</title>", "It's", "citation"),
        ("<meta content='T' name=citation_title>", "T", "citation"),
        ("<meta property='og:title' content='O'><meta name='citation_title' content='C'>", "C", "citation"),
        ("<meta property='og:title' content='O'><title>x</title>", "O", "og"),
        ("<meta name='DC.Title' content='D'>", "D", "citation"),
        ("<meta name='citation_title' content=''><title>x</title>", "x", "title"),
        ("<!-- <title>no</title> --><title>yes</title>", "yes", "title"),
        ("<script>var a='<title>no</title>'</script><title>yes</title>", "yes", "title"),
        ("<svg><title>icon</title></svg><title>yes</title>", "yes", "title"),
        ("<p>nothing</p>", "", ""),
        ("", "", ""),
    ],
)
def test_title_is_found(page: str, text: str, source: str) -> None:
    found = title_of(page)
    assert (found.text, found.source) == (text, source)


def test_heading_names_a_page_without_title() -> None:
    assert title_of("<h1>Page <b>not</b> found</h1>").named == "Page not found"


@pytest.mark.parametrize(
    ("content", "target"),
    [("0; url=/new", "/new"), ("0;URL='/new'", "/new"), ("3, url=/new", "/new"), ("30; url=/new", ""), ("5", "")],
)
def test_quick_refresh_leads_on(content: str, target: str) -> None:
    assert title_of(f'<meta http-equiv="Refresh" content="{content}">').refresh == target


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("ä".encode(), "", "ä"),
        ("äb".encode("latin-1"), "", "äb"),
        ("äb".encode("latin-1"), "utf-8", "äb"),
        ("ä".encode("latin-1"), "iso-8859-1", "ä"),
        ("ä".encode(), "x-none", "ä"),
        ("ä".encode(), "zlib", "ä"),
        (b"\xff\xfe" + "ä".encode("utf-16-le"), "utf-8", "ä"),
        (b"\xef\xbb\xbf" + "ä".encode(), "latin-1", "ä"),
        ("<meta charset='shift_jis'>漢".encode("shift_jis"), "", "<meta charset='shift_jis'>漢"),
        ("aä".encode()[:-1], "", "a"),
    ],
    ids=["utf-8", "latin-1", "lies", "named", "unknown", "bomb", "mark-16", "mark-8", "in-page", "cut"],
)
def test_page_is_decoded_as_browsers_do(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text


def test_control_characters_are_left_out() -> None:
    assert one_line("a\x1b[31m\tb\u202e  c") == "a[31m b c"


@pytest.mark.parametrize(
    "page",
    [
        "<meta " * 40_000,
        "<title" * 40_000,
        "<!--" * 60_000,
        "<script>" * 30_000,
        "<meta name=" + "'a" * 100_000,
        "<h1>" * 60_000,
    ],
    ids=["meta", "title", "comment", "script", "quote", "h1"],
)
def test_hostile_page_is_read_quickly(page: str) -> None:
    started = time.process_time()
    title_of(page)
    assert time.process_time() - started < 2


def test_head_is_complete_when_the_body_begins() -> None:
    assert head_is_complete(b"<html><head></HEAD>")
    assert head_is_complete(b"<body class=x>")
    assert not head_is_complete(b"<html><head><title>a")
