"""Repairs what latex2mathml writes, so that browsers which know MathML Core only show what was meant.

Letter styles become letters of their own (mathvariant is gone from MathML Core), names of functions stand upright
with thin spaces, fences are operators, lengths are bounded.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final
from xml.etree.ElementTree import Element

from dlcatalog.markup.characters import SUSPECTS
from dlcatalog.markup.letters import styled
from dlcatalog.markup.sanitise import LENGTHS, MATHML_ATTRIBUTES

FENCES: Final = frozenset("⟨⟩⌈⌉⌊⌋⟦⟧")
FUNCTIONS_TEXT: Final = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf inj ker lg lim ln log max min Pr sec "
    "sin sinh sup tan tanh"
)
FUNCTIONS: Final = frozenset(FUNCTIONS_TEXT.split())
MOVABLE: Final = frozenset(
    {"max", "min", "sup", "inf", "lim", "arg max", "arg min", "lim sup", "lim inf", "det", "gcd", "Pr"}
)
BRACES: Final = frozenset({r"\{", r"\}"})
ROWS: Final = frozenset({"mrow", "mtd", "mstyle", "msqrt", "mpadded", "mphantom", "menclose"})
SCRIPTS: Final = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
UNDER: Final[Mapping[str, str]] = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
ARITY: Final[Mapping[str, int]] = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
ACCENTS: Final = frozenset("~^¯―‾˙¨ˇ`´˘→←↔⃗")
LENGTH: Final = re.compile(r"(?P<number>[+-]?\d{0,2}(?:\.\d{0,4})?)(?P<unit>em|ex|mu|px|pt)?")
NAMED_LENGTHS: Final[Mapping[str, str]] = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
}
THIN: Final = "0.167em"
IS_FUNCTION: Final = "function"


def repair(element: Element, *, is_display: bool) -> Element:
    """Repair `element` and all below it in place; return it."""
    for child in element:
        repair(child, is_display=is_display)
    # The library writes characters as entities; one that came from the text may be no invisible character.
    text = SUSPECTS.sub("", unescape(element.text or ""))
    element.text = text.replace("\u2009", " ").replace("\u2006", " ")
    if element.tag in {"mi", "mo", "mn", "mtext"}:
        _repair_token(element)
    if element.tag in ROWS:
        _merge_upright(element)
        _space_functions(element)
    _repair_scripts(element, is_display=is_display)
    return element


def as_html(element: Element) -> str:
    """Return the element as HTML, with no attribute but those of the one list of them."""
    allowed = MATHML_ATTRIBUTES.get(element.tag)
    inside = escape(element.text or "", quote=False) + "".join(as_html(child) for child in element)
    if allowed is None:
        return inside if len(element) == 0 else f"<mrow>{inside}</mrow>"
    pairs = ((name, _bounded(name, value)) for name, value in sorted(element.attrib.items()) if name in allowed)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in pairs if value)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def _bounded(name: str, value: str) -> str:
    """Return a length that cannot cover the page, or none; other values as they are."""
    if name not in LENGTHS and name != "linethickness":
        return value
    value = NAMED_LENGTHS.get(value, value)
    length = LENGTH.fullmatch(value.strip())
    if length is None or not length["number"].strip("+-."):
        return ""
    number, unit = float(length["number"]), length["unit"] or ""
    if unit == "mu":
        return f"{number / 18:.3f}em"
    limit = 10 if unit in {"em", "ex"} else 50
    return value.strip() if -2 <= number <= limit else ""


def _repair_token(element: Element) -> None:
    text = element.text or ""
    if len(element) > 0:
        # \mathop{…}: an operator may hold letters only, not a row.
        element.tag = "mrow"
        element.attrib = {IS_FUNCTION: "true"}
        return
    variant = element.attrib.pop("mathvariant", "")
    if element.tag != "mtext" and variant not in {"", "normal"}:
        text = styled(text, variant)
    elif variant == "normal" and element.tag == "mi":
        element.set("mathvariant", "normal")
    if text in BRACES:
        text = text[1]
    elif text.startswith("\\") and text[1:] in FUNCTIONS:
        text = text[1:]
    element.text = text
    if text in FENCES:
        element.tag = "mo"
        element.attrib = {"stretchy": "false", **element.attrib}
    elif element.tag in {"mi", "mo"} and _is_name(element, text):
        element.tag = "mi"
        element.attrib = {IS_FUNCTION: "true"}


def _is_name(element: Element, text: str) -> bool:
    return text in FUNCTIONS or text in MOVABLE or (element.tag == "mo" and len(text) > 1 and text[0].isalpha())


def _merge_upright(row: Element) -> None:
    """Make one name of upright letters that follow one another."""
    merged: list[Element] = []
    for child in row:
        if merged and _is_upright(child) and _is_upright(merged[-1]):
            merged[-1].text = (merged[-1].text or "") + (child.text or "")
        else:
            merged.append(child)
    row[:] = merged
    for child in row:
        if _is_upright(child) and len(child.text or "") > 1:
            # A name of several letters is upright by itself.
            del child.attrib["mathvariant"]


def _is_upright(element: Element) -> bool:
    return element.tag == "mi" and element.get("mathvariant") == "normal" and (element.text or "").isalnum()


def _space_functions(row: Element) -> None:
    spaced: list[Element] = []
    for child in row:
        before = spaced[-1] if spaced else None
        if before is not None and _needs_space(before, child):
            spaced.append(Element("mspace", {"width": THIN}))
        spaced.append(child)
    row[:] = spaced


def _needs_space(before: Element, after: Element) -> bool:
    if "mspace" in {before.tag, after.tag} or after.tag == "mo":
        return False
    is_closing = before.tag == "mo" and (before.text or "") in {")", "]", "}"}
    return _is_function(before) or (_is_function(after) and (before.tag != "mo" or is_closing))


def _is_function(element: Element) -> bool:
    if element.tag in SCRIPTS and len(element) > 0:
        return _is_function(element[0])
    return element.get(IS_FUNCTION) == "true"


def _repair_scripts(element: Element, *, is_display: bool) -> None:
    arity = ARITY.get(element.tag)
    if arity is None:
        return
    while len(element) < arity:
        element.append(Element("mrow"))
    if len(element) > arity:
        rest = Element("mrow")
        rest.extend(element[arity - 1 :])
        element[arity - 1 :] = [rest]
    if is_display and (element[0].text or "") in MOVABLE and element.tag in UNDER:
        element.tag = UNDER[element.tag]
    if element.tag == "mover" and (element[1].text or "") in ACCENTS:
        element.set("accent", "true")
