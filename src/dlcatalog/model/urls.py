"""The one form of a URL under which it is asked and remembered."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

PORTS: Final = {"http": 80, "https": 443}
# What may stand in a URL as it is; everything else is percent-encoded.
_SAFE: Final = "/:?#[]@!$&'()*+,;=%-._~|"


def asked_form(url: str) -> str:
    """Return the form in which a URL is asked: no fragment, host in lower case, no default port, ASCII only.

    Two links that differ in nothing else are asked once. Text that is no URL comes back as it is.
    """
    bare = urldefrag(url.strip()).url
    try:
        parts = urlsplit(bare)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return bare
    if not host or parts.scheme.lower() not in PORTS:
        return bare
    scheme = parts.scheme.lower()
    named = f"[{host}]" if ":" in host else ascii_host(host)
    user, at, _ = parts.netloc.rpartition("@")
    where = f"{user}{at}{named}" + (f":{port}" if port and port != PORTS[scheme] else "")
    return urlunsplit((scheme, where, quote(parts.path, safe=_SAFE) or "/", quote(parts.query, safe=_SAFE), ""))


def ascii_host(host: str) -> str:
    """Return a host in the letters of DNS, in lower case; a name that cannot be written so stays as it is."""
    lowered = host.rstrip(".").lower()
    if lowered.isascii():
        return lowered
    # Imported late: few hosts need it. Python's own codec is of 2003 and takes ß for ss, which is another host.
    import idna  # noqa: PLC0415 - comes with aiohttp

    try:
        return idna.encode(lowered, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return lowered
