"""Puts a rendered text on a page: cross-links to where they lead, footnotes numbered through the page."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from dlcatalog.markup.rendered import RenderedText

MARKER: Final = re.compile(
    r'<span data-paper="(?P<paper>[a-z][a-z0-9-]*)">(?P<words>[^<]*)</span>|<sup data-note="(?P<note>\d+)"></sup>'
)
# A call must not begin a line: buttons, unlike links, may be parted from the word before them.
_BEFORE_CALL: Final = re.compile(r'([^\s<>]+<sup class="call">.*?</sup>)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote of a page: its element's id, its number, its HTML, and the ids of the calls that lead back."""

    id: str
    number: int
    html: str
    backlinks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A text's HTML for one page, and its footnotes in order.

    Attributes:
        notes: those that stand at the end of the page; short ones may stand beside their call instead.
        count: how many footnotes the text has, wherever they stand.
    """

    html: str
    notes: tuple[Note, ...]
    count: int


def compose(
    rendered: RenderedText,
    *,
    where: str,
    first_note: int,
    paper: Callable[[str], tuple[str, str] | None],
    note_word: str = "note",
    beside: bool = False,
) -> Composed:
    """Return the text with its links and footnotes set; notes count on from `first_note`.

    `paper` gives the address and the label of a paper, or None: then its words, or its id, are plain words.
    `note_word` names a call to screen readers, which would read a bare number.
    `beside` puts notes of one paragraph next to their calls: wide pages show them in the margin, narrow ones on demand.
    """
    if beside and _fits_beside(rendered):
        return _compose_beside(rendered, where=where, first_note=first_note, paper=paper, note_word=note_word)
    calls: Counter[int] = Counter()

    def replace(match: re.Match[str]) -> str:
        if match["paper"]:
            return _paper_link(match["paper"], match["words"], paper(match["paper"]))
        number = first_note + int(match["note"])
        calls[number] += 1
        return _call(where, number, calls[number], note_word)

    html = MARKER.sub(replace, rendered.html)
    # Texts first, then what can be said of them: a note may call another one.
    notes = [MARKER.sub(replace, note) for note in rendered.notes]
    return Composed(
        html=html,
        notes=tuple(
            Note(
                id=f"fn-{where}-{number}",
                number=number,
                html=note,
                backlinks=tuple(_call_id(where, number, nth) for nth in range(1, calls[number] + 1)),
            )
            for number, note in enumerate(notes, first_note)
        ),
        count=len(notes),
    )


def _fits_beside(rendered: RenderedText) -> bool:
    """Whether each note is one paragraph that calls no other, and no call stands in a table, which would cut it off."""
    return "<table" not in rendered.html and all(
        note.startswith("<p>") and note.count("<p>") == 1 and note.rstrip().endswith("</p>") and "data-note" not in note
        for note in rendered.notes
    )


def _compose_beside(
    rendered: RenderedText,
    *,
    where: str,
    first_note: int,
    paper: Callable[[str], tuple[str, str] | None],
    note_word: str,
) -> Composed:
    shown: set[int] = set()

    def replace(match: re.Match[str]) -> str:
        if match["paper"]:
            return _paper_link(match["paper"], match["words"], paper(match["paper"]))
        place = int(match["note"])
        number, note_id = first_note + place, escape(f"fn-{where}-{first_note + place}")
        call = _button(note_id, number, f"{note_word} {number}")
        if place in shown:
            return call
        shown.add(place)
        text = MARKER.sub(replace, rendered.notes[place].strip().removeprefix("<p>").removesuffix("</p>"))
        return f'{call}<span class="beside" role="note" id="{note_id}" popover><b>{number}</b> {text}</span>'

    html = _BEFORE_CALL.sub(r'<span class="tied">\1</span>', MARKER.sub(replace, rendered.html))
    return Composed(html=html, notes=(), count=len(rendered.notes))


def _button(note_id: str, number: int, label: str) -> str:
    return (
        f'<sup class="call"><button type="button" popovertarget="{note_id}" aria-label="{escape(label)}">'
        f"{number}</button></sup>"
    )


def _paper_link(paper: str, words: str, target: tuple[str, str] | None) -> str:
    if target is None:
        return words or paper
    href, label = target
    return f'<a class="paper-link" href="{escape(href)}">{words or escape(label, quote=False)}</a>'


def _call(where: str, number: int, nth: int, note_word: str) -> str:
    label = escape(f"{note_word} {number}")
    call_id, note_id = escape(_call_id(where, number, nth)), escape(f"fn-{where}-{number}")
    return f'<sup><a id="{call_id}" href="#{note_id}" role="doc-noteref" aria-label="{label}">{number}</a></sup>'


def _call_id(where: str, number: int, nth: int) -> str:
    return f"fnref-{where}-{number}" + (f"-{nth}" if nth > 1 else "")
