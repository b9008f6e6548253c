"""What a reply means, when to ask again, and for how long. Pure: no clock, no network, no chance of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from dlcatalog.links.answers import LinkClass
from dlcatalog.links.replies import Fault, Reply

PERMANENT: Final = (301, 308)
REDIRECTS: Final = (300, 301, 302, 303, 307, 308)
# 402, 407 and 451 ask for money, a proxy's password, another country; 999 is LinkedIn's way to say 403.
BLOCKED_STATUSES: Final = (401, 402, 403, 407, 429, 451, 999)
GONE_STATUSES: Final = (404, 410)
RETRIED: Final = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529)

_WALL_HEADERS: Final = {
    "cf-mitigated": "challenge",
    "x-amzn-waf-action": "",
    "x-datadome": "",
    "x-iinfo": "",
    "x-px-block": "",
    "sg-captcha": "",
}
# What walls against programs call themselves.
_WALL_TITLES: Final = (
    "^just a moment",
    "^attention required",
    "checking your browser",
    "security check(?:point)?$",
    "^security verification",
    "access (?:is )?denied",
    "access to this page has been denied",
    "are you (?:a )?(?:human|robot)",
    "(?:verify|verifying|prove|confirm)(?:ing)? (?:that )?you(?:'| a)re (?:a )?human",
    "^human verification",
    "^bot (?:verification|check)",
    "^client challenge",
    "^captcha$|captcha (?:required|verification|challenge|page)",
    "ddos-guard",
    "pardon our interruption",
    "manage your cookie",
    "request (?:rejected|blocked)",
    "you have been blocked",
    "^one more step",
    r"please wait(?: ?\.\.\.|…)?$",
    "unusual traffic from",
    "cookies? (?:required|absent|disabled|are required|not supported)",
    "(?:please )?enable (?:javascript|cookies)",
    "^robot check",
    "radware (?:captcha|bot)",
    "making sure you're not a bot",
    r"^(?:403|401|429)\b",
    "^forbidden$",
    "^unauthori[sz]ed$",
    "^too many requests$",
    r"^sign in\b",
    r"^log ?in\b",
    "^before you continue",
)
# What pages call themselves that stand where another one is missing.
_MISSING_TITLES: Final = (
    "^(?:(?:error|http)[ :-]*)?(?:404|410)(?:[ :.!|·–—-]|$)",
    r"\b(?:page|file|document|article|paper|resource|content|url|doi)\b.{0,24}(?:not|n't|no longer) (?:be )?(?:found|available|exist)",
    r"^(?:error[ :-]*)?not found(?: - .*| \|.*)?$",
    r"\b404(?: -| \||:)? (?:error|not found|page)",
    "^oops[!,. ]",
    "(?:page|file|article|url) does ?n[o']t exist",
    "page (?:has been )?removed",
    "^(?:seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata)",
    "^(?:ページが見つかりません|页面不存在|找不到页面)",
)
_WALL: Final = re.compile("|".join(_WALL_TITLES), re.IGNORECASE)
_MISSING: Final = re.compile("|".join(_MISSING_TITLES), re.IGNORECASE)
_MISSING_PATH: Final = re.compile(
    r"/(?:404|410|not[-_]?found|page[-_]?not[-_]?found|error404)(?:\.[a-z]{2,5})?/?$", re.IGNORECASE
)
_LOGIN_PATH: Final = re.compile(
    r"/(?:log-?in|sign-?in|sso|saml\d?|oauth2?|authorize|account/begin|shibboleth|idp|cookie-?absent|captcha|challenge)(?:[./?-]|$)",
    re.IGNORECASE,
)
_SESSION: Final = re.compile(
    r";jsessionid=|[?&;](?:phpsessid|sid|sessionid|session_id|token|cfid|_gl|utm_\w+)=", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one link may cost; times in seconds.

    Attributes:
        seconds: for the link in all, a little under the 30 that are promised.
        request: for one request.
        apart: between two looks at a link that seems gone.
        pause: before the second attempt; doubled before the third.
    """

    hops: int = 10
    attempts: int = 3
    requests: int = 20
    seconds: float = 29.0
    request: float = 9.0
    apart: float = 5.0
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reply says of the link: a class, or that nothing is known yet; and why, as the end of a sentence."""

    link_class: LinkClass
    detail: str
    reason: str


def verdict_of(reply: Reply, *, title: str = "", named: str = "") -> Verdict:
    """Judge a reply that is no redirect. `title` and `named` are what the page calls itself, where it was read."""
    if reply.fault:
        return _of_fault(reply)
    if is_wall(reply, title, named):
        return Verdict(LinkClass.BLOCKED, "the server keeps programs out", "wall")
    status = reply.status
    if status in BLOCKED_STATUSES:
        return Verdict(LinkClass.BLOCKED, f"the server answers {status}", str(status))
    if status in GONE_STATUSES:
        return Verdict(LinkClass.GONE, f"the server answers {status}", str(status))
    if status == 304 or 200 <= status < 300:
        if says_missing(title) or says_missing(named):
            return Verdict(LinkClass.GONE, "the page says that it is not there", "soft-404")
        if reply.cut and not title:
            return Verdict(LinkClass.UNSURE, "the answer breaks off", "cut")
        return Verdict(LinkClass.OK, "", "")
    if status in REDIRECTS:
        return Verdict(LinkClass.UNSURE, f"the server answers {status} and does not say where to go", str(status))
    return Verdict(LinkClass.UNSURE, f"the server answers {status}", str(status))


def _of_fault(reply: Reply) -> Verdict:
    assert reply.fault
    words = {
        Fault.UNSAFE: (LinkClass.REFUSED, reply.detail),
        Fault.NO_NAME: (LinkClass.GONE, "no server has its name"),
        Fault.NAME: (LinkClass.UNSURE, "the name of its server could not be looked up"),
        Fault.CONNECT: (LinkClass.UNSURE, "its server takes no connection"),
        Fault.TIMEOUT: (LinkClass.UNSURE, "its server does not answer in time"),
        Fault.TLS: (LinkClass.UNSURE, f"the connection cannot be made safe: {reply.detail}"),
        Fault.RESET: (LinkClass.UNSURE, "its server closes the connection"),
        Fault.PROTOCOL: (LinkClass.UNSURE, f"its server does not speak HTTP properly: {reply.detail}"),
    }
    link_class, detail = words[reply.fault]
    return Verdict(link_class, detail.removesuffix(": "), str(reply.fault))


def is_wall(reply: Reply, title: str, named: str) -> bool:
    """Whether a reply is one of the known walls against programs, whatever its status."""
    if any(value in reply.header(name).lower() for name, value in _WALL_HEADERS.items() if reply.header(name)):
        # DataDome and Incapsula put their headers on good answers too.
        if reply.header("cf-mitigated") or reply.header("x-amzn-waf-action") or reply.header("sg-captcha"):
            return True
        if reply.status not in range(200, 300):
            return True
    return says_wall(title) or says_wall(named)


def says_wall(title: str) -> bool:
    """Whether a title is that of a wall against programs."""
    return 0 < len(title) <= 80 and bool(_WALL.search(title))


def says_missing(title: str) -> bool:
    """Whether a title says that the page is not there."""
    return len(title) <= 120 and bool(_MISSING.search(title))


def leads_to_missing(url: str) -> bool:
    """Whether a redirect led to a page for what is not there."""
    return bool(_MISSING_PATH.search(urlsplit(url).path))


def leads_to_login(url: str) -> bool:
    """Whether a redirect led to a page that asks who is there."""
    parts = urlsplit(url)
    return bool(_LOGIN_PATH.search(parts.path)) or (parts.hostname or "").split(".")[0] in ("login", "accounts", "idp")


def suggestion_of(hops: list[tuple[str, int]]) -> str:
    """Return the address that permanent redirects lead to: of hops (URL, status), those before the first temporary one."""
    found = ""
    for url, status in hops:
        if status not in PERMANENT or _SESSION.search(url):
            break
        found = url
    return found


def is_passing(reply: Reply) -> bool:
    """Whether the same request may do better a moment later."""
    if reply.fault:
        return reply.fault in (Fault.NAME, Fault.CONNECT, Fault.TIMEOUT, Fault.RESET, Fault.PROTOCOL)
    return reply.status in RETRIED or (reply.cut and 200 <= reply.status < 300)


def pause_before(attempt: int, chance: float, *, base: float = 1.0) -> float:
    """Return the seconds to wait before attempt 2 and 3: doubled each time, a quarter more or less by `chance` (0 to 1)."""
    return float(base * 2 ** (attempt - 2) * (0.75 + 0.5 * chance))


def retry_after(reply: Reply, now: datetime) -> float | None:
    """Return the seconds that a reply asks us to wait, None where it does not say; dates and numbers, never below 0."""
    text = reply.header("retry-after").strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal():
        return float(min(int(text[:9]), 10**8))
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
