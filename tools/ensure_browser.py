#!/usr/bin/env python3
"""Make sure that there is a Chromium for the browser tests: an installed one, Debian's, or Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def installed() -> str:
    """Return the path of an installed Chromium or Chrome, or ""."""
    given = os.environ.get("DLCATALOG_CHROMIUM", "")
    if given:
        return given
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    return found or (str(MAC) if MAC.exists() else "")


def main() -> int:
    if installed():
        return 0
    if Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("installing Debian's chromium for the browser tests …", flush=True)
        steps = (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        )
        if (
            all(subprocess.run(step, stdout=subprocess.DEVNULL, check=False).returncode == 0 for step in steps)
            and installed()
        ):
            return 0
        print("apt-get could not install chromium; trying Playwright's", file=sys.stderr)
    print("installing Playwright's chromium for the browser tests …", flush=True)
    run = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if run.returncode:
        print(
            "no browser: install Chromium or Chrome, or set DLCATALOG_CHROMIUM to one, and run again", file=sys.stderr
        )
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
