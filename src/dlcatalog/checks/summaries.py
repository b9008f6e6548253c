"""Summaries: long enough to say something, and in the words of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.checks.finding import Finding, RecordSubject
from dlcatalog.text import counted, fold, quote

_SHORT: Final = 25
_SHARE: Final = 4
# Papers from which on something may be called usual.
_ENOUGH: Final = 5
_RUN: Final = 8
_CLAIM: Final = re.compile(
    r"\b(?:[Ii]n this (?:paper|work|article|letter|report|thesis|study), we\b|"
    r"[Ww]e (?:also |then |further |first |here |therefore )?"
    r"(?:propose|present|introduce|demonstrate|show that|evaluate|empirically|experimentally|develop|argue that|report)\b|"
    r"[Oo]ur (?:proposed |new |novel )?(?:method|approach|model|framework|algorithm|results|experiments|contributions?)\b)"
)
_QUOTED: Final = re.compile(r"“[^”]{0,2000}”|\"[^\"\n]{0,2000}\"|«[^»]{0,2000}»|^[ \t]*>.*$|`[^`\n]*`", re.MULTILINE)


def first_person_summary(record: RecordSubject) -> Iterator[Finding]:
    """A summary should speak of the authors, not as them: "we propose" and "our method" are the voice of an abstract, which may not be copied. Quotations may say so."""
    text = record.paper.summary
    lowered = text.lower()
    if ("we " not in lowered and "our " not in lowered) or not _CLAIM.search(text):
        return
    found = _CLAIM.search(_QUOTED.sub(lambda quotation: " " * len(quotation[0]), text))
    if found:
        message = f"'summary' must be in the catalogue's own words, not in the authors' voice: {quote(found[0])}"
        hint = "say what the paper does; put what you quote into quotation marks"
        yield Finding(path=record.path, where=("summary",), part=found.span(), message=message, help=hint)


def repeated_summary(catalog: Catalog) -> Iterator[Finding]:
    """Two papers should not have summaries that begin with the same sentence of eight words or more: one of them was probably copied as a start and never written."""
    owners: dict[str, str] = {}
    for paper_id in sorted(catalog.parts.papers):
        paper = catalog.paper(paper_id)
        if paper.sentence.count(" ") < _RUN - 1:
            continue
        first = owners.setdefault(paper.sentence, paper_id)
        if first != paper_id and not _is_same_work(catalog, first, paper_id):
            message = f"'summary' must be this paper's own, and that of {quote(first)} begins with the same sentence"
            hint = "say what this paper does"
            yield Finding(path=paper.path, where=("summary",), message=message, help=hint, about=(f"papers/{first}",))


def _is_same_work(catalog: Catalog, one: str, other: str) -> bool:
    pair = (catalog.paper(one), catalog.paper(other))
    joined = any(r.kind == "same-work-as" and r.paper in (one, other) for p in pair for r in p.relations)
    return joined or fold(pair[0].title) == fold(pair[1].title)


def short_summary(catalog: Catalog) -> Iterator[Finding]:
    """A summary should say more than a line: one of fewer than 25 words is too short where the catalogue's summaries usually have more than four times as many words."""
    papers = catalog.parts.papers.values()
    usual = median(p.words for p in papers) if len(papers) >= _ENOUGH else 0
    for paper in papers:
        if paper.words < _SHORT and paper.words * _SHARE < usual:
            message = f"'summary' must say what the paper does, not {counted(paper.words, 'word')} where {usual:.0f} are usual"
            hint = "say what was known before, what is new, and what came of it"
            yield Finding(path=paper.path, where=("summary",), message=message, help=hint)
