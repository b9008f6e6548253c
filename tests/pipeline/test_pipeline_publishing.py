"""What is published when something is wrong: nothing, or with --keep-going everything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Workshop, WriteCatalogue

ASH, BIRCH, ELM = "papers/2018/ash2018one.yaml", "papers/2018/birch2018two.yaml", "papers/2019/elm2019four.yaml"
NOTHING = "nothing was published; the last good site, if there is one, stays\n"

FAULTS: dict[str, dict[str, str | bytes | None]] = {
    "syntax": {ASH: "title: [\n"},
    "field": {ASH: "titel: x\n"},
    "encoding": {ASH: b"title: \xff\n"},
    "unknown topic": {"papers/2020/new.yaml": "title: N\nauthors: [N]\nyear: 2020\narea: nowhere\nsummary: S.\nids: {arxiv: 2001.00001}\n"},
    "link to nothing": {"collections/best.yaml": "title: B\nintro: See [[nobody]].\n"},
    "site.yaml": {"site.yaml": "titel: x\n"},
    "no site.yaml": {"site.yaml": None},
    "topics.yaml": {"topics.yaml": "- trees\n"},
    "ledger": {"citations.csv": "paper,count,as_of,source\nash2018one,many,2021-01-01,openalex\n"},
    "picture": {"images/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"},
}  # fmt: skip


@pytest.mark.parametrize("changes", FAULTS.values(), ids=FAULTS)
def test_error_leaves_the_old_site(built: Workshop, changes: dict[str, str | bytes | None]) -> None:
    before = built.tree()
    said = built.write(changes).build()
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith(NOTHING)
    assert re.search(r"^\S+:\d+:\d+: error\[[a-z0-9-]+\]: ", said.err, re.MULTILINE)
    assert built.tree() == before


@pytest.mark.parametrize("changes", FAULTS.values(), ids=FAULTS)
def test_error_in_a_first_build_makes_no_site(small: Workshop, changes: dict[str, str | bytes | None]) -> None:
    assert small.write(changes).build().code == 1
    assert not small.out.exists()


@pytest.mark.parametrize("changes", FAULTS.values(), ids=FAULTS)
def test_corrected_error_gives_the_site_of_a_first_build(
    built: Workshop, changes: dict[str, str | bytes | None]
) -> None:
    good = {name: built.read(name) if (built.catalog / name).exists() else None for name in changes}
    built.write(changes).build()
    assert built.write(good).build().code == 0
    assert built.stale() == []


def test_all_errors_are_shown_at_once_in_order(built: Workshop) -> None:
    built.write({ASH: "title: x\nyear: 20x0\n", ELM: "title: [\n", "collections/best.yaml": "titel: B\n"})
    found = re.findall(r"^\S*catalog/(\S+?):\d+:\d+: error", built.build().err, re.MULTILINE)
    assert sorted(found) == found
    assert set(found) == {"collections/best.yaml", ASH, ELM}


def test_build_says_again_what_was_wrong_when_nothing_changed(write_catalogue: WriteCatalogue) -> None:
    workshop = write_catalogue({ELM: write_catalogue(name="two").read(ELM).replace("Four", "<b>Four</b> [x](y)")})
    workshop.write({ASH: workshop.read(ASH).replace("About one ash.", "About <i>one</i> ash.")})
    first, second = workshop.build(), workshop.build()
    assert (first.code, second.code) == (0, 0)
    assert "warning[raw-html]" in first.err
    assert first.err == second.err


@pytest.fixture
def doubtful(small: Workshop) -> Workshop:
    """A catalogue with one warning."""
    small.edit(ASH, "About one ash.", "About <i>one</i> ash.")
    return small


def test_warning_is_published(doubtful: Workshop) -> None:
    assert doubtful.build().code == 0
    assert b"&lt;i&gt;one" in doubtful.tree()["papers/ash2018one/index.html"]


def test_strict_counts_warnings_as_errors(doubtful: Workshop) -> None:
    said = doubtful.build("--strict")
    assert (said.code, said.err.endswith(NOTHING)) == (1, True)
    assert not doubtful.out.exists()


def test_strict_after_a_build_that_was_not(doubtful: Workshop) -> None:
    assert doubtful.build().code == 0
    before = doubtful.tree()
    assert doubtful.build("--strict").code == 1
    assert doubtful.tree() == before
    assert doubtful.build().code == 0


def test_strict_does_not_mind_notes(small: Workshop) -> None:
    said = small.build("--strict")
    assert (said.code, "note[no-dates]" in said.err) == (0, True)


def test_severity_off_silences_a_warning(doubtful: Workshop) -> None:
    doubtful.write({"site.yaml": doubtful.read("site.yaml") + "severity: {no-dates: off, raw-html: off}\n"})
    said = doubtful.build("--strict")
    assert (said.code, said.err) == (0, "")


def test_severity_error_stops_a_build(doubtful: Workshop) -> None:
    doubtful.write({"site.yaml": doubtful.read("site.yaml") + "severity: {no-dates: error}\n"})
    said = doubtful.build()
    assert (said.code, "error[no-dates]" in said.err) == (1, True)


@pytest.mark.parametrize("options", [(), ("--keep-going",)], ids=["", "keep going"])
def test_no_valid_paper_publishes_nothing(built: Workshop, options: tuple[str, ...]) -> None:
    before = built.tree()
    built.write({path.relative_to(built.catalog).as_posix(): "title: x\n" for path in built.catalog.glob("papers/*/*")})
    said = built.build(*options)
    assert (said.code, said.err.endswith(NOTHING)) == (1, True)
    assert built.tree() == before


def test_catalogue_without_papers_publishes_nothing(small: Workshop) -> None:
    names = [path.relative_to(small.catalog).as_posix() for path in small.catalog.rglob("*.*")]
    small.write({name: None for name in names if name not in {"site.yaml", "topics.yaml"}})
    small.write({"site.yaml": "title: Empty\n", "topics.yaml": "trees: {name: Trees}\n"})
    said = small.build("--keep-going")
    assert (said.code, small.out.exists()) == (1, False)
    assert "error[no-papers]: a catalogue must have at least one valid paper" in said.err


@pytest.fixture
def going(small: Workshop) -> Workshop:
    """The small catalogue with a broken first paper, built all the same."""
    small.write({ASH: small.read(ASH) + "colour: grey\n"})
    said = small.build("--keep-going")
    assert said.code == 1
    assert "error[unknown-field]" in said.err
    assert "6 papers" in said.out
    return small


def test_keep_going_leaves_out_the_record(going: Workshop) -> None:
    tree = going.tree()
    assert [path for path in tree if "ash2018one" in path] == []
    assert [path for path, data in tree.items() if b"papers/ash2018one" in data] == []


def test_keep_going_makes_links_words(going: Workshop) -> None:
    tree = going.tree()
    assert b"Stands on ash2018one and <a class=" in tree["papers/elm2019four/index.html"]
    assert b"the first is ash2018one." in tree["index.html"]


def test_keep_going_leaves_out_relations_and_entries(going: Workshop) -> None:
    tree = going.tree()
    assert b"Lineage" not in tree["papers/birch2018two/index.html"]
    assert b"1 entry<" in tree["collections/best/index.html"]
    assert b"The first." not in tree["collections/best/index.html"]


def test_keep_going_leaves_out_a_roundup(small: Workshop) -> None:
    small.write({"collections/best.yaml": small.read("collections/best.yaml") + "colour: grey\n"})
    assert small.build("--keep-going").code == 1
    assert [path for path in small.tree() if path.startswith("collections/best")] == []
    assert b"Best Trees" not in small.tree()["index.html"]


def test_keep_going_publishes_what_a_catalogue_without_the_record_gives(
    going: Workshop, write_catalogue: WriteCatalogue
) -> None:
    # What names the paper says the same in words; everything else is as if there had never been one.
    other = write_catalogue({ASH: None, "citations.csv": None}, name="other")
    other.edit(BIRCH, '[{"kind": "builds-on", "paper": "ash2018one", "note": "taller"}]', "[]")
    other.edit(ELM, "[[ash2018one]]", "ash2018one")
    other.edit("site.yaml", "[[ash2018one]]", "ash2018one")
    text = other.read("collections/best.yaml")
    other.write({"collections/best.yaml": re.sub(r'\{"paper": "ash2018one".*?\]\}, ', "", text)})
    said = other.build("--keep-going")
    assert said.code == 0, said.err
    one, two = going.tree(), other.tree()
    different = {path for path in one.keys() | two.keys() if one.get(path) != two.get(path)}
    # A line of catalog.jsonl keeps the record's texts as they are written, a [[link]] to the missing paper among them;
    # the numbers say which fields a file holds, and its relation to that paper stands in the file.
    assert different - {"manifest.json", ".dlcatalog-site"} == {"catalog.jsonl", "stats/index.html"}


def test_keep_going_again_changes_nothing(going: Workshop) -> None:
    before = going.tree()
    said = going.build("--keep-going")
    assert (said.code, "error[unknown-field]" in said.err, "nothing changed" in said.out) == (1, True, True)
    assert going.tree() == before


def test_without_keep_going_the_site_of_before_stays(going: Workshop) -> None:
    before = going.tree()
    assert going.build().code == 1
    assert going.tree() == before


def test_keep_going_then_corrected(going: Workshop) -> None:
    going.edit(ASH, "colour: grey\n", "")
    assert going.build().code == 0
    assert going.stale() == []


def test_keep_going_with_strict_publishes_and_complains(doubtful: Workshop) -> None:
    assert doubtful.build("--keep-going", "--strict").code == 1
    assert (doubtful.out / "papers" / "ash2018one" / "index.html").is_file()


@pytest.mark.parametrize("number", range(17))
@pytest.mark.parametrize("kind", ["syntax", "bytes", "empty", "field", "words"])
def test_keep_going_survives_any_broken_file_of_the_toy(
    toy: Workshop, kind: str, number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = sorted(p.relative_to(toy.catalog).as_posix() for p in toy.catalog.rglob("*.yaml"))[number::17]
    workshop = type(toy)(tmp_path_factory.mktemp("broken"))
    workshop.write(
        {p.relative_to(toy.catalog).as_posix(): p.read_bytes() for p in toy.catalog.rglob("*") if p.is_file()}
    )
    broken = {"syntax": b"a: [\n", "bytes": b"\xff\xfe", "empty": b"", "words": b"just words\n"}
    workshop.write({name: broken.get(kind, (toy.catalog / name).read_bytes() + b"\ncolour: red\n") for name in names})
    said = workshop.build("--keep-going", "--quiet")
    assert said.code == 1, said.err
    assert "Traceback" not in said.err
