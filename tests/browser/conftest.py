"""The sites, built once a session, a server, a browser, and a reader whose notes must be empty in the end."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

from .reader import Reader, Site, serve

ROOT: Final = Path(__file__).resolve().parents[2]
CATALOGUES: Final = {"toy": ROOT / "tests" / "data" / "toy", "catalog": ROOT / "catalog"}
# The paths of their base_url: 404.html is written for them.
BELOW: Final = {"toy": "/games/", "catalog": "/dlcatalog/"}
ARGUMENTS: Final = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both sites; records with faults are left out, `check` is there to find those."""
    top = tmp_path_factory.mktemp("sites")
    for name, catalogue in CATALOGUES.items():
        places = ("--catalog", catalogue, "--out", top / name, "--store", top / f"{name}.store")
        words: list[str | Path] = [sys.executable, ROOT / "build.py", "--quiet", "--keep-going", *places]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (top / name / "index.html").is_file(), done.stderr
    return {name: top / name for name in CATALOGUES}


@pytest.fixture(scope="session")
def origin(folders: dict[str, Path]) -> Iterator[str]:
    with serve({BELOW[name]: folder for name, folder in folders.items()}) as origin:
        yield origin


@pytest.fixture(scope="session")
def sites(folders: dict[str, Path], origin: str) -> dict[str, Site]:
    return {name: Site(folder, BELOW[name], origin) for name, folder in folders.items()}


@pytest.fixture(scope="session")
def toy_site(sites: dict[str, Site]) -> Site:
    return sites["toy"]


@pytest.fixture(scope="session")
def real(sites: dict[str, Site]) -> Site:
    return sites["catalog"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _installed_browser()()
    assert path, "no Chromium is installed; 'make test' installs one, or set DLCATALOG_CHROMIUM"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*ARGUMENTS, *(["--no-sandbox"] if root else [])]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seat(browser: Browser, origin: str) -> Reader:
    return Reader(browser, origin)


@pytest.fixture
def reader(seat: Reader) -> Iterator[Reader]:
    """A reader; nothing that its pages do may end in the console or leave this machine."""
    yield seat
    assert seat.rest() == []


def _installed_browser() -> Callable[[], str]:
    spec = importlib.util.spec_from_file_location("ensure_browser", ROOT / "tools" / "ensure_browser.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[], str] = module.installed
    return found
