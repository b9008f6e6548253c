#!/usr/bin/env python3
"""Ask every fault of the tests' server with the real limits, in a process without that server; prints the figures as JSON."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import resource
import sys
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.links.faults import CASES, TITLE, FaultServer, trusting  # noqa: E402

from dlcatalog.links.answers import Answer  # noqa: E402
from dlcatalog.links.asker import Link  # noqa: E402
from dlcatalog.links.asking import Asking  # noqa: E402
from dlcatalog.links.hosts import HostRules  # noqa: E402
from dlcatalog.links.ledger import judged, updated  # noqa: E402
from dlcatalog.links.transport import Network  # noqa: E402


def serve(pipe: Connection) -> None:
    """Say where the hosts are, then serve until told to end."""

    async def main() -> None:
        server = FaultServer()
        async with server.running():
            pipe.send(server.resolved)
            await asyncio.to_thread(pipe.recv)
            pipe.send(max(server.counts.values()))

    asyncio.run(main())


async def ask(resolved: dict[tuple[str, int], tuple[str, int]]) -> tuple[dict[str, str], float]:
    """Return the class of every case, and the seconds until the slowest."""
    now, found, cases = datetime.now(UTC), {}, {case.link: case for case in CASES}

    def on_answer(link: Link, answer: Answer) -> None:
        case = cases[link.url]
        found[case.name] = judged(updated(None, link.url, answer, now), (TITLE,) if case.titled else (), now).link_class

    started = time.perf_counter()
    async with Network(resolved, tls=trusting()) as door:
        asking = Asking(door, HostRules(resolved=resolved, pace=0), asyncio.Event(), chance=random.Random(0))
        await asking.ask([Link(case.link, case.titled) for case in CASES], on_answer)
    return found, time.perf_counter() - started


if __name__ == "__main__":
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    classes, seconds = asyncio.run(ask(here.recv()))
    here.send("end")
    wrong = [
        f"{case.name}: {classes[case.name]}, not {case.expected}"
        for case in CASES
        if classes[case.name] != case.expected
    ]
    said = {
        "cases": len(CASES),
        "right": len(CASES) - len(wrong),
        "wrong": wrong,
        "seconds": seconds,
        "requests": here.recv(),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }
    print(json.dumps(said))
