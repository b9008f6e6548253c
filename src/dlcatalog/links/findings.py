"""What is known of links to problems at their places. Nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from dlcatalog.checks.link_rules import LINK_RULES
from dlcatalog.diagnostics import Diagnostic, Severity, Span
from dlcatalog.links.uses import Use
from dlcatalog.model.urls import asked_form
from dlcatalog.source.link_ledger import LinkRow
from dlcatalog.source.places import Locator
from dlcatalog.text import counted, quote

_SEVERITY: Final = {rule.code: rule.severity for rule in LINK_RULES}
# What a plain scalar inside {…} or […] may not hold.
_NEEDS_QUOTES: Final = re.compile(r"[\[\]{},]")
_SPOILS_TEXT: Final = re.compile(r"[()<>\[\]\\*_`]")


def diagnose(
    uses: Iterable[Use],
    rows: Mapping[str, LinkRow],
    read_text: Callable[[str], str],
    *,
    confirmed: frozenset[str] | None = None,
) -> Iterator[Diagnostic]:
    """Yield a problem for every use of a link that is not simply good.

    `confirmed` are the URLs that were gone when asked twice, in a run for a pull request; None in a weekly run, where
    the ledger says for how long a link has been gone.
    """
    locators: dict[str, Locator] = {}
    for use in uses:
        row = rows.get(use.asked)
        if row is None or row.link_class == "ok" or (row.link_class == "wrong" and not use.title):
            continue
        locator = locators.get(use.path)
        if locator is None:
            locator = locators[use.path] = Locator(read_text(use.path), use.path)
        code, severity = _code(row, confirmed)
        span, replacement = _placed(use, row, locator) if code == "link-moved" else (_span(use, locator), None)
        yield Diagnostic(
            path=use.path,
            code=code,
            message=_message(use, row, code),
            span=span,
            severity=severity,
            help=_help(use, row, code, replacement),
            replacement=replacement,
        )


def _code(row: LinkRow, confirmed: frozenset[str] | None) -> tuple[str, Severity]:
    if row.link_class == "gone":
        is_gone = row.is_dead if confirmed is None else row.url in confirmed
        code = "link-gone" if is_gone else "link-missing"
    else:
        code = "link-unsafe" if row.link_class == "refused" else f"link-{row.link_class}"
    # In a weekly run nothing but what is long gone is an error: the record may have been merged years ago.
    weekly_note = code == "link-unsafe" and confirmed is None
    return code, Severity.NOTE if weekly_note else _SEVERITY[code]


def _message(use: Use, row: LinkRow, code: str) -> str:
    shown = quote(use.url, limit=120)
    subject = f"the page of the id, {shown}," if use.implied else f"the link {shown}"
    if code == "link-moved":
        where = quote(row.final_url, limit=120)
        known = f"; {row.detail}" if row.detail else ""
        return f"{subject} redirects to {where}{known}"
    if code == "link-wrong":
        return (
            f"{subject} leads to a page titled {quote(row.title or '', limit=120)}, not {quote(use.title, limit=120)}"
        )
    words = {
        "link-gone": "is gone",
        "link-missing": "is not found",
        "link-unsafe": "must not be asked",
        "link-blocked": "cannot be checked",
        "link-unsure": "may be broken",
    }
    seen = f" ({counted(row.gone_runs, 'run')} since {row.gone_since[:10]})" if row.gone_runs > 1 else ""
    through = f", after redirects to {quote(row.final_url, limit=120)}" if row.final_url else ""
    return f"{subject} {words[code]}: {row.detail}{through}{seen}"


def _help(use: Use, row: LinkRow, code: str, replacement: str | None) -> str:
    if code == "link-moved":
        if replacement or (row.suggestion and not use.implied):
            return f"write {_with_fragment(use.url, row.suggestion)}"
        return "" if row.suggestion else "no need to change it: the redirect is not permanent"
    if code in ("link-gone", "link-missing"):
        if row.archived:
            return f"find its new address, or link the archived copy: {row.archived}"
        return "find its new address, or delete it" if code == "link-gone" else "correct it if it is mistyped"
    fixed = {
        "link-wrong": "correct the link or the id; if the paper has another title there, leave it",
        "link-unsafe": "write a public http or https address without a user name",
        "link-blocked": "open it in a browser",
    }
    return fixed.get(code, "")


def _span(use: Use, locator: Locator) -> Span:
    """Where the URL stands; within a text, in the link that names it, or below it for a link by reference."""
    if use.start < 0:
        return locator.value(use.where)
    text = locator.scalar(use.where)
    found = text.find(use.url, use.start)
    start, end = (found, found + len(use.url)) if found >= 0 else (use.start, use.end)
    return locator.part(use.where, start, end)


def _placed(use: Use, row: LinkRow, locator: Locator) -> tuple[Span, str | None]:
    """The span, and the new text for it where that is certain: an exact place, and a URL that needs no escapes there."""
    span = _span(use, locator)
    if not row.suggestion or use.implied or span.line != span.end_line:
        return span, None
    new = _with_fragment(use.url, row.suggestion)
    if use.start >= 0:
        exact = span.end_column - span.column == len(use.url)
        return span, new if exact and not _SPOILS_TEXT.search(new) else None
    style = locator.file.place(use.where).style
    if style in ("'", '"'):
        return span, None if style in new else f"{style}{new}{style}"
    return span, f'"{new}"' if _NEEDS_QUOTES.search(new) else new


def _with_fragment(old: str, new: str) -> str:
    """A page that moved still has its parts; the new address may name one itself."""
    _, mark, fragment = old.partition("#")
    return f"{new}{mark}{fragment}" if mark and "#" not in new and asked_form(old) != old else new
