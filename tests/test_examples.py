"""Every rule has an example, and every example says exactly what it is expected to say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from dlcatalog.checks.registry import all_rules
from dlcatalog.cli.main import run

# The program that rewrites expected.txt is also what runs an example, so that both mean the same.
_UPDATE: dict[str, Any] = runpy.run_path(str(Path(__file__).parent / "examples" / "update.py"))
VALID = _UPDATE["examples"]("valid")
INVALID = _UPDATE["examples"]("invalid")
RULES = all_rules()


def _name(example: Any) -> str:
    return str(example.name)


@pytest.fixture(autouse=True)
def outside_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")


def output_of(example: Any, folder: Path) -> str:
    _UPDATE["prepare"](example, folder)
    return str(_UPDATE["output_of"](example, folder))


@pytest.mark.parametrize("example", VALID, ids=_name)
def test_valid_example_has_no_problems(example: Any, tmp_path: Path) -> None:
    output = output_of(example, tmp_path)
    assert output == example.expected.read_text(encoding="utf-8")
    assert output.endswith("papers, no problems\n")


@pytest.mark.parametrize("example", INVALID, ids=_name)
def test_invalid_example_says_what_is_expected(example: Any, tmp_path: Path) -> None:
    assert output_of(example, tmp_path) == example.expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", INVALID, ids=_name)
def test_expected_output_names_the_code_with_the_severity_of_its_rule(example: Any) -> None:
    expected = example.expected.read_text(encoding="utf-8")
    severity = SHOWN_AS.get(example.name, RULES[example.name].severity)
    assert f": {severity}[{example.name}]: " in expected


@pytest.mark.parametrize("example", INVALID, ids=_name)
def test_example_shows_no_problem_but_its_own(example: Any) -> None:
    shown = set(re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]", example.expected.read_text(encoding="utf-8")))
    assert shown - {example.name} == ALSO_SHOWN.get(example.name, set())


# An unsafe link is an error where a change adds it, and needs git; a weekly run, as in the example, only notes it.
SHOWN_AS = {"link-unsafe": "note"}
# A text with more problems than are listed has other problems, by its nature.
ALSO_SHOWN = {"too-many-problems": {"raw-html"}}


def test_every_rule_has_an_example() -> None:
    assert {example.name for example in INVALID} == set(RULES)


def test_message_of_bad_year_is_the_one_of_the_contract() -> None:
    head = (Path(__file__).parent / "examples" / "invalid" / "bad-year" / "expected.txt").read_text().splitlines()[0]
    assert head.endswith(":3:7: error[bad-year]: 'year' must be a number from 1600 to 2100, not '20x0'")


@pytest.mark.parametrize("code", RULES)
def test_explain_prints_the_rule(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", code]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{code} ({RULES[code].severity})\n\n")
    assert RULES[code].text in " ".join(said.split())
    assert ("severity: {" + code in said) is not RULES[code].fixed


def test_explain_lists_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        [rule.code, str(rule.severity)] for rule in RULES.values()
    ]


def test_explain_means_a_near_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "bad-yaer"]) == 2
    assert capsys.readouterr().err == "dlcatalog: no rule has the code 'bad-yaer'; did you mean 'bad-year'?\n"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_rule_is_a_sentence(rule: Any) -> None:
    assert rule.text
    assert rule.text == " ".join(rule.text.split())
    assert rule.text[-1] == "."
