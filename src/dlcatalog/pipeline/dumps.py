"""Files that hold the whole catalogue: joined from the papers' own, split by year where they pass 40 MB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.formats.csl_json import csl_document
from dlcatalog.plan import urls
from dlcatalog.plan.paper import ENDINGS

MAX_BYTES: Final = 40_000_000
NAMES: Final = {"bibtex": "bib", "ris": "ris", "csl": "csl.json"}


def dump_files(catalog: Catalog, read: Callable[[str], bytes], lines: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every dump by its path. `read` gives a citation file of the new site, `lines` the JSON line of each paper."""
    site = catalog.parts.site
    files: dict[str, bytes] = {}
    for export in site.exports:
        parts = {i: read(urls.paper_file(i, ENDINGS[export])) for i in catalog.order}
        join = _join_json if export == "csl" else _join_text(_header(catalog) if export == "bibtex" else b"")
        files |= _split(NAMES[export], catalog, parts, join)
    return files | _split("jsonl", catalog, lines, b"".join)


def _header(catalog: Catalog) -> bytes:
    site = catalog.parts.site
    address = f", {site.base_url}" if site.base_url else ""
    return f"% {' '.join(site.title.split())}{address}: {len(catalog.order):,} entries\n\n".encode()


def _join_text(header: bytes) -> Callable[[Sequence[bytes]], bytes]:
    return lambda parts: header + b"\n".join(parts)


def _join_json(parts: Sequence[bytes]) -> bytes:
    """Join files that are lists of one item each."""
    return csl_document([part.strip().removeprefix(b"[").removesuffix(b"]").strip() for part in parts])


def dump_names(ending: str, size: int, years: Iterable[int]) -> list[str]:
    """Return the files of one dump whose papers take `size` bytes: one, or one a year above 40 MB."""
    if size <= MAX_BYTES:
        return [f"catalog.{ending}"]
    return [f"catalog-{year}.{ending}" for year in sorted(years)]


def _split(
    ending: str, catalog: Catalog, parts: Mapping[str, bytes], join: Callable[[Sequence[bytes]], bytes]
) -> dict[str, bytes]:
    years = catalog.by_year
    names = dump_names(ending, sum(len(part) for part in parts.values()), years)
    if len(names) == 1 and names[0] == f"catalog.{ending}":
        return {names[0]: join([parts[i] for i in catalog.order])}
    return {name: join([parts[i] for i in years[year]]) for name, year in zip(names, sorted(years), strict=True)}
