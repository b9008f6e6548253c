"""Texts to the words that are looked up. `static/search-engine.js` says the same in JavaScript, and must."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from dlcatalog.text import strip_marks

LONGEST_WORD: Final = 48
LONGEST_JOINED: Final = 40
MOST_JOINED: Final = 4
_WORD = r"[^\W_]+(?:[+#]{1,2}(?![^\W_]))?"
_CHUNK = re.compile(rf"{_WORD}(?:[-‐‑‒–'’._/&]{_WORD})*")
_IN_CHUNK = re.compile(_WORD)
_PLAIN = re.compile(r"[a-z0-9]+", re.ASCII)
# Scripts without spaces between words.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of letters and digits with at most one hyphen, point or apostrophe between them.

    Attributes:
        words: its words in their order; "k-NN" has "k" and "nn".
        joined: the same without what stands between, "knn"; "" where that means nothing.
        marked: a single word with its plus signs, "c++", or "".
    """

    words: tuple[str, ...]
    joined: str = ""
    marked: str = ""


@dataclass(slots=True)
class Words:
    """The words of a text in their order, and other forms that it is found by."""

    sequence: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def comparable(text: str) -> str:
    """Return the text without accents and capitals, punctuation kept."""
    return strip_marks(text).casefold()


def chunks(text: str) -> Iterator[Chunk]:
    """Yield the chunks of a text."""
    for match in _CHUNK.finditer(comparable(text)):
        yield _chunk(match[0])


def _chunk(text: str) -> Chunk:
    if _PLAIN.fullmatch(text):
        return Chunk((text[:LONGEST_WORD],))
    parts = [word for raw in _IN_CHUNK.findall(text) for word in _split(raw.rstrip("+#"))]
    words = tuple(part[:LONGEST_WORD] for part in parts)
    if len(words) == 1:
        marked = text if text[-1] in "+#" and len(text) <= LONGEST_WORD else ""
        return Chunk(words, marked=marked)
    joined = "".join(words)
    has_meaning = (
        len(words) <= MOST_JOINED
        and len(joined) <= LONGEST_JOINED
        and not joined.isdigit()
        and not _UNSPACED.search(text)
    )
    marks = text[len(text.rstrip("+#")) :]
    return Chunk(words, joined=joined if has_meaning else "", marked=joined + marks if marks and has_meaning else "")


def _split(word: str) -> Iterator[str]:
    """Spell lone Greek letters out; cut scripts without spaces into pairs of signs."""
    if word.isascii():
        yield word
        return
    if word in _GREEK:
        yield _GREEK[word]
        return
    end = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > end:
            yield word[end : run.start()]
        signs = run[0]
        yield from (signs[i : i + 2] for i in range(max(1, len(signs) - 1)))
        end = run.end()
    if end < len(word):
        yield word[end:]


def words_of(texts: Iterable[str]) -> Words:
    """Return the words of some texts, one after another."""
    found = Words()
    sequence = found.sequence
    for text in texts:
        # Nearly all are plain words: they take no detour by `Chunk`.
        for raw in _CHUNK.findall(comparable(text)):
            if raw.isascii() and raw.isalnum() and len(raw) <= LONGEST_WORD:
                sequence.append(raw)
                continue
            chunk = _chunk(raw)
            sequence += chunk.words
            found.extra += [form for form in (chunk.joined, chunk.marked) if form]
    return found


_VARIANTS: Final = (
    (re.compile(r"is(e|ed|es|er|ing|ation|ations|able)$"), r"iz\1"),
    (re.compile(r"iz(e|ed|es|er|ing|ation|ations|able)$"), r"is\1"),
    (re.compile(r"(.{2})our(|s|ed|ing|al)$"), r"\1or\2"),
    (re.compile(r"(.{2})or(|s|ed|ing|al)$"), r"\1our\2"),
    (re.compile(r"(.)ll(ed|ing|er|ers)$"), r"\1l\2"),
    (re.compile(r"([^l])l(ed|ing|er|ers)$"), r"\1ll\2"),
    (re.compile(r"(.{2})ies$"), r"\1y"),
    (re.compile(r"(.{2})y$"), r"\1ies"),
    (re.compile(r"(.{2}[^s])s$"), r"\1"),
    (re.compile(r"(.{2}[^s])$"), r"\1s"),
)


def variants(word: str) -> list[str]:
    """Return other spellings of an English word: -ise and -ize, -our and -or, one and many. They need not exist."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return []
    found = [pattern.sub(instead, word) for pattern, instead in _VARIANTS if pattern.search(word)]
    return list(dict.fromkeys(form for form in found if form != word))
