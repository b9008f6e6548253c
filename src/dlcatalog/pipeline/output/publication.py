"""One act of publishing: fill the stage, put it in place, make the old tree the next stage."""
# ruff: noqa: PTH101, PTH102, PTH112, PTH116
# Paths are text throughout this package.

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output.foreign import Foreign, ForeignFinder
from dlcatalog.pipeline.output.levelling import keep_folders, level
from dlcatalog.pipeline.output.manifest import FileEntry, Listing, entry_of, render_manifest
from dlcatalog.pipeline.output.paths import MANIFEST, MARKER, folders_of
from dlcatalog.pipeline.output.places import Places
from dlcatalog.pipeline.output.plan import Plan
from dlcatalog.pipeline.output.staged import write_new
from dlcatalog.pipeline.output.state import State
from dlcatalog.pipeline.output.survey import Survey
from dlcatalog.pipeline.output.swaps import CannotSwap, Change, Swap
from dlcatalog.pipeline.output.trees import Stamp, Tree, look, settled, stamp_of

_LOOKS = 3  # at a folder that others write to while it is published


@dataclass(frozen=True, slots=True)
class _Trees:
    """Both trees right before they change places."""

    published: Tree
    staged: Tree
    foreign: Foreign


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published, and what is known of the folders."""

    places: Places
    seen: Survey
    files: Mapping[str, FileEntry]
    plan: Plan
    stage: str
    spare: Tree
    """What the stage held when it was left, before anything was staged."""
    clock: Callable[[], int]

    def run(self, swaps: Sequence[Swap]) -> State:
        """Publish, and return what to remember of it.

        Raises: OSError, EnvironmentProblem; the published site is then the old one, or the new one.
        """
        now = self.clock()
        listing, placed = self._stage_own()
        stamps = {path: self._staged_stamp(path, entry) for path, entry in placed.items()}
        folders = self.plan.folders | folders_of(listing.own)
        finder = ForeignFinder(self.places, self.seen, placed, folders)
        if not any(swap.needs_whole_tree for swap in swaps):
            foreign = finder.find(self._look_at_published(self.seen.tree, now))
            self._swap(swaps, self._change(listing, placed, foreign))
            return self._after_in_place(listing, now)
        trees = self._level_stage(finder, self._ours(listing, stamps), now)
        if self._swap(swaps, self._change(listing, placed, trees.foreign)).needs_whole_tree:
            return State(listing, self._settled(trees.staged, stamps, now), self._level_spare(trees))
        return self._after_in_place(listing, now)

    def _stage_own(self) -> tuple[Listing, dict[str, FileEntry]]:
        """Write the manifest and the marker; return what the site lists now, and all that was staged."""
        rendered = render_manifest(
            self.files,
            different=[*self.plan.staged, *self.plan.removed],
            kept=self.seen.good_own if self.seen.listing.complete else {},
        )
        own = {path: item if isinstance(item, FileEntry) else entry_of(item) for path, item in rendered.items()}
        placed = {path: self.files[path] for path in self.plan.staged}
        for path, item in rendered.items():
            if isinstance(item, bytes):
                write_new(self.stage, path, item, durable=path in {MANIFEST, MARKER})
                placed[path] = own[path]
        return Listing(dict(self.files), own, complete=True), placed

    def _staged_stamp(self, path: str, entry: FileEntry) -> Stamp:
        stamp = stamp_of(f"{self.stage}/{path}")
        if stamp[2] != entry.size:
            raise EnvironmentProblem(f"'{self.stage}/{path}' was changed while the site was built; build again")
        return stamp

    def _ours(self, listing: Listing, stamps: dict[str, Stamp]) -> dict[str, Stamp]:
        """Return which file each of ours is to be."""
        carried = (*self.plan.carried, *(path for path in listing.own if path not in stamps))
        return {path: self.seen.stamps[path] for path in carried} | stamps

    def _level_stage(self, finder: ForeignFinder, ours: dict[str, Stamp], now: int) -> _Trees:
        """Complete the stage; what others change in the published folder until the last moment is not lost."""
        staged = look(self.stage, self.spare, now)
        published = self._look_at_published(self.seen.tree, now)
        for _ in range(_LOOKS):
            foreign = finder.find(published)
            kept = foreign.folders | (folders_of(foreign.files) - finder.wanted)
            want = Tree(
                ours | {path: published.files[path] for path in foreign.files},
                dict.fromkeys(finder.wanted | kept | folders_of(kept), 0),
                published.odd & foreign.files,
            )
            outcome = level(self.stage, staged, want, source=self.places.out, clock=self.clock)
            keep_folders(self.stage, staged, kept, source=self.places.out, now=now)
            before = published
            if outcome.changed or not outcome.is_same:
                published = self._look_at_published(published, now)
            same = before.files == published.files and before.folders.keys() == published.folders.keys()
            if same and staged.files.keys() == want.files.keys():
                return _Trees(published, staged, foreign)
        raise EnvironmentProblem(f"'{self.places.shown}' is changed by others all the time; stop them and build again")

    def _look_at_published(self, published: Tree, now: int) -> Tree:
        return look(self.places.out, published, now) if os.path.isdir(self.places.out) else Tree()

    def _change(self, listing: Listing, placed: dict[str, FileEntry], foreign: Foreign) -> Change:
        gone = [*self.plan.removed, *(self.seen.listing.own.keys() - listing.own.keys())]
        removed = (*gone, *sorted(foreign.damage))
        return Change(self.stage, self.places.out, self.places.aside, placed, removed)

    def _swap(self, swaps: Sequence[Swap], change: Change) -> Swap:
        if not os.path.lexists(self.places.out):
            os.mkdir(self.places.out)
        mode = stat.S_IMODE(os.stat(self.places.out).st_mode)
        if mode != stat.S_IMODE(os.stat(self.stage).st_mode):
            os.chmod(self.stage, mode)
        for swap in swaps:
            with contextlib.suppress(CannotSwap):
                swap.swap(change)
                return swap
        raise EnvironmentProblem(f"'{self.places.shown}' cannot be replaced here; name another folder with --out")

    def _level_spare(self, trees: _Trees) -> dict[str, int] | None:
        """Bring the old tree up to date while both are known; return the signs of its folders.

        Nothing depends on it: what cannot be done now, the next build does when it stages.
        """
        with contextlib.suppress(OSError):
            outcome = level(self.stage, trees.published, trees.staged, source=self.places.out, clock=self.clock)
            self.places.give_spare(self.stage)
            return trees.published.folders if outcome.is_same else None
        return None

    def _after_in_place(self, listing: Listing, now: int) -> State:
        shutil.rmtree(self.stage)
        tree = self._look_at_published(self.seen.tree, now)
        carried = set(self.plan.carried)
        new = {path: tree.files[path] for path in (*listing.site, *listing.own) if path not in carried}
        return State(listing, self._settled(tree, new, now), None)

    def _settled(self, tree: Tree, new: Mapping[str, Stamp], now: int) -> Tree:
        """Return the tree as it may be remembered; `new` are the files that were looked at in this act."""
        if not self.seen.remembered:
            carried = self.plan.carried
            tree.files |= {path: settled(self.seen.stamps[path], self.seen.looked_at) for path in carried}
        return Tree(tree.files | {path: settled(stamp, now) for path, stamp in new.items()}, tree.folders, tree.odd)
