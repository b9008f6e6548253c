"""A fault in a linked catalogue, before anybody asked for its line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.diagnostics import Rule, Severity

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of one file.

    Attributes:
        where: the field's path in the file; () is the whole file.
        part: first and last offset within the text at `where`, or None.
        at_key: the fault is the key, not its value.
        code: where one check finds several faults; "" takes the check's own.
    """

    path: str
    message: str
    where: Where = ()
    part: tuple[int, int] | None = None
    at_key: bool = False
    help: str = ""
    replacement: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that finds what breaks it; the code is the function's name with hyphens."""

    find: Callable[[Catalog], Iterator[Finding]]
    severity: Severity = Severity.ERROR
    fixed: bool = True

    @property
    def code(self) -> str:
        return self.find.__name__.replace("_", "-")

    def rule(self) -> Rule:
        text = " ".join((self.find.__doc__ or "").split())
        return Rule(code=self.code, severity=self.severity, text=text, fixed=self.fixed)
