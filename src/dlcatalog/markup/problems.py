"""What can be wrong with a text: the value that names a fault and its place, and the rule behind each code.

It decides no severity: whether a fault is an error is for the rooms that report it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypedDict

from dlcatalog.text import quote as quote_value

SHOWN: Final = 60
"""How many characters of a faulty piece a message quotes."""

MAX_PROBLEMS: Final = 100
"""How many problems of one text are listed: a hostile one has thousands."""


class ProblemRecord(TypedDict):
    """A problem as plain data."""

    code: str
    start: int
    end: int
    message: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextProblem:
    """A fault and its place: `start` and `end` (exclusive) count characters of the text from 0."""

    code: str
    start: int
    end: int
    message: str
    help: str = ""

    def moved(self, offset: int) -> "TextProblem":
        return replace(self, start=self.start + offset, end=self.end + offset)

    def to_dict(self) -> ProblemRecord:
        return {
            "code": self.code,
            "start": self.start,
            "end": self.end,
            "message": self.message,
            "help": self.help,
        }


def problems_in_order(problems: list[TextProblem]) -> tuple[TextProblem, ...]:
    """Return the problems by place: the first hundred, and what says how many more there are."""
    ordered = sorted(problems, key=lambda problem: (problem.start, problem.end, problem.code))
    rest = ordered[MAX_PROBLEMS:]
    if not rest:
        return tuple(ordered)
    message = f"'text' must have few enough problems to list, not {len(rest):,} more from here on"
    more = TextProblem(
        code="too-many-problems",
        start=rest[0].start,
        end=rest[0].end,
        message=message,
        help="mend those before it first",
    )
    return (*ordered[:MAX_PROBLEMS], more)


def quote(source: str) -> str:
    """Return `source` as messages show it: on one line, in quotes, shortened."""
    folded = " ".join(source.split())
    return quote_value(folded, limit=SHOWN)


RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text-too-long": "A text must have at most 20,000 characters, a title 1,000.",
        "text-too-deep": "Lists, quotes, links and emphasis must not be nested too deeply.",
        "text-too-complex": "A text must not hold more lines, formulas, marks or table cells than a page can show.",
        "too-many-problems": "A text must have few enough problems to list.",
        "unreadable-text": "A text must be Markdown that the Markdown library can read.",
        "misleading-character": "A text must not hold control, bidi-override or invisible characters.",
        "raw-html": "A text must be Markdown, not HTML: tags are shown as the text that they are.",
        "markdown-image": "A text must not hold images: their words are shown instead.",
        "relative-link": "A link must name a whole address: a relative one is shown as its words.",
        "unsafe-link": "A link must be a valid address that starts with http, https or mailto.",
        "bad-paper-link": "A cross-link must be [[id]] or [[id|words]], outside other links.",
        "footnote-without-text": "A footnote that is called must have a text.",
        "unused-footnote": "A footnote that has a text must be called.",
        "duplicate-footnote": "A footnote label must have one text only.",
        "unclosed-formula": "A formula that is opened by a dollar sign must be closed by one.",
        "formula-too-long": "A formula must have at most 2,000 characters.",
        "formula-too-deep": "The groups of a formula must not be nested too deeply.",
        "bad-formula": "A formula must be TeX that can be shown as MathML.",
        "unknown-macro": "A formula must use macros that are known.",
        "image-too-large": "An image must have at most 1 MiB.",
        "unknown-image-format": "An image must be a PNG, JPEG, WebP, GIF or SVG file.",
        "image-extension-mismatch": "An image's file name must end in what its content is.",
        "damaged-image": "An image must be whole: its header must be readable.",
        "unsafe-svg": "An SVG figure must hold no scripts, styles, entities or references outside itself.",
    }
)
"""Each code and its rule; codes are forever."""
