"""The rules about files and schema, by code. `explain` prints them; none of them can be switched off."""

from __future__ import annotations

from typing import Final

from dlcatalog.diagnostics import Rule, Severity
from dlcatalog.markup import RULES
from dlcatalog.model import identifiers
from dlcatalog.model.fields import FIRST_YEAR, LAST_YEAR
from dlcatalog.model.paper import INVERSE, LINK_KINDS, PAPER_KINDS, STATUSES
from dlcatalog.model.site import EXPORTS, LEVELS
from dlcatalog.model.vocabulary import VENUE_KINDS

_ERRORS: Final = {
    # Files
    "not-utf8": "A file of the catalogue must be UTF-8.",
    "control-character": "A file must hold no control characters, U+0085, U+2028, U+2029 or byte order mark inside: editors and YAML count lines differently there.",
    "file-too-large": "A record must have at most 256 KiB.",
    "empty-file": "A file must hold a record. Delete a file that is no longer needed.",
    "bad-file-name": "A record's file must be named after its id, [a-z][a-z0-9-]*, and must not be a reserved name such as index, page, feed, con or nul.",
    "duplicate-id": "An id must belong to one file, also where a disk does not tell capitals from small letters.",
    "symbolic-link": "The catalogue must hold plain files: a symbolic link could lead out of it.",
    "folder-named-like-a-record": "A name that ends in .yaml must be a file.",
    "not-a-file": "The catalogue must hold plain files, no devices, sockets or pipes.",
    "not-a-folder": "papers, collections and images must be folders.",
    "missing-file": "A catalogue must have a site.yaml.",
    # YAML
    "yaml-syntax": "A file must be YAML: 'field: value' lines, indented with spaces, brackets and quotes closed.",
    "second-document": "A file must hold one YAML document.",
    "yaml-too-deep": "A file must nest at most 20 levels.",
    "yaml-alias": "YAML aliases (*name) must not be used; write the value out.",
    "yaml-anchor": "YAML anchors (&name) must not be used.",
    "yaml-tag": "YAML tags (!!str and the like) must not be used: the field decides how its text is read.",
    "yaml-merge": "YAML merge keys (<<) must not be used; write the fields out.",
    "bad-key": "A key must be a word.",
    "duplicate-key": "A key must stand once in its mapping.",
    # Shapes
    "not-a-mapping": "Where fields are expected there must be a mapping, 'field: value'.",
    "not-a-list": "Where several values are expected there must be a list.",
    "not-text": "A text must not be a list or a mapping.",
    "missing-field": "A required field must be given: of a paper title, authors, year, area and summary.",
    "unknown-field": "A record must have no fields that the schema does not name.",
    "unknown-link-kind": f"A link's kind must be one of {', '.join(LINK_KINDS)}.",
    "unknown-id-kind": f"An id's kind must be one of {', '.join(identifiers.KINDS)}.",
    "empty-field": "A required text must say something.",
    "no-way-to-the-paper": "A paper must have links.paper or at least one id, so that a reader can get to it.",
    "entries-beside-chapters": "A roundup must have either 'entries' or explicit chapters in 'group_by', not both.",
    # Values
    "bad-id": "An id must match [a-z][a-z0-9-]* and must not be a reserved name.",
    "bad-year": f"A year must be a whole number from {FIRST_YEAR} to {LAST_YEAR}.",
    "bad-number": "A whole number must be written in digits, without point or exponent; counts are 0 or more.",
    "bad-boolean": "A yes-or-no field must be true or false.",
    "bad-date": "A date must be a day of the calendar, written YYYY-MM-DD.",
    "bad-url": "A URL must be absolute, start with https:, http: or mailto:, and hold no spaces, control characters, user names or passwords.",
    "bad-author": "An author must be written 'Given Family', 'Family, Given' or 'Family, Jr, Given', or as {given, family, suffix, orcid, person}, or as {name: Group}.",
    "bad-orcid": "An ORCID must be four groups of four digits, the last of which may be X.",
    "unknown-kind": f"A paper's kind must be one of {', '.join(PAPER_KINDS)}.",
    "unknown-status": f"A paper's status must be one of {', '.join(STATUSES)}.",
    "unknown-relation-kind": f"A relation's kind must be one of {', '.join(INVERSE)}.",
    "unknown-venue-kind": f"A venue's kind must be one of {', '.join(VENUE_KINDS)}.",
    "unknown-grouping": "'group_by' must be year, topic, none, or a list of chapters {title, intro, entries}.",
    "unknown-export": f"'exports' must hold {', '.join(EXPORTS)}.",
    "unknown-severity": f"A severity must be one of {', '.join(LEVELS)}.",
    "bad-image-path": "An image must be named by its path below images/, in letters, digits, '.', '_', '-' and '/'.",
    "image-twin": "The names of two images must differ by more than capitals or accents, for some disks do not tell those apart.",
    "bad-pace": "'links.hosts' must not ask a host more often than dlcatalog does by itself: one second lies between two requests, more for hosts that ask for it.",
    "bad-ledger-row": "citations.csv must start with the header paper,count,as_of,source; every row must have a count of 0 or more and a date YYYY-MM-DD.",
    **{
        f"bad-{kind.name}": f"ids.{kind.name} must be a bare {kind.noun}, without URL, label or version, such as {kind.example}."
        for kind in identifiers.KINDS.values()
    },
}

_WARNINGS: Final = {
    "key-without-colon": "A key must be followed by a colon. Inside {…} a comma ends a text, and what follows it is taken for a key: put such a text into quotes.",
    "bad-links-row": "links.jsonl must hold one JSON object a line, as `dlcatalog links` writes them; the next run writes a bad row anew.",
    "file-not-read": "A file that no rule reads is probably misplaced: records lie at papers/<year>/<id>.yaml and collections/<id>.yaml.",
}

SCHEMA_RULES: Final = tuple(
    [Rule(code=code, severity=Severity.ERROR, text=text, fixed=True) for code, text in _ERRORS.items()]
    + [Rule(code=code, severity=Severity.WARNING, text=text) for code, text in _WARNINGS.items()]
)

# Faults of a text that leave it readable are warnings; those that could mislead, or that no reader may see, are errors.
_TEXT_ERRORS: Final = frozenset(
    [
        "text-too-long",
        "formula-too-long",
        "misleading-character",
        "unsafe-link",
        # An image with a fault is not published.
        "image-too-large",
        "unknown-image-format",
        "image-extension-mismatch",
        "damaged-image",
        "unsafe-svg",
    ]
)

TEXT_RULES: Final = tuple(
    Rule(
        code=code,
        severity=Severity.ERROR if code in _TEXT_ERRORS else Severity.WARNING,
        text=text,
        fixed=code in _TEXT_ERRORS,
    )
    for code, text in RULES.items()
)
