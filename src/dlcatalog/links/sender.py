"""Requests in turn: the host's pace, the link's budget, and another attempt where a fault may pass."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from dlcatalog.links.budget import Budget
from dlcatalog.links.gates import Clock, Gates
from dlcatalog.links.policy import Limits, is_passing, pause_before, retry_after
from dlcatalog.links.replies import Door, Fault, Reply, Request
from dlcatalog.links.urls import origin_of, unsafe_url

OUT_OF_BUDGET = Reply(fault=Fault.TIMEOUT, detail="the link has used up its requests")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sender:
    """Everything that asking needs, the same for all links of a run."""

    door: Door
    gates: Gates
    clock: Clock
    chance: random.Random
    date: Callable[[], datetime] = _utc_now
    limits: Limits = field(default_factory=Limits)

    def new_budget(self) -> Budget:
        return Budget(self.clock.now, self.limits)

    async def once(self, request: Request, budget: Budget) -> Reply:
        """Send one request when its host is free."""
        if not budget.may_ask():
            return OUT_OF_BUDGET
        fault = unsafe_url(request.url)
        if fault:
            return Reply(fault=Fault.UNSAFE, detail=fault)
        _, host, port = origin_of(request.url)
        async with self.gates.turn(host, port, budget) as excused:
            budget.credit += excused
            budget.requests += 1
            return await self.door.send(replace(request, seconds=min(request.seconds, budget.for_request())))

    async def is_worth_waiting(self, request: Request, reply: Reply, budget: Budget) -> bool:
        """After a failed attempt: wait as long as the server asks, or a little longer each time; False to give up."""
        if not is_passing(reply):
            return False
        budget.failures += 1
        _, host, port = origin_of(request.url)
        wanted = retry_after(reply, self.date()) if not reply.fault else None
        if wanted is not None:
            self.gates.hold(host, port, wanted)
        pause = (
            wanted
            if wanted is not None
            else pause_before(budget.failures + 1, self.chance.random(), base=self.limits.pause)
        )
        if not budget.may_fail_again() or pause > budget.left() - 0.03 * self.limits.seconds:
            return False
        await self.clock.sleep(pause)
        return True

    async def until_settled(self, request: Request, budget: Budget) -> Reply:
        """Send a request, again where a fault may pass; return the last reply."""
        while True:
            reply = await self.once(request, budget)
            if reply is OUT_OF_BUDGET or not await self.is_worth_waiting(request, reply, budget):
                return reply
