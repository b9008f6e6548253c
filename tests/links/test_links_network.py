"""Where connections may lead: every answer of the name service is judged, and what was judged is what is connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from dlcatalog.links.replies import Fault, Reply, Request
from dlcatalog.links.transport import USER_AGENT, GuardedResolver, Network, RefusedAddress

from .fake import run

Info = list[tuple[Any, ...]]


def infos(*addresses: str) -> Info:
    kinds = {True: socket.AF_INET6, False: socket.AF_INET}
    return [(kinds[":" in a], socket.SOCK_STREAM, 6, "", (a, 0)) for a in addresses]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The name service: names to a list of answers, each given once and the last for ever; who is not there does not exist."""
    table: dict[str, Any] = {"asked": []}

    def getaddrinfo(host: str, *_: Any, **__: Any) -> Info:
        table["asked"].append(host)
        found = table.get(host)
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if isinstance(found, Exception):
            raise found
        return found.pop(0) if len(found) > 1 else found[0]  # type: ignore[no-any-return]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return table


def send(url: str, **more: Any) -> Reply:
    async def work() -> Reply:
        async with Network(more.pop("resolved", {}), **more) as network:
            return await network.send(Request(method="GET", url=url, limit=1000, seconds=3))

    return run(work())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1",
        "0.0.0.0",
    ],
)
def test_name_that_leads_inside_is_refused(address: str, names: dict[str, Any]) -> None:
    names["inside.example"] = [infos(address)]
    reply = send("http://inside.example/")
    assert reply.fault is Fault.UNSAFE
    assert reply.detail.startswith(f"it leads to {address}, which ")


def test_one_inner_address_among_public_ones_is_enough(names: dict[str, Any]) -> None:
    names["mixed.example"] = [infos("93.184.215.14", "10.0.0.1")]
    assert send("http://mixed.example/").fault is Fault.UNSAFE


def test_second_answer_of_the_name_service_is_never_asked_for(names: dict[str, Any]) -> None:
    """Rebinding: public at first, inside a moment later."""
    names["rebinding.example"] = [infos("93.184.215.14"), infos("127.0.0.1")]

    async def work() -> list[Any]:
        resolver = GuardedResolver({})
        found = [await resolver.resolve("rebinding.example", 80) for _ in range(3)]
        await resolver.close()
        return found

    assert [[r["host"] for r in found] for found in run(work())] == [["93.184.215.14"]] * 3
    assert names["asked"] == ["rebinding.example"]


def test_name_that_is_looked_up_again_is_judged_again(names: dict[str, Any]) -> None:
    names["rebinding.example"] = [infos("93.184.215.14"), infos("127.0.0.1")]

    async def work() -> None:
        resolver = GuardedResolver({})
        await resolver.resolve("rebinding.example", 80)
        resolver.forget("rebinding.example")
        try:
            with pytest.raises(RefusedAddress):
                await resolver.resolve("rebinding.example", 80)
        finally:
            await resolver.close()

    run(work())


def test_socket_is_refused_whatever_came_before() -> None:
    """The last guard stands where sockets are made."""

    async def work() -> None:
        async with Network({}) as network:
            with pytest.raises(RefusedAddress):
                network._socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))

    run(work())


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (None, Fault.NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), Fault.NAME),
        (UnicodeError("label too long"), Fault.NO_NAME),
    ],
    ids=["nxdomain", "temporary", "unicode"],
)
def test_faults_of_the_name_service(found: Any, fault: Fault, names: dict[str, Any]) -> None:
    if found is not None:
        names["a.example"] = found
    assert send("http://a.example/").fault is fault


def test_reserved_names_are_not_asked_for(names: dict[str, Any]) -> None:
    assert send("http://x.invalid/").fault is Fault.NO_NAME
    assert send("http://localhost/").fault is Fault.UNSAFE
    assert send("http://x.localhost/").fault is Fault.UNSAFE
    assert names["asked"] == []


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def with_server(work: Callable[[int, list[str]], Awaitable[Reply]]) -> tuple[Reply, list[str]]:
    """Run with a server that answers 200 to everything, and return what it was sent."""
    heads: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def main() -> Reply:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            return await work(server.sockets[0].getsockname()[1], heads)

    return run(main()), heads


def get(url: str, **more: Any) -> Callable[[int, list[str]], Awaitable[Reply]]:
    async def work(port: int, _: list[str]) -> Reply:
        settings = {name: value(port) if callable(value) else value for name, value in more.items()}
        async with Network(settings.pop("resolved", {}), **settings) as network:
            return await network.send(Request(method="GET", url=url.replace("PORT", str(port)), limit=1000, seconds=3))

    return work


def test_resolve_leads_inside_and_says_who_we_are(names: dict[str, Any]) -> None:
    reply, heads = with_server(
        get("http://a.example/x", resolved=lambda port: {("a.example", 80): ("127.0.0.1", port)})
    )
    assert (reply.status, reply.body) == (200, b"hi")
    assert "Host: a.example\r\n" in heads[0]
    assert f"User-Agent: {USER_AGENT}\r\n" in heads[0]
    assert USER_AGENT == "dlcatalog/0.1.0 (link check; +https://github.com/dlcatalog/dlcatalog)"
    assert names["asked"] == []


def test_resolve_exempts_its_host_and_port_only(names: dict[str, Any]) -> None:
    names["b.example"] = [infos("127.0.0.1")]
    resolved = lambda port: {("a.example", 80): ("127.0.0.1", port)}  # noqa: E731
    for url in ("http://b.example:PORT/", "http://127.0.0.1:PORT/", "http://a.example:PORT/"):
        names["a.example"] = [infos("127.0.0.1")]
        reply, heads = with_server(get(url, resolved=resolved))
        assert (reply.fault, heads) == (Fault.UNSAFE, []), url


def test_address_itself_may_be_resolved() -> None:
    resolved = lambda port: {("127.0.0.1", port): ("127.0.0.1", port)}  # noqa: E731
    reply, _ = with_server(get("http://127.0.0.1:PORT/", resolved=resolved))
    assert reply.status == 200


def test_proxy_is_asked_for_public_names(names: dict[str, Any]) -> None:
    names["a.example"] = [infos("93.184.215.14")]
    reply, heads = with_server(get("http://a.example/x", proxies=lambda port: {"http": f"http://127.0.0.1:{port}"}))
    assert reply.status == 200
    assert heads[0].startswith("GET http://a.example/x HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "found", [[infos("10.0.0.1")], None, socket.gaierror(socket.EAI_AGAIN, "x")], ids=["inside", "unknown", "failing"]
)
def test_proxy_is_not_asked_for_what_we_know_to_be_inside(found: Any, names: dict[str, Any]) -> None:
    if found:
        names["a.example"] = found
    reply, heads = with_server(get("http://a.example/x", proxies=lambda port: {"http": f"http://127.0.0.1:{port}"}))
    is_inside = isinstance(found, list)
    assert (reply.fault is Fault.UNSAFE, len(heads)) == (is_inside, 0 if is_inside else 1)


def test_some_hosts_go_without_proxy(names: dict[str, Any]) -> None:
    resolved = lambda port: {("a.example", 80): ("127.0.0.1", port)}  # noqa: E731
    reply, heads = with_server(get("http://a.example/x", resolved=resolved, proxies={"http": "http://127.0.0.1:1"}))
    assert (reply.status, heads[0].split("\r\n")[0]) == (200, "GET /x HTTP/1.1")
    names["b.example"] = [infos("10.0.0.1")]
    reply, _ = with_server(
        get("http://b.example/", proxies={"http": "http://127.0.0.1:1"}, no_proxy=frozenset(["b.example"]))
    )
    assert reply.fault is Fault.UNSAFE


def test_bug_in_a_library_is_the_servers_fault(monkeypatch: pytest.MonkeyPatch, names: dict[str, Any]) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("aiohttp.ClientSession.request", broken)
    assert send("http://93.184.215.14/").fault is Fault.PROTOCOL
