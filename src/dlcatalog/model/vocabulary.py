"""The words that records refer to: topics, venues, people."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import WithJsonSchema

from dlcatalog.model.fields import Boolean, Id, Line, Lines, Record, RequiredLine, Text, Url
from dlcatalog.model.paper import Orcid, one_of

VenueKind = Literal["conference", "journal", "workshop", "repository", "other"]
VENUE_KINDS: Final[tuple[str, ...]] = get_args(VenueKind)


class Topic(Record):
    """An area, or a topic below one."""

    name: RequiredLine
    description: Text = ""
    parent: Id = ""
    aliases: Lines = ()


class Venue(Record):
    """Where papers are published."""

    name: RequiredLine
    short: Line = ""
    kind: Annotated[str, one_of("unknown-venue-kind", VENUE_KINDS), WithJsonSchema({"enum": list(VENUE_KINDS)})] = (
        "other"
    )
    url: Url = ""

    def as_short(self) -> str:
        return self.short or self.name


class Person(Record):
    """An author whose names need help: spellings that are one person, or homonyms that are not."""

    name: RequiredLine
    variants: Lines = ()
    orcid: Orcid = ""
    url: Url = ""
    default: Boolean = False
