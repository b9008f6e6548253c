"""What people write stays words: no markup of a title, a text or a template of theirs reaches a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from dlcatalog.render.pages import Renderer
from dlcatalog.render.theme import Theme, shipped

if TYPE_CHECKING:
    from conftest import Page, Workshop, WriteCatalogue

ATTACK = "</script></title></textarea></style><script>alert(1)</script><img src=x onerror=alert(1)>"
PAPER = "papers/2018/ash2018one.yaml"


def heading(page: Page) -> str:
    return page.texts("h1")[0]


TITLES = {
    "unruh1999rattle": "A \"Rattle\" & <script>alert('rattle')</script> in the Works",
    "okonkwo2009play": "Play {{ 7 * 7 }} {% raw %}: Templates as Toys",
    "group2012tin": "It's \"All\" Tin; <!-- or is it? --> & Æsop's Œuvre",
    "cosy2017attention": "Is Attention All a Toy Needs? <em>Yes</em> ]]> --> */",
    "marsh2004no": "No",
    "li2005attic": "1984",
    "emoji2008dice": "🎲🎲 Two Dice Are Better 🙃 than 👩‍🚀",
    "index2019page": "Feed, Page & Index: 100% of % Signs #1 @home ~ C:\\toys\\new",
}


@pytest.mark.parametrize(("paper", "title"), TITLES.items(), ids=TITLES)
def test_title_of_the_toy_is_shown_as_it_is(toy_pages: dict[str, Page], paper: str, title: str) -> None:
    page = toy_pages[f"papers/{paper}/index.html"]
    assert heading(page) == title
    assert page.texts("title")[0] == f'{title} · Toys & "Games" <b>of</b> O\'Learning'
    assert page.meta("citation_title") == [title]
    assert json.loads(page.json_ld()[0])["name"] == title


def test_names_of_the_toy_are_shown_as_they_are(toy_pages: dict[str, Page]) -> None:
    assert heading(toy_pages["topics/machines/index.html"]) == "Machines & <Engines>"
    assert heading(toy_pages["topics/gears/index.html"]) == '"Gears", cogs and C++'
    assert heading(toy_pages["collections/decade-of-toys/index.html"]) == 'The Decade of "Toys" & <Games>'
    assert heading(toy_pages["venues/tin/index.html"]) == "TIN"
    assert "The <Dice> & Cup Group" in toy_pages["papers/emoji2008dice/index.html"].texts("a")


def test_text_of_the_toy_is_shown_as_it_is(toy_pages: dict[str, Page]) -> None:
    rattle = toy_pages["papers/unruh1999rattle/index.html"]
    assert "</script><script>alert(1)</script>" in rattle.texts("code")
    assert any("What rattles is <b>not</b> the gear" in text for text in rattle.texts("p"))


def paper_with(**fields: object) -> dict[str, str]:
    known = {"title": "T", "authors": ["A Ash"], "summary": "S.", "year": 2018, "area": "trees"}
    return {PAPER: yaml(**{**known, "ids": {"arxiv": "1801.00001"}, **fields})}


def yaml(**fields: object) -> str:
    """A record: JSON is a part of YAML."""
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())


# The files that bring the attack into one place each.
ATTACKS = {
    "title": paper_with(title=ATTACK),
    "summary": paper_with(summary=ATTACK),
    "formula": paper_with(title="$x<y$", summary=f"$\\text{{{ATTACK}}}$"),
    "author": paper_with(authors=[{"name": ATTACK}]),
    "alias": paper_with(aliases=[ATTACK]),
    "award": paper_with(awards=[ATTACK]),
    "volume": paper_with(venue="log", volume=ATTACK, pages=ATTACK),
    "label": paper_with(links={"pdf": {"url": "https://a.example/", "label": ATTACK}}),
    "status note": paper_with(status="retracted", status_note=ATTACK),
    "relation's note": paper_with(relations=[{"kind": "uses", "paper": "elm2019four", "note": ATTACK}]),
    "figure": paper_with(figure={"image": "dot.svg", "alt": ATTACK}),
    "site": {"site.yaml": yaml(title=ATTACK, description=ATTACK, license=ATTACK, base_url="https://a.example/")},
    "topic": {
        "topics.yaml": yaml(
            trees={"name": ATTACK, "description": ATTACK, "aliases": [ATTACK]},
            leaves={"name": "L"},
            roots={"name": "R"},
        )
    },
    "venue": {"venues.yaml": yaml(grove={"name": ATTACK, "short": ATTACK}, log={"name": ATTACK})},
    "person": {"people.yaml": yaml(ash={"name": ATTACK, "variants": ["Alma Ash", "A. Ash"]})},
    "roundup": {
        "collections/best.yaml": yaml(
            title=ATTACK,
            source={"author": ATTACK, "published": "2021-01-01"},
            intro=ATTACK,
            cite=ATTACK,
            group_by=[{"title": ATTACK, "intro": ATTACK, "entries": [{"paper": "ash2018one", "note": ATTACK}]}],
        )
    },
}


@pytest.mark.parametrize("files", ATTACKS.values(), ids=ATTACKS)
def test_attack_breaks_out_of_no_page(
    write_catalogue: WriteCatalogue, parse_page: type[Page], files: dict[str, str]
) -> None:
    workshop = write_catalogue(files)
    said = workshop.build("--keep-going", "--quiet")
    assert workshop.out.exists(), said.err
    pages = {path: parse_page(data) for path, data in workshop.tree().items() if path.endswith(".html")}
    assert {path: page.faults for path, page in pages.items() if page.faults} == {}
    scripts = [s for page in pages.values() for s in page.document.iter("script")]
    ours = {(path.name, "") for path in shipped("static").glob("*.js")}
    found = {(s.get("src", "").rpartition("/")[2], s.get("type", "")) for s in scripts}
    assert found <= ours | {("", "application/ld+json")}
    images = {str(i.get("src")).rpartition("/")[2] for page in pages.values() for i in page.document.iter("img")}
    assert images == {"dot.svg"}
    assert [name for page in pages.values() for _, name, _ in page.all_attributes() if name.startswith("on")] == []
    assert all(json.loads(script) for page in pages.values() for script in page.json_ld())


@pytest.mark.parametrize("field", ["title", "summary"])
def test_attack_is_shown_as_words(write_catalogue: WriteCatalogue, parse_page: type[Page], field: str) -> None:
    workshop = write_catalogue(ATTACKS[field])
    assert workshop.build("--quiet").code == 0
    page = parse_page(workshop.tree()["papers/ash2018one/index.html"])
    assert any(ATTACK in text for text in page.texts({"title": "h1", "summary": "section"}[field]))


def test_json_ld_holds_no_end_of_a_script(write_catalogue: WriteCatalogue) -> None:
    workshop = write_catalogue(ATTACKS["title"])
    assert workshop.build("--quiet").code == 0
    page = workshop.tree()["papers/ash2018one/index.html"]
    ld = re.search(rb'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert ld is not None
    assert b"</" not in ld[1]


def test_every_template_escapes_by_itself() -> None:
    renderer = Renderer(Theme({"t.html": '<p title="{{ x }}">{{ x }}</p>', "t.xml": "<a>{{ x }}</a>"}, {}, {}))
    escaped = "&lt;b&gt;&#34;&#39;&amp;"
    assert renderer.render("t.html", {"x": "<b>\"'&"}).decode() == f'<p title="{escaped}">{escaped}</p>\n'
    assert renderer.render("t.xml", {"x": "<b>\"'&"}).decode() == f"<a>{escaped}</a>\n"


def test_words_of_a_record_are_no_template(write_catalogue: WriteCatalogue, parse_page: type[Page]) -> None:
    workshop = write_catalogue()
    workshop.edit(PAPER, "One Ash", "{{ 7 * 7 }} {% raise %}")
    workshop.edit(PAPER, "About one ash.", "{{ root }} `{% raw %}`")
    assert workshop.build().code == 0
    page = parse_page(workshop.tree()["papers/ash2018one/index.html"])
    assert heading(page) == "{{ 7 * 7 }} {% raise %}"
    assert "{{ root }} {% raw %}" in page.texts("p")


def test_blank_lines_of_code_stay(write_catalogue: WriteCatalogue, parse_page: type[Page]) -> None:
    workshop = write_catalogue()
    workshop.edit(PAPER, "About one ash.", "Code:\\n\\n```\\na\\n\\n\\n  b\\n```\\n")
    assert workshop.build().code == 0
    page = parse_page(workshop.tree()["papers/ash2018one/index.html"])
    assert "a\n\n\n  b\n" in ["".join(code.itertext()) for code in page.document.iter("code")]


def test_blank_lines_of_a_roundups_citation_stay(built: Workshop, parse_page: type[Page]) -> None:
    built.write(
        {"collections/best.yaml": built.read("collections/best.yaml") + 'cite: "@misc{a,\\n\\n  title = {A},\\n}"\n'}
    )
    assert built.build().code == 0
    page = parse_page(built.tree()["collections/best/index.html"])
    assert ["".join(code.itertext()) for code in page.document.iter("code")] == ["@misc{a,\n\n  title = {A},\n}"]
