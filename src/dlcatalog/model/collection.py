"""One roundup: an ordered, annotated choice of papers by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dlcatalog.model.fields import Count, Date, Id, Line, Record, RequiredLine, Text, Url, problem, read_list, shape_of
from dlcatalog.model.paper import Figure
from dlcatalog.text import meant

GROUPINGS = ("year", "topic", "none")


class Source(Record):
    """Where a roundup was first published, by whom and when."""

    author: Line = ""
    url: Url = ""
    published: Date | None = None
    revised: Date | None = None


class Mention(Record):
    """An honourable mention."""

    paper: Id
    note: Text = ""
    citations: Count | None = None


class Entry(Record):
    """One main entry of a roundup."""

    paper: Id
    citations: Count | None = None
    note: Text = ""
    mentions: tuple[Mention, ...] = ()
    figure: Figure | None = None
    exception: Line = ""


class Chapter(Record):
    """A titled run of entries."""

    title: RequiredLine
    intro: Text = ""
    entries: tuple[Entry, ...] = ()


def _read_grouping(value: object) -> object:
    """A word, or explicit chapters."""
    if isinstance(value, str):
        if value in GROUPINGS:
            return {"by": value}
        listed = "year, topic, none or a list of chapters"
        raise problem(
            "unknown-grouping", f"'group_by' must be {listed}, not {shape_of(value)}", meant(value, GROUPINGS)
        )
    if isinstance(value, Mapping):
        raise problem("unknown-grouping", "'group_by' must be year, topic, none or a list of chapters, not a mapping")
    return {"by": "chapters", "chapters": value}


class Grouping(Record):
    """How the entries of a roundup are laid out."""

    by: str = "none"
    chapters: tuple[Chapter, ...] = ()

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """In the JSON Schema: what people type instead of this longest shape."""
        reference = handler(core)
        schema = handler.resolve_ref_schema(reference)
        chapters = schema["properties"]["chapters"]
        schema.clear()
        schema["anyOf"] = [{"enum": list(GROUPINGS)}, {"type": "array", "items": chapters["items"]}]
        return reference


Queries = Annotated[
    tuple[dict[str, Any], ...], BeforeValidator(read_list), WithJsonSchema({"type": ["array", "object"]})
]


class Collection(Record):
    """A roundup, as collections/<id>.yaml says it."""

    title: RequiredLine
    source: Source = Source.model_construct()
    intro: Text = ""
    group_by: Annotated[Grouping, BeforeValidator(_read_grouping)] = Grouping.model_construct()
    criteria: Queries = ()
    select: dict[str, Any] | None = None
    entries: tuple[Entry, ...] = ()
    conclusion: Text = ""
    cite: Text = ""

    @model_validator(mode="after")
    def _has_one_list(self) -> Collection:
        if self.entries and self.group_by.by == "chapters":
            raise problem(
                "entries-beside-chapters",
                "'entries' must not stand beside explicit chapters",
                "move the entries into a chapter",
                key="entries",
            )
        return self

    def written_entries(self) -> tuple[tuple[str, int, int, Entry], ...]:
        """Every hand-written entry as (chapter title, chapter, position, entry); chapter is -1 without chapters."""
        if self.group_by.by != "chapters":
            return tuple(("", -1, i, e) for i, e in enumerate(self.entries))
        chapters = enumerate(self.group_by.chapters)
        return tuple((c.title, n, i, e) for n, c in chapters for i, e in enumerate(c.entries))
