from __future__ import annotations

import pytest

from dlcatalog.links.robots import Robots, read_robots

HOST = "https://a.example"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("user-agent:*\ndisallow:/a # not there", "/ab", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a/b\nAllow: /a", "/a/b/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: dlcatalog\nDisallow: /y", "/x", True),
        ("User-agent: DLcatalog/2.0\nDisallow: /", "/x", False),
        ("User-agent: other\nUser-agent: dlcatalog\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?*id=", "/a?x&id=1", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe/x", False),
        ("User-agent: *\nDisallow: /" + "*" * 5000 + "a" * 20 + "$", "/" + "a" * 2000 + "b", True),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("<html>Disallow: /</html>", "/x", True),
    ],
)
def test_longest_rule_decides(text: str, path: str, allowed: bool) -> None:
    assert read_robots(text).allows(HOST + path) is allowed


@pytest.mark.parametrize(
    ("delay", "seconds"), [("10", 10.0), ("0.5", 0.5), ("1e9", 60.0), ("-3", 0.0), ("soon", 0.0), ("nan", 0.0)]
)
def test_delay_is_kept_within_reason(delay: str, seconds: float) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {delay}").delay == seconds


def test_empty_path_is_the_front_page() -> None:
    assert not Robots(((False, "/"),)).allows(HOST)
