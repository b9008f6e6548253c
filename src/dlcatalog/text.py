"""Plain words: accent folding, slugs, did-you-mean. Knows nothing of papers."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that NFKD leaves whole although readers type them with plain ones.
SPELLED_OUT = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
        "ŋ": "ng", "Ŋ": "NG", "ı": "i", "ĸ": "k", "ə": "e", "Ə": "E", "ƒ": "f", "ɓ": "b", "ɗ": "d",
        # Letters to Unicode, apostrophes to whoever types a name.
        "ʹ": "'", "ʻ": "'", "ʼ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "ˈ": "'",
    }
)  # fmt: skip
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_ASCII_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_SLUG_BYTES = 80
_SLUG_CUT = 60


def strip_marks(text: str) -> str:
    """Return the text with accents dropped and letters such as ß, ø, ł spelled out."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(SPELLED_OUT))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(SPELLED_OUT)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the form in which two spellings are compared: no marks, no case, no punctuation, single spaces."""
    return _NOT_WORD.sub(" ", strip_marks(text).casefold()).strip()


def name_slug(name: str) -> str:
    """Return the URL segment of a person's name "Given Family".

    Where folding loses a letter, leaves nothing, or the slug would pass 80 bytes, what is left (cut to 60) gets `-` and
    8 hex digits of the SHA-256 of the NFC name, so that no two names share a page by accident.
    """
    folded = fold(name)
    slug = _NOT_SLUG.sub("-", folded).strip("-")
    lost = any(not c.isascii() and c.isalnum() for c in folded)
    if slug and not lost and len(slug) <= _SLUG_BYTES:
        return slug
    digest = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:8]
    return f"{slug[:_SLUG_CUT]}-{digest}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to a mistyped one, or "" if none is near."""
    # Imported late: a clean run never needs it.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    choices = sorted(set(known))
    if not choices or not word:
        return ""
    by_fold = {fold(c).replace(" ", ""): c for c in reversed(choices)}
    exact = by_fold.get(fold(word).replace(" ", ""))
    if exact:
        return exact
    allowed = max(1, (min(len(word), 24) + 2) // 3)
    found = process.extractOne(
        word.casefold(), choices, processor=str.casefold, scorer=OSA.distance, score_cutoff=allowed
    )
    if found:
        return str(found[0])
    longer = [c for c in choices if len(word) > 2 and (c.startswith(word) or word in c.split("-"))]
    return longer[0] if len(longer) == 1 else ""


def meant(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return a `help` line: "did you mean 'x'?" where something is near, else `otherwise`."""
    near = did_you_mean(word, known)
    return f"did you mean '{near}'?" if near else otherwise


def quote(value: object, *, limit: int = 80) -> str:
    """Return a value of a record as it may stand in a message: quoted, on one line, control characters escaped, cut."""
    text = str(value)
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"'{printable(text)}'"


def printable(text: str) -> str:
    """Return the text with everything a terminal might obey, or that misleads a reader, written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(char: str) -> str:
    code = ord(char)
    names = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return names.get(char) or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


def markdown_words(text: str) -> str:
    """Return words on one line that Markdown, in tables too, shows as they are: every sign of ASCII becomes a reference."""
    return _ASCII_SIGN.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(printable(text).split()))


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 paper", "2 papers", "1,234 papers"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
