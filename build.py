#!/usr/bin/env python3
"""`python build.py [options]` is `dlcatalog build [options]`, without installing anything but the dependencies."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV_PYTHON = HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
NEEDED = ("click", "jinja2", "latex2mathml", "markdown", "nh3", "orjson", "pybtex", "pydantic", "rapidfuzz", "yaml")


def main() -> int:
    """Build, in .venv if this Python lacks the dependencies."""
    sys.path.insert(0, str(HERE / "src"))
    if sys.version_info < OLDEST or not all(find_spec(name) for name in NEEDED):
        return _go_on_in_venv()
    from dlcatalog.cli.main import run  # noqa: PLC0415

    return run(["build", *sys.argv[1:]])


def _go_on_in_venv() -> int:
    inside = Path(sys.prefix).resolve() == (HERE / ".venv").resolve()
    if VENV_PYTHON.exists() and not inside:
        sys.stdout.flush()
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), str(HERE / "build.py"), *sys.argv[1:]])
    print("dlcatalog: the dependencies are not installed; run 'make site' once, it sets up everything", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main())
