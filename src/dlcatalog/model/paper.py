"""One paper as its record says it. Ids are not looked up here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

from dlcatalog.model import identifiers
from dlcatalog.model.fields import (
    AlsoOne,
    AlsoText,
    Boolean,
    Count,
    Date,
    Id,
    Ids,
    Line,
    Lines,
    Record,
    RequiredLine,
    RequiredText,
    Url,
    Year,
    problem,
    read_line,
    read_list,
    shape_of,
)
from dlcatalog.model.names import PersonName
from dlcatalog.text import meant, quote

PaperKind = Literal["conference", "journal", "workshop", "preprint", "thesis", "report", "book", "lecture", "post"]
Status = Literal["published", "withdrawn", "retracted"]
LinkKind = Literal["paper", "pdf", "code", "data", "project", "slides", "video", "poster", "demo", "post", "review"]
PAPER_KINDS: Final[tuple[str, ...]] = get_args(PaperKind)
STATUSES: Final[tuple[str, ...]] = get_args(Status)
LINK_KINDS: Final[tuple[str, ...]] = get_args(LinkKind)
CITATION_REGISTRIES: Final = ("openalex", "semantic-scholar", "crossref", "google-scholar", "opencitations")

# kind -> the same edge read backwards
INVERSE: Final[dict[str, str]] = {
    "builds-on": "built-on-by",
    "improves": "improved-by",
    "simplifies": "simplified-by",
    "generalises": "generalised-by",
    "applies": "applied-by",
    "disputes": "disputed-by",
    "reproduces": "reproduced-by",
    "surveys": "surveyed-by",
    "uses": "used-by",
    "compares-with": "compares-with",
    "same-work-as": "same-work-as",
}
ACYCLIC: Final = ("builds-on", "improves", "simplifies", "generalises")
SYMMETRIC: Final = ("compares-with", "same-work-as")
MAX_COUNT: Final = 10**9
RE_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", re.ASCII)
RE_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*", re.ASCII)


def one_of(code: str, allowed: tuple[str, ...]) -> Any:
    """Return a reader that takes one of the allowed words and says which are near otherwise."""

    def read(value: object) -> object:
        if isinstance(value, str) and value in allowed:
            return value
        listed = f"one of {', '.join(allowed)}"
        raise problem(code, f"'{{field}}' must be {listed}, not {shape_of(value)}", meant(str(value), allowed))

    return BeforeValidator(read)


def _read_orcid(value: object) -> object:
    text = str(read_line(value)).removeprefix("https://orcid.org/")
    if text and not RE_ORCID.fullmatch(text):
        raise problem(
            "bad-orcid", f"'{{field}}' must be an ORCID, not {quote(value)}", "write e.g. 0000-0002-1825-0097"
        )
    return text


Orcid = Annotated[
    str, BeforeValidator(_read_orcid), WithJsonSchema({"type": "string", "pattern": f"^{RE_ORCID.pattern}$"})
]


class Author(Record):
    """One author: a person in parts, or a group by `name`."""

    given: Line = ""
    family: Line = ""
    suffix: Line = ""
    name: Line = ""
    orcid: Orcid = ""
    person: Annotated[str, BeforeValidator(read_line)] = ""
    particle: SkipJsonSchema[str] = ""

    @model_validator(mode="after")
    def _has_a_name(self) -> Author:
        if bool(self.name) == bool(self.family or self.given):
            wrong = "both" if self.name else "neither"
            message = f"an author must have 'family' or, for a group, 'name', not {wrong}"
            raise problem("bad-author", message, "use {given: …, family: …} or {name: …}")
        return self

    def as_name(self) -> PersonName:
        if self.name:
            return PersonName(family=self.name, is_group=True)
        if not self.family:
            return PersonName(family=self.given, suffix=self.suffix)
        return PersonName(family=self.family, given=self.given, suffix=self.suffix, particle=self.particle)


# What marks the validation of a record that was dumped, not written: it may hold what reading found out.
_RESTORED: Final = {"restored": True}


def _read_author(value: object, info: ValidationInfo) -> object:
    if isinstance(value, Author):
        return value
    if isinstance(value, Mapping):
        if "particle" in value and info.context is not _RESTORED:
            raise problem("unknown-field", "'particle' is not a field of an author", "write the particle into 'family'")
        return value
    text = str(read_line(value))
    try:
        name = PersonName.parse(text)
    except ValueError as fault:
        hint = "write 'Given Family', 'Family, Given' or 'Family, Jr, Given', one author an item"
        raise problem("bad-author", f"{fault}, not {quote(text)}", hint) from None
    return {
        "given": name.given,
        "family": name.family,
        "suffix": name.suffix,
        **({"particle": name.particle} if name.particle else {}),
    }


class Link(Record):
    """One external link of a paper."""

    url: Url
    label: Line = ""
    official: Boolean = False
    archived: Url = ""


def _read_link(value: object) -> object:
    return value if isinstance(value, (Mapping, Link)) else {"url": value}


Links = Annotated[
    tuple[Annotated[Link, BeforeValidator(_read_link), AlsoText], ...], BeforeValidator(read_list), AlsoOne
]


class LinkTable(Record):
    """The links of a paper by kind."""

    paper: Links = ()
    pdf: Links = ()
    code: Links = ()
    data: Links = ()
    project: Links = ()
    slides: Links = ()
    video: Links = ()
    poster: Links = ()
    demo: Links = ()
    post: Links = ()
    review: Links = ()

    def of(self, kind: str) -> tuple[Link, ...]:
        links: tuple[Link, ...] = getattr(self, kind)
        return links

    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a link, in the order of the contract."""
        return tuple(kind for kind in LINK_KINDS if self.of(kind))


def _identifier(name: str) -> Any:
    kind = identifiers.KINDS[name]

    def read(value: object) -> object:
        text = str(read_line(value))
        if not text:
            return ""
        bare = kind.bare(text)
        if not kind.is_valid(bare):
            hint = f"write it bare, e.g. {kind.example}"
            raise problem(f"bad-{name}", f"'{{field}}' must be a bare {kind.noun}, not {quote(text)}", hint)
        # Capitals of a DOI are a matter of taste; a label, a URL or a version is not part of an id.
        if bare.casefold() != text.casefold():
            hint = f"write it bare: {bare}"
            raise problem(f"bad-{name}", f"'{{field}}' must be a bare {kind.noun}, not {quote(text)}", hint, bare)
        return bare

    return BeforeValidator(read)


def _id_field(name: str) -> Any:
    return Annotated[str, _identifier(name), WithJsonSchema({"type": ["string", "number", "null"]})]


class IdTable(Record):
    """Identifiers of the paper elsewhere, bare."""

    arxiv: _id_field("arxiv") = ""  # type: ignore[valid-type]
    doi: _id_field("doi") = ""  # type: ignore[valid-type]
    openreview: _id_field("openreview") = ""  # type: ignore[valid-type]
    acl: _id_field("acl") = ""  # type: ignore[valid-type]
    dblp: _id_field("dblp") = ""  # type: ignore[valid-type]
    openalex: _id_field("openalex") = ""  # type: ignore[valid-type]
    semantic_scholar: _id_field("semantic-scholar") = Field(default="", alias="semantic-scholar")  # type: ignore[valid-type]
    pubmed: _id_field("pubmed") = ""  # type: ignore[valid-type]
    isbn: _id_field("isbn") = ""  # type: ignore[valid-type]

    def given(self) -> dict[str, str]:
        """The ids that the record gives, in the order of the contract."""
        pairs = {name: str(getattr(self, name.replace("-", "_"))) for name in identifiers.KINDS}
        return {name: value for name, value in pairs.items() if value}


class Citation(Record):
    """How often a paper had been cited on a day, according to whom."""

    count: Count
    as_of: Date
    source: RequiredLine


def _read_relation_kind(value: object) -> object:
    if isinstance(value, str) and value in INVERSE:
        return value
    forward = next((kind for kind, inverse in INVERSE.items() if inverse == value), "")
    hint = f"write it into the other paper's record, as {forward}" if forward else meant(str(value), INVERSE)
    message = f"'{{field}}' must be one of {', '.join(INVERSE)}, not {shape_of(value)}"
    raise problem("unknown-relation-kind", message, hint)


class Relation(Record):
    """A typed edge to another paper; the inverse is derived."""

    kind: Annotated[str, BeforeValidator(_read_relation_kind), WithJsonSchema({"enum": list(INVERSE)})]
    paper: Id
    note: Line = ""


def _read_image(value: object) -> object:
    text = str(read_line(value))
    if not RE_IMAGE.fullmatch(text) or len(text) > 200:
        hint = "name a file below images/ with letters, digits, '.', '_', '-' and '/'"
        raise problem("bad-image-path", f"'{{field}}' must be a path below images/, not {quote(text)}", hint)
    return text


class Figure(Record):
    """A picture below images/."""

    image: Annotated[str, BeforeValidator(_read_image), WithJsonSchema({"type": "string"})]
    alt: Line = ""
    source: Url = ""


def _read_authors(value: object) -> object:
    authors = read_list(value)
    if not authors:
        raise problem("empty-field", "'authors' must name at least one author", "authors: [Given Family]")
    return authors


Authors = Annotated[
    tuple[Annotated[Author, BeforeValidator(_read_author), AlsoText], ...],
    BeforeValidator(_read_authors),
    AlsoOne,
]


def _check_pages(value: str) -> str:
    return value.replace("–", "-").replace("--", "-")


class Paper(Record):
    """One paper, as papers/<year>/<id>.yaml says it."""

    title: RequiredLine
    authors: Authors
    year: Year
    area: Id
    topics: Ids = ()
    kind: Annotated[str, one_of("unknown-kind", PAPER_KINDS), WithJsonSchema({"enum": list(PAPER_KINDS)})] = ""
    venue: Id = ""
    venue_year: Year | None = None
    volume: Line = ""
    issue: Line = ""
    pages: Annotated[Line, AfterValidator(_check_pages)] = ""
    ids: IdTable = IdTable.model_construct()
    aliases: Lines = ()
    summary: RequiredText
    citations: Citation | None = None
    links: LinkTable = LinkTable.model_construct()
    relations: tuple[Relation, ...] = ()
    protect: Lines = ()
    awards: Lines = ()
    figure: Figure | None = None
    status: Annotated[str, one_of("unknown-status", STATUSES), WithJsonSchema({"enum": list(STATUSES)})] = "published"
    status_note: Line = ""
    formerly: Ids = ()
    added: Date | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Paper:
        if not self.links.paper and not self.ids.given():
            raise problem(
                "no-way-to-the-paper",
                "a paper must have links.paper or one id",
                "add links: {paper: https://…} or ids: {…}",
            )
        return self


def restore_paper(record: Mapping[str, Any]) -> Paper:
    """Return the paper that `model_dump(mode="json", by_alias=True, exclude_defaults=True)` made plain."""
    return Paper.model_validate(record, context=_RESTORED)
