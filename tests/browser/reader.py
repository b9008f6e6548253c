"""A reader with a browser: opens pages and notes whatever a page should not do. It judges nothing but that."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

WATCH_POLICY = """document.addEventListener('securitypolicyviolation', event => console.error(
    'policy: ' + event.violatedDirective + ' ' + event.blockedURI))"""


@dataclass(frozen=True, slots=True)
class Site:
    """One built site: where its files lie, and below which path a server shows them."""

    folder: Path
    below: str
    origin: str

    def url(self, path: str) -> str:
        """Return the address of a path on the server."""
        return f"{self.origin}{self.below}{path}"

    def file(self, path: str) -> str:
        """Return the address of a path when the folder is opened without a server."""
        address, mark, anchor = path.partition("#")
        name = address + "index.html" if not address or address.endswith("/") else address
        return (self.folder / name).as_uri() + mark + anchor


class Reader:
    """Opens pages; `faults` are what went wrong in any of them since the last `rest`.

    Windows are used again by the next test that asks for the same kind: a new one costs as much as ten pages.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser, self._origin = browser, origin
        self._free: dict[str, list[Page]] = {}
        self._lent: list[tuple[str, Page]] = []
        self._alone: list[BrowserContext] = []
        self.faults: list[str] = []
        self._expected = "\0"

    def expect_faults(self, part: str) -> None:
        """Do not note, until the next `rest`, what the console says of this."""
        self._expected = part

    def open(self, address: str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        """Return a page at this address; the options are those of a browser context."""
        kind = repr(sorted(options.items()))
        free = self._free.setdefault(kind, [])
        page = free.pop() if free else self._context(options).new_page()
        self._lent.append((kind, page))
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        return page

    def open_alone(self, address: str = "about:blank", **options: Any) -> Page:
        """Return a page that no other test will see, for tests that change more than its size."""
        context = self._context(options)
        self._alone.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    def rest(self) -> list[str]:
        """Leave all pages, and return the faults."""
        for kind, page in self._lent:
            page.goto("about:blank")
            self._free[kind].append(page)
        for context in self._alone:
            context.close()
        faults, self.faults = self.faults, []
        self._lent, self._alone, self._expected = [], [], "\0"
        return faults

    def _context(self, options: dict[str, Any]) -> BrowserContext:
        context = self._browser.new_context(**{"reduced_motion": "reduce", **options})
        context.set_default_timeout(10_000)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH_POLICY)
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self._note("error", str(error.error)))
        context.on("request", self._note_request)
        return context

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and self._expected not in text:
            self.faults.append(f"console: {text}")

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"file", "data", "about"} and f"{parts.scheme}://{parts.netloc}" != self._origin:
            self.faults.append(f"request: {request.url}")


class Shelf(http.server.SimpleHTTPRequestHandler):
    """Serves each folder below its own path, and a site's 404.html at any depth of it."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folders: dict[str, Path], *arguments: Any) -> None:
        self.folders = folders
        super().__init__(*arguments)

    def translate_path(self, path: str) -> str:
        below = next((below for below in self.folders if path.startswith(below)), "")
        self.directory = str(self.folders[below]) if below else "/nowhere"
        return super().translate_path("/" + path.removeprefix(below))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the base class's
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Does not report a browser that hangs up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: what a reader misses, the page shows."""


@contextmanager
def serve(folders: dict[str, Path]) -> Iterator[str]:
    """Serve the folders on this machine alone, and give the origin."""
    server = Server(("127.0.0.1", 0), functools.partial(Shelf, folders))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
