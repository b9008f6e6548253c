"""citations.csv, row by row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcatalog.source.ledger import DatedCount, read_ledger

HEADER = "paper,count,as_of,source\n"


def problems_of(text: str) -> list[tuple[int, int, int, str]]:
    return [(d.span.line, d.span.column, d.span.end_column, d.message) for d in read_ledger(text, "citations.csv")[1]]


def test_rows_in_the_order_of_the_file() -> None:
    rows, problems = read_ledger(
        HEADER + "a,3,2020-01-04,openalex\nb,0,2020-01-04,best\na,2,2019-01-04,crossref\n", "x"
    )
    assert problems == ()
    assert rows == {
        "a": (DatedCount(3, "2020-01-04", "openalex", 2), DatedCount(2, "2019-01-04", "crossref", 4)),
        "b": (DatedCount(0, "2020-01-04", "best", 3),),
    }


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "a,3,2020-01-04,openalex",
        (HEADER + "a,3,2020-01-04,openalex\n").replace("\n", "\r\n"),
        HEADER + '"a","3","2020-01-04","openalex"\n',
        HEADER + "a,3,2020-01-04,openalex\n\n\n",
    ],
    ids=["no-last-line-end", "crlf", "quotes", "blank-lines"],
)
def test_ways_to_write_a_row(text: str) -> None:
    rows, problems = read_ledger(text, "citations.csv")
    assert ([r.count for r in rows["a"]], problems) == ([3], ())


@pytest.mark.parametrize("text", ["", HEADER], ids=["nothing", "header-only"])
def test_no_rows(text: str) -> None:
    assert read_ledger(text, "citations.csv") == ({}, ())


COUNT = "'count' must be a whole number from 0 to 999,999,999, not "
DAY = "'as_of' must be a date YYYY-MM-DD, not "


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,many,2020-01-04,openalex", (2, 3, 7, COUNT + "'many'")),
        ("a,-1,2020-01-04,openalex", (2, 3, 5, COUNT + "'-1'")),
        ("a,1000000000,2020-01-04,openalex", (2, 3, 13, COUNT + "'1000000000'")),
        ("a,1.5,2020-01-04,openalex", (2, 3, 6, COUNT + "'1.5'")),
        ("a,,2020-01-04,openalex", (2, 3, 4, COUNT + "''")),
        ("a,٣,2020-01-04,openalex", (2, 3, 4, COUNT + "'٣'")),
        ("a,3,2020-02-30,openalex", (2, 5, 15, DAY + "'2020-02-30'")),
        ("a,3,4.1.2020,openalex", (2, 5, 13, DAY + "'4.1.2020'")),
        ('"a",many,2020-01-04,openalex', (2, 1, 29, COUNT + "'many'")),
        ("a,3", (2, 1, 4, "a row must have the 4 fields paper,count,as_of,source, not 2 fields")),
        (
            "a,3,2020-01-04,openalex,x",
            (2, 1, 26, "a row must have the 4 fields paper,count,as_of,source, not 5 fields"),
        ),
        ('"a"b,3,2020-01-04,openalex', (2, 1, 27, "a row must be CSV, and this one is not: ',' expected after '\"'")),
    ],
    ids=["word", "negative", "too-large", "point", "none", "digit", "day", "form", "quotes", "few", "many", "no-csv"],
)
def test_a_bad_row_hides_no_other(row: str, problem: tuple[int, int, int, str]) -> None:
    text = f"{HEADER}{row}\nb,1,2020-01-04,openalex\n"
    assert problems_of(text) == [problem]
    assert list(read_ledger(text, "citations.csv")[0]) == ["b"]


def test_an_open_quote_is_found_at_the_end() -> None:
    assert [p[3] for p in problems_of(HEADER + '"a,1,2020-01-04,openalex\n')] == [
        "a row must be CSV, and this one is not: unexpected end of data"
    ]


@pytest.mark.parametrize("header", ["count,paper,as_of,source", "a,3,2020-01-04,openalex", " paper,count,as_of,source"])
def test_the_header_must_be_the_one(header: str) -> None:
    ((line, _, _, message),) = problems_of(f"{header}\na,many,x,y\n")
    assert line == 1
    assert message.startswith("the first line must be paper,count,as_of,source, not ")


@pytest.mark.parametrize("count", ["9" * 5000, "0" * 15 + "9" * 5000], ids=["nines", "behind-zeros"])
def test_a_number_of_thousands_of_digits_is_refused(count: str) -> None:
    assert len(problems_of(f"{HEADER}a,{count},2020-01-04,openalex\n")) == 1


# Lone carriage returns never get here: a file that holds one is refused.
@given(st.text(alphabet=st.sampled_from(list("ab,\"\n' 0-")), max_size=60))
def test_any_text_is_rows_or_problems(text: str) -> None:
    rows, problems = read_ledger(HEADER + text, "citations.csv")
    assert all(problem.span.line > 1 for problem in problems)
    assert all(count.as_of for counts in rows.values() for count in counts)
