"""`dlcatalog check`: text for people, JSON for programs, some paths only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Said, Workshop

ASH, HAZEL = "papers/2018/ash2018one.yaml", "papers/2021/hazel2021seven.yaml"


@pytest.fixture
def faulty(small: Workshop) -> Workshop:
    """Two errors in two files, one warning in a third."""
    small.edit(ASH, "year: 2018", "year: 20x8")
    small.edit(HAZEL, 'area: "roots"', 'area: "rots"')
    small.edit("papers/2020/gum2020six.yaml", "About six gums.", "About <b>six</b> gums.")
    return small


def inside(workshop: Workshop, *options: str) -> Said:
    """Check with the paths that a person in the folder above the catalogue would type."""
    return workshop.spawn("check", "--jobs", "1", *options)


def as_json(said: Said) -> Any:
    return json.loads(said.out)


def test_problems_stand_on_standard_output_in_order(faulty: Workshop) -> None:
    said = inside(faulty)
    assert (said.code, said.err) == (1, "")
    heads = [line.split(": ", 2) for line in said.out.splitlines() if line.startswith("catalog/")]
    years = "'year' must be a number from 1600 to 2100, not '20x8'"
    assert [(place, code) for place, code, _ in heads] == [
        ("catalog/papers:1:1", "note[no-dates]"),
        ("catalog/papers/2018/ash2018one.yaml:3:7", "error[bad-year]"),
        ("catalog/papers/2020/gum2020six.yaml:5:17", "warning[raw-html]"),
        ("catalog/papers/2020/gum2020six.yaml:5:23", "warning[raw-html]"),
        ("catalog/papers/2021/hazel2021seven.yaml:4:7", "error[unknown-topic]"),
    ]
    assert heads[1][2] == years
    assert said.out.endswith("\n2 errors, 2 warnings, 1 note\n")


def test_problem_shows_its_line_a_caret_and_a_remedy(faulty: Workshop) -> None:
    lines = inside(faulty, f"catalog/{HAZEL}").out.splitlines()
    assert lines[1:] == ['  4 | area: "rots"', "    |       ^^^^^^", "  help: did you mean 'roots'?", "1 error"]


def test_json_has_the_shape_of_the_contract(faulty: Workshop) -> None:
    said = inside(faulty, "--format", "json")
    data = as_json(said)
    assert (said.code, said.err) == (1, "")
    assert {name: data[name] for name in data if name != "diagnostics"} == {"papers": 6, "errors": 2, "warnings": 2}
    assert data["diagnostics"][-1] == {
        "path": "catalog/papers/2021/hazel2021seven.yaml",
        "line": 4,
        "column": 7,
        "end_line": 4,
        "end_column": 13,
        "code": "unknown-topic",
        "severity": "error",
        "message": "'area' must be an id of topics.yaml, not 'rots'",
        "help": "did you mean 'roots'?",
        "replacement": '"roots"',
    }


def test_json_of_every_problem_has_the_same_keys(faulty: Workshop) -> None:
    keys = ["path", "line", "column", "end_line", "end_column", "code", "severity", "message", "help", "replacement"]
    assert all(list(d) == keys for d in as_json(inside(faulty, "--format", "json"))["diagnostics"])


def test_json_of_a_clean_catalogue(small: Workshop) -> None:
    small.write({"site.yaml": small.read("site.yaml") + "severity: {no-dates: off}\n"})
    said = inside(small, "--format", "json")
    assert said.code == 0
    assert as_json(said) == {"diagnostics": [], "papers": 7, "errors": 0, "warnings": 0}


def test_clean_catalogue_says_so(small: Workshop) -> None:
    small.write({"site.yaml": small.read("site.yaml") + "severity: {no-dates: off}\n"})
    assert inside(small).out == "7 papers, no problems\n"


def test_quiet_is_silent_about_notes(small: Workshop) -> None:
    said = inside(small, "--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_warning_is_0_and_with_strict_1(small: Workshop) -> None:
    small.edit(ASH, "About one ash.", "About <i>one</i> ash.")
    assert (inside(small).code, inside(small, "--strict").code) == (0, 1)


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        (["catalog/papers/2018"], ["ash2018one"]),
        ([f"catalog/{ASH}", f"catalog/{HAZEL}"], ["ash2018one", "hazel2021seven"]),
        (["catalog/../catalog/papers/2021/"], ["hazel2021seven"]),
        (["catalog/collections"], []),
    ],
    ids=["folder", "files", "roundabout", "clean"],
)
def test_paths_choose_what_is_shown(faulty: Workshop, paths: list[str], shown: list[str]) -> None:
    said = inside(faulty, "--format", "json", *paths)
    found = [d["path"].rpartition("/")[2].removesuffix(".yaml") for d in as_json(said)["diagnostics"]]
    assert found == shown
    assert said.code == (1 if shown else 0)


def test_path_that_begins_like_another_is_not_meant(faulty: Workshop) -> None:
    faulty.write({"papers/2018/ash2018one-more.yaml": "title: [\n"})
    found = as_json(inside(faulty, "--format", "json", f"catalog/{ASH}"))["diagnostics"]
    assert {d["path"] for d in found} == {f"catalog/{ASH}"}


def test_missing_path_is_wrong_usage(small: Workshop) -> None:
    said = inside(small, "catalog/papers/2018/nobody.yaml")
    assert (said.code, said.out) == (2, "")
    assert said.err == "dlcatalog: the path 'catalog/papers/2018/nobody.yaml' does not exist\n"


def test_check_makes_no_site(small: Workshop) -> None:
    assert small.check().code == 0
    assert not small.out.exists()


def test_check_finds_the_same_with_and_without_a_store(faulty: Workshop) -> None:
    first, second = faulty.check(), faulty.check()
    assert first == second


def test_check_says_what_build_says(faulty: Workshop) -> None:
    checked, built = faulty.check(), faulty.build()
    assert built.err == checked.out + "nothing was published; the last good site, if there is one, stays\n"


def test_control_characters_of_a_record_reach_no_terminal(small: Workshop) -> None:
    small.write({ASH: b"title: a\x1b[31mb\nyear: \xe2\x80\xae2018\n", "pa\x1bpers.txt": "x"})
    said = small.check()
    assert said.code == 1
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out


def test_check_with_processes_finds_the_same(faulty: Workshop) -> None:
    serial = faulty.check()
    parallel = faulty.run(
        "check", "--catalog", str(faulty.catalog), "--store", str(faulty.top / "other"), "--jobs", "2"
    )
    assert parallel == serial
