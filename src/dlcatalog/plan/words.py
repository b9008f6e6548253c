"""Rendered texts placed on a page: links to papers filled in, footnotes numbered through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dlcatalog.markup import RenderedText, compose
from dlcatalog.plan import urls
from dlcatalog.plan.reading import Reading


@dataclass(frozen=True, slots=True)
class Words:
    """HTML of a text, and its footnotes as views."""

    html: str = ""
    notes: list[dict[str, Any]] = field(default_factory=list)


def paper_link(reading: Reading, prefix: str) -> Callable[[str], tuple[str, str] | None]:
    """Return what fills a [[paper-id]]: where the paper's page is, and its first alias, else its title."""

    def link(paper_id: str) -> tuple[str, str] | None:
        if not reading.has_paper(paper_id):
            return None
        card = reading.card(paper_id)
        return prefix + urls.paper(paper_id), str(card["short"])

    return link


def placed(reading: Reading, text: Any, prefix: str, *, where: str, first_note: int = 1) -> Words:
    """Compose one rendered text (as the store keeps it) for a page whose links start with `prefix`."""
    if not text:
        return Words()
    done = compose(RenderedText.from_dict(text), where=where, first_note=first_note, paper=paper_link(reading, prefix))
    return Words(
        done.html, [{"id": n.id, "number": n.number, "html": n.html, "back": list(n.backlinks)} for n in done.notes]
    )


def composed(reading: Reading, owner: str, field_path: str, url: str, *, where: str, first_note: int = 1) -> Words:
    """Compose a text of a roundup or a vocabulary for the page at `url`."""
    return placed(reading, reading.texts(owner).get(field_path), urls.root_of(url), where=where, first_note=first_note)


def plain_start(reading: Reading, owner: str, field_path: str) -> str:
    """Return the first sentence of a text, in plain words."""
    text = reading.texts(owner).get(field_path)
    return str(text["first_sentence"]) if text else ""


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
