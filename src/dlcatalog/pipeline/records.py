"""One file to what the build keeps of it. Pure: bytes in, plain data out, so that it may run in any process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from dlcatalog.catalog.facts import CollectionFacts, NamedPaper, PaperFacts, paper_facts
from dlcatalog.checks.finding import FileSubject, RecordSubject
from dlcatalog.checks.locate import located
from dlcatalog.checks.registry import run_file_checks, run_record_checks
from dlcatalog.diagnostics import Diagnostic, Severity
from dlcatalog.markup import RenderedText, TextProblem, render_text, render_title
from dlcatalog.model.collection import Collection
from dlcatalog.model.paper import Paper
from dlcatalog.source.decode import decode_model
from dlcatalog.source.places import Locator
from dlcatalog.source.rules import TEXT_RULES
from dlcatalog.source.yaml_tree import decode

_SEVERITY = {rule.code: rule.severity for rule in TEXT_RULES}
Texts = dict[str, RenderedText]


def digest_paper(path: str, digest: str, data: bytes) -> dict[str, Any]:
    """Read one paper's record: {"facts", "body", "problems"}; facts and body are None where the record is unusable.

    A record with a faulty text still has facts, so that everything else in it is checked too; its problems say that it is out.
    """
    decoded = decode_model(Paper, data, path)
    paper = decoded.value
    problems = [d.to_dict() for d in decoded.diagnostics]
    if paper is None:
        return {"facts": None, "body": None, "problems": problems}
    title = render_title(paper.title)
    texts = {field: render_text(text) for field, text in _paper_texts(paper)}
    locator = Locator(decoded.text, path)
    problems += [d.to_dict() for d in _title_problems(title.problems, path, locator)]
    problems += [d.to_dict() for d in _text_problems(texts, path, locator)]
    problems += [d.to_dict() for d in _broken_rules(path, decoded.text, paper)]
    facts = paper_facts(
        paper,
        paper_id=_stem(path),
        path=path,
        digest=digest,
        title=(title.plain, title.html),
        sentence=texts["summary"].first_sentence,
        named=tuple(_named(texts)),
        words=len(texts["summary"].plain.split()),
    )
    body = {
        "paper": paper.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "texts": {field: text.to_dict() for field, text in texts.items()},
    }
    return {"facts": facts.to_list(), "body": body, "problems": problems}


def _broken_rules(path: str, text: str, paper: Paper) -> Iterator[Diagnostic]:
    """What the rules about one record alone find, and those about any file."""
    found = chain(run_record_checks(RecordSubject(path, paper)), run_file_checks(FileSubject(path, text)))
    return located(found, lambda _: text)


def check_file(path: str, data: bytes) -> Iterator[Diagnostic]:
    """What the rules about any file find in one that is no paper's record; nothing where it cannot be read, as its reader says."""
    text, fault = decode(data, path)
    return iter(()) if fault else located(run_file_checks(FileSubject(path, text)), lambda _: text)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def _paper_texts(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "summary", paper.summary
    if paper.status_note:
        yield "status_note", paper.status_note
    for index, relation in enumerate(paper.relations):
        if relation.note:
            yield f"relations/{index}/note", relation.note


def digest_collection(
    path: str, digest: str, data: bytes
) -> tuple[CollectionFacts | None, Texts, tuple[Diagnostic, ...]]:
    """Read one roundup: its facts, its texts by field path, its problems."""
    decoded = decode_model(Collection, data, path)
    if decoded.value is None:
        return None, {}, decoded.diagnostics
    texts = {field: render_text(text) for field, text in _collection_texts(decoded.value)}
    problems = (*decoded.diagnostics, *_text_problems(texts, path, Locator(decoded.text, path)))
    facts = CollectionFacts(
        id=_stem(path), path=path, digest=digest, collection=decoded.value, named=tuple(_named(texts))
    )
    return facts, texts, problems


def _collection_texts(collection: Collection) -> Iterator[tuple[str, str]]:
    for field in ("intro", "conclusion"):
        if getattr(collection, field):
            yield field, getattr(collection, field)
    for number, chapter in enumerate(collection.group_by.chapters):
        if chapter.intro:
            yield f"group_by/{number}/intro", chapter.intro
    for _, number, position, entry in collection.written_entries():
        where = entry_field(number, position)
        if entry.note:
            yield f"{where}/note", entry.note
        for index, mention in enumerate(entry.mentions):
            if mention.note:
                yield f"{where}/mentions/{index}/note", mention.note


def entry_field(chapter: int, position: int) -> str:
    """Return the field path of a hand-written entry."""
    return f"group_by/{chapter}/entries/{position}" if chapter >= 0 else f"entries/{position}"


def digest_texts(path: str, fields: Mapping[str, str], text: str) -> tuple[Texts, tuple[Diagnostic, ...]]:
    """Render the texts of a vocabulary file, by field path."""
    texts = {field: render_text(value) for field, value in fields.items() if value}
    return texts, tuple(_text_problems(texts, path, Locator(text, path)))


def _named(texts: Texts) -> Iterator[NamedPaper]:
    for field, text in texts.items():
        for paper, start, end in text.papers:
            yield NamedPaper(field, paper, start, end)


def as_where(field: str) -> tuple[str | int, ...]:
    """Return a field path in parts, list positions as numbers."""
    return tuple(int(part) if part.isdigit() else part for part in field.split("/"))


def _text_problems(texts: Texts, path: str, locator: Locator) -> Iterator[Diagnostic]:
    for field, text in texts.items():
        for problem in text.problems:
            span = locator.part(as_where(field), problem.start, problem.end)
            yield _diagnostic(problem, path, span)


def _title_problems(problems: tuple[TextProblem, ...], path: str, locator: Locator) -> Iterator[Diagnostic]:
    for problem in problems:
        yield _diagnostic(problem, path, locator.part(("title",), problem.start, problem.end))


def _diagnostic(problem: TextProblem, path: str, span: Any) -> Diagnostic:
    severity = _SEVERITY.get(problem.code, Severity.WARNING)
    return Diagnostic(
        path=path, code=problem.code, message=problem.message, span=span, severity=severity, help=problem.help
    )


def restore_paper(row: Mapping[str, Any]) -> PaperFacts | None:
    """Return the facts that the store kept."""
    return PaperFacts.from_list(row["facts"]) if row["facts"] else None
