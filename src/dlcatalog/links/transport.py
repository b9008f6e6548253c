"""Requests over the network: names looked up once, every address checked before it is connected to, sizes and times bounded."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Self

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult

from dlcatalog import __version__
from dlcatalog.links.addresses import is_address, unsafe_address
from dlcatalog.links.hosts import Endpoint
from dlcatalog.links.pages import head_is_complete
from dlcatalog.links.replies import Fault, Reply, Request
from dlcatalog.links.urls import origin_of, unsafe_url

USER_AGENT: Final = f"dlcatalog/{__version__} (link check; +https://github.com/dlcatalog/dlcatalog)"
LOOKUP_THREADS: Final = 24
LOOKUP_SECONDS: Final = 8.0
IDLE_SECONDS: Final = 4.0
_CHUNK: Final = 65_536
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
}
_NO_SUCH_NAME: Final = {getattr(socket, name) for name in ("EAI_NONAME",) if hasattr(socket, name)}


class RefusedAddress(OSError):
    """An address that no link may lead to."""


class NoSuchName(OSError):
    """The name service knows that there is no such name."""


class GuardedResolver(AbstractResolver):
    """Names to addresses, each name once a run: what was checked is what is connected to, so a second answer cannot differ.

    `resolved` are the hosts of `--resolve`: they lead where the file says, and only they may lead inside.
    """

    def __init__(self, resolved: Mapping[Endpoint, Endpoint]) -> None:
        self._resolved = resolved
        self._known: dict[str, asyncio.Future[list[tuple[int, str]]]] = {}
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        target = self._resolved.get((host.rstrip(".").lower(), port))
        if target:
            kind = socket.AF_INET6 if ":" in target[0] else socket.AF_INET
            return [_result(host, target[0], target[1], kind)]
        found = await self._lookup(host.rstrip(".").lower())
        return [_result(host, address, port, kind) for kind, address in found if family in (socket.AF_UNSPEC, kind)]

    def forget(self, host: str) -> None:
        """Look a name up again the next time."""
        self._known.pop(host.rstrip(".").lower(), None)

    async def _lookup(self, host: str) -> list[tuple[int, str]]:
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = asyncio.ensure_future(self._ask(host))
        return await asyncio.shield(known)

    async def _ask(self, host: str) -> list[tuple[int, str]]:
        # RFC 6761: nobody may ask the name service for these.
        if host == "invalid" or host.endswith(".invalid"):
            raise NoSuchName(host)
        if host == "localhost" or host.endswith(".localhost"):
            raise RefusedAddress("it leads to this machine")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                infos = await loop.run_in_executor(self._threads, _getaddrinfo, host)
        except socket.gaierror as fault:
            if fault.errno in _NO_SUCH_NAME:
                raise NoSuchName(host) from fault
            raise
        except UnicodeError as fault:
            raise NoSuchName(host) from fault
        addresses = list(dict.fromkeys((info[0], str(info[4][0])) for info in infos))
        for _, address in addresses:
            check_address(address)
        return addresses

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for known in self._known.values():
            known.cancel()
            if known.done() and not known.cancelled():
                known.exception()


def _getaddrinfo(host: str) -> list[Any]:
    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)


def _result(host: str, address: str, port: int, kind: int) -> ResolveResult:
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=flags)


def check_address(address: str) -> None:
    """Raises: RefusedAddress if no link may lead there."""
    fault = unsafe_address(address)
    if fault:
        raise RefusedAddress(f"it leads to {address.split('%', 1)[0]}, which {fault}")


class Network:
    """The door to the real network; an async context manager.

    `proxy` gives the proxy for a URL, "" for none.
    """

    def __init__(
        self,
        resolved: Mapping[Endpoint, Endpoint],
        *,
        proxies: Mapping[str, str] | None = None,
        no_proxy: frozenset[str] = frozenset(),
        tls: ssl.SSLContext | None = None,
        at_once: int = 512,
    ) -> None:
        self._resolved = resolved
        self._proxies = proxies or {}
        self._no_proxy = no_proxy
        self._tls = tls
        self._at_once = at_once

    async def __aenter__(self) -> Self:
        self._resolver = GuardedResolver(self._resolved)
        # Proxies are the one thing that may stand inside besides the hosts of --resolve.
        self._inside = {*self._resolved.values()}
        proxy_ends = {origin_of(url)[1:] for url in self._proxies.values()}
        self._inner = GuardedResolver({})
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            limit=self._at_once,
            keepalive_timeout=IDLE_SECONDS,
            socket_factory=self._socket,
            ssl=self._tls or True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers=_HEADERS,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None, sock_read=None),
            max_line_size=16_384,
            max_field_size=32_768,
        )
        self._proxy_session = _proxy_session(proxy_ends) if self._proxies else None
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        if self._proxy_session:
            await self._proxy_session.close()
        await self._resolver.close()
        await self._inner.close()

    def _socket(self, info: Any) -> socket.socket:
        """The last look before a connection: whatever came before, no other address is connected to."""
        family, kind, proto, _, where = info
        if (where[0], where[1]) not in self._inside:
            check_address(str(where[0]))
        return socket.socket(family, kind, proto)

    async def send(self, request: Request) -> Reply:
        """Send one request, without following redirects."""
        fault = unsafe_url(request.url)
        if fault:
            return Reply(fault=Fault.UNSAFE, detail=fault)
        try:
            async with asyncio.timeout(request.seconds):
                return await self._send(request)
        except TimeoutError:
            return Reply(fault=Fault.TIMEOUT)
        except Exception as exc:  # noqa: BLE001 - whatever a library stumbles over, one server must not end the run
            return _fault_reply(exc)

    async def _send(self, request: Request) -> Reply:
        _, host, port = origin_of(request.url)
        if request.fresh_name:
            self._resolver.forget(host)
        if is_address(host) and (host, port) not in self._resolved:
            check_address(host)
        proxy = self._proxy_of(request.url)
        session = self._session
        if proxy and self._proxy_session:
            await self._check_behind_proxy(host, port)
            session = self._proxy_session
        url = yarl.URL(request.url, encoded=True)
        headers = dict(request.headers)
        async with contextlib.AsyncExitStack() as stack:
            response = await stack.enter_async_context(
                session.request(request.method, url, headers=headers, allow_redirects=False, proxy=proxy or None)
            )
            body, cut, done = b"", False, request.method == "HEAD"
            if request.limit and not done:
                body, cut, done = await _body(response, request)
            if not done:
                response.close()
            return Reply(
                status=response.status,
                headers={name.lower(): value for name, value in response.headers.items()},
                cookies=_cookies(response),
                body=body,
                cut=cut,
            )

    def _proxy_of(self, url: str) -> str:
        scheme, host, port = origin_of(url)
        if (host, port) in self._resolved or _is_bypassed(host, self._no_proxy):
            return ""
        return self._proxies.get(scheme, "")

    async def _check_behind_proxy(self, host: str, port: int) -> None:
        """A proxy looks names up itself; so refuse what we know to be inside, and leave what we cannot look up to it."""
        try:
            await self._inner.resolve(host, port)
        except RefusedAddress:
            raise
        except (OSError, TimeoutError):
            return


def _proxy_session(ends: set[Endpoint]) -> aiohttp.ClientSession:
    """A session whose connections lead to the proxies and nowhere else."""
    connector = aiohttp.TCPConnector(use_dns_cache=True, limit=64, keepalive_timeout=IDLE_SECONDS)
    assert ends
    return aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, headers=_HEADERS
    )


def _is_bypassed(host: str, names: frozenset[str]) -> bool:
    return any(name in ("*", host) or host.endswith(f".{name.lstrip('.')}") for name in names)


def _cookies(response: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    pairs = [(name, morsel.value) for name, morsel in list(response.cookies.items())[:20]]
    return tuple((name, value) for name, value in pairs if len(name) + len(value) < 4000 and value.isprintable())


async def _body(response: aiohttp.ClientResponse, request: Request) -> tuple[bytes, bool, bool]:
    """Return (bytes, whether it broke off, whether it was read to its end)."""
    found = bytearray()
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    if unpack is None:
        return b"", False, False
    deadline = asyncio.get_running_loop().time() + request.seconds * 0.9
    try:
        async with asyncio.timeout_at(deadline):
            async for chunk in _chunks(response):
                for piece in unpack(chunk, request.limit - len(found)):
                    found += piece
                if len(found) >= request.limit or (not request.whole and head_is_complete(bytes(found))):
                    return bytes(found), False, response.content.at_eof()
    except (aiohttp.ClientError, TimeoutError, OSError, zlib.error):
        return bytes(found), True, False
    return bytes(found), False, True


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    raw = 0
    while not response.content.at_eof():
        chunk = await response.content.read(_CHUNK)
        raw += len(chunk)
        # A stream that unpacks to nothing is no page.
        if raw > 8_000_000:
            return
        if chunk:
            yield chunk


def _unpacker(encoding: str) -> Any:
    """Return what unpacks chunks, never to more than is asked for; None where the encoding is not ours."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return lambda chunk, left: [chunk[: max(left, 0)]]
    if name in ("gzip", "x-gzip"):
        return _Inflater(16 + zlib.MAX_WBITS)
    if name == "deflate":
        return _Inflater(zlib.MAX_WBITS)
    return None


class _Inflater:
    """Decompression that stops at a limit: a bomb never goes off, for its rest is left packed."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._inflate = zlib.decompressobj(bits)
        self._is_first = True

    def __call__(self, chunk: bytes, left: int) -> Iterator[bytes]:
        if left <= 0 or self._inflate.eof:
            return
        try:
            yield self._inflate.decompress(chunk, left)
        except zlib.error:
            # Some servers mean raw deflate when they say deflate.
            if not self._is_first or self._bits != zlib.MAX_WBITS:
                raise
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            yield self._inflate.decompress(chunk, left)
        self._is_first = False


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while exc is not None and id(exc) not in seen:
        seen.add(id(exc))
        yield exc
        inner = getattr(exc, "os_error", None)
        exc = inner if isinstance(inner, BaseException) and id(inner) not in seen else exc.__cause__ or exc.__context__


def _fault_reply(exc: Exception) -> Reply:
    """Name what went wrong; libraries wrap errors in errors, so look at each."""
    causes = list(_causes(exc))
    known = next((reply for cause in causes if (reply := _of_name(cause))), None)
    known = known or next((reply for cause in causes if (reply := _of_connection(cause))), None)
    if known:
        return known
    if isinstance(exc, aiohttp.ClientConnectorError):
        return Reply(fault=Fault.CONNECT)
    if isinstance(
        exc, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionError, aiohttp.ClientPayloadError)
    ):
        return Reply(fault=Fault.RESET)
    return Reply(fault=Fault.PROTOCOL, detail="its answer is not valid")


def _of_name(cause: BaseException) -> Reply | None:
    if isinstance(cause, RefusedAddress):
        return Reply(fault=Fault.UNSAFE, detail=str(cause))
    return Reply(fault=Fault.NO_NAME) if isinstance(cause, NoSuchName) else None


def _certificate_fault(cause: BaseException) -> str:
    """Aiohttp's error is one of ssl's too, without the words."""
    words = getattr(cause, "verify_message", "") or getattr(
        getattr(cause, "certificate_error", None), "verify_message", ""
    )
    return str(words).lower().rstrip(".") or "its certificate does not hold"


def _of_connection(cause: BaseException) -> Reply | None:
    if isinstance(cause, socket.gaierror):
        return Reply(fault=Fault.NAME)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Reply(fault=Fault.TLS, detail=_certificate_fault(cause))
    if isinstance(cause, (ssl.SSLError, aiohttp.ClientSSLError)):
        return Reply(fault=Fault.TLS, detail="the handshake fails")
    return Reply(fault=Fault.TIMEOUT) if isinstance(cause, TimeoutError) else None
