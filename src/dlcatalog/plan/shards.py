"""Where the reading list's data lies: which shard holds a paper, which one answers for a reference. Pure arithmetic.

The browser does the same sums (static/shards.js), so nothing here may change without it. A shard is chosen by the top
bits of a CRC-32: any number of shards that is a power of two then holds equal parts, and both languages have it cheap.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from typing import Final

from dlcatalog.catalog.facts import PaperFacts
from dlcatalog.text import SPELLED_OUT

# Papers that one shard holds at most on average. Between half of that and all of it, a shard has 20 to 60 kB.
CARDS: Final = 192
CITES: Final = 24
FINDS: Final = 384
# What a title is not known by: spaces, punctuation, accents. The letters and digits of all scripts stay.
_NOT_IN_KEY: Final = re.compile(
    "[\x00-/:-@[-`{-\u00bf\u0300-\u036f\u2000-\u20cf\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f]+"
)


def bits(papers: int, most: int) -> int:
    """Return how many bits name a shard, if none is to hold more than `most` of the papers on average."""
    needed = max(0, papers - 1) // most
    return needed.bit_length()


def place(text: str, bits_used: int) -> int:
    """Return the number of the shard that holds this text."""
    return zlib.crc32(text.encode()) >> (32 - bits_used)


def name(number: int, bits_used: int) -> str:
    """Return the number as file names have it: hexadecimal, two digits or what the last one needs."""
    return f"{number:0{max(2, -(-bits_used // 4))}x}"


def mark(key: str) -> str:
    """Return what a reference's key is known by inside its shard: 52 bits in hexadecimal."""
    backwards = zlib.crc32(key[::-1].encode())
    return f"{zlib.crc32(key.encode()):08x}{backwards >> 12:05x}"


def title_key(title: str) -> str:
    """Return the letters and digits of a title in lower case, without accents: what two spellings of it share."""
    if not title.isascii():
        title = unicodedata.normalize("NFKD", title.translate(SPELLED_OUT))
    return _NOT_IN_KEY.sub("", title.lower().replace("ς", "σ"))


def reference_keys(paper: PaperFacts) -> Iterable[tuple[str, str]]:
    """Yield (key, value) of everything that a bibliography may know a paper by; a title needs its year beside it."""
    ids = dict(paper.ids)
    for kind in ("doi", "arxiv"):
        if kind in ids:
            yield f"{kind}:{ids[kind].lower()}", paper.id
    known = title_key(paper.title)
    if known:
        yield f"title:{known}", f"{paper.id}/{paper.year}"
