"""Plain text: words without markup, and the first sentence of them."""

import re
from typing import Final

MAX_SENTENCE: Final = 300

ABBREVIATIONS_TEXT: Final = (
    "e.g i.e cf al vs viz resp approx ca vol dr prof mr mrs ms jr sr dept univ w.r.t a.k.a i.i.d ph.d"
)
ABBREVIATIONS: Final = frozenset(ABBREVIATIONS_TEXT.split())
NUMBERED_TEXT: Final = "no nos fig figs eq eqs sec secs ch p pp tab thm def prop lem alg app ref refs ed"
NUMBERED: Final = frozenset(NUMBERED_TEXT.split())
SENTENCE_END: Final = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)[\"'”’)\]]*+(?=\s|$)|(?<![。！？])[。！？]++[」』”’）]*+"
)
LAST_WORD: Final = re.compile(r"[^\s(\[\"'“‘]*$")
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def fold_whitespace(text: str) -> str:
    return " ".join(text.split())


def first_sentence(text: str) -> str:
    """Return the first sentence of a folded text, cut at a word with an ellipsis where it is over 300 characters."""
    for match in SENTENCE_END.finditer(text):
        if _ends_sentence(text, match):
            return shorten(text[: match.end()])
    return shorten(text)


def shorten(text: str, limit: int = MAX_SENTENCE) -> str:
    """Return `text` in at most `limit` characters, cut between words and marked by an ellipsis if it was longer."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    words = cut.rpartition(" ")[0]
    return (words or cut[: limit - 1]).rstrip(" ,;:.–—-") + "…"


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match["mark"] != ".":
        return match["mark"] is None or not _continues(text, match.end())
    if match.end() == len(text):
        return True
    before = LAST_WORD.search(text, max(match.start() - 40, 0), match.start())
    word = before[0] if before else ""
    if word.lower() in ABBREVIATIONS or INITIALS.fullmatch(word):
        return False
    if word.lower() in NUMBERED and text[match.end() + 1 : match.end() + 2].isdigit():
        return False
    return not _continues(text, match.end())


def _continues(text: str, end: int) -> bool:
    return text[end : end + 2].strip().islower()
