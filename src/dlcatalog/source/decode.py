"""Trees of text to typed values, every fault with its place. Knows models, not what they mean together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from dlcatalog.diagnostics import Diagnostic, Span
from dlcatalog.model.collection import Grouping
from dlcatalog.model.fields import id_fault
from dlcatalog.model.paper import IdTable, LinkTable
from dlcatalog.source.yaml_tree import Path, YamlFile, decode, read_yaml
from dlcatalog.text import did_you_mean, quote

M = TypeVar("M", bound=BaseModel)

# What pydantic calls a fault of shape -> our code and what the field must be.
_SHAPES = {
    "model_type": ("not-a-mapping", "a mapping of fields"),
    "model_attributes_type": ("not-a-mapping", "a mapping of fields"),
    "dict_type": ("not-a-mapping", "a mapping"),
    "tuple_type": ("not-a-list", "a list"),
    "list_type": ("not-a-list", "a list"),
    "string_type": ("not-text", "text"),
}
_UNKNOWN = {LinkTable: "unknown-link-kind", IdTable: "unknown-id-kind"}


@dataclass(frozen=True, slots=True)
class Decoded(Generic[M]):
    """A value, or None, and what was wrong on the way to it."""

    value: M | None
    diagnostics: tuple[Diagnostic, ...]
    text: str = ""


def decode_model(model: type[M], data: bytes, path: str) -> Decoded[M]:
    """Read the bytes of one file as one record."""
    text, fault = decode(data, path)
    if fault:
        return Decoded(None, (fault,))
    file = read_yaml(text, path)
    if file.tree is None and not file.problems:
        message = "the file must hold a record, not nothing"
        return Decoded(
            None, (Diagnostic(path=path, code="empty-file", message=message, help="fill it, or delete it"),), text
        )
    if file.tree is None:
        return Decoded(None, tuple(file.problems), text)
    if not isinstance(file.tree, dict):
        message = "the file must hold a mapping of fields, not a list or a text"
        return Decoded(
            None,
            (Diagnostic(path=path, code="not-a-mapping", message=message, help="write 'field: value' lines"),),
            text,
        )
    value, faults = _validate(model, file.tree, ())
    problems = list(file.problems)
    if faults:
        problems += _located(faults, read_yaml(text, path, places=True), path)
    return Decoded(None if faults else value, tuple(problems), text)


def decode_table(model: type[M], data: bytes, path: str) -> tuple[dict[str, M], tuple[Diagnostic, ...], str]:
    """Read the bytes of one file as a mapping of ids to records; a bad one is left out, the others stay."""
    text, fault = decode(data, path)
    if fault:
        return {}, (fault,), text
    file = read_yaml(text, path)
    if file.tree is None or file.tree == {}:
        return {}, tuple(file.problems), text
    if not isinstance(file.tree, dict):
        message = "the file must hold a mapping of ids, not a list or a text"
        return (
            {},
            (Diagnostic(path=path, code="not-a-mapping", message=message, help="write 'id: {name: …}' lines"),),
            text,
        )
    values: dict[str, M] = {}
    faults: list[_Fault] = []
    for key, entry in file.tree.items():
        hint = id_fault(key)
        if hint:
            faults.append(
                _Fault(
                    (key,),
                    "bad-id",
                    f"an id must be made of a-z, 0-9 and '-', not {quote(key)}",
                    hint,
                    None,
                    at_key=True,
                )
            )
        value, found = _validate(model, entry, (key,))
        faults += found
        if value is not None and not hint and not found:
            values[key] = value
    problems = list(file.problems)
    if faults:
        problems += _located(faults, read_yaml(text, path, places=True), path)
    return values, tuple(problems), text


def decode_list(model: type[M], data: bytes, path: str) -> tuple[tuple[M, ...], tuple[Diagnostic, ...]]:
    """Read the bytes of one file as a list of records; a bad one is left out, the others stay."""
    text, fault = decode(data, path)
    if fault:
        return (), (fault,)
    file = read_yaml(text, path)
    if not file.tree:
        return (), tuple(file.problems)
    if not isinstance(file.tree, list):
        message = "the file must hold a list, not a mapping or a text"
        return (), (Diagnostic(path=path, code="not-a-list", message=message, help="start each item with '- '"),)
    values: list[M] = []
    faults: list[_Fault] = []
    for index, entry in enumerate(file.tree):
        value, found = _validate(model, entry, (index,))
        faults += found
        if value is not None and not found:
            values.append(value)
    problems = list(file.problems)
    if faults:
        problems += _located(faults, read_yaml(text, path, places=True), path)
    return tuple(values), tuple(problems)


@dataclass(frozen=True, slots=True)
class _Fault:
    path: Path
    code: str
    message: str
    help: str
    replacement: str | None
    at_key: bool = False
    missing: str | None = None


def _validate(model: type[M], tree: object, below: Path) -> tuple[M | None, list[_Fault]]:
    try:
        return model.model_validate(tree), []
    except ValidationError as faults:
        found = [_fault(model, error, below) for error in faults.errors(include_url=False)]
    # A mistyped field name is one mistake, not an unknown field and a missing one.
    meant = {(*f.path[:-1], f.replacement) for f in found if f.code == "unknown-field" and f.replacement}
    return None, [f for f in found if f.missing is None or (*f.path, f.missing) not in meant]


def _fault(model: type[BaseModel], error: Mapping[str, Any], below: Path) -> _Fault:
    where, owner = _source_path(model, error["loc"])
    field = next((str(part) for part in reversed(where) if isinstance(part, str)), "the record")
    path = below + where
    kind = error["type"]
    if kind == "missing":
        help_ = f"add '{field}: …'"
        return _Fault(path[:-1], "missing-field", f"'{field}' must be given", help_, None, missing=field)
    if kind == "extra_forbidden":
        return _unknown(path, field, owner)
    if kind in _SHAPES:
        code, wanted = _SHAPES[kind]
        return _Fault(path, code, f"'{field}' must be {wanted}, not {_shape(error['input'])}", "", None)
    context = error.get("ctx") or {}
    message = str(context.get("message", error["msg"])).replace("{field}", field)
    return _Fault(path, kind, message, context.get("help", ""), context.get("replacement"))


def _unknown(path: Path, field: str, owner: type[BaseModel]) -> _Fault:
    known = [info.alias or name for name, info in owner.model_fields.items()]
    code = _UNKNOWN.get(owner, "unknown-field")
    near = did_you_mean(field, known)
    what = {"unknown-link-kind": "a link kind", "unknown-id-kind": "an id kind"}.get(code, "a field")
    message = f"{what} must be one of {', '.join(known)}, not {quote(field)}"
    return _Fault(path, code, message, f"did you mean '{near}'?" if near else "delete it", near or None, at_key=True)


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, (list, tuple)) else quote(value)


def _source_path(model: type[BaseModel], loc: Iterable[str | int]) -> tuple[Path, type[BaseModel]]:
    """Lead pydantic's path back to the file's: shapes that were brought to their longest form have parts that no file has."""
    path: list[str | int] = []
    owner: type[BaseModel] = model
    parts = list(loc)
    for index, part in enumerate(parts):
        if part == "[key]":
            continue
        inner = _inner_model(owner, part)
        if owner is Grouping and part == "chapters":
            owner = inner or owner
            continue
        path.append(part)
        if inner is not None and index + 1 < len(parts):
            owner = inner
    return tuple(path), owner


def _inner_model(owner: type[BaseModel], part: str | int) -> type[BaseModel] | None:
    """Return the model that a field holds, however it is wrapped."""
    if isinstance(part, int):
        return None
    info = owner.model_fields.get(part) or next((f for f in owner.model_fields.values() if f.alias == part), None)
    return _first_model(info.annotation) if info else None


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _first_model(argument)
        if found:
            return found
    return None


def _located(faults: Iterable[_Fault], file: YamlFile, path: str) -> list[Diagnostic]:
    return [
        Diagnostic(
            path=path, code=f.code, message=f.message, span=_span_of(f, file), help=f.help, replacement=f.replacement
        )
        for f in faults
    ]


def _span_of(fault: _Fault, file: YamlFile) -> Span:
    place = file.place(fault.path)
    if fault.code == "missing-field":
        anchor = place.key if fault.path and place.key else place.value
        return Span(anchor.line, anchor.column, anchor.line, anchor.column + 1) if not place.key else anchor
    return place.key if fault.at_key and place.key else place.value
