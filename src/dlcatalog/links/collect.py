"""Reads the uses of a catalogue: from the store what was read before, from the files the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from dlcatalog.links.uses import (
    Use,
    collection_uses,
    is_asked,
    paper_uses,
    site_uses,
    text_uses,
    vocabulary_uses,
)
from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Person, Topic, Venue
from dlcatalog.pipeline.load import record_key
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.pipeline.records import digest_collection, digest_paper, digest_texts
from dlcatalog.pipeline.steps import make_executor, require_catalogue, stamped
from dlcatalog.pipeline.store import Store
from dlcatalog.source.decode import decode_model, decode_table
from dlcatalog.source.git_changes import GitChanges, read_old_text
from dlcatalog.source.scan import FileStamp, Scan, read_bytes, scan_catalogue

BATCH: Final = 100
_AT_ONCE: Final = 2_000


@dataclass(slots=True)
class Collected:
    """All uses in the order of files and places; `papers` is how many could be read, `unread` how many files could not."""

    site: Site
    uses: list[Use] = field(default_factory=list)
    papers: int = 0
    unread: int = 0


def collect(options: BuildOptions) -> tuple[Collected, Scan]:
    """Read every external address of a catalogue. Files that cannot be read are counted; `check` says what is wrong."""
    require_catalogue(options)
    with Store(options.store) as store, ExitStack() as stack:
        scan = scan_catalogue(options.catalog)
        stamps = stamped(scan, store, options)
        collected = Collected(_site(scan))
        _files(collected, scan, stamps, store, options, stack)
    collected.uses = [use for use in collected.uses if is_asked(use)]
    return collected, scan


def _site(scan: Scan) -> Site:
    found = (
        decode_model(Site, read_bytes(scan.root, "site.yaml"), "site.yaml").value if "site.yaml" in scan.files else None
    )
    return found or Site.model_construct(title="")


def _files(
    collected: Collected,
    scan: Scan,
    stamps: Mapping[str, FileStamp],
    store: Store,
    options: BuildOptions,
    stack: ExitStack,
) -> None:
    """Files that were read before cost one row of the store each; a few thousand are held at once."""
    paths = [path for path in scan.files if not path.startswith("images/")]
    executor = None
    for start in range(0, len(paths), _AT_ONCE):
        keys = {record_key(path, stamps[path].digest): path for path in paths[start : start + _AT_ONCE]}
        rows: dict[str, Any] = {keys[key]: row for key, row in store.get_many("uses", keys)}
        lost = [key for key, path in keys.items() if path not in rows and path.startswith("papers/")]
        bodies = store.get_many("body", lost)
        known = {key: [list(u)[1:] for u in paper_uses(keys[key], body)] if body else None for key, body in bodies}
        store.put_many("uses", known.items())
        rows |= {keys[key]: found for key, found in known.items()}
        missing = [(path, key) for key, path in keys.items() if path not in rows]
        if missing and executor is None:
            executor = make_executor(options, len(paths), stack)
        batches = [(scan.root, missing[n : n + BATCH]) for n in range(0, len(missing), BATCH)]
        for batch in executor.run(uses_batch, batches) if executor else ():
            store.put_many("uses", [(key, uses) for _, key, uses in batch])
            rows |= {path: orjson.loads(uses) for path, _, uses in batch}
        for path in keys.values():
            collected.papers += rows[path] is not None and path.startswith("papers/")
            collected.unread += rows[path] is None
            collected.uses += [Use(path, *row) for row in rows[path] or ()]


def uses_batch(job: tuple[str, list[tuple[str, str]]]) -> list[tuple[str, str, bytes]]:
    """Read the uses of some papers: (path, key, rows as JSON); null for a record that cannot be read."""
    root, paths = job
    return [(path, key, orjson.dumps(_rows(path, read_bytes(root, path)))) for path, key in paths]


def _rows(path: str, data: bytes) -> list[list[Any]] | None:
    found = file_uses(path, data)
    return None if found is None else [list(use)[1:] for use in found]


def file_uses(path: str, data: bytes) -> list[Use] | None:
    """Return the uses of one file of a catalogue from its bytes; None where it cannot be read."""
    if path.startswith("papers/"):
        body = digest_paper(path, "", data)["body"]
        return None if body is None else list(paper_uses(path, orjson.loads(orjson.dumps(body))))
    if path.startswith("collections/"):
        facts, texts, _ = digest_collection(path, "", data)
        return None if facts is None else list(collection_uses(facts, _plain(texts)))
    if path == "site.yaml":
        site = decode_model(Site, data, path).value
        return None if site is None else [*site_uses(site), *_described(path, {"description": site.description}, "")]
    if path == "topics.yaml":
        topics, _, text = decode_table(Topic, data, path)
        return _described(path, {f"{i}/description": topic.description for i, topic in topics.items()}, text)
    if path == "venues.yaml":
        return list(vocabulary_uses("venues", decode_table(Venue, data, path)[0]))
    if path == "people.yaml":
        return list(vocabulary_uses("people", decode_table(Person, data, path)[0]))
    return []


def _described(path: str, fields: Mapping[str, str], text: str) -> list[Use]:
    return list(text_uses(path, _plain(digest_texts(path, fields, text)[0])))


def _plain(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: text.to_dict() for name, text in texts.items()}


def changed_uses(collected: Collected, options: BuildOptions, changes: GitChanges) -> list[Use]:
    """Return the uses in changed files whose URL, with the title it should show, stood in none of them before."""
    before: set[tuple[str, str]] = set()
    for path in sorted(changes.paths):
        old = read_old_text(options.catalog, changes.base, path)
        before |= {(use.asked, use.title) for use in (file_uses(path, old.encode()) if old else None) or ()}
    return [use for use in collected.uses if use.path in changes.paths and (use.asked, use.title) not in before]


def ignoring(uses: Iterable[Use], patterns: tuple[str, ...]) -> Iterator[Use]:
    """Leave out what site.yaml's `links: {ignore: …}` names: a URL that starts so, or fits a pattern with *."""
    from fnmatch import fnmatchcase  # noqa: PLC0415

    for use in uses:
        if not any(fnmatchcase(use.url, p) if "*" in p else use.url.startswith(p) for p in patterns):
            yield use
