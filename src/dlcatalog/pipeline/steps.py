"""The whole row, one line a step: scan, read, link, check, plan, render, publish."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dlcatalog.diagnostics import Diagnostic, Report
from dlcatalog.errors import UsageProblem
from dlcatalog.pipeline.offline import Edition, check_target, write_edition
from dlcatalog.pipeline.options import BuildOptions
from dlcatalog.pipeline.output import FileEntry, SiteFolder, write_staged
from dlcatalog.pipeline.output.paths import MARKER
from dlcatalog.pipeline.state import BuildState
from dlcatalog.pipeline.store import Store
from dlcatalog.render.theme import Theme, code_digest, read_theme
from dlcatalog.source.git_dates import GitDates, read_git_dates
from dlcatalog.source.scan import FileStamp, Scan, scan_catalogue, with_digests

if TYPE_CHECKING:
    from dlcatalog.catalog.assemble import Catalog
    from dlcatalog.pipeline.executors import Executor
    from dlcatalog.pipeline.load import Loaded
    from dlcatalog.pipeline.pages import PageResults
    from dlcatalog.pipeline.searching import LastIndex

# Below this many records to read or units to plan, other processes cost more than they save.
PARALLEL_FROM: Final = 150


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build found and did. `published` is false where the old site was left in place."""

    report: Report
    published: bool = False
    unchanged: bool = False
    papers: int = 0
    rendered: int = 0
    reused: int = 0
    removed: int = 0
    seconds: float = 0.0
    edition: Edition | None = None

    @property
    def pages(self) -> int:
        return self.rendered + self.reused


@dataclass(slots=True)
class Inputs:
    """Everything that a build depends on, known by hashes."""

    scan: Scan
    stamps: dict[str, FileStamp]
    theme: Theme
    dates: GitDates
    context: str
    fingerprint: str = ""
    problems: list[Diagnostic] = field(default_factory=list)


def build(options: BuildOptions) -> BuildResult:
    """Build the site.

    Raises: UsageProblem, EnvironmentProblem; problems in the data are in the result's report.
    """
    started = time.perf_counter()
    require_catalogue(options)
    if options.offline:
        check_target(options.offline, options.out)
    with Store(options.store) as store, SiteFolder.open(options.out, options.store) as site:
        inputs = read_inputs(options, store)
        old = _old_state(store, options)
        # An edition is made of the site's own settings, which an unchanged build does not read.
        may_rest = not options.fresh and options.offline is None
        if may_rest and old.fingerprint == inputs.fingerprint and _is_whole(old, site.published):
            return _unchanged(old, options, started)
        return _rebuild(options, store, site, inputs, old, started)


def require_catalogue(options: BuildOptions) -> None:
    """Look before anything is made for it.

    Raises: UsageProblem if the catalogue folder is missing.
    """
    if not options.catalog.is_dir():
        raise UsageProblem(
            f"the catalogue folder '{options.catalog}' does not exist; name one with --catalog, or make one with 'dlcatalog init'"
        )


def read_inputs(options: BuildOptions, store: Store) -> Inputs:
    """Stat or hash every input."""
    scan = scan_catalogue(options.catalog)
    stamps = stamped(scan, store, options)
    theme = read_theme(options.templates, options.static)
    dates = _dates(options, store)
    context = _hash(code_digest(), options.base_url, str(options.keep_going))
    dirty = sorted(path for path in dates.changed if path in stamps)
    listed = [f"{path}\0{stamp.digest}" for path, stamp in stamps.items()]
    names = [f"{d.path}\0{d.code}" for d in scan.problems]
    fingerprint = _hash(context, theme.digest(), dates.head, dates.unclear, *dirty, *listed, *names)
    return Inputs(scan, stamps, theme, dates, context, fingerprint)


def _hash(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()


def _folder_key(path: Path) -> str:
    """What is known of a folder; another version of the code knows nothing, for its entries may have other shapes."""
    return _hash(code_digest(), str(path.resolve()))


def stamped(scan: Scan, store: Store, options: BuildOptions) -> dict[str, FileStamp]:
    """Hash what may have changed. A file as new as the last scan is hashed again: the clock has a grain."""
    key = _folder_key(options.catalog)
    kept = store.get("stamps", key) if not options.fresh else None
    known = {path: FileStamp(*values) for path, values in kept["files"].items()} if kept else {}
    now = time.time_ns()
    stamps = with_digests(scan, known, trust_before_ns=kept["at"] - 2_000_000_000 if kept else 0)
    if stamps != known:
        files = {path: [s.mtime_ns, s.size, s.inode, s.digest] for path, s in stamps.items()}
        store.put("stamps", key, {"at": now, "files": files})
    return stamps


def _dates(options: BuildOptions, store: Store) -> GitDates:
    key = _folder_key(options.catalog)
    kept = store.get("git", key)
    known = GitDates(kept["head"], kept["dates"]) if kept else GitDates()
    dates = read_git_dates(options.catalog, known)
    if dates.head and dates.head != known.head:
        store.put("git", key, {"head": dates.head, "dates": dates.dates})
    return dates


def _old_state(store: Store, options: BuildOptions) -> BuildState:
    """What the last build remembered, unless the site that stands there is another build's."""
    kept = store.get("state", _folder_key(options.out))
    if not kept or kept["site"] != _marker(options.out):
        return BuildState()
    return BuildState.from_dict(kept)


def _marker(out: Path) -> str:
    """The marker of the published site, which names its manifest."""
    try:
        return (out / MARKER).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _is_whole(old: BuildState, published: Mapping[str, FileEntry]) -> bool:
    """Whether the published tree still holds every file that the last build made."""
    return old.files_made > 0 and len(published) == old.files_made


def _unchanged(old: BuildState, options: BuildOptions, started: float) -> BuildResult:
    report = Report.of(Diagnostic.from_dict(d) for d in old.problems)
    clean = report.is_clean(strict=options.strict)
    seconds = time.perf_counter() - started
    return BuildResult(
        report,
        published=clean or options.keep_going,
        unchanged=True,
        papers=old.papers,
        reused=old.pages,
        seconds=seconds,
    )


def _rebuild(
    options: BuildOptions, store: Store, site: SiteFolder, inputs: Inputs, old: BuildState, started: float
) -> BuildResult:
    # Imported late: an unchanged site needs none of it, and it takes a quarter of a second.
    from dlcatalog.pipeline.link import linked  # noqa: PLC0415
    from dlcatalog.pipeline.searching import last_index  # noqa: PLC0415

    with ExitStack() as stack:
        held = (site.lock_descriptor,)
        executor = make_executor(options, len(inputs.scan.files), stack, not_for_workers=held)
        loaded = load_inputs(options, store, inputs, executor)
        catalog, report = linked(loaded, inputs.scan.root, dates=inputs.dates, keep_going=options.keep_going)
        if catalog is None or not (report.is_clean(strict=options.strict) or options.keep_going):
            return BuildResult(
                report, papers=len(catalog.order) if catalog else 0, seconds=time.perf_counter() - started
            )
        usable = old if old.context == inputs.context and not options.fresh else BuildState()
        results = _pages(options, store, site, inputs, usable, catalog, loaded, executor)
        last = last_index(usable, site.published, lambda path: (options.out / path).read_bytes())
    if results.problems:
        return BuildResult(Report.of([*report, *results.problems]), seconds=time.perf_counter() - started)
    return _publish(options, store, site, inputs, catalog, report, (results, last), started)


def make_executor(
    options: BuildOptions, files: int, stack: ExitStack, *, not_for_workers: tuple[int, ...] = ()
) -> Executor:
    """Return where jobs run; processes end with the stack."""
    from dlcatalog.pipeline.executors import ProcessExecutor, SerialExecutor, core_count  # noqa: PLC0415

    jobs = options.jobs or core_count()
    if jobs == 1 or (options.jobs == 0 and files < PARALLEL_FROM):
        return SerialExecutor()
    return stack.enter_context(ProcessExecutor(jobs, not_for_workers=not_for_workers))


def load_inputs(options: BuildOptions, store: Store, inputs: Inputs, executor: Executor) -> Loaded:
    """Read what was scanned."""
    from dlcatalog.pipeline.load import load  # noqa: PLC0415

    dates = {path: inputs.dates.of(path) for path in inputs.stamps if inputs.dates.head}
    return load(inputs.scan, inputs.stamps, store, executor, base_url=options.base_url, dates=dates)


def _pages(
    options: BuildOptions,
    store: Store,
    site: SiteFolder,
    inputs: Inputs,
    old: BuildState,
    catalog: Catalog,
    loaded: Loaded,
    executor: Executor,
) -> PageResults:
    from dlcatalog.pipeline.pages import PageBuilder, PageResults  # noqa: PLC0415
    from dlcatalog.plan.reading import Bodies, Reading  # noqa: PLC0415
    from dlcatalog.plan.site import site_units  # noqa: PLC0415
    from dlcatalog.render.pages import Renderer  # noqa: PLC0415

    broken = Renderer(inputs.theme).check_all() if old.theme != inputs.theme.digest() else []
    if broken:
        return PageResults(problems=broken)
    builder = PageBuilder(
        theme=inputs.theme,
        folders=(options.templates, options.static, inputs.theme.digest()),
        code=code_digest(),
        stage=site.stage(),
        published=site.published,
        old=old,
        executor=executor,
    )
    body = body_reader(store, catalog, inputs.scan.root)
    reading = Reading(catalog, Bodies(body, loaded.texts, loaded.images))
    return builder.build(site_units(catalog), reading)


def body_reader(store: Store, catalog: Catalog, root: str) -> Callable[[str], Mapping[str, Any]]:
    """Return what gives the long part of a record by its key: from the store, else read again from its file."""
    from functools import lru_cache  # noqa: PLC0415

    from dlcatalog.pipeline.load import read_body  # noqa: PLC0415

    paths = {paper.digest: paper.path for paper in catalog.parts.papers.values()}

    @lru_cache(maxsize=512)
    def body(key: str) -> Mapping[str, Any]:
        found = store.get("body", key)
        return found if isinstance(found, dict) else read_body(root, paths[key], key)

    return body


def _publish(
    options: BuildOptions,
    store: Store,
    site: SiteFolder,
    inputs: Inputs,
    catalog: Catalog,
    report: Report,
    found: tuple[PageResults, LastIndex | None],
    started: float,
) -> BuildResult:
    from dlcatalog.pipeline.searching import search_files  # noqa: PLC0415
    from dlcatalog.pipeline.whole import whole_site_files  # noqa: PLC0415

    results, last = found
    store.put_many("line", results.new_lines)
    stage = site.stage()
    shards = search_files(catalog, results, store, last)
    results.files.update(shards.kept)
    whole = whole_site_files(catalog, inputs.theme, inputs.scan.root, results, store, stage, options.out)
    for path, data in chain(shards.new, whole):
        entry = data if isinstance(data, FileEntry) else FileEntry(hashlib.sha256(data).hexdigest(), len(data))
        results.files[path] = entry
        if not isinstance(data, FileEntry) and site.published.get(path) != entry:
            write_staged(stage, path, data)
            results.written.add(path)
    published = site.publish(results.files, results.written)
    state = BuildState(
        fingerprint=inputs.fingerprint,
        context=inputs.context,
        answers=results.answers,
        closures=results.closures,
        theme=inputs.theme.digest(),
        site=_marker(options.out),
        units=results.units,
        problems=[d.to_dict() for d in report],
        papers=len(catalog.order),
        pages=results.rendered + results.reused,
        files_made=len(results.files),
    )
    store.put("state", _folder_key(options.out), state.to_dict())
    store.keep_only("line", (key for rows in results.lines.values() for _, key in rows))
    edition = _edition(options, catalog, site, results) if options.offline else None
    return BuildResult(
        report,
        published=True,
        papers=len(catalog.order),
        rendered=results.rendered,
        reused=results.reused,
        removed=published.removed,
        seconds=time.perf_counter() - started,
        edition=edition,
    )


def _edition(options: BuildOptions, catalog: Catalog, site: SiteFolder, results: PageResults) -> Edition:
    """Pack what was just published."""
    assert options.offline is not None
    settings = catalog.parts.site
    with ExitStack() as stack:
        executor = make_executor(options, len(results.files), stack, not_for_workers=(site.lock_descriptor,))
        return write_edition(
            options.offline,
            options.out,
            results.files,
            title=settings.title,
            base_url=settings.base_url,
            executor=executor,
        )


def check(options: BuildOptions) -> tuple[Report, int]:
    """Run every rule and publish nothing: (problems, number of valid papers)."""
    from dlcatalog.pipeline.golden import with_golden_queries  # noqa: PLC0415
    from dlcatalog.pipeline.link import linked  # noqa: PLC0415

    require_catalogue(options)
    with Store(options.store) as store, ExitStack() as stack:
        inputs = read_inputs(options, store)
        executor = make_executor(options, len(inputs.scan.files), stack)
        loaded = load_inputs(options, store, inputs, executor)
        catalog, report = linked(loaded, inputs.scan.root, dates=inputs.dates, keep_going=False)
        if catalog is None:
            return report, 0
        body = body_reader(store, catalog, inputs.scan.root)
        report = with_golden_queries(
            report, catalog, loaded, body, store, root=inputs.scan.root, fingerprint=inputs.fingerprint
        )
        return report, len(catalog.order)
