"""Turns: who may ask a host when. One request at a time and a pause between two, over all links of a run."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from dlcatalog.links.hosts import HostRules, Waiting

# A host that asks for a longer pause is left alone for the rest of the run.
MAX_HOLD: Final = 60.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the run sees it: seconds that only grow, and how to let them pass."""

    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class _Gate:
    waiting: Waiting
    turns: asyncio.Semaphore
    free_at: float = 0.0
    last: object = None
    delay: float = 0.0


@dataclass(slots=True)
class Gates:
    """The gates of all hosts of one run."""

    rules: HostRules
    clock: Clock
    _gates: dict[str, _Gate] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def turn(self, host: str, port: int, asker: object) -> AsyncIterator[float]:
        """Wait for a turn; yields the seconds of waiting for which `asker` itself is not to blame."""
        gate = self._gate(host, port)
        asked_at = self.clock.now()
        async with gate.turns:
            pause = gate.free_at - self.clock.now()
            if pause > 0:
                await self.clock.sleep(pause)
            started = self.clock.now()
            pace = max(gate.waiting.pace, gate.delay)
            own = gate.last is asker and pace <= 1
            gate.last = asker
            gate.free_at = started + pace
            yield 0.0 if own else started - asked_at

    def hold(self, host: str, port: int, seconds: float) -> None:
        """Let nobody ask a host for a while."""
        gate = self._gate(host, port)
        gate.free_at = max(gate.free_at, self.clock.now() + min(seconds, MAX_HOLD))

    def slow_down(self, host: str, port: int, seconds: float) -> None:
        """Keep a longer pause, as robots.txt asks."""
        gate = self._gate(host, port)
        gate.delay = max(gate.delay, seconds)

    def _gate(self, host: str, port: int) -> _Gate:
        waiting = self.rules.waiting(host, port)
        gate = self._gates.get(waiting.name)
        if gate is None:
            gate = self._gates[waiting.name] = _Gate(waiting, asyncio.Semaphore(waiting.at_once))
        return gate
