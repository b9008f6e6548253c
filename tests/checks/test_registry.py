"""The list of rules."""

from __future__ import annotations

import re

import pytest

from dlcatalog.checks.registry import CHECKS, all_rules


def test_rules_are_in_alphabetical_order() -> None:
    assert list(all_rules()) == sorted(all_rules())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_is_named_after_its_code_and_its_docstring_is_the_rule(check: object) -> None:
    assert check in CHECKS
    rule = next(c for c in CHECKS if c is check).rule()
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert rule.text.endswith(".")


@pytest.mark.parametrize(
    "code", ["bad-year", "unknown-topic", "unsafe-link", "unsafe-svg", "misleading-character", "not-utf8"]
)
def test_rules_of_schema_and_safety_are_fixed(code: str) -> None:
    assert all_rules()[code].fixed


@pytest.mark.parametrize("code", ["missing-alt", "duplicate-title", "failed-criterion", "raw-html", "no-dates"])
def test_rules_of_taste_are_not(code: str) -> None:
    assert not all_rules()[code].fixed


def test_an_isbn_may_recur() -> None:
    assert "duplicate-isbn" not in all_rules()
    assert "duplicate-doi" in all_rules()
