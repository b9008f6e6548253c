"""Identifiers: bare forms, shapes, check digits."""

from __future__ import annotations

import pytest

from dlcatalog.model.identifiers import KINDS, arxiv_year, has_valid_isbn_digit, has_valid_orcid_digit


@pytest.mark.parametrize(
    ("kind", "text", "bare"),
    [
        ("arxiv", "1706.03762", "1706.03762"),
        ("arxiv", "1706.03762v5", "1706.03762"),
        ("arxiv", "arXiv:1706.03762", "1706.03762"),
        ("arxiv", "https://arxiv.org/abs/1706.03762v2", "1706.03762"),
        ("arxiv", "http://www.arxiv.org/pdf/1706.03762v2.pdf", "1706.03762"),
        ("arxiv", "cs/9901001v1", "cs/9901001"),
        ("doi", "https://doi.org/10.5555/ABC", "10.5555/abc"),
        ("doi", "http://dx.doi.org/10.5555/a", "10.5555/a"),
        ("doi", "doi:10.5555/a", "10.5555/a"),
        ("doi", "10.1002/(SICI)1097-4571(199806)49:8<693::AID>3.0", "10.1002/(sici)1097-4571(199806)49:8<693::aid>3.0"),
        ("openreview", "https://openreview.net/forum?id=rJl-b3RcF7", "rJl-b3RcF7"),
        ("acl", "https://aclanthology.org/2020.acl-main.1/", "2020.acl-main.1"),
        ("dblp", "https://dblp.org/rec/conf/nips/X17", "conf/nips/X17"),
        ("openalex", "https://openalex.org/w123456", "W123456"),
        ("pubmed", "PMID: 9377276", "9377276"),
        ("pubmed", "https://pubmed.ncbi.nlm.nih.gov/9377276/", "9377276"),
        ("isbn", "ISBN 978-0-262-03561-3", "9780262035613"),
        ("isbn", "0-8044-2957-x", "080442957X"),
    ],
)
def test_bare(kind: str, text: str, bare: str) -> None:
    assert KINDS[kind].bare(text) == bare
    assert KINDS[kind].is_valid(bare)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("arxiv", "1706.3"),
        ("arxiv", "1706.037621"),
        ("arxiv", "１７０６.03762"),
        ("doi", "10.5/a"),
        ("doi", "10.5555/"),
        ("doi", "10.5555/a b"),
        ("doi", '10.5555/a"b'),
        ("doi", "https://example.org/10.5555/a"),
        ("openreview", "x y"),
        ("acl", "N18"),
        ("dblp", "conf/nips"),
        ("openalex", "A123456"),
        ("semantic-scholar", "204e3073"),
        ("semantic-scholar", "204E3073870FAE3D05BCBC2F6A8E263D9B72E776"),
        ("pubmed", "0123"),
        ("isbn", "978026203561"),
        ("isbn", "1234567890123"),
    ],
)
def test_no_identifier(kind: str, text: str) -> None:
    assert not KINDS[kind].is_valid(KINDS[kind].bare(text))


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_valid_and_bare(kind: str) -> None:
    example = KINDS[kind].example
    assert KINDS[kind].is_valid(example)
    assert KINDS[kind].bare(example) == example


@pytest.mark.parametrize(
    ("kind", "bare", "url"),
    [
        ("arxiv", "1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("doi", '10.5555/a<b>"#?', "https://doi.org/10.5555/a%3Cb%3E%22%23%3F"),
        ("openreview", "a_b-c1", "https://openreview.net/forum?id=a_b-c1"),
        ("isbn", "9780262035613", ""),
    ],
    ids=["arxiv", "doi-is-escaped", "openreview", "isbn-leads-nowhere"],
)
def test_url(kind: str, bare: str, url: str) -> None:
    assert KINDS[kind].url(bare) == url


@pytest.mark.parametrize("isbn", ["9780262035613", "080442957X", "0306406152"])
def test_isbn_digit(isbn: str) -> None:
    assert has_valid_isbn_digit(isbn)


@pytest.mark.parametrize("isbn", ["9780262035614", "0804429571", "0306406153"])
def test_wrong_isbn_digit(isbn: str) -> None:
    assert not has_valid_isbn_digit(isbn)


@pytest.mark.parametrize(
    ("orcid", "valid"),
    [("0000-0002-1825-0097", True), ("0000-0002-1694-233X", True), ("0000-0002-1825-0098", False)],
    ids=["digit", "x", "wrong"],
)
def test_orcid_digit(orcid: str, valid: bool) -> None:
    assert has_valid_orcid_digit(orcid) is valid


@pytest.mark.parametrize(
    ("bare", "year"), [("1706.03762", 2017), ("0704.0001", 2007), ("math/0309136", 2003), ("cs/9901001", 1999)]
)
def test_arxiv_year(bare: str, year: int) -> None:
    assert arxiv_year(bare) == year
