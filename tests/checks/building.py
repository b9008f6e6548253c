"""Checks run over files of text, as `check` runs them; where every finding stands is part of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from dlcatalog.catalog.assemble import Parts, assemble
from dlcatalog.catalog.facts import CollectionFacts, CountFact, PaperFacts
from dlcatalog.checks.locate import located
from dlcatalog.checks.registry import run_checks
from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.pipeline.records import digest_collection, digest_paper
from dlcatalog.source.decode import decode_table
from dlcatalog.source.ledger import read_ledger

M = TypeVar("M", bound=BaseModel)
TOPICS = "geology: {name: Geology}\ngems: {name: Gems, parent: geology}\nwater: {name: Water}\n"
VENUES = "talks: {name: Talks, kind: conference}\n"


def record(
    title: str = "T", *, year: int = 2019, authors: str = "[Ada Stone]", area: str = "geology", more: str = ""
) -> str:
    """A record whose own lines start at line 7."""
    links = "links: {paper: https://example.org/}"
    return f"title: {title}\nauthors: {authors}\nyear: {year}\narea: {area}\nsummary: S.\n{links}\n{more}\n"


def _table(files: Mapping[str, str], name: str, model: type[M], default: str) -> dict[str, M]:
    values, problems, _ = decode_table(model, files.get(name, default).encode(), name)
    assert problems == ()
    return values


def _paper(path: str, text: str) -> PaperFacts:
    row = digest_paper(path, "", text.encode())
    assert row["problems"] == []
    return PaperFacts.from_list(row["facts"].copy())


def _roundup(path: str, text: str) -> CollectionFacts:
    facts, _, problems = digest_collection(path, "", text.encode())
    assert problems == ()
    assert facts is not None
    return facts


def diagnostics_of(files: Mapping[str, str], *, images: frozenset[str] = frozenset()) -> tuple[Diagnostic, ...]:
    """Everything that the checks find in the files of a catalogue, in order."""
    papers = [_paper(path, text) for path, text in files.items() if path.startswith("papers/")]
    roundups = [_roundup(path, text) for path, text in files.items() if path.startswith("collections/")]
    rows, _ = read_ledger(files.get("citations.csv", ""), "citations.csv")
    parts = Parts(
        site=Site(title="T"),
        papers={p.id: p for p in papers},
        collections={c.id: c for c in roundups},
        topics=_table(files, "topics.yaml", Topic, TOPICS),
        venues=_table(files, "venues.yaml", Venue, VENUES),
        people=_table(files, "people.yaml", Person, ""),
        ledger={paper: tuple(CountFact(c.count, c.as_of, c.source) for c in counts) for paper, counts in rows.items()},
        images=images,
        known_papers=frozenset(p.id for p in papers),
        known_collections=frozenset(c.id for c in roundups),
    )
    texts = {"topics.yaml": TOPICS, "venues.yaml": VENUES, **files}
    return Report.of(located(run_checks(assemble(parts)), texts.__getitem__)).diagnostics


def found_in(files: Mapping[str, str], *, images: frozenset[str] = frozenset()) -> list[tuple[str, int, int, str]]:
    """(file, line, column, code) of every finding."""
    return [
        (d.path.rsplit("/", 1)[-1].removesuffix(".yaml"), d.span.line, d.span.column, d.code)
        for d in diagnostics_of(files, images=images)
    ]
