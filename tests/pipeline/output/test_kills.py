"""A build that is killed, at any moment, leaves a whole site, and the next build is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .sites import BY_NAME

ROOT = Path(__file__).parents[3]
MODULE = ".".join([*Path(__file__).parent.relative_to(ROOT).parts, "kill_loop"])


@pytest.mark.parametrize("swap", BY_NAME)
def test_killed_sixty_times(tmp_path: Path, swap: str) -> None:
    # A process of its own: it forks, and this one has threads.
    done = subprocess.run(
        [sys.executable, "-m", MODULE, str(tmp_path), swap, "60"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
