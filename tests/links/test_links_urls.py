from __future__ import annotations

import pytest

from dlcatalog.links.urls import host_of, is_front_page, next_url, origin_of, unsafe_url
from dlcatalog.model.urls import asked_form


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://A.example/x#part", "https://a.example/x"),
        ("HTTPS://a.example:443/x", "https://a.example/x"),
        ("http://a.example:8080", "http://a.example:8080/"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example./x", "https://a.example/x"),
        ("https://größe.example/ä?ö=ü", "https://xn--gre-6ka8i.example/%C3%A4?%C3%B6=%C3%BC"),
        ("https://a.example/%7Ex/(1)", "https://a.example/%7Ex/(1)"),
        ("http://[2606:4700::1]:80/x", "http://[2606:4700::1]/x"),
        ("https://u:p@a.example/", "https://u:p@a.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://a.example:port/", "https://a.example:port/"),
        ("https://-ä-.example/", "https://-ä-.example/"),
    ],
)
def test_url_is_asked_in_one_form(url: str, form: str) -> None:
    assert asked_form(url) == form


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://a.example/", ""),
        ("http://a.example:8080/x?y", ""),
        ("ftp://a.example/", "its scheme is 'ftp', not http or https"),
        ("javascript:alert(1)", "its scheme is 'javascript', not http or https"),
        ("https://u@a.example/", "it holds a user name or a password"),
        ("https:///x", "it has no host"),
        ("https://a.example:0/", "it has no host"),
        ("https://a.example:99999/", "its host or its port is not valid"),
        ("http://[half", "its host or its port is not valid"),
        ("https://a.example/a b", "it holds spaces or control characters"),
        ("https://a.example/\r\nX: y", "it holds spaces or control characters"),
        ("https://a.example/" + "x" * 2000, "it has more than 2,000 characters"),
        ("http://2130706433/", "its host is an address in disguise"),
    ],
)
def test_unsafe_url_says_why(url: str, fault: str) -> None:
    assert unsafe_url(url) == fault


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/y", "https://a.example/y"),
        ("y?z#f", "https://a.example/d/y?z"),
        ("//b.example/", "https://b.example/"),
        ("  http://b.example  ", "http://b.example/"),
        ("/gr\udcc3\udcb6\udcc3\udc9fe", "https://a.example/gr%C3%B6%C3%9Fe"),
        ("http://[half", ""),
    ],
)
def test_redirect_leads_from_where_it_stands(location: str, target: str) -> None:
    assert next_url("https://a.example/d/x", location) == target


def test_parts_of_urls() -> None:
    assert origin_of("https://a.example/x") == ("https", "a.example", 443)
    assert origin_of("http://a.example:81/x") == ("http", "a.example", 81)
    assert host_of("http://[half") == ""
    assert host_of("http://a.example/") == "a.example"
    assert is_front_page("https://a.example/index.html")
    assert not is_front_page("https://a.example/?id=1")
