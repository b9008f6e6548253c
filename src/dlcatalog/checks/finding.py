"""A fault in a linked catalogue, in one record or in one file, before anybody asked for its line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from dlcatalog.diagnostics import Rule, Severity
from dlcatalog.model.paper import Paper

Where = tuple[str | int, ...]
S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of one file.

    Attributes:
        where: the field's path in the file; () is the whole file.
        part: first and last offset within the text at `where`, or None.
        at_key: the fault is the key, not its value.
        at: first and last offset within the file, or None; then `where` says nothing.
        row: the line of a CSV file that is at fault, or "".
        code: where one check finds several faults; "" takes the check's own.
        replacement: what the text at `where`, its `part`, or what stands at `at` must read.
        about: what else the fault hangs on, as "papers/ID", "topics/ID" and the like.
    """

    path: str
    message: str
    where: Where = ()
    part: tuple[int, int] | None = None
    at_key: bool = False
    at: tuple[int, int] | None = None
    row: str = ""
    help: str = ""
    replacement: str | None = None
    code: str = ""
    about: tuple[str, ...] = ()


class RecordSubject(NamedTuple):
    """One paper as its record says it: what a rule about one record alone may ask."""

    path: str
    paper: Paper


class FileSubject(NamedTuple):
    """The text of one file, for rules that hold wherever in it something stands."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Check(Generic[S]):
    """A rule and the function that finds what breaks it; the code is the function's name with hyphens."""

    find: Callable[[S], Iterator[Finding]]
    severity: Severity = Severity.ERROR
    fixed: bool = True

    @property
    def code(self) -> str:
        return self.find.__name__.replace("_", "-")

    def rule(self) -> Rule:
        text = " ".join((self.find.__doc__ or "").split())
        return Rule(code=self.code, severity=self.severity, text=text, fixed=self.fixed)


def entry_path(chapter: int, position: int) -> Where:
    """Return the path of a hand-written entry in its roundup; `chapter` is -1 without chapters."""
    return ("group_by", chapter, "entries", position) if chapter >= 0 else ("entries", position)
