"""Links and identifiers of one record: they must name the same paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from dlcatalog.checks.finding import Finding, RecordSubject
from dlcatalog.model.identifiers import KINDS, has_valid_isbn_digit
from dlcatalog.text import quote

_ARXIV_DOI: Final = "10.48550/arxiv."
_URL: Final = re.compile(r"https?://(?:[^/?#]*\.)?([a-z0-9-]+\.[a-z]+)(/[^#]*)", re.IGNORECASE)
# Domain -> pattern of path and query, kind of identifier.
_NAMES: Final = {
    "arxiv.org": (re.compile(r"/(?:abs|pdf|html|format|ps)/([^?#]+)"), "arxiv"),
    "doi.org": (re.compile(r"/(10\.[^?#]+)"), "doi"),
    "acm.org": (re.compile(r"/(?:doi|doi/(?:abs|full|pdf))/(10\.[^?#]+)"), "doi"),
    "openreview.net": (re.compile(r"/(?:forum|pdf)\?(?:[^#]*&)?id=([^&#]+)"), "openreview"),
    "aclanthology.org": (re.compile(r"/([^/?#]+?)(?:\.pdf)?/?"), "acl"),
    "aclweb.org": (re.compile(r"/anthology/(?:papers/[^?#]*/)?([^/?#]+?)(?:\.pdf)?/?"), "acl"),
}
# A PDF whose page about the paper is known: host, pattern of path and query, the page.
_PAGES: Final = (
    ("arxiv.org", re.compile(r"/pdf/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?"), r"https://arxiv.org/abs/\1\2"),
    ("openreview.net", re.compile(r"/pdf\?id=([A-Za-z0-9_-]+)"), r"https://openreview.net/forum?id=\1"),
    ("aclanthology.org", re.compile(r"/([A-Za-z0-9._-]+?)\.pdf"), r"https://aclanthology.org/\1/"),
    ("proceedings.mlr.press", re.compile(r"/(v\d+)/([A-Za-z0-9-]+)(?:/\2)?\.pdf"), r"https://proceedings.mlr.press/\1/\2.html"),
    ("openaccess.thecvf.com", re.compile(r"/(content[A-Za-z0-9_]*(?:/[A-Za-z0-9_]+)*)/papers/([^/?]+)\.pdf"), r"https://openaccess.thecvf.com/\1/html/\2.html"),
)  # fmt: skip
_NOT_OF_A_DOI: Final = re.compile(r"(?:/abstract|/full|/fulltext|/pdf|\.pdf|\?.*|#.*|[.,;:]+)$")


def identifier_in(url: str) -> tuple[str, str] | None:
    """Return the (kind, bare identifier) that a URL of a known registry names, or None."""
    parts = _URL.fullmatch(url.partition("#")[0])
    pattern, kind = _NAMES.get(parts[1].lower(), (None, "")) if parts else (None, "")
    found = pattern.fullmatch(parts[2]) if parts and pattern else None
    return _as_named(kind, unquote(found[1])) if found else None


def _as_named(kind: str, text: str) -> tuple[str, str] | None:
    bare = KINDS[kind].bare(text.rstrip("/"))
    if kind == "doi" and bare.startswith(_ARXIV_DOI):
        return "arxiv", KINDS["arxiv"].bare(bare.removeprefix(_ARXIV_DOI))
    return (kind, bare) if KINDS[kind].is_valid(bare) else None


def link_disagrees(record: RecordSubject) -> Iterator[Finding]:
    """A link under `paper` or `pdf` that names an arXiv id, a DOI, an OpenReview or ACL id should name the one in `ids`: otherwise one of the two leads to another paper. A link with a label, and one beside a link that names the id, may be another version."""
    ids = record.paper.ids.given()
    if not ids:
        return
    for kind in ("paper", "pdf"):
        links = record.paper.links.of(kind)
        named_ids = [identifier_in(link.url) for link in links]
        right = {named[0] for named in named_ids if named and ids.get(named[0], "").casefold() == named[1].casefold()}
        for index, named in enumerate(named_ids):
            known = ids.get(named[0], "") if named else ""
            if named and known and named[0] not in right and not links[index].label:
                yield Finding(
                    path=record.path,
                    where=("links", kind, index, "url"),
                    message=f"the link must lead to ids.{named[0]}, {quote(known)}, not to {quote(named[1])}",
                    help="open both, and correct the one that is another paper",
                )
    doi = _as_named("doi", ids.get("doi", ""))
    if doi and doi[0] == "arxiv" and ids.get("arxiv", doi[1]).casefold() != doi[1].casefold():
        message = f"the DOI must be that of ids.arxiv, {quote(ids['arxiv'])}, not of {quote(doi[1])}"
        hint = "open both, and correct the one that is another paper"
        yield Finding(path=record.path, where=("ids", "doi"), message=message, help=hint)


def pdf_under_paper(record: RecordSubject) -> Iterator[Finding]:
    """A link under `paper` should lead to a page about the paper where there is one; the PDF itself belongs under `pdf`. A PDF that has no page known to the record is left alone."""
    paper = record.paper
    pdfs = {link.url for link in paper.links.pdf}
    for index, link in enumerate(paper.links.paper):
        page = _page_of(link.url)
        if page:
            hint = f"write {page}, and the PDF under links.pdf"
        elif link.url in pdfs:
            hint = "name the page about the paper, or leave links.paper out where an id leads there"
        else:
            continue
        message = "'paper' must lead to a page about the paper, not to its PDF"
        where = ("links", "paper", index, "url")
        yield Finding(path=record.path, where=where, message=message, help=hint, replacement=page or None)


def _page_of(url: str) -> str:
    if "pdf" not in url:
        return ""
    parts = urlsplit(url)  # it was read by the same function before
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    for host, pattern, page in _PAGES:
        found = pattern.fullmatch(target) if (parts.hostname or "").removeprefix("www.") == host else None
        if found:
            return found.expand(page)
    return ""


def wrong_isbn(record: RecordSubject) -> Iterator[Finding]:
    """The last digit of an ISBN should fit the others: otherwise a digit is mistyped (or, on some old books, misprinted)."""
    isbn = record.paper.ids.isbn
    if isbn and not has_valid_isbn_digit(isbn):
        message = f"'isbn' must be an ISBN whose last digit fits the others, not {quote(isbn)}"
        hint = "copy it again from the book"
        yield Finding(path=record.path, where=("ids", "isbn"), message=message, help=hint)


def doubtful_arxiv(record: RecordSubject) -> Iterator[Finding]:
    """An arXiv id should be one that arXiv can have given: year, month and four digits from April 2007, five digits from 2015, and before that the archive, year, month and three digits."""
    arxiv = record.paper.ids.arxiv
    month, _, number = arxiv.rpartition("/")[2].partition(".")
    if "/" in arxiv or not arxiv:
        fits = not arxiv or month[:4] >= "9107" or month[:4] <= "0703"
    else:
        fits = month >= "0704" and len(number) == (5 if month >= "1501" else 4)
    if not fits:
        message = f"'arxiv' must be an id that arXiv can have given, not {quote(arxiv)}"
        hint = "copy it again from arxiv.org"
        yield Finding(path=record.path, where=("ids", "arxiv"), message=message, help=hint)


def doubtful_doi(record: RecordSubject) -> Iterator[Finding]:
    """A DOI should not end in what belongs to a URL or a sentence: /abstract, /full, .pdf, a query, a full stop."""
    doi = record.paper.ids.doi
    bare = doi
    while found := _NOT_OF_A_DOI.search(bare):
        bare = bare[: found.start()]
    if bare.endswith(")") and bare.count("(") < bare.count(")"):
        bare = bare[:-1]
    if bare != doi and KINDS["doi"].is_valid(bare):
        message = f"'doi' must end where the DOI ends, not with {quote(doi.removeprefix(bare))}"
        hint = f"write {bare}"
        yield Finding(path=record.path, where=("ids", "doi"), message=message, help=hint, replacement=bare)
