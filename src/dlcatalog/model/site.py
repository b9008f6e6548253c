"""The catalogue's settings and its golden queries."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from dlcatalog.model.fields import Count, Id, Ids, Line, Record, RequiredLine, Text, Url, problem, read_line, read_list
from dlcatalog.model.paper import one_of

EXPORTS: Final = ("bibtex", "ris", "csl")
LEVELS: Final = ("error", "warning", "note", "off")


def _end_with_slash(url: str) -> str:
    if url and ("?" in url or "#" in url or url.startswith("mailto:")):
        raise problem("bad-url", "'{field}' must be an http or https URL without ? and #")
    return url if not url or url.endswith("/") else url + "/"


class LinkSettings(Record):
    """What `links` may be told."""

    max_age: Count = 7
    ignore: Annotated[tuple[Line, ...], BeforeValidator(read_list)] = ()
    hosts: dict[str, Any] = Field(default_factory=dict)


class Site(Record):
    """site.yaml."""

    title: RequiredLine
    description: Text = ""
    base_url: Annotated[Url, AfterValidator(_end_with_slash)] = ""
    authority: Line = ""
    language: Annotated[str, BeforeValidator(read_line)] = "en"
    repository: Url = ""
    edit_url: Annotated[Url, AfterValidator(_end_with_slash)] = ""
    exports: Annotated[
        tuple[Annotated[str, one_of("unknown-export", EXPORTS)], ...],
        BeforeValidator(read_list),
        WithJsonSchema({"type": "array", "items": {"enum": list(EXPORTS)}}),
    ] = EXPORTS
    license: Line = ""
    severity: dict[
        Annotated[str, BeforeValidator(read_line)],
        Annotated[str, one_of("unknown-severity", LEVELS), WithJsonSchema({"enum": list(LEVELS)})],
    ] = Field(default_factory=dict)
    links: LinkSettings = LinkSettings.model_construct()


class GoldenQuery(Record):
    """A query whose answer must not sink: one of `expect` stands among the first `within` results."""

    q: RequiredLine
    expect: Ids
    within: Annotated[int, BeforeValidator(lambda v: v), WithJsonSchema({"type": "integer", "minimum": 1})] | Count = 1


class LedgerRow(Record):
    """One row of citations.csv."""

    paper: Id
    count: Count
    as_of: Line
    source: RequiredLine
