"""What asking a link came to, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkClass(StrEnum):
    """What is known of a link.

    OK answers; MOVED answers somewhere else; BLOCKED keeps programs out (401, 403, 429, bot walls, robots.txt); UNSURE
    failed in a way that may pass (5xx, time-out, TLS); GONE says so itself (404, 410, no such name); WRONG shows another
    paper; REFUSED is not asked, for its address, scheme or credentials are unsafe.
    """

    OK = "ok"
    MOVED = "moved"
    BLOCKED = "blocked"
    UNSURE = "unsure"
    GONE = "gone"
    WRONG = "wrong"
    REFUSED = "refused"


ALIVE = frozenset([LinkClass.OK, LinkClass.MOVED, LinkClass.WRONG])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What asking one link came to.

    Attributes:
        detail: why, as the end of a sentence: "the server answers 404".
        final_url: where redirects led, "" where there were none.
        suggestion: the address that permanent redirects name, "".
        title: the page's own title; None where nobody looked, "" where there is none.
        title_source: where it stood: "citation", "og", "title", "pdf" or "api".
        reason: one word for `detail`, for programs.
        confirmed: gone twice, at least five seconds apart.
        requests: how many were sent for it.
    """

    link_class: LinkClass
    detail: str = ""
    final_url: str = ""
    suggestion: str = ""
    etag: str = ""
    title: str | None = None
    title_source: str = ""
    confirmed: bool = False
    archived: str = ""
    reason: str = ""
    requests: int = 0
