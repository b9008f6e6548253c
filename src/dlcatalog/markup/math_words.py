"""Formulas in words: readable Unicode (ε-greedy, x², n_in, √x) from MathML, for search and previews."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from dlcatalog.markup.plain import fold_whitespace

RAISED: Final[Mapping[str, str]] = dict(zip("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
COMBINING: Final[Mapping[str, str]] = {
    "~": "\u0303",
    "^": "\u0302",
    "¯": "\u0304",
    "―": "\u0304",
    "‾": "\u0304",
    "˙": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "`": "\u0300",
    "´": "\u0301",
    "˘": "\u0306",
    "→": "\u20d7",
}
SPACED: Final = frozenset("=<>≤≥≠≈≡∼≃≅∝∈∉∋⊂⊆⊃⊇→←↔↦⇒⇐⇔+−×·±∓∪∩∧∨∘⊗⊕⊙≪≫≔∣⩽⩾≺≻⟶∖÷")
LARGE: Final = frozenset("∑∏∫∬∮⋃⋂⨁⨂∐⋁⋀")
SIMPLE: Final = re.compile(r"(?:[^\W_][\u0300-\u036f\u20d7]*)+[′″*]*|\d+(?:\.\d+)?|[∞∗⊤⊥†∂∇]|\([^()]*\)")
FACTOR: Final = re.compile(r"[^\W_]+_[^\W_]+")
SIGN: Final = re.compile(r"(^|[(\[{,=<>≤≥∈→|^_/+−±×·]\s?)([+−±∓]) ")
OPENING: Final = re.compile(r"([(\[{⟨⌊⌈]) ")
STRETCHED: Final = frozenset("⏞⏟⎴⎵⏜⏝_―←→↔")
PRIMES: Final = re.compile(r"[′″‴⁗*]+")


def as_words(element: Element) -> str:
    words = OPENING.sub(r"\1", fold_whitespace(_words(element)))
    return fold_whitespace(SIGN.sub(r"\1\2", words))


def _words(element: Element) -> str:
    tag, text = element.tag, element.text or ""
    match tag:
        case "mi" | "mn":
            return f"{text} " if text.startswith("\\") else unicodedata.normalize("NFKC", text)
        case "mo":
            return _operator(text)
        case "mtext":
            return text.replace("\u00a0", " ")
        case "mspace":
            return "" if element.get("width", "").startswith(("-", "negative")) else " "
        case "mphantom":
            return ""
        case _:
            return _layout(element)


def _layout(element: Element) -> str:
    match element.tag:
        case "mfrac":
            return _fraction(element)
        case "msqrt":
            return "√" + _grouped("".join(map(_words, element)))
        case "mroot":
            return _raised(as_words(element[1])).removeprefix("^") + "√" + _grouped(as_words(element[0]))
        case "mtable":
            return "; ".join(" ".join(as_words(cell) for cell in row) for row in element)
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
            return _scripts(element)
        case _:
            return (element.text or "") + "".join(map(_words, element))


def _operator(text: str) -> str:
    if text in SPACED:
        return f" {text} "
    return {",": ", ", "\u2061": "", "∥": "‖"}.get(text, text)


def _fraction(element: Element) -> str:
    over, under = as_words(element[0]), as_words(element[1])
    if element.get("linethickness", "").startswith("0"):
        return f"{over} choose {under}"
    return f"{_grouped(over)}/{_grouped(under)}"


def _scripts(element: Element) -> str:
    base = as_words(element[0])
    if element.tag == "mover" and (accent := COMBINING.get(element[1].text or "")):
        return unicodedata.normalize("NFC", base + accent) if len(base) == 1 else base
    if element.tag in {"mover", "munder"} and element[1].text in STRETCHED:
        return base
    below = as_words(element[1]) if element.tag not in {"msup", "mover"} else ""
    above = as_words(element[-1]) if element.tag not in {"msub", "munder"} else ""
    is_apart = base in LARGE or (len(base) > 1 and base.replace(" ", "").isalpha())
    base = base if len(base) == 1 or is_apart else _grouped(base)
    return base + (f"_{_grouped(below, tight=True)}" if below else "") + _raised(above) + (" " if is_apart else "")


def _raised(words: str) -> str:
    if not words or PRIMES.fullmatch(words):
        return words
    tight = words.replace(" ", "")
    if all(character in RAISED for character in tight):
        return "".join(RAISED[character] for character in tight)
    return f"^{_grouped(words, tight=True)}"


def _grouped(words: str, *, tight: bool = False) -> str:
    """Return `words` in brackets unless they are one thing."""
    words = fold_whitespace(words)
    if SIMPLE.fullmatch(words) or (not tight and FACTOR.fullmatch(words)):
        return words
    return f"({words.replace(' ', '') if tight else words})"
