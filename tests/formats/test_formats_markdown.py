from __future__ import annotations

from typing import Any

import html5lib
import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.formats.latex import clean
from dlcatalog.formats.markdown import to_markdown

from .samples import CONFERENCE, HOSTILE, reference


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"venue": CONFERENCE},
            'Ada Invented. "[Dreaming Nets](https://papers.example/dreaming)". *Conference on Invented Networks*, 2017.',
            id="conference",
        ),
        pytest.param(
            {"authors": ["Ann", "Bo", "Cy", "Di"], "links": {}, "ids": {"isbn": "9780262035613"}},
            'Ann, Bo, Cy et al. "Dreaming Nets". 2017.',
            id="many-authors-no-url",
        ),
        pytest.param(
            {"status": "retracted", "links": {"paper": "https://a.example/x_(1)"}},
            'Ada Invented. "[Dreaming Nets](https://a.example/x_%281%29)". 2017. Retracted.',
            id="retracted",
        ),
        pytest.param(
            {"plain": "*A* [B](c) <d> `e` $f$ | g_h \\ & i ~ j", "authors": ["1. Bot"]},
            '1\\. Bot. "[\\*A\\* \\[B\\](c) \\<d\\> \\`e\\` \\$f\\$ \\| g\\_h \\\\ \\& i \\~ j](https://papers.example/dreaming)". 2017.',
            id="signs",
        ),
        pytest.param(
            {"authors": [{"name": "# Nets"}]},
            '\\# Nets. "[Dreaming Nets](https://papers.example/dreaming)". 2017.',
            id="heading",
        ),
    ],
)
def test_citation_on_one_line(fields: dict[str, Any], line: str) -> None:
    assert to_markdown(reference(**fields)) == line


def link_text(text: str) -> str:
    """What another program's Markdown shows inside the one link."""
    tree = html5lib.parse(markdown.markdown(text), namespaceHTMLElements=False)
    (link,) = tree.iter("a")
    return " ".join("".join(link.itertext()).split())


@pytest.mark.parametrize("title", [words for name, words in HOSTILE.items() if name != "specials"])
def test_hostile_titles_show_as_they_are(title: str) -> None:
    assert _unescaped(link_text(to_markdown(reference(plain=title)))) == _unescaped(clean(title))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="ab*_`[]()<>!&;#~|$\\ {}\"'é1."))
def test_any_title_stays_inside_its_link(text: str) -> None:
    assert _unescaped(link_text(to_markdown(reference(plain=f"x{text}y")))) == _unescaped(clean(f"x{text}y"))


def _unescaped(text: str) -> str:
    """Python-Markdown leaves the backslash of escapes that CommonMark knows and it does not (& < | ~ $)."""
    return text.replace("\\", "")
