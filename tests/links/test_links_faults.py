"""Every fault of the server in faults.py is given its class, in time and within the budget of a link."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from dlcatalog.links.answers import Answer
from dlcatalog.links.asker import Link
from dlcatalog.links.asking import Asking
from dlcatalog.links.hosts import HostRules
from dlcatalog.links.ledger import judged, updated
from dlcatalog.links.policy import Limits
from dlcatalog.links.transport import Network

from .faults import CASES, TITLE, Case, FaultServer, trusting

# Shorter than the real ones, and long enough for a busy machine.
FAST = Limits(seconds=9, request=2.5, apart=0.3, pause=0.05)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass
class Heard:
    """What one case came to, and when."""

    answer: Answer
    seconds: float
    link_class: str


async def _ask(cases: tuple[Case, ...], *, confirm: bool) -> tuple[dict[str, Heard], FaultServer]:
    heard: dict[str, Heard] = {}
    by_link = {case.link: case for case in cases}
    server = FaultServer(cases)
    started = time.monotonic()

    def on_answer(link: Link, answer: Answer) -> None:
        case = by_link[link.url]
        row = judged(updated(None, link.url, answer, NOW), (TITLE,) if case.titled else (), NOW)
        heard[case.name] = Heard(answer, time.monotonic() - started, row.link_class)

    async with server.running():
        rules = HostRules(resolved=server.resolved, pace=0)
        async with Network(server.resolved, tls=trusting()) as door:
            chance = random.Random(0)
            asking = Asking(door, rules, asyncio.Event(), chance=chance, limits=FAST, confirm=confirm)
            await asking.ask([Link(case.link, case.titled) for case in cases], on_answer)
    return heard, server


@pytest.fixture(scope="module")
def all_heard() -> tuple[dict[str, Heard], FaultServer]:
    return asyncio.run(_ask(CASES, confirm=False))


def test_there_are_enough_distinct_faults() -> None:
    assert len({case.name for case in CASES}) == len({case.link for case in CASES}) == len(CASES)
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault_is_given_its_class(case: Case, all_heard: tuple[dict[str, Heard], FaultServer]) -> None:
    heard = all_heard[0][case.name]
    assert heard.link_class == case.expected, heard.answer
    assert heard.answer.requests <= FAST.requests
    assert heard.seconds < 30


def test_nobody_is_asked_more_often_than_a_link_may(all_heard: tuple[dict[str, Heard], FaultServer]) -> None:
    assert max(all_heard[1].counts.values()) <= FAST.requests


def test_a_server_that_always_says_429_is_asked_three_times(all_heard: tuple[dict[str, Heard], FaultServer]) -> None:
    log = [(method, path) for method, host, path in all_heard[1].log if host == "too-many.faults.example"]
    assert log == [("GET", "/robots.txt"), ("HEAD", "/page"), ("GET", "/page"), ("GET", "/page")]


def test_good_link_is_asked_once_by_head(all_heard: tuple[dict[str, Heard], FaultServer]) -> None:
    log = [(method, path) for method, host, path in all_heard[1].log if host == "plain.faults.example"]
    assert log == [("GET", "/robots.txt"), ("HEAD", "/page")]


def test_page_whose_title_is_compared_is_asked_once_by_get(all_heard: tuple[dict[str, Heard], FaultServer]) -> None:
    log = [(method, path) for method, host, path in all_heard[1].log if host == "same-paper.faults.example"]
    assert log == [("GET", "/robots.txt"), ("GET", "/page")]


def test_forbidden_path_is_not_asked(all_heard: tuple[dict[str, Heard], FaultServer]) -> None:
    log = [path for _, host, path in all_heard[1].log if host == "robots-forbid.faults.example"]
    assert log == ["/robots.txt"]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("moved-for-good", "http://moved-for-good.faults.example/new"),
        ("moved-308", "http://moved-308.faults.example/new"),
        ("moved-for-now", ""),
        ("ten-hops", ""),
        ("front-page", ""),
    ],
)
def test_only_permanent_redirects_suggest_an_address(
    name: str, suggestion: str, all_heard: tuple[dict[str, Heard], FaultServer]
) -> None:
    assert all_heard[0][name].answer.suggestion == suggestion


CONFIRMED = {"not-found", "not-found-titled", "gone-for-good", "dead-name", "redirect-to-missing"}


@pytest.fixture(scope="module")
def confirmed() -> dict[str, Heard]:
    names = {*CONFIRMED, "soft-404", "plain", "head-not-found", "forbidden", "redirect-to-loopback"}
    return asyncio.run(_ask(tuple(case for case in CASES if case.name in names), confirm=True))[0]


def test_gone_is_confirmed_by_two_looks(confirmed: dict[str, Heard]) -> None:
    assert {name for name, heard in confirmed.items() if heard.answer.confirmed} == CONFIRMED


def test_two_looks_are_apart(confirmed: dict[str, Heard]) -> None:
    assert min(confirmed[name].seconds for name in CONFIRMED) >= FAST.apart


def test_page_that_only_calls_itself_missing_is_not_confirmed(confirmed: dict[str, Heard]) -> None:
    assert (confirmed["soft-404"].link_class, confirmed["soft-404"].answer.reason) == ("unsure", "torn")
