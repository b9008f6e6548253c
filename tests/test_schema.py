"""The printed JSON Schemas: editors that follow them accept the shipped catalogue and refuse what the reader refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from dlcatalog.cli.main import run
from dlcatalog.source.schema import SCHEMAS, schema_of

ROOT = Path(__file__).parent.parent
CATALOG = ROOT / "catalog"
PAPERS = sorted(CATALOG.glob("papers/*/*.yaml"))
COLLECTIONS = sorted(CATALOG.glob("collections/*.yaml"))
TABLES = sorted(CATALOG.glob("*.yaml"))
PAPER = """\
title: Dreaming Nets
authors: [Ada Example]
year: 2020
area: methods
summary: A text.
links: {paper: "https://example.org/"}
"""


class Yaml12(yaml.SafeLoader):
    """Scalars typed as YAML 1.2 types them, which is how editors read: dates are text, yes and no too."""


Yaml12.yaml_implicit_resolvers = {}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])
Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"(?:-?[0-9]+)\Z"), list("-0123456789"))
Yaml12.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"(?:-?[0-9]+\.[0-9]+)\Z"), list("-0123456789"))


def faults(kind: str, text: str) -> list[str]:
    found = Draft7Validator(schema_of(kind)).iter_errors(yaml.load(text, Yaml12))
    return [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in found]


def faults_of(kind: str, paths: Iterable[Path]) -> list[str]:
    return [f"{path.name}: {fault}" for path in paths for fault in faults(kind, path.read_text(encoding="utf-8"))]


def named_schemas(paths: Iterable[Path]) -> set[Path]:
    """The schemas that the first lines of records name, from where the records lie."""
    first_lines = [(path, path.read_text(encoding="utf-8").split("\n", 1)[0]) for path in paths]
    hint = "# yaml-language-server: $schema="
    return {(path.parent / line.removeprefix(hint)).resolve() for path, line in first_lines if line.startswith(hint)}


def test_every_paper_of_the_catalogue_is_valid() -> None:
    assert PAPERS
    assert faults_of("paper", PAPERS) == []


def test_every_collection_of_the_catalogue_is_valid() -> None:
    assert COLLECTIONS
    assert faults_of("collection", COLLECTIONS) == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_table_of_the_catalogue_is_valid(path: Path) -> None:
    assert faults_of(path.stem, [path]) == []


def test_records_name_the_schema_of_papers() -> None:
    assert named_schemas(PAPERS) <= {ROOT / "docs/schema/paper.json"}


def test_collections_name_the_schema_of_collections() -> None:
    assert named_schemas(COLLECTIONS) <= {ROOT / "docs/schema/collection.json"}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schema_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(schema_of(kind))


def test_printed_schemas_are_up_to_date(tmp_path: Path) -> None:
    assert run(["schema", "--out", str(tmp_path)]) == 0
    # If this fails: dlcatalog schema --out docs/schema
    assert texts_of(ROOT / "docs/schema") == texts_of(tmp_path)


def texts_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_schema_command_prints_one_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "venues"]) == 0
    assert json.loads(capsys.readouterr().out) == schema_of("venues")


def test_smallest_paper_is_valid() -> None:
    assert faults("paper", PAPER) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("title:", "titel:"),
        ("year: 2020", "year: 20x0"),
        ("year: 2020", "year: 2020.5"),
        ("area: methods", "area: Methods"),
        ("area: methods", "area: [methods]"),
        ("links: {paper:", "links: {papers:"),
        ("links:", "kind: article\nlinks:"),
        ("links:", "added: 2026-11-21T10:00:00Z\nrelations: [{kind: cites, paper: x}]\nlinks:"),
    ],
    ids=["field", "word-as-year", "fraction-as-year", "capital-in-id", "list-as-id", "link-kind", "kind", "relation"],
)
def test_mistyped_paper_is_refused(right: str, wrong: str) -> None:
    assert len(faults("paper", PAPER.replace(right, wrong))) >= 1


@pytest.mark.parametrize("field", ["title", "authors", "year", "area", "summary"])
def test_required_field_is_required(field: str) -> None:
    without = "".join(line for line in PAPER.splitlines(keepends=True) if not line.startswith(field))
    assert faults("paper", without) == [f": '{field}' is a required property"]


@pytest.mark.parametrize(
    "more",
    [
        "authors: Ada Example",
        'authors: [{given: Ada, family: Example, orcid: "0000-0002-1825-0097"}, {name: A Group}]',
        "volume: 30",
        "ids: {arxiv: 1706.03762}",
        "aliases: Dreamer",
        "links: {code: [https://example.org/a, {url: https://example.org/b, official: true}]}",
        "added: 2026-11-21",
        "citations: {count: 12, as_of: 2020-01-04, source: crossref}",
    ],
    ids=["one-author", "authors-in-parts", "bare-number", "bare-arxiv", "one-alias", "links", "date", "count"],
)
def test_what_the_reader_takes_is_valid(more: str) -> None:
    field = more.partition(":")[0]
    without = "".join(line for line in PAPER.splitlines(keepends=True) if not line.startswith(field))
    assert faults("paper", without + more) == []
