"""Asking one page, with replies from a table and a clock of its own."""

from __future__ import annotations

import asyncio

import pytest

from dlcatalog.links.answers import Answer
from dlcatalog.links.asker import Link, PageAsker
from dlcatalog.links.hosts import HostRules
from dlcatalog.links.replies import Fault, Reply
from dlcatalog.links.robot_rules import RobotRules

from .fake import Answering, FakeClock, FakeDoor, a_sender, page, run, text, to

URL = "https://a.example/x"


def ask(
    table: dict[str, Answering], link: Link | None = None, *, confirm: bool = False
) -> tuple[Answer, FakeDoor, FakeClock]:
    door, clock = FakeDoor(table), FakeClock()
    sender = a_sender(door, clock)

    async def work() -> Answer:
        return await PageAsker(sender, RobotRules(sender), confirm).ask(link or Link(URL))

    return run(work()), door, clock


def test_good_head_is_enough() -> None:
    answer, door, _ = ask({URL: 200})
    assert (answer.link_class, door.asked(), answer.requests) == ("ok", [f"HEAD {URL}"], 2)


def test_title_needs_a_get() -> None:
    answer, door, _ = ask({URL: page("T")}, Link(URL, titled=True))
    assert (answer.title, answer.title_source, door.asked()) == ("T", "title", [f"GET {URL}"])


def test_unclear_head_is_followed_by_a_ranged_get() -> None:
    answer, door, _ = ask({f"HEAD {URL}": 405, f"GET {URL}": 206})
    assert (answer.link_class, door.asked()) == ("ok", [f"HEAD {URL}", f"GET {URL}"])
    assert door.requests[-1].headers["Range"] == "bytes=0-16383"


def test_host_is_asked_once_a_second() -> None:
    _, door, _ = ask({f"HEAD {URL}": 405, f"GET {URL}": 206})
    assert [at for at, _, _ in door.log] == [0.0, 1.0, 2.0]


def test_three_attempts_with_growing_pauses() -> None:
    answer, door, clock = ask({URL: 503}, Link(URL, titled=True))
    assert (answer.link_class, len(door.asked())) == ("unsure", 3)
    pauses = [s for s in clock.slept if s != 1.0]
    assert 0.75 <= pauses[0] <= 1.25
    assert 1.5 <= pauses[1] <= 2.5


def test_retry_after_is_waited_for() -> None:
    table: dict[str, Answering] = {URL: [Reply(status=429, headers={"retry-after": "7"}), 200]}
    answer, door, _ = ask(table, Link(URL, titled=True))
    assert answer.link_class == "ok"
    assert door.log[-1][0] - door.log[-2][0] == 7.0


def test_retry_after_an_hour_is_not_waited_for() -> None:
    answer, door, clock = ask({URL: Reply(status=429, headers={"retry-after": "3600"})})
    assert (answer.link_class, len(door.asked())) == ("blocked", 1)
    assert clock.seconds < 30


def test_never_answering_server_costs_three_requests() -> None:
    answer, door, _ = ask({URL: Fault.TIMEOUT, "https://a.example/robots.txt": Fault.TIMEOUT})
    assert (answer.link_class, answer.reason, len(door.asked())) == ("unsure", "time-out", 3)


@pytest.mark.parametrize("fault", [Fault.TLS, Fault.UNSAFE])
def test_what_cannot_pass_is_not_tried_again(fault: Fault) -> None:
    _, door, _ = ask({URL: fault})
    assert door.asked() == [f"HEAD {URL}"]


def test_permanent_redirects_are_a_suggestion() -> None:
    answer, _, _ = ask(
        {URL: to("/y", 301), "https://a.example/y": to("https://b.example/z", 308), "https://b.example/z": 200}
    )
    assert (answer.link_class, answer.final_url, answer.suggestion) == (
        "moved",
        "https://b.example/z",
        "https://b.example/z",
    )


def test_temporary_redirect_is_reported_without_suggestion() -> None:
    answer, _, _ = ask({URL: to("/y"), "https://a.example/y": 200})
    assert (answer.link_class, answer.final_url, answer.suggestion) == ("moved", "https://a.example/y", "")


def test_redirect_back_to_the_link_is_no_move() -> None:
    cookie = Reply(status=302, headers={"location": URL}, cookies=(("seen", "1"),))
    answer, door, _ = ask({URL: [cookie, 200]})
    assert (answer.link_class, answer.final_url) == ("ok", "")
    assert door.requests[-1].headers["Cookie"] == "seen=1"


def test_cookies_stay_with_their_host() -> None:
    cookie = Reply(status=302, headers={"location": "https://b.example/"}, cookies=(("seen", "1"),))
    _, door, _ = ask({URL: cookie, "https://b.example/": 200})
    assert "Cookie" not in door.requests[-1].headers


def test_unchanged_page_is_known_by_its_etag() -> None:
    answer, door, _ = ask({URL: Reply(status=304, headers={"etag": '"1"'})}, Link(URL, titled=True, etag='"1"'))
    assert (answer.link_class, answer.title, answer.etag) == ("ok", None, '"1"')
    assert door.requests[-1].headers["If-None-Match"] == '"1"'


def test_etag_is_sent_to_where_it_came_from() -> None:
    link = Link(URL, etag='"1"', etag_url="https://a.example/y")
    _, door, _ = ask({URL: to("/y", 301), "https://a.example/y": 304}, link)
    assert ["If-None-Match" in r.headers for r in door.requests] == [False, False, True]


def test_gone_in_a_pull_request_is_asked_for_twice_five_seconds_apart() -> None:
    answer, door, _ = ask({URL: 404}, confirm=True)
    assert (answer.link_class, answer.confirmed, door.asked()) == ("gone", True, [f"HEAD {URL}", f"GET {URL}"])
    assert door.log[-1][0] - door.log[-2][0] >= 5


def test_gone_title_page_is_asked_for_again_by_head() -> None:
    answer, door, _ = ask({URL: 410}, Link(URL, titled=True), confirm=True)
    assert (answer.link_class, answer.confirmed, door.asked()) == ("gone", True, [f"GET {URL}", f"HEAD {URL}"])
    assert door.log[-1][0] - door.log[-2][0] >= 5


def test_weekly_run_does_not_wait_and_does_not_confirm() -> None:
    answer, door, _ = ask({URL: 404})
    assert (answer.link_class, answer.confirmed, door.asked()) == ("gone", False, [f"HEAD {URL}", f"GET {URL}"])
    assert door.log[-1][0] - door.log[-2][0] == 1


def test_get_that_contradicts_a_gone_head_wins() -> None:
    answer, _, _ = ask({f"HEAD {URL}": 404, f"GET {URL}": 200}, confirm=True)
    assert (answer.link_class, answer.confirmed) == ("ok", False)


def test_head_that_contradicts_a_gone_get_leaves_doubt() -> None:
    answer, _, _ = ask({f"GET {URL}": 404, f"HEAD {URL}": 200}, Link(URL, titled=True), confirm=True)
    assert (answer.link_class, answer.reason) == ("unsure", "torn")


def test_dead_name_is_looked_up_again() -> None:
    answer, door, _ = ask({URL: Fault.NO_NAME, "https://a.example/robots.txt": Fault.NO_NAME}, confirm=True)
    assert (answer.link_class, answer.confirmed) == ("gone", True)
    assert [r.fresh_name for r in door.requests] == [False, False, True]


def test_robots_keep_us_out() -> None:
    robots = text("User-agent: *\nDisallow: /x", kind="text/plain")
    answer, door, _ = ask({URL: 200, "https://a.example/robots.txt": robots})
    assert (answer.link_class, door.asked()) == ("blocked", [])


def test_robots_slow_us_down() -> None:
    robots = text("User-agent: *\nCrawl-delay: 4", kind="text/plain")
    _, door, _ = ask({f"HEAD {URL}": 405, f"GET {URL}": 200, "https://a.example/robots.txt": robots})
    assert [at for at, _, _ in door.log] == [0.0, 1.0, 5.0]


def test_robots_are_asked_on_the_links_own_port() -> None:
    _, door, _ = ask({"http://a.example:8080/x": 200}, Link("http://a.example:8080/x"))
    assert door.log[0][2] == "http://a.example:8080/robots.txt"


def test_robots_where_a_redirect_leads_count_once_they_are_known() -> None:
    other = "https://a.example/private"
    robots = text("User-agent: *\nDisallow: /private", kind="text/plain")
    answer, door, _ = ask({URL: to(other), other: 200, "https://a.example/robots.txt": robots})
    assert (answer.link_class, door.asked()) == ("blocked", [f"HEAD {URL}"])


@pytest.mark.parametrize("url", ["ftp://a.example/x", "https://u:p@a.example/", "http://127.1/"])
def test_unsafe_link_is_never_asked(url: str) -> None:
    answer, door, _ = ask({}, Link(url))
    assert (answer.link_class, door.log) == ("refused", [])


def test_link_costs_at_most_twenty_requests() -> None:
    table: dict[str, Answering] = {f"https://a.example/{n}": to(f"/{n + 1}") for n in range(40)}
    table[URL] = to("/0")
    table |= {f"GET https://a.example/{n}": 404 for n in range(8, 40)}
    answer, _, clock = ask(table)
    assert answer.requests <= 20
    assert clock.seconds < 30


def test_waiting_for_others_is_not_charged() -> None:
    """Ten links of one slow host: the last waits for minutes and is asked all the same."""
    door, clock = FakeDoor({f"https://a.example/{n}": 200 for n in range(10)}), FakeClock()
    sender = a_sender(door, clock, HostRules(slower={"a.example": 30}))

    async def work() -> list[Answer]:
        asker = PageAsker(sender, RobotRules(sender))
        return await asyncio.gather(*(asker.ask(Link(f"https://a.example/{n}")) for n in range(10)))

    assert [a.link_class for a in run(work())] == ["ok"] * 10
    assert door.busiest == 1
    assert [at for at, _, _ in door.log] == [30.0 * n for n in range(11)]
