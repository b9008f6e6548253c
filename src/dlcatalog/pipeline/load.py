"""From a catalogue folder to parts that can be linked. Records that were read before come from the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import orjson
from pydantic import BaseModel

from dlcatalog.catalog.assemble import Parts
from dlcatalog.catalog.facts import CollectionFacts, CountFact, DeadLink, PaperFacts
from dlcatalog.diagnostics import Diagnostic, Severity, Span
from dlcatalog.errors import EnvironmentProblem
from dlcatalog.markup import check_image
from dlcatalog.model.paper import CITATION_REGISTRIES
from dlcatalog.model.site import GoldenQuery, Site
from dlcatalog.model.urls import asked_form
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.pipeline.executors import Executor
from dlcatalog.pipeline.records import Texts, check_file, digest_collection, digest_paper, digest_texts
from dlcatalog.pipeline.store import Store
from dlcatalog.render.theme import code_digest
from dlcatalog.source.decode import decode_list, decode_model, decode_table
from dlcatalog.source.ledger import read_ledger
from dlcatalog.source.link_ledger import LINKS_FILE, read_link_ledger
from dlcatalog.source.scan import FileStamp, Scan, digest_of, read_bytes
from dlcatalog.source.yaml_tree import decode, read_yaml
from dlcatalog.text import did_you_mean, fold, quote

BATCH: Final = 64
M = TypeVar("M", bound=BaseModel)
# Table -> its entries that cannot be used, or None where not even their names could be read.
Broken = dict[str, frozenset[str] | None]


@dataclass(slots=True)
class Loaded:
    """Everything that was read.

    Attributes:
        texts: plain data by owner and field path.
        has_site: false where site.yaml is missing or wrong: all else is still checked, and nothing can be published.
    """

    parts: Parts | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    images: dict[str, tuple[int, int]] = field(default_factory=dict)
    golden: tuple[GoldenQuery, ...] = ()
    has_site: bool = True

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
    broken: Broken = {}
    tables = _tables(scan, loaded, broken)
    papers = _papers(scan, stamps, store, executor, loaded)
    collections = _collections(scan, stamps, loaded)
    images = _images(scan, loaded)
    broken["images"] = frozenset(path.removeprefix("images/") for path in scan.below("images")) - images
    ledger = _ledger(scan, loaded)
    dead_links = _dead_links(scan, loaded, papers)
    if "search-tests.yaml" in scan.files:
        loaded.golden, problems = decode_list(
            GoldenQuery, read_bytes(scan.root, "search-tests.yaml"), "search-tests.yaml"
        )
        loaded.problems += problems
    loaded.problems += _file_problems(scan)
    loaded.has_site = site is not None
    loaded.parts = Parts(
        site=site or Site.model_construct(title=""),
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
        broken={table: entries for table, entries in broken.items() if entries},
        dead_links=dead_links,
        unreadable=frozenset(table for table, entries in broken.items() if entries is None),
    )
    return loaded


def _file_problems(scan: Scan) -> Iterator[Diagnostic]:
    """What stands wrong in the files that are no records of papers, whatever they hold."""
    paths = [f"{name}.yaml" for name in ("site", "topics", "venues", "people") if f"{name}.yaml" in scan.files]
    for path in [*paths, *scan.below("collections")]:
        yield from check_file(path, read_bytes(scan.root, path))


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


def _tables(scan: Scan, loaded: Loaded, broken: Broken) -> tuple[dict[str, Topic], dict[str, Venue], dict[str, Person]]:
    topics, text = _table(Topic, "topics", scan, loaded, broken)
    fields = {f"{topic_id}/description": topic.description for topic_id, topic in topics.items()}
    texts, problems = digest_texts("topics.yaml", fields, text)
    loaded.problems += problems
    loaded.texts["topics"] = _plain_texts(texts)
    venues, _ = _table(Venue, "venues", scan, loaded, broken)
    people, _ = _table(Person, "people", scan, loaded, broken)
    return topics, venues, people


def _table(model: type[M], name: str, scan: Scan, loaded: Loaded, broken: Broken) -> tuple[dict[str, M], str]:
    """Read one vocabulary, and note which of its entries are there but wrong."""
    path = f"{name}.yaml"
    if path not in scan.files:
        return {}, ""
    values, problems, text = decode_table(model, read_bytes(scan.root, path), path)
    loaded.problems += problems
    if any(d.severity is Severity.ERROR for d in problems):
        tree = read_yaml(text, path).tree
        broken[name] = frozenset(tree) - frozenset(values) if isinstance(tree, dict) else None
    return values, text


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


def read_body(root: str, path: str, key: str) -> dict[str, Any]:
    """Read the long part of a record again, for the store has lost it.

    Raises: EnvironmentProblem if the file is another one by now.
    """
    data = read_bytes(root, path)
    body = digest_paper(path, key, data)["body"] if record_key(path, digest_of(data)) == key else None
    if not isinstance(body, dict):
        raise EnvironmentProblem(f"the file {quote(path)} changed while it was read; run again")
    plain: dict[str, Any] = orjson.loads(orjson.dumps(body))
    return plain


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
    papers, sources = set(_stems(scan, "papers")), {*CITATION_REGISTRIES, *_stems(scan, "collections")}
    sound: dict[str, tuple[CountFact, ...]] = {}
    for paper, counts in rows.items():
        for row in counts:
            if paper not in papers:
                loaded.problems.append(
                    _unknown_name(
                        paper,
                        papers,
                        _at(text, row.line, paper),
                        "unknown-paper",
                        "'paper' must be the id of a paper",
                        "papers",
                    )
                )
            elif row.source not in sources:
                what = "'source' must be a roundup's id or a registry"
                loaded.problems.append(
                    _unknown_name(
                        row.source,
                        sources,
                        _at(text, row.line, row.source),
                        "unknown-count-source",
                        what,
                        "collections",
                    )
                )
        good = [CountFact(c.count, c.as_of, c.source) for c in counts if paper in papers and c.source in sources]
        if good:
            sound[paper] = tuple(good)
    return sound


def _dead_links(scan: Scan, loaded: Loaded, papers: Mapping[str, PaperFacts]) -> dict[str, DeadLink]:
    """The links of papers that the ledger of `links` calls dead, as the records write them."""
    if LINKS_FILE not in scan.files:
        return {}
    rows, problems = read_link_ledger(read_bytes(scan.root, LINKS_FILE), LINKS_FILE)
    loaded.problems += problems
    dead = {url: DeadLink(row.archived, row.gone_since[:10]) for url, row in rows.items() if row.is_dead}
    # Hosts first: few links are dead, and the form in which they are kept takes longer to make than to rule out.
    hosts = {url.split("/", 3)[2] for url in dead if url.count("/") > 2}
    written = (url for paper in papers.values() for _, url in paper.links) if dead else ()
    near = (url for url in written if any(host in url.lower() or not url.isascii() for host in hosts))
    return {url: dead[form] for url in near if (form := asked_form(url)) in dead}


def _at(text: str, line: int, name: str) -> Span:
    """Where a name stands in its row."""
    column = max(0, text.split("\n")[line - 1].rfind(name)) + 1
    return Span(line, column, line, column + max(1, len(name)))


def _unknown_name(name: str, known: set[str], span: Span, code: str, what: str, table: str) -> Diagnostic:
    near = did_you_mean(name, known)
    hint = f"did you mean '{near}'?" if near else "correct it, or delete the row"
    return Diagnostic(
        path="citations.csv",
        code=code,
        message=f"{what}, not {quote(name)}",
        span=span,
        help=hint,
        about=(f"{table}/{name}",),
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
