"""Random sequences of edits and accidents: after every step the site is what a first build elsewhere gives."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from conftest import Workshop

SLOTS = 6
IDS = tuple(f"tree{number}" for number in range(SLOTS))
AUTHORS = ("Alma Ash", "A. Ash", "Bo Birch", "B\u00f3 Birch", "Cy Cedar", "星野 灯")
TITLES = ("One Ash", "Two Birches and an Ash", 'Ash <b>&</b> "Elm"', "$x^2$ Birches", "Two Birches")
DAYS = ("", "2021-01-01", "2022-02-02", "2022-02-03")
# What may be said of one paper; each choice is a number, and means the same whatever the others are.
OF_A_PAPER: tuple[str, ...] = (
    "here",
    "title",
    "text",
    "names",
    "author",
    "second",
    "year",
    "area",
    "topic",
    "venue",
    "code",
    "added",
)
OF_A_PAPER += ("alias", "relation", "target", "count", "row", "former", "status", "figure", "entry", "mention")
OF_ALL: tuple[str, ...] = (
    "topic name",
    "parent",
    "fourth topic",
    "venue name",
    "venue kind",
    "people",
    "site title",
    "base_url",
)
OF_ALL += ("exports", "about", "grouping", "roundup title", "rule", "second roundup", "picture", "order")
Choices = dict[tuple[str, int], int]

EDITS = st.one_of(
    st.tuples(st.sampled_from(OF_A_PAPER), st.integers(0, SLOTS - 1), st.integers(0, 5)),
    st.tuples(st.sampled_from(OF_ALL), st.just(0), st.integers(0, 3)),
)
ACCIDENTS: tuple[str, ...] = (
    "no store",
    "garbled store",
    "old store",
    "other store",
    "broken record",
    "changed page",
    "lost page",
)
ACCIDENTS += ("foreign file", "killed before it was remembered", "keep going", "processes")
STEPS = st.lists(st.one_of(st.lists(EDITS, min_size=1, max_size=3), st.sampled_from(ACCIDENTS)), min_size=3, max_size=9)


def catalogue(choices: Choices) -> dict[str, str]:
    """Return the files of a valid catalogue, whatever was chosen."""
    here = [n for n in range(SLOTS) if n == 0 or choices.get(("here", n), n % 2) % 3 != 1]
    files = dict(_vocabularies(choices))
    former: set[int] = set()
    for number in here:
        year, record = _paper(choices, number, here, former)
        files[f"papers/{year}/{IDS[number]}.yaml"] = record
    rows = [f"{IDS[n]},{choices['row', n]},2022-0{1 + n}-01,openalex\n" for n in here if choices.get(("row", n))]
    files["citations.csv"] = "paper,count,as_of,source\n" + "".join(rows)
    return files | dict(_roundups(choices, here))


def _vocabularies(choices: Choices) -> Iterator[tuple[str, str]]:
    def of(name: str) -> int:
        return choices.get((name, 0), 0)

    base = ("https://a.example/b/", "https://c.example/", "", "https://a.example/b/")[of("base_url")]
    exports = ("[bibtex, ris, csl]", "[bibtex]", "[csl, ris]", "[bibtex, ris, csl]")[of("exports")]
    about = ("About trees.", "About [[tree0]].", "", "It has a note.[^1]\n\n  [^1]: This.")[of("about")]
    yield (
        "site.yaml",
        f"title: Wood {of('site title')}\nbase_url: '{base}'\nexports: {exports}\ndescription: |\n  {about}\n",
    )
    topics = {
        "t0": f"t0: {{name: Trees{of('topic name')}}}\n",
        "t1": f"t1: {{name: Leaves, parent: {('t0', 't2', '', 't0')[of('parent')]}}}\n",
        "t2": "t2: {name: Roots, description: 'See [[tree0]].'}\n",
        "t3": "t3: {name: Bark, parent: t1}\n" if of("fourth topic") else "",
    }
    yield "topics.yaml", "".join(text for _, text in sorted(topics.items(), reverse=bool(of("order"))))
    kind = ("conference", "journal", "workshop", "other")[of("venue kind")]
    yield "venues.yaml", f"v0: {{name: Grove {of('venue name')}, kind: {kind}}}\nv1: {{name: The Log}}\n"
    joined = ("", "ash: {name: Alma Ash, variants: [A. Ash]}\n", "cy: {name: Cyrus Cedar, variants: [Cy Cedar]}\n", "")
    yield "people.yaml", joined[of("people")] or "nobody: {name: Nobody}\n"
    size = 8 + of("picture")
    yield "images/a.svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="8" viewBox="0 0 8 8"/>'


def _paper(choices: Choices, number: int, here: list[int], former: set[int]) -> tuple[int, str]:
    def of(name: str, default: int = 0) -> int:
        return choices.get((name, number), default)

    def known(name: str) -> str:
        return IDS[here[of(name) % len(here)]]

    authors = dict.fromkeys([AUTHORS[of("author", number)], AUTHORS[of("second", number)]])
    year = 2018 + of("year", number) % 3
    lines = [
        f"title: '{TITLES[of('title', number) % 5]} {number if of('title', number) % 5 else ''}'",
        f"authors: [{', '.join(authors)}]",
        f"year: {year}",
        f"area: t{of('area', number) % 3}",
        f"topics: [t{of('topic', number + 1) % 3}]",
        f"summary: 'Text {of('text')} on {{trees}}. More{' of [[' + known('names') + ']]' if of('names') else ''}, $n^2$.'",
        f"links: {{paper: 'https://p.example/{number}'{', code: https://c.example/c' if of('code') % 2 else ''}}}",
        f"added: {DAYS[of('added', number) % 4]}",
        f"aliases: [{'Al' + str(of('alias')) if of('alias') else ''}]",
    ]
    lines += [f"venue: v{of('venue') % 2}"] if of("venue") % 3 else []
    lines += [f"citations: {{count: {of('count')}, as_of: 2021-05-05, source: crossref}}"] if of("count") else []
    lines += ["status: retracted", "status_note: See [[tree0]]."] if of("status") == 1 else []
    lines += ["figure: {image: a.svg, alt: A}"] if of("figure") == 1 else []
    lines += _relations(number, here, of("relation"), of("target"))
    if of("former") in {1, 2} and of("former") not in former:
        former.add(of("former"))
        lines.append(f"formerly: [old{of('former')}]")
    return year, "\n".join(lines) + "\n"


def _relations(number: int, here: list[int], kind: int, target: int) -> list[str]:
    # Only towards smaller numbers: so there is never a ring.
    below = [n for n in here if n < number]
    if not below or not kind:
        return []
    word = ("", "builds-on", "improves", "compares-with", "uses", "same-work-as")[kind]
    return [f"relations: [{{kind: {word}, paper: {IDS[below[target % len(below)]]}, note: 'note {kind}'}}]"]


def _roundups(choices: Choices, here: list[int]) -> Iterator[tuple[str, str]]:
    def of(name: str) -> int:
        return choices.get((name, 0), 0)

    entries = ""
    for number in here:
        entry, mention = choices.get(("entry", number), 0), choices.get(("mention", number), 0)
        if entry % 3 == 1 or number == 0:
            mentioned = IDS[here[mention % len(here)]]
            tail = f", mentions: [{{paper: {mentioned}}}]" if mention and mentioned != IDS[number] else ""
            entries += (
                f"  - {{paper: {IDS[number]}, note: '{'Said.' if entry == 1 else ''}', citations: {entry}{tail}}}\n"
            )
    by = ("none", "year", "topic", "none")[of("grouping")]
    head = f"title: Best {of('roundup title')}\nsource: {{author: Me, published: 2021-06-01}}\ngroup_by: {by}\n"
    yield "collections/best.yaml", f"{head}intro: 'See [[tree0]].[^a]\n\n\n  [^a]: A note.'\nentries:\n{entries}"
    if of("second roundup") % 3 == 0:
        rule = ("{has: code}", "{year: '2019..'}", "{topic: t0}", "{in: best}")[of("rule")]
        yield "collections/rule.yaml", f"title: By rule\nsource: {{published: 2021-05-01}}\nselect: {rule}\n"


class Story:
    """One catalogue that changes, and the site that follows."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.choices: Choices = {}
        self.foreign: dict[str, bytes] = {}
        self.options: tuple[str, ...] = ()
        self.jobs = 1
        self.build()

    def act(self, step: Any) -> None:
        if isinstance(step, str):
            getattr(self, step.replace(" ", "_"))()
        else:
            self.choices |= {(name, number): value for name, number, value in step}
        self.build()

    def build(self) -> None:
        self.workshop.become(catalogue(self.choices))
        said = self.workshop.build(*self.options, jobs=self.jobs)
        assert said.code == 0, said.err
        theirs = {path: data for path, data in self.workshop.tree().items() if path in self.foreign}
        assert theirs == self.foreign
        assert [path for path in self.workshop.stale() if path not in theirs] == []

    def no_store(self) -> None:
        shutil.rmtree(self.workshop.store)

    def garbled_store(self) -> None:
        path = self.workshop.store / "store.sqlite3"
        path.write_bytes(path.read_bytes()[:100] + b"garbage" * 900)
        for name in ("store.sqlite3-wal", "store.sqlite3-shm"):
            (self.workshop.store / name).unlink(missing_ok=True)

    def old_store(self) -> None:
        """Restore the store as it was before an edit: the site is newer than what is remembered."""
        kept = self.workshop.top / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.workshop.store, kept)
        before = dict(self.choices)
        self.act([("title", 0, 3), ("text", 2, 5), ("site title", 0, 3)])
        self.choices = before
        shutil.rmtree(self.workshop.store)
        shutil.copytree(kept, self.workshop.store)

    def other_store(self) -> None:
        """Somebody with another store publishes another catalogue into the same folder."""
        other = {**self.choices, ("title", 0): 4, ("text", 1): 4, ("here", 3): 1}
        self.workshop.become(catalogue(other))
        assert self.workshop.build(store=self.workshop.top / "other-store").code == 0

    def broken_record(self) -> None:
        before = self.workshop.tree()
        self.workshop.write({"papers/2018/broken.yaml": "title: [\n"})
        assert self.workshop.build().code == 1
        assert self.workshop.tree() == before

    def keep_going(self) -> None:
        self.workshop.write({"papers/2018/broken.yaml": "title: [\n"})
        assert self.workshop.build("--keep-going").code == 1

    def changed_page(self) -> None:
        path = self.workshop.out / "papers" / "tree0" / "index.html"
        path.write_bytes(path.read_bytes().replace(b"<h1>", b"<h2>"))

    def lost_page(self) -> None:
        (self.workshop.out / "papers" / "index.html").unlink()
        shutil.rmtree(self.workshop.out / "years")

    def foreign_file(self) -> None:
        self.foreign = {"CNAME": b"wood.example\n", "papers/tree0/mine.txt": b"mine"}
        for name, data in self.foreign.items():
            (self.workshop.out / name).write_bytes(data)

    def killed_before_it_was_remembered(self) -> None:
        """Publish an edit, forget the figures of that build, take the edit back."""
        database = self.workshop.store / "store.sqlite3"
        with sqlite3.connect(database) as connection:
            state = connection.execute("SELECT * FROM entries WHERE kind='state'").fetchall()
        connection.close()
        self.workshop.become(catalogue({**self.choices, ("title", 0): 2, ("names", 0): 3, ("here", 1): 0}))
        assert self.workshop.build().code == 0
        with sqlite3.connect(database) as connection:
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", state)
        connection.close()

    def processes(self) -> None:
        self.jobs = 2 if self.jobs == 1 else 1


@pytest.fixture
def new_workshop(small: Workshop) -> type[Workshop]:
    return type(small)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a shorter sequence is not worth the minutes it takes to find it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_site_is_that_of_a_first_build_after_every_step(new_workshop: type[Workshop], steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(new_workshop(Path(folder)))
        for step in steps:
            story.act(step)


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_site_is_that_of_a_first_build_after(accident: str, small: Workshop) -> None:
    story = Story(small)
    story.act([("here", 1, 0), ("here", 3, 0), ("relation", 2, 1)])
    story.act(accident)
    story.act([("title", 2, 1), ("entry", 2, 1)])
    story.act(accident)
