"""The whole row of `links`: collect, choose what is due, ask, remember, report."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.errors import EnvironmentProblem
from dlcatalog.links.answers import Answer, LinkClass
from dlcatalog.links.collect import Collected, changed_uses, collect, ignoring
from dlcatalog.links.findings import diagnose
from dlcatalog.links.hosts import Endpoint, HostRules
from dlcatalog.links.journal import Journal
from dlcatalog.links.ledger import is_due, judged, updated
from dlcatalog.links.policy import Limits
from dlcatalog.links.uses import Use
from dlcatalog.pipeline.load import text_reader
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.pipeline.output.disk import write_durably
from dlcatalog.pipeline.store import prepare_folder
from dlcatalog.source.git_changes import read_git_changes
from dlcatalog.source.link_ledger import LINKS_FILE, LinkRow, read_link_ledger, write_link_ledger

if TYPE_CHECKING:
    import ssl

    from dlcatalog.links.asker import Link
    from dlcatalog.links.replies import Door

MAX_CAPTURES: Final = 200
MAX_SILENT: Final = 2
# (answered, of how many, class of the last)
Progress = Callable[[int, int, LinkClass], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """What `links` was told.

    Attributes:
        now: the time that the ledger notes, UTC.
        max_age: days for which a good answer holds; None takes site.yaml's.
        changed_since: a revision, or "" for a weekly run.
        resolved, pace: see HostRules.
        token: for GitHub's API.
        no_proxy: names of hosts, or "*".
        progress: is told of every answer.
    """

    now: datetime
    max_age: int | None = None
    changed_since: str = ""
    resolved: Mapping[Endpoint, Endpoint] = field(default_factory=dict)
    pace: int | None = None
    token: str = ""
    proxies: Mapping[str, str] = field(default_factory=dict)
    no_proxy: frozenset[str] = frozenset()
    tls: ssl.SSLContext | None = None
    limits: Limits = field(default_factory=Limits)
    progress: Progress = lambda _done, _all, _class: None
    say: Callable[[str], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What a run found: problems, papers, links, how many were asked, how many of each class, files that could not be read."""

    report: Report
    papers: int
    links: int
    asked: int
    classes: Mapping[str, int]
    unread: int


class _Session:
    """One run: what is known, what was heard, where it is written."""

    def __init__(self, rows: dict[str, LinkRow], titles: Mapping[str, tuple[str, ...]], options: LinkOptions) -> None:
        self.rows = rows
        self.titles = titles
        self.options = options
        self.asked = 0
        self.confirmed: set[str] = set()
        self.answered_at_all = False

    def take_up(self, left: Mapping[str, LinkRow]) -> None:
        """Take in what an earlier run heard, where the ledger has heard nothing newer."""
        for url, row in left.items():
            known = self.rows.get(url)
            if known is None or known.checked <= row.checked:
                self.rows[url] = row

    def hear(self, url: str, answer: Answer) -> LinkRow:
        """Take in one answer."""
        now = self.options.now
        row = judged(updated(self.rows.get(url), url, answer, now), self.titles.get(url, ()), now)
        self.rows[url] = row
        if answer.confirmed:
            self.confirmed.add(url)
        if answer.reason not in ("no such name", "name not resolved", "no connection") and answer.requests:
            self.answered_at_all = True
        return row


def check_links(build: BuildOptions, options: LinkOptions) -> LinkResult:
    """Ask what is due and report what is known.

    Raises: UsageProblem, EnvironmentProblem; KeyboardInterrupt after the ledger was written.
    """
    collected, scan = collect(build)
    settings = collected.site.links
    uses = list(ignoring(collected.uses, settings.ignore))
    weekly = not options.changed_since
    if not weekly:
        changed = changed_uses(collected, build, read_git_changes(build.catalog, options.changed_since))
        uses = list(ignoring(changed, settings.ignore))
    known, problems = _read_ledger(build.catalog)
    titles = _titles(uses)
    max_age = settings.max_age if options.max_age is None else options.max_age
    pace = settings.pace if options.pace is None else options.pace
    rules = HostRules(slower=settings.hosts, pace=pace, resolved=options.resolved)
    session = _Session(dict(known), titles, options)
    urls = dict.fromkeys(use.asked for use in uses)
    interrupted = False
    if weekly:
        prepare_folder(build.store)
        with Journal.open(build.store, options.now) as journal:
            session.take_up(journal.left)
            _judge_all(session, urls)
            due = [u for u in urls if not journal.was_asked(u) and _is_due(session, u, max_age)]
            interrupted = _ask(due, session, rules, journal, confirm=False)
            _write_ledger(build.catalog, known, [session.rows[u] for u in urls if u in session.rows])
            if not interrupted:
                journal.finish()
    else:
        due = [
            u
            for u in urls
            if _is_due(session, u, max_age) or session.rows[u].link_class not in ("ok", "moved", "wrong")
        ]
        _judge_all(session, urls)
        interrupted = _ask(due, session, rules, None, confirm=True)
    if interrupted:
        raise KeyboardInterrupt
    confirmed = None if weekly else frozenset(_believable(session))
    found = [*problems, *diagnose(uses, session.rows, text_reader(scan.root), confirmed=confirmed)]
    return _result(collected, session, urls, found)


def _result(collected: Collected, session: _Session, urls: Iterable[str], found: list[Diagnostic]) -> LinkResult:
    from dlcatalog.checks.registry import all_rules  # noqa: PLC0415 - reads all rules

    severities = collected.site.severity
    report = Report.of(found).with_severities(severities, all_rules() if severities else {})
    classes: dict[str, int] = {str(link_class): 0 for link_class in LinkClass}
    held = [session.rows[url].link_class for url in urls if url in session.rows]
    for link_class in held:
        classes[link_class] += 1
    return LinkResult(report, collected.papers, len(held), session.asked, classes, collected.unread)


def _titles(uses: Iterable[Use]) -> dict[str, tuple[str, ...]]:
    """The titles that the records expect of each link's page."""
    titles: dict[str, dict[str, None]] = {}
    for use in uses:
        if use.title:
            titles.setdefault(use.asked, {})[use.title] = None
    return {url: tuple(found) for url, found in titles.items()}


def _judge_all(session: _Session, urls: Iterable[str]) -> None:
    """Hold what is known against today's titles: a record may have another one by now."""
    for url in urls:
        row = session.rows.get(url)
        if row is not None and row.title is not None:
            session.rows[url] = judged(row, session.titles.get(url, ()), session.options.now)


def _is_due(session: _Session, url: str, max_age: int) -> bool:
    return is_due(session.rows.get(url), session.options.now, max_age=max_age, titled=url in session.titles)


def _believable(session: _Session) -> set[str]:
    """The links that are gone for sure. Where no server at all could be found it is our network that is gone."""
    if session.answered_at_all or len(session.confirmed) <= 2:
        return session.confirmed
    return {url for url in session.confirmed if session.rows[url].detail != "no server has its name"}


def _read_ledger(catalog: Path) -> tuple[dict[str, LinkRow], tuple[Diagnostic, ...]]:
    try:
        return read_link_ledger((catalog / LINKS_FILE).read_bytes(), LINKS_FILE)
    except FileNotFoundError:
        return {}, ()
    except OSError as fault:
        raise EnvironmentProblem(f"cannot read '{LINKS_FILE}': {fault.strerror}") from fault


def _write_ledger(catalog: Path, known: Mapping[str, LinkRow], rows: list[LinkRow]) -> None:
    """Replace the ledger in one step, if anything in it is new."""
    if rows == [known[url] for url in known] or sorted(rows, key=lambda r: r.url) == sorted(
        known.values(), key=lambda r: r.url
    ):
        return
    path = catalog / LINKS_FILE
    try:
        write_durably(os.fspath(path), write_link_ledger(rows))
    except OSError as fault:
        raise EnvironmentProblem(f"cannot write '{path}': {fault.strerror}") from fault


def _ask(due: list[str], session: _Session, rules: HostRules, journal: Journal | None, *, confirm: bool) -> bool:
    """Ask what is due; return whether the run was cut short."""
    if not due:
        return False
    return asyncio.run(_ask_all(due, session, rules, journal, confirm=confirm))


async def _ask_all(
    due: list[str], session: _Session, rules: HostRules, journal: Journal | None, *, confirm: bool
) -> bool:
    # Imported late: a run in which nothing is due needs no network, and this takes a quarter of a second.
    from dlcatalog.links.asking import Asking  # noqa: PLC0415
    from dlcatalog.links.transport import Network  # noqa: PLC0415

    options = session.options
    stopping = asyncio.Event()
    _stop_on_signals(stopping, options.say)

    done = 0

    def on_answer(link: Link, answer: Answer) -> None:
        nonlocal done
        done += 1
        session.asked += answer.requests > 0
        row = session.hear(link.url, answer)
        if journal:
            journal.add(row)
        options.progress(done, len(due), LinkClass(row.link_class))

    chance = random.Random(0)  # noqa: S311 - jitter, the same in every run
    door: Door
    async with Network(options.resolved, proxies=options.proxies, no_proxy=options.no_proxy, tls=options.tls) as door:
        asking = Asking(
            door, rules, stopping, token=options.token, confirm=confirm, chance=chance, limits=options.limits
        )
        await asking.ask(_links(due, session), on_answer)
        if not stopping.is_set():
            await _captures(asking, due, session, journal)
    return stopping.is_set()


def _links(due: Iterable[str], session: _Session) -> list[Link]:
    from dlcatalog.links.asker import Link  # noqa: PLC0415

    links = []
    for url in due:
        row = session.rows.get(url)
        titled = url in session.titles
        # An unchanged page is only good news if its title is known, where it is wanted.
        usable = row and row.link_class in ("ok", "moved", "wrong") and (row.title is not None or not titled)
        etag, where = (row.etag, row.final_url) if row and usable else ("", "")
        links.append(Link(url, titled, etag, where))
    return links


async def _captures(asking: object, due: Iterable[str], session: _Session, journal: Journal | None) -> None:
    """Ask the Wayback Machine for copies of what is gone, once for each link."""
    from dlcatalog.links.asking import Asking  # noqa: PLC0415

    assert isinstance(asking, Asking)
    gone = [u for u in due if session.rows[u].link_class == "gone" and not session.rows[u].archived]
    silent = 0
    for url in gone[:MAX_CAPTURES]:
        if asking.stopping.is_set() or silent >= MAX_SILENT:
            return
        row = session.rows[url]
        copy = await asking.archived_copy(url, row.last_ok)
        silent = silent + 1 if copy is None else 0
        if copy:
            session.rows[url] = replace(row, archived=copy)
            if journal:
                journal.add(session.rows[url])


def _stop_on_signals(stopping: asyncio.Event, say: Callable[[str], None]) -> None:
    """The first ^C ends the run when what is under way is answered; the second ends it at once."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def stop() -> None:
        if stopping.is_set() and task:
            task.cancel()
            return
        stopping.set()
        say("finishing the requests that are under way; press ^C again to stop at once")

    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers, and no thread but the main one may set them.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop)
