"""The files around the program: true, complete, and silent about the machine they were written on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlcatalog.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock")
# What tools leave behind, and what is not the project's.
NOT_OURS = {".git", ".venv", ".dlcatalog", "site", "dist", "node_modules", "__pycache__", "htmlcov"}
NOT_OURS |= {".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
# Put together here, so that this file does not hold them.
MACHINE_PATHS = re.compile(r"(?:(?<![\w.:/>}\]*-])|(?<=file://))/" + r"(?:work|root|home|opt|Users)/\w")
REGISTRY_HOSTS = re.compile("|".join(re.escape(".".join(host)) for host in (
    ("files", "pythonhosted", "org"), ("pypi", "org"), ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"),
)))  # fmt: skip


def text_files(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.startswith((".coverage", ".site.")):
            continue
        if path.is_dir():
            yield from text_files(path)
        elif b"\0" not in path.read_bytes()[:8000]:
            yield path


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:120]}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1)
        if pattern.search(line)
    ]


def requirements(name: str) -> list[str]:
    """One text for each package of a lock file, its hashes included."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def section_titles(name: str) -> list[str]:
    return re.findall(r"^## (.+)$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


def links_of(path: Path) -> list[str]:
    """The relative links of a Markdown file, without what stands in code."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]


def anchors_of(path: Path) -> set[str]:
    """The fragments that GitHub gives to the headings of a Markdown file."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def broken_links(path: Path) -> list[str]:
    found = []
    for link in links_of(path):
        name, _, fragment = link.partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (fragment and fragment not in anchors_of(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_lock_names_no_host(name: str) -> None:
    assert re.findall(r"\S*(?:://|--\w*index\w*|--find-links)\S*", (ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_lock_pins_and_hashes_every_package(name: str) -> None:
    packages = requirements(name)
    assert len(packages) >= 10
    assert [p for p in packages if not re.match(r"[a-z0-9._\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", p)] == []


def test_npm_lock_names_no_host_and_hashes_every_package() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_npm_lock_is_that_of_package_json() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert lock[""]["devDependencies"] == wanted
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_no_file_names_a_path_of_a_machine() -> None:
    assert lines_that_match(MACHINE_PATHS) == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert lines_that_match(REGISTRY_HOSTS) == []


def test_changelog_has_what_is_new_and_the_version_of_the_package() -> None:
    titles = section_titles("CHANGELOG.md")
    assert titles[0] == "Unreleased"
    assert [title.partition(" - ")[0] for title in titles[1:]][:1] == ["0.1.0"]


def test_citation_file_names_the_version_of_the_package() -> None:
    package = (ROOT / "src" / "dlcatalog" / "__init__.py").read_text(encoding="utf-8")
    version = re.findall(r'^__version__ = "(.+)"$', package, re.MULTILINE)
    cited = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert version == cited == ["0.1.0"]


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_in_the_table_of_the_readme(command: str) -> None:
    assert re.search(rf"^\| `dlcatalog {command}[ `]", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-catalog.md"]
    + [f"docs/{name}.md" for name in ("records", "maintaining", "themes")],
)
def test_links_of_the_papers_lead_somewhere(name: str) -> None:
    assert broken_links(ROOT / name) == []


def test_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
