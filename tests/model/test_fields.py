"""How the text of one field is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from dlcatalog.model.fields import Boolean, Count, Date, Id, Integer, Line, Lines, RequiredLine, Text, Url, Year


def read(kind: Any, value: object) -> object:
    return TypeAdapter(kind).validate_python(value)


def code_of(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    return caught.value.errors()[0]["type"]


@pytest.mark.parametrize("text", ["No", "yes", "true", "null", "~", "2017", "1e3", "0x1f", "2019-01-01", "1:30", "010"])
def test_text_stays_text(text: str) -> None:
    assert read(Line, text) == text
    assert read(Text, text) == text


def test_a_line_has_single_spaces() -> None:
    assert read(Line, " Two\n  words\t") == "Two words"


def test_a_text_keeps_its_lines() -> None:
    assert read(Text, " Two\n  words\n") == " Two\n  words\n"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("-7", -7), ("007", 7), ("-0", 0), ("9" * 18, 10**18 - 1)])
def test_integer(text: str, number: int) -> None:
    assert read(Integer, text) == number


@pytest.mark.parametrize(
    "value", ["2017.0", "2e3", "0x7e1", "1_000", "1,000", "+1", "", " 1", "٣", "²", "9" * 19, "9" * 5000, [], {}]
)
def test_no_integer(value: object) -> None:
    assert code_of(Integer, value) == "bad-number"


@pytest.mark.parametrize("value", ["-1", "1.0", "many"])
def test_no_count(value: str) -> None:
    assert code_of(Count, value) == "bad-number"


@pytest.mark.parametrize(("text", "year"), [("1600", 1600), ("2017", 2017), ("2100", 2100)])
def test_year(text: str, year: int) -> None:
    assert read(Year, text) == year


@pytest.mark.parametrize(
    "value", ["1599", "2101", "20x0", "2017.0", "-2017", "twenty", "", "٢٠١٧", True, 2017.0, "9" * 5000, ["2017"]]
)
def test_no_year(value: object) -> None:
    assert code_of(Year, value) == "bad-year"


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_boolean(text: str, value: bool) -> None:
    assert read(Boolean, text) is value


@pytest.mark.parametrize("value", ["yes", "no", "on", "off", "True", "TRUE", "1", "0", "y", "", []])
def test_no_boolean(value: object) -> None:
    assert code_of(Boolean, value) == "bad-boolean"


def test_date() -> None:
    assert read(Date, "2020-02-29") == date(2020, 2, 29)


@pytest.mark.parametrize(
    "value",
    ["2019-02-29", "2020-13-01", "2020-1-4", "20200104", "2020-W01-1", "2020-01-04T00:00:00", "0", "1577836800", ""],
)
def test_no_date(value: str) -> None:
    assert code_of(Date, value) == "bad-date"


@pytest.mark.parametrize("text", ["a", "vaswani2017attention", "a-b--c-", "z" * 120, "com", "indexes", "con1"])
def test_id(text: str) -> None:
    assert read(Id, text) == text


@pytest.mark.parametrize(
    "value",
    [
        *("", "A", "1a", "-a", "a_b", "a.b", "a b", "é", "a\n", "z" * 121),
        *("index", "page", "feed", "con", "prn", "aux", "nul", "com0", "com9", "lpt1"),
        [],
        {},
    ],
)
def test_no_id(value: object) -> None:
    assert code_of(Id, value) == "bad-id"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/",
        "http://example.org:8080/a?b=c&d=e#f",
        "HTTPS://example.org/",
        "https://example.org/%20",
        "https://bücher.example/straße",
        "https://[2001:db8::1]/",
        "mailto:ada@example.org",
    ],
)
def test_url(text: str) -> None:
    assert read(Url, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "/a/b",
        "//example.org/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://",
        "https:///a",
        "https://example.org/\u200b",
        "https://example.org/\u202e",
        'https://example.org/"',
        "https://example.org/<b>",
        "https://ada:secret@example.org/",
        "https://ada@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://[::1/",
        "mailto:ada",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_no_url(text: str) -> None:
    assert code_of(Url, text) == "bad-url"


def test_a_space_in_a_url_is_encoded() -> None:
    assert read(Url, "https://example.org/a b") == "https://example.org/a%20b"


def test_one_may_stand_for_a_list() -> None:
    assert read(Lines, "one") == ("one",)
    assert read(Lines, ["one", "two"]) == ("one", "two")
    assert read(Lines, "") == ()


@pytest.mark.parametrize("value", ["", "  ", "\n"])
def test_a_required_line_says_something(value: str) -> None:
    assert code_of(RequiredLine, value) == "empty-field"


@pytest.mark.parametrize("value", [["a"], {"a": "b"}], ids=["list", "mapping"])
def test_no_text(value: object) -> None:
    assert code_of(Line, value) == "not-text"
