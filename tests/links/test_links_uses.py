"""Every external address of a catalogue is found, with its place and the title that it should show."""

from __future__ import annotations

from pathlib import Path

from dlcatalog.links.collect import collect, file_uses, ignoring
from dlcatalog.links.uses import Use
from dlcatalog.pipeline.options import BuildOptions

PAPER = b"""title: Growing $n$ Trees
authors: [A B]
year: 2020
area: t
ids: {arxiv: "2001.00001", doi: 10.5555/X, acl: N18-1202}
summary: "See [a](https://text.example/a), [mail](mailto:a@b.example) and [[other]]."
links:
  paper: https://paper.example/
  pdf: [https://pdf.example/1, {url: https://pdf.example/2, archived: "https://web.archive.org/2"}]
  code: https://code.example/
figure: {image: x.svg, source: https://figure.example/}
relations: [{kind: uses, paper: other, note: "<https://note.example/>"}]
"""


def places(uses: list[Use] | None) -> list[tuple[str, str, str]]:
    return [(use.field, use.url, use.title) for use in uses or []]


def test_uses_of_a_paper() -> None:
    title = "Growing n Trees"
    assert places(file_uses("papers/2020/x.yaml", PAPER)) == [
        ("ids/arxiv", "https://arxiv.org/abs/2001.00001", title),
        ("ids/doi", "https://doi.org/10.5555/x", title),
        ("links/paper/0/url", "https://paper.example/", title),
        ("links/pdf/0/url", "https://pdf.example/1", title),
        ("links/pdf/1/url", "https://pdf.example/2", title),
        ("links/pdf/1/archived", "https://web.archive.org/2", ""),
        ("links/code/0/url", "https://code.example/", ""),
        ("figure/source", "https://figure.example/", ""),
        ("summary", "https://text.example/a", ""),
        ("summary", "mailto:a@b.example", ""),
        ("relations/0/note", "https://note.example/", ""),
    ]


def test_uses_of_a_roundup() -> None:
    data = b"""title: R
source: {url: https://source.example/}
intro: <https://intro.example/>
entries:
  - {paper: x, note: "<https://note.example/>", figure: {image: x.svg, source: https://figure.example/}}
"""
    assert places(file_uses("collections/r.yaml", data)) == [
        ("source/url", "https://source.example/", ""),
        ("entries/0/figure/source", "https://figure.example/", ""),
        ("intro", "https://intro.example/", ""),
        ("entries/0/note", "https://note.example/", ""),
    ]


def test_uses_of_vocabularies_and_settings() -> None:
    site = b"title: T\nbase_url: https://site.example/\nedit_url: https://edit.example/\nrepository: https://code.example/r\ndescription: <https://d.example/>\n"
    assert places(file_uses("site.yaml", site)) == [
        ("repository", "https://code.example/r", ""),
        ("description", "https://d.example/", ""),
    ]
    assert places(file_uses("venues.yaml", b"v: {name: V, url: https://v.example/}\nw: {name: W}\n")) == [
        ("v/url", "https://v.example/", "")
    ]
    assert places(file_uses("people.yaml", b"p: {name: P, url: https://p.example/}\n")) == [
        ("p/url", "https://p.example/", "")
    ]
    assert places(file_uses("topics.yaml", b"t: {name: T, description: '<https://t.example/>'}\n")) == [
        ("t/description", "https://t.example/", "")
    ]
    assert file_uses("citations.csv", b"paper,count,as_of,source\n") == []


def test_files_that_cannot_be_read_have_none() -> None:
    assert file_uses("papers/2020/x.yaml", b"title: [") is None
    assert file_uses("collections/x.yaml", b"entries: 1") is None
    assert file_uses("site.yaml", b"\xff") is None


def options(folder: Path) -> BuildOptions:
    return BuildOptions(catalog=folder / "catalog", out=folder / "site", store=folder / "store", jobs=1)


def a_catalogue(folder: Path) -> BuildOptions:
    papers = folder / "catalog" / "papers" / "2020"
    papers.mkdir(parents=True)
    (papers / "x.yaml").write_bytes(PAPER)
    (papers / "bad.yaml").write_bytes(b"title: [")
    (folder / "catalog" / "site.yaml").write_bytes(b"title: T\n")
    return options(folder)


def test_catalogue_is_collected_without_mail_addresses_and_counts_what_it_cannot_read(tmp_path: Path) -> None:
    collected, _ = collect(a_catalogue(tmp_path))
    assert (collected.papers, collected.unread, len(collected.uses)) == (1, 1, 10)


def test_second_time_comes_from_the_store_and_is_the_same(tmp_path: Path) -> None:
    first, _ = collect(a_catalogue(tmp_path))
    assert collect(options(tmp_path))[0].uses == first.uses


def test_what_a_build_remembers_gives_the_same(tmp_path: Path) -> None:
    from dlcatalog.pipeline.steps import check  # noqa: PLC0415

    made = a_catalogue(tmp_path)
    fresh, _ = collect(made)
    other = BuildOptions(catalog=made.catalog, out=made.out, store=tmp_path / "other", jobs=1)
    check(other)
    assert collect(other)[0].uses == fresh.uses


def test_some_links_are_never_asked() -> None:
    uses = [
        Use("x", "y", -1, -1, url, url)
        for url in ("https://a.example/x", "https://a.example/y", "https://b.example/z.pdf")
    ]
    assert [u.url for u in ignoring(uses, ("https://a.example/x", "*.pdf"))] == ["https://a.example/y"]
