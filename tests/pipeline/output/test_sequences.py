"""Random sequences of sites and of what people do to the folder meanwhile: the tree is always the site and theirs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.output.paths import folders_of

from .sites import BY_NAME, Pages, build, everything, published_pages, random_pages

SEEDS = st.integers(0, 40).map(str)
BUILDS = st.tuples(st.just("build"), SEEDS)
DAMAGES = st.tuples(
    st.sampled_from(["edit", "delete", "link", "folder", "link-folder", "copy"]), st.integers(0, 9).map(str)
)
FOREIGN = st.tuples(st.just("theirs"), st.sampled_from(["mine.txt", "s1/mine.txt", "s2/t/mine.txt", "own/deep/x.txt"]))
LOSSES = st.tuples(
    st.sampled_from(["no store", "garbled state", "no spare", "garbled manifest", "spare junk"]), st.just("")
)
ACTIONS = st.lists(st.one_of(BUILDS, BUILDS, DAMAGES, FOREIGN, LOSSES), max_size=12)


class Folder:
    """An output folder, and what must be in it."""

    def __init__(self, top: Path, swap: str) -> None:
        self.top, self.out, self.swap = top, top / "site", swap
        self.pages: Pages = {}
        self.foreign: Pages = {}
        self.lost = ""
        self.links: set[str] = set()
        self.folders: set[str] = set()
        self.outside = top / "outside"
        (self.outside / "t").mkdir(parents=True)
        (self.outside / "index.html").write_text("outside")
        self.build("0")

    def act(self, action: str, argument: str) -> None:
        getattr(self, action.replace(" ", "_").replace("-", "_"))(argument)

    def build(self, seed: str) -> None:
        pages = random_pages(seed)
        in_the_way = any(mine.startswith(f"{path}/") for mine in self.foreign for path in pages)
        wanted = folders_of(pages) | set(pages)
        needed = {link for link in self.links if link in wanted or not folders_of([link]).isdisjoint(pages)}
        healed = needed & folders_of(self.pages)
        in_the_way = in_the_way or bool(needed - healed)
        try:
            build(self.out, pages, swaps=[BY_NAME[self.swap]])
        except EnvironmentProblem:
            assert in_the_way
            return
        assert not in_the_way
        self.pages, self.lost, self.links = pages, "", self.links - healed
        assert published_pages(self.out) == pages
        self.folders = {path for path in self.folders if any(mine.startswith(f"{path}/") for mine in self.foreign)}
        theirs = self.foreign | dict.fromkeys(self.links, f"-> {self.outside}")
        assert everything(self.out) == pages | theirs | {f"{path}/empty/": "" for path in self.folders}
        assert (self.outside / "index.html").read_text() == "outside"

    def theirs(self, path: str) -> None:
        target = self.out / path
        if not any(part.is_symlink() or part.is_file() for part in (target.parent, target.parent.parent)):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("mine")
            self.foreign[path] = "mine"

    def damaged(self, number: str) -> Path | None:
        """Return one of our files, if nobody has taken it away yet."""
        path = self.out / sorted(self.pages)[int(number) % len(self.pages)]
        return path if path.is_file() and path.resolve() == path else None

    def edit(self, number: str) -> None:
        if path := self.damaged(number):
            path.write_text("0 9")

    def delete(self, number: str) -> None:
        if path := self.damaged(number):
            path.unlink()

    def copy(self, number: str) -> None:
        """Replace a file by its copy: another inode, the same bytes."""
        if path := self.damaged(number):
            text = path.read_text()
            path.unlink()
            path.write_text(text)

    def link(self, number: str) -> None:
        if path := self.damaged(number):
            path.unlink()
            path.symlink_to(self.outside / "index.html")

    def folder(self, number: str) -> None:
        if path := self.damaged(number):
            path.unlink()
            (path / "empty").mkdir(parents=True)
            self.folders.add(path.relative_to(self.out).as_posix())

    def link_folder(self, number: str) -> None:
        """Move a folder of the site away and put a link in its place."""
        path = self.damaged(number)
        if path and path.parent != self.out and not any(mine.startswith("s") for mine in self.foreign):
            shutil.rmtree(path.parent)
            path.parent.symlink_to(self.outside)
            self.links.add(path.parent.relative_to(self.out).as_posix())

    def may_lose(self, what: str) -> bool:
        """Of the two lists of our files one is left: without both, nobody knows which files are ours."""
        self.lost = self.lost or what
        return self.lost == what

    def no_store(self, _: str) -> None:
        if self.may_lose("state"):
            shutil.rmtree(self.top / "store", ignore_errors=True)

    def garbled_state(self, _: str) -> None:
        for path in (self.top / "store").glob("*") if self.may_lose("state") else ():
            path.write_bytes(path.read_bytes()[:-9] + b"nonsense}")

    def no_spare(self, _: str) -> None:
        shutil.rmtree(self.top / ".site.dlcatalog-work", ignore_errors=True)

    def garbled_manifest(self, _: str) -> None:
        if self.may_lose("manifest"):
            (self.out / "manifest.json").write_text("{")

    def spare_junk(self, _: str) -> None:
        for tree in (self.top / ".site.dlcatalog-work").glob("tree-*"):
            for path in [tree / "junk", tree / "s1"]:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
                path.write_text("junk")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(swap=st.sampled_from(sorted(BY_NAME)), actions=ACTIONS)
def test_tree_is_the_site_and_what_is_theirs(swap: str, actions: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as top:
        folder = Folder(Path(top).resolve(), swap)
        for action, argument in [*actions, ("build", "last")]:
            folder.act(action, argument)
