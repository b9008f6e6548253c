"""The catalogue's settings and its golden queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from dlcatalog.model.fields import (
    Count,
    Id,
    Ids,
    Line,
    Record,
    RequiredLine,
    Text,
    Url,
    problem,
    read_count,
    read_line,
    read_list,
    shape_of,
)
from dlcatalog.model.hosts import DEFAULT_PACE, MAX_PACE, known_pace
from dlcatalog.model.paper import one_of

EXPORTS: Final = ("bibtex", "ris", "csl")
LEVELS: Final = ("error", "warning", "note", "off")


def _end_with_slash(url: str) -> str:
    if url and ("?" in url or "#" in url or url.startswith("mailto:")):
        raise problem("bad-url", "'{field}' must be an http or https URL without ? and #")
    return url if not url or url.endswith("/") else url + "/"


def _read_pauses(value: object) -> object:
    """Seconds by host: slower than by itself, never faster."""
    if not isinstance(value, Mapping):
        return value
    found: dict[str, int] = {}
    for name, text in value.items():
        host = str(name).strip().lower()
        seconds = read_count(text)
        least = known_pace(host)
        if not isinstance(seconds, int) or not least <= seconds <= MAX_PACE:
            message = f"the pause of a host must be {least} to {MAX_PACE:,} seconds, not {shape_of(text)}"
            hint = "settings may slow a host down, not speed it up"
            raise problem("bad-pace", message, hint, key=str(name))
        found[host] = seconds
    return found


class LinkSettings(Record):
    """What `links` may be told.

    Attributes:
        max_age: days for which a good answer holds.
        ignore: links that are never asked: they start so, or fit a pattern with *.
        pace: seconds between two requests to a host; less than 1 counts only for hosts in --resolve.
        hosts: seconds between two requests, by host.
    """

    max_age: Count = 7
    ignore: Annotated[tuple[Line, ...], BeforeValidator(read_list)] = ()
    pace: Count = DEFAULT_PACE
    hosts: Annotated[
        dict[str, int],
        BeforeValidator(_read_pauses),
        WithJsonSchema(
            {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1, "maximum": MAX_PACE}}
        ),
    ] = Field(default_factory=dict)


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
