"""What has not changed is not touched, and an edit renders only what shows it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dlcatalog.pipeline.output import write_staged
from dlcatalog.plan import reading

if TYPE_CHECKING:
    from conftest import Workshop

HAZEL = "papers/2021/hazel2021seven.yaml"
# Files that an edited title changes without being rendered: they are joined from others.
WHOLE = {
    "manifest.json",
    ".dlcatalog-site",
    "assets/list-data/cites/00.js",
    "catalog.bib",
    "catalog.ris",
    "catalog.csl.json",
    "catalog.jsonl",
}


def stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): (p.stat().st_ino, p.stat().st_mtime_ns, p.stat().st_size) for p in files}


def figures(workshop: Workshop, *options: str) -> dict[str, Any]:
    path = workshop.top / "report.json"
    assert workshop.build("--report", str(path), *options).code == 0
    found: dict[str, Any] = json.loads(path.read_text())
    return {name: found[name] for name in ("papers", "pages", "rendered", "reused", "removed")}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are rendered from now on."""
    paths: list[str] = []

    def note(stage: str, path: str, data: bytes) -> Any:
        paths.append(path)
        return write_staged(stage, path, data)

    monkeypatch.setattr("dlcatalog.pipeline.pages.write_staged", note)
    return paths


def test_build_of_an_unchanged_catalogue_touches_no_file(built: Workshop) -> None:
    before = stamps(built.out)
    assert figures(built) == {"papers": 7, "pages": 48, "rendered": 0, "reused": 48, "removed": 0}
    assert stamps(built.out) == before


def test_build_of_an_unchanged_catalogue_reads_no_record(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlcatalog.pipeline.steps._rebuild", None)
    assert built.build().code == 0


def test_first_build_renders_every_page(small: Workshop) -> None:
    assert figures(small) == {"papers": 7, "pages": 48, "rendered": 48, "reused": 0, "removed": 0}
    assert len([path for path in stamps(small.out) if path.endswith(".html")]) == 48


def test_build_after_a_touch_touches_no_file(built: Workshop, rendered: list[str]) -> None:
    before = stamps(built.out)
    for path in built.catalog.rglob("*.yaml"):
        os.utime(path)
    assert figures(built)["reused"] == 48
    assert (stamps(built.out), rendered) == (before, [])


def test_edit_that_shows_nowhere_touches_no_page(built: Workshop, rendered: list[str]) -> None:
    before = stamps(built.out)
    built.write({HAZEL: "# a comment\n" + built.read(HAZEL)})
    assert figures(built) == {"papers": 7, "pages": 48, "rendered": 0, "reused": 48, "removed": 0}
    assert (stamps(built.out), rendered) == (before, [])


def test_rendering_starts_at_nothing_known(built: Workshop, rendered: list[str]) -> None:
    assert figures(built, "--fresh")["rendered"] == 48
    assert sorted(rendered) == sorted(set(rendered))


def test_title_renders_the_pages_that_show_it(built: Workshop, rendered: list[str]) -> None:
    built.edit(HAZEL, "Lone Hazel", "Lonely Hazel")
    assert built.build().code == 0
    assert sorted(rendered) == [
        "assets/list-data/cards/00.js",
        "assets/list-data/find/00.js",
        "authors/hal-hazel/index.html",
        "collections/best/index.html",
        "collections/index.html",
        "feed.json",
        "feed.xml",
        "index.html",
        "papers/cedar2019three/index.html",
        "papers/fir2020five/index.html",
        "papers/hazel2021seven.bib",
        "papers/hazel2021seven.json",
        "papers/hazel2021seven.ris",
        "papers/hazel2021seven/index.html",
        "papers/index.html",
        "timeline/index.html",
        "topics/roots/feed.json",
        "topics/roots/feed.xml",
        "topics/roots/index.html",
        "years/2021/index.html",
        "years/2021/roots/index.html",
    ]


def test_end_of_a_summary_renders_only_the_paper_and_its_feeds(built: Workshop, rendered: list[str]) -> None:
    built.edit(HAZEL, "About lone hazel.", "About lone hazel. And more.")
    assert built.build().code == 0
    assert sorted(rendered) == [
        "feed.json",
        "feed.xml",
        "papers/hazel2021seven.bib",  # the view of a citation file is the whole record, though the summary is not shown
        "papers/hazel2021seven.json",
        "papers/hazel2021seven.ris",
        "papers/hazel2021seven/index.html",
        "topics/roots/feed.json",
        "topics/roots/feed.xml",
    ]


def test_what_was_rendered_is_what_changed(built: Workshop, rendered: list[str]) -> None:
    before = built.tree()
    built.edit("papers/2018/ash2018one.yaml", "One Ash", "Another Ash")
    assert built.build().code == 0
    changed = {path for path, data in built.tree().items() if before.get(path) != data and not is_shard(path)}
    assert changed - WHOLE == set(rendered)


def test_untouched_files_keep_their_inode_when_others_change(built: Workshop, rendered: list[str]) -> None:
    before, old = stamps(built.out), built.tree()
    built.edit(HAZEL, "Lone Hazel", "Lonely Hazel")
    assert built.build().code == 0
    after = stamps(built.out)
    touched = {path for path in after if after[path] != before[path]}
    assert {path for path in touched if not is_shard(path)} == WHOLE | set(rendered)
    assert touched == {path for path, data in built.tree().items() if data != old.get(path)}


def is_shard(path: str) -> bool:
    return path.startswith("search-index/")


def test_paper_that_is_gone_is_counted(built: Workshop) -> None:
    built.write({HAZEL: None})
    built.edit("collections/best.yaml", "[[hazel2021seven]]", "a hazel")
    found = figures(built)
    assert (found["papers"], found["removed"]) == (6, 7)
    assert not (built.out / "papers" / "hazel2021seven").exists()


def test_static_file_renders_no_page(built: Workshop, rendered: list[str]) -> None:
    static = built.top / "static"
    static.mkdir()
    (static / "site.css").write_text("body { color: red }\n")
    assert built.build("--static", str(static)).code == 0
    assert rendered == []
    assert (built.out / "assets" / "site.css").read_bytes() == b"body { color: red }\n"
    assert built.stale("--static", str(static)) == []


@pytest.fixture
def themed(built: Workshop) -> Callable[[str], None]:
    """Give a function that writes the template of the page for addresses that lead nowhere."""
    templates = built.top / "templates"
    templates.mkdir()

    def write(words: str) -> None:
        (templates / "404.html").write_text(f'{{% extends "base.html" %}}{{% block content %}}{words}{{% endblock %}}')

    return write


def test_template_renders_its_pages_only(built: Workshop, themed: Callable[[str], None], rendered: list[str]) -> None:
    themed("Lost?")
    option = ("--templates", str(built.top / "templates"))
    assert built.build(*option).code == 0
    assert rendered == ["404.html"]
    assert b"Lost?" in built.tree()["404.html"]


def test_template_that_changes_while_the_process_lives(built: Workshop, themed: Callable[[str], None]) -> None:
    option = ("--templates", str(built.top / "templates"))
    themed("Lost?")
    assert built.build(*option).code == 0
    themed("Astray?")
    assert built.build(*option).code == 0
    assert b"Astray?" in built.tree()["404.html"]


def test_macro_that_is_imported_renders_what_imports_it(built: Workshop, rendered: list[str]) -> None:
    templates = built.top / "templates"
    templates.mkdir()
    macros = (Path(reading.__file__).parents[3] / "templates" / "macros.html").read_text()
    (templates / "macros.html").write_text(macros.replace("Neighbouring", "Nearby"))
    assert built.build("--templates", str(templates)).code == 0
    assert "404.html" not in rendered
    assert "years/2019/index.html" in rendered
    assert b"Nearby" in built.tree()["years/2019/index.html"]
    assert built.stale("--templates", str(templates)) == []
