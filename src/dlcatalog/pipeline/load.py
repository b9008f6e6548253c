"""From a catalogue folder to parts that can be linked. Records that were read before come from the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson

from dlcatalog.catalog.assemble import Parts
from dlcatalog.catalog.facts import CollectionFacts, CountFact, PaperFacts
from dlcatalog.diagnostics import Diagnostic, Severity
from dlcatalog.markup import check_image
from dlcatalog.model.fields import id_fault
from dlcatalog.model.site import GoldenQuery, Site
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.pipeline.executors import Executor
from dlcatalog.pipeline.records import Texts, digest_collection, digest_paper, digest_texts
from dlcatalog.pipeline.store import Store
from dlcatalog.render.theme import code_digest
from dlcatalog.source.decode import decode_list, decode_model, decode_table
from dlcatalog.source.ledger import read_ledger
from dlcatalog.source.scan import FileStamp, Scan, read_bytes
from dlcatalog.source.yaml_tree import decode
from dlcatalog.text import fold, quote

BATCH: Final = 64


@dataclass(slots=True)
class Loaded:
    """Everything that was read. `texts` are plain data by owner and field path; `bad` are the files with errors."""

    parts: Parts | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    images: dict[str, tuple[int, int]] = field(default_factory=dict)
    golden: tuple[GoldenQuery, ...] = ()

    def bad_files(self) -> set[str]:
        return {d.path for d in self.problems if d.severity is Severity.ERROR}


def record_key(path: str, digest: str) -> str:
    """What a record's facts are kept under: its place, its bytes, and the code that read it."""
    return hashlib.blake2b(f"{code_digest()}\0{path}\0{digest}".encode(), digest_size=16).hexdigest()


def load(
    scan: Scan,
    stamps: Mapping[str, FileStamp],
    store: Store,
    executor: Executor,
    *,
    base_url: str,
    dates: Mapping[str, str],
) -> Loaded:
    """Read the whole catalogue; problems are collected, never raised."""
    loaded = Loaded(problems=list(scan.problems))
    site = _site(scan, loaded, base_url)
    tables = _tables(scan, loaded)
    papers = _papers(scan, stamps, store, executor, loaded)
    collections = _collections(scan, stamps, loaded)
    images = _images(scan, loaded)
    ledger = _ledger(scan, loaded)
    if "search-tests.yaml" in scan.files:
        loaded.golden, problems = decode_list(
            GoldenQuery, read_bytes(scan.root, "search-tests.yaml"), "search-tests.yaml"
        )
        loaded.problems += problems
    if site is None:
        return loaded
    loaded.parts = Parts(
        site=site,
        papers=papers,
        collections=collections,
        topics=tables[0],
        venues=tables[1],
        people=tables[2],
        ledger=ledger,
        dates=dates,
        images=images,
        known_papers=frozenset(_stems(scan, "papers")),
        known_collections=frozenset(_stems(scan, "collections")),
    )
    return loaded


def _stems(scan: Scan, folder: str) -> Iterator[str]:
    return (path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in scan.below(folder))


def _site(scan: Scan, loaded: Loaded, base_url: str) -> Site | None:
    if "site.yaml" not in scan.files:
        message = "a catalogue must have a site.yaml"
        loaded.problems.append(
            Diagnostic(path="site.yaml", code="missing-file", message=message, help="write one with at least title: …")
        )
        return None
    decoded = decode_model(Site, read_bytes(scan.root, "site.yaml"), "site.yaml")
    loaded.problems += decoded.diagnostics
    site = decoded.value
    if site is None:
        return None
    texts, problems = digest_texts("site.yaml", {"description": site.description}, decoded.text)
    loaded.problems += problems
    loaded.texts["site"] = _plain_texts(texts)
    return site.model_copy(update={"base_url": base_url}) if base_url else site


def _plain_texts(texts: Texts) -> dict[str, Any]:
    return {name: text.to_dict() for name, text in texts.items()}


def _tables(scan: Scan, loaded: Loaded) -> tuple[dict[str, Topic], dict[str, Venue], dict[str, Person]]:
    topics: dict[str, Topic] = {}
    if "topics.yaml" in scan.files:
        topics, problems, text = decode_table(Topic, read_bytes(scan.root, "topics.yaml"), "topics.yaml")
        loaded.problems += problems
        fields = {f"{topic_id}/description": topic.description for topic_id, topic in topics.items()}
        texts, problems = digest_texts("topics.yaml", fields, text)
        loaded.problems += problems
        loaded.texts["topics"] = _plain_texts(texts)
    venues: dict[str, Venue] = {}
    if "venues.yaml" in scan.files:
        venues, problems, _ = decode_table(Venue, read_bytes(scan.root, "venues.yaml"), "venues.yaml")
        loaded.problems += problems
    people: dict[str, Person] = {}
    if "people.yaml" in scan.files:
        people, problems, _ = decode_table(Person, read_bytes(scan.root, "people.yaml"), "people.yaml")
        loaded.problems += problems
    return topics, venues, people


def _papers(
    scan: Scan, stamps: Mapping[str, FileStamp], store: Store, executor: Executor, loaded: Loaded
) -> dict[str, PaperFacts]:
    paths = list(scan.below("papers"))
    keys = {record_key(path, stamps[path].digest): path for path in paths}
    rows: dict[str, Mapping[str, Any]] = {keys[key]: row for key, row in store.get_many("facts", keys)}
    missing = [(path, key) for key, path in keys.items() if path not in rows]
    rows.update(_digested(scan.root, missing, store, executor))
    papers: dict[str, PaperFacts] = {}
    for path in paths:
        row = rows[path]
        loaded.problems += [Diagnostic.from_dict(d) for d in row["problems"]]
        if row["facts"] is not None:
            facts = PaperFacts.from_list(row["facts"])
            papers[facts.id] = facts
    return papers


def _digested(
    root: str, missing: list[tuple[str, str]], store: Store, executor: Executor
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    batches = [(root, missing[start : start + BATCH]) for start in range(0, len(missing), BATCH)]
    for batch in executor.run(digest_batch, batches):
        store.put_many("facts", [(key, facts) for _, key, facts, _ in batch])
        store.put_many("body", [(key, body) for _, key, _, body in batch])
        for path, _, facts, _ in batch:
            yield path, orjson.loads(facts)


def digest_batch(job: tuple[str, list[tuple[str, str]]]) -> list[tuple[str, str, bytes, bytes]]:
    """Read some records: (path, key, facts and problems, body), the last two as JSON."""
    root, paths = job
    done = []
    for path, key in paths:
        found = digest_paper(path, key, read_bytes(root, path))
        body = found.pop("body")
        done.append((path, key, orjson.dumps(found), orjson.dumps(body)))
    return done


def _collections(scan: Scan, stamps: Mapping[str, FileStamp], loaded: Loaded) -> dict[str, CollectionFacts]:
    found: dict[str, CollectionFacts] = {}
    for path in scan.below("collections"):
        facts, texts, problems = digest_collection(path, stamps[path].digest, read_bytes(scan.root, path))
        loaded.problems += problems
        if facts:
            found[facts.id] = facts
            loaded.texts[f"collections/{facts.id}"] = _plain_texts(texts)
    return found


def _images(scan: Scan, loaded: Loaded) -> frozenset[str]:
    names: dict[str, str] = {}
    for path in scan.below("images"):
        name = path.removeprefix("images/")
        twin = names.setdefault(fold(name), name)
        if twin != name:
            message = (
                f"an image's name must differ from others by more than capitals or accents, and {quote(twin)} does not"
            )
            loaded.problems.append(Diagnostic(path=path, code="image-twin", message=message, help="rename one of them"))
            continue
        info, problems = check_image(name, read_bytes(scan.root, path))
        loaded.problems += [Diagnostic(path=path, code=p.code, message=p.message, help=p.help) for p in problems]
        if info is not None:
            loaded.images[name] = (info.width or 0, info.height or 0)
    return frozenset(loaded.images)


def _ledger(scan: Scan, loaded: Loaded) -> dict[str, tuple[CountFact, ...]]:
    if "citations.csv" not in scan.files:
        return {}
    text, fault = decode(read_bytes(scan.root, "citations.csv"), "citations.csv")
    if fault:
        loaded.problems.append(fault)
        return {}
    rows, problems = read_ledger(text, "citations.csv")
    loaded.problems += problems
    known = set(_stems(scan, "papers"))
    sound: dict[str, tuple[CountFact, ...]] = {}
    for paper, counts in rows.items():
        if paper in known:
            sound[paper] = tuple(CountFact(c.count, c.as_of, c.source) for c in counts)
        else:
            loaded.problems += [_unknown_row(paper, c.line) for c in counts]
    return sound


def _unknown_row(paper: str, line: int) -> Diagnostic:
    from dlcatalog.diagnostics import Span  # noqa: PLC0415

    hint = id_fault(paper) or "add its record, or delete the row"
    span = Span(line, 1, line, 1 + max(1, len(paper)))
    return Diagnostic(
        path="citations.csv",
        code="unknown-paper",
        message=f"'paper' must be the id of a paper, not {quote(paper)}",
        span=span,
        help=hint,
    )


def without(parts: Parts, bad: Iterable[str]) -> Parts:
    """Leave out the papers and roundups whose files have errors."""
    out = set(bad)
    papers = {i: p for i, p in parts.papers.items() if p.path not in out and p.area in parts.topics}
    collections = {i: c for i, c in parts.collections.items() if c.path not in out}
    return replace(parts, papers=papers, collections=collections)


ReadText = Callable[[str], str]


def text_reader(root: str) -> ReadText:
    """Return what reads a file of the catalogue again, to say where in it something is wrong."""

    def read(path: str) -> str:
        return read_bytes(root, path).decode("utf-8", "replace").removeprefix("\ufeff")

    return read
