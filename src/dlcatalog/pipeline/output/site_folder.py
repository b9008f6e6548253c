"""The output folder: what it holds, the stage of its next site, and the step that publishes it."""
# ruff: noqa: PTH108, PTH112
# Paths are text throughout this package.

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output.disk import problems_of, remove_entry
from dlcatalog.pipeline.output.in_place import InPlaceSwap, recover_in_place
from dlcatalog.pipeline.output.lock import FolderLock
from dlcatalog.pipeline.output.manifest import FileEntry
from dlcatalog.pipeline.output.paths import MARKER
from dlcatalog.pipeline.output.places import Places
from dlcatalog.pipeline.output.plan import Plan
from dlcatalog.pipeline.output.publication import Publication
from dlcatalog.pipeline.output.state import State, read_state, state_file, write_state
from dlcatalog.pipeline.output.survey import survey
from dlcatalog.pipeline.output.swaps import ExchangeSwap, RenameSwap, Swap
from dlcatalog.pipeline.output.trees import Tree, look, walk

SWAPS: tuple[Swap, ...] = (ExchangeSwap(), RenameSwap(), InPlaceSwap())


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, in files of the site."""

    changed: int
    """New, different or healed."""
    removed: int
    """Listed by the last site and gone."""


class SiteFolder:
    """An output folder that this process alone may publish to, until it is closed."""

    def __init__(self, places: Places, lock: FolderLock, *, state_path: str, swaps: Sequence[Swap]) -> None:
        """Look at the folder; use `open`."""
        self._places = places
        self._lock = lock
        self._state_path = state_path
        self._state = read_state(state_path, places.out)
        self._seen = survey(places.out, self._state, lock.now())
        self._swaps = _open_ways(places, swaps)
        self._stage = ""

    @classmethod
    def open(cls, out: str | Path, state_dir: str | Path, *, swaps: Sequence[Swap] = SWAPS) -> Self:
        """Take the output folder for this process, finish what a killed build left, and look at what it holds.

        Raises: NotOurFolder, LockHeld, EnvironmentProblem.
        """
        shown, store = os.fspath(out), os.path.realpath(state_dir)
        with problems_of(shown):
            places = Places.find(shown)
            _refuse_inside(places, store)
            places.refuse_foreign()
            places.make_work_folder()
            lock = FolderLock.take(places.lock, shown)
            try:
                places.recover()
                recover_in_place(places.out)
                places.refuse_foreign()
                return cls(places, lock, state_path=state_file(store, places.out), swaps=swaps)
            except BaseException:
                lock.release()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._lock.release()

    @property
    def lock_descriptor(self) -> int:
        """The open file that holds the lock; a forked worker must close it, or it keeps the lock when we are killed."""
        return self._lock.descriptor

    @property
    def published(self) -> Mapping[str, FileEntry]:
        """The files of the published site that are as they were left; damaged and missing ones are not here."""
        return self._seen.good

    def stage(self) -> Path:
        """Return the folder for `write_staged`; what it holds already does no harm."""
        if not self._stage:
            with problems_of(self._places.shown):
                stage, is_clean = self._places.take_spare()
                if not is_clean:
                    self._drop_leftovers(stage)
                self._stage = stage
        return Path(self._stage)

    def _drop_leftovers(self, stage: str) -> None:
        """Remove what an unfinished build wrote: on a full disk it is what fills it."""
        known = self._seen.stamps if self._state is None else self._state.tree.files | self._seen.stamps
        for path, stamp in walk(stage, self._seen.looked_at).files.items():
            if path not in known or known[path][0] != stamp[0]:
                os.unlink(f"{stage}/{path}")

    def publish(self, files: Mapping[str, FileEntry], written: Collection[str]) -> Published:
        """Publish the site that consists of `files`, once per opened folder.

        Those in `written` stand in the stage; each other one is in `published` with the same SHA-256.
        Raises: EnvironmentProblem if the disk refuses, or if somebody else's file is in the way.
        """
        seen = self._seen
        plan = Plan.make(files, written, seen)
        with problems_of(self._places.shown):
            if not plan.staged and not plan.removed and self._is_published_as_it_should():
                if self._stage and not written:
                    self._places.give_spare(self._stage)
                return Published(0, 0)
            spare = self._state.spare_tree() if self._state is not None else Tree()
            publication = Publication(self._places, seen, files, plan, str(self.stage()), spare, self._lock.now)
            state = publication.run(self._swaps)
        write_state(self._state_path, self._places.out, state)
        return Published(len(plan.staged), len(plan.removed))

    def _is_published_as_it_should(self) -> bool:
        """Return whether nothing is to be done; what had to be read to know that is remembered."""
        seen = self._seen
        if not os.path.isdir(self._places.out):
            return False
        now = look(self._places.out, seen.tree, seen.looked_at)
        if not seen.is_as_listed(now):
            return False
        if not seen.remembered:
            kept = self._state is not None and _hold_same_files(now, self._state.tree)
            spare = self._state.spare if self._state is not None and kept else None
            write_state(self._state_path, self._places.out, State(seen.listing, seen.settled(now), spare))
        return True


def _hold_same_files(one: Tree, other: Tree) -> bool:
    """Return whether every path leads to the same inode in both looks."""
    if one.files.keys() != other.files.keys() or one.folders.keys() != other.folders.keys():
        return False
    return all(stamp[0] == other.files[path][0] for path, stamp in one.files.items())


def _refuse_inside(places: Places, store: str) -> None:
    if f"{store}{os.sep}".startswith(f"{places.out}{os.sep}"):
        raise EnvironmentProblem(f"the store '{store}' must not lie inside the output folder '{places.shown}'")


def _open_ways(places: Places, swaps: Sequence[Swap]) -> Sequence[Swap]:
    """Return the ways to publish that are not closed from the start."""
    if not places.inside and not _is_elsewhere(places):
        return swaps
    return [swap for swap in swaps if not swap.needs_whole_tree] or swaps


def _is_elsewhere(places: Places) -> bool:
    """Return whether the output folder is on another mount than the folder beside it.

    A link tells: a bind mount of the same disk has the same device number.
    """
    probe = f"{places.work}/probe"
    try:
        remove_entry(probe)
        os.link(f"{places.out}/{MARKER}", probe)
        remove_entry(probe)
    except OSError as exc:
        return exc.errno == errno.EXDEV
    return False
