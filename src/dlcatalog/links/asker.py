"""Asks one link at its own page: HEAD or GET, redirects, a second look before anything is called gone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from dlcatalog.links import policy
from dlcatalog.links.answers import Answer, LinkClass
from dlcatalog.links.budget import Budget
from dlcatalog.links.pages import PageTitle, page_title
from dlcatalog.links.pdf import pdf_title
from dlcatalog.links.policy import Verdict
from dlcatalog.links.replies import Fault, Reply, Request
from dlcatalog.links.robot_rules import RobotRules
from dlcatalog.links.sender import OUT_OF_BUDGET, Sender
from dlcatalog.links.urls import is_front_page, next_url, origin_of, unsafe_url

PAGE_BYTES: Final = 262_144
LOOK_BYTES: Final = 16_384
TAIL_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Link:
    """One address to ask, in the form in which it is asked.

    Attributes:
        titled: its page's title is compared with a record's.
        etag: what it had when it last answered well, and where that was.
    """

    url: str
    titled: bool = False
    etag: str = ""
    etag_url: str = ""


@dataclass(slots=True)
class _Walk:
    """Where one link stands on its way."""

    link: Link
    url: str
    method: str
    budget: Budget
    hops: list[tuple[str, int]] = field(default_factory=list)
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    page: PageTitle = field(default_factory=PageTitle)
    gone_at: float | None = None
    gone: Verdict | None = None
    ranged: bool = True

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.get(origin_of(self.url)[1], {}).items())


@dataclass(frozen=True, slots=True)
class PageAsker:
    """Asks pages. With `confirm`, nothing is called gone before a HEAD and a GET, five seconds apart, both say so."""

    sender: Sender
    robots: RobotRules
    confirm: bool = False

    async def ask(self, link: Link) -> Answer:
        """Ask one link, until its class is known or its budget is used up."""
        budget = self.sender.new_budget()
        fault = unsafe_url(link.url)
        if fault:
            return Answer(link_class=LinkClass.REFUSED, detail=fault)
        if not await self.robots.allow(link.url, budget):
            detail = "its robots.txt keeps programs out"
            return Answer(link_class=LinkClass.BLOCKED, detail=detail, requests=budget.requests)
        walk = _Walk(link, link.url, "GET" if link.titled else "HEAD", budget)
        while True:
            answer = await self._step(walk)
            if answer is not None:
                return replace(answer, requests=budget.requests)

    async def _step(self, walk: _Walk) -> Answer | None:
        """Send one request and act on the reply: an answer, or None to go on."""
        request = self._request(walk)
        reply = await self.sender.once(request, walk.budget)
        self._keep_cookies(walk, reply)
        if reply is OUT_OF_BUDGET:
            return self._out_of_budget(walk)
        if reply.status in policy.REDIRECTS and reply.header("location"):
            return self._redirected(walk, reply.header("location"), reply.status)
        if reply.status == 416 and walk.ranged:
            walk.ranged = False
            return None
        if walk.method == "HEAD" and walk.gone is None and self._head_is_unclear(reply):
            return await self._after_head(walk, request, reply)
        if await self.sender.is_worth_waiting(request, reply, walk.budget):
            return None
        walk.page = await self._page(walk, reply)
        if walk.page.refresh and walk.method == "GET" and walk.page.source != "citation":
            return self._redirected(walk, walk.page.refresh, 302)
        verdict = policy.verdict_of(reply, title=walk.page.text, named=walk.page.named)
        return await self._concluded(walk, self._by_place(walk, verdict), reply)

    def _request(self, walk: _Walk) -> Request:
        headers: dict[str, str] = {}
        walk.seen.add((walk.url, walk.method, walk.cookie_line()))
        if cookies := walk.cookie_line():
            headers["Cookie"] = cookies
        if walk.link.etag and walk.url == (walk.link.etag_url or walk.link.url) and walk.gone is None:
            headers["If-None-Match"] = walk.link.etag
        limit = 0
        if walk.method == "GET":
            limit = PAGE_BYTES if walk.link.titled else LOOK_BYTES
            if walk.ranged and (not walk.link.titled or walk.url.lower().endswith(".pdf")):
                headers["Range"] = f"bytes=0-{limit - 1}"
        fresh = walk.gone is not None
        return Request(method=walk.method, url=walk.url, headers=headers, limit=limit, fresh_name=fresh)

    def _head_is_unclear(self, reply: Reply) -> bool:
        """Many servers answer HEAD with nonsense; only a good answer, or one that no GET can better, is believed."""
        if reply.fault in (Fault.UNSAFE, Fault.TLS):
            return False
        return not (200 <= reply.status < 300 or reply.status == 304)

    async def _after_head(self, walk: _Walk, request: Request, reply: Reply) -> Answer | None:
        """Go on with GET: at once, after a pause where a fault may pass, five seconds later where the link looks gone."""
        verdict = policy.verdict_of(reply)
        walk.method = "GET"
        if verdict.link_class is LinkClass.GONE:
            await self._look_again(walk, verdict)
            return None
        if policy.is_passing(reply) and not await self.sender.is_worth_waiting(request, reply, walk.budget):
            return self._answer(walk, verdict, reply)
        return None

    async def _look_again(self, walk: _Walk, verdict: Verdict) -> None:
        walk.gone, walk.gone_at = verdict, self.sender.clock.now()
        if self.confirm:
            await self.sender.clock.sleep(self.sender.limits.apart * 1.02)
        # The second look starts where the first did.
        walk.url, walk.hops, walk.seen = walk.link.url, [], set()

    async def _concluded(self, walk: _Walk, verdict: Verdict, reply: Reply) -> Answer | None:
        if verdict.link_class is LinkClass.GONE and walk.gone is None and self.confirm:
            walk.method = "HEAD" if walk.method == "GET" else "GET"
            await self._look_again(walk, verdict)
            return None
        # Only a second look of the same mind makes a link gone; a first HEAD that a GET contradicts was nonsense.
        if walk.gone and verdict.link_class is not LinkClass.GONE and walk.method == "HEAD":
            verdict = Verdict(LinkClass.UNSURE, "it says to GET that it is gone, and to HEAD that it is not", "torn")
        return self._answer(walk, verdict, reply)

    def _by_place(self, walk: _Walk, verdict: Verdict) -> Verdict:
        """A good answer from a page for missing pages, or for those who must say who they are, is none."""
        if verdict.link_class is not LinkClass.OK or not walk.hops:
            return verdict
        if policy.leads_to_missing(walk.url):
            return Verdict(LinkClass.GONE, "it leads to a page for what is not there", "soft-404")
        if policy.leads_to_login(walk.url) and not policy.leads_to_login(walk.link.url):
            return Verdict(LinkClass.BLOCKED, "it leads to a page that asks who is there", "login")
        return verdict

    def _answer(self, walk: _Walk, verdict: Verdict, reply: Reply) -> Answer:
        good = verdict.link_class is LinkClass.OK
        moved = good and walk.url != walk.link.url
        looked = walk.method == "GET" and walk.link.titled and reply.status != 304
        astray = moved and is_front_page(walk.url) and not is_front_page(walk.link.url)
        detail = "it leads to the front page" if astray else verdict.detail
        waited = walk.gone_at is not None and self.sender.clock.now() - walk.gone_at >= self.sender.limits.apart
        return Answer(
            link_class=LinkClass.MOVED if moved else verdict.link_class,
            detail=detail,
            final_url=walk.url if walk.url != walk.link.url else "",
            suggestion=policy.suggestion_of(walk.hops) if moved and not astray else "",
            etag=reply.header("etag")[:200] if good and reply.header("etag").isascii() else "",
            title=walk.page.text if good and looked else None,
            title_source=walk.page.source if good and looked else "",
            confirmed=verdict.link_class is LinkClass.GONE and waited,
            reason=verdict.reason,
        )

    def _redirected(self, walk: _Walk, location: str, status: int) -> Answer | None:
        target = next_url(walk.url, location)
        if not target:
            return self._stopped(walk, LinkClass.UNSURE, "it redirects to what is no address", "redirect")
        fault = unsafe_url(target)
        if fault:
            return self._stopped(walk, LinkClass.REFUSED, f"it redirects to an unsafe address: {fault}", "redirect")
        if len(walk.hops) >= self.sender.limits.hops:
            return self._stopped(
                walk, LinkClass.UNSURE, f"it redirects more than {self.sender.limits.hops} times", "redirect"
            )
        walk.hops.append((target, status))
        walk.url = target
        if (walk.url, walk.method, walk.cookie_line()) in walk.seen:
            return self._stopped(walk, LinkClass.UNSURE, "it redirects in a circle", "redirect")
        if not self.robots.allow_already(target):
            return self._stopped(walk, LinkClass.BLOCKED, "the robots.txt where it leads keeps programs out", "robots")
        return None

    def _stopped(self, walk: _Walk, link_class: LinkClass, detail: str, reason: str) -> Answer:
        final = walk.url if walk.url != walk.link.url else ""
        return Answer(link_class=link_class, detail=detail, final_url=final, reason=reason)

    def _out_of_budget(self, walk: _Walk) -> Answer:
        if walk.gone is not None:
            return self._stopped(walk, LinkClass.UNSURE, "it looked gone, and a second look took too long", "budget")
        return self._stopped(walk, LinkClass.UNSURE, "it takes more requests or time than a link may", "budget")

    def _keep_cookies(self, walk: _Walk, reply: Reply) -> None:
        """Some servers redirect for ever who does not bring back their cookie. Cookies live as long as the walk."""
        if reply.cookies:
            jar = walk.cookies.setdefault(origin_of(walk.url)[1], {})
            jar.update(reply.cookies)
            for name in list(jar)[20:]:
                del jar[name]

    async def _page(self, walk: _Walk, reply: Reply) -> PageTitle:
        """What the page calls itself."""
        if walk.method != "GET" or reply.fault or not reply.body:
            return PageTitle()
        kind = reply.header("content-type").lower()
        if reply.body.startswith(b"%PDF-") or ("pdf" in kind and b"<html" not in reply.body[:2000].lower()):
            return PageTitle(*await self._pdf(walk, reply)) if walk.link.titled else PageTitle()
        if kind and not any(word in kind for word in ("html", "xml", "text/plain", "octet-stream")):
            return PageTitle()
        charset = kind.partition("charset=")[2].split(";")[0].strip()
        return page_title(reply.body, charset)

    async def _pdf(self, walk: _Walk, reply: Reply) -> tuple[str, str]:
        title = pdf_title(reply.body)
        total = reply.header("content-range").rpartition("/")[2]
        if not title and reply.status == 206 and total.isdecimal() and int(total) > len(reply.body):
            headers = {"Range": f"bytes=-{TAIL_BYTES}"}
            tail = await self.sender.once(
                Request(method="GET", url=walk.url, headers=headers, limit=TAIL_BYTES, whole=True), walk.budget
            )
            title = pdf_title(tail.body) if tail.status == 206 else ""
        return title, "pdf" if title else ""
