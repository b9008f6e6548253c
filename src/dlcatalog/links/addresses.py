"""Which internet addresses a link may lead to. Anything inside a network, a machine or a cloud is refused."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from socket import inet_aton
from typing import Final

# Public by number, but answered inside the machine room: Azure's and Oracle's metadata, 6to4 relays, and what
# `is_global` of some Python versions lets through.
_MORE_V4: Final = tuple(
    IPv4Network(text)
    for text in ("0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4")
)
_MORE_V6: Final = tuple(
    # Discard, local NAT64, Teredo, ORCHID, documentation, unique local, link and site local.
    IPv6Network(text)
    for text in (
        "100::/64",
        "64:ff9b:1::/48",
        "2001::/32",
        "2001:10::/28",
        "2001:20::/28",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
    )
)
_NUMERIC: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE | re.ASCII)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")


def is_address(host: str) -> bool:
    """Whether a host is an address itself, not a name."""
    try:
        ip_address(_bare(host))
    except ValueError:
        return False
    return True


def unsafe_address(text: str) -> str:
    """Say what is unsafe about an address, or return "" where it is a public one.

    Addresses that carry another one inside (v4-mapped, v4-compatible, NAT64, 6to4) are judged by that.
    """
    try:
        address = ip_address(_bare(text))
    except ValueError:
        return "is no address"
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    return _fault(inner or address)


def is_disguised(host: str) -> bool:
    """Whether a host is an address in one of the old spellings that systems still read: 2130706433, 127.1, 0x7f.0.0.1."""
    if not _NUMERIC.fullmatch(host) or is_address(host):
        return False
    try:
        inet_aton(host)
    except OSError:
        return False
    return True


def _bare(text: str) -> str:
    return text.strip("[]").split("%", 1)[0]


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _fault(address: IPv4Address | IPv6Address) -> str:
    if address.is_unspecified or address.is_loopback:
        return "is this machine"
    if address.is_link_local:
        return "is link-local, where clouds keep their metadata"
    if address.is_multicast:
        return "is multicast"
    more = _MORE_V4 if isinstance(address, IPv4Address) else _MORE_V6
    if any(address in network for network in more):
        return "is reserved"
    if address.is_private:
        return "is private"
    return "" if address.is_global else "is not public"
