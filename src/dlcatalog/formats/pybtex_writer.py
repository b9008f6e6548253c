"""pybtex's writer with our layout. Importing this module loads pybtex; `bibtex` does so with the first entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import StringIO
from typing import Any, TextIO

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer as PybtexWriter

NameParts = tuple[str, str, str]
"""Family, suffix and given names, as LaTeX."""


class Writer(PybtexWriter):  # type: ignore[misc]
    r"""One field a line, values in braces. Takes fields that are LaTeX already.

    pybtex's own encoding (latexcodec) writes \'e without outer braces, escapes inside formulas and counts braces one
    character at a time, which costs 1 ms an entry.
    """

    def _write_field(self, stream: TextIO, type: str, value: str) -> None:  # noqa: A002
        stream.write(f",\n  {type} = {{{value}}}")

    def _format_name(self, stream: TextIO, person: Any) -> str:  # noqa: ARG002
        family = " ".join(person.last_names)
        suffix = " ".join(person.lineage_names)
        given = " ".join([*person.first_names, *person.middle_names])
        # "Family, Jr" alone would make Jr the given name.
        return ", ".join([family, suffix, given or "{}"] if suffix else [family, given] if given else [family])


_WRITER = Writer(encoding="UTF-8")


@lru_cache(maxsize=16384)
def _person(family: str, suffix: str, given: str) -> Any:
    return Person(last=family, lineage=suffix, first=given)


def write_entry(entry_type: str, key: str, names: Sequence[NameParts], fields: Mapping[str, str]) -> str:
    """Return one entry with a newline at its end."""
    persons = {"author": [_person(*parts) for parts in names]}
    stream = StringIO()
    _WRITER.write_stream(BibliographyData({key: Entry(entry_type, fields=fields, persons=persons)}), stream)
    return stream.getvalue()
