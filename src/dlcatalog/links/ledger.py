"""What an answer changes in what is known of a link, and which links are due. Pure: the time is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from dlcatalog.links.answers import Answer, LinkClass
from dlcatalog.links.titles import Likeness, likeness
from dlcatalog.source.link_ledger import LinkRow, format_time

# Bad news is asked for again on the next day's run, whatever the age that good news may have.
BAD_NEWS_AGE: Final = timedelta(hours=20)
_GOOD: Final = ("ok", "moved", "wrong")


def is_due(row: LinkRow | None, now: datetime, *, max_age: int, titled: bool) -> bool:
    """Whether a link must be asked: never asked, asked too long ago, or asked without a look at its title, which is wanted."""
    if row is None or max_age == 0:
        return True
    good = row.link_class in _GOOD
    age = timedelta(days=max_age) if good else min(BAD_NEWS_AGE, timedelta(days=max_age))
    return row.checked <= format_time(now - age) or (good and titled and row.title is None)


def updated(row: LinkRow | None, url: str, answer: Answer, now: datetime) -> LinkRow:
    """Return what is known of a link after an answer.

    A run that found out nothing (blocked, unsure) leaves the count of runs that found it gone as it is; a good answer ends it.
    """
    time = format_time(now)
    old = row or LinkRow(url=url, link_class="", since=time, checked=time)
    good = answer.link_class in (LinkClass.OK, LinkClass.MOVED)
    gone = answer.link_class is LinkClass.GONE
    # An unchanged page has the title that it had.
    looked = answer.title is not None
    return LinkRow(
        url=url,
        link_class=str(answer.link_class),
        since=old.since if old.link_class == answer.link_class else time,
        checked=time,
        last_ok=time if good else old.last_ok,
        detail=answer.detail,
        final_url=answer.final_url,
        suggestion=answer.suggestion,
        etag=answer.etag if good else old.etag,
        title=answer.title if looked else old.title,
        title_source=answer.title_source if looked else old.title_source,
        gone_runs=old.gone_runs + 1 if gone else 0 if good else old.gone_runs,
        gone_since=(old.gone_since or time) if gone else "" if good else old.gone_since,
        archived=answer.archived or old.archived,
    )


def judged(row: LinkRow, titles: Sequence[str], now: datetime) -> LinkRow:
    """Return the row with its title held against the records' titles: a good link that shows another paper is wrong.

    A link that several records share is right where it is right for one of them.
    """
    if row.link_class not in _GOOD or row.title is None:
        return row
    verdicts = [likeness(title, row.title, source=row.title_source) for title in titles]
    wrong = bool(verdicts) and all(verdict is Likeness.DIFFERENT for verdict in verdicts)
    found = "wrong" if wrong else "moved" if row.final_url else "ok"
    if found == row.link_class:
        return row
    return replace(row, link_class=found, since=format_time(now))
