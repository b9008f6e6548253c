"""Files that speak of the whole site, made from the finished units: dumps, sitemap, assets, images."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.errors import EnvironmentProblem
from dlcatalog.pipeline.dumps import dump_files
from dlcatalog.pipeline.pages import PageResults
from dlcatalog.pipeline.store import Store
from dlcatalog.plan import urls
from dlcatalog.plan.machine import robots_file, sitemap_files
from dlcatalog.render.theme import Theme
from dlcatalog.source.scan import read_bytes


def whole_site_files(
    catalog: Catalog,
    theme: Theme,
    root: str,
    results: PageResults,
    store: Store,
    stage: Path,
    out: Path,
) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every file that is not one unit's."""
    yield from dump_files(catalog, _file_reader(results, stage, out), _lines(results, store)).items()
    site = catalog.parts.site
    if site.base_url:
        pages = sorted(_page_url(path) for path in results.files if _is_listed(path, catalog))
        changed = {urls.paper(i): _changed_on(catalog, i) for i in catalog.order}
        yield from sitemap_files(site, pages, changed).items()
        yield "robots.txt", robots_file(site)
    for name, data in theme.static.items():
        yield urls.asset(name), data
    for name in sorted(catalog.parts.images):
        yield urls.image(name), read_bytes(root, f"images/{name}")


def _file_reader(results: PageResults, stage: Path, out: Path) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        folder = stage if path in results.written else out
        try:
            with open(os.path.join(folder, path), "rb") as file:  # noqa: PTH118, PTH123 - once for each paper
                return file.read()
        except OSError as fault:
            raise EnvironmentProblem(f"cannot read '{path}' of the new site: {fault.strerror}") from fault

    return read


def _lines(results: PageResults, store: Store) -> dict[str, bytes]:
    """The JSON line of each paper: from this build, else from the store, else planned again."""
    keys = {name.removeprefix("paper/"): key for name, key in results.lines.get("jsonl", [])}
    fresh = dict(results.new_lines)
    kept = dict(store.get_raw("line", [k for k in keys.values() if k not in fresh]))
    lines = {}
    for paper, key in keys.items():
        line = fresh.get(key) or kept.get(key)
        lines[paper] = results.plan_again(paper)["jsonl"] if line is None else line
    return lines


def _is_listed(path: str, catalog: Catalog) -> bool:
    """Whether a file is a page of its own: no 404, no page that only leads on."""
    if not path.endswith(".html") or path == "404.html":
        return False
    parts = path.split("/")
    return not (len(parts) == 3 and parts[0] == "papers" and parts[1] in catalog.moved)


def _page_url(path: str) -> str:
    return path.removesuffix("index.html")


def _changed_on(catalog: Catalog, paper_id: str) -> str:
    paper = catalog.paper(paper_id)
    return catalog.parts.dates.get(paper.path, "") or paper.added
