#!/usr/bin/env python3
"""A local web server for measuring `links`: every host, every path, answered after a while. Prints its port, then serves.

A path /NUMBER is a page titled "Invented Paper NUMBER …"; robots.txt is missing. GET /count says how many requests there were.
"""

from __future__ import annotations

import asyncio
import sys

FAULTS = (b"429", b"403", b"500", b"503")


class Server(asyncio.Protocol):
    """One connection. `delay` in seconds, the same for all."""

    delay = 0.0
    count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.data = b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while b"\r\n\r\n" in self.data:
            head, self.data = self.data.split(b"\r\n\r\n", 1)
            method, path, _ = head.split(b" ", 2)
            if path == b"/count":
                self.reply(method, b"200", str(Server.count).encode())
                continue
            Server.count += 1
            asyncio.get_running_loop().call_later(self.delay, self.answer, method, path)

    def answer(self, method: bytes, path: bytes) -> None:
        number = path.strip(b"/").split(b"/")[-1]
        if path == b"/robots.txt":
            self.reply(method, b"404", b"")
            return
        title = b"Invented Paper " + number + b" on Measuring Links"
        self.reply(
            method, b"200", b"<!doctype html><html><head><title>" + title + b"</title></head><body></body></html>"
        )

    def reply(self, method: bytes, status: bytes, body: bytes) -> None:
        if self.transport.is_closing():
            return
        head = b"HTTP/1.1 " + status + b" X\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
        self.transport.write(head if method == b"HEAD" else head + body)


async def main() -> None:
    Server.delay = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
