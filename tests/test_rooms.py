"""A room imports only rooms that stand above it in the table of DESIGN.md 2.2, wherever the import stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dlcatalog"
# In the order of the table; rooms of one row may import one another.
ROWS = (
    ("diagnostics", "errors", "text"),
    ("markup",),
    ("model",),
    ("source",),
    ("catalog",),
    ("search",),
    ("checks",),
    ("formats",),
    ("registries",),
    ("plan",),
    ("render",),
    ("pipeline",),
    ("links",),
    ("server",),
    ("cli",),
)
HEIGHT = {room: number for number, row in enumerate(ROWS) for room in row}
# The two doors of the program: the package says its version, `python -m dlcatalog` calls cli.
DOORS = {"__init__": -1, "__main__": len(ROWS)}


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every room of dlcatalog that a module imports, with the line."""
    package = ("dlcatalog", *path.relative_to(SOURCE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            # The package's own version is no room.
            if parts[0] == "dlcatalog" and len(parts) > 1 and parts[1] != "__version__":
                yield node.lineno, parts[1]


MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_module_imports_only_rooms_above(path: Path) -> None:
    own = {**HEIGHT, **DOORS}[_room(path)]
    below = [f"{path.name}:{line} imports {room}" for line, room in _imported(path) if HEIGHT.get(room, 99) > own]
    assert below == []


def test_nothing_imports_cli() -> None:
    inside = [path for path in MODULES if _room(path) not in ("cli", "__main__")]
    assert [str(path) for path in inside if "cli" in {room for _, room in _imported(path)}] == []


def test_every_room_stands_in_the_table() -> None:
    assert {_room(path) for path in MODULES} - {*HEIGHT, *DOORS} == set()


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("import dlcatalog.cli.main", ["cli"]),
        ("from dlcatalog import cli", ["cli"]),
        ("def f():\n    from dlcatalog.plan import urls", ["plan"]),
        ("from ..render import pages", ["render"]),
        ("from .names import x", ["model"]),
        ("import json", []),
        ("from dlcatalog import __version__", []),
    ],
    ids=["import", "from-package", "late", "relative", "same-room", "foreign", "version"],
)
def test_imports_are_found(text: str, rooms: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.SOURCE", tmp_path)
    module = tmp_path / "model" / "paper.py"
    module.parent.mkdir()
    module.write_text(text)
    assert [room for _, room in _imported(module)] == rooms
