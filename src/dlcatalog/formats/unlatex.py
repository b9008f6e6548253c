"""LaTeX, as BibTeX values of the wild hold it, to plain words: accents, escapes and braces undone, formulas kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from dlcatalog.formats.latex import ACCENTS, LETTERS, SYMBOLS

_MARKS: Final = {command: mark for mark, command in ACCENTS.items()}
_NAMED: Final = {
    **{name: char for char, name in LETTERS.items()},
    **{name: char for char, name in SYMBOLS.items()},
    "textunderscore": "_", "textdollar": "\\$", "textasciigrave": "`", "textquotesingle": "'", "textquotedbl": '"',
    "textless": "<", "textgreater": ">", "textbar": "|", "textendash": "–", "textemdash": "—", "textbullet": "•",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "lq": "‘", "rq": "’", "textregistered": "®", "texttrademark": "™", "copyright": "©", "dots": "…", "ldots": "…",
    "textellipsis": "…", "S": "§", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "slash": "/", "textdegree": "°",
    "texttimes": "×", "space": " ", "quad": " ", "newline": " ", "newblock": " ",
}  # fmt: skip
# Commands whose argument is shown, and switches that show nothing.
_TRANSPARENT: Final = frozenset(
    ["emph", "textit", "textbf", "textrm", "textsf", "texttt", "textsc", "textsl", "textup", "textnormal", "text",
     "mbox", "hbox", "url", "path", "uppercase", "lowercase", "MakeUppercase", "NoCaseChange", "textsuperscript",
     "textsubscript", "underline", "bibinfo", "nolinkurl", "enquote"]
)  # fmt: skip
_SILENT: Final = frozenset(
    ["em", "it", "bf", "rm", "sf", "tt", "sc", "sl", "itshape", "bfseries", "rmfamily", "relax", "protect", "xspace",
     "sloppy", "noindent", "small", "null", "allowbreak", "penalty"]
)  # fmt: skip
_SYMBOL_COMMANDS: Final = {c: c for c in "&%#_{}"} | {
    " ": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "\\": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
}
_TOKEN: Final = re.compile(
    r"\\(?P<word>[A-Za-z]+)[ \t]*"
    r"|\\(?P<symbol>.)"
    r"|\$\$?(?P<math>(?:[^$\\]|\\.)+)\$\$?"
    r"|(?P<brace>[{}])"
    r"|(?P<dashes>-{2,3})|(?P<quotes>``|'')|(?P<tie>~)"
    r"|(?P<plain>[^\\${}~`'-]+|.)",
    re.DOTALL,
)
_NEEDS_READING: Final = re.compile(r"[\\{}$~`'-]")
_PAREN_MATH: Final = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
_VERBATIM_TILDE: Final = re.compile(r"\$\\sim\$|\{?\\textasciitilde\s*(?:\{\})?\}?|\\~(?:\{\})?")
_VERBATIM_ESCAPE: Final = re.compile(r"\\([_%&#^$\\])")
_URL_COMMAND: Final = re.compile(r"\\(?:url|path|nolinkurl)\s*")
_UNDO_PERCENT: Final = {"%7B": "{", "%7D": "}", "%5C": "\\"}
# Deeper groups and accents lose their structure, never their words.
_MAX_DEPTH: Final = 60


def decode(latex: str, *, dollar: str = "$") -> str:
    r"""Return the words of a LaTeX text on one line. Unknown commands stay as they are, for a person to see.

    `dollar` is how a literal dollar is written where the result goes: `\$` in a field that knows formulas.
    """
    if _NEEDS_READING.search(latex):
        latex = _Reading(_PAREN_MATH.sub(r"$\1$", latex), dollar).words()
    return " ".join(unicodedata.normalize("NFC", latex).split())


def decode_verbatim(latex: str) -> str:
    """Return the URL or id that a verbatim field holds, with the escapes that people add undone."""
    text = _VERBATIM_ESCAPE.sub(r"\1", _VERBATIM_TILDE.sub("~", _URL_COMMAND.sub("", latex)))
    return "".join(text.replace("{", "").replace("}", "").split())


def undo_percent_braces(text: str) -> str:
    """Return a DOI with the three characters that our writer percent-encodes."""
    for escape, char in _UNDO_PERCENT.items():
        text = text.replace(escape, char)
    return text


class _Reading:
    """One pass over one text."""

    def __init__(self, latex: str, dollar: str) -> None:
        self._tokens = list(_TOKEN.finditer(latex))
        self._at = 0
        self._dollar = dollar
        self._depth = 0

    def words(self) -> str:
        """Read to the end; a closing brace without an opening one is dropped."""
        pieces = []
        while self._at < len(self._tokens):
            pieces.append(self._group())
        return "".join(pieces)

    def _group(self) -> str:
        pieces: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token["brace"] == "}":
                break
            pieces.append(self._token(token))
        return "".join(pieces)

    def _token(self, token: re.Match[str]) -> str:
        kind = token.lastgroup or "plain"
        readers: dict[str, Callable[[re.Match[str]], str]] = {
            "word": self._word,
            "symbol": self._symbol,
            "math": lambda t: f"${t['math'].strip()}$",
            "brace": lambda _: self._nested(),
            "dashes": lambda t: "–" if len(t[0]) == 2 else "—",
            "quotes": lambda t: "“" if t[0] == "``" else "”",
            "tie": lambda _: " ",
        }
        return readers[kind](token) if kind in readers else self._plain(token[0])

    def _plain(self, text: str) -> str:
        return self._dollar if text == "$" else "" if text == "\\" else text

    def _nested(self) -> str:
        if self._depth >= _MAX_DEPTH:
            return ""
        self._depth += 1
        inside = self._group()
        self._depth -= 1
        return inside

    def _argument(self) -> str:
        """Read what an accent stands on: a group, a command, or the next character."""
        while self._at < len(self._tokens) and self._tokens[self._at][0].isspace():
            self._at += 1
        if self._at == len(self._tokens) or self._tokens[self._at]["brace"] == "}":
            return ""
        token = self._tokens[self._at]
        self._at += 1
        if self._depth >= _MAX_DEPTH:
            return token[0]
        self._depth += 1
        argument = self._token(token)
        self._depth -= 1
        return argument

    def _word(self, token: re.Match[str]) -> str:
        name = token["word"]
        if name in _MARKS:
            return self._accent(name)
        if name in _NAMED:
            return _NAMED[name] if name != "textdollar" else self._dollar
        if name == "ensuremath":
            return f"${self._argument()}$"
        if name == "href":
            self._argument()
            return self._argument()
        if name in _TRANSPARENT:
            return self._argument()
        return "" if name in _SILENT else token[0]

    def _symbol(self, token: re.Match[str]) -> str:
        symbol = token["symbol"]
        if symbol in _MARKS:
            return self._accent(symbol)
        if symbol == "$":
            return self._dollar
        return " " if symbol.isspace() else _SYMBOL_COMMANDS.get(symbol, token[0])

    def _accent(self, command: str) -> str:
        r"""Join a mark to its letter: \'e, \'{e}, \' e and \'{\i} alike; \~{} and \^{} are the signs themselves."""
        base = self._argument().lstrip()
        if not base:
            return command if command in "~^'`\"=." else ""
        letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
        return unicodedata.normalize("NFC", letter + _MARKS[command]) + base[1:]
