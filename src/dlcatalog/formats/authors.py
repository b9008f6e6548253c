"""Authors as a record writes them: text where text says it all, a mapping where it does not."""

from __future__ import annotations

import re
from typing import Any, Final

from dlcatalog.model.names import PersonName
from dlcatalog.model.paper import Author

RecordAuthor = str | dict[str, str]
_PARSED_OTHERWISE: Final = re.compile(r"[{}\\~\"$,]")


def as_record_author(author: Author) -> RecordAuthor:
    """Return the author as a record may give it."""
    extra = {key: value for key, value in (("orcid", author.orcid), ("person", author.person)) if value}
    if author.name:
        return {"name": author.name, **extra}
    name = author.as_name()
    if extra:
        return {**_parts(name), **extra}
    return as_record_name(name)


def as_record_name(name: PersonName) -> RecordAuthor:
    """Return "Given Family", else "Family, Given" where only that parses back to the same parts, else the parts."""
    if name.is_group:
        return {"name": name.family}
    if _is_plain(name):
        return name.as_text()
    for text in (name.as_text(), name.as_inverted()):
        if _parses_back(text, name):
            return text
    return _parts(name)


def _is_plain(name: PersonName) -> bool:
    """Whether the parser cannot but split the name where it is split: it takes 20 µs to ask, which adds up."""
    given = name.given.split(" ")
    return (
        name.family.isalpha()
        and not name.suffix
        and all(word[:1].isupper() and word.isalpha() for word in given)
        and name.as_text().isascii()
    )


def _parses_back(text: str, name: PersonName) -> bool:
    try:
        read = PersonName.parse(text)
    except ValueError:
        return False
    return (read.family, read.given, read.suffix) == (name.family, name.given, name.suffix)


def _parts(name: PersonName) -> dict[str, Any]:
    pairs = (("given", name.given), ("family", name.family), ("suffix", name.suffix))
    return {key: value for key, value in pairs if value}
