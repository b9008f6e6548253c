"""What one output folder was built from: which questions each unit asked, and which files it gave."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class UnitState:
    """One unit: the numbers of its questions, its files as (path, template, key), its dump lines as (dump, key, bytes)."""

    questions: array[int]
    files: tuple[tuple[str, str, str], ...]
    lines: tuple[tuple[str, str, int], ...]


@dataclass(slots=True)
class BuildState:
    """The memory of the last build of one output folder.

    Attributes:
        fingerprint: hash of every input; equal means that nothing has changed.
        context: hash of code and options; another one forgets the units.
        answers: question -> hash of the answer it had.
        site: the marker of the site that was published; where another stands there, nothing of this holds.
        theme: hash of the theme whose templates compiled.
        closures: template -> hash of it and of all that it includes.
    """

    fingerprint: str = ""
    context: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    closures: dict[str, str] = field(default_factory=dict)
    theme: str = ""
    site: str = ""
    units: dict[str, UnitState] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    papers: int = 0
    pages: int = 0
    files_made: int = 0

    def to_dict(self) -> dict[str, Any]:
        units = {
            name: [
                b64encode(unit.questions.tobytes()).decode(),
                [list(f) for f in unit.files],
                [list(x) for x in unit.lines],
            ]
            for name, unit in self.units.items()
        }
        return {
            "fingerprint": self.fingerprint,
            "context": self.context,
            "questions": list(self.answers),
            "answers": list(self.answers.values()),
            "closures": self.closures,
            "theme": self.theme,
            "site": self.site,
            "units": units,
            "problems": self.problems,
            "papers": self.papers,
            "pages": self.pages,
            "files_made": self.files_made,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BuildState:
        units = {}
        for name, (questions, files, lines) in data["units"].items():
            numbers = array("I")
            numbers.frombytes(b64decode(questions))
            units[name] = UnitState(
                numbers, tuple((p, t, k) for p, t, k in files), tuple((d, k, n) for d, k, n in lines)
            )
        return cls(
            fingerprint=data["fingerprint"],
            context=data["context"],
            answers=dict(zip(data["questions"], data["answers"], strict=True)),
            closures=data["closures"],
            theme=data["theme"],
            site=data["site"],
            units=units,
            problems=data["problems"],
            papers=data["papers"],
            pages=data["pages"],
            files_made=data["files_made"],
        )

    def stale_units(self, changed: Iterable[str]) -> set[str]:
        """The units that asked one of the changed questions."""
        wanted = set(changed)
        numbers = {n for n, question in enumerate(self.answers) if question in wanted} if wanted else set()
        if not numbers:
            return set()
        return {name for name, unit in self.units.items() if not numbers.isdisjoint(unit.questions)}
