"""A page's own title, from the first part of its bytes. Pure, and quick on hostile pages."""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass
from typing import Final

_META: Final = re.compile(r"<meta\s([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""([a-z:_.-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]{0,3000})"|'([^']{0,3000})'|([^\s"'>]{1,2000}))""", re.IGNORECASE
)
_TITLE: Final = re.compile(r"<title(?:\s[^<>]{0,500})?>([^<]{0,3000})", re.IGNORECASE)
_HEADING: Final = re.compile(r"<h1(?:\s[^<>]{0,500})?>(.{0,2000}?)</h1", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_SCRIPT: Final = re.compile(r"<(script|style|noscript|svg)\b.*?(?:</\1|$)", re.IGNORECASE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_CHARSET: Final = re.compile(rb"""<meta[^<>]{0,500}charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_REFRESH: Final = re.compile(r"\s*([0-9]{1,3})(?:\.[0-9]*)?\s*[;,]\s*url\s*=\s*['\"]?([^'\"]{1,2000})", re.IGNORECASE)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# meta name -> what it is called here; the first that is there counts.
_NAMES: Final = (
    ("citation_title", "citation"),
    ("dc.title", "citation"),
    ("eprints.title", "citation"),
    ("og:title", "og"),
    ("twitter:title", "og"),
)


@dataclass(frozen=True, slots=True)
class PageTitle:
    """A page's own title and where it stood: "citation", "og", "title", "pdf", "api"; all that it calls itself is in `named`.

    `refresh` is where a meta element sends browsers at once.
    """

    text: str = ""
    source: str = ""
    named: str = ""
    refresh: str = ""


def page_title(data: bytes, charset: str) -> PageTitle:
    """Read the title of an HTML page. `charset` is what the header says, "" where it says nothing."""
    text = decoded(data, charset)
    bare = _SCRIPT.sub(" ", _COMMENT.sub(" ", text))
    metas = [_attributes(found[1]) for found in _META.finditer(bare)]
    title = _first(_TITLE, bare)
    refresh = _refresh(metas)
    by_name = {(m.get("name") or m.get("property") or "").lower(): m.get("content", "") for m in reversed(metas)}
    for name, source in _NAMES:
        if words := one_line(by_name.get(name, "")):
            return PageTitle(words, source, title or words, refresh)
    return PageTitle(title, "title" if title else "", title or _first(_HEADING, bare), refresh)


def decoded(data: bytes, charset: str) -> str:
    """Decode a page as browsers do: a byte order mark, what the header says, what the page says, UTF-8, Latin-1."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    inside = _CHARSET.search(data[:4096])
    for name in (charset, inside[1].decode("ascii") if inside else "", "utf-8"):
        text = _strictly(data, name)
        if text is not None:
            return text
    return data.decode("cp1252", "replace")


def _strictly(data: bytes, charset: str) -> str | None:
    """Decode, or return None where the bytes are not of that charset or nobody knows it."""
    if not charset:
        return None
    try:
        known = codecs.lookup(charset.strip("\"' "))
        if not known._is_text_encoding:  # noqa: SLF001 - "hex" and "zlib" are codecs too, and bombs
            return None
        # What was cut off at the end may hold half a letter.
        return known.incrementaldecoder("strict").decode(data)
    except (LookupError, ValueError, TypeError):
        return None


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found


def _refresh(metas: list[dict[str, str]]) -> str:
    for meta in metas:
        if meta.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(html.unescape(meta.get("content", "")))
            if found and int(found[1]) <= 5:
                return found[2].strip()
    return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return one_line(_TAG.sub(" ", found[1])) if found else ""


def one_line(text: str) -> str:
    """Return a text with its character references resolved, on one line, without control characters, cut at 500."""
    words = " ".join(html.unescape(text).split())
    return "".join(c for c in words if c.isprintable())[:500]


def head_is_complete(data: bytes) -> bool:
    """Whether everything that a title may stand in has arrived."""
    lowered = data[-70_000:].lower()
    return b"</head" in lowered or b"<body" in lowered
