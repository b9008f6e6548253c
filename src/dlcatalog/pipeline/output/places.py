"""Where the output folder is and where we work beside it; both are refused where they are not ours to change."""
# ruff: noqa: PTH102, PTH103, PTH104, PTH106, PTH112, PTH118, PTH120, PTH208
# Paths are text throughout this package.

from __future__ import annotations

import os
import re
import secrets
import shutil
from dataclasses import dataclass

from dlcatalog.errors import EnvironmentProblem, NotOurFolder
from dlcatalog.pipeline.output.disk import is_real_folder, is_regular_file, write_durably
from dlcatalog.pipeline.output.paths import MARKER, WORK

_WORK_MARKER = "README"
_WORK_TEXT = (
    b"Work folder of dlcatalog: its lock, and the next site in the making. May be deleted when no build runs.\n"
)
_TREE = re.compile(r"tree-[0-9a-f]{8}")
JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Places:
    """The output folder and the work folder that goes with it."""

    shown: str
    """The output folder as it was named."""
    out: str
    """The folder itself: links resolved."""
    inside: bool
    """Whether the work folder has to stand inside: `out` is a mount point, or its parent is closed to us."""

    @classmethod
    def find(cls, out: str) -> Places:
        """Look where `out` is, and change nothing.

        Raises: EnvironmentProblem if it is no folder.
        """
        found = os.path.realpath(out)
        if os.path.lexists(found) and not os.path.isdir(found):
            raise EnvironmentProblem(f"'{out}' must be a folder, not a file; name another with --out")
        inside = os.path.isdir(found) and (
            os.path.ismount(found) or not os.access(os.path.dirname(found), os.W_OK | os.X_OK)
        )
        return cls(out, found, inside)

    @property
    def work(self) -> str:
        if self.inside:
            return f"{self.out}/{WORK}"
        above, name = os.path.split(self.out)
        return os.path.join(above, f".{name}{WORK}")

    @property
    def lock(self) -> str:
        return f"{self.work}/lock"

    @property
    def spare(self) -> str:
        """The tree that the next build stages in."""
        return f"{self.work}/spare"

    @property
    def aside(self) -> str:
        """Where the old site stands while the new one is renamed into its place."""
        return f"{self.work}/old"

    def refuse_foreign(self) -> None:
        """The output folder must be missing, empty or marked as ours.

        Raises: NotOurFolder if it is not.
        """
        if not os.path.isdir(self.out) or is_regular_file(f"{self.out}/{MARKER}"):
            return
        if any(name != WORK for name in os.listdir(self.out)) and not is_regular_file(f"{self.out}/{WORK}/{JOURNAL}"):
            raise NotOurFolder(
                f"'{self.shown}' holds files but not the marker '{MARKER}', so it is not dlcatalog's to change; "
                "name another folder with --out, or empty this one"
            )

    def make_work_folder(self) -> None:
        """Make the work folder, unless it is there.

        Raises: NotOurFolder if something else has its name.
        """
        os.makedirs(os.path.dirname(self.out), exist_ok=True)
        make_work_folder(self.work)

    def trees(self) -> list[str]:
        """Return the trees that earlier builds left in the work folder."""
        return sorted(f"{self.work}/{name}" for name in os.listdir(self.work) if _TREE.fullmatch(name))

    def new_tree(self) -> str:
        """Return a name for a tree that no process of an earlier build knows and might still write to."""
        return f"{self.work}/tree-{secrets.token_hex(4)}"

    def recover(self) -> None:
        """Bring back the old site if a build was killed between its two renames."""
        if not os.path.lexists(self.aside):
            return
        if os.path.isdir(self.out) and not os.listdir(self.out):
            os.rmdir(self.out)  # somebody, a web server perhaps, missed the folder and made it
        os.rename(self.aside, self.new_tree() if os.path.lexists(self.out) else self.out)

    def take_spare(self) -> tuple[str, bool]:
        """Return the tree to stage in, under a name of its own, and whether it is as it was left after publishing.

        If not, a build that failed or was killed has left files there.
        """
        stage = self.new_tree()
        left = [self.spare] if os.path.lexists(self.spare) else self.trees()
        if left:
            os.rename(left[0], stage)
        else:
            os.mkdir(stage)
        for tree in self.trees():
            if tree != stage:
                shutil.rmtree(tree)
        return stage, not left or left[0] == self.spare

    def give_spare(self, stage: str) -> None:
        """Keep a tree, level with the published one, for the next build."""
        os.rename(stage, self.spare)


def make_work_folder(work: str) -> None:
    """Make a work folder with its marker.

    Raises: NotOurFolder if something else has its name.
    """
    try:
        os.mkdir(work)
    except FileExistsError:
        if not is_real_folder(work):
            raise NotOurFolder(f"'{work}' must be a folder of dlcatalog; move it away") from None
        names = os.listdir(work)
        if _WORK_MARKER not in names and not all(name.startswith(f"{_WORK_MARKER}.") for name in names):
            raise NotOurFolder(f"'{work}' holds files but not the marker '{_WORK_MARKER}'; move it away") from None
    for name, text in ((_WORK_MARKER, _WORK_TEXT), (".gitignore", b"*\n")):
        if not os.path.lexists(f"{work}/{name}"):
            write_durably(f"{work}/{name}", text)


def is_work_folder(work: str) -> bool:
    return is_real_folder(work) and is_regular_file(f"{work}/{_WORK_MARKER}")
