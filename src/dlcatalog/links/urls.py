"""Addresses of links: which are not asked at all, and where redirects lead. No network."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from dlcatalog.links.addresses import is_disguised
from dlcatalog.model.urls import PORTS, asked_form

MAX_URL: Final = 2000


def unsafe_url(url: str) -> str:
    """Say why a URL must not be asked, or return "". Addresses are judged elsewhere, when they are known."""
    if not url.isprintable() or " " in url:
        return "it holds spaces or control characters"
    if len(url) > MAX_URL:
        return f"it has more than {MAX_URL:,} characters"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "its host or its port is not valid"
    if parts.scheme not in PORTS:
        return f"its scheme is '{parts.scheme}', not http or https"
    if "@" in parts.netloc:
        return "it holds a user name or a password"
    if not parts.hostname or port == 0:
        return "it has no host"
    return "its host is an address in disguise" if is_disguised(parts.hostname) else ""


def origin_of(url: str) -> tuple[str, str, int]:
    """Return (scheme, host, port) of a URL that is safe."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme]


def host_of(url: str) -> str:
    """Return the host of a URL, "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def next_url(url: str, location: str) -> str:
    """Return where a Location header leads, in the form in which it is asked; "" where it cannot be read."""
    try:
        # Servers write raw UTF-8 into headers, which arrives as Latin-1 or as surrogates.
        text = location.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
        return asked_form(urljoin(url, text))
    except ValueError:
        return ""


def is_front_page(url: str) -> bool:
    """Whether a URL is the front page of its host."""
    parts = urlsplit(url)
    return parts.path in ("", "/", "/index.html", "/index.htm", "/index.php") and not parts.query
