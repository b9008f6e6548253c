"""What a text and a title become: values that travel as plain JSON."""

from dataclasses import dataclass
from typing import TypedDict

from dlcatalog.markup.problems import ProblemRecord, TextProblem


class RenderedRecord(TypedDict):
    """A rendered text as plain data."""

    html: str
    notes: list[str]
    plain: str
    first_sentence: str
    papers: list[tuple[str, int, int]]
    urls: list[tuple[str, int, int]]
    problems: list[ProblemRecord]


class RenderedTitleRecord(TypedDict):
    """A rendered title as plain data."""

    html: str
    plain: str
    problems: list[ProblemRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedText:
    """A text as safe HTML and as words.

    Attributes:
        html: sanitised; `<span data-paper>` and `<sup data-note>` stand where compose() puts links.
        notes: the footnotes' HTML, in the order in which the text first calls them.
        plain: all words without markup and footnotes, white space folded.
        first_sentence: plain, at most 300 characters.
        papers: each id of a cross-link with its offsets, in order.
        urls: each external address with its offsets, in order.
        problems: in order of place.
    """

    html: str
    notes: tuple[str, ...]
    plain: str
    first_sentence: str
    papers: tuple[tuple[str, int, int], ...]
    urls: tuple[tuple[str, int, int], ...]
    problems: tuple[TextProblem, ...]

    def to_dict(self) -> RenderedRecord:
        return {
            "html": self.html,
            "notes": list(self.notes),
            "plain": self.plain,
            "first_sentence": self.first_sentence,
            "papers": list(self.papers),
            "urls": list(self.urls),
            "problems": [problem.to_dict() for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, record: RenderedRecord) -> "RenderedText":
        return cls(
            html=record["html"],
            notes=tuple(record["notes"]),
            plain=record["plain"],
            first_sentence=record["first_sentence"],
            papers=tuple((paper, start, end) for paper, start, end in record["papers"]),
            urls=tuple((url, start, end) for url, start, end in record["urls"]),
            problems=_problems(record["problems"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedTitle:
    """A title as safe HTML and as words."""

    html: str
    plain: str
    problems: tuple[TextProblem, ...]

    def to_dict(self) -> RenderedTitleRecord:
        return {
            "html": self.html,
            "plain": self.plain,
            "problems": [problem.to_dict() for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, record: RenderedTitleRecord) -> "RenderedTitle":
        return cls(html=record["html"], plain=record["plain"], problems=_problems(record["problems"]))


def _problems(records: list[ProblemRecord]) -> tuple[TextProblem, ...]:
    return tuple(TextProblem(**record) for record in records)
