"""Formats for programs: annotations, step summary, SARIF, JUnit; every one with hostile text in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from dlcatalog.cli.reporters import STYLES, Outcome, write_report
from dlcatalog.cli.reporters.github import github_lines
from dlcatalog.cli.reporters.junit import junit_text
from dlcatalog.cli.reporters.sarif import sarif_text
from dlcatalog.diagnostics import Diagnostic, Report, Rule, Severity, Span
from dlcatalog.source.git_changes import repository_of

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "data" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
HOSTILE = "a%b\r\n::error::x, y: <b>|`@me` #1 \x1b[31m \u202e 日本 \ud800"
PLACE = "file=papers/2018/a.yaml,line=3,endLine=3,col=7,endColumn=11"
RULES = {
    "bad-year": Rule(
        code="bad-year", severity=Severity.ERROR, text="A year must be one. Nothing else will do.", fixed=True
    ),
    "http-link": Rule(code="http-link", severity=Severity.WARNING, text="A link should say https."),
}


def problem(code: str = "bad-year", line: int = 3, **changes: Any) -> Diagnostic:
    values: dict[str, Any] = {
        "path": "papers/2018/a.yaml",
        "message": "'year' must be a number, not '20x8'",
        "span": Span(line, 7, line, 11),
        "help": "write 2018",
    }
    return Diagnostic(code=code, **{**values, **changes})


def outcome(tmp_path: Path, *problems: Diagnostic, **changes: Any) -> Outcome:
    catalog = tmp_path / "catalog"
    catalog.mkdir(exist_ok=True)
    return Outcome(report=Report.of(problems), catalog=catalog, rules=RULES, counts={"papers": 1}, **changes)


def test_annotation_has_the_form_of_a_workflow_command() -> None:
    assert list(
        github_lines(Report((problem(replacement="2018"), problem("http-link", severity=Severity.NOTE, help=""))))
    ) == [
        f"::error {PLACE},title=bad-year::'year' must be a number, not '20x8'%0Ahelp: write 2018%0Areplace it by: 2018",
        f"::notice {PLACE},title=http-link::'year' must be a number, not '20x8'",
    ]


def test_annotation_of_several_lines_has_no_columns_for_github_refuses_them() -> None:
    line = next(github_lines(Report((problem(span=Span(3, 7, 5, 2)),))))
    assert line.startswith("::error file=papers/2018/a.yaml,line=3,endLine=5,title=bad-year::")


def test_hostile_text_stays_inside_its_annotation() -> None:
    lines = list(github_lines(Report((problem(path=f"papers/{HOSTILE}", message=HOSTILE, help=HOSTILE),))))
    assert len(lines) == 1
    assert lines[0].count("::error ") == 1
    head, _, body = lines[0].removeprefix("::error ").partition("::")
    assert head.count(",") == 5
    assert head.startswith("file=papers/a%25b\\r\\n%3A%3Aerror%3A%3Ax%2C y%3A ")
    assert not {"\r", "\n", "\x1b", "\u202e"} & set(body)


@pytest.fixture
def step_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    for name in ("SERVER_URL", "REPOSITORY", "SHA"):
        monkeypatch.delenv(f"GITHUB_{name}", raising=False)
    return path


def test_step_summary_is_a_table_of_everything(
    tmp_path: Path, step_summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step_summary.write_text("before\n")
    write_report(outcome(tmp_path, *(problem(line=n) for n in range(1, 31))), "github")
    text = step_summary.read_text()
    assert text.startswith("before\n### 30 errors\n\n| | rule | place | problem |\n|---|---|---|---|\n")
    assert text.count("\n| error | bad&#45;year | ") == 30
    assert capsys.readouterr().out.endswith("\n30 errors\n")


def test_step_summary_links_to_the_line(tmp_path: Path, step_summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SERVER_URL": "https://github.com", "REPOSITORY": "o/r", "SHA": "abc"}.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    write_report(outcome(tmp_path, problem(path="papers/2018/ä b).yaml")), "github")
    assert "](https://github.com/o/r/blob/abc/" in step_summary.read_text()
    assert "/papers/2018/%C3%A4%20b%29.yaml#L3) | " in step_summary.read_text()


def test_step_summary_shows_hostile_text_as_it_is(tmp_path: Path, step_summary: Path) -> None:
    write_report(outcome(tmp_path, problem(message=HOSTILE)), "github")
    row = step_summary.read_text().splitlines()[-1]
    assert row.count("|") == 5
    assert not set("`@<[]") & set(row.replace("<br>", ""))


def test_step_summary_stays_below_a_mebibyte(tmp_path: Path, step_summary: Path) -> None:
    step_summary.write_text("x" * 500_000)
    write_report(outcome(tmp_path, *(problem(line=n, message="m" * 200) for n in range(1, 5001))), "github")
    assert 900_000 < step_summary.stat().st_size < 1_048_576
    last = step_summary.read_text().splitlines()[-1]
    assert last.startswith("… and ")
    assert last.endswith(" more problems: run `dlcatalog check` to see them.")


def test_step_summary_of_a_clean_catalogue(
    tmp_path: Path, step_summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_report(outcome(tmp_path, clean="1 paper, no problems"), "github")
    assert step_summary.read_text() == "1 paper&#44; no problems\n"
    assert capsys.readouterr().out == "1 paper, no problems\n"


def as_sarif(*problems: Diagnostic) -> Any:
    log = json.loads(sarif_text(Report(problems), RULES))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    return log


def test_sarif_is_valid_and_says_all() -> None:
    log = as_sarif(problem(replacement="2018"), problem("http-link", severity=Severity.WARNING))
    run = log["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["bad-year", "http-link"]
    first, second = run["tool"]["driver"]["rules"]
    assert first["shortDescription"] == {"text": "A year must be one."}
    assert first["help"]["text"] == "A year must be one. Nothing else will do."
    assert second["help"]["text"].endswith("site.yaml may change it: severity: {http-link: error|warning|note|off}")
    region = {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 11}
    place = {"artifactLocation": {"uri": "papers/2018/a.yaml"}, "region": region}
    result = run["results"][0]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("bad-year", 0, "error")
    assert result["message"]["text"] == "'year' must be a number, not '20x8'\nwrite 2018"
    assert result["locations"] == [{"physicalLocation": place}]
    assert result["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "2018"}}
    ]
    assert "fixes" not in run["results"][1]


def test_sarif_of_nothing_and_of_hostile_text_is_valid() -> None:
    assert as_sarif()["runs"][0]["results"] == []
    as_sarif(
        problem(path="papers/ä b%.yaml", message=HOSTILE.replace("\ud800", ""), help=""),
        problem("unheard-of", replacement=""),
    )


def fingerprints(*problems: Diagnostic) -> list[str]:
    return [r["partialFingerprints"]["primaryLocationLineHash"] for r in as_sarif(*problems)["runs"][0]["results"]]


def test_fingerprints_stay_when_lines_move_and_figures_change() -> None:
    before = fingerprints(problem(line=3), problem(line=9), problem("http-link", message="5 words where 160 are usual"))
    after = fingerprints(problem(line=4), problem(line=12), problem("http-link", message="5 words where 161 are usual"))
    assert before == after
    assert len(set(before)) == 3


def test_fingerprints_tell_values_rules_and_files_apart() -> None:
    different = [problem(), problem(message="'20x9'"), problem("http-link"), problem(path="papers/2018/b.yaml")]
    assert len(set(fingerprints(*different))) == 4


def test_sarif_takes_no_more_results_than_github_does() -> None:
    log = json.loads(sarif_text(Report(tuple(problem(line=n) for n in range(1, 25_010))), RULES))
    assert len(log["runs"][0]["results"]) == 25_000


def test_junit_counts_what_failed() -> None:
    found = [problem(), problem("http-link", severity=Severity.WARNING), problem("note", severity=Severity.NOTE)]
    for strict, failures in ((False, 1), (True, 2)):
        root = ET.fromstring(junit_text(Report(tuple(found)), strict=strict))
        assert (root.tag, root.get("tests"), root.get("failures"), root.get("skipped")) == (
            "testsuites", "3", str(failures), str(3 - failures),
        )  # fmt: skip
        suite = root[0]
        assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == (
            "papers/2018/a.yaml",
            "3",
            str(failures),
        )
        case = suite[0]
        assert (case.get("classname"), case.get("name")) == ("papers/2018/a.yaml", "bad-year at 3:7")
        assert case[0].tag == "failure"
        assert (
            case[0].text
            == "papers/2018/a.yaml:3:7: error[bad-year]: 'year' must be a number, not '20x8'\nhelp: write 2018"
        )


def test_junit_of_nothing_has_one_test_that_passed() -> None:
    root = ET.fromstring(junit_text(Report(), strict=True))
    assert (root.get("tests"), root.get("failures"), len(root[0])) == ("1", "0", 1)


def test_junit_of_hostile_text_is_xml() -> None:
    hostile = problem(path=f"papers/{HOSTILE}", message=HOSTILE + "\x00￾", help=HOSTILE)
    assert ET.fromstring(junit_text(Report((hostile,)), strict=False)).get("tests") == "1"


@pytest.mark.parametrize("style", STYLES)
def test_every_style_writes_something_when_all_is_well(
    style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_report(outcome(tmp_path), style)
    assert capsys.readouterr().out.strip()


def test_without_a_repository_paths_are_as_they_were_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "catalog").mkdir()
    assert repository_of(Path("catalog")) is None
    write_report(Outcome(report=Report.of([problem()]), catalog=Path("catalog")), "github")
    assert "file=catalog/papers/2018/a.yaml," in capsys.readouterr().out
