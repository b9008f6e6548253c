"""One request and what came back, as values; and the door through which requests leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Fault(StrEnum):
    """Why there is no reply."""

    UNSAFE = "unsafe address"
    NO_NAME = "no such name"
    NAME = "name not resolved"
    CONNECT = "no connection"
    TIMEOUT = "time-out"
    TLS = "TLS"
    RESET = "connection closed"
    PROTOCOL = "not HTTP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. `limit` is how many bytes of the body are wanted, after decompression; `seconds` is for all of it.

    With `whole` a body is read to that limit, else only until a title may have been seen.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    limit: int = 0
    seconds: float = 9.0
    whole: bool = False
    fresh_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: a status and headers (names in lower case), or a fault.

    Attributes:
        cut: the body broke off, came too slowly, or could not be decompressed.
        detail: of a fault, in a few words.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    cut: bool = False
    fault: Fault | None = None
    detail: str = ""

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


class Door(Protocol):
    """What sends requests: the network, or a table in a test."""

    async def send(self, request: Request) -> Reply:
        """Send one request; every trouble is a reply with a fault."""
        ...
