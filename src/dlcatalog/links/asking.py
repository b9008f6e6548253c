"""Everything that one run asks with, put together: gates, budgets, robots.txt, pages and registries."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable

from dlcatalog.links.asker import Link, PageAsker
from dlcatalog.links.gates import Clock, Gates
from dlcatalog.links.hosts import HostRules
from dlcatalog.links.policy import Limits
from dlcatalog.links.registries_asked import RegistryAsker
from dlcatalog.links.replies import Door
from dlcatalog.links.robot_rules import RobotRules
from dlcatalog.links.run import MAX_WORKERS, OnAnswer, Run
from dlcatalog.links.sender import Sender


def loop_clock() -> Clock:
    """The clock of the running loop."""
    return Clock(asyncio.get_running_loop().time, asyncio.sleep)


class Asking:
    """One run's way to ask; to be made inside a running loop."""

    def __init__(
        self,
        door: Door,
        rules: HostRules,
        stopping: asyncio.Event,
        *,
        chance: random.Random,
        token: str = "",
        confirm: bool = False,
        clock: Clock | None = None,
        workers: int = MAX_WORKERS,
        limits: Limits | None = None,
    ) -> None:
        self.stopping = stopping
        clock = clock or loop_clock()
        sender = Sender(door, Gates(rules, clock), clock, chance, limits=limits or Limits())
        self._registries = RegistryAsker(sender, token, confirm)
        pages = PageAsker(sender, RobotRules(sender), confirm)
        self._run = Run(pages, self._registries, rules, stopping, workers)

    async def ask(self, links: Iterable[Link], on_answer: OnAnswer) -> None:
        """Ask every link once, until `stopping` is set."""
        await self._run.ask_all(links, on_answer)

    async def archived_copy(self, url: str, last_ok: str) -> str | None:
        """Return the address of a good capture, "" where there is none, None where the archive does not answer."""
        return await self._registries.archived_copy(url, last_ok)
