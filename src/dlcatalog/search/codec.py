"""Numbers as characters of a text, and sorted lists of them. Small numbers take one byte of UTF-8, larger ones two or three.

No character needs an escape in a JavaScript string, and none is a control character, a surrogate or a line end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

ONE_BYTE: Final = 91
TWO_BYTES: Final = 1978
THREE_BYTES: Final = 43_962
_HIGH_BITS: Final = 15
_BASE: Final = 0x3400
# A list's groups: what a paper is found in takes seven bits.
MASKS: Final = 128

Groups = Mapping[int, Sequence[int]]


def char_of(number: int) -> str:
    """Return the text of one number from 0."""
    if number < 57:
        return chr(number + 35)
    if number < ONE_BYTE:
        return chr(number + 36)  # no backslash
    if number < TWO_BYTES:
        return chr(number - ONE_BYTE + 0xA1)
    if number < THREE_BYTES:
        return chr(number - TWO_BYTES + _BASE)
    return "!" + char_of(number >> _HIGH_BITS) + chr(_BASE + (number & 0x7FFF))


@cache
def _chars() -> list[str]:
    return [char_of(n) for n in range(THREE_BYTES)]


def number_at(text: str, place: int) -> tuple[int, int]:
    """Return the number that starts at a place, and where the next one starts."""
    code = ord(text[place])
    if code < 93:
        if code == 33:
            high, place = number_at(text, place + 1)
            return (high << _HIGH_BITS) + ord(text[place]) - _BASE, place + 1
        return code - 35, place + 1
    if code < 127:
        return code - 36, place + 1
    if code < 0x800:
        return code - 0xA1 + ONE_BYTE, place + 1
    return code - _BASE + TWO_BYTES, place + 1


def encode_groups(groups: Groups) -> str:
    """Return the text of a posting list: for each mask its papers' numbers, ascending, as gaps."""
    parts: list[str] = []
    known = _chars()
    for mask in sorted(groups):
        numbers = groups[mask]
        parts += (char_of((len(numbers) - 1) * MASKS + mask), char_of(numbers[0]))
        if len(numbers) > 1:
            gaps = [after - before for before, after in pairwise(numbers)]
            if max(gaps) < THREE_BYTES:
                parts += [known[gap] for gap in gaps]
            else:
                parts += [known[gap] if gap < THREE_BYTES else char_of(gap) for gap in gaps]
    return "".join(parts)


def decode_groups(text: str) -> dict[int, list[int]]:
    """Read what `encode_groups` wrote."""
    groups: dict[int, list[int]] = {}
    place = 0
    while place < len(text):
        head, place = number_at(text, place)
        number, place = number_at(text, place)
        numbers = [number]
        for _ in range(head // MASKS):
            gap, place = number_at(text, place)
            number += gap
            numbers.append(number)
        groups[head % MASKS] = numbers
    return groups


def encode_words(words: Sequence[str]) -> str:
    """Return sorted words as one text: how many characters each shares with the last one, the rest, a space."""
    parts: list[str] = []
    last = ""
    for word in words:
        shared = 0
        for one, other in zip(word, last, strict=False):
            # JavaScript counts the signs above U+FFFF twice: no prefix goes that far.
            if one != other or one > "\uffff":
                break
            shared += 1
        parts.append(f"{char_of(shared)}{word[shared:]} ")
        last = word
    return "".join(parts)


def decode_words(text: str) -> list[str]:
    """Read what `encode_words` wrote."""
    words: list[str] = []
    last = ""
    for part in text.split(" ")[:-1]:
        shared, start = number_at(part, 0)
        last = last[:shared] + part[start:]
        words.append(last)
    return words
