"""Links of a rendered page as they must be without a server: a folder's page has to be named. Pure: no file is touched.

The page is read tag by tag and attribute by attribute, so that nothing in a text or in a script is taken for a link, and
every link is followed to the file that it leads to: what is not there cannot pass unnoticed.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urljoin

INDEX: Final = "index.html"
_ATTRIBUTES: Final = r"""(?:\s+[^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`]+))?)*"""
_TAG: Final = re.compile(
    rf"<!--.*?-->|(?P<start><(?P<name>[a-zA-Z][a-zA-Z0-9:-]*))(?P<inner>{_ATTRIBUTES})(?P<end>\s*/?>)", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"""(\s+)([^\s=<>"'/]+)(?:(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>`]+))?""")
_RAW: Final = ("script", "style")
_LEADING: Final = ("href", "xlink:href", "action", "formaction", "src")
_ELSEWHERE: Final = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
_REFRESH: Final = re.compile(r"(\s*\d+\s*;\s*url\s*=\s*)(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class PageLinks:
    """Rewrites the links of one page.

    Attributes:
        page: its path below the root.
        is_held: whether the edition holds a file.
        base_url: where the site stands online, or "".
        strays: (link, path below the root) of what leads to nothing that the edition holds; such a link leads to the
            site where there is a base_url, else it stays as it was.
        led: what the other links lead to.
    """

    page: str
    is_held: Callable[[str], bool]
    base_url: str = ""
    strays: list[tuple[str, str]] = field(default_factory=list)
    led: set[str] = field(default_factory=set)

    def rewrite(self, text: str) -> str:
        """Return the page with links that work from a file."""
        parts, place = [], 0
        while match := _TAG.search(text, place):
            parts.append(text[place : match.start()])
            parts.append(self._tag(match))
            place = match.end()
            name = (match["name"] or "").lower()
            if name in _RAW:
                closed = re.compile(f"</{name}", re.IGNORECASE).search(text, place)
                end = closed.start() if closed else len(text)
                parts.append(text[place:end])
                place = end
        parts.append(text[place:])
        return "".join(parts)

    def _tag(self, match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        start = match["start"] + (f' data-index="{INDEX}"' if name.lower() == "html" else "")
        inner = match["inner"]
        if inner and ("=" in inner):
            is_meta = name.lower() == "meta"
            inner = _ATTRIBUTE.sub(self._meta if is_meta else self._attribute, inner)
        return start + inner + match["end"]

    def _attribute(self, match: re.Match[str]) -> str:
        if match[4] is None or match[2].lower() not in _LEADING:
            return match[0]
        old = html.unescape(_bare(match[4]))
        new = self.lead(old)
        return match[0] if new == old else f'{match[1]}{match[2]}="{html.escape(new)}"'

    def _meta(self, match: re.Match[str]) -> str:
        """The address that a page leads on to; other meta elements hold no links of the site."""
        if match[4] is None or match[2].lower() != "content":
            return match[0]
        refresh = _REFRESH.fullmatch(html.unescape(_bare(match[4])))
        if refresh is None:
            return match[0]
        return f'{match[1]}{match[2]}="{html.escape(refresh[1] + self.lead(refresh[2]))}"'

    def lead(self, href: str) -> str:
        """Return where a link of this page must lead in the edition."""
        if not href or href[0] in "#?" or _ELSEWHERE.match(href):
            return href
        path, tail = _split(href)
        target = _target(self.page, path)
        if path.endswith("/") or posixpath.basename(path) in (".", ".."):
            named = posixpath.join(path, INDEX)
            target = posixpath.normpath(posixpath.join(target, INDEX))
        elif self.is_held(f"{target}/{INDEX}"):
            named, target = f"{path}/{INDEX}", f"{target}/{INDEX}"
        else:
            named = path
        if not path.startswith("/") and self.is_held(target):
            self.led.add(target)
            return named + tail
        self.strays.append((href, target))
        return self._online(href, path, tail)

    def _online(self, href: str, path: str, tail: str) -> str:
        """Return the address on the published site of what the edition does not hold."""
        if not self.base_url:
            return href
        return urljoin(self.base_url + quote(self.page), path) + tail


def _bare(value: str) -> str:
    return value[1:-1] if value[0] in "\"'" else value


def _split(href: str) -> tuple[str, str]:
    """Return the path, and the query and fragment behind it."""
    size = min((place for sign in "?#" if (place := href.find(sign)) >= 0), default=len(href))
    return href[:size], href[size:]


def _target(page: str, path: str) -> str:
    """Return the path below the root that a relative one leads to; one that climbs out keeps its dots."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
