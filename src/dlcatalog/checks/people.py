"""Authors: one name each, the right way round, with an ORCID that can exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.checks.finding import Finding, RecordSubject
from dlcatalog.model.identifiers import has_valid_orcid_digit
from dlcatalog.text import counted, quote

_OTHERS: Final = re.compile(r"(?:.*\W)?et\.? al\b\.?|(?:and |& )?(?:\d+ )?(?:others|more authors)", re.IGNORECASE)
_ENDS_LIKE_OTHERS: Final = ("al", "al.", "others", "authors")
_ORCID_HELP: Final = "copy it again from the author's page at orcid.org"
# A name the right way round stands in at least as many other papers.
_EVIDENCE: Final = 2


def et_al(record: RecordSubject) -> Iterator[Finding]:
    """The authors of a paper should all be named: "et al." and "others" are nobody's names, and pages and BibTeX would show them as if they were."""
    for index, author in enumerate(record.paper.authors):
        if not (author.name or author.family or author.given).casefold().endswith(_ENDS_LIKE_OTHERS):
            continue
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
    """A name should be written "Given Family" or "Family, Given". A name that stands in one paper only is probably swapped where its words stand the other way round in two other papers with a common co-author, and where other authors bear its last word as a given name or its first as a family name."""
    candidates = list(_turned_names(catalog))
    given, family = _first_and_last_words(catalog) if candidates else ({}, {})
    for key, turned in candidates:
        first, last = key.split(" ")[0], key.split(" ")[-1]
        # The pair itself, either way round, says nothing about its words.
        for_it = given.get(last, 0) - family.get(last, 0) + family.get(first, 0) - given.get(first, 0)
        usual = catalog.authors.entries[catalog.authors.slugs[turned]]
        paper = catalog.paper(catalog.authors.entries[catalog.authors.slugs[key]].papers[0])
        is_plain = given.get(last, 0) >= family.get(last, 0) and family.get(first, 0) >= given.get(first, 0)
        if not is_plain or for_it <= 0:
            continue
        index = next(n for n, author in enumerate(paper.authors) if catalog.people.key(author) == key)
        known = counted(len(usual.papers), "other paper has", "other papers have")
        yield Finding(
            path=paper.path,
            where=("authors", index),
            message=f"{quote(paper.authors[index].text)} must be the right way round: {known} {quote(usual.name)}",
            help=f"write {usual.name}",
            replacement=usual.name,
            about=tuple(f"papers/{other}" for other in usual.papers),
        )


def _turned_names(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Names of one paper whose words, the first put last, are an author of several others, in the same company."""
    slugs, entries = catalog.authors.slugs, catalog.authors.entries
    for key in slugs:
        first, _, rest = key.partition(" ")
        turned = f"{rest} {first}"
        if not rest or turned == key or turned not in slugs or key.startswith("person:"):
            continue
        mine, usual = entries[slugs[key]].papers, entries[slugs[turned]].papers
        if len(mine) > 1 or len(usual) < _EVIDENCE or mine[0] in usual:
            continue
        if _company(catalog, mine, key) & _company(catalog, usual, turned):
            yield key, turned


def _company(catalog: Catalog, papers: Iterable[str], but: str) -> set[str]:
    """Whom a name stands beside, either way round: a swapped name seldom comes alone."""
    keys = {catalog.people.key(author) for paper in papers for author in catalog.paper(paper).authors} - {but}
    return {" ".join(sorted(key.split())) for key in keys}


def _first_and_last_words(catalog: Catalog) -> tuple[Counter[str], Counter[str]]:
    """How many authors of several papers bear a word as their first name, and how many as their last."""
    given, family = Counter[str](), Counter[str]()
    for key, slug in catalog.authors.slugs.items():
        words = key.split(" ")
        if len(words) > 1 and len(catalog.authors.entries[slug].papers) >= _EVIDENCE:
            given[words[0]] += 1
            family[words[-1]] += 1
    return given, family
