"""A whole run over many hosts, with replies from a table."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from dlcatalog.links.answers import Answer
from dlcatalog.links.asker import Link
from dlcatalog.links.asking import Asking
from dlcatalog.links.hosts import HostRules
from dlcatalog.links.replies import Fault, Reply
from dlcatalog.links.run import queues_of

from .fake import Answering, FakeClock, FakeDoor, run


def ask_all(
    urls: list[str], table: dict[str, Answering], *, rules: HostRules | None = None, stop_after: int = 10**9
) -> tuple[dict[str, Answer], FakeDoor]:
    door, clock = FakeDoor(table), FakeClock()
    door.now = clock.now
    heard: dict[str, Answer] = {}

    async def work() -> None:
        stopping = asyncio.Event()
        asking = Asking(door, rules or HostRules(), stopping, chance=random.Random(0), clock=clock.as_clock())

        def on_answer(link: Link, answer: Answer) -> None:
            assert link.url not in heard
            heard[link.url] = answer
            if len(heard) >= stop_after:
                stopping.set()

        await asking.ask([Link(url) for url in urls], on_answer)

    run(work())
    return heard, door


def urls_of(host: str, number: int) -> list[str]:
    return [f"https://{host}/{n}" for n in range(number)]


def test_every_link_is_asked_once() -> None:
    urls = [*urls_of("a.example", 5), *urls_of("b.example", 3)]
    heard, door = ask_all(urls, dict.fromkeys(urls, 200))
    assert Counter(door.asked()) == Counter(f"HEAD {url}" for url in urls)
    assert {a.link_class for a in heard.values()} == {"ok"}


def test_order_is_the_same_every_time() -> None:
    urls = [*urls_of("a.example", 5), *urls_of("b.example", 3), *urls_of("c.example", 3)]
    assert ask_all(urls, {})[1].log == ask_all(urls[::-1], {})[1].log


def test_long_queues_come_first_and_hosts_of_one_keeper_wait_together() -> None:
    urls = [*urls_of("a.example", 5), "https://arxiv.org/list/a", "https://www.arxiv.org/list/b", "ftp://x.example/"]
    queues = queues_of([Link(url) for url in urls], HostRules())
    assert [[unit.links[0].url for unit in queue.units] for queue in queues] == [
        ["https://arxiv.org/list/a", "https://www.arxiv.org/list/b"],
        urls_of("a.example", 5),
        ["ftp://x.example/"],
    ]


def test_papers_of_arxiv_go_in_batches_of_a_hundred() -> None:
    urls = [f"https://arxiv.org/{kind}/1706.{n:05}" for n in range(101) for kind in ("abs", "pdf")]
    (queue,) = queues_of([Link(url) for url in urls], HostRules())
    assert [len(unit.links) for unit in queue.units] == [200, 2]


def test_server_that_takes_no_connection_is_left_alone_after_three() -> None:
    urls = urls_of("a.example", 9)
    heard, door = ask_all(urls, dict.fromkeys([*urls, "https://a.example/robots.txt"], Fault.CONNECT))
    assert Counter(a.link_class for a in heard.values()) == {"unsure": 9}
    assert len({url for url in door.asked() if url.startswith("HEAD")}) == 3
    assert heard[urls[-1]].requests == 0
    assert heard[urls[-1]].detail.startswith("it was not asked, for its server takes no connection for 3 others")


def test_server_that_always_says_429_is_left_alone_after_five() -> None:
    urls = urls_of("a.example", 50)
    heard, door = ask_all(urls, dict.fromkeys(urls, 429))
    assert Counter(a.link_class for a in heard.values()) == {"blocked": 50}
    assert len(door.log) <= 16


def test_one_good_answer_keeps_a_server_open() -> None:
    urls = urls_of("a.example", 9)
    table: dict[str, Answering] = {url: 200 if n % 3 == 2 else Fault.TIMEOUT for n, url in enumerate(urls)}
    heard, _ = ask_all(urls, table)
    assert all(a.requests for a in heard.values())


def test_exhausted_github_is_asked_once() -> None:
    urls = [f"https://github.com/a/b{n}" for n in range(5)]
    out = Reply(status=403, headers={"x-ratelimit-remaining": "0"})
    heard, door = ask_all(urls, {f"https://api.github.com/repos/a/b{n}": out for n in range(5)})
    assert Counter(a.link_class for a in heard.values()) == {"blocked": 5}
    assert len(door.log) == 1


def test_nothing_is_begun_after_a_stop() -> None:
    urls = urls_of("a.example", 9)
    heard, door = ask_all(urls, dict.fromkeys(urls, 200), stop_after=4)
    assert list(heard) == urls[:4]
    assert len(door.asked()) == 4


def test_eight_at_once_only_on_hosts_of_resolve_without_a_pace() -> None:
    urls = urls_of("a.example", 40)
    here = {("a.example", 443): ("127.0.0.1", 1)}
    assert ask_all(urls, dict.fromkeys(urls, 200), rules=HostRules(resolved=here, pace=0))[1].busiest == 8
    assert ask_all(urls, dict.fromkeys(urls, 200), rules=HostRules(pace=0))[1].busiest == 1
    assert ask_all(urls, dict.fromkeys(urls, 200), rules=HostRules(resolved=here))[1].busiest == 1
