"""Titles are words as the paper writes them: no shouting, no leftovers of another markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from dlcatalog.checks.finding import Finding, RecordSubject
from dlcatalog.text import quote

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_FORMULA: Final = re.compile(r"\\\$|\$(?:[^$\\]|\\.)*\$")
_FEW_WORDS: Final = 3
_MOSTLY: Final = 0.8
# What a piece of foreign markup looks like, how messages call it, and which group of it are the words.
_MARKUP: Final = (
    (re.compile(r"&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,5}|amp|lt|gt|quot|apos|nbsp|[nm]dash|[a-z]{2,8}(?:acute|grave|uml|circ|cedil|tilde|caron));"), "an HTML entity"),
    (re.compile(r"</?(?:i|b|u|em|strong|su[bp]|span|tt|code|small|scp|p|br|(?:mml|jats):\w{1,20})(?:\s[^<>]{0,200})?/?>", re.IGNORECASE), "an HTML tag"),
    (re.compile(r"\*\*(?=\S)([^*]{1,300})(?<=\S)\*\*"), "Markdown"),
    (re.compile(r"``[^`]{1,300}''"), "quotation marks of LaTeX"),
    (re.compile(r"(?<!`)`([^`]{1,300})`(?!`)"), "Markdown"),
    (re.compile(r"(?<![\w*])\*(?=\w)([^*]{1,300})(?<=\w)\*(?![\w*])"), "Markdown"),
    (re.compile(r"(?<![\w_])_(?=\w)([^_]{1,300})(?<=\w)_(?![\w_])"), "Markdown"),
    (
        re.compile(
            r"\{?\\[\"'`^~=.](?:\s?\{\\?[A-Za-z]\}|\\?[A-Za-z])\}?|\\[A-Za-z]+(?:\{[^{}]{0,300}\})?|\\(?![\s$A-Za-z0-9])\S"
        ),
        "LaTeX",
    ),
    (re.compile(r"\{([A-Za-z][\w .:+/-]{0,300})\}"), "braces of BibTeX"),
)  # fmt: skip


def title_in_capitals(record: RecordSubject) -> Iterator[Finding]:
    """A title should not be written in capitals, even where the paper prints it so: write it with capitals where a sentence or a headline has them."""
    words = _WORD.findall(_without_formulas(record.paper.title))
    loud = sum(word.isupper() for word in words)
    if len(words) >= _FEW_WORDS and loud >= _MOSTLY * len(words):
        hint = "write it as a headline or as a sentence"
        yield Finding(path=record.path, where=("title",), message="'title' must not be all in capitals", help=hint)


def title_in_small_letters(record: RecordSubject) -> Iterator[Finding]:
    """A title should have a capital letter somewhere: one of four words and more without any was probably typed in haste."""
    title = _without_formulas(record.paper.title)
    # Scripts without capitals are in small letters by nature.
    if title.islower() and title.isascii() and len(_WORD.findall(title)) > _FEW_WORDS:
        hint = "write it as the paper does; where the paper does so too, say title-in-small-letters: off in site.yaml"
        message = "'title' must have capitals where the paper has them"
        yield Finding(path=record.path, where=("title",), message=message, help=hint)


def title_markup(record: RecordSubject) -> Iterator[Finding]:
    """A title should hold words and $TeX$, nothing else: tags, entities, LaTeX commands, BibTeX braces and Markdown are leftovers, and readers see them as they stand."""
    title = record.paper.title
    if not any(char in title for char in "&<*`_\\{"):
        return
    hidden = _FORMULA.sub(lambda formula: " " * len(formula[0]), title)
    for pattern, name in _MARKUP:
        matches = list(pattern.finditer(hidden))
        hidden = pattern.sub(lambda piece: " " * len(piece[0]), hidden)
        for found in matches:
            hint = "write the capitals' words into 'protect'" if name == "braces of BibTeX" else "write the words alone"
            yield Finding(
                path=record.path,
                where=("title",),
                part=found.span(),
                message=f"'title' must hold words and $TeX$, not {name} such as {quote(found[0])}",
                help=hint,
                replacement=_words_of(found, name),
            )


def _words_of(found: re.Match[str], name: str) -> str | None:
    """What the markup means, where that is certain."""
    if name == "an HTML entity":
        char = unescape(found[0])
        return char if len(char) == 1 else None
    if name == "an HTML tag":
        return None if found[0].lower().startswith(("<sub", "<sup", "</sub", "</sup", "<p", "<br")) else ""
    return found[1] if found.re.groups else None


def _without_formulas(title: str) -> str:
    return _FORMULA.sub(" ", title) if "$" in title else title
