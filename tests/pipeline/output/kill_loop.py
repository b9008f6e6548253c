"""Publishes in child processes that are killed, and looks at what they leave. Run by test_kills.py.

Usage: kill_loop.py FOLDER SWAP ROUNDS
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from dlcatalog.pipeline.output import SiteFolder, Swap

from .faults import Faults
from .sites import BY_NAME, build, everything, published_pages, random_pages

FOREIGN = {"notes/mine.txt": "mine"}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def publish_until_killed(out: Path, swap: Swap, seed: str, step: int) -> NoReturn:
    """Publish one site after the other; `step` 0 is never reached, so that the parent has to kill."""
    faults = Faults(step, die)
    faults.install(setattr)
    generation = 0
    while True:
        generation += 1
        build(out, random_pages(f"{seed}-{generation}"), swaps=[swap])


def assert_whole(out: Path) -> None:
    pages = published_pages(out)
    assert pages == random_pages(pages["generation.txt"])


def round_of(out: Path, swap: Swap, *, seed: str, dice: random.Random, by_step: bool) -> None:
    step = dice.randrange(1, 400) if by_step else 0
    child = os.fork()
    if not child:
        publish_until_killed(out, swap, seed, step)
    if not by_step:
        time.sleep(dice.random() * 0.04)
        os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    if swap is BY_NAME["exchange"]:
        assert_whole(out)  # with this one, at every moment; with the others, once the next build has begun
    SiteFolder.open(out, out.parent / "store").close()
    assert_whole(out)
    pages = random_pages(f"{seed}-after")
    build(out, pages, swaps=[swap])
    assert published_pages(out) == pages
    assert everything(out) == pages | FOREIGN
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == [".site.dlcatalog-work"]


def main(folder: Path, swap: str, rounds: int) -> None:
    out, dice = folder / "site", random.Random(swap)
    build(out, random_pages("first"), swaps=[BY_NAME[swap]])
    (out / "notes").mkdir()
    (out / "notes" / "mine.txt").write_text("mine")
    for number in range(rounds):
        round_of(out, BY_NAME[swap], seed=f"{swap}-{number}", dice=dice, by_step=bool(number % 2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
