"""Highwire `citation_*` meta tags, in the order that Zotero's Embedded Metadata translator and Google Scholar need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dlcatalog.formats.latex import clean
from dlcatalog.formats.reference import Reference
from dlcatalog.model.names import PersonName

Tag = tuple[str, str]
_INSTITUTION_TAGS: Final = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}


def to_highwire(
    reference: Reference,
    cites: Sequence[Reference] = (),
    *,
    abstract: str = "",
    keywords: Sequence[str] = (),
    language: str = "en",
) -> tuple[Tag, ...]:
    """Return (name, content) pairs for the page's head; contents are plain text and not escaped.

    `cites` are the papers that this one builds on, improves or uses. `abstract` is plain text.
    """
    pairs = (
        *_work(reference),
        *_place(reference),
        *_page(reference, abstract, keywords, language),
        *map(_cited, cites),
    )
    return tuple((name, cleaned) for name, content in pairs if (cleaned := clean(content)))


def _work(reference: Reference) -> Iterator[Tag]:
    paper = reference.paper
    yield "citation_title", reference.title_plain
    is_alone = len(paper.authors) == 1
    for author, name in zip(paper.authors, reference.names, strict=True):
        yield "citation_author", _author(name, is_alone=is_alone)
        yield "citation_author_orcid", f"https://orcid.org/{author.orcid}" if author.orcid else ""
    yield "citation_publication_date", str(reference.year)
    # Zotero prefers the publication date whatever the order; the two must not be swapped.
    yield "citation_online_date", str(paper.year) if paper.year != reference.year else ""


def _place(reference: Reference) -> Iterator[Tag]:
    """The tags that set the item's type: Zotero takes the last one, so the proceedings come before the conference."""
    venue = reference.venue
    name = reference.venue_name
    match reference.kind:
        case "conference" | "workshop":
            yield "citation_inbook_title", name
            yield "citation_conference_title", name
        case "journal":
            yield "citation_journal_title", name
            yield "citation_journal_abbrev", venue.short if venue else ""
        case "thesis" | "report":
            yield _INSTITUTION_TAGS[reference.kind], name
        case "book":
            yield "citation_publisher", name
            yield "citation_isbn", reference.paper.ids.isbn
        case "preprint" if reference.arxiv:
            # Without a tag that sets the type, Zotero guesses a journal article.
            yield "citation_technical_report_institution", "arXiv"
            yield "citation_technical_report_number", f"arXiv:{reference.arxiv}"
        case _:
            yield "citation_technical_report_institution", name
    yield "citation_volume", reference.paper.volume
    yield "citation_issue", reference.paper.issue
    first, last = reference.first_and_last_page
    yield "citation_firstpage", first
    yield "citation_lastpage", last


def _page(reference: Reference, abstract: str, keywords: Sequence[str], language: str) -> Iterator[Tag]:
    yield "citation_doi", reference.doi
    yield "citation_arxiv_id", reference.arxiv
    yield "citation_pmid", reference.paper.ids.pubmed
    yield "citation_language", language
    yield "citation_abstract", abstract
    yield from (("citation_keywords", keyword.replace(";", ",")) for keyword in keywords)
    yield "citation_public_url", reference.url
    yield "citation_abstract_html_url", reference.page_url
    yield "citation_pdf_url", reference.pdf_url


def _author(name: PersonName, *, is_alone: bool) -> str:
    """Return "Family, Given"; commas and semicolons inside a name would split it.

    Zotero takes "de la Cruz, Maria Elena" for two people where it is the only author; a semicolon at the end, after
    which nobody follows, keeps it whole. PMLR's "Given Family, Jr" is read as surname first, so the suffix stands
    behind the given names.
    """
    family, given, suffix = (
        part.replace(",", " ").replace(";", " ") for part in (name.family, name.given, name.suffix)
    )
    if name.is_group or not given:
        return family
    text = f"{family}, {given} {suffix}".strip()
    return f"{text};" if is_alone and " " in family and " " in text.split(", ", 1)[1] else text


def _cited(work: Reference) -> Tag:
    """Scholar's "key=value;" form, as Distill writes it."""
    pairs = [
        ("citation_title", work.title_plain),
        *(("citation_author", name.as_text()) for name in work.names),
        ("citation_publication_date", str(work.year)),
        ("citation_journal_title" if work.kind == "journal" else "citation_conference_title", work.venue_name),
        ("citation_arxiv_id", work.arxiv),
        ("citation_doi", work.doi),
    ]
    return "citation_reference", "".join(f"{key}={value.replace(';', ',')};" for key, value in pairs if value)
