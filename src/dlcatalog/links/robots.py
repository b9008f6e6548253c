"""robots.txt (RFC 9309): which paths a host keeps programs from. No network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urlsplit

PRODUCT: Final = "dlcatalog"
MAX_BYTES: Final = 512_000
MAX_RULES: Final = 5_000
MAX_DELAY: Final = 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What one robots.txt says to us: (allowed, pattern) pairs, and the seconds it asks for between two requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether a URL may be asked: the longest pattern that fits decides, and allowing wins a tie."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


EVERYTHING: Final = Robots()


def read_robots(text: str) -> Robots:
    """Return the rules for us, else those for everybody."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    in_rules = False
    for key, value in _lines(text):
        if key == "user-agent":
            names = [] if in_rules else names
            in_rules = False
            names.append(value.split("/")[0].strip().lower())
            groups.setdefault(names[-1], [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name in names:
                groups[name].append((key, value))
    ours = groups.get(PRODUCT, groups.get("*", []))[:MAX_RULES]
    rules = tuple((key == "allow", _normal(value)) for key, value in ours if key != "crawl-delay" and value)
    delays = [_seconds(value) for key, value in ours if key == "crawl-delay"]
    return Robots(rules, max(delays, default=0.0))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _seconds(value: str) -> float:
    try:
        delay = float(value)
    except ValueError:
        return 0.0
    return min(delay, MAX_DELAY) if delay > 0 else 0.0


def _normal(path: str) -> str:
    return quote(unquote(path), safe="/*$&=?;:@!'()+,~%")


def _fits(pattern: str, path: str) -> bool:
    if "*" not in pattern and not pattern.endswith("$"):
        return path.startswith(pattern)
    return bool(_compiled(pattern).match(path))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Runs of stars are one star; a lazy match between fixed parts does not explode."""
    ended = pattern.endswith("$")
    parts = [re.escape(p) for p in re.sub(r"\*+", "*", pattern.removesuffix("$")).split("*")[:20]]
    return re.compile(".*?".join(parts) + ("$" if ended else ""))
