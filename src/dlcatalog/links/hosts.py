"""How long to wait between two requests to a host, and which hosts lead to addresses of our own choosing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dlcatalog.errors import UsageProblem
from dlcatalog.links.addresses import is_address
from dlcatalog.model.hosts import DEFAULT_PACE, host_group, known_pace
from dlcatalog.text import quote

AT_ONCE_UNPACED = 8
Endpoint = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a host is asked: under which name it waits, seconds between two requests, how many at once."""

    name: str
    pace: float
    at_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRules:
    """What settings and the command line say about hosts.

    Attributes:
        slower: seconds by host, from site.yaml; counts where it is more than the table says.
        pace: seconds for all hosts; less than the table says counts only for hosts in `resolved`.
        resolved: (host, port) -> (address, port), from `--resolve`.
    """

    slower: Mapping[str, int] = field(default_factory=dict)
    pace: int | None = None
    resolved: Mapping[Endpoint, Endpoint] = field(default_factory=dict)

    def waiting(self, host: str, port: int) -> Waiting:
        """Return how a host is asked."""
        if (host, port) in self.resolved and self.pace is not None and not self.slower.get(host):
            name = f"{host}:{port}" if self.pace == 0 else host_group(host)
            return Waiting(name, self.pace, 1 if self.pace else AT_ONCE_UNPACED)
        pace = max(known_pace(host), self.slower.get(host, 0), self.pace or DEFAULT_PACE)
        return Waiting(host_group(host), pace, 1)


def read_resolve(path: Path) -> dict[Endpoint, Endpoint]:
    """Read `--resolve FILE`: a line is `host:port address:port`; empty lines and lines with # are left out.

    Raises: UsageProblem if the file cannot be read or a line is none of these.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageProblem(f"cannot read the file '{path}' of --resolve") from fault
    found: dict[Endpoint, Endpoint] = {}
    for number, line in enumerate(lines, 1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        ends = [_endpoint(word) for word in words]
        if len(ends) != 2 or None in ends or not is_address(ends[1][0] if ends[1] else ""):
            message = f"line {number} of '{path}' must be 'host:port address:port', not {quote(line.strip())}"
            raise UsageProblem(message)
        assert ends[0]
        assert ends[1]
        found[ends[0]] = ends[1]
    return found


def _endpoint(word: str) -> Endpoint | None:
    host, _, port = word.rpartition(":")
    host = host.strip("[]").rstrip(".").lower()
    if not host or not port.isdecimal() or not port.isascii() or not 0 < int(port) < 65536:
        return None
    return host, int(port)
