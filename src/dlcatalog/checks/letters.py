"""Letters that were read in the wrong encoding once, and have stayed so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dlcatalog.checks.finding import FileSubject, Finding
from dlcatalog.text import quote

# What bytes 0x80 to 0xBF are in Windows-1252; where it has no letter, Latin-1's control is refused by the reader anyway.
_CONTINUATION: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ" + "".join(map(chr, range(0xA0, 0xC0)))
# A letter in quotation marks is just that.
_GARBLED: Final = re.compile(f"[ÂÃÄÅ](?!(?<=[«„“‘‚][ÂÃÄÅ])[”“’‘»›])[{_CONTINUATION}]|â€[{_CONTINUATION}]|�+")
# What a garbled sequence must turn out to be: a letter with a mark, or a sign of typesetting.
_MEANT: Final = re.compile(r"[À-ſ\u00a0-\u00bf‐-‧‹›€]")


def mojibake(file: FileSubject) -> Iterator[Finding]:
    """A text must not hold letters that were read in the wrong encoding, such as Ã© for é and â€™ for ’, nor U+FFFD, which stands for a lost one."""
    if file.text.isascii():
        return
    for found in _GARBLED.finditer(file.text):
        if found[0].startswith("�"):
            message = "the text must hold the letter that was here, not U+FFFD, which stands for a lost one"
            yield Finding(path=file.path, at=found.span(), message=message, help="write the letter")
            continue
        meant = _mended(found[0])
        if _MEANT.fullmatch(meant):
            message = f"the text must hold {quote(meant)}, not {quote(found[0])}, which is that in the wrong encoding"
            replacement = meant if meant.isprintable() else None
            yield Finding(
                path=file.path, at=found.span(), message=message, help=f"write {meant}", replacement=replacement
            )


def _mended(garbled: str) -> str:
    """Return what the bytes mean as UTF-8, or ""."""
    try:
        return garbled.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
