"""YAML as plain trees of text with places, read from parser events. Never composed: hostile files kill a composer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from dlcatalog.diagnostics import Diagnostic, Severity, Span
from dlcatalog.text import printable, quote

MAX_DEPTH: Final = 20
MAX_BYTES: Final = 256 * 1024
# YAML counts U+0085, U+2028 and U+2029 as line ends and editors do not; the others show nothing and mislead.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Tree = dict[str, Any] | list[Any] | str
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, where its key stands, and how its scalar is written."""

    value: Span
    key: Span | None = None
    style: str = ""


@dataclass(slots=True)
class YamlFile:
    """What a file holds: a tree whose leaves are text, and the problems that kept parts of it out.

    `empty` are the paths of entries that were left out because nothing stands after their colon.
    """

    tree: Tree | None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Return the place of the longest known part of a path."""
        return self.places.get(self.known(path)) or Place(Span())

    def known(self, path: Path) -> Path:
        """Return the longest part of a path that the file has; a single item may stand where the path says 0."""
        known: Path = ()
        for part in path:
            if (*known, part) in self.places:
                known = (*known, part)
            elif part != 0:
                break
        return known


class _Refused(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def decode(data: bytes, path: str) -> tuple[str, Diagnostic | None]:
    """Return the text of a file, or the reason why it is none: too large, not UTF-8, control characters."""
    if len(data) > MAX_BYTES:
        message = f"a record must have at most {MAX_BYTES:,} bytes, not {len(data):,}"
        return "", Diagnostic(path=path, code="file-too-large", message=message, help="split it, or shorten its texts")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        message = f"the file must be UTF-8, not bytes such as 0x{data[fault.start]:02x}"
        span = Span(line, column, line, column + 1)
        return "", Diagnostic(path=path, code="not-utf8", message=message, span=span, help="save it as UTF-8")
    found = None if text.isascii() and text.isprintable() else _CONTROL.search(text)
    if found:
        line, column = (
            text.count("\n", 0, found.start()) + 1,
            found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1,
        )
        name = f"U+{ord(found.group()):04X}"
        message = f"the file must not hold the control character {name}"
        span = Span(line, column, line, column + 1)
        return "", Diagnostic(path=path, code="control-character", message=message, span=span, help="delete it")
    return text, None


def read_yaml(text: str, path: str, *, places: bool = False) -> YamlFile:
    """Read one document into plain trees.

    Keys and values are text; entries with an empty value are left out, for "empty" means "not given". With `places`, every
    value's place is noted under its path; reading twice is cheaper than noting what nobody asks for.
    """
    reader = _Reader(text, path, places=places)
    try:
        return YamlFile(reader.document(yaml.parse(text, Loader=Loader)), reader.places, reader.problems, reader.empty)
    except _Refused as refused:
        return YamlFile(None, reader.places, [*reader.problems, refused.diagnostic])
    except yaml.MarkedYAMLError as fault:
        return YamlFile(None, reader.places, [*reader.problems, _syntax(fault, path, text)])
    except yaml.YAMLError as fault:
        message = f"the file must be YAML: {printable(str(fault).splitlines()[0])}"
        return YamlFile(
            None, reader.places, [*reader.problems, Diagnostic(path=path, code="yaml-syntax", message=message)]
        )


def _syntax(fault: yaml.MarkedYAMLError, path: str, text: str) -> Diagnostic:
    mark = fault.problem_mark or fault.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    # libyaml points behind the last line when the end of the file surprises it.
    if line > len(lines) or (line == len(lines) and not lines[-1] and line > 1):
        line = max(1, len(lines) - 1)
        column = len(lines[line - 1]) + 1
    reason = " ".join(part for part in (fault.problem, fault.context) if part)
    hint = _syntax_help(reason, lines[line - 1] if lines else "")
    span = Span(line, column, line, column + 1)
    return Diagnostic(
        path=path, code="yaml-syntax", message=f"the file must be YAML: {printable(reason)}", span=span, help=hint
    )


def _syntax_help(reason: str, line: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in reason:
        return "put a text that holds ': ' into quotes"
    if "could not find expected ':'" in reason or "expected ',' or" in reason:
        return "close every bracket and quote, and write 'key: value'"
    if "found character '\\t'" in reason or "cannot start any token" in reason:
        return "put a text that starts with a special character into quotes"
    return "compare the line with the ones around it: indentation, quotes, brackets"


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Reader:
    """One pass over the events of one file."""

    def __init__(self, text: str, path: str, *, places: bool) -> None:
        self.text = text
        self.path = path
        self.keep_places = places
        self.places: dict[Path, Place] = {}
        self.problems: list[Diagnostic] = []
        self.empty: list[Path] = []

    def document(self, events: Iterator[Any]) -> Tree | None:
        tree: Tree | None = None
        seen = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise self.refuse(
                        event,
                        "second-document",
                        "a file must hold one document, not a second one",
                        "delete '---' and what follows",
                    )
                seen = True
                tree = self.node(next(events), events, (), 0)
        return tree

    def refuse(self, event: Any, code: str, message: str, hint: str, *, length: int = 0) -> _Refused:
        """Return the refusal of an event: all of it, or its first `length` characters."""
        span = _span(event)
        if length:
            span = Span(span.line, span.column, span.line, span.column + length)
        return _Refused(Diagnostic(path=self.path, code=code, message=message, span=span, help=hint))

    def node(self, event: Any, events: Iterator[Any], path: Path, depth: int) -> Tree:
        self.admit(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            if self.keep_places:
                known = self.places.get(path)
                self.places[path] = Place(_span(event), known.key if known else None, event.style or "plain")
            return str(event.value)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, events, path, depth)
        return self.sequence(event, events, path, depth)

    def admit(self, event: Any, depth: int) -> None:
        """Refuse what a record must not hold: depth, aliases, anchors, tags."""
        if depth >= MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
            message = f"a file must nest at most {MAX_DEPTH} levels, not more"
            raise self.refuse(event, "yaml-too-deep", message, "write it flatter")
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(
                event,
                "yaml-alias",
                f"a file must hold no YAML aliases, not {quote(f'*{event.anchor}')}",
                "write the value out",
            )
        if event.anchor is not None:
            raise self.refuse(
                event,
                "yaml-anchor",
                f"a file must hold no YAML anchors, not {quote(f'&{event.anchor}')}",
                "delete the anchor",
                length=len(event.anchor) + 1,
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self.refuse(
                event,
                "yaml-tag",
                f"a file must hold no YAML tags, not {quote(tag)}",
                "delete the tag; the field decides how its text is read",
                length=len(tag),
            )

    def mapping(self, start: Any, events: Iterator[Any], path: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        seen: set[str] = set()
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                self.note_span(path, start, event)
                return result
            key = self.key(event, depth)
            duplicate = key in seen
            seen.add(key)
            below = (*path, key)
            if duplicate:
                self.problems.append(
                    Diagnostic(
                        path=self.path,
                        code="duplicate-key",
                        message=f"{quote(key)} must stand once in its mapping",
                        span=_span(event),
                        help="keep one of them",
                    )
                )
                self.keep_places, kept = False, self.keep_places
                self.node(next(events), events, below, depth + 1)
                self.keep_places = kept
                continue
            if self.keep_places:
                self.places[below] = Place(_span(event), _span(event))
            follower = next(events)
            value = self.node(follower, events, below, depth + 1)
            if value not in ("", [], {}):
                result[key] = value
            elif self.is_lonely(event, follower):
                self.note_lonely(event)
            else:
                self.empty.append(below)
        raise AssertionError("the parser ends every mapping")

    def key(self, event: Any, depth: int) -> str:
        self.admit(event, depth + 1)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, "bad-key", "a key must be a word, not a list or a mapping", "write 'key: value'")
        if event.value == "<<" and not event.style:
            raise self.refuse(
                event, "yaml-merge", "a file must hold no YAML merge keys, not '<<'", "write the fields out"
            )
        return str(event.value)

    def is_lonely(self, key: Any, value: Any) -> bool:
        """Whether a key stands without a colon, as `two` does in {note: one, two}: YAML ends the text at the comma."""
        between = self.text[key.end_mark.index : value.start_mark.index]
        return isinstance(value, yaml.ScalarEvent) and not value.style and ":" not in between

    def note_lonely(self, key: Any) -> None:
        message = f"a key must be followed by a colon, not stand alone as {quote(key.value)} does"
        self.problems.append(
            Diagnostic(
                path=self.path,
                code="key-without-colon",
                message=message,
                span=_span(key),
                severity=Severity.WARNING,
                help="if it is part of the text before it, put that text into quotes",
            )
        )

    def sequence(self, start: Any, events: Iterator[Any], path: Path, depth: int) -> list[Any]:
        result: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self.note_span(path, start, event)
                return result
            result.append(self.node(event, events, (*path, len(result)), depth + 1))
        raise AssertionError("the parser ends every sequence")

    def note_span(self, path: Path, start: Any, end: Any) -> None:
        """A mapping or list stands where it starts; what it spans would underline half a file."""
        if self.keep_places:
            known = self.places.get(path)
            first = _span(start)
            span = (
                Span(first.line, first.column, first.line, first.column + 1)
                if not path
                else _one_line(first, _span(end))
            )
            self.places[path] = Place(span, known.key if known else None)


def _one_line(first: Span, last: Span) -> Span:
    if last.end_line == first.line:
        return Span(first.line, first.column, last.end_line, last.end_column)
    return Span(first.line, first.column, first.line, first.column + 1)
