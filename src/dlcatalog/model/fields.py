"""How the text of one field is read. A field's declared type decides; YAML's own guesses never do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from dlcatalog.markup import find_misleading
from dlcatalog.model.identifiers import is_safe_url
from dlcatalog.text import quote

FIRST_YEAR: Final = 1600
LAST_YEAR: Final = 2100
RE_ID = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
RE_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)
RE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MAX_ID_BYTES: Final = 120
# Windows refuses these as file names whatever their ending; `index`, `page` and `feed` are pages of our own.
RESERVED_IDS: Final = frozenset(
    ["index", "page", "feed", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)


def problem(
    code: str, message: str, help_: str = "", replacement: str | None = None, *, key: str = ""
) -> PydanticCustomError:
    """Return the error that a reader raises inside pydantic; `source` turns it into a Diagnostic with a place.

    A message may start with '{field}', which becomes the field's name. `key` names the field of a mapping that is at fault.
    """
    context = {"message": message, "help": help_, "replacement": replacement, "key": key}
    return PydanticCustomError(code, "{message}", context)


class Record(BaseModel):
    """Base of everything read from YAML: frozen, and no field that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, str_strip_whitespace=False)


def read_text(value: object) -> object:
    """Leave text alone; anything else is not text."""
    if value is None:
        return ""
    if not isinstance(value, str):
        hint = "write it behind the colon, or indented below '|'"
        raise problem("not-text", f"'{{field}}' must be text, not {shape_of(value)}", hint)
    return value


def read_line(value: object) -> object:
    """Text on one line: runs of white space become one space, and nothing in it may mislead."""
    text = " ".join(str(read_text(value)).split())
    if not text.isascii():
        for _, name in find_misleading(text):
            raise problem("misleading-character", f"'{{field}}' must not hold {name}", "delete it")
    return text


def shape_of(value: object) -> str:
    """Name the shape of a YAML value for a message."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list"
    return quote(value)


def read_integer(value: object) -> object:
    """Integers are `-?[0-9]+`; 2017.0, 2e3 and 0x7e1 are text."""
    if isinstance(value, int):
        return value
    if isinstance(value, str) and RE_INTEGER.fullmatch(value) and len(value) <= 18:
        return int(value)
    raise problem(
        "bad-number", f"'{{field}}' must be a whole number, not {shape_of(value)}", "use digits only, e.g. 42"
    )


def read_count(value: object) -> object:
    """A count is a whole number from 0."""
    number = read_integer(value)
    if isinstance(number, int) and number < 0:
        raise problem(
            "bad-number", f"'{{field}}' must be 0 or more, not {quote(value)}", "leave it out if it is unknown"
        )
    return number


def read_year(value: object) -> object:
    """A year is a whole number from 1600 to 2100."""
    year = int(value) if isinstance(value, str) and RE_INTEGER.fullmatch(value) and len(value) <= 18 else value
    if isinstance(year, int) and not isinstance(year, bool) and FIRST_YEAR <= year <= LAST_YEAR:
        return year
    raise problem(
        "bad-year",
        f"'{{field}}' must be a number from {FIRST_YEAR} to {LAST_YEAR}, not {shape_of(value)}",
        "use the year of publication, e.g. year: 2020",
    )


def read_boolean(value: object) -> object:
    """Booleans are `true` and `false`; yes, on and 1 are text."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise problem("bad-boolean", f"'{{field}}' must be true or false, not {shape_of(value)}", "write true or false")


def read_date(value: object) -> object:
    """Dates are YYYY-MM-DD and exist in the calendar."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and RE_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = f"'{{field}}' must be a day of the calendar, not {quote(value)}"
            raise problem("bad-date", message, "no such day; mend the month or the day") from None
    raise problem("bad-date", f"'{{field}}' must be a date YYYY-MM-DD, not {shape_of(value)}", "write e.g. 2020-01-04")


def read_id(value: object) -> object:
    """Ids are `[a-z][a-z0-9-]*` and none of the reserved names."""
    if not isinstance(value, str):
        raise problem("bad-id", f"'{{field}}' must be an id, not {shape_of(value)}", "write one id")
    fault = id_fault(value)
    if fault:
        raise problem("bad-id", f"'{{field}}' must be an id of a-z, 0-9 and '-', not {quote(value)}", fault)
    return value


def id_fault(text: str) -> str:
    """Say why a text is no id, or return "" where it is one."""
    if not RE_ID.fullmatch(text):
        return "start with a letter a-z, go on with a-z, 0-9 and '-'"
    if text in RESERVED_IDS:
        return f"'{text}' is a reserved name; choose another"
    if len(text) > MAX_ID_BYTES:
        return f"use at most {MAX_ID_BYTES} characters"
    return ""


def read_url(value: object) -> object:
    """URLs are absolute, https, http or mailto, without control characters or credentials; a space becomes %20."""
    text = str(read_text(value)).strip().replace(" ", "%20")
    fault = is_safe_url(text)
    if fault:
        raise problem("bad-url", f"'{{field}}' must be an absolute http or https URL, not {shape_of(value)}", fault)
    return text


def read_list(value: object) -> object:
    """One value where a list may stand is a list of one."""
    if value is None or value == "":
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(value)
    return (value,)


def require_text(value: str) -> str:
    """A required text says something."""
    if not value.strip():
        raise problem("empty-field", "'{field}' must say something, not be empty", "write its text")
    return value


class AlsoText:
    """In the JSON Schema: the short form of this value is a text."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(core)]}


class AlsoOne:
    """In the JSON Schema: a single item may stand for the list of it."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        return {"anyOf": [schema["items"], schema]} if "items" in schema else schema


_TEXT_SCHEMA: dict[str, Any] = {"type": "string"}
# Editors read an unquoted 1706.03762 or 12 as a number; so do not frighten people who left out the quotes.
_LOOSE_TEXT_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}

Text = Annotated[str, BeforeValidator(read_text), WithJsonSchema(_TEXT_SCHEMA)]
Line = Annotated[str, BeforeValidator(read_line), WithJsonSchema(_LOOSE_TEXT_SCHEMA)]
RequiredText = Annotated[str, BeforeValidator(read_text), AfterValidator(require_text), WithJsonSchema(_TEXT_SCHEMA)]
RequiredLine = Annotated[
    str, BeforeValidator(read_line), AfterValidator(require_text), WithJsonSchema(_LOOSE_TEXT_SCHEMA)
]
Integer = Annotated[int, BeforeValidator(read_integer), WithJsonSchema({"type": "integer"})]
Count = Annotated[int, BeforeValidator(read_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Year = Annotated[
    int, BeforeValidator(read_year), WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR})
]
Boolean = Annotated[bool, BeforeValidator(read_boolean), WithJsonSchema({"type": "boolean"})]
Date = Annotated[date, BeforeValidator(read_date), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, BeforeValidator(read_id), WithJsonSchema({"type": "string", "pattern": f"^{RE_ID.pattern}$"})]
Url = Annotated[str, BeforeValidator(read_url), WithJsonSchema({"type": "string", "format": "uri"})]
Lines = Annotated[
    tuple[RequiredLine, ...],
    BeforeValidator(read_list),
    WithJsonSchema({"oneOf": [{"type": "array", "items": _LOOSE_TEXT_SCHEMA}, {"type": ["string", "null"]}]}),
]
Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(read_list),
    WithJsonSchema({"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": ["string", "null"]}]}),
]
