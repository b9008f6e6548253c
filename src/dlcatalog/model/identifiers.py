"""Identifiers of papers elsewhere: their shapes, their bare form, the page that each leads to. No network."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote as percent
from urllib.parse import urlsplit

_UNSAFE_IN_URL = re.compile(r"[\s<>\"\\^`{|}]")
ALLOWED_SCHEMES = ("https", "http", "mailto")


@dataclass(frozen=True, slots=True)
class IdentifierKind:
    """One registry: how its bare ids look and where one leads.

    Attributes:
        prefixes: what people paste before the bare id, in lower case.
        example: a bare id, for messages.
        template: a URL with `{}` for the bare id, or "".
    """

    name: str
    label: str
    pattern: re.Pattern[str]
    example: str
    template: str
    prefixes: tuple[str, ...] = ()
    fold: Callable[[str], str] = str

    def bare(self, text: str) -> str:
        """Return the id without the URL or the label that people paste before it."""
        lowered = text.casefold()
        for prefix in self.prefixes:
            if lowered.startswith(prefix):
                return self.fold(text[len(prefix) :].strip().rstrip("/"))
        return self.fold(text.strip())

    @property
    def noun(self) -> str:
        """What messages call one id: "arXiv id", but "DOI"."""
        return self.label if self.label in ("DOI", "ISBN") else f"{self.label} id"

    def is_valid(self, bare: str) -> bool:
        return bool(self.pattern.fullmatch(bare))

    def url(self, bare: str) -> str:
        return self.template.format(percent(bare, safe="/:;()._-")) if self.template else ""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def _bare_arxiv(text: str) -> str:
    return re.sub(r"(\.pdf|v[0-9]+)+$", "", text)


def _bare_isbn(text: str) -> str:
    return text.replace("-", "").replace(" ", "").upper()


_ARXIV_PREFIXES = tuple(
    f"{scheme}{host}/{part}/"
    for scheme in ("https://", "http://")
    for host in ("arxiv.org", "www.arxiv.org")
    for part in ("abs", "pdf")
)
_DOI_PREFIXES = tuple(
    f"{scheme}{host}/" for scheme in ("https://", "http://") for host in ("doi.org", "dx.doi.org", "www.doi.org")
)

KINDS: dict[str, IdentifierKind] = {
    kind.name: kind
    for kind in (
        IdentifierKind(
            "arxiv",
            "arXiv",
            _pattern(r"[0-9]{2}(0[1-9]|1[0-2])\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{2}(0[1-9]|1[0-2])[0-9]{3}"),
            "1706.03762",
            "https://arxiv.org/abs/{}",
            ("arxiv:", *_ARXIV_PREFIXES),
            _bare_arxiv,
        ),
        IdentifierKind(
            "doi",
            "DOI",
            # Publishers made DOIs of SICI codes, and those hold < and >.
            _pattern(r"10\.[0-9]{4,9}(\.[0-9]+)*/[^\s\"\x00-\x20\x7f]+"),
            "10.1038/nature16961",
            "https://doi.org/{}",
            ("doi:", *_DOI_PREFIXES),
            str.lower,
        ),
        IdentifierKind(
            "openreview",
            "OpenReview",
            _pattern(r"[A-Za-z0-9_-]{6,32}"),
            "rJl-b3RcF7",
            "https://openreview.net/forum?id={}",
            ("https://openreview.net/forum?id=", "http://openreview.net/forum?id=", "openreview:"),
        ),
        IdentifierKind(
            "acl",
            "ACL Anthology",
            _pattern(r"[A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+"),
            "N18-1202",
            "https://aclanthology.org/{}/",
            ("https://aclanthology.org/", "https://www.aclweb.org/anthology/", "acl:"),
        ),
        IdentifierKind(
            "dblp",
            "DBLP",
            _pattern(r"(conf|journals|phd|books|series|reference|tr|homepages)/[A-Za-z0-9_-]+/[A-Za-z0-9_.:+-]+"),
            "conf/nips/VaswaniSPUJGKP17",
            "https://dblp.org/rec/{}",
            ("https://dblp.org/rec/", "dblp:"),
        ),
        IdentifierKind(
            "openalex",
            "OpenAlex",
            _pattern(r"W[0-9]{4,12}"),
            "W2963403868",
            "https://openalex.org/{}",
            ("https://openalex.org/", "openalex:"),
            str.upper,
        ),
        IdentifierKind(
            "semantic-scholar",
            "Semantic Scholar",
            _pattern(r"[0-9a-f]{40}"),
            "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
            "https://www.semanticscholar.org/paper/{}",
            ("https://www.semanticscholar.org/paper/", "https://api.semanticscholar.org/"),
        ),
        IdentifierKind(
            "pubmed",
            "PubMed",
            _pattern(r"[1-9][0-9]{0,8}"),
            "9377276",
            "https://pubmed.ncbi.nlm.nih.gov/{}/",
            ("https://pubmed.ncbi.nlm.nih.gov/", "pmid:", "pubmed:"),
        ),
        IdentifierKind(
            "isbn",
            "ISBN",
            _pattern(r"[0-9]{9}[0-9X]|97[89][0-9]{10}"),
            "9780262035613",
            "",
            ("isbn:", "isbn "),
            _bare_isbn,
        ),
    )
}


def is_safe_url(text: str) -> str:
    """Say why a text is no URL that a page may link to, or return "" where it is one."""
    if not text:
        return "write a URL, e.g. https://arxiv.org/abs/1706.03762"
    if not text.isprintable() or _UNSAFE_IN_URL.search(text):
        return "write spaces and special characters percent-encoded"
    if len(text) > 2000:
        return "use at most 2,000 characters"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "the host or the port is not valid"
    if parts.scheme not in ALLOWED_SCHEMES:
        return "start it with https://"
    if parts.scheme == "mailto":
        return "" if "@" in parts.path else "write mailto:name@host"
    if not parts.hostname or port == 0:
        return "a host must follow ://"
    if "@" in parts.netloc:
        return "take the user name and password out of it"
    return ""


def has_valid_isbn_digit(isbn: str) -> bool:
    """Whether the last digit of a bare ISBN-10 or ISBN-13 fits the others."""
    if len(isbn) == 10:
        digits = [10 if c == "X" else int(c) for c in isbn]
        return sum((10 - i) * d for i, d in enumerate(digits)) % 11 == 0
    return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(isbn)) % 10 == 0


def has_valid_orcid_digit(orcid: str) -> bool:
    """Whether the last character of an ORCID fits the others (ISO 7064, MOD 11-2)."""
    total = 0
    digits = orcid.replace("-", "")
    for char in digits[:-1]:
        total = (total + int(char)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def arxiv_year(bare: str) -> int:
    """Return the year that an arXiv id names (0704.0001 and math/0309136 both carry it)."""
    digits = bare.rsplit("/", maxsplit=1)[-1][:2]
    return 1900 + int(digits) if int(digits) >= 91 else 2000 + int(digits)
