"""A door that leads nowhere: replies from a table, a clock that only sleeping moves."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dlcatalog.links.gates import Clock, Gates
from dlcatalog.links.hosts import HostRules
from dlcatalog.links.replies import Fault, Reply, Request
from dlcatalog.links.sender import Sender

T = TypeVar("T")
Answering = Reply | Fault | int | list[Reply | int]


@dataclass
class FakeDoor:
    """Replies by URL, or by "METHOD URL"; the last of several is repeated. What is not in the table is 404."""

    table: Mapping[str, Answering]
    now: Callable[[], float] = lambda: 0.0
    log: list[tuple[float, str, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    busy: int = 0
    busiest: int = 0

    async def send(self, request: Request) -> Reply:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        self.log.append((self.now(), request.method, request.url))
        self.requests.append(request)
        await asyncio.sleep(0)
        self.busy -= 1
        asked = sum(1 for _, method, url in self.log if (method, url) == (request.method, request.url))
        found = self.table.get(f"{request.method} {request.url}", self.table.get(request.url, 404))
        if isinstance(found, list):
            found = found[min(asked, len(found)) - 1]
        if isinstance(found, int):
            return Reply(status=found)
        return Reply(fault=found) if isinstance(found, Fault) else found

    def asked(self) -> list[str]:
        """What was asked, but for robots.txt."""
        return [f"{method} {url}" for _, method, url in self.log if not url.endswith("/robots.txt")]


class FakeClock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)

    def as_clock(self) -> Clock:
        return Clock(self.now, self.sleep)


def a_sender(door: FakeDoor, clock: FakeClock | None = None, rules: HostRules | None = None) -> Sender:
    clock = clock or FakeClock()
    door.now = clock.now
    made = clock.as_clock()
    return Sender(door, Gates(rules or HostRules(), made), made, random.Random(0))


def page(title: str, *, status: int = 200, **headers: str) -> Reply:
    """An HTML page."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    body = f"<html><head><title>{title}</title></head>".encode()
    return Reply(status=status, headers={"content-type": "text/html", **names}, body=body)


def to(url: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"location": url})


def text(body: str, *, status: int = 200, kind: str = "application/json") -> Reply:
    return Reply(status=status, headers={"content-type": kind}, body=body.encode())


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
