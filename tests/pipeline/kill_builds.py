"""Builds in child processes that are killed, and looks at what they leave. Run by test_pipeline_kills.py.

Usage: kill_builds.py FOLDER full|incremental|parallel ROUNDS
FOLDER holds two catalogues, `a` and `b`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from dlcatalog.errors import LockHeld
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.pipeline.steps import BuildResult, build

Tree = dict[str, bytes]


class Stage:
    """The folders of one run: two catalogues that take turns in one place."""

    def __init__(self, top: Path, way: str) -> None:
        self.top, self.way = top, way
        self.out, self.store = top / "site", top / "store"
        self.golden = {name: self.first_build(name) for name in "ab"}

    def first_build(self, name: str) -> Tree:
        options = BuildOptions(catalog=self.top / name, out=self.top / f"out-{name}", store=self.top / f"store-{name}")
        assert build(options).published
        return tree_of(options.out)

    def build(self, name: str) -> float:
        """Build in a child process, so that every build begins as the first did; return the seconds that it took."""
        child, started = self.fork(name), time.perf_counter()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        return time.perf_counter() - started

    def fork(self, name: str) -> int:
        catalog = self.top / "catalog"
        shutil.copytree(self.top / name, catalog, dirs_exist_ok=True)
        child = os.fork()
        if child:
            return child
        options = BuildOptions(
            catalog=catalog,
            out=self.out,
            store=self.store,
            jobs=2 if self.way == "parallel" else 1,
            fresh=self.way != "incremental",
        )
        done = False
        try:
            done = build_when_free(options).published
        finally:
            os._exit(0 if done else 9)

    def kill(self, name: str, seconds: float) -> bool:
        """Kill a build after some time; return whether it was still alive."""
        child = self.fork(name)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def assert_is(self, *names: str) -> None:
        found = tree_of(self.out)
        assert any(found == self.golden[name] for name in names), [
            f"{name}: {sorted(p for p in found.keys() | tree.keys() if found.get(p) != tree.get(p))[:5]}"
            for name, tree in self.golden.items()
        ]


def build_when_free(options: BuildOptions) -> BuildResult:
    """Build once the workers of the killed build, which share its lock, have followed it: that takes milliseconds."""
    until = time.monotonic() + 5
    while True:
        try:
            return build(options)
        except LockHeld:
            if time.monotonic() > until:
                raise
            time.sleep(0.005)


def tree_of(folder: Path) -> Tree:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def main(top: Path, way: str, rounds: int) -> None:
    stage, dice, killed = Stage(top, way), random.Random(way), 0
    stage.build("a")
    # The shortest of four: a build that ends before its time is up is no round.
    usual = min(stage.build(name) for name in "baba")
    while killed < rounds:
        if not stage.kill("b", dice.random() * usual):
            stage.build("a")
            continue
        killed += 1
        stage.assert_is("a", "b")
        # Either goes on with the edit, or takes it back: what was remembered must not be believed.
        after = dice.choice("ab")
        stage.build(after)
        stage.assert_is(after)
        stage.build("a")
        stage.assert_is("a")
    left = sorted(path.name for path in stage.out.parent.iterdir() if path.name.startswith("."))
    assert left == [".out-a.dlcatalog-work", ".out-b.dlcatalog-work", ".site.dlcatalog-work"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
