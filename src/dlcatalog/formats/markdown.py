"""A citation on one line of Markdown, for READMEs."""

from __future__ import annotations

import re
from typing import Final

from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import Reference

_NAMED: Final = 3
# What Markdown, its tables and GitHub's formulas would obey inside a line.
_MEANS_SOMETHING: Final = re.compile(r"[\\`*_\[\]<>&|~$]")
_IN_URL: Final = {"(": "%28", ")": "%29", "|": "%7C", "\\": "%5C", "<": "%3C", ">": "%3E", " ": "%20"}


def to_markdown(reference: Reference) -> str:
    """Return `Authors. "[Title](url)". *Venue*, year.` with everything in it escaped; after three authors "et al."."""
    names = [name.as_text() for name in reference.names]
    authors = ", ".join(names[:_NAMED]) + (" et al." if len(names) > _NAMED else ".")
    title = escape(reference.title_plain)
    url = reference.url
    linked = f"[{title}]({_escape_url(url)})" if url else title
    venue = escape(reference.venue_name)
    where = f"*{venue}*, {reference.year}" if venue else str(reference.year)
    note = f" {escape(reference.status_note)}." if reference.status_note else ""
    return f'{_escape_start(escape(authors))} "{linked}". {where}.{note}'


def escape(text: str) -> str:
    """Return plain words as Markdown that shows exactly them, inside a line."""
    return _MEANS_SOMETHING.sub(_backslash, clean(text))


def _escape_start(line: str) -> str:
    """At the start of a line "1." is a list and "#" a heading."""
    if line[:1] in tuple("#+-=:"):
        return f"\\{line}"
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)


def _escape_url(url: str) -> str:
    return "".join(_IN_URL.get(char, char) for char in clean(url))


def _backslash(match: re.Match[str]) -> str:
    return "\\" + match[0]
