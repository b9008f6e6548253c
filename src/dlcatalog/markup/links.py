"""Addresses and square brackets: what a link leads to, and which brackets of a text make one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final, Literal
from urllib.parse import urlsplit

from dlcatalog.markup.characters import SUSPECTS
from dlcatalog.markup.sanitise import SCHEMES

MAX_ADDRESS: Final = 2_000

TITLE: Final = r"""(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\))"""
ADDRESS: Final = (
    r"(?:<(?P<angled>[^<>\n]*+)>|"
    r"(?P<bare>(?:[^\s()\\]|\\[^\s]|\((?:[^\s()\\]|\\[^\s]){0,500}\)){1,2000}+|))"
)
INLINE_TARGET: Final = re.compile(rf"\([ \n]*+{ADDRESS}(?:[ \n]++{TITLE})?[ \n]*+\)")
REFERENCE: Final = re.compile(r"\[(?P<label>[^\[\]]{0,200})\]")
DEFINITION: Final = re.compile(
    rf" {{0,3}}\[(?P<label>[^\^\[\]\n][^\[\]\n]{{0,199}})\]:[ \t]*"
    rf"(?:<(?P<angled>[^<>\n]*+)>|(?P<bare>[^\s<]\S{{0,1999}}+))(?:[ \t]+{TITLE})?[ \t]*(?=\n|$)"
)
ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
SCHEME: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufffd\"<>\\^`{|}]")

Verdict = Literal["safe", "relative", "unsafe"]


def judge_address(address: str) -> Verdict:
    """Tell whether an address may be linked: http, https and mailto with something behind them, nothing else."""
    scheme = SCHEME.match(address)
    if scheme is None:
        return "relative" if address and not address.startswith("//") else "unsafe"
    name = scheme["scheme"].lower()
    if name not in SCHEMES or UNSAFE.search(address) or SUSPECTS.search(address):
        return "unsafe"
    try:
        parts = urlsplit(address)
        whole = "@" in parts.path if name == "mailto" else bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "unsafe"
    return "safe" if whole else "unsafe"


def address_of(match: re.Match[str]) -> str:
    """Return the address that a target or definition names, its escapes and entities read."""
    written = match["angled"] if match["angled"] is not None else match["bare"]
    return unescape(ESCAPED.sub(r"\1", written)).strip()


def fold_label(label: str) -> str:
    return " ".join(label.casefold().split())


@dataclass(frozen=True, slots=True)
class Bracket:
    """An open square bracket of the source at `start`; `part` is the index of what is written for it."""

    start: int
    part: int
    is_image: bool


@dataclass(slots=True)
class Brackets:
    """The open brackets of a text while it is read. Links do not hold links: the innermost wins."""

    source: str
    definitions: Mapping[str, str]
    waiting: list[Bracket] = field(default_factory=list)

    def close(self, offset: int, end: int) -> tuple[Bracket, int, str] | None:
        """Return the bracket that the one at `offset` closes, the end of the link and its address, if it is a link."""
        if not self.waiting:
            return None
        opening = self.waiting.pop()
        found = self._target(opening, offset, end)
        if found is None:
            return None
        if not opening.is_image:
            self.waiting = [bracket for bracket in self.waiting if bracket.is_image]
        return opening, *found

    def _target(self, opening: Bracket, offset: int, end: int) -> tuple[int, str] | None:
        target = INLINE_TARGET.match(self.source, offset + 1, end)
        if target:
            return target.end(), address_of(target)
        if not self.definitions:
            return None
        words = self.source[opening.start : offset].lstrip("!")[1:]
        reference = REFERENCE.match(self.source, offset + 1, end)
        label = fold_label((reference["label"] if reference else "") or words)
        if label not in self.definitions:
            return None
        return reference.end() if reference else offset + 1, self.definitions[label]
