"""Problems as values: order, severities, plain form."""

from __future__ import annotations

import pytest

from dlcatalog.diagnostics import Diagnostic, Report, Rule, Severity, Span

ERROR = Diagnostic(path="b.yaml", code="bad-year", message="m", span=Span(2, 7, 2, 11))
WARNING = Diagnostic(path="a.yaml", code="missing-alt", message="m", severity=Severity.WARNING)
NOTE = Diagnostic(path="a.yaml", code="no-dates", message="m", severity=Severity.NOTE)
RULES = {
    "bad-year": Rule(code="bad-year", severity=Severity.ERROR, text="t.", fixed=True),
    "missing-alt": Rule(code="missing-alt", severity=Severity.WARNING, text="t."),
}


def test_report_is_sorted_by_path_line_and_column_and_holds_each_once() -> None:
    early = Diagnostic(path="b.yaml", code="z", message="m", span=Span(2, 6, 2, 7))
    tenth = Diagnostic(path="b.yaml", code="a", message="m", span=Span(10, 1, 10, 2))
    assert Report.of([tenth, ERROR, WARNING, early, ERROR]).diagnostics == (WARNING, early, ERROR, tenth)


def test_report_counts_by_severity() -> None:
    report = Report.of([ERROR, WARNING, NOTE])
    assert (report.errors, report.warnings, report.count(Severity.NOTE)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("found", "clean", "strictly_clean"),
    [([], True, True), ([NOTE], True, True), ([WARNING], True, False), ([ERROR], False, False)],
    ids=["nothing", "note", "warning", "error"],
)
def test_what_is_clean(found: list[Diagnostic], clean: bool, strictly_clean: bool) -> None:
    report = Report.of(found)
    assert report.is_clean(strict=False) is clean
    assert report.is_clean(strict=True) is strictly_clean


@pytest.mark.parametrize("level", ["error", "warning", "note"])
def test_severity_may_be_changed(level: str) -> None:
    (changed,) = Report.of([WARNING]).with_severities({"missing-alt": level}, RULES)
    assert changed.severity == level


def test_off_drops_a_problem() -> None:
    assert Report.of([WARNING]).with_severities({"missing-alt": "off"}, RULES).diagnostics == ()


@pytest.mark.parametrize("level", ["warning", "note", "off"])
def test_a_rule_about_the_schema_stays_as_it_is(level: str) -> None:
    assert Report.of([ERROR]).with_severities({"bad-year": level}, RULES).diagnostics == (ERROR,)


def test_plain_form_is_the_one_of_the_contract() -> None:
    assert ERROR.to_dict() == {
        "path": "b.yaml",
        "line": 2,
        "column": 7,
        "end_line": 2,
        "end_column": 11,
        "code": "bad-year",
        "severity": "error",
        "message": "m",
        "help": "",
        "replacement": None,
    }


@pytest.mark.parametrize("diagnostic", [ERROR, WARNING, NOTE], ids=lambda d: d.code)
def test_plain_form_leads_back(diagnostic: Diagnostic) -> None:
    assert Diagnostic.from_dict(diagnostic.to_dict()) == diagnostic
