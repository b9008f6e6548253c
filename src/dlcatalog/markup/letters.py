"""Letters in the styles of mathematics, as Unicode has them: bold 𝐱, script 𝒪, double-struck 𝔼."""

import functools
import unicodedata
from collections.abc import Mapping
from typing import Final

STYLES: Final[Mapping[str, str]] = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC",
    "monospace": "MONOSPACE",
}
OLDER: Final[Mapping[str, str]] = {"FRAKTUR": "BLACK-LETTER"}
"""Styles whose first letters Unicode named before it had the others."""
PREFIXES: Final = ("LATIN ", "GREEK ")


def styled(text: str, variant: str) -> str:
    """Return `text` in the letters of a mathvariant; what has no such letter stays."""
    style = STYLES.get(variant)
    return "".join(_styled(character, style) for character in text) if style else text


@functools.cache
def _styled(character: str, style: str) -> str:
    name = unicodedata.name(character, "")
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    name = name.replace(" LETTER ", " ")
    for candidate in (f"MATHEMATICAL {style} {name}", f"{style} {name}", f"{OLDER.get(style, style)} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return character
