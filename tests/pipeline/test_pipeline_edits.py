"""One edit, then a build: the site is what a first build elsewhere gives, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Workshop

ASH, BIRCH, CEDAR = "papers/2018/ash2018one.yaml", "papers/2018/birch2018two.yaml", "papers/2019/cedar2019three.yaml"
ELM, FIR, GUM = "papers/2019/elm2019four.yaml", "papers/2020/fir2020five.yaml", "papers/2020/gum2020six.yaml"
HAZEL, BEST, CODED = "papers/2021/hazel2021seven.yaml", "collections/best.yaml", "collections/coded.yaml"
Edit = Callable[["Workshop"], object]


def replaced(name: str, old: str, new: str) -> Edit:
    return lambda w: w.edit(name, old, new)


def added(name: str, line: str) -> Edit:
    return lambda w: w.write({name: w.read(name) + line + "\n"})


def written(name: str, text: str | None) -> Edit:
    return lambda w: w.write({name: text})


def both(*edits: Edit) -> Edit:
    return lambda w: [edit(w) for edit in edits]


def moved(name: str, new: str, *more: Edit) -> Edit:
    def edit(w: Workshop) -> None:
        text = w.read(name)
        w.write({name: None, new: text})
        both(*more)(w)

    return edit


PINE = (
    "title: A Pine\nauthors: [Pia Pine]\nyear: 2020\narea: roots\nsummary: New.\nlinks: {paper: https://p.example/p}\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"><circle r="1"/></svg>'

EDITS: dict[str, Edit] = {
    "title": replaced(ASH, "One Ash", "Another Ash"),
    "title of a lonely paper": replaced(HAZEL, "Lone", "Lonely"),
    "title that becomes similar": replaced(HAZEL, "Lone Hazel", "Lone Four Elms Hazel Firs"),
    "summary": replaced(ASH, "About", "Now about"),
    "summary after its first sentence": replaced(ASH, "About one ash.", "About one ash. And more of it."),
    "summary that names another paper": replaced(GUM, "About", "See [[fir2020five]]. About"),
    "authors": replaced(GUM, "Gil Gum", "Bo Birch"),
    "second author": replaced(ASH, '"Bo Birch"', '"Gil Gum"'),
    "spelling of an author": replaced(BIRCH, "Bo Birch", "Bo B\\u00edrch"),
    "topics": added(ASH, "topics: [roots]"),
    "topic gone": replaced(CEDAR, 'topics: ["leaves"]', "topics: []"),
    "area": replaced(HAZEL, '"roots"', '"leaves"'),
    "venue": replaced(CEDAR, '"log"', '"grove"'),
    "venue gone": replaced(CEDAR, '"log"', '""'),
    "kind": added(ASH, "kind: book"),
    "relation": added(GUM, "relations: [{kind: improves, paper: ash2018one, note: by far}]"),
    "relation gone": replaced(BIRCH, '"kind": "builds-on"', '"kind": "uses"'),
    "relation's note": replaced(BIRCH, "taller", "taller than [[elm2019four]]"),
    "year": moved(ASH, "papers/2016/ash2018one.yaml", replaced("papers/2016/ash2018one.yaml", "2018\n", "2016\n")),
    "file's folder and year of the last of a year": moved(
        HAZEL, "papers/2018/hazel2021seven.yaml", replaced("papers/2018/hazel2021seven.yaml", "2021\n", "2018\n")
    ),
    "citations": added(CEDAR, "citations: {count: 1, as_of: 2022-02-02, source: crossref}"),
    "citations' count": replaced(FIR, '"count": 5', '"count": 6'),
    "ledger row": added("citations.csv", "gum2020six,3,2022-01-01,crossref"),
    "newer ledger row": added("citations.csv", "ash2018one,30,2023-01-01,openalex"),
    "ledger gone": written("citations.csv", None),
    "count of a roundup's entry": replaced(BEST, '"citations": 9', '"citations": 8'),
    "alias": replaced(ASH, '"First"', '"Foremost", "First"'),
    "alias gone": replaced(ASH, '["First"]', "[]"),
    "added": replaced(HAZEL, "2022-02-02", "2019-01-01"),
    "link": replaced(HAZEL, '"paper":', '"code": "https://c.example/h", "paper":'),
    "status": added(ASH, "status: retracted\nstatus_note: It fell on [[birch2018two]]."),
    "figure": added(ASH, "figure: {image: dot.svg, alt: Dot}"),
    "picture": written("images/dot.svg", SVG),
    "new picture": written("images/deep/er.svg", SVG),
    "paper": written("papers/2020/pine2020.yaml", PINE),
    "paper of a new year": written("papers/2023/pine2023.yaml", PINE.replace("2020", "2023")),
    "paper gone": both(written(HAZEL, None), replaced(BEST, "[[hazel2021seven]]", "hazel")),
    "paper gone that others name": both(
        written(ELM, None),
        replaced(FIR, '[{"kind": "compares-with", "paper": "elm2019four"}]', "[]"),
        replaced("topics.yaml", "[[elm2019four]]", "elms"),
        replaced(BEST, "[[elm2019four]]", "elms"),
    ),
    "former id": added(GUM, "formerly: [rubber]"),
    "former id that another paper takes over": both(
        replaced(BIRCH, '"birch2017two"', ""), added(CEDAR, "formerly: [birch2017two]")
    ),
    "former id gone": replaced(BIRCH, '"birch2017two"', ""),
    "renamed paper": moved(
        HAZEL,
        "papers/2021/hazel2021new.yaml",
        added("papers/2021/hazel2021new.yaml", "formerly: [hazel2021seven]"),
        replaced(BEST, "hazel2021seven", "hazel2021new"),
    ),
    "former id becomes a paper": both(
        replaced(BIRCH, '"birch2017two"', ""), written("papers/2020/birch2017two.yaml", PINE)
    ),
    "roundup's title": replaced(BEST, "Best Trees", "The Best Trees"),
    "roundup's intro": replaced(BEST, "The best", "Our best"),
    "roundup's note": replaced(BEST, "The first.", "The [[fir2020five|very]] first."),
    "roundup's grouping": replaced(BEST, '"year"', '"topic"'),
    "roundup's date": replaced(BEST, "2021-06-01", "2023-06-01"),
    "entry": replaced(BEST, "entries: [", 'entries: [{"paper": "gum2020six"}, '),
    "entries' order": replaced(CODED, "select:", "entries: [{paper: gum2020six}]\nselect:"),
    "mention": replaced(BEST, '{"paper": "birch2018two"}', '{"paper": "fir2020five", "note": "tall"}'),
    "rule": replaced(CODED, '{"has": "code"}', '{"year": "2019.."}'),
    "roundup": written(
        "collections/older.yaml", "title: Older\nsource: {published: 2001-01-01}\nselect: {topic: trees}"
    ),
    "roundup gone": both(written(BEST, None), replaced(FIR, '"best"', '"crossref"')),
    "rule about a roundup": replaced(CODED, '{"has": "code"}', '{"in": "best"}'),
    "topic": added("topics.yaml", "bark: {name: Bark, parent: leaves}"),
    "topic's name": replaced("topics.yaml", '"Roots"', '"Rootlets"'),
    "topic's description": replaced("topics.yaml", "What grows", "All that grows"),
    "topic's parent": replaced("topics.yaml", '"parent": "trees"', '"parent": "roots"'),
    "topics' order": replaced("topics.yaml", "trees:", "bark: {name: Bark}\ntrees:"),
    "topic's alias": replaced("topics.yaml", "radicals", "radishes"),
    "venue's name": replaced("venues.yaml", '"Grove"', '"The Grove"'),
    "venue's kind": replaced("venues.yaml", '"journal"', '"workshop"'),
    "venue's url": replaced("venues.yaml", "https://log.example/", "https://log.example/new"),
    "new venue": both(added("venues.yaml", "heap: {name: Heap, kind: repository}"), added(HAZEL, "venue: heap")),
    "venue gone from the table": both(
        replaced(CEDAR, '"log"', '"grove"'),
        written("venues.yaml", "grove: {name: Grove Days, short: Grove, kind: conference}\n"),
    ),
    "person": added("people.yaml", "elm: {name: Eva Maria Elm, variants: [Eva Elm]}"),
    "person's name": written("people.yaml", "ash: {name: Alma Maria Ash, variants: [Alma Ash, A. Ash]}\n"),
    "person's variant gone": replaced("people.yaml", '["A. Ash"]', "[]"),
    "people gone": written("people.yaml", None),
    "person's home page": replaced("people.yaml", "https://ash.example/", "https://alma.example/"),
    "site's title": replaced("site.yaml", "Small Wood", "Large Wood"),
    "site's description": replaced("site.yaml", "[[ash2018one]]", "[[gum2020six]]"),
    "base_url": replaced("site.yaml", "https://wood.example/trees/", "https://tree.example/"),
    "base_url gone": replaced("site.yaml", '"https://wood.example/trees/"', '""'),
    "exports": added("site.yaml", "exports: [ris]"),
    "authority": added("site.yaml", "authority: other.example"),
    "language": added("site.yaml", "language: de"),
    "licence": added("site.yaml", "license: CC0-1.0"),
    "severity": added("site.yaml", "severity: {no-dates: off}"),
    "name of a paper that another text means": replaced(ELM, "Four Elms", "Five Elms"),
    "comment": added(ASH, "# a comment"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_site_after_an_edit_is_that_of_a_first_build(built: Workshop, edit: Edit) -> None:
    edit(built)
    said = built.build()
    assert said.code == 0, said.err
    assert built.stale() == []
