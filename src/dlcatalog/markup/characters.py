"""Characters that make a text read other than it is: controls, bidi overrides, invisible ones.

Joiners stay where a script or an emoji needs them.
"""

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

SUSPECTS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
JOINERS: Final = "\u200c\u200d"
MARKS: Final = "\u061c\u200e\u200f"
ZERO_WIDTH_SPACE: Final = "\u200b"
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
JOINING_SCRIPTS: Final = re.compile(
    r"[\u0600-\u07ff\u0840-\u0dff\u0f00-\u109f\u1700-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\uabff"
    r"\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff]"
)
UNSPACED_SCRIPTS: Final = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf]")
EMOJI: Final = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
FLAG: Final = r"\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
SUSPECTS_AND_FLAGS: Final = re.compile(f"{FLAG}|(?P<suspect>{SUSPECTS.pattern})")


def find_misleading(text: str) -> list[tuple[int, str]]:
    """Return the offset and the name of every character that may not stand where it does."""
    if text.isascii() and text.isprintable():
        return []
    suspects = [match.start() for match in SUSPECTS_AND_FLAGS.finditer(text) if match["suspect"]]
    if not suspects:
        return []
    is_right_to_left = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text if letter not in MARKS)
    return [
        (offset, character_name(text[offset]))
        for offset in suspects
        if not _is_needed(text, offset) and not (is_right_to_left and text[offset] in MARKS)
    ]


def replace_misleading(text: str, found: list[tuple[int, str]]) -> str:
    """Return `text`, with as many characters, in which the found ones are shown as replacement characters."""
    if not found:
        return text
    characters = list(text)
    for offset, _ in found:
        characters[offset] = REPLACEMENT
    return "".join(characters)


def character_name(character: str) -> str:
    """Return U+ and the number, and the Unicode name where there is one."""
    name = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}"
    return f"{number} {name}" if name else number


def _is_needed(text: str, offset: int) -> bool:
    character = text[offset]
    before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if character in JOINERS:
        joins = JOINING_SCRIPTS.match(before) is not None
        return joins or bool(EMOJI.match(before) and EMOJI.match(after))
    if character == ZERO_WIDTH_SPACE:
        return bool(UNSPACED_SCRIPTS.match(before) and UNSPACED_SCRIPTS.match(after))
    return False
