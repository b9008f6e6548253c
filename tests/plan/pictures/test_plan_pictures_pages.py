"""The pictures as HTML: names and links for every mark, tables that say the same, and sizes that 5,000 papers keep."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from dlcatalog.model.vocabulary import Topic
from dlcatalog.plan.page import Planned
from dlcatalog.plan.pictures.genealogy import genealogy_page
from dlcatalog.plan.pictures.lineage import lineage_view
from dlcatalog.plan.pictures.stats import stats_page
from dlcatalog.plan.pictures.timeline import timeline_page
from dlcatalog.plan.reading import Reading
from dlcatalog.render.pages import Renderer
from dlcatalog.render.theme import read_theme

from .building import catalog_of, count, paper, reading_of

if TYPE_CHECKING:
    from conftest import Page

AREAS = {f"area-{n}": Topic(name=f"Area of the number {n}") for n in range(30)}
SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("builds-on", "improves", "uses", "simplifies", "applies")


def edges(n: int) -> list[tuple[str, str, str]]:
    """Three edges to earlier papers, most to a few famous ones."""
    to = sorted({(n * k) // 7 % max(1, n // k) for k in (1, 5, 40)}) if n else []
    return [(KINDS[(n + i) % 5], f"p{t}", "a note of some length, as people write them") for i, t in enumerate(to)]


@cache
def many() -> Reading:
    papers = (
        paper(
            f"p{n}",
            1950 + n * 71 // 5000,
            f"area-{n * 7 % 30}",
            *edges(n),
            title=f"On the {n} ways in which long titles of papers are read, and what follows from reading them",
            counted=count(n * 13 % 9999) if n % 3 else None,
        )
        for n in range(5000)
    )
    return reading_of(catalog_of(*papers, topics=AREAS))


def html(planned: Planned) -> bytes:
    (artifact,) = planned.artifacts
    return Renderer(read_theme(None, None)).render(artifact.template, artifact.view)


def pages() -> dict[str, bytes]:
    reading = many()
    return {
        "timeline": html(timeline_page(reading)),
        "stats": html(stats_page(reading)),
        "genealogy": html(genealogy_page(reading, "area-0")),
    }


def links(page: Page) -> list[Any]:
    """The links inside of pictures."""
    return [a for svg in page.document.iter(f"{SVG}svg") for a in svg.iter(f"{SVG}a")]


def name_of(link: Any) -> str:
    return str(link.get("aria-label") or "".join(link.itertext())).strip()


def test_pages_of_5000_papers_keep_their_bounds() -> None:
    sizes = {name: len(data) for name, data in pages().items()}
    assert sizes["timeline"] < 250_000
    assert sizes["stats"] < 100_000
    assert sizes["genealogy"] < 110_000
    # Each still shows much.
    assert min(sizes.values()) > 20_000


def test_timeline_of_5000_papers_counts_everybody_once() -> None:
    view = timeline_page(many()).artifacts[0].view
    assert len(view["picture"]["marks"]) == 180
    assert len(view["picture"]["bands"]) == 14
    assert len(view["picture"]["years"]) == 37
    rests = sum(int(r["text"].replace(",", "")) for r in view["picture"]["rests"])
    assert rests + 180 == 5000


def test_lineage_among_5000_papers_keeps_its_bounds() -> None:
    views = [v for n in range(0, 5000, 97) if (v := lineage_view(many(), f"p{n}"))]
    assert len(views) > 40
    assert max(len(v["marks"]) for v in views) <= 29
    assert max(v["height"] for v in views) < 420
    assert max(v["width"] for v in views) < 900


@pytest.mark.parametrize("name", ["timeline", "stats", "genealogy"])
def test_every_mark_leads_somewhere_and_has_a_name(parse_page: type[Page], name: str) -> None:
    page = parse_page(pages()[name])
    found = links(page)
    assert len(found) > 20
    assert [a for a in found if not a.get("href") or not name_of(a)] == []
    drawn = [e for svg in page.document.iter(f"{SVG}svg") for e in svg.iter() if "pic-mark" in str(e.get("class"))]
    held = {id(e) for a in found for e in a.iter()}
    legends = 14 if name == "timeline" else 0
    assert len([e for e in drawn if id(e) not in held]) == legends


@pytest.mark.parametrize("name", ["timeline", "stats", "genealogy"])
def test_pictures_hold_to_the_policy_and_to_html(parse_page: type[Page], name: str) -> None:
    page = parse_page(pages()[name])
    assert page.faults == []
    assert [tag for tag, attribute, _ in page.all_attributes() if attribute == "style"] == []
    assert len(page.ids) == len(set(page.ids))
    pictures = [svg for svg in page.document.iter(f"{SVG}svg") if svg.get("aria-hidden") != "true"]
    assert pictures
    assert [svg for svg in pictures if not svg.get("role") or not svg.get("aria-labelledby")] == []


def test_timelines_table_names_the_papers_of_its_marks(parse_page: type[Page]) -> None:
    page = parse_page(pages()["timeline"])
    marks = [a.get("href") for a in links(page) if a.get("class") == "pic-paper"]
    table = [a.get("href") for cell in page.document.iter("td") for a in cell.iter("a")]
    assert len(marks) == 180
    assert set(marks) < set(table)
    rests = [a.get("href") for a in links(page) if a.get("class") == "pic-rest"]
    assert sorted([*marks, *rests]) == sorted(table)


def test_hostile_names_are_only_words(parse_page: type[Page]) -> None:
    attack = '"><script>alert(1)</script></text></svg><b x="&amp;'
    catalog = catalog_of(
        paper("a", title=attack, aliases=(attack[:14],)),
        paper("b", 2001, "birds", ("improves", "a", attack), title=attack),
        topics={"birds": Topic(name=attack)},
    )
    reading = reading_of(catalog)
    for planned in (timeline_page(reading), stats_page(reading), genealogy_page(reading, "birds")):
        page = parse_page(html(planned))
        assert page.faults == []
        assert list(page.document.iter("b")) == []
        assert [s.text for s in page.document.iter("script") if s.text] == []
