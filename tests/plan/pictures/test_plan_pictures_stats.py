"""The catalogue in numbers, counts then and now, sparklines."""

from __future__ import annotations

from typing import Any

import pytest

from dlcatalog.model.site import Site
from dlcatalog.model.vocabulary import Topic
from dlcatalog.plan.pictures import sparkline, tallies
from dlcatalog.plan.pictures.bars import columns, rows
from dlcatalog.plan.pictures.sparkline import line_points, longest_history, sparkline_view
from dlcatalog.plan.pictures.stats import stats_page
from dlcatalog.plan.pictures.tallies import Tally

from .building import catalog_of, count, paper, reading_of, roundup

PAPERS = (
    paper("a", 1990, "birds", venue="nest", has=("code", "doi"), ids=(("doi", "10.1/x"),)),
    paper("b", 2000, "owls", venue="nest"),
    paper("c", 2000, "fish", venue="pond", has=("code",)),
    paper("d", 2000, "fish"),
)


def tally(*papers: Any, **more: Any) -> tallies.Tallies:
    return tallies.tallies(catalog_of(*papers, **more))


def view_of(*papers: Any, **more: Any) -> dict[str, Any]:
    return dict(stats_page(reading_of(catalog_of(*papers, **more))).artifacts[0].view)


def test_papers_are_counted_by_year_area_venue_and_kind() -> None:
    made = tally(*PAPERS)
    assert (made.papers, made.code) == (4, 2)
    assert made.years == (Tally("1990", "1990", 1, 1), Tally("2000", "2000", 3, 1))
    assert made.areas == (Tally("birds", "Birds", 2, 1), Tally("fish", "Fish", 2, 1))
    assert made.venues == (
        Tally("nest", "Nest Days", 2, 1),
        Tally("pond", "The Pond", 1, 1),
        Tally("", "No venue", 1, 0),
    )
    assert made.kinds == (
        Tally("conference", "conference", 2, 1),
        Tally("journal", "journal", 1, 1),
        Tally("preprint", "preprint", 1, 0),
    )


def test_many_areas_venues_and_years_are_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "AREAS", 2)
    monkeypatch.setattr(tallies, "VENUES", 1)
    monkeypatch.setattr(tallies, "YEARS", 5)
    topics = {f"t{n}": Topic(name=f"T{n}") for n in range(3)}
    made = tally(
        *(paper(f"p{n}", 1990 + 4 * n, f"t{n}", venue=("nest", "nest", "pond")[n]) for n in range(3)), topics=topics
    )
    assert made.areas == (Tally("t0", "T0", 1, 0), Tally("", "Other areas", 2, 0))
    assert made.venues == (Tally("nest", "Nest Days", 2, 0), Tally("", "1 other venue", 1, 0))
    assert (made.years, made.earlier) == ((Tally("1994", "1994", 1, 0), Tally("1998", "1998", 1, 0)), 1)


def test_fields_tell_the_files_that_lack_them() -> None:
    fields = {f.name: f for f in tally(*PAPERS).fields}
    assert (fields["Venue"].have, fields["Venue"].lacking) == (3, (("d", "papers/2000/d.yaml"),))
    assert fields["DOI"].have == fields["Identifier of any kind"].have == 1
    assert fields["Figure"].lacking[0] == ("b", "papers/2000/b.yaml")


def test_only_the_first_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "FILES", 2)
    site = Site(title="T", edit_url="https://e.example/")
    venue = next(f for f in view_of(*(paper(f"p{n}") for n in range(5)), site=site)["fields"] if f["label"] == "Venue")
    assert venue == {
        "label": "Venue",
        "have": "0",
        "share": "0 %",
        "width": 0.0,
        "lacking": "5 files lack it",
        "files": [
            {"label": f"papers/2000/p{n}.yaml", "href": f"https://e.example/papers/2000/p{n}.yaml"} for n in range(2)
        ],
        "more": "and 3 more",
    }


def test_without_an_edit_url_files_are_words() -> None:
    assert view_of(paper("a"))["fields"][0]["files"] == [{"label": "papers/2000/a.yaml", "href": ""}]


def test_relations_count_both_ways() -> None:
    made = tally(paper("a"), paper("b", 2001, "birds", ("uses", "a")), paper("c"))
    assert next(f for f in made.fields if f.name.startswith("Relations")).lacking == (("c", "papers/2000/c.yaml"),)


def test_bars_have_literal_lengths() -> None:
    made = rows([Tally("x", "X", 4, 1), Tally("y", "Y", 1, 0)], ["x/", "y/"])
    assert (made["height"], [(b["all"], b["code"], b["text_y"], b["bar_y"]) for b in made["bars"]]) == (
        68,
        [(100.0, 25.0, 15, 21), (25.0, 0.0, 49, 55)],
    )
    assert [b["name"] for b in made["bars"]] == ["X: 4 papers, 1 with code", "Y: 1 paper, 0 with code"]


def test_columns_stand_on_a_true_scale_of_years() -> None:
    made = columns([Tally("1990", "1990", 2, 1), Tally("1993", "1993", 4, 0)], ["a/", "b/"])
    assert [(b["left"], b["x"], b["width"], b["all_y"], b["all"], b["code"]) for b in made["bars"]] == [
        ("0%", "2.5%", "20%", 85, 65, 32.5),
        ("75%", "77.5%", "20%", 20, 130, 0),
    ]
    assert [(t["text"], t["x"]) for t in made["ticks"]] == [
        ("1990", "12.5%"),
        ("1991", "37.5%"),
        ("1992", "62.5%"),
        ("1993", "87.5%"),
    ]
    assert [b["top"] and b["top"]["text"] for b in made["bars"]] == [None, "4"]


def test_ticks_are_round_and_keep_inside() -> None:
    made = columns([Tally("1990", "1990", 1, 0), Tally("2040", "2040", 1, 0)], ["a/", "b/"])
    assert [(t["text"], t["anchor"]) for t in made["ticks"]] == [
        ("1990", "start"),
        ("2000", "middle"),
        ("2010", "middle"),
        ("2020", "middle"),
        ("2030", "middle"),
        ("2040", "end"),
    ]
    short = columns([Tally("1999", "1999", 1, 0), Tally("2008", "2008", 1, 0)], ["a/", "b/"])
    assert [t["text"] for t in short["ticks"]] == ["2000", "2005"]


def test_no_years_are_no_columns() -> None:
    assert columns([], [])["bars"] == []


BEST = "source: {published: 2020-01-04}\nentries:\n  - {paper: a, citations: 100}\n  - {paper: b, citations: 10}"


def test_roundups_counts_stand_beside_the_newest() -> None:
    ledger = {"a": (count(900, "2021-02-03"), count(1000, "2022-02-03"))}
    found = tally(paper("a"), paper("b"), paper("c"), collections=[roundup("best", BEST)], ledger=ledger).counts
    assert [(r.id, r.then.count, r.now.count) for r in found] == [("a", 100, 1000), ("b", 10, 10)]


def test_counts_then_and_now_are_lines_on_a_logarithmic_scale() -> None:
    ledger = {"a": (count(1000, "2022-02-03"),)}
    view = view_of(paper("a"), paper("b"), collections=[roundup("best", BEST)], ledger=ledger)["citations"]
    assert view["heading"] == "Citations then and now"
    assert [(t["text"], t["x"]) for t in view["ticks"]] == [("10", "3%"), ("100", "49%"), ("1,000", "95%")]
    assert [(x["then"], x["now"]) for x in view["lines"]] == [("49%", "95%"), ("3%", "")]
    assert view["lines"][0]["name"] == "a: 100 (Jan 2020), then 1,000 (Feb 2022)"
    assert [(r["then"]["count"], r["now"] and r["now"]["count"], r["factor"]) for r in view["rows"]] == [
        ("100", "1,000", "× 10.0"),
        ("10", None, ""),
    ]
    assert view["rows"][0]["now"] == {"count": "1,000", "words": "Feb 2022, OpenAlex"}
    assert view["rows"][1]["then"] == {"count": "10", "words": "Jan 2020, best"}


def test_counts_without_newer_ones_say_so() -> None:
    view = view_of(paper("a"), paper("b"), collections=[roundup("best", BEST)])["citations"]
    assert view["heading"] == "Citations, as the roundups counted them"
    assert "no newer ones are recorded" in view["lead"]


def test_further_counts_are_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "COUNTS", 1)
    view = view_of(paper("a"), paper("b"), collections=[roundup("best", BEST)])["citations"]
    assert [x["label"] for x in view["lines"]] == ["a"]
    assert view["lead"].endswith("1 more papers have counts.")


def test_without_counts_of_roundups_there_is_no_picture() -> None:
    assert view_of(paper("a"), ledger={"a": (count(5),)})["citations"] is None


def test_charts_lead_to_what_they_count() -> None:
    view = view_of(*PAPERS)
    assert view["lead"] == "4 papers, 2 of them with code (50 %)."
    assert [b["href"] for b in view["years"]["bars"]] == ["years/1990/", "years/2000/"]
    assert [[b["href"] for b in c["bars"]] for c in view["charts"]] == [
        ["topics/birds/", "topics/fish/"],
        ["venues/nest/", "venues/pond/", "venues/"],
        ["search/?kind=conference", "search/?kind=journal", "search/?kind=preprint"],
    ]


def test_tables_say_what_the_charts_show() -> None:
    for chart in view_of(*PAPERS)["charts"]:
        assert [(b["href"], b["label"], b["number"]) for b in chart["bars"]] == [
            (r["href"], r["label"], r["papers"]) for r in chart["rows"]
        ]


@pytest.mark.parametrize(("coded", "words"), [(0, "0 %"), (1, "1 %"), (299, "99 %"), (300, "100 %")])
def test_share_is_never_rounded_to_all_or_nothing(coded: int, words: str) -> None:
    view = view_of(*(paper(f"p{n}", has=("code",) if n < coded else ()) for n in range(300)))
    assert view["lead"].endswith(f"({words}).")


def test_line_joins_the_counts_of_one_source() -> None:
    history = [count(10, "2020-01-01"), count(30, "2020-01-11"), count(20, "2020-01-21")]
    others = [count(99, "2020-01-05", "crossref"), count(98, "2020-02-05", "best")]
    view = sparkline_view([*history, *others])
    assert view
    assert view["path"] == "M4 26L66 4L128 15"
    assert view["end"] == {"x": 128, "y": 15}
    assert view["title"] == "Citations by OpenAlex: 10 to 20, Jan 2020 to Jan 2020"


def test_two_days_are_no_history() -> None:
    assert sparkline_view([count(1, "2020-01-01"), count(2, "2020-01-01"), count(3, "2020-01-02")]) is None
    assert sparkline_view([count(1, source="best")]) is None


def test_level_history_is_a_level_line() -> None:
    assert line_points([count(5, "2020-01-01"), count(5, "2020-01-03")]) == [(4, 26), (128, 26)]


def test_long_history_is_thinned_with_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparkline, "MOST", 3)
    days = [count(n, f"2020-01-{n:02}") for n in range(1, 12)]
    assert [c.count for c in longest_history(days)] == [1, 6, 11]
