"""Templates: overridden file by file; a broken one is named with its file and line, and nothing is published."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dlcatalog.diagnostics import Diagnostic
from dlcatalog.render.pages import Renderer, TemplateFault
from dlcatalog.render.theme import Theme, read_theme, shipped

if TYPE_CHECKING:
    from conftest import Said, Workshop

HEAD = '{% extends "base.html" %}\n{% block content %}\n'
BROKEN = {
    "syntax": (HEAD + "{% if %}\n{% endblock %}", 3, "Expected an expression"),
    "unknown tag": (HEAD + "\n{% shout %}\n{% endblock %}", 4, "Encountered unknown tag 'shout'"),
    "open block": (HEAD + "<p>", 3, "Unexpected end of template"),
    "unknown filter": (HEAD + "{{ heading|shout }}{% endblock %}", 3, "No filter named 'shout'"),
    "undefined name": (HEAD + "<p>\n{{ nobody }}{% endblock %}", 4, "'nobody' is undefined"),
    "undefined attribute": (HEAD + "{{ heading.nobody }}{% endblock %}", 3, "has no attribute 'nobody'"),
    "missing include": (HEAD + '{% include "nowhere.html" %}{% endblock %}', 3, "no template is named 'nowhere.html'"),
    "missing parent": ('{% extends "nowhere.html" %}', 1, "no template is named 'nowhere.html'"),
    "missing import": ('{% import "nowhere.html" as n %}', 1, "no template is named 'nowhere.html'"),
    "wrong call": (HEAD + "{{ heading() }}{% endblock %}", 3, "not callable"),
    "division": (HEAD + "\n{{ 1 // 0 }}{% endblock %}", 4, "zero"),
}


@pytest.fixture
def build(built: Workshop) -> Workshop:
    (built.top / "templates").mkdir()
    return built


def with_template(workshop: Workshop, name: str, text: str, *options: str, jobs: int = 1) -> Said:
    folder = workshop.top / "templates"
    (folder / name).write_text(text)
    return workshop.build("--templates", str(folder), *options, jobs=jobs)


@pytest.mark.parametrize(("text", "line", "reason"), BROKEN.values(), ids=BROKEN)
def test_broken_template_is_named_with_its_line(build: Workshop, text: str, line: int, reason: str) -> None:
    before = build.tree()
    said = with_template(build, "404.html", text)
    assert said.code == 1
    head = next(row for row in said.err.splitlines() if "error[template-error]" in row)
    assert head.startswith(f"{build.top}/templates/404.html:{line}:1: error[template-error]: the template must work: ")
    assert reason in head
    assert said.err.endswith("nothing was published; the last good site, if there is one, stays\n")
    assert "Traceback" not in said.err
    assert build.tree() == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_fault_on_a_page_of_a_paper_is_shown_once(build: Workshop, jobs: int) -> None:
    said = with_template(build, "paper.html", HEAD + "{{ nobody }}{% endblock %}", jobs=jobs)
    assert said.code == 1
    assert said.err.count("error[template-error]") == 1


OTHER = {
    "macro": (
        "\n\n\n\n{% macro say(x) %}\n{{ x.nobody }}\n{% endmacro %}\n",
        '{% import "own.html" as o %}{{ o.say("") }}',
    ),
    "include": ("\n\n\n\n\n{{ nobody }}", '{% include "own.html" %}'),
    "parent": ("\n\n\n\n\n{{ nobody }}", '{% extends "own.html" %}'),
    "block of a parent": ("\n\n\n\n{% block b %}\n{{ nobody }}{% endblock %}", '{% extends "own.html" %}'),
}


@pytest.mark.parametrize(("own", "text"), OTHER.values(), ids=OTHER)
def test_fault_in_another_file_names_that_file(build: Workshop, own: str, text: str) -> None:
    (build.top / "templates" / "own.html").write_text(own)
    said = with_template(build, "404.html", text)
    head = next(row for row in said.err.splitlines() if "error[template-error]" in row)
    assert head.startswith(f"{build.top}/templates/own.html:6:1: error[template-error]")


def test_every_broken_template_is_shown_at_once(build: Workshop) -> None:
    (build.top / "templates" / "home.html").write_text("{% if %}")
    said = with_template(build, "404.html", "{% for %}")
    assert said.err.count("error[template-error]") == 2


def test_line_of_the_template_is_shown(build: Workshop) -> None:
    said = with_template(build, "404.html", HEAD + "<p>{{ nobody }}</p>{% endblock %}")
    assert "\n  3 | <p>{{ nobody }}</p>{% endblock %}\n" in said.err


def test_mended_template_is_published(build: Workshop) -> None:
    with_template(build, "404.html", HEAD + "{% if %}")
    assert with_template(build, "404.html", HEAD + "Lost.{% endblock %}").code == 0
    assert b"Lost." in build.tree()["404.html"]


def test_missing_folder_of_templates_is_wrong_usage(built: Workshop) -> None:
    said = built.build("--templates", str(built.top / "nowhere"))
    assert (said.code, said.out) == (2, "")
    assert re.fullmatch(r"dlcatalog: the folder '\S+/nowhere' of --templates does not exist\n", said.err)


def test_theme_is_overridden_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("mine")
    theme = read_theme(tmp_path, None)
    assert theme.templates["404.html"] == "mine"
    assert theme.templates["base.html"] == (shipped("templates") / "base.html").read_text()
    assert theme.origins["404.html"] == str(tmp_path / "404.html")


def test_own_static_file_is_published(built: Workshop) -> None:
    (built.top / "static" / "fonts").mkdir(parents=True)
    (built.top / "static" / "fonts" / "a.woff2").write_bytes(b"\0\1")
    (built.top / "static" / ".hidden").write_bytes(b"")
    assert built.build("--static", str(built.top / "static")).code == 0
    assert built.tree()["assets/fonts/a.woff2"] == b"\0\1"
    assert "assets/site.css" in built.tree()
    assert "assets/.hidden" not in built.tree()


TEMPLATES = {
    "base.html": "b",
    "macros.html": "m",
    "a.html": '{% extends "base.html" %}{% import "macros.html" as m %}',
    "b.html": "{%- include 'base.html' %}",
    "ring.html": '{% include "ring.html" %}',
}


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        ("base.html", {"base.html", "a.html", "b.html"}),
        ("macros.html", {"macros.html", "a.html"}),
        ("ring.html", {"ring.html"}),
    ],
)
def test_template_changes_what_is_made_of_it(changed: str, others: set[str]) -> None:
    one, two = Theme(TEMPLATES, {}, {}), Theme({**TEMPLATES, changed: TEMPLATES[changed] + " "}, {}, {})
    assert {name for name in TEMPLATES if one.closure_digest(name) != two.closure_digest(name)} == others


def test_fault_travels_between_processes() -> None:
    fault = TemplateFault(Diagnostic(path="a.html", code="template-error", message="m"))
    again = pickle.loads(pickle.dumps(fault))
    assert again.diagnostic == fault.diagnostic


def test_lines_that_tags_leave_empty_are_left_out() -> None:
    renderer = Renderer(Theme({"t.html": "\n<p>a</p>\n  \n{% if true %}\n\n<p>b</p>\n{% endif %}\n\n"}, {}, {}))
    assert renderer.render("t.html", {}) == b"<p>a</p>\n<p>b</p>\n"
