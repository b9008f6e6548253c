"""Authors: one name each, the right way round, with an ORCID that can exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.facts import PaperFacts
from dlcatalog.checks.finding import Finding, RecordSubject
from dlcatalog.model.identifiers import has_valid_orcid_digit
from dlcatalog.text import counted, quote

_OTHERS: Final = re.compile(r"(?:.*\W)?et\.? al\b\.?|(?:and |& )?(?:\d+ )?(?:others|more authors)", re.IGNORECASE)
_ORCID_HELP: Final = "copy it again from the author's page at orcid.org"
# A name the right way round stands in at least as many other papers.
_EVIDENCE: Final = 2


def et_al(record: RecordSubject) -> Iterator[Finding]:
    """The authors of a paper should all be named: "et al." and "others" are nobody's names, and pages and BibTeX would show them as if they were."""
    for index, author in enumerate(record.paper.authors):
        name = author.as_name().as_text()
        if _OTHERS.fullmatch(name):
            message = f"an author must be a person or a group, not {quote(name)}"
            hint = "name all authors, as the paper does"
            yield Finding(path=record.path, where=("authors", index), message=message, help=hint)


def wrong_orcid(record: RecordSubject) -> Iterator[Finding]:
    """The last character of an ORCID must fit the others (ISO 7064, MOD 11-2): otherwise a digit is mistyped, and the ORCID is somebody else's or nobody's."""
    for index, author in enumerate(record.paper.authors):
        if author.orcid and not has_valid_orcid_digit(author.orcid):
            message = f"'orcid' must be an ORCID whose last character fits the others, not {quote(author.orcid)}"
            yield Finding(path=record.path, where=("authors", index, "orcid"), message=message, help=_ORCID_HELP)


def wrong_orcid_of_person(catalog: Catalog) -> Iterator[Finding]:
    """The last character of an ORCID in people.yaml must fit the others, too."""
    for person_id, person in catalog.parts.people.items():
        if person.orcid and not has_valid_orcid_digit(person.orcid):
            message = f"'orcid' must be an ORCID whose last character fits the others, not {quote(person.orcid)}"
            yield Finding(
                path="people.yaml",
                where=(person_id, "orcid"),
                message=message,
                help=_ORCID_HELP,
                code="wrong-orcid",
            )


def swapped_name(catalog: Catalog) -> Iterator[Finding]:
    """A name should be written "Given Family" or "Family, Given". A name that stands in one paper only, while its words the other way round stand in two others and a co-author is common, is probably swapped."""
    slugs = catalog.authors.slugs
    for key in slugs:
        first, _, rest = key.partition(" ")
        turned = f"{rest} {first}"
        if not rest or turned == key or turned not in slugs or key.startswith("person:"):
            continue
        usual = catalog.authors.entries[slugs[turned]]
        mine = catalog.authors.entries[slugs[key]].papers
        if len(mine) > 1 or len(usual.papers) < _EVIDENCE or mine[0] in usual.papers:
            continue
        paper = catalog.paper(mine[0])
        if _company(catalog, (paper,), key) & _company(catalog, map(catalog.paper, usual.papers), turned):
            index = next(n for n, author in enumerate(paper.authors) if catalog.people.key(author) == key)
            known = counted(len(usual.papers), "other paper has", "other papers have")
            yield Finding(
                path=paper.path,
                where=("authors", index),
                message=f"{quote(paper.authors[index].text)} must be the right way round: {known} {quote(usual.name)}",
                help=f"write {usual.inverted}" if "," in usual.inverted else f"write {usual.name}",
                replacement=usual.name,
                about=tuple(f"papers/{other}" for other in usual.papers),
            )


def _company(catalog: Catalog, papers: Iterator[PaperFacts] | tuple[PaperFacts, ...], but: str) -> set[str]:
    """Whom a name stands beside, either way round: a swapped name seldom comes alone."""
    keys = {catalog.people.key(author) for paper in papers for author in paper.authors} - {but}
    return {" ".join(sorted(key.split())) for key in keys}
