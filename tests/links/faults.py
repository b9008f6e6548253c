"""A server that does what real servers do wrong: every case at a host of its own, with the class that it must be given.

Each case stands here because servers on the public web behave so; the notes say which. Nothing but sockets on 127.0.0.1.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "faults.example"
TITLE: Final = "Growing Trees by the Method of Patient Watering"
OTHER: Final = "A Survey of Stone Walls in Northern Landscapes"
TLS_DATA: Final = Path(__file__).parent / "data" / "tls"
Endpoint = tuple[str, int]


@dataclass
class Asked:
    """One request as it came in, and the way back."""

    method: str
    path: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter
    number: int
    host: str

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def reply(self, status: int, body: bytes | str = b"", *headers: str) -> None:
        """Answer as a sound server would."""
        data = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(data)}"]
        if not any(h.lower().startswith("content-type") for h in headers):
            lines.append("Content-Type: text/html; charset=utf-8")
        head = "\r\n".join([*lines, *headers, "", ""]).encode("utf-8", "surrogateescape")
        await self.raw(head if self.method == "HEAD" else head + data)

    async def to(self, status: int, location: str) -> None:
        await self.reply(status, b"", f"Location: {location}")

    async def hang(self) -> None:
        await asyncio.sleep(3600)


Handler = Callable[[Asked], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """One fault. `path` is what the link names; robots.txt is answered 404 unless `robots` does it."""

    name: str
    expected: str
    handler: Handler
    titled: bool = False
    path: str = "/page"
    scheme: str = "http"
    robots: Handler | None = None
    certificate: str = "good"
    url: str = ""
    detail: str = ""

    @property
    def host(self) -> str:
        return f"{self.name}.{DOMAIN}"

    @property
    def link(self) -> str:
        return self.url or f"{self.scheme}://{self.host}{self.path}"


def page(title: str, *, extra: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{extra}</head><body><p>x</p></body></html>"


async def good(a: Asked) -> None:
    await a.reply(200, page(TITLE))


async def close(a: Asked) -> None:
    a.writer.close()


async def reset(a: Asked) -> None:
    a.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    a.writer.transport.abort()


async def hang(a: Asked) -> None:
    await a.hang()


def status(number: int, *headers: str, body: str = "x") -> Handler:
    return lambda a: a.reply(number, body, *headers)


def to(number: int, location: str) -> Handler:
    return lambda a: a.to(number, location)


def raw(data: bytes, *, end: bool = True) -> Handler:
    async def handler(a: Asked) -> None:
        await a.raw(data)
        if end:
            a.writer.close()

    return handler


def by_method(head: Handler, get: Handler) -> Handler:
    return lambda a: head(a) if a.method == "HEAD" else get(a)


def first(one: Handler, then: Handler) -> Handler:
    return lambda a: one(a) if a.number == 1 else then(a)


def by_path(**paths: Handler) -> Handler:
    async def handler(a: Asked) -> None:
        await paths.get(a.path.partition("?")[0].strip("/").replace("/", "_") or "front", status(404))(a)

    return handler


def chain(hops: int) -> Handler:
    async def handler(a: Asked) -> None:
        number = int(a.path.strip("/") or 0) if a.path.strip("/").isdigit() else 0
        await (a.to(302, f"/{number + 1}") if number < hops else good(a))

    return handler


def drip(body: bytes) -> Handler:
    async def handler(a: Asked) -> None:
        await a.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while a.method == "GET":
            await a.raw(body)
            await asyncio.sleep(0.05)

    return handler


def flood(piece: bytes, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> Handler:
    async def handler(a: Asked) -> None:
        await a.raw(head)
        while head[:4] != b"HTTP" or a.method == "GET":
            await a.raw(piece)
            await asyncio.sleep(0)

    return handler


@cache
def _bomb() -> bytes:
    """Some 60 kB that become 60 MB."""
    return gzip.compress(b"<html><head>" + b" " * 60_000_000, 6)


async def bomb(a: Asked) -> None:
    await a.reply(200, _bomb(), "Content-Encoding: gzip")


async def nested_bomb(a: Asked) -> None:
    await a.reply(200, gzip.compress(_bomb(), 1), "Content-Encoding: gzip, gzip")


async def cookie_wall(a: Asked) -> None:
    await (
        good(a)
        if "seen=1" in a.headers.get("cookie", "")
        else a.reply(302, b"", f"Location: {a.path}", "Set-Cookie: seen=1; Path=/")
    )


async def wrong_charset(a: Asked) -> None:
    await a.reply(200, page(f"{TITLE} – Gärten").encode("latin-1", "replace"), "Content-Type: text/html; charset=utf-8")


async def utf16(a: Asked) -> None:
    await a.reply(200, b"\xff\xfe" + page(TITLE).encode("utf-16-le"), "Content-Type: text/html; charset=utf-8")


async def long_length(a: Asked) -> None:
    await a.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    if a.method == "GET":
        await a.raw(page(TITLE).encode())
    a.writer.close()


async def short_length(a: Asked) -> None:
    body = page(TITLE).encode()
    await a.raw(
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body) - 20}\r\n\r\n".encode() + body
    )


async def no_length_cut(a: Asked) -> None:
    await a.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    if a.method == "GET":
        await a.raw(b"1000\r\n<html><he")
    a.writer.close()


async def range_416(a: Asked) -> None:
    await (a.reply(416, b"") if "range" in a.headers else a.reply(405) if a.method == "HEAD" else good(a))


async def endless_early_hints(a: Asked) -> None:
    while True:
        await a.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n")
        await asyncio.sleep(0.01)


async def early_hints(a: Asked) -> None:
    await a.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n")
    await good(a)


async def endless_headers(a: Asked) -> None:
    await a.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await a.raw(b"X-More: and more and more\r\n" * 50)
        await asyncio.sleep(0)


def pdf(title: str) -> Handler:
    data = f"%PDF-1.4\n1 0 obj\n<< /Title ({title}) /Producer (x) >>\nendobj\n".encode() + b"%" * 3000

    async def handler(a: Asked) -> None:
        await a.reply(206 if "range" in a.headers else 200, data, "Content-Type: application/pdf")

    return handler


async def late_pdf(a: Asked) -> None:
    """A PDF whose title stands at its end."""
    data = b"%PDF-1.4\n" + b"%" * 400_000 + f"\n1 0 obj\n<< /Title ({OTHER}) >>\n%%EOF".encode()
    wanted = a.headers.get("range", "")
    if wanted.startswith("bytes=-"):
        start = len(data) - int(wanted[7:])
        await a.reply(
            206,
            data[start:],
            "Content-Type: application/pdf",
            f"Content-Range: bytes {start}-{len(data) - 1}/{len(data)}",
        )
    elif wanted.startswith("bytes=0-"):
        end = int(wanted[8:])
        await a.reply(
            206, data[: end + 1], "Content-Type: application/pdf", f"Content-Range: bytes 0-{end}/{len(data)}"
        )
    else:
        await a.reply(200, data, "Content-Type: application/pdf")


def robots(text: str) -> Handler:
    return lambda a: a.reply(200, text, "Content-Type: text/plain")


LOGIN = by_path(page=to(302, "/account/login?next=/page"), account_login=status(200, body=page("Welcome")))
PARKED = page("Journal Home Page | Publisher")

CASES: Final = (
    # Sound answers, in their many shapes.
    Case("plain", "ok", good),
    Case("no-content", "ok", status(204, body="")),
    Case("head-not-allowed", "ok", by_method(status(405), good)),  # many application servers
    Case("head-not-implemented", "ok", by_method(status(501), good)),
    Case("head-not-found", "ok", by_method(status(404), good)),  # static hosts behind a router
    Case("head-forbidden", "ok", by_method(status(403), good)),  # signed URLs that are made for GET
    Case("head-server-error", "ok", by_method(status(500), good)),
    Case("head-hangs", "ok", by_method(hang, good)),
    Case("head-closes", "ok", by_method(close, good)),
    Case("head-with-body", "ok", by_method(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", end=False), good)),
    Case("range-refused", "ok", range_416),
    Case("range-ignored", "ok", by_method(status(405), good)),
    Case("early-hints", "ok", early_hints),
    Case("bare-line-feeds", "ok", raw(b"HTTP/1.1 200 OK\nContent-Length: 0\n\n")),
    Case("no-content-type", "ok", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", end=False)),
    Case("raw-utf8-header", "ok", status(200, "X-Author: Zoë Čapek")),
    Case("binary-file", "ok", status(200, "Content-Type: application/zip"), titled=True),
    Case("second-attempt", "ok", first(status(503), good), titled=True),  # a deployment under way
    Case("closed-keep-alive", "ok", first(close, good), titled=True),
    # Titles and bodies.
    Case("same-paper", "ok", status(200, body=page(f"{TITLE} | Journal of Trees")), titled=True),
    Case("other-paper", "wrong", status(200, body=page(OTHER)), titled=True),  # a mistyped number in a URL
    Case("other-pdf", "wrong", pdf(OTHER), titled=True, path="/paper.pdf"),
    Case("other-pdf-at-its-end", "wrong", late_pdf, titled=True, path="/paper.pdf"),
    Case("pdf-without-title", "ok", pdf("paper_final_v3.dvi"), titled=True, path="/paper.pdf"),
    Case("wrong-charset", "ok", wrong_charset, titled=True),
    Case("utf-16", "ok", utf16, titled=True),
    Case(
        "unknown-charset", "ok", status(200, "Content-Type: text/html; charset=x-none", body=page(TITLE)), titled=True
    ),
    Case("bomb-charset", "ok", status(200, "Content-Type: text/html; charset=zlib", body=page(TITLE)), titled=True),
    Case("gzip-bomb", "ok", bomb, titled=True),
    Case("gzip-bomb-twice", "ok", nested_bomb, titled=True),
    Case("brotli-unasked", "ok", status(200, "Content-Encoding: br", body="\x01\x02"), titled=True),
    Case("corrupt-gzip", "unsure", status(200, "Content-Encoding: gzip", body="not gzip at all"), titled=True),
    Case("endless-body", "ok", flood(b"<p>more</p>" * 500), titled=True),
    Case("dripping-body", "unsure", drip(b" "), titled=True),
    Case("length-too-long", "ok", long_length, titled=True),
    Case("length-too-short", "unsure", short_length, titled=True),
    Case("chunk-cut", "unsure", no_length_cut, titled=True),
    Case("hostile-html", "ok", status(200, body="<meta " * 30_000 + "<title>" * 10_000), titled=True),
    # Missing pages that say 200, and walls.
    Case("soft-404", "gone", status(200, body=page("Page not found | Journal of Trees")), titled=True),
    Case("soft-404-redirect", "gone", by_path(page=to(302, "/404.html"), **{"404.html": status(200)})),
    Case("front-page", "moved", by_path(page=to(302, "/"), front=status(200, body=PARKED)), titled=True),
    Case("just-a-moment", "blocked", status(200, body=page("Just a moment...")), titled=True),
    Case("challenge", "blocked", status(503, "cf-mitigated: challenge", body=page("Just a moment..."))),
    Case("challenge-accepted", "blocked", status(202, "x-amzn-waf-action: challenge", body="")),
    Case("login-page", "blocked", LOGIN),
    Case("cookie-wall", "ok", cookie_wall),
    # Statuses.
    Case("not-found", "gone", status(404)),
    Case("gone-for-good", "gone", status(410)),
    Case("not-found-titled", "gone", status(404), titled=True),
    Case("head-not-found-get-forbidden", "blocked", by_method(status(404), status(403))),
    Case("unauthorised", "blocked", status(401, "WWW-Authenticate: Basic realm=x")),
    Case("forbidden", "blocked", status(403)),
    Case("too-many", "blocked", status(429)),
    Case("too-many-for-an-hour", "blocked", status(429, "Retry-After: 3600")),
    Case("too-many-until-a-day", "blocked", status(429, "Retry-After: Fri, 31 Dec 2999 23:59:59 GMT")),
    Case("too-many-once", "ok", first(status(429, "Retry-After: 0"), good)),
    Case("nonsense-retry-after", "unsure", status(503, "Retry-After: -5 or so")),
    Case("legal-reasons", "blocked", status(451)),
    Case("linkedin", "blocked", status(999)),
    Case("bad-request", "unsure", status(400)),
    Case("teapot", "unsure", status(418)),
    Case("server-error", "unsure", status(500)),
    Case("bad-gateway", "unsure", status(502)),
    Case("gateway-time-out", "unsure", status(504)),
    Case("unmodified-unasked", "ok", status(304, body="")),
    # Redirects.
    Case("moved-for-good", "moved", by_path(page=to(301, "/new"), new=good)),
    Case("moved-for-now", "moved", by_path(page=to(302, "/new"), new=good)),
    Case("moved-308", "moved", by_path(page=to(308, "/new"), new=good), titled=True),
    Case("moved-raw-utf8", "moved", by_path(page=to(301, "/größe"), **{"gr%C3%B6%C3%9Fe": good})),
    Case(
        "meta-refresh",
        "moved",
        by_path(page=status(200, body='<meta http-equiv="refresh" content="0; url=/new">'), new=good),
        titled=True,
    ),
    Case("ten-hops", "moved", chain(10)),
    Case("eleven-hops", "unsure", chain(11)),
    Case("loop", "unsure", to(302, "/page")),
    Case("loop-of-two", "unsure", by_path(page=to(302, "/other"), other=to(302, "/page"))),
    Case("no-location", "unsure", status(302)),
    Case("empty-location", "unsure", to(302, "")),
    Case("broken-location", "unsure", to(302, "http://[half")),
    Case("redirect-to-missing", "gone", by_path(page=to(301, "/new"))),
    Case("redirect-to-dead-name", "gone", to(301, "http://no-such.invalid/")),
    Case("redirect-to-file", "refused", to(302, "file:///etc/passwd")),
    Case("redirect-to-ftp", "refused", to(302, "ftp://ftp.example/x")),
    Case("redirect-to-script", "refused", to(302, "javascript:alert(1)")),
    Case("redirect-with-password", "refused", to(302, "https://user:secret@site.example/")),
    Case("redirect-to-loopback", "refused", to(302, "http://127.0.0.1:6379/")),
    Case("redirect-to-private", "refused", to(302, "http://10.0.0.1/")),
    Case("redirect-to-router", "refused", to(302, "http://192.168.1.1/")),
    Case("redirect-to-metadata", "refused", to(302, "http://169.254.169.254/latest/meta-data/")),
    Case("redirect-to-carrier-nat", "refused", to(302, "http://100.64.0.1/")),
    Case("redirect-to-localhost", "refused", to(302, "http://localhost:8080/")),
    Case("redirect-to-number", "refused", to(302, "http://2130706433/")),
    Case("redirect-to-short-number", "refused", to(302, "http://127.1/")),
    Case("redirect-to-mapped", "refused", to(302, "http://[::ffff:127.0.0.1]/")),
    Case("redirect-to-nat64", "refused", to(302, "http://[64:ff9b::7f00:1]/")),
    Case("redirect-to-6to4", "refused", to(302, "http://[2002:7f00:1::]/")),
    Case("redirect-to-zero", "refused", to(302, "http://0.0.0.0/")),
    Case("redirect-to-link-local-6", "refused", to(302, "http://[fe80::1]/")),
    # No HTTP, or hardly.
    Case("never-answers", "unsure", hang),
    Case("closes", "unsure", close),
    Case("resets", "unsure", reset),
    Case("closes-in-headers", "unsure", raw(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    Case("hangs-in-headers", "unsure", raw(b"HTTP/1.1 200 OK\r\nContent-Ty", end=False)),
    Case("endless-headers", "unsure", endless_headers),
    Case("endless-early-hints", "unsure", endless_early_hints),
    Case("one-long-header", "unsure", raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n")),
    Case("bad-header-name", "unsure", raw(b"HTTP/1.1 200 OK\r\nBad Name: 1\r\nContent-Length: 0\r\n\r\n")),
    Case("two-lengths", "unsure", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi")),
    Case("length-no-number", "unsure", raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhi")),
    Case("not-http", "unsure", raw(b"220 mail.example ESMTP\r\n")),
    Case("old-http", "unsure", raw(b"<html><title>HTTP/0.9</title>")),
    Case("bad-status", "unsure", raw(b"HTTP/1.1 OK 200\r\n\r\n")),
    Case("binary-noise", "unsure", raw(bytes(range(256)) * 4)),
    # robots.txt.
    Case("robots-forbid", "blocked", good, robots=robots("User-agent: *\nDisallow: /page\n")),
    Case("robots-forbid-others", "ok", good, robots=robots("User-agent: Googlebot\nDisallow: /\n")),
    Case("robots-fail", "ok", good, robots=status(500)),
    Case("robots-hang", "ok", good, robots=hang),
    Case("robots-loop", "ok", good, robots=to(302, "/robots.txt")),
    Case(
        "robots-endless",
        "ok",
        good,
        robots=flood(b"# more and more\n" * 200, b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"),
    ),
    Case("robots-is-page", "ok", good, robots=status(200, body=page("Disallow: /"))),
    # TLS.
    Case("tls-good", "ok", good, scheme="https"),
    Case("tls-self-signed", "unsure", good, scheme="https", certificate="self-signed"),
    Case("tls-expired", "unsure", good, scheme="https", certificate="expired"),
    Case("tls-other-name", "unsure", good, scheme="https", certificate="other"),
    Case("tls-hangs", "unsure", good, scheme="https", certificate="hang"),
    Case("tls-closes", "unsure", good, scheme="https", certificate="close"),
    Case("tls-is-plain", "unsure", good, scheme="https", certificate="plain"),
    Case("tls-garbage", "unsure", good, scheme="https", certificate="garbage"),
    # Never asked, or never reached.
    Case("dead-name", "gone", good, url="http://no-such-host.invalid/x"),
    Case("no-connection", "unsure", good, certificate="closed"),
    Case("password-in-url", "refused", good, url="https://user:secret@plain.faults.example/"),
    Case("ftp-url", "refused", good, url="ftp://ftp.faults.example/x"),
    Case("loopback-url", "refused", good, url="http://127.0.0.1:9/"),
    Case("metadata-url", "refused", good, url="http://169.254.169.254/"),
    Case("localhost-url", "refused", good, url="http://sub.localhost/"),
)


@dataclass
class FaultServer:
    """All cases on a handful of local ports. `resolved` is what --resolve must say."""

    cases: tuple[Case, ...] = CASES
    resolved: dict[Endpoint, Endpoint] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[FaultServer]:
        _bomb()  # made before anybody waits for it
        plain = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 16)
        servers = [plain]
        ports = {"": _port(plain)}
        for kind in sorted({c.certificate for c in self.cases if c.scheme == "https"}):
            tls = _tls(kind) if (TLS_DATA / f"{kind}.pem").exists() else None
            server = await asyncio.start_server(_listeners.get(kind, self._serve), "127.0.0.1", 0, ssl=tls)
            servers.append(server)
            ports[kind] = _port(server)
        for case in self.cases:
            port = 443 if case.scheme == "https" else 80
            if case.certificate == "closed":
                self.resolved[case.host, port] = ("127.0.0.1", _closed_port())
            elif not case.url:
                self.resolved[case.host, port] = ("127.0.0.1", ports[case.certificate if port == 443 else ""])
        try:
            yield self
        finally:
            for server in servers:
                server.close()
            for task in self._tasks:
                task.cancel()
            # Cancelled connections are forgotten; asyncio would report each of them.
            asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            while not writer.is_closing():
                await self._one(await reader.readuntil(b"\r\n\r\n"), writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        first_line, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first_line.split(" ", 2)
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
        host = headers.get("host", "").split(":")[0]
        self.log.append((method, host, path))
        case = next((c for c in self.cases if c.host == host), None)
        key = f"{host}{path}" if path == "/robots.txt" else host
        self.counts[key] = self.counts.get(key, 0) + 1
        asked = Asked(method, path, headers, writer, self.counts[key], host)
        if case is None:
            await asked.reply(404, "no such case")
        elif path == "/robots.txt":
            await (case.robots or status(404))(asked)
        else:
            await case.handler(asked)


async def _tls_hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await reader.read()
    writer.close()


async def _tls_close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def _tls_garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x15\x03\x01\x00\x02\x02\x28" + bytes(range(200)))
    writer.close()


_listeners: Final = {"hang": _tls_hang, "close": _tls_close, "garbage": _tls_garbage}


def _tls(kind: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS_DATA / f"{kind}.pem")
    return context


def trusting() -> ssl.SSLContext:
    """What a client trusts that knows the tests' authority."""
    return ssl.create_default_context(cafile=str(TLS_DATA / "authority.pem"))


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
