"""Units to files: plan what must be planned, render what must be rendered, carry over the rest."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from dlcatalog.diagnostics import Diagnostic
from dlcatalog.pipeline.executors import Executor
from dlcatalog.pipeline.output import FileEntry, write_staged
from dlcatalog.pipeline.state import BuildState, UnitState
from dlcatalog.plan.page import Planned
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.site import Unit
from dlcatalog.render.pages import FORMATS, Renderer, TemplateFault
from dlcatalog.render.theme import Theme, read_theme

BATCH: Final = 40

ThemeFolders = tuple[Path | None, Path | None]
# (path, template, view as JSON, key)
RenderJob = tuple[str, str, bytes, str]


@dataclass(slots=True)
class PageResults:
    """What became of the units."""

    files: dict[str, FileEntry] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    units: dict[str, UnitState] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    closures: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    new_lines: list[tuple[str, bytes]] = field(default_factory=list)
    rendered: int = 0
    reused: int = 0
    problems: list[Diagnostic] = field(default_factory=list)


class PageBuilder:
    """One pass over all units of a site."""

    def __init__(
        self,
        *,
        theme: Theme,
        folders: ThemeFolders,
        code: str,
        stage: Path,
        published: Mapping[str, FileEntry],
        old: BuildState,
        executor: Executor,
    ) -> None:
        self._theme = theme
        self._folders = folders
        self._stage = stage
        self._published = published
        self._old = old
        self._executor = executor
        self._code = code
        self._old_keys = {path: key for unit in old.units.values() for path, _, key in unit.files}
        self._old_questions = list(old.answers)
        self._numbers: dict[str, int] = {}
        self.results = PageResults()

    def build(self, units: Iterable[Unit], reading: Reading) -> PageResults:
        """Plan and render. Stops at the first template that fails: the others would fail alike."""
        stale = self._old.stale_units(self._changed_questions(reading))
        jobs = self._jobs(units, reading, stale)
        try:
            for batch in self._executor.run(render_batch, jobs):
                for path, digest, size in batch:
                    self.results.files[path] = FileEntry(digest, size)
                    self.results.written.add(path)
                    self.results.rendered += path.endswith(".html")
        except TemplateFault as fault:
            self.results.problems.append(fault.diagnostic)
        self.results.answers = {question: reading.digest(question) for question in self._numbers}
        return self.results

    def _changed_questions(self, reading: Reading) -> set[str]:
        return {question for question, answer in self._old.answers.items() if reading.digest(question) != answer}

    def _jobs(
        self, units: Iterable[Unit], reading: Reading, stale: set[str]
    ) -> Iterator[tuple[ThemeFolders, str, list[RenderJob]]]:
        batch: list[RenderJob] = []
        for unit in units:
            batch += self._unit(unit, reading, stale)
            if len(batch) >= BATCH:
                yield self._folders, str(self._stage), batch
                batch = []
        if batch:
            yield self._folders, str(self._stage), batch

    def _unit(self, unit: Unit, reading: Reading, stale: set[str]) -> list[RenderJob]:
        known = self._old.units.get(unit.name)
        if known and unit.name not in stale and self._still_good(known):
            return self._carry(unit.name, known)
        reading.start()
        planned = unit.plan(reading)
        jobs = self._render_jobs(planned)
        lines = tuple(self._line(dump, data) for dump, data in planned.lines.items())
        files = tuple((path, template, key) for path, template, _, key in jobs)
        self._remember(unit.name, UnitState(self._numbered(reading.asked()), files, lines))
        return [job for job in jobs if not self._is_published(job[0], job[3])]

    def _still_good(self, known: UnitState) -> bool:
        """Whether a unit's files stand as they were made, and their templates too."""
        return all(
            path in self._published and self._old.closures.get(template) == self._closure(template)
            for path, template, _ in known.files
        )

    def _carry(self, name: str, known: UnitState) -> list[RenderJob]:
        questions = self._numbered(self._old_questions[n] for n in known.questions)
        self._remember(name, UnitState(questions, known.files, known.lines))
        for path, _, _ in known.files:
            self._reuse(path)
        return []

    def _is_published(self, path: str, key: str) -> bool:
        if self._old_keys.get(path) != key or path not in self._published:
            return False
        self._reuse(path)
        return True

    def _reuse(self, path: str) -> None:
        self.results.files[path] = self._published[path]
        self.results.reused += path.endswith(".html")

    def _remember(self, name: str, unit: UnitState) -> None:
        self.results.units[name] = unit
        for dump, key in unit.lines:
            self.results.lines.setdefault(dump, []).append((name, key))

    def _numbered(self, questions: Iterable[str]) -> array[int]:
        numbers = self._numbers
        return array("I", sorted(numbers.setdefault(q, len(numbers)) for q in questions))

    def _line(self, dump: str, data: bytes) -> tuple[str, str]:
        key = hashlib.blake2b(data, digest_size=16).hexdigest()
        self.results.new_lines.append((key, data))
        return dump, key

    def _render_jobs(self, planned: Planned) -> list[RenderJob]:
        jobs: list[RenderJob] = []
        last: tuple[Any, bytes] = (None, b"")
        for artifact in planned.artifacts:
            if artifact.view is not last[0]:
                last = (artifact.view, orjson.dumps(artifact.view))
            jobs.append((artifact.path, artifact.template, last[1], self._key(artifact.template, last[1])))
        return jobs

    def _key(self, template: str, view: bytes) -> str:
        closure = hashlib.blake2b(self._closure(template).encode(), digest_size=32).digest()
        return hashlib.blake2b(view, digest_size=16, key=closure).hexdigest()

    def _closure(self, template: str) -> str:
        """The hash of everything but the view that a file's bytes come from."""
        closure = self.results.closures.get(template)
        if closure is None:
            closure = self._code + ("" if template in FORMATS else self._theme.closure_digest(template))
            self.results.closures[template] = closure
        return closure


def render_batch(job: tuple[ThemeFolders, str, list[RenderJob]]) -> list[tuple[str, str, int]]:
    """Render and write some files: (path, SHA-256, bytes) of each."""
    folders, stage, jobs = job
    renderer = _renderer(folders)
    done = []
    for path, template, view, _ in jobs:
        entry = write_staged(stage, path, renderer.render(template, orjson.loads(view)))
        done.append((path, entry.sha256, entry.size))
    return done


@lru_cache(maxsize=2)
def _renderer(folders: ThemeFolders) -> Renderer:
    return Renderer(read_theme(*folders))
