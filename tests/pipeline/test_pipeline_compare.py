"""Two sites side by side: which pages differ, and in which words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dlcatalog.errors import UsageProblem
from dlcatalog.pipeline import compare
from dlcatalog.pipeline.compare import PageChange, compare_sites, markdown_of

if TYPE_CHECKING:
    from conftest import Workshop

HAZEL = "papers/2021/hazel2021seven.yaml"


@pytest.fixture
def before(small: Workshop) -> Path:
    """The site of the small catalogue, as it was."""
    site = small.top / "before"
    assert small.build(out=site).code == 0
    return site


def test_nothing_changed(small: Workshop, before: Path) -> None:
    file = small.top / "changes.md"
    assert small.build("--changes", str(before), str(file)).code == 0
    assert file.read_text() == "The site stays as it is, byte for byte.\n"


def test_words_before_and_after(small: Workshop, before: Path) -> None:
    small.edit(HAZEL, "About lone hazel.", "It stands alone | *here*.")
    file = small.top / "changes.md"
    assert small.build("--changes", str(before), str(file)).code == 0
    lines = file.read_text().splitlines()
    page = next(
        line
        for line in lines
        if line.startswith("| [papers&#47;hazel2021seven&#47;](https://wood.example/trees/papers/hazel2021seven/)")
    )
    assert "About lone hazel&#46;" in page
    assert "It stands alone &#124; here&#46;" in page
    assert page.count("|") == 4


def test_pages_that_come_and_go(small: Workshop, before: Path) -> None:
    text = small.read(HAZEL).replace("Lone Hazel", "Lone Yew").replace("Hal Hazel", "Yan Yew")
    small.write({HAZEL: None, "papers/2021/yew2021seven.yaml": text})
    small.edit("collections/best.yaml", "; [[hazel2021seven]] is not among them", "")
    assert small.build().code == 0
    found = {page.path: page for page in compare_sites(before, small.out).pages}
    assert found["papers/yew2021seven/index.html"].kind == "added"
    assert found["papers/hazel2021seven/index.html"].kind == "removed"
    assert found["index.html"].kind == "changed"
    report = "".join(markdown_of(compare_sites(before, small.out)))
    assert "\n| papers&#47;yew2021seven&#47; | *not there* | " in report
    assert " | *gone* |\n" in report


def test_papers_stand_first_and_the_most_changed_before_the_others(small: Workshop, before: Path) -> None:
    small.edit("papers/2018/ash2018one.yaml", "One Ash", "Some Ash")
    assert small.build().code == 0
    paths = [page.path for page in compare_sites(before, small.out).pages]
    assert paths[0] == "papers/ash2018one/index.html"
    own = [path.startswith("papers/") and path != "papers/index.html" for path in paths]
    assert own == sorted(own, reverse=True)


def test_long_lists_are_cut(small: Workshop, before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small.edit("papers/2018/ash2018one.yaml", "One Ash", "Some Ash")
    assert small.build().code == 0
    whole = compare_sites(before, small.out)
    monkeypatch.setattr(compare, "_MAX_ROWS", 2)
    cut = compare_sites(before, small.out)
    assert (len(cut.pages), cut.unlisted) == (2, len(whole.pages) - 2)
    assert "".join(markdown_of(cut)).endswith(f"\n… and {cut.unlisted} more pages.\n")


def test_many_and_long_lines_are_cut_and_same_words_are_named() -> None:
    long = PageChange("a/index.html", "changed", "", tuple("abcde"), ("x" * 300,))
    same = PageChange("b/index.html", "changed", "javascript:alert(1)")
    rows = list(markdown_of(compare.Comparison((long, same), 0, 1)))
    assert rows[-2] == f"| a&#47; | a<br>b<br>c<br>… 2 more lines | {'x' * 200}… |\n"
    assert rows[-1] == "| b&#47; | *the same words* | *the same words* |\n"


def test_a_folder_that_is_no_site_is_wrong_usage(small: Workshop, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="holds no site"):
        compare_sites(tmp_path, tmp_path)
    said = small.build("--changes", str(tmp_path), str(tmp_path / "x.md"))
    assert (said.code, said.err.splitlines()[-1]) == (
        2,
        f"dlcatalog: the folder '{tmp_path}' holds no site that dlcatalog built",
    )
