from __future__ import annotations

import json
from datetime import date
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.formats.schema_org import PageFacts, json_ld_script, to_json_ld
from dlcatalog.model.vocabulary import Venue

from .samples import CONFERENCE, JOURNAL, SCHOOL, SITE, reference


def test_journal_paper_whole() -> None:
    made = reference(
        venue=JOURNAL,
        plain="Dreams of x₂",
        authors=[{"family": "Roe", "given": "Sam", "orcid": "0000-0002-1825-0097"}, {"name": "Open Nets"}],
        volume="3",
        issue="2",
        pages="1-9",
        ids={"doi": "10.1000/x", "arxiv": "1701.00001"},
        links={
            "paper": {"url": "https://papers.example/dreaming", "archived": "https://archive.example/1"},
            "code": "https://code.example/nets",
        },
        awards=["Best dream"],
        status="retracted",
        status_note="why",
    )
    earlier = reference(plain="Older Nets", page_url="https://here.example/papers/older/")
    page = PageFacts(
        canonical="https://here.example/papers/dreaming/",
        author_urls=["https://here.example/authors/sam-roe/", ""],
        topics=[("Nets", "https://here.example/topics/nets/"), ("Dreams", "")],
        abstract="We dream.",
        modified=date(2020, 1, 2),
        license="https://license.example/",
        cites=[earlier],
        based_on=[earlier],
        cited=(12, date(2020, 1, 1)),
    )
    work = {
        "@type": "ScholarlyArticle",
        "@id": "https://here.example/papers/older/",
        "name": "Older Nets",
        "url": "https://here.example/papers/older/",
    }
    assert to_json_ld(made, page) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": "https://here.example/papers/dreaming/",
        "url": "https://here.example/papers/dreaming/",
        "headline": "Dreams of x₂",
        "name": "Dreams of x₂",
        "author": [
            {
                "@type": "Person",
                "@id": "https://here.example/authors/sam-roe/",
                "name": "Sam Roe",
                "givenName": "Sam",
                "familyName": "Roe",
                "url": "https://here.example/authors/sam-roe/",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
            },
            {"@type": "Organization", "name": "Open Nets"},
        ],
        "datePublished": "2017",
        "abstract": "We dream.",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "arxiv", "value": "1701.00001"},
            {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/x"},
        ],
        "sameAs": ["https://arxiv.org/abs/1701.00001", "https://doi.org/10.1000/x"],
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": "https://arxiv.org/pdf/1701.00001",
            "encodingFormat": "application/pdf",
        },
        "award": ["Best dream"],
        "creativeWorkStatus": "Retracted",
        "correction": "Retracted: why",
        "archivedAt": "https://archive.example/1",
        "subjectOf": [{"@type": "SoftwareSourceCode", "codeRepository": "https://code.example/nets"}],
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "2",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "3",
                "isPartOf": {"@type": "Periodical", "name": "Journal of Imaginary Results"},
            },
        },
        "pageStart": "1",
        "pageEnd": "9",
        "pagination": "1-9",
        "dateModified": "2020-01-02",
        "keywords": ["Nets", "Dreams"],
        "about": [
            {"@type": "DefinedTerm", "name": "Nets", "url": "https://here.example/topics/nets/"},
            {"@type": "DefinedTerm", "name": "Dreams"},
        ],
        "citation": [work],
        "isBasedOn": [work],
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "Action", "name": "Citation"},
            "userInteractionCount": 12,
            "endTime": "2020-01-01",
        },
        "license": "https://license.example/",
        "inLanguage": "en",
    }


@pytest.mark.parametrize(
    ("kind", "venue", "type_", "place"),
    [
        pytest.param(
            "conference",
            CONFERENCE,
            "ScholarlyArticle",
            {"isPartOf": {"@type": "Book", "name": CONFERENCE.name}},
            id="conference",
        ),
        pytest.param(
            "journal",
            JOURNAL,
            "ScholarlyArticle",
            {"isPartOf": {"@type": "Periodical", "name": JOURNAL.name}},
            id="journal",
        ),
        pytest.param(
            "thesis",
            SCHOOL,
            "Thesis",
            {"sourceOrganization": {"@type": "CollegeOrUniversity", "name": SCHOOL.name}},
            id="thesis",
        ),
        pytest.param(
            "report", SCHOOL, "Report", {"publisher": {"@type": "Organization", "name": SCHOOL.name}}, id="report"
        ),
        pytest.param("book", None, "Book", {}, id="book"),
        pytest.param(
            "post", SITE, "BlogPosting", {"isPartOf": {"@type": "CreativeWork", "name": SITE.name}}, id="post"
        ),
        pytest.param("preprint", None, "ScholarlyArticle", {}, id="preprint"),
    ],
)
def test_kind_decides_type_and_place(kind: str, venue: Venue | None, type_: str, place: dict[str, Any]) -> None:
    data = to_json_ld(reference(kind=kind, venue=venue), PageFacts())
    found = {name: data[name] for name in ("isPartOf", "sourceOrganization", "publisher") if name in data}
    assert (data["@type"], found) == (type_, place)


def test_preprint_says_so() -> None:
    assert to_json_ld(reference(), PageFacts())["creativeWorkStatus"] == "Preprint"


def script_text(json_text: str) -> str:
    page = f'<!doctype html><script type="application/ld+json">{json_text}</script><p>after</p>'
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert [p.text for p in tree.iter("p")] == ["after"]
    (script,) = tree.iter("script")
    return script.text or ""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("</script><script>alert(1)</script>", id="end-tag"),
        pytest.param("<!-- <script>", id="comment"),
        pytest.param("]]> & &amp; &lt;", id="entities"),
        pytest.param("\u2028 \u2029 é 网", id="line-ends"),
        pytest.param('" \\ \\u003c', id="quotes"),
    ],
)
def test_nothing_leaves_the_script_element(text: str) -> None:
    assert json.loads(script_text(json_ld_script({text: [text]}))) == {text: [text]}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="<>/&!-script\u2028\\\"'a ]"))
def test_any_text_comes_back(text: str) -> None:
    written = json_ld_script({"name": text})
    assert (json.loads(script_text(written)), any(c in written for c in "<>&\u2028")) == ({"name": text}, False)


def test_lone_surrogate_can_be_encoded() -> None:
    assert json_ld_script({"name": "a\ud800"}).encode() == b'{"name":"a?"}'
