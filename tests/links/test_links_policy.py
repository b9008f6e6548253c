from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dlcatalog.links.policy import (
    is_passing,
    leads_to_login,
    leads_to_missing,
    pause_before,
    retry_after,
    says_missing,
    says_wall,
    suggestion_of,
    verdict_of,
)
from dlcatalog.links.replies import Fault, Reply

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "link_class"),
    [
        (200, "ok"),
        (204, "ok"),
        (206, "ok"),
        (304, "ok"),
        (401, "blocked"),
        (403, "blocked"),
        (429, "blocked"),
        (451, "blocked"),
        (999, "blocked"),
        (404, "gone"),
        (410, "gone"),
        (400, "unsure"),
        (405, "unsure"),
        (500, "unsure"),
        (503, "unsure"),
        (302, "unsure"),
        (100, "unsure"),
        (418, "unsure"),
        (600, "unsure"),
    ],
)
def test_status_has_its_class(status: int, link_class: str) -> None:
    assert verdict_of(Reply(status=status)).link_class == link_class


@pytest.mark.parametrize(
    ("fault", "link_class"),
    [
        (Fault.UNSAFE, "refused"),
        (Fault.NO_NAME, "gone"),
        (Fault.NAME, "unsure"),
        (Fault.CONNECT, "unsure"),
        (Fault.TIMEOUT, "unsure"),
        (Fault.TLS, "unsure"),
        (Fault.RESET, "unsure"),
        (Fault.PROTOCOL, "unsure"),
    ],
)
def test_fault_has_its_class(fault: Fault, link_class: str) -> None:
    assert verdict_of(Reply(fault=fault, detail="why")).link_class == link_class


@pytest.mark.parametrize(
    ("status", "name", "value", "is_wall"),
    [
        (503, "cf-mitigated", "challenge", True),
        (202, "x-amzn-waf-action", "captcha", True),
        (403, "x-datadome", "protected", True),
        (200, "x-datadome", "protected", False),
        (200, "cf-ray", "1", False),
    ],
)
def test_walls_show_in_headers(status: int, name: str, value: str, is_wall: bool) -> None:
    reply = Reply(status=status, headers={name: value})
    assert (verdict_of(reply).reason == "wall") is is_wall


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "Access denied",
        "ScienceDirect - Are you a robot?",
        "Sign in - Site",
        "Verifying you are human",
        "Security check",
        "Client Challenge",
        "Cookies disabled",
        "Making sure you're not a bot!",
    ],
)
def test_wall_is_known_by_its_title(title: str) -> None:
    assert says_wall(title)
    assert verdict_of(Reply(status=200), title=title).link_class == "blocked"


@pytest.mark.parametrize(
    "title",
    [
        "Attention Is All You Need",
        "Robot Learning from Demonstration",
        "A Moment of Truth",
        "",
        "Signal Processing",
        "CAPTCHA: Using Hard AI Problems",
        "Bot Detection on Social Networks",
        "Unusual Traffic in Backbones",
        "Breaking CAPTCHA" + "s" * 80,
    ],
)
def test_papers_are_no_walls(title: str) -> None:
    assert not says_wall(title)


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "Page not found",
        "Page Not Found | Site",
        "The page cannot be found",
        "Sorry, the page you requested was not found",
        "Not Found",
        "Oops! Something is missing",
        "Article not available",
        "Seite nicht gefunden",
        "This page does not exist",
    ],
)
def test_missing_page_is_known_by_its_title(title: str) -> None:
    assert says_missing(title)


@pytest.mark.parametrize(
    "title", ["Lost and Found in Translation", "4040 Neurons", "Finding What Is Not There", "", "Does Attention Exist"]
)
def test_papers_are_not_missing(title: str) -> None:
    assert not says_missing(title)


def test_places_that_redirects_lead_to() -> None:
    assert leads_to_missing("https://a.example/error/404.html")
    assert leads_to_missing("https://a.example/not-found/")
    assert not leads_to_missing("https://a.example/paper/404a")
    assert leads_to_login("https://a.example/login?next=x")
    assert leads_to_login("https://accounts.a.example/x")
    assert leads_to_login("https://a.example/oauth2/authorize?x")
    assert not leads_to_login("https://a.example/blogin/x")


@pytest.mark.parametrize(
    ("hops", "suggestion"),
    [
        ([], ""),
        ([("b", 301)], "b"),
        ([("b", 308), ("c", 301)], "c"),
        ([("b", 301), ("c", 302), ("d", 301)], "b"),
        ([("b", 302), ("c", 301)], ""),
        ([("b;jsessionid=1", 301)], ""),
        ([("b?utm_source=x", 301)], ""),
    ],
)
def test_permanent_redirects_suggest_where_they_lead(hops: list[tuple[str, int]], suggestion: str) -> None:
    assert suggestion_of(hops) == suggestion


def test_only_passing_faults_are_tried_again() -> None:
    assert [s for s in (200, 404, 403, 429, 500, 501, 503, 522) if is_passing(Reply(status=s))] == [429, 500, 503, 522]
    assert [f for f in Fault if is_passing(Reply(fault=f))] == [
        Fault.NAME,
        Fault.CONNECT,
        Fault.TIMEOUT,
        Fault.RESET,
        Fault.PROTOCOL,
    ]
    assert is_passing(Reply(status=200, cut=True))


def test_pauses_double_and_tremble() -> None:
    assert [pause_before(2, 0.5), pause_before(3, 0.5)] == [1.0, 2.0]
    assert (pause_before(2, 0.0), pause_before(2, 1.0)) == (0.75, 1.25)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", None),
        ("120", 120.0),
        ("99999999999999", 1e8),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("Sat, 21 Nov 2026 12:01:00 GMT", 60.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("Sat, 21 Nov 2026 12:01:00", 60.0),
        ("Sat, 99 Nov 2026 12:01:00 GMT", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(Reply(status=429, headers={"retry-after": text}), NOW) == seconds
