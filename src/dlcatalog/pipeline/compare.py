"""Two built sites side by side: which pages differ, and which of their words, as Markdown for a reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from dlcatalog.errors import UsageProblem
from dlcatalog.pipeline.output.disk import read_file
from dlcatalog.pipeline.output.manifest import FileEntry, read_listing
from dlcatalog.text import counted, markdown_words

_MAX_ROWS: Final = 400
_MAX_PAGE: Final = 400_000
_MAX_LINES: Final = 4_000
_SHOWN_LINES: Final = 3
_SHOWN_LETTERS: Final = 200
_PAGE: Final = "index.html"
# Elements that break a line of text.
_BLOCKS: Final = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "tr",
        "div",
        "section",
        "figure",
        "pre",
        "nav",
        "ul",
        "ol",
        "dl",
        "br",
    ]
)


@dataclass(frozen=True, slots=True)
class PageChange:
    """One page that differs.

    Attributes:
        kind: added, changed or removed.
        url: where the page before is published, or "".
        before: the lines that only the page before has.
        after: the lines that only the new page has.
    """

    path: str
    kind: str
    url: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pages in the order of what a reviewer looks at first; `unlisted` pages and `others` (no pages) are only counted."""

    pages: tuple[PageChange, ...]
    unlisted: int
    others: int


def compare_sites(before: Path, after: Path) -> Comparison:
    """Compare two sites by their manifests, then the words of the pages that differ.

    Raises: UsageProblem where a folder holds no site.
    """
    old, new = _files(before), _files(after)
    changed = [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]
    pages = sorted((path for path in changed if path.endswith(".html")), key=_rank)
    shown = [
        _page_change(path, _read(before / path) if path in old else None, _read(after / path) if path in new else None)
        for path in pages[:_MAX_ROWS]
    ]
    shown.sort(key=lambda page: (_rank(page.path)[0], -len(page.before) - len(page.after)))
    return Comparison(tuple(shown), len(pages) - len(shown), len(changed) - len(pages))


def _files(folder: Path) -> dict[str, FileEntry]:
    listing = read_listing(lambda path: read_file(str(folder / path)))
    if not listing.site:
        raise UsageProblem(f"the folder '{folder}' holds no site that dlcatalog built")
    return listing.site


def _rank(path: str) -> tuple[bool, str]:
    """Papers' own pages first: lists follow from them."""
    return not path.startswith("papers/") or path.startswith(("papers/index", "papers/page/")), path


def _page_change(path: str, old: _Words | None, new: _Words | None) -> PageChange:
    if old is None or new is None:
        kind = "removed" if new is None else "added"
        lines = tuple(words.lines) if (words := old or new) else ()
        return PageChange(path, kind, old.canonical if old else "", lines if old else (), lines if new else ())
    return PageChange(path, "changed", old.canonical, *_difference(old.lines, new.lines))


def _difference(old: list[str], new: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone: list[str] = []
    come: list[str] = []
    matcher = SequenceMatcher(None, old[:_MAX_LINES], new[:_MAX_LINES], autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        if tag != "equal":
            gone += old[first:last]
            come += new[start:stop]
    return tuple(gone), tuple(come)


class _Words(HTMLParser):
    """The lines of text of a page's <main>, and its canonical address."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.canonical = ""
        self._is_main = False
        self._line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "link" and named.get("rel") == "canonical":
            self.canonical = named.get("href") or ""
        self._is_main = self._is_main or tag == "main"
        if tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "main":
            self._end_line()
        self._is_main = self._is_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._is_main:
            self._line += data

    def _end_line(self) -> None:
        words = " ".join(self._line.split())
        if words:
            self.lines.append(words)
        self._line = ""


def _read(path: Path) -> _Words:
    words = _Words()
    words.feed((read_file(str(path)) or b"")[:_MAX_PAGE].decode("utf-8", "replace"))
    words.close()
    return words


def markdown_of(comparison: Comparison) -> Iterator[str]:
    """A line of figures, then a table: the page, its words before and after."""
    pages = comparison.pages
    if not pages and not comparison.others:
        yield "The site stays as it is, byte for byte.\n"
        return
    kinds = [f"{n} {kind}" for kind in ("added", "changed", "removed") if (n := sum(p.kind == kind for p in pages))]
    yield f"### Pages: {', '.join(kinds) or 'none changed'}\n\n"
    yield f"Besides, {counted(comparison.others, 'other file differs', 'other files differ')} (feeds, exports, search index).\n"
    if pages:
        yield "\n| page | before | after |\n|---|---|---|\n"
    for page in pages:
        before = "*not there*" if page.kind == "added" else _cell(page.before, page)
        after = "*gone*" if page.kind == "removed" else _cell(page.after, page)
        yield f"| {_name(page)} | {before} | {after} |\n"
    if comparison.unlisted:
        yield f"\n… and {counted(comparison.unlisted, 'more page')}.\n"


def _name(page: PageChange) -> str:
    shown = markdown_words(page.path.removesuffix(_PAGE) or "/")
    is_plain = page.url.startswith(("https://", "http://")) and not set(page.url) & set("()<>|\\ \n")
    return f"[{shown}]({page.url})" if is_plain else shown


def _cell(lines: tuple[str, ...], page: PageChange) -> str:
    if not page.before and not page.after:
        return "*the same words*"
    shown = [markdown_words(line[:_SHOWN_LETTERS] + ("…" if len(line) > _SHOWN_LETTERS else "")) for line in lines]
    more = [f"… {counted(len(lines) - _SHOWN_LINES, 'more line')}"] if len(lines) > _SHOWN_LINES else []
    return "<br>".join([*shown[:_SHOWN_LINES], *more])
