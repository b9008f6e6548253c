from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.formats.bibtex import read_bibtex, to_bibtex
from dlcatalog.formats.drafts import Problem

from .samples import JOURNAL, reference


def fields_of(text: str) -> dict[str, Any]:
    (draft,), problems = read_bibtex(text)
    assert problems == ()
    return dict(draft.fields)


def keys_of(text: str) -> list[str]:
    return [draft.key for draft in read_bibtex(text)[0]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("eprint={1701.00001}, archivePrefix={arXiv}", {"ids": {"arxiv": "1701.00001"}}, id="arxiv-org"),
        pytest.param("eprint={1701.00001v2}, eprinttype={arxiv}", {"ids": {"arxiv": "1701.00001"}}, id="zotero"),
        pytest.param(
            "eprint={1701.00001 [cs]}, eprinttype={arXiv}", {"ids": {"arxiv": "1701.00001"}}, id="zotero-class"
        ),
        pytest.param("eprint={arXiv:1701.00001}", {"ids": {"arxiv": "1701.00001"}}, id="no-prefix"),
        pytest.param("journal={arXiv preprint arXiv:1701.00001}", {"ids": {"arxiv": "1701.00001"}}, id="scholar"),
        pytest.param("journal={CoRR}, volume={abs/1701.00001}", {"ids": {"arxiv": "1701.00001"}}, id="dblp"),
        pytest.param("journal={CoRR}, volume={abs/cs/0502016}", {"ids": {"arxiv": "cs/0502016"}}, id="dblp-old"),
        pytest.param("journal={arXiv e-prints}, pages={arXiv:1701.00001}", {"ids": {"arxiv": "1701.00001"}}, id="ads"),
        pytest.param("journal={ArXiv}, volume={1701.00001}", {"ids": {"arxiv": "1701.00001"}}, id="bare-volume"),
        pytest.param(
            "journal={arXiv}, doi={10.48550/arXiv.1701.00001}",
            {"ids": {"arxiv": "1701.00001", "doi": "10.48550/arxiv.1701.00001"}},
            id="datacite",
        ),
        pytest.param(
            "journal={arXiv}, url={https://arxiv.org/abs/1701.00001v3}", {"ids": {"arxiv": "1701.00001"}}, id="url"
        ),
    ],
)
def test_arxiv_is_found_wherever_it_stands(body: str, expected: dict[str, Any]) -> None:
    fields = fields_of(f"@article{{k, title={{T}}, {body}}}")
    links = fields.pop("links", {})
    assert (fields, "arxiv" not in str(links) or "v3" in str(links)) == (
        {"title": "T", "kind": "preprint", **expected},
        True,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("doi={https://doi.org/10.1000/AB\\_C}", {"ids": {"doi": "10.1000/ab_c"}}, id="doi-url"),
        pytest.param("url={https://doi.org/10.1000/x}", {"ids": {"doi": "10.1000/x"}}, id="url-that-is-a-doi"),
        pytest.param(
            "url={https://openreview.net/forum?id=abcDEF123&noteId=zz}",
            {
                "ids": {"openreview": "abcDEF123"},
                "links": {"paper": "https://openreview.net/forum?id=abcDEF123&noteId=zz"},
            },
            id="openreview",
        ),
        pytest.param(
            "pmid={123}, isbn={978-0-262-03561-3}", {"ids": {"pubmed": "123", "isbn": "9780262035613"}}, id="others"
        ),
        pytest.param(
            "howpublished={\\url{https://a.example/x}.}", {"links": {"paper": "https://a.example/x"}}, id="howpublished"
        ),
        pytest.param("url={https://a.example/x.pdf}", {"links": {"paper": "https://a.example/x.pdf"}}, id="pdf-alone"),
        pytest.param(
            "pdf={https://a.example/x.pdf}, code={https://code.example/x}",
            {"links": {"pdf": "https://a.example/x.pdf", "code": "https://code.example/x"}},
            id="pdf-and-code",
        ),
        pytest.param("pages={1 -- 9}", {"pages": "1-9"}, id="pages"),
        pytest.param("pages={1--3, 5–9}", {"pages": "1-3, 5-9"}, id="ranges"),
        pytest.param("pages={A-1}", {"pages": "A-1"}, id="hyphen"),
        pytest.param("date={2017-06-12}, month=jun", {"year": 2017}, id="date"),
        pytest.param("year={in press}, month=smarch", {}, id="no-year"),
        pytest.param(
            "year=2018, eprint={1701.00001}",
            {"year": 2017, "venue_year": 2018, "kind": "preprint", "ids": {"arxiv": "1701.00001"}},
            id="years",
        ),
        pytest.param(
            "abstract={On *stars* of $x*y$ and a_b}", {"summary": r"On \*stars\* of $x*y$ and a_b"}, id="abstract"
        ),
        pytest.param(
            "abstract={From \\$5 to \\$6, [[x]] <b> \\foo}",
            {"summary": r"From \$5 to \$6, \[\[x\]\] \<b> \\foo"},
            id="abstract-with-dollars",
        ),
        pytest.param(
            "note={Retracted: 5\\% wrong}", {"status": "retracted", "status_note": "5% wrong"}, id="retracted"
        ),
        pytest.param("url={}", {}, id="empty-url"),
        pytest.param("author={{\\'E}lan and Sam Roe}", {"authors": ["Élan", "Sam Roe"]}, id="letter-is-no-group"),
        pytest.param("author={{Open Nets}}", {"authors": [{"name": "Open Nets"}]}, id="group"),
        pytest.param("author={{van Roe}, Sam}", {"authors": ["Sam van Roe"]}, id="braced-family"),
        pytest.param("author={Roe, Jr, {}}", {"authors": [{"family": "Roe", "suffix": "Jr"}]}, id="no-given-name"),
        pytest.param("editor={Sam Roe}", {"authors": ["Sam Roe"]}, id="editors-stand-in"),
    ],
)
def test_fields_lose_their_latex(body: str, expected: dict[str, Any]) -> None:
    assert fields_of(f"@unpublished{{k, title={{T}}, {body}}}") == {"title": "T", **expected}


@pytest.mark.parametrize(
    ("entry", "kind", "venue"),
    [
        pytest.param(
            "@inproceedings{k, title={T}, booktitle={Nets {\\&} Dreams}}",
            "conference",
            "Nets & Dreams",
            id="conference",
        ),
        pytest.param(
            "@inproceedings{k, title={T}, booktitle={The Workshop}}", "workshop", "The Workshop", id="workshop"
        ),
        pytest.param(
            "@incollection{k, title={T}, booktitle={Proceedings of X}}",
            "conference",
            "Proceedings of X",
            id="proceedings",
        ),
        pytest.param("@incollection{k, title={T}, booktitle={A Handbook}}", "book", "A Handbook", id="chapter"),
        pytest.param("@mastersthesis{k, title={T}, school={Nowhere}}", "thesis", "Nowhere", id="thesis"),
        pytest.param("@misc{k, title={T}, howpublished={Lecture, Nowhere}}", "lecture", "Nowhere", id="lecture"),
        pytest.param("@misc{k, title={T}, howpublished={bioRxiv}}", "preprint", "bioRxiv", id="biorxiv"),
        pytest.param("@online{k, title={T}}", "post", None, id="online"),
        pytest.param("@strange{k, title={T}}", None, None, id="unknown-type"),
    ],
)
def test_entry_type_and_venue_decide_the_kind(entry: str, kind: str | None, venue: str | None) -> None:
    fields = fields_of(entry)
    assert (fields.get("kind"), fields.get("venue")) == (kind, venue)


@pytest.mark.parametrize(
    ("title", "protect"),
    [
        pytest.param("Deep {Bayesian} {N}ets on {BERT}", ["Bayesian", "Nets"], id="words"),
        pytest.param("{Deep Nets All Over}", [], id="whole-title"),
        pytest.param("On {Many Words In One Brace} here", [], id="too-many-words"),
        pytest.param("A {deep} net", [], id="no-capital"),
    ],
)
def test_words_in_braces_are_protected(title: str, protect: list[str]) -> None:
    assert fields_of(f"@misc{{k, title={{{title}}}}}").get("protect", []) == protect


def test_strings_are_joined_and_months_known() -> None:
    text = '@STRING{nets = "Nets"}\n@string(more = {and More})\n@article{k, title="T", journal = nets # " " # more, month = jun}'
    assert fields_of(text)["venue"] == "Nets and More"


def test_first_of_two_equal_fields_counts() -> None:
    assert fields_of("@misc{k, title={One}, title={Two}}")["title"] == "One"


def test_crossref_gives_the_proceedings_and_nothing_else() -> None:
    text = (
        "@inproceedings{k, title={T}, crossref={P}}\n"
        "@proceedings{p, title={Proc. of Nets}, editor={Ed Itor}, year=2017, doi={10.1000/p}, volume=3}"
    )
    assert fields_of(text) == {
        "title": "T",
        "year": 2017,
        "kind": "conference",
        "venue": "Proc. of Nets",
        "volume": "3",
    }


@pytest.mark.parametrize("crossref", ["nowhere", "k"], ids=["missing", "itself"])
def test_crossref_that_leads_nowhere_is_ignored(crossref: str) -> None:
    assert fields_of(f"@inproceedings{{k, title={{T}}, crossref={{{crossref}}}}}") == {
        "title": "T",
        "kind": "conference",
    }


def test_dblp_key_is_an_id() -> None:
    assert fields_of("@article{DBLP:journals/nets/Roe17, title={T}}")["ids"] == {"dblp": "journals/nets/Roe17"}


def test_comments_are_not_entries() -> None:
    text = (
        "\ufeffWords before. % @misc{a, title={T}}\n"
        "% @misc{b,\n%   title={T}}\n"
        "@comment{@misc{c, title={T}}}\n"
        "@Comment{never closed\n"
        "@preamble{ {words} }\n"
        "@misc(d, title={T :)})\n"
    )
    assert keys_of(text) == ["d"]


def test_broken_entries_become_problems_and_the_rest_goes_on() -> None:
    text = (
        "@misc{one, title={One}}\n"
        "@misc{two, title={Two\n"
        "\n"
        "@misc{three, title={Three}}\n"
        "@misc{four, title Four}\n"
        "@misc{five, title={}}\n"
        "@misc{six, title={Six}, author={Roe, Sam, Jr, More}}\n"
        "@misc{seven, title={Seven}, journal=unknown}\n"
        "@misc{eight, title={Eight}, author={Sam Roe and others}, doi={nonsense}, url={not a url}}\n"
        "@misc{nine, title={" + "{" * 101 + "}" * 101 + "}}\n"
        "@misc{ten, title={Ten}\n"
    )
    drafts, problems = read_bibtex(text)
    assert [(draft.key, draft.line) for draft in drafts] == [("one", 1), ("three", 4), ("seven", 8), ("eight", 9)]
    assert problems == (
        Problem(2, "'@misc{two, title={Two' has no closing brace"),
        Problem(5, "'=' expected in '@misc{four, title Four}'"),
        Problem(6, "'five' has no title"),
        Problem(7, "Too many commas in 'Roe, Sam, Jr, More' in 'six': names must be separated by 'and'"),
        Problem(8, "the @string 'unknown' is not defined"),
        Problem(9, "the authors behind 'and others' are missing from 'eight'"),
        Problem(9, "'nonsense' is no DOI id and was left out from 'eight'"),
        Problem(9, "'notaurl' is no URL and was left out: start it with https:// from 'eight'"),
        Problem(
            10,
            f"too many nested braces in '{('@misc{nine, title=' + '{' * 99)[:79]}…'",
        ),
        Problem(11, "'@misc{ten, title={Ten}' has no closing brace"),
    )


def test_thousands_of_broken_entries_take_no_time() -> None:
    drafts, problems = read_bibtex("@misc{x, title={\n" * 20000)
    assert (len(drafts), len(problems)) == (0, 20000)


def test_entry_written_here_survives_a_broken_neighbour() -> None:
    assert keys_of("@article{broken, title={\n" + to_bibtex(reference(venue=JOURNAL))) == ["invented2017dreaming"]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(["@", "misc", "{", "}", "(", ")", "k,", "title", "=", '"', "\n", "#", "\\'", "and", "x", "%"])
    )
)
def test_reading_never_fails(pieces: list[str]) -> None:
    drafts, problems = read_bibtex(" ".join(pieces))
    assert all(draft.fields["title"] for draft in drafts)
    assert all(problem.line >= 1 for problem in problems)
