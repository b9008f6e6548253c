"""Weekly runs through sockets against a server that fails now and then: nothing that is good is ever called gone."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dlcatalog.links.policy import Limits
from dlcatalog.links.steps import LinkOptions, check_links
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.source.link_ledger import read_link_ledger

from .faults import Asked, Case, Endpoint, FaultServer, good, hang, reset, status

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WEEKS = 12
FAST = Limits(seconds=4, request=0.8, apart=0.1, pause=0.02)


class Unsteady:
    """Two of a hundred requests fail; one in ten of those as if the page were gone."""

    def __init__(self) -> None:
        self.chance = random.Random(20261121)
        self.faults: Counter[str] = Counter()

    async def __call__(self, a: Asked) -> None:
        if self.chance.random() >= 0.02:
            await good(a)
        elif self.chance.random() < 0.1:
            self.faults["gone"] += 1
            await status(404)(a)
        else:
            self.faults["other"] += 1
            await self.chance.choice([status(429), status(403), status(500), status(503), reset, hang])(a)


def catalogue(folder: Path, hosts: list[str]) -> BuildOptions:
    papers = folder / "catalog" / "papers" / "2020"
    papers.mkdir(parents=True)
    (folder / "catalog" / "site.yaml").write_text("title: T\n")
    for number in range(40):
        found = ", ".join(f"http://{hosts[(number + n) % len(hosts)]}/{number}/{n}" for n in range(6))
        (papers / f"p{number}.yaml").write_text(
            f"title: Growing Trees by the Method of Patient Watering\nauthors: [A B]\nyear: 2020\narea: t\nsummary: S.\n"
            f"links: {{paper: http://{hosts[number % 4]}/{number}, code: [{found}]}}\n"
        )
    return BuildOptions(catalog=folder / "catalog", out=folder / "site", store=folder / "store", jobs=1)


def weekly(build: BuildOptions, resolved: dict[Endpoint, Endpoint], unsteady: Unsteady) -> list[str]:
    """Run once a week; return the codes of all errors."""
    options = LinkOptions(now=NOW, max_age=0, resolved=resolved, pace=0, limits=FAST)
    alarms = []
    for week in range(WEEKS):
        result = check_links(build, replace(options, now=NOW + timedelta(weeks=week)))
        assert result.asked == 280
        alarms += [d.code for d in result.report if d.severity == "error"]
    return alarms


def test_weekly_runs_through_sockets_raise_no_false_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unsteady = Unsteady()
    server = FaultServer(tuple(Case(f"h{n}", "ok", unsteady) for n in range(4)))
    build = catalogue(tmp_path, [case.host for case in server.cases])

    async def main() -> list[str]:
        async with server.running():
            return await asyncio.to_thread(weekly, build, server.resolved, unsteady)

    assert asyncio.run(main()) == []
    assert unsteady.faults["other"] > 20
    rows, problems = read_link_ledger((tmp_path / "catalog" / "links.jsonl").read_bytes(), "links.jsonl")
    assert (len(rows), problems) == (280, ())
    assert Counter(row.link_class for row in rows.values())["ok"] > 270
