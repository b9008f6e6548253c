"""Problems in the data as values: where, which rule, what is wrong, how to mend it. Nothing here is raised or printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a problem weighs: only errors keep a site from being published."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a file; lines and columns count from 1, columns in characters, the end column is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


WHOLE_FILE = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a catalogue must satisfy, as `explain` prints it.

    Attributes:
        code: kebab-case name of the fault, stable for ever.
        severity: the default; site.yaml may change it where `fixed` is false.
        text: the rule in one or more sentences.
        fixed: true for rules about schema and safety.
    """

    code: str
    severity: Severity
    text: str
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem at one place.

    Attributes:
        path: of the file, as reached from the catalogue folder that was given.
        help: the remedy, or "".
        replacement: new text of the span where the remedy is certain.
        about: what else the problem hangs on, as "papers/ID", "topics/ID" and the like: a change of that may have made it.
    """

    path: str
    code: str
    message: str
    span: Span = WHOLE_FILE
    severity: Severity = Severity.ERROR
    help: str = ""
    replacement: str | None = None
    about: tuple[str, ...] = field(default=(), compare=False)

    def as_sort_key(self) -> tuple[str, int, int, str, str]:
        return self.path, self.span.line, self.span.column, self.code, self.message

    def to_dict(self) -> dict[str, Any]:
        """The shape of `--format json`."""
        return {
            "path": self.path,
            "line": self.span.line,
            "column": self.span.column,
            "end_line": self.span.end_line,
            "end_column": self.span.end_column,
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "help": self.help,
            "replacement": self.replacement,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Diagnostic:
        span = Span(data["line"], data["column"], data["end_line"], data["end_column"])
        return cls(
            path=data["path"],
            code=data["code"],
            message=data["message"],
            span=span,
            severity=Severity(data["severity"]),
            help=data["help"],
            replacement=data["replacement"],
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of one run, sorted by path, line and column, each once."""

    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> Report:
        return cls(tuple(sorted(set(diagnostics), key=Diagnostic.as_sort_key)))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    def count(self, severity: Severity) -> int:
        return sum(d.severity is severity for d in self.diagnostics)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.count(Severity.WARNING)

    def is_clean(self, *, strict: bool) -> bool:
        """Whether nothing stands in the way; `strict` counts warnings as errors."""
        return not self.errors and not (strict and self.warnings)

    def with_severities(self, wanted: Mapping[str, str], rules: Mapping[str, Rule]) -> Report:
        """Apply site.yaml's `severity`: rules about schema and safety stay as they are, `off` drops a problem."""
        kept = []
        for diagnostic in self.diagnostics:
            rule = rules.get(diagnostic.code)
            level = wanted.get(diagnostic.code)
            if level is None or (rule is not None and rule.fixed):
                kept.append(diagnostic)
            elif level != "off":
                kept.append(replace(diagnostic, severity=Severity(level)))
        return Report(tuple(kept))
