"""Rules about one record alone: what they find, and what looks like it and is none."""

from __future__ import annotations

import pytest

from dlcatalog.checks.finding import FileSubject, RecordSubject
from dlcatalog.checks.locate import located
from dlcatalog.checks.registry import run_file_checks, run_record_checks
from dlcatalog.diagnostics import Diagnostic
from dlcatalog.model.paper import Paper
from dlcatalog.source.decode import decode_model

from .building import record

PATH = "papers/2019/a.yaml"


def problems_of(text: str) -> list[Diagnostic]:
    """What the rules about a record and about any file say of a text."""
    decoded = decode_model(Paper, text.encode(), PATH)
    assert decoded.value is not None, decoded.diagnostics
    found = [*run_record_checks(RecordSubject(PATH, decoded.value)), *run_file_checks(FileSubject(PATH, text))]
    return sorted(located(found, lambda _: text), key=Diagnostic.as_sort_key)


def found_in(text: str) -> list[tuple[int, int, str, str | None]]:
    """(line, column, code, replacement) of each."""
    return [(d.span.line, d.span.column, d.code, d.replacement) for d in problems_of(text)]


@pytest.mark.parametrize(
    "title",
    [
        "Attention Is All You Need",
        "word2vec Parameter Learning Explained",
        "mixup: Beyond empirical risk minimization",
        "fastText",
        "BERT",
        "GLUE: A Benchmark",
        "U-Net and $\\mathbf{X}$-Nets: {0, 1} and $\\{a\\}$",
        "A* search and B* trees, 2 * 3 * 4",
        "C_a and C_b, f_theta",
        "Costs of $5 and \\$6 & more than R&D",
        "x < y and y > z",
        "NASNET ON TPU",
        "学习 深度 表示 方法 研究",
        "deep nets",
    ],
)
def test_titles_that_are_right(title: str) -> None:
    assert found_in(record(f"'{title}'")) == []


@pytest.mark.parametrize(
    ("title", "findings"),
    [
        ("DEEP RESIDUAL LEARNING FOR IMAGES", [(1, 8, "title-in-capitals", None)]),
        ("deep residual learning for images", [(1, 8, "title-in-small-letters", None)]),
        ("Learning &amp; Images", [(1, 18, "title-markup", "&")]),
        ("Learning&nbsp;Images", [(1, 17, "title-markup", "\u00a0")]),
        ("A <sub>B</sub>", [(1, 11, "title-markup", None), (1, 17, "title-markup", None)]),
        ("The {BERT} Model", [(1, 13, "title-markup", "BERT")]),
        ("The `BERT` Model", [(1, 13, "title-markup", "BERT")]),
        ("``Real'' Fakes".replace("'", "''"), [(1, 8, "title-markup", None)]),
        ("The *BERT* Model", [(1, 13, "title-markup", "BERT")]),
        ("The _BERT_ Model", [(1, 13, "title-markup", "BERT")]),
        ('Schr\\"{o}dinger', [(1, 8, "title-markup", None)]),
        ("The \\emph{BERT} Model", [(1, 8, "title-markup", None)]),
    ],
)
def test_titles_that_are_wrong(title: str, findings: list[tuple[int, int, str, str | None]]) -> None:
    assert found_in(record(f"'{title}'")) == findings


@pytest.mark.parametrize("authors", ["[Ada Stone, Etal Brook]", "[Ada Althal, {name: Others United}]", "[Li Al]"])
def test_authors_who_only_sound_like_others(authors: str) -> None:
    assert found_in(record(authors=authors)) == []


@pytest.mark.parametrize(
    "authors",
    ["[Ada Stone, et al.]", "[Ada Stone, et al]", "[Ada Stone, others]", "[Ada Stone, {name: and 12 others}]"],
)
def test_others_are_no_authors(authors: str) -> None:
    assert found_in(record(authors=authors)) == [(2, 22, "et-al", None)]


def test_two_authors_in_one_with_et_al() -> None:
    assert found_in(record(authors="[Ada Stone et al.]")) == [(2, 11, "et-al", None)]


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("ids: {arxiv: '1906.00012'}", []),
        ("ids: {arxiv: '2001.00012'}", []),
        ("ids: {arxiv: '1812.00012'}", ["year-after-arxiv"]),
        ("ids: {arxiv: math/9912123}", ["year-after-arxiv"]),
        ("venue_year: 2019", []),
        ("venue_year: 2021", []),
        ("venue_year: 2018", ["year-after-venue"]),
        ("ids: {arxiv: '1906.0012'}", ["doubtful-arxiv"]),
        ("ids: {arxiv: '1912.123456'}", None),
        ("ids: {arxiv: '1913.00012'}", None),
        ("ids: {isbn: 978-0-262-03561-3}", None),
        ("ids: {isbn: '9780262035613'}", []),
        ("ids: {isbn: 080442957X}", []),
        ("ids: {isbn: '9780262035618'}", ["wrong-isbn"]),
        ("ids: {doi: 10.1002/(sici)1097-0118(199603)}", []),
        ("ids: {doi: 10.1002/abc)}", ["doubtful-doi"]),
        ("ids: {doi: 10.1002/abc.pdf.}", ["doubtful-doi"]),
    ],
)
def test_years_and_identifiers(more: str, codes: list[str] | None) -> None:
    if codes is None:
        assert decode_model(Paper, record(more=more).encode(), PATH).value is None
    else:
        assert [d.code for d in problems_of(record(more=more))] == codes


@pytest.mark.parametrize(("arxiv", "year", "fits"), [
    ("0704.0001", 2007, True), ("0703.0001", 2007, False), ("1412.6980", 2014, True), ("1412.69801", 2014, False),
    ("1501.00001", 2015, True), ("hep-th/9711200", 1997, True), ("cs/0703001", 2007, True), ("cs/0801001", 2008, False),
])  # fmt: skip
def test_what_arxiv_can_have_given(arxiv: str, year: int, fits: bool) -> None:
    found = [d.code for d in problems_of(record(year=year, more=f"ids: {{arxiv: '{arxiv}'}}"))]
    assert found == ([] if fits else ["doubtful-arxiv"])


def linked(links: str, ids: str) -> str:
    return record().replace("{paper: https://example.org/}", links) + f"ids: {ids}\n"


ARXIV = "{arxiv: '1901.00012'}"


@pytest.mark.parametrize(
    ("links", "ids"),
    [
        ("{paper: https://arxiv.org/abs/1901.00012v3}", ARXIV),
        ("{paper: https://export.arxiv.org/abs/1901.00012}", ARXIV),
        ("{paper: https://arxiv.org/abs/1901.00012, pdf: https://arxiv.org/pdf/1901.00012v1.pdf}", ARXIV),
        ("{paper: https://arxiv.org/list/cs/1901.00013}", ARXIV),
        ("{paper: https://example.org/abs/1901.00013}", ARXIV),
        ("{paper: {url: https://arxiv.org/abs/1901.00013, label: longer}}", ARXIV),
        ("{paper: [https://arxiv.org/abs/1901.00012, https://arxiv.org/abs/1901.00013]}", ARXIV),
        ("{code: https://arxiv.org/abs/1901.00013}", ARXIV),
        ("{paper: https://doi.org/10.48550/arXiv.1901.00012}", "{arxiv: '1901.00012', doi: 10.5555/a}"),
        ("{paper: https://doi.org/10.5555/A%28b%29}", "{doi: 10.5555/a(b)}"),
        ("{paper: https://dl.acm.org/doi/abs/10.5555/a}", "{doi: 10.5555/a}"),
        ("{paper: 'https://openreview.net/forum?id=abcDEF123#x'}", "{openreview: abcDEF123}"),
        ("{paper: https://aclanthology.org/N18-1202.pdf/}", "{acl: N18-1202}"),
        ("{paper: https://www.aclweb.org/anthology/N18-1202}", "{acl: N18-1202}"),
        ("{paper: https://example.org/a.pdf}", ARXIV),
    ],
)
def test_links_that_agree(links: str, ids: str) -> None:
    assert found_in(linked(links, ids)) == []


@pytest.mark.parametrize(
    ("links", "ids", "finding"),
    [
        ("{paper: https://arxiv.org/abs/1901.00013}", ARXIV, (6, 16)),
        ("{pdf: [https://arxiv.org/pdf/1901.00013]}", ARXIV, (6, 15)),
        ("{paper: https://doi.org/10.48550/arXiv.1901.00013}", ARXIV, (6, 16)),
        ("{paper: https://dx.doi.org/10.5555/b}", "{doi: 10.5555/a}", (6, 16)),
        ("{paper: 'https://openreview.net/forum?id=abcDEF123'}", "{openreview: abcDEF124}", (6, 16)),
        ("{paper: https://aclanthology.org/N18-1203/}", "{acl: N18-1202}", (6, 16)),
        ("{paper: https://example.org/}", "{arxiv: '1901.00012', doi: 10.48550/arxiv.1901.00013}", (8, 33)),
    ],
)
def test_links_that_disagree(links: str, ids: str, finding: tuple[int, int]) -> None:
    assert [(line, column, code) for line, column, code, _ in found_in(linked(links, ids))] == [
        (*finding, "link-disagrees")
    ]


@pytest.mark.parametrize(
    ("pdf", "page"),
    [
        ("https://arxiv.org/pdf/1901.00012", "https://arxiv.org/abs/1901.00012"),
        ("https://www.arxiv.org/pdf/1901.00012v2.pdf", "https://arxiv.org/abs/1901.00012v2"),
        ("https://openreview.net/pdf?id=abcDEF123", "https://openreview.net/forum?id=abcDEF123"),
        ("https://aclanthology.org/N18-1202.pdf", "https://aclanthology.org/N18-1202/"),
        ("https://proceedings.mlr.press/v70/a17b/a17b.pdf", "https://proceedings.mlr.press/v70/a17b.html"),
        (
            "https://openaccess.thecvf.com/content_cvpr_2018/papers/A_B_CVPR_2018_paper.pdf",
            "https://openaccess.thecvf.com/content_cvpr_2018/html/A_B_CVPR_2018_paper.html",
        ),
    ],
)
def test_a_pdf_whose_page_is_known(pdf: str, page: str) -> None:
    assert found_in(linked(f"{{paper: {pdf}}}", "{}")) == [(6, 16, "pdf-under-paper", page)]


def test_a_pdf_that_stands_under_pdf_too_has_no_page_that_is_known() -> None:
    links = "{paper: https://example.org/a.pdf, pdf: https://example.org/a.pdf}"
    assert found_in(linked(links, "{}")) == [(6, 16, "pdf-under-paper", None)]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("It shows that we can learn. The authors propose a method.", False),
        ("Our eyes see what we show them.", False),
        ("They write “we propose a method”, and do.", False),
        ('They write "we propose a method", and do.', False),
        ("We propose a method.", True),
        ("It learns. Here we show that it does.", True),
        ("On all sets, our method wins.", True),
        ("In this work, we learn.", True),
        ("It says “we propose” and then we propose it.", True),
    ],
)
def test_the_voice_of_a_summary(summary: str, found: bool) -> None:
    text = record().replace("summary: S.", f"summary: |\n  {summary}")
    assert [code for _, _, code, _ in found_in(text)] == (["first-person-summary"] if found else [])


def test_a_quotation_as_a_block_may_speak_as_the_authors() -> None:
    text = record().replace("summary: S.", "summary: |\n  They say:\n\n  > We propose a method.\n")
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("url", "finding"),
    [
        ("https://arxiv.org/", None),
        ("http://example.org/", None),
        ("http://notarxiv.org/", None),
        ("http://arxiv.org.example.org/", None),
        ("http://arxiv.org:8080/", None),
        ("http://arxiv.org/", "http-link"),
        ("http://export.arxiv.org/", "http-link"),
        ("http://link.springer.com/", "http-link"),
        ("http://group.stanford.edu/", None),
        ("https://example.org/?utm=1&autm_source=2", None),
        ("https://example.org/#?utm_source=2", None),
        ("https://example.org/?page=token", None),
        ("https://example.org/?api_key=", None),
        ("https://example.org/?access_token=abcdef", "credentials-in-url"),
        ("https://example.org/?x=1&X-Amz-Signature=abcdef", "credentials-in-url"),
    ],
)
def test_urls(url: str, finding: str | None) -> None:
    text = record(more=f"# see {url}\nstatus_note: 'See <{url}>.'")
    assert [code for _, _, code, _ in found_in(text)] == ([finding] if finding else [])
    assert all(line == 8 for line, *_ in found_in(text))


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://e.org/?utm_source=a", "https://e.org/"),
        ("https://e.org/?utm_source=a&x=1", "https://e.org/?x=1"),
        ("https://e.org/?x=1&fbclid=a#top", "https://e.org/?x=1#top"),
        ("https://e.org/?x=1&gclid=a&y=2", "https://e.org/?x=1&y=2"),
    ],
)
def test_what_is_left_without_a_tracking_parameter(url: str, clean: str) -> None:
    text = record(more=f"status_note: '{url}'")
    problem = problems_of(text)[0]
    assert (problem.code, problem.replacement) == ("tracking-parameter", "")
    line = text.split("\n")[problem.span.line - 1]
    assert line[: problem.span.column - 1] + line[problem.span.end_column - 1 :] == f"status_note: '{clean}'"


@pytest.mark.parametrize(
    "words",
    ["Élan, Ångström, NÃO, Â, «Ä», naïve café", "AÇÃO “Ã” bei À 3 €", "Ã is a letter, â€ alone too"],
)
def test_letters_that_are_right(words: str) -> None:
    assert found_in(record(more=f"status_note: '{words}'")) == []


@pytest.mark.parametrize(
    ("words", "column", "replacement"),
    [("cafÃ© au", 18, "é"), ("donâ€™t", 18, "’"), ("2â€“3", 16, "–"), ("Å\u00a0ime", None, None), ("gl�tt", 17, None)],
)
def test_letters_in_the_wrong_encoding(words: str, column: int | None, replacement: str | None) -> None:
    found = found_in(record(more=f"status_note: '{words}'"))
    if column:
        assert found == [(7, column, "mojibake", replacement)]
    else:
        assert [code for _, _, code, _ in found] == ["mojibake"]


def test_a_hostile_file_is_told_a_hundred_times_and_no_more() -> None:
    more = "status_note: |\n" + "  gl\ufffdtt http://arxiv.org/?utm_source=a\n" * 500
    codes = [code for _, _, code, _ in found_in(record(more=more))]
    assert {code: codes.count(code) for code in set(codes)} == {
        "mojibake": 100,
        "http-link": 100,
        "tracking-parameter": 100,
    }
