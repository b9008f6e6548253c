"""The wheel, installed where nothing else of the project is: what somebody meets who only installs the package."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = "Scripts" if os.name == "nt" else "bin"


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    # Without the test run's own paths, and without whatever the machine tells pip and coverage.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "COV"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**kept, "PIP_CONFIG_FILE": os.devnull, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    # From elsewhere: at the top of the repository `-m build` would be our build.py.
    built = run(out, sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scripts of a fresh environment that holds the wheel and sees the dependencies of this one."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, with_pip=False)
    python = home / BIN / "python"
    target = run(home, python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").stdout.strip()
    Path(target, "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python")
    installed = run(home, *pip, python, "install", "--no-deps", "--no-index", wheel)
    assert installed.returncode == 0, installed.stderr
    return home / BIN


def test_without_arguments_in_an_empty_folder_it_explains_itself(bin_folder: Path, tmp_path: Path) -> None:
    done = run(tmp_path, bin_folder / "dlcatalog")
    assert (done.returncode, done.stderr) == (0, "")
    assert "dlcatalog init my-catalogue" in done.stdout
    assert "This folder holds no 'catalog' folder." in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_new_catalogue_builds_with_the_theme_inside(bin_folder: Path, tmp_path: Path) -> None:
    made = run(tmp_path, bin_folder / "dlcatalog", "init", "x")
    assert made.returncode == 0, made.stderr
    built = run(tmp_path, bin_folder / "dlcatalog", "build", "--catalog", "x")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "site/papers/example2020first/index.html").read_text(encoding="utf-8")
    assert "The First Paper of This Catalogue</h1>" in page
    assert (tmp_path / "site/assets/site.css").read_bytes() == (ROOT / "static/site.css").read_bytes()


def test_pictures_are_drawn_with_the_fonts_inside(bin_folder: Path, tmp_path: Path) -> None:
    run(tmp_path, bin_folder / "dlcatalog", "init", "x")
    words = ("--catalog", "x", "--base-url", "https://x.example/", "--zip", "x.zip")
    built = run(tmp_path, bin_folder / "dlcatalog", "build", *words)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site/previews/site.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "x.zip").read_bytes().startswith(b"PK")


def test_new_catalogue_has_no_problems_but_notes(bin_folder: Path, tmp_path: Path) -> None:
    run(tmp_path, bin_folder / "dlcatalog", "init", "x")
    done = run(tmp_path, bin_folder / "dlcatalog", "check", "--strict", "--catalog", "x")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 notes")


def test_hint_of_init_works(bin_folder: Path, tmp_path: Path) -> None:
    made = run(tmp_path, bin_folder / "dlcatalog", "init", "x")
    assert made.stdout.endswith("\n  dlcatalog build --catalog x --out site\n")


def test_mistyped_command_is_wrong_usage(bin_folder: Path, tmp_path: Path) -> None:
    done = run(tmp_path, bin_folder / "dlcatalog", "biuld")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "dlcatalog: no command is named 'biuld'; did you mean 'build'?\n"


def test_build_without_a_catalogue_is_wrong_usage(bin_folder: Path, tmp_path: Path) -> None:
    done = run(tmp_path, bin_folder / "dlcatalog", "build")
    assert done.returncode == 2
    assert done.stderr.startswith("dlcatalog: the catalogue folder 'catalog' does not exist;")
    assert len(done.stderr.splitlines()) == 1


def test_module_says_its_version(bin_folder: Path, tmp_path: Path) -> None:
    done = run(tmp_path, bin_folder / "python", "-m", "dlcatalog", "--version")
    assert (done.returncode, done.stdout) == (0, "dlcatalog, version 0.1.0\n")


@pytest.mark.parametrize("command", ["build", "check", "schema", "explain", "init"])
def test_command_has_help(bin_folder: Path, tmp_path: Path, command: str) -> None:
    done = run(tmp_path, bin_folder / "dlcatalog", command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: dlcatalog {command} ")
