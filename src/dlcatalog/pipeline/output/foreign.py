"""What the build did not make: it is left where it is, or named if it stands where the site must stand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output.disk import read_file
from dlcatalog.pipeline.output.manifest import FileEntry
from dlcatalog.pipeline.output.paths import folders_of
from dlcatalog.pipeline.output.places import Places
from dlcatalog.pipeline.output.survey import Survey
from dlcatalog.pipeline.output.trees import Tree


@dataclass(frozen=True, slots=True)
class Foreign:
    """The files and folders in the output folder that the build did not make."""

    files: set[str]
    folders: set[str]
    damage: set[str] = field(default_factory=set)
    """Links that stand in the way where we left a folder: they go, what they lead to is left alone."""


@dataclass(frozen=True, slots=True)
class ForeignFinder:
    """Finds what is not ours, for one build."""

    places: Places
    seen: Survey
    staged: Mapping[str, FileEntry]
    """The files that the build puts into the folder."""
    wanted: set[str]
    """The folders of the new site."""

    def find(self, tree: Tree) -> Foreign:
        """Find what is not ours in a look at the output folder.

        Raises: EnvironmentProblem if some of it is in the way.
        """
        strangers = self.seen.foreign_files(tree)
        foreign = Foreign(strangers, self._foreign_folders(tree, strangers))
        self._give_up_damage(foreign, tree)
        for path in sorted(foreign.files.intersection(self.staged)):
            if path in tree.odd or not self._may_replace(path):
                self._refuse(path)
            foreign.files.discard(path)
        if in_the_way := foreign.files & self.wanted:
            self._refuse(min(in_the_way))
        for path in sorted(tree.folders.keys() & self.staged.keys()):
            self._refuse_full(path, foreign)
        return foreign

    def _give_up_damage(self, foreign: Foreign, tree: Tree) -> None:
        links = foreign.files & tree.odd
        if links:
            links &= self._our_folders()
        for path in links:
            above = folders_of([path])
            if path in self.staged or path in self.wanted or not above.isdisjoint(self.staged):
                foreign.damage.add(path)
        foreign.files.difference_update(foreign.damage)

    def _our_folders(self) -> set[str]:
        return folders_of(self.seen.listing.site) | folders_of(self.seen.listing.own)

    def _foreign_folders(self, tree: Tree, files: set[str]) -> set[str]:
        others = tree.folders.keys() - self.wanted
        if others:
            others -= self._our_folders()
        used = folders_of(files) if others else set()
        return {folder for folder in others if not self._is_in_place_of_a_file(folder, used)}

    def _is_in_place_of_a_file(self, folder: str, used: set[str]) -> bool:
        """Return whether the folder, or one above it, stands where we left a file and holds nobody's: that is damage."""
        ours = self.seen.listing
        return any((path in ours.site or path in ours.own) and path not in used for path in folders_of([f"{folder}/-"]))

    def _may_replace(self, path: str) -> bool:
        if not self.seen.listing.complete:
            return True  # the list of our files was lost: most likely this is one of them
        found = hashlib.sha256(read_file(f"{self.places.out}/{path}") or b"").hexdigest()
        return found == self.staged[path].sha256

    def _refuse_full(self, path: str, foreign: Foreign) -> None:
        """Let a file of the site take the place of a folder only if that holds nothing of anyone's."""
        below = [name for name in foreign.files if name.startswith(f"{path}/")]
        if below := below or [name for name in foreign.folders if f"{name}/".startswith(f"{path}/")]:
            self._refuse(min(below))

    def _refuse(self, path: str) -> NoReturn:
        raise EnvironmentProblem(
            f"'{self.places.shown}/{path}' stands in the way of the site and was not made by dlcatalog; move it away"
        )
