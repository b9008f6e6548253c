"""Citation counts: each has a date, and none of one source falls by much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.facts import CountFact, PaperFacts
from dlcatalog.checks.finding import Finding, Where, entry_path
from dlcatalog.model.paper import CITATION_REGISTRIES
from dlcatalog.text import quote

# Registries merge records and drop duplicates, so counts fall by a few all the time.
_FEW: Final = 10
_SHARE: Final = 10


def falling_count(catalog: Catalog) -> Iterator[Finding]:
    """The citation counts of one registry should not fall by more than ten and a tenth: otherwise a count is mistyped, or is that of another paper. Registries that drop duplicates lose a few."""
    for paper_id, counts in catalog.counts.items():
        if len(counts) < 2:
            continue
        last: dict[str, CountFact] = {}
        for fact in counts:
            earlier = last.get(fact.source)
            if earlier and fact.source in CITATION_REGISTRIES and _falls(earlier.count, fact.count):
                yield _fallen(catalog.paper(paper_id), earlier, fact)
            last[fact.source] = fact


def _falls(before: int, after: int) -> bool:
    return before - after > max(_FEW, before // _SHARE)


def _fallen(paper: PaperFacts, earlier: CountFact, fact: CountFact) -> Finding:
    message = (
        f"the count of {quote(paper.id)} must not fall from {earlier.count:,} on {earlier.as_of} to {fact.count:,} "
        f"on {fact.as_of}, both of {fact.source}"
    )
    hint = "look it up again: one of the two is wrong"
    if paper.counted == fact:
        about = (f"citations/{paper.id}",)
        return Finding(path=paper.path, where=("citations", "count"), message=message, help=hint, about=about)
    row = f"{paper.id},{fact.count},{fact.as_of},{fact.source}"
    return Finding(path="citations.csv", row=row, message=message, help=hint, about=(f"papers/{paper.id}",))


def undated_count(catalog: Catalog) -> Iterator[Finding]:
    """The citation counts of a roundup should have a date: that of `source`, its `revised` or else its `published`. A count without a date is not shown."""
    for facts in catalog.parts.collections.values():
        if facts.dated:
            continue
        for _, chapter, position, entry in facts.collection.written_entries():
            where: Where = entry_path(chapter, position)
            counted = [where] if entry.citations is not None else []
            counted += [
                (*where, "mentions", n) for n, mention in enumerate(entry.mentions) if mention.citations is not None
            ]
            for place in counted:
                yield Finding(
                    path=facts.path,
                    where=(*place, "citations"),
                    message="'citations' must have a date, and the roundup's source has none",
                    help="add source: {published: YYYY-MM-DD}",
                )
