"""Hosts that are known to want more patience than others. Settings may slow a host down, never speed it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEFAULT_PACE: Final = 1
MAX_PACE: Final = 3600


@dataclass(frozen=True, slots=True)
class KnownHost:
    """Hosts that one keeper looks after, and the seconds that lie between two requests to any of them."""

    hosts: tuple[str, ...]
    pace: int


KNOWN_HOSTS: Final = (
    # Its terms of use ask for one request in three seconds, over all its machines together.
    KnownHost(("arxiv.org", "export.arxiv.org", "www.arxiv.org"), 3),
    # Few machines, many readers; they answer 429 or drop the connection.
    KnownHost(("archive.org", "web.archive.org"), 3),
    KnownHost(("api.semanticscholar.org", "www.semanticscholar.org"), 2),
    KnownHost(("openreview.net", "api.openreview.net", "api2.openreview.net"), 2),
    KnownHost(("dblp.org", "dblp.uni-trier.de"), 2),
    KnownHost(("citeseerx.ist.psu.edu", "citeseerx.psu.edu"), 5),
    KnownHost(("scholar.google.com",), 10),
)
_BY_NAME: Final = {name: known for known in KNOWN_HOSTS for name in known.hosts}


def known_pace(host: str) -> int:
    """Return the seconds that must lie between two requests to a host."""
    known = _BY_NAME.get(host)
    return known.pace if known else DEFAULT_PACE


def host_group(host: str) -> str:
    """Return the name under which a host waits: hosts of one keeper wait together."""
    known = _BY_NAME.get(host)
    return known.hosts[0] if known else host
