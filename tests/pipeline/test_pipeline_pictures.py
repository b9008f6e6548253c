"""Pictures after an edit: what they show is planned again, and nothing that they do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Workshop, WriteCatalogue

RECORD = (
    "title: {name} Oaks\nauthors: [Ole Oak{name}]\nyear: {year}\narea: {area}\n"
    "summary: About {name}.\nids: {{arxiv: '15{year}.{number:05}'}}\n{more}"
)


def record(name: str, year: int, *, area: str = "roots", more: str = "") -> str:
    number = 20000 + year
    return RECORD.format(name=name, year=year, area=area, number=number, more=more).replace(f"15{year}", "1501")


def relation(paper: str, note: str = "grown") -> str:
    return f"relations: [{{kind: builds-on, paper: {paper}, note: {note}}}]\n"


# acorn <- seedling <- sapling <- tree, and a stone that none of them knows.
FAMILY = {
    "papers/2001/acorn.yaml": record("Acorn", 2001),
    "papers/2002/seedling.yaml": record("Seedling", 2002, more=relation("acorn", "sprouts")),
    "papers/2003/sapling.yaml": record("Sapling", 2003, more=relation("seedling", "stands")),
    "papers/2004/tree.yaml": record("Tree", 2004, more=relation("sapling", "towers")),
    "papers/2005/stone.yaml": record("Stone", 2005, area="leaves"),
}


@pytest.fixture
def family(write_catalogue: WriteCatalogue) -> Workshop:
    workshop = write_catalogue(dict(FAMILY))
    assert workshop.build().code == 0
    return workshop


def rebuilt(workshop: Workshop) -> set[str]:
    """Build, see that nothing is stale, and return the pages that changed."""
    before = workshop.tree()
    assert workshop.build().code == 0
    after = workshop.tree()
    assert workshop.stale() == []
    return {path for path, data in after.items() if path.endswith(".html") and before.get(path) != data}


def test_name_of_a_paper_shows_two_steps_away_and_not_three(family: Workshop) -> None:
    family.edit("papers/2001/acorn.yaml", "Acorn Oaks", "Early Oaks")
    changed = rebuilt(family)
    assert {"papers/seedling/index.html", "papers/sapling/index.html"} < changed
    assert "papers/stone/index.html" not in changed
    assert "Early Oaks" in family.tree()["papers/sapling/index.html"].decode()


def test_note_of_an_edge_shows_two_steps_away(family: Workshop) -> None:
    family.edit("papers/2002/seedling.yaml", "sprouts", "sprouts late")
    assert {"papers/sapling/index.html", "topics/roots/genealogy/index.html"} < rebuilt(family)
    family.edit("papers/2004/tree.yaml", "towers", "towers high")
    assert "papers/seedling/index.html" in rebuilt(family)


def test_edge_that_goes_leaves_both_sides(family: Workshop) -> None:
    family.edit("papers/2003/sapling.yaml", "builds-on", "disputes")
    changed = rebuilt(family)
    assert {f"papers/{i}/index.html" for i in ("acorn", "seedling", "sapling", "tree")} < changed
    assert "timeline/index.html" in changed


def test_summary_two_steps_away_is_nobodys_business(family: Workshop) -> None:
    before = family.tree()
    family.edit("papers/2004/tree.yaml", "About Tree.", "About Tree. And more.")
    changed = rebuilt(family)
    assert changed == {"papers/tree/index.html"}
    assert before["timeline/index.html"] == family.tree()["timeline/index.html"]


def test_genealogy_comes_and_goes(family: Workshop) -> None:
    page = "topics/leaves/genealogy/index.html"
    assert page not in family.tree()
    # A topic inside an area needs four edges.
    leaves = {f"papers/2006/leaf{n}.yaml": record(f"Leaf{n}", 2006 + n, area="leaves") for n in range(5)}
    leaves = {
        name.replace("2006", str(2006 + n)): text + (relation("stone") if n else "")
        for n, (name, text) in enumerate(leaves.items())
    }
    family.write(dict(leaves))
    assert {page, "topics/leaves/index.html"} <= rebuilt(family)
    family.edit("papers/2007/leaf1.yaml", "builds-on", "uses")
    rebuilt(family)
    assert page not in family.tree()
    assert "genealogy" not in family.tree()["topics/leaves/index.html"].decode()


def test_ledger_grows_a_sparkline_and_counts_now(family: Workshop) -> None:
    header = "paper,count,as_of,source\n"
    rows = [f"ash2018one,{n}0,202{n}-01-01,openalex\n" for n in (1, 2, 3)]
    family.write({"citations.csv": header + "".join(rows[:2])})
    rebuilt(family)
    assert "pic-spark" not in family.tree()["papers/ash2018one/index.html"].decode()
    family.write({"citations.csv": header + "".join(rows)})
    assert {"papers/ash2018one/index.html", "stats/index.html", "timeline/index.html"} <= rebuilt(family)
    assert "pic-spark" in family.tree()["papers/ash2018one/index.html"].decode()
    assert "Citations then and now" in family.tree()["stats/index.html"].decode()


def test_order_of_areas_moves_their_marks(family: Workshop) -> None:
    topics = family.read("topics.yaml")
    family.write({"topics.yaml": "bark: {name: Bark}\n" + topics})
    changed = rebuilt(family)
    assert {"timeline/index.html", "papers/sapling/index.html", "topics/roots/genealogy/index.html"} < changed


def test_counts_fold_where_there_are_many(family: Workshop) -> None:
    rows = [f"ash2018one,{n}0,202{n}-01-01,openalex\n" for n in range(7)]
    family.write({"citations.csv": "paper,count,as_of,source\n" + "".join(rows)})
    rebuilt(family)
    page = family.tree()["papers/ash2018one/index.html"].decode()
    assert page.index("1 January 2023") < page.index("Older counts") < page.index("1 January 2022")
