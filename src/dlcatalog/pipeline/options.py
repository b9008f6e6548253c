"""What a build was told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """The options of one build; folders as they were given.

    Attributes:
        jobs: how many processes; 0 takes one for each core.
        fresh: read, render and hash everything anew.
        offline: the file of the offline edition, or None for none.
        base_url: overrides site.yaml's, "" keeps it.
    """

    catalog: Path
    out: Path
    store: Path
    templates: Path | None = None
    static: Path | None = None
    offline: Path | None = None
    base_url: str = ""
    jobs: int = 0
    strict: bool = False
    fresh: bool = False
    keep_going: bool = False
