"""A text on a page: links to papers and numbered notes."""

import pytest

from dlcatalog.markup import Composed, Note, compose, render_text


def on_page(text: str, *, first_note: int = 1, note_word: str = "note", beside: bool = False) -> Composed:
    papers = {"a": ("../a/", "Label & Co"), "b": ('../b/?"', "B")}
    return compose(
        render_text(text), where="x", first_note=first_note, paper=papers.get, note_word=note_word, beside=beside
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("[[a]]", '<p><a class="paper-link" href="../a/">Label &amp; Co</a></p>', id="label"),
        pytest.param("[[a|the < words]]", '<p><a class="paper-link" href="../a/">the &lt; words</a></p>', id="words"),
        pytest.param("[[b]]", '<p><a class="paper-link" href="../b/?&quot;">B</a></p>', id="escaped"),
        pytest.param("[[gone]] [[gone|words]]", "<p>gone words</p>", id="unknown"),
        pytest.param('<span data-paper="a"></span>', '<p>&lt;span data-paper="a"&gt;&lt;/span&gt;</p>', id="forged"),
    ],
)
def test_paper_links(text: str, html: str) -> None:
    assert on_page(text).html == html


def call(number: int, nth: str = "") -> str:
    return f'<sup><a id="fnref-x-{number}{nth}" href="#fn-x-{number}" role="doc-noteref" aria-label="note {number}">{number}</a></sup>'


def test_notes_are_numbered_through_and_lead_back() -> None:
    composed = on_page("p[^q] r[^s] t[^q]\n\n[^q]: Q [[a]]\n[^s]: S", first_note=3)
    assert composed.html == f"<p>p{call(3)} r{call(4)} t{call(3, '-2')}</p>"
    assert composed.notes == (
        Note(
            id="fn-x-3",
            number=3,
            html='<p>Q <a class="paper-link" href="../a/">Label &amp; Co</a></p>',
            backlinks=("fnref-x-3", "fnref-x-3-2"),
        ),
        Note(id="fn-x-4", number=4, html="<p>S</p>", backlinks=("fnref-x-4",)),
    )


def test_note_may_call_a_note() -> None:
    composed = on_page("p[^q]\n\n[^q]: Q[^s]\n[^s]: S[^q]")
    assert [note.html for note in composed.notes] == [f"<p>Q{call(2)}</p>", f"<p>S{call(1, '-2')}</p>"]
    assert composed.notes[0].backlinks == ("fnref-x-1", "fnref-x-1-2")


def test_note_word_is_the_reader_s() -> None:
    assert 'aria-label="Anmerkung 1"' in on_page("p[^q]\n\n[^q]: Q", note_word="Anmerkung").html


def test_text_without_marks_stays_as_it_is() -> None:
    assert on_page("*a*") == Composed(html="<p><em>a</em></p>", notes=(), count=0)


def beside(number: int, text: str) -> str:
    """A call and the note that stands with it."""
    return (
        f'<sup class="call"><button type="button" popovertarget="fn-x-{number}" aria-label="note {number}">{number}'
        f'</button></sup></span><span class="beside" role="note" id="fn-x-{number}" popover><b>{number}</b> {text}</span>'
    )


def test_note_of_one_paragraph_stands_beside_its_call() -> None:
    composed = on_page("a word[^q], more\n\n[^q]: *Q* [[a]]", beside=True)
    link = '<a class="paper-link" href="../a/">Label &amp; Co</a>'
    assert composed.html == f'<p>a <span class="tied">word{beside(1, f"<em>Q</em> {link}")}, more</p>'
    assert (composed.notes, composed.count) == ((), 1)


def test_second_call_of_a_note_beside_opens_the_same_one() -> None:
    html = on_page("a[^q] b[^q]\n\n[^q]: Q", beside=True).html
    assert html.count('id="fn-x-1"') == 1
    assert html.count('popovertarget="fn-x-1"') == 2


@pytest.mark.parametrize(
    "text",
    [
        "a[^q]\n\n[^q]: Q\n\n    R",
        "a[^q]\n\n[^q]: Q[^r]\n\n[^r]: R",
        "|a[^q]|b|\n|-|-|\n|1|2|\n\n[^q]: Q",
    ],
    ids=["two paragraphs", "a note that calls a note", "a call in a table"],
)
def test_other_notes_stay_at_the_end(text: str) -> None:
    assert on_page(text, beside=True) == on_page(text)
