"""The JSON Schemas say what the reader enforces."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from dlcatalog.source.schema import SCHEMAS, schema_of

TOY = Path(__file__).parents[1] / "data" / "toy"
PAPERS = sorted((TOY / "papers").rglob("*.yaml"))


class EditorLoader(yaml.SafeLoader):
    """Guesses as editors do, by the core schema of YAML 1.2: `No` is text, 12 is a number."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern in (
    ("bool", r"true|false"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
    ("null", r"~|null|"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)


def check(kind: str, path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)
    assert [e.message for e in jsonschema.Draft7Validator(schema_of(kind)).iter_errors(data)] == []


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_schema_is_one(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_the_papers_of_the_toy_catalogue_fit(path: Path) -> None:
    check("paper", path)


@pytest.mark.parametrize("path", sorted((TOY / "collections").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_roundups_of_the_toy_catalogue_fit(path: Path) -> None:
    check("collection", path)


@pytest.mark.parametrize("kind", ["site", "topics", "venues", "people", "search-tests"])
def test_the_other_files_of_the_toy_catalogue_fit(kind: str) -> None:
    check(kind, TOY / f"{kind}.yaml")
