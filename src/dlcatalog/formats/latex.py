"""Plain words to LaTeX as a BibTeX value holds them: escapes, accents, kept capitals. Never unbalanced, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

# The record's rule for formulas, DESIGN 1.1: `$` touches what it encloses, no digit follows, `\$` is a dollar.
RE_MATH: Final = re.compile(r"(?<!\\)\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)")
# combining mark -> accent command
ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
LETTERS: Final = {
    "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH",
    "þ": "th", "Þ": "TH", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "å": "aa", "Å": "AA", "ŋ": "ng", "Ŋ": "NG",
    "ı": "i", "ȷ": "j",
}  # fmt: skip
# BibTeX counts braces whatever stands before them, so `\{` would have to be balanced and a named brace need not be.
SYMBOLS: Final = {
    "{": "textbraceleft",
    "}": "textbraceright",
    "\\": "textbackslash",
    "~": "textasciitilde",
    "^": "textasciicircum",
}
_ESCAPED: Final = "&%$#_"
# Private marks for braces that are ours; control characters are gone before they are set.
_OPEN, _CLOSE = "\x02", "\x03"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_LIGATURE: Final = re.compile(r"([-'`])(?=\1)")
_WORD: Final = re.compile(r"[^\W_]+")
_PLURAL: Final = re.compile(r"([A-Z][A-Z0-9]+)s", re.ASCII)
_BARE_IN_MATH: Final = re.compile(r"(?<!\\)[%#]")
_BRACE: Final = re.compile(r"[{}]")
_CAPITAL: Final = re.compile(r"[A-Z]")
_UNSAFE_VERBATIM: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_MAX_DEPTH: Final = 40
_SHOUTED_WORDS: Final = 4


def clean(text: str) -> str:
    """Return the text in NFC on one line, without control characters and lone surrogates."""
    if not text.isprintable():
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def encode(text: str) -> str:
    r"""Return words without TeX as LaTeX: every special character escaped, accents as `{\'e}`."""
    return _encode_marked(clean(text)) if text else ""


def encode_title(title: str, protect: Sequence[str] = ()) -> str:
    """Return a title as LaTeX: formulas stay, words in mixed or all capitals and those of `protect` are kept by braces.

    A title that is all in capitals keeps only those of `protect`: braces round every word would be the whole title.
    """
    title = clean(title)
    wanted = _wanted(protect)
    shouted = _is_shouted(title)
    return "".join(
        _encode_math(piece) if is_math else _encode_marked(_mark(piece, wanted, shouted=shouted))
        for piece, is_math in _segments(title)
    )


def encode_verbatim(text: str) -> str:
    """Return a URL or an id as it may stand in `url` and `doi`, which LaTeX reads verbatim."""
    return clean(text).translate(_UNSAFE_VERBATIM)


def keeps_capitals(text: str) -> bool:
    """Whether these words get braces without being asked for."""
    return _mark(text, None, shouted=False) != text


def _encode_marked(text: str) -> str:
    return _LIGATURE.sub(r"\1{}", text.translate(_table()))


def _segments(title: str) -> Iterator[tuple[str, bool]]:
    """Split into words and formulas; a formula that BibTeX could not hold counts as words."""
    if "$" not in title:
        yield title, False
        return
    start = 0
    for match in RE_MATH.finditer(title):
        if _held(match[1]) is not None:
            yield title[start : match.start()].replace("\\$", "$"), False
            yield match[1], True
            start = match.end()
    yield title[start:].replace("\\$", "$"), False


def _held(formula: str) -> str | None:
    """Return the formula with braces that balance in BibTeX's eyes, or None."""
    for attempt in (formula, formula.replace("\\{", "\\lbrace ").replace("\\}", "\\rbrace ")):
        if _is_balanced(attempt):
            return attempt
    return None


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if not 0 <= depth <= _MAX_DEPTH:
            return False
    return depth == 0


def _encode_math(formula: str) -> str:
    encoded = f"${_BARE_IN_MATH.sub(_escape, _held(formula) or '')}$"
    # Styles that lower a title's case lower formulas too: $L_2$ would become $l_2$.
    return f"{{{encoded}}}" if _CAPITAL.search(encoded) else encoded


def _escape(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _wanted(protect: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of the protected phrases as whole words, with a plural s."""
    phrases = sorted({clean(p) for p in protect} - {""}, key=lambda p: (-len(p), p))
    if not phrases:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?=s?(?!\w))")


def _mark(text: str, wanted: re.Pattern[str] | None, *, shouted: bool) -> str:
    """Put our marks round what must keep its capitals."""
    if wanted is None:
        return text if shouted else _WORD.sub(_mark_word, text)
    marked, start = [], 0
    for match in wanted.finditer(text):
        marked.append(_mark(text[start : match.start()], None, shouted=shouted))
        marked.append(f"{_OPEN}{match[0]}{_CLOSE}")
        start = match.end()
    return "".join(marked) + _mark(text[start:], None, shouted=shouted)


def _mark_word(match: re.Match[str]) -> str:
    word = match[0]
    has_inner_capital = word[1:].lower() != word[1:]
    if not has_inner_capital and not (len(word) == 1 and word.isupper() and _is_name_of_one_letter(match)):
        return word
    plural = _PLURAL.fullmatch(word)
    return f"{_OPEN}{plural[1]}{_CLOSE}s" if plural else f"{_OPEN}{word}{_CLOSE}"


def _is_name_of_one_letter(match: re.Match[str]) -> bool:
    """The Q of Q-learning and the C of Vitamin C; but "A" is an article unless something is joined to it."""
    return match[0] != "A" or match.string[match.end() : match.end() + 1] in ("-", "*", "+")


def _is_shouted(title: str) -> bool:
    return title.isupper() and len(_WORD.findall(title)) >= _SHOUTED_WORDS


@cache
def _table() -> dict[int, str]:
    table = {ord(c): f"\\{c}" for c in _ESCAPED}
    table |= {ord(c): f"{{\\{name}}}" for c, name in SYMBOLS.items()}
    table |= {
        code: accented for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if (accented := _accented(chr(code)))
    }
    table |= {ord(c): f"{{\\{name}}}" for c, name in LETTERS.items()}
    return table | {ord(_OPEN): "{", ord(_CLOSE): "}"}


def _accented(letter: str) -> str:
    r"""Return `{\'e}` for é, `{\'{\^e}}` for ế, "" for what TeX has no accent for."""
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not base.isascii() or not all(mark in ACCENTS for mark in marks):
        return ""
    # Marks above an i or j replace its dot, those below do not.
    inner = f"\\{base}" if base in "ij" and unicodedata.combining(marks[0]) == 230 else base
    for position, mark in enumerate(marks):
        command = ACCENTS[mark]
        argument = f"{{{inner}}}" if position else inner
        gap = " " if command.isalpha() and argument[0].isalpha() else ""
        inner = f"\\{command}{gap}{argument}"
    return f"{{{inner}}}"
