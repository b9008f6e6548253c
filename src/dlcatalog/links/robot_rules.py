"""robots.txt of every origin, asked once a run."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

from dlcatalog.links.budget import Budget
from dlcatalog.links.pages import decoded
from dlcatalog.links.policy import REDIRECTS
from dlcatalog.links.replies import Request
from dlcatalog.links.robots import EVERYTHING, MAX_BYTES, Robots, read_robots
from dlcatalog.links.sender import Sender
from dlcatalog.links.urls import next_url, origin_of

_HOPS: Final = 3
# Of the time that a request may take.
_SHARE: Final = 0.6
Origin = tuple[str, str, int]


@dataclass(slots=True)
class RobotRules:
    """What hosts say to programs; who says nothing, or cannot be asked, allows everything."""

    sender: Sender
    _known: dict[Origin, asyncio.Task[Robots]] = field(default_factory=dict)

    async def allow(self, url: str, budget: Budget) -> bool:
        """Whether a URL may be asked. The first link of an origin pays for the question."""
        origin = origin_of(url)
        task = self._known.get(origin)
        if task is None:
            task = self._known[origin] = asyncio.ensure_future(self._read(origin, budget))
            return (await asyncio.shield(task)).allows(url)
        began = self.sender.clock.now()
        robots = await asyncio.shield(task)
        budget.credit += self.sender.clock.now() - began
        return robots.allows(url)

    def allow_already(self, url: str) -> bool:
        """Whether a URL may be asked, as far as is known without asking."""
        task = self._known.get(origin_of(url))
        if task is None or not task.done() or task.cancelled() or task.exception():
            return True
        return task.result().allows(url)

    async def _read(self, origin: Origin, budget: Budget) -> Robots:
        scheme, host, port = origin
        named = f"[{host}]" if ":" in host else host
        url = f"{scheme}://{named}:{port}/robots.txt" if port not in (80, 443) else f"{scheme}://{named}/robots.txt"
        for _ in range(_HOPS):
            request = Request(
                method="GET", url=url, limit=MAX_BYTES, seconds=_SHARE * self.sender.limits.request, whole=True
            )
            reply = await self.sender.once(request, budget)
            if reply.status in REDIRECTS and reply.header("location"):
                url = next_url(url, reply.header("location"))
                continue
            # RFC 9309 would keep away where the server fails (5xx); then the link itself fails too, and says so better.
            if reply.status != 200 or "html" in reply.header("content-type"):
                return EVERYTHING
            robots = read_robots(decoded(reply.body, "utf-8"))
            if robots.delay:
                self.sender.gates.slow_down(host, port, robots.delay)
            return robots
        return EVERYTHING
