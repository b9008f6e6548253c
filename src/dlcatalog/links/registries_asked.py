"""Asks registries, not landing pages: the handle registry for DOIs, arXiv's API, GitHub's API, the Wayback Machine's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from dlcatalog.links import policy
from dlcatalog.links.answers import Answer, LinkClass
from dlcatalog.links.asker import Link
from dlcatalog.links.budget import Budget
from dlcatalog.links.pages import one_line
from dlcatalog.links.policy import verdict_of
from dlcatalog.links.replies import Reply, Request
from dlcatalog.links.routes import ARCHIVE_API, CROSSREF_API, Route, api_url, arxiv_url, route_of
from dlcatalog.links.sender import Sender
from dlcatalog.links.urls import next_url, origin_of

JSON_BYTES: Final = 500_000
FEED_BYTES: Final = 3_000_000
_HOPS: Final = 3
_ATOM: Final = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class RegistryAsker:
    """Asks registries. `token` is GitHub's, and goes nowhere else; with `confirm` a link is gone only when asked twice."""

    sender: Sender
    token: str = ""
    confirm: bool = False

    async def ask(self, link: Link, route: Route) -> Answer:
        """Ask for one DOI or one GitHub repository."""
        budget = self.sender.new_budget()
        answer = await self._ask_once(link, route, budget)
        if answer.link_class is LinkClass.GONE and self.confirm:
            await self.sender.clock.sleep(self.sender.limits.apart * 1.02)
            answer = replace(await self._ask_once(link, route, budget), confirmed=True)
        return replace(answer, requests=budget.requests)

    async def _ask_once(self, link: Link, route: Route, budget: Budget) -> Answer:
        return await (self._doi(link, route, budget) if route.kind == "doi" else self._github(route, budget))

    async def _get(self, url: str, budget: Budget, *, limit: int = JSON_BYTES, token: str = "") -> tuple[Reply, str]:
        """Get a document, following redirects on the same host; return it and where it lay."""
        headers = {"Accept": "application/json, application/atom+xml;q=0.9"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        home = origin_of(url)
        for _ in range(_HOPS + 1):
            request = Request(method="GET", url=url, headers=headers, limit=limit, whole=True)
            reply = await self.sender.until_settled(request, budget)
            location = reply.header("location")
            if reply.status not in policy.REDIRECTS or not location:
                return reply, url
            target = next_url(url, location)
            if not target or origin_of(target) != home:
                return reply, url
            url = target
        return Reply(fault=None, status=310), url

    async def _doi(self, link: Link, route: Route, budget: Budget) -> Answer:
        reply, _ = await self._get(api_url(route), budget)
        code = _json(reply).get("responseCode")
        if code == 100:
            return Answer(link_class=LinkClass.GONE, detail="the handle registry does not know the DOI", reason="404")
        if reply.status == 200 and code == 1:
            title = await self._crossref_title(route.key, budget) if link.titled else None
            return Answer(
                link_class=LinkClass.OK, title=title, title_source="api" if title else "", requests=budget.requests
            )
        return _unclear(reply, "the handle registry")

    async def _crossref_title(self, doi: str, budget: Budget) -> str:
        """The title that Crossref has for a DOI, "" where it has none or does not answer; one attempt, for the DOI is known."""
        url = CROSSREF_API + quote(doi, safe="")
        reply = await self.sender.once(Request(method="GET", url=url, limit=JSON_BYTES, whole=True), budget)
        message = _json(reply).get("message")
        titles = message.get("title") if isinstance(message, dict) and reply.status == 200 else None
        first = titles[0] if isinstance(titles, list) and titles else ""
        return one_line(first) if isinstance(first, str) else ""

    async def _github(self, route: Route, budget: Budget) -> Answer:
        reply, _ = await self._get(api_url(route), budget, token=self.token)
        name = _json(reply).get("full_name")
        if reply.status == 200 and isinstance(name, str):
            if name.lower() == route.key.lower():
                return Answer(link_class=LinkClass.OK)
            new = f"https://github.com/{quote(name, safe='/')}"
            return Answer(link_class=LinkClass.MOVED, final_url=new, suggestion=new)
        if reply.status in policy.GONE_STATUSES:
            detail = "GitHub does not know the repository, or it is private"
            return Answer(link_class=LinkClass.GONE, detail=detail, reason=str(reply.status))
        if reply.status in (403, 429) and reply.header("x-ratelimit-remaining") == "0":
            detail = "GitHub answers no more questions this hour; a token in GITHUB_TOKEN gets more"
            return Answer(link_class=LinkClass.BLOCKED, detail=detail, reason="rate-limit")
        return _unclear(reply, "GitHub's API")

    async def ask_arxiv(self, links: Sequence[Link]) -> list[Answer]:
        """Ask arXiv's API for many papers at once; what is missing from its answer is asked for once more, alone."""
        ids = [route_of(link.url).key for link in links]
        budget = self.sender.new_budget()
        reply, titles = await self._arxiv(list(dict.fromkeys(ids)), budget)
        answers = []
        for paper in ids:
            if titles is None:
                answers.append(_unclear(reply, "arXiv's API"))
            elif paper in titles:
                title = titles[paper]
                answers.append(Answer(link_class=LinkClass.OK, title=title, title_source="api" if title else ""))
            else:
                answers.append(await self._arxiv_alone(paper))
        return [replace(answer, requests=max(answer.requests, 1)) for answer in answers]

    async def _arxiv_alone(self, paper: str) -> Answer:
        """The API now and then leaves papers out, and one id that it cannot read spoils the rest: so ask again."""
        budget = self.sender.new_budget()
        await self.sender.clock.sleep(self.sender.limits.apart * 1.02 if self.confirm else 0)
        reply, titles = await self._arxiv([paper], budget)
        if titles is None:
            return replace(_unclear(reply, "arXiv's API"), requests=budget.requests)
        if paper in titles:
            return Answer(link_class=LinkClass.OK, title=titles[paper], title_source="api", requests=budget.requests)
        detail = "arXiv does not know the paper"
        return Answer(
            link_class=LinkClass.GONE, detail=detail, reason="404", confirmed=self.confirm, requests=budget.requests
        )

    async def _arxiv(self, ids: list[str], budget: Budget) -> tuple[Reply, dict[str, str] | None]:
        reply, _ = await self._get(arxiv_url(ids), budget, limit=FEED_BYTES)
        if reply.status == 400:
            return reply, {}
        if reply.status != 200 or reply.cut:
            return reply, None
        return reply, _feed_titles(reply.body, ids)

    async def archived_copy(self, url: str, last_ok: str) -> str | None:
        """Return the address of a good capture: the newest, or that nearest to when the link last answered.

        Returns "" where there is none, None where the archive does not answer.
        """
        query = f"{ARCHIVE_API}?url={quote(url, safe='')}"
        if last_ok:
            query += f"&timestamp={last_ok[:10].replace('-', '')}"
        request = Request(method="GET", url=query, limit=JSON_BYTES, whole=True)
        reply = await self.sender.once(request, self.sender.new_budget())
        if reply.status != 200:
            return None
        snapshots = _json(reply).get("archived_snapshots")
        closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
        if not isinstance(closest, dict) or not closest.get("available") or str(closest.get("status")) != "200":
            return ""
        found = str(closest.get("url", "")).replace("http://", "https://", 1)
        return found if urlsplit(found).hostname == "web.archive.org" and found.isprintable() else ""


def _json(reply: Reply) -> Mapping[str, Any]:
    try:
        data = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _unclear(reply: Reply, who: str) -> Answer:
    """A registry that does not answer its question says nothing of the link."""
    verdict = verdict_of(reply)
    known = verdict.link_class in (LinkClass.BLOCKED, LinkClass.UNSURE)
    link_class = verdict.link_class if known else LinkClass.UNSURE
    said = verdict.detail if known else "its answer cannot be read"
    return Answer(link_class=link_class, detail=f"{who} was asked: {said}", reason=verdict.reason or "answer")


def _feed_titles(data: bytes, ids: Sequence[str]) -> dict[str, str] | None:
    """Return the title of each id that an Atom feed of arXiv's API holds, under the id as it was asked; None if it is none."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 - as above
    except (ET.ParseError, ValueError, LookupError):
        return None
    if root.tag != f"{_ATOM}feed":
        return None
    asked = {paper.lower(): paper for paper in ids}
    found: dict[str, str] = {}
    for entry in root.iter(f"{_ATOM}entry"):
        where = (entry.findtext(f"{_ATOM}id") or "").rpartition("/abs/")[2].strip().lower()
        title = one_line(entry.findtext(f"{_ATOM}title") or "")
        for name in (where, where.rpartition("v")[0]):
            if name in asked and title and title != "Error":
                found[asked[name]] = title
    return found
