"""Rendered texts placed on a page: links to papers filled in, footnotes numbered through."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dlcatalog.markup import RenderedText, compose
from dlcatalog.plan import urls
from dlcatalog.plan.reading import Reading

_FORMULA_AND_MARK = re.compile(r'(<math display="inline">(?:(?!</math>).)*</math>[.,;:!?)’”]+)', re.DOTALL)
_BARE_LINK = re.compile(r"\[\[([a-z][a-z0-9-]*)\]\]")


@dataclass(frozen=True, slots=True)
class Words:
    """HTML of a text, its footnotes for the end of the page as views, and how many footnotes it has in all."""

    html: str = ""
    notes: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0


def paper_link(reading: Reading, prefix: str) -> Callable[[str], tuple[str, str] | None]:
    """Return what fills a [[paper-id]]: where the paper's page is, and its first alias, else its title."""

    def link(paper_id: str) -> tuple[str, str] | None:
        if not reading.has_paper(paper_id):
            return None
        card = reading.card(paper_id)
        return prefix + urls.paper(paper_id), str(card["short_plain"])

    return link


def placed(reading: Reading, text: Any, prefix: str, *, where: str, first_note: int = 1, beside: bool = False) -> Words:
    """Compose one rendered text (as the store keeps it) for a page whose links start with `prefix`."""
    if not text:
        return Words()
    done = compose(
        RenderedText.from_dict(text),
        where=where,
        first_note=first_note,
        paper=paper_link(reading, prefix),
        beside=beside,
    )
    notes = [{"id": n.id, "number": n.number, "html": _tied(n.html), "back": list(n.backlinks)} for n in done.notes]
    return Words(_tied(done.html), notes, done.count)


def _tied(html: str) -> str:
    """Keep the mark behind a formula on the formula's line."""
    return _FORMULA_AND_MARK.sub(r'<span class="tied">\1</span>', html) if "</math>" in html else html


def composed(reading: Reading, owner: str, field_path: str, url: str, *, where: str, first_note: int = 1) -> Words:
    """Compose a text of a roundup or a vocabulary for the page at `url`."""
    text = reading.texts(owner).get(field_path)
    return placed(reading, text, urls.root_of(url), where=where, first_note=first_note, beside=True)


def named(reading: Reading, plain: str) -> str:
    """Return plain words with the name of each paper in the place of its [[id]]."""
    if "[[" not in plain:
        return plain
    return _BARE_LINK.sub(lambda m: str(reading.card(m[1])["short_plain"]) if reading.has_paper(m[1]) else m[1], plain)


def plain_start(reading: Reading, owner: str, field_path: str) -> str:
    """Return the first sentence of a text, in plain words."""
    text = reading.texts(owner).get(field_path)
    return named(reading, str(text["first_sentence"])) if text else ""


def one_line(html: str) -> str:
    """Return a text of one paragraph without its <p>, for places inside a line; others as they are."""
    inner = html.strip()
    if inner.startswith("<p>") and inner.endswith("</p>") and inner.count("<p>") == 1:
        return inner[3:-4]
    return inner


def raised_headings(html: str) -> str:
    """Return a text's HTML with its headings (h4 to h6) one level up, for places right below an h2."""
    for level in (4, 5, 6):
        html = html.replace(f"<h{level}>", f"<h{level - 1}>").replace(f"</h{level}>", f"</h{level - 1}>")
    return html
