"""JSON Schemas of every kind of file, made from the models: the editor sees what the reader enforces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pydantic import BaseModel

from dlcatalog.model.collection import Collection
from dlcatalog.model.fields import RE_ID
from dlcatalog.model.paper import Paper
from dlcatalog.model.site import GoldenQuery, Site
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.source.ledger import HEADER

DIALECT: Final = "http://json-schema.org/draft-07/schema#"


def _of_record(model: type[BaseModel]) -> Callable[[], dict[str, Any]]:
    return lambda: _draft7(model.model_json_schema(by_alias=True))


def _of_table(model: type[BaseModel]) -> Callable[[], dict[str, Any]]:
    def schema() -> dict[str, Any]:
        inner = _draft7(model.model_json_schema(by_alias=True))
        definitions = inner.pop("definitions", {})
        definitions[model.__name__] = inner
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{RE_ID.pattern}$"},
            "additionalProperties": {"$ref": f"#/definitions/{model.__name__}"},
            "definitions": definitions,
        }

    return schema


def _of_list(model: type[BaseModel]) -> Callable[[], dict[str, Any]]:
    def schema() -> dict[str, Any]:
        inner = _draft7(model.model_json_schema(by_alias=True))
        definitions = inner.pop("definitions", {})
        definitions[model.__name__] = inner
        return {"type": "array", "items": {"$ref": f"#/definitions/{model.__name__}"}, "definitions": definitions}

    return schema


def _ledger_row() -> dict[str, Any]:
    kinds = {"count": {"type": "integer", "minimum": 0}, "as_of": {"type": "string", "format": "date"}}
    properties = {name: kinds.get(name, {"type": "string"}) for name in HEADER}
    return {"type": "object", "properties": properties, "required": list(HEADER), "additionalProperties": False}


# Kind of file -> its schema. Draft 7, for editors' YAML servers read that best.
SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "paper": _of_record(Paper),
    "collection": _of_record(Collection),
    "topics": _of_table(Topic),
    "venues": _of_table(Venue),
    "people": _of_table(Person),
    "site": _of_record(Site),
    "search-tests": _of_list(GoldenQuery),
    "citations": _ledger_row,
}


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    Raises: KeyError if there is no such kind.
    """
    return {"$schema": DIALECT, **SCHEMAS[kind]()}


def _draft7(schema: Any) -> Any:
    """Pydantic writes 2020-12: $defs are definitions in draft 7, and a null stands for an empty value."""
    if isinstance(schema, dict):
        renamed = {
            ("definitions" if key == "$defs" else key): _draft7(value)
            for key, value in schema.items()
            if key != "title" or not isinstance(value, str)
        }
        reference = renamed.get("$ref")
        if isinstance(reference, str):
            # Draft 7 ignores what stands beside a $ref.
            return {"$ref": reference.replace("#/$defs/", "#/definitions/")}
        if isinstance(renamed.get("properties"), dict):
            required = renamed.get("required", ())
            renamed["properties"] = {n: s if n in required else _or_empty(s) for n, s in renamed["properties"].items()}
        return renamed
    return [_draft7(item) for item in schema] if isinstance(schema, list) else schema


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """An empty value means "not given"."""
    return {"anyOf": [schema, {"enum": [None, "", []]}]}
