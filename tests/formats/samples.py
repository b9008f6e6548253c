"""Invented papers, one builder."""

from __future__ import annotations

from typing import Any

from dlcatalog.formats.reference import Reference, settle_kind
from dlcatalog.model.paper import Paper
from dlcatalog.model.vocabulary import Venue

CONFERENCE = Venue(name="Conference on Invented Networks", short="CIN", kind="conference")
JOURNAL = Venue(name="Journal of Imaginary Results", short="JIR", kind="journal")
WORKSHOP = Venue(name="Workshop on Pretended Learning", short="WPL", kind="workshop")
SCHOOL = Venue(name="University of Nowhere", kind="other")
SITE = Venue(name="The Gradient Garden", kind="other")

# Models refuse it; texts that other rooms hand over may hold it.
SURROGATE = "half \ud800 a letter"

# Everything that has broken a bibliography so far, in the shape of titles.
HOSTILE = {
    "open-brace": "Nets {that never close",
    "close-brace": "Nets } breaking out",
    "entry-in-title": 'X}, note = {owned}} @article{evil, title = "y"',
    "backslashes": r"\input{secret} and \\ and \ end\\",
    "percent": "100% of nets, 50% off",
    "specials": "A & B # C_D ^ E ~ F",
    "quotes": "\"Nets\" and ``nets'' and 'nets'",
    "dashes": "nets -- and --- dashes - too",
    "dollars": "From $5 to $6 and \\$7",
    "bad-formula": "On $x}{y$ and $\\{z$",
    "control": "nul\x00bell\x07esc\x1b newline\nand\u2028more",
    "at": "@misc{nets} @ home",
    "many-braces": "{" * 150 + "deep" + "}" * 150,
    "scripts": "网络 и сети مع δίκτυα",
    "accents": "Ế ệ ï ÿ ș ţ ĳ Å ẞ đ Ŋ x\u0302",
}


def paper(**fields: Any) -> Paper:
    known: dict[str, Any] = {
        "title": "Dreaming Nets",
        "authors": ["Ada Invented"],
        "year": 2017,
        "area": "nets",
        "summary": "Short.",
        "links": {"paper": "https://papers.example/dreaming"},
    }
    return Paper.model_validate({**known, **fields})


def reference(*, venue: Venue | None = None, plain: str = "", page_url: str = "", **fields: Any) -> Reference:
    made = paper(**({"venue": "v"} if venue else {}), **fields)
    return Reference(
        id="invented2017dreaming",
        paper=made,
        kind=settle_kind(made, venue),
        venue=venue,
        title_plain=plain or made.title,
        page_url=page_url,
    )
