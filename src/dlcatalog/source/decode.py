"""Trees of text to typed values, every fault with its place. Knows models, not what they mean together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from dlcatalog.diagnostics import Diagnostic, Severity, Span
from dlcatalog.model.collection import Chapter, Grouping
from dlcatalog.model.fields import id_fault, shape_of
from dlcatalog.model.identifiers import KINDS
from dlcatalog.model.paper import LINK_KINDS, IdTable, LinkTable, Paper
from dlcatalog.source.yaml_tree import Path, YamlFile, decode, read_yaml
from dlcatalog.text import did_you_mean, quote

M = TypeVar("M", bound=BaseModel)

_AS_MAPPING = "write {field: value, …}, or one 'field: value' a line, indented"
_AS_LIST = "write [one, two], or one '- item' a line"
# What pydantic calls a fault of shape -> our code, what the field must be, and how to write that.
_SHAPES = {
    "model_type": ("not-a-mapping", "a mapping of fields", _AS_MAPPING),
    "model_attributes_type": ("not-a-mapping", "a mapping of fields", _AS_MAPPING),
    "dict_type": ("not-a-mapping", "a mapping", _AS_MAPPING),
    "tuple_type": ("not-a-list", "a list", _AS_LIST),
    "list_type": ("not-a-list", "a list", _AS_LIST),
    "string_type": ("not-text", "text", "write it behind the colon"),
}
_COMMA_HELP = "put the text before it into quotes, for a comma inside {…} begins the next field"
_UNKNOWN = {LinkTable: "unknown-link-kind", IdTable: "unknown-id-kind"}
# What people look for among the fields of a paper -> where it belongs.
_ELSEWHERE = {
    **{kind: f"write it below 'links': links: {{{kind}: …}}" for kind in LINK_KINDS},
    **{kind: f"write it below 'ids': ids: {{{kind}: …}}" for kind in KINDS},
    "url": "write it below 'links': links: {paper: …}",
    "abstract": "write a summary of your own under 'summary'",
    "date": "write the year under 'year'",
    "tags": "write topic ids under 'topics'",
    "keywords": "write topic ids under 'topics'",
}
_FIELD = "'{field}'"
# How many problems of one file are listed: a hostile one has tens of thousands.
MAX_PROBLEMS: Final = 200


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
    if file.tree in (None, "") and not file.problems:
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
    faults += _unknown_empty(model, file.empty, 0)
    problems = _few(file.problems, path)
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
    faults += _unknown_empty(model, file.empty, 1)
    problems = _few(file.problems, path)
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
    faults += _unknown_empty(model, file.empty, 1)
    problems = _few(file.problems, path)
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


def _unknown_empty(model: type[BaseModel], empty: Iterable[Path], depth: int) -> list[_Fault]:
    """Find fields that no schema names among those that nothing follows; the tree does not hold them.

    `depth` is how far down the file the records begin: 0, or 1 in tables and lists.
    """
    faults = []
    for path in empty:
        owner, key = _owner(model, path[depth:-1]), path[-1]
        if owner is None or len(path) <= depth or not isinstance(key, str):
            continue
        if key not in {info.alias or name for name, info in owner.model_fields.items()}:
            fault = _unknown(path, key, owner)
            # {note: one thing, another}: the comma ended the text.
            faults.append(replace(fault, help=_COMMA_HELP, replacement=None) if " " in key else fault)
    return faults


def _owner(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the model whose fields stand at a path of the file, or None where fields are free."""
    owner: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int):
            owner = Chapter if owner is Grouping else owner
        elif owner is not None:
            owner = _inner_model(owner, part)
    return owner


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
        code, wanted, hint = _SHAPES[kind]
        return _Fault(path, code, f"{_FIELD} must be {wanted}, not {shape_of(error['input'])}", hint, None)
    context = error.get("ctx") or {}
    message, key = str(context.get("message", error["msg"])), context.get("key", "")
    path = (*path, key) if key else path
    return _Fault(path, kind, message, context.get("help", ""), context.get("replacement"), at_key=bool(key))


def _unknown(path: Path, field: str, owner: type[BaseModel]) -> _Fault:
    known = [info.alias or name for name, info in owner.model_fields.items()]
    code = _UNKNOWN.get(owner, "unknown-field")
    near = did_you_mean(field, known)
    what = {"unknown-link-kind": "a link kind", "unknown-id-kind": "an id kind"}.get(code, "a field")
    message = f"{what} must be one of {', '.join(known)}, not {quote(field)}"
    hint = _ELSEWHERE.get(field, "") if owner is Paper else ""
    if near and not hint:
        return _Fault(path, code, message, f"did you mean '{near}'?", near, at_key=True)
    return _Fault(path, code, message, hint or "delete it", None, at_key=True)


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


def _located(faults: list[_Fault], file: YamlFile, path: str) -> list[Diagnostic]:
    found = [
        Diagnostic(
            path=path,
            code=f.code,
            message=_message_of(f, file),
            span=_span_of(f, file),
            help=f.help,
            replacement=_as_written(f, file),
        )
        for f in faults[:MAX_PROBLEMS]
    ]
    rest = faults[MAX_PROBLEMS:]
    return [*found, _too_many(path, len(rest), _span_of(rest[0], file))] if rest else found


def _as_written(fault: _Fault, file: YamlFile) -> str | None:
    """Keep the quotes of what is replaced: other readers of YAML take a bare 1412.6980 for a number."""
    place = file.place(fault.path)
    is_quoted = not fault.at_key and place.style in ("'", '"')
    return f"{place.style}{fault.replacement}{place.style}" if is_quoted and fault.replacement else fault.replacement


def _few(problems: list[Diagnostic], path: str) -> list[Diagnostic]:
    rest = problems[MAX_PROBLEMS:]
    return [*problems[:MAX_PROBLEMS], _too_many(path, len(rest), rest[0].span)] if rest else list(problems)


def _too_many(path: str, rest: int, span: Span) -> Diagnostic:
    return Diagnostic(
        path=path,
        code="too-many-problems",
        message=f"a file must have few enough problems to list, not {rest:,} more from here on",
        span=span,
        severity=Severity.WARNING,
        help="mend those before it first",
    )


def _message_of(fault: _Fault, file: YamlFile) -> str:
    """Put in the name that the field has in the file: a link written as a bare URL has no 'url'."""
    if not fault.message.startswith(_FIELD):
        return fault.message
    names = [part for part in file.known(fault.path) if isinstance(part, str)]
    return (f"'{names[-1]}'" if names else "the record") + fault.message.removeprefix(_FIELD)


def _span_of(fault: _Fault, file: YamlFile) -> Span:
    place = file.place(fault.path)
    if fault.code == "missing-field":
        anchor = place.key if fault.path and place.key else place.value
        return Span(anchor.line, anchor.column, anchor.line, anchor.column + 1) if not place.key else anchor
    return place.key if fault.at_key and place.key else place.value
