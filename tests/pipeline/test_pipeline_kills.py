"""A build that is killed, at any moment, leaves the old site or the new one, and the next build is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Workshop

SITE = "title: Wood\nbase_url: https://wood.example/\nexports: [bibtex]\nseverity: {no-dates: off}\n"


def forty_papers(word: str) -> dict[str, str]:
    """Forty papers of which every fourth depends on the word."""
    files = {"site.yaml": SITE, "topics.yaml": "trees: {name: Trees}\nroots: {name: Roots}\n"}
    for number in range(40):
        title = f"{word if number % 4 == 0 else 'Tree'} {number}"
        files[f"papers/{2018 + number % 2}/tree{number}.yaml"] = (
            f"title: {title}\nauthors: [Author {number % 5}]\nyear: {2018 + number % 2}\n"
            f"area: {('trees', 'roots')[number % 2]}\nsummary: Like [[tree{(number + 7) % 40}]].\n"
            f"links: {{paper: 'https://p.example/{number}'}}\nadded: 2022-01-01\n"
        )
    return files


@pytest.mark.parametrize("way", ["full", "incremental", "parallel"])
def test_killed_twenty_times(small: Workshop, way: str) -> None:
    for name, word in {"a": "Ash", "b": "Birch"}.items():
        workshop = type(small)(small.top / "run")
        workshop.catalog = small.top / "run" / name
        workshop.write(forty_papers(word))
    # A process of its own: it forks, and this one has threads.
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("kill_builds.py")), str(small.top / "run"), way, "20"],
        env=small.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
