"""Units to files: plan what must be planned, render what must be rendered, carry over the rest."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from dlcatalog.diagnostics import Diagnostic
from dlcatalog.pipeline.dumps import NAMES, dump_names
from dlcatalog.pipeline.executors import Executor
from dlcatalog.pipeline.output import FileEntry, write_staged
from dlcatalog.pipeline.state import BuildState, UnitState
from dlcatalog.plan.page import Planned
from dlcatalog.plan.paper import ENDINGS, paper_unit
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.site import Unit
from dlcatalog.render.pages import FORMATS, Renderer, TemplateFault, format_digest
from dlcatalog.render.theme import Theme, read_theme

BATCH: Final = 40
# The units that are planned when everything else is rendered, and the question that they wait for.
LAST: Final = ("papers/", "llms")
DUMPS: Final = "dumps"

# The folders of templates and static files, and the digest of what they held.
ThemeFolders = tuple[Path | None, Path | None, str]
# (path, template, view as JSON, key)
RenderJob = tuple[str, str, bytes, str]


@dataclass(slots=True)
class PageResults:
    """What became of the units. `plan_again` gives the dump lines of a paper that the store has lost.

    Attributes:
        last: the files of the published site, if this very code made them; else nothing.
    """

    files: dict[str, FileEntry] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    units: dict[str, UnitState] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    closures: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    new_lines: list[tuple[str, bytes]] = field(default_factory=list)
    plan_again: Callable[[str], Mapping[str, bytes]] = lambda _: {}
    last: Mapping[str, FileEntry] = field(default_factory=dict)
    line_bytes: int = 0
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
        # Questions keep their numbers, so that units that are carried over need no second look.
        self._numbers: dict[str, int] = {question: n for n, question in enumerate(old.answers)}
        self.results = PageResults(last=published if old.units else {})

    def build(self, units: Iterable[Unit], reading: Reading) -> PageResults:
        """Plan and render. Stops at the first template that fails: the others would fail alike."""
        changed = self._changed_questions(reading)
        waiting: list[Unit] = []
        try:
            self._run(_without(units, LAST, waiting), reading, self._old.stale_units(changed))
            # How the dumps are split is known once the papers are done; the list of papers links to them.
            reading.know_dumps(self._dumps(reading.site().exports, reading.years()))
            changed |= {q for q in (DUMPS,) if self._old.answers.get(q) != reading.digest(q)}
            self._run(waiting, reading, self._old.stale_units(changed))
        except TemplateFault as fault:
            self.results.problems.append(fault.diagnostic)
            return self.results
        self._forget_unasked()
        self.results.answers = {question: reading.digest(question) for question in self._numbers}
        self.results.plan_again = lambda paper_id: paper_unit(reading, paper_id).lines
        return self.results

    def _run(self, units: Iterable[Unit], reading: Reading, stale: set[str]) -> None:
        for batch in self._executor.run(render_batch, self._jobs(units, reading, stale)):
            for path, digest, size in batch:
                self.results.files[path] = FileEntry(digest, size)
                self.results.written.add(path)
                self.results.rendered += path.endswith(".html")

    def _dumps(self, exports: Sequence[str], years: Sequence[int]) -> tuple[str, ...]:
        """The names of the files that hold the whole catalogue."""
        sizes = dict.fromkeys(exports, 0)
        endings = {f".{ENDINGS[export]}": export for export in exports}
        for path, entry in self.results.files.items():
            export = endings.get(path[path.rfind(".") :]) if path.startswith("papers/") else None
            if export:
                sizes[export] += entry.size
        named = [(NAMES[export], size) for export, size in sizes.items()] + [("jsonl", self.results.line_bytes)]
        return tuple(name for ending, size in named for name in dump_names(ending, size, years))

    def _forget_unasked(self) -> None:
        """Number the questions anew once a third of them is asked by nobody."""
        asked: set[int] = set()
        for unit in self.results.units.values():
            asked.update(unit.questions)
        if len(asked) * 3 > len(self._numbers) * 2:
            return
        kept = {number: place for place, number in enumerate(sorted(asked))}
        self._numbers = {q: kept[n] for q, n in self._numbers.items() if n in kept}
        self.results.units = {
            name: UnitState(array("I", [kept[n] for n in unit.questions]), unit.files, unit.lines)
            for name, unit in self.results.units.items()
        }

    def _changed_questions(self, reading: Reading) -> set[str]:
        return {
            question
            for question, answer in self._old.answers.items()
            if question != DUMPS and reading.digest(question) != answer
        }

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
        self._remember(name, known)
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
        for dump, key, size in unit.lines:
            self.results.lines.setdefault(dump, []).append((name, key))
            self.results.line_bytes += size if dump == "jsonl" else 0

    def _numbered(self, questions: Iterable[str]) -> array[int]:
        numbers = self._numbers
        return array("I", sorted(numbers.setdefault(q, len(numbers)) for q in questions))

    def _line(self, dump: str, data: bytes) -> tuple[str, str, int]:
        key = hashlib.blake2b(data, digest_size=16).hexdigest()
        self.results.new_lines.append((key, data))
        return dump, key, len(data)

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
            theirs = format_digest(template) if template in FORMATS else self._theme.closure_digest(template)
            closure = self._code + theirs
            self.results.closures[template] = closure
        return closure


def _without(units: Iterable[Unit], prefixes: tuple[str, ...], put_off: list[Unit]) -> Iterator[Unit]:
    for unit in units:
        if unit.name.startswith(prefixes):
            put_off.append(unit)
        else:
            yield unit


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
    return Renderer(read_theme(folders[0], folders[1]))
