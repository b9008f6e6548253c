"""All links of a run: sorted into queues by host, asked by a bounded number of workers, each answer handed on as it comes."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dlcatalog.links.answers import Answer, LinkClass
from dlcatalog.links.asker import Link, PageAsker
from dlcatalog.links.hosts import HostRules
from dlcatalog.links.registries_asked import RegistryAsker
from dlcatalog.links.routes import ARXIV_BATCH, PAGE, Route, api_url, route_of
from dlcatalog.links.urls import origin_of, unsafe_url

MAX_WORKERS: Final = 512
# After so many links in a row that ended alike, the others of that server are not asked in this run.
_CLOSES_AFTER: Final = {"429": 5, "rate-limit": 1, "no connection": 3, "name not resolved": 3, "time-out": 10}
_CLOSED_AS: Final = {"429": LinkClass.BLOCKED, "rate-limit": LinkClass.BLOCKED}

OnAnswer = Callable[[Link, Answer], None]
Server = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """Links that are asked together, where, and how: one, or many at arXiv's API."""

    links: tuple[Link, ...]
    route: Route
    server: Server


@dataclass(slots=True)
class Queue:
    """The units that wait for one host, or for hosts that wait together."""

    units: deque[Unit]
    at_once: int
    pace: float


@dataclass(slots=True)
class _Closed:
    """Servers that gave the same hopeless answer to several links in a row."""

    rows: dict[Server, tuple[str, int]] = field(default_factory=dict)
    closed: dict[Server, Answer] = field(default_factory=dict)

    def note(self, server: Server, answer: Answer) -> None:
        if answer.requests == 0:
            return
        reason, count = self.rows.get(server, ("", 0))
        count = count + 1 if reason == answer.reason else 1
        self.rows[server] = (answer.reason, count)
        if count >= _CLOSES_AFTER.get(answer.reason, 10**9):
            link_class = _CLOSED_AS.get(answer.reason, LinkClass.UNSURE)
            detail = f"it was not asked, for {answer.detail.removeprefix('it ')} for {count:,} others before it"
            if answer.reason == "rate-limit":
                detail = answer.detail
            self.closed[server] = Answer(link_class=link_class, detail=detail, reason=answer.reason)


@dataclass(frozen=True, slots=True)
class Run:
    """Asks links. Once `stopping` is set nothing new is begun, and what is under way is finished."""

    pages: PageAsker
    registries: RegistryAsker
    rules: HostRules
    stopping: asyncio.Event
    workers: int = MAX_WORKERS

    async def ask_all(self, links: Iterable[Link], on_answer: OnAnswer) -> None:
        """Ask every link once."""
        slots = deque(slots_of(queues_of(links, self.rules)))
        closed = _Closed()

        async def work() -> None:
            while slots and not self.stopping.is_set():
                queue = slots.popleft()
                while queue.units and not self.stopping.is_set():
                    await self._ask(queue.units.popleft(), closed, on_answer)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.workers, len(slots))):
                group.create_task(work())

    async def _ask(self, unit: Unit, closed: _Closed, on_answer: OnAnswer) -> None:
        known = closed.closed.get(unit.server)
        if known:
            answers: Sequence[Answer] = [known] * len(unit.links)
        elif unit.route.kind == "arxiv":
            answers = await self.registries.ask_arxiv(unit.links)
        elif unit.route is PAGE:
            answers = [await self.pages.ask(unit.links[0])]
        else:
            answers = [await self.registries.ask(unit.links[0], unit.route)]
        for link, answer in zip(unit.links, answers, strict=True):
            closed.note(unit.server, answer)
            on_answer(link, answer)


def queues_of(links: Iterable[Link], rules: HostRules) -> list[Queue]:
    """Sort links into queues: in order of their URLs within one, the longest queue first, for it ends last."""
    queues: dict[str, Queue] = {}
    arxiv: list[Link] = []
    for link in sorted(links, key=lambda link: link.url):
        if unsafe_url(link.url):
            _queue(queues, ("", 0), rules).units.append(Unit((link,), PAGE, ("", 0)))
            continue
        route = route_of(link.url)
        if route.kind == "arxiv":
            arxiv.append(link)
            continue
        server = origin_of(link.url if route is PAGE else api_url(route))[1:]
        _queue(queues, server, rules).units.append(Unit((link,), route, server))
    for batch in _batches(arxiv):
        server = origin_of(api_url(Route("arxiv", "x")))[1:]
        _queue(queues, server, rules).units.append(Unit(tuple(batch), Route("arxiv"), server))
    return [queues[name] for name in sorted(queues, key=lambda n: (-len(queues[n].units) * (queues[n].pace or 1), n))]


def _queue(queues: dict[str, Queue], server: Server, rules: HostRules) -> Queue:
    waiting = rules.waiting(*server)
    return queues.setdefault(waiting.name, Queue(deque(), waiting.at_once, waiting.pace))


def _batches(links: list[Link]) -> Iterable[list[Link]]:
    """Links of at most 100 papers at a time; those of one paper stay together."""
    by_paper: dict[str, list[Link]] = {}
    for link in links:
        by_paper.setdefault(route_of(link.url).key, []).append(link)
    papers = list(by_paper.values())
    for start in range(0, len(papers), ARXIV_BATCH):
        yield [link for paper in papers[start : start + ARXIV_BATCH] for link in paper]


def slots_of(queues: Iterable[Queue]) -> Iterable[Queue]:
    """Yield each queue as often as it may be worked on at once."""
    for queue in queues:
        for _ in range(min(queue.at_once, len(queue.units))):
            yield queue
