"""What the rooms' tests share: a folder with a catalogue in it, what is built from it, and readers of that."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import html5lib
import pytest

from dlcatalog.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
TOY = ROOT / "tests" / "data" / "toy"
MARKER = ".dlcatalog-site"

Tree = dict[str, bytes]
Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """How one command ended, and what it said."""

    code: int
    out: str
    err: str


class Workshop:
    """A folder with a catalogue, its site and its store."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.catalog, self.out, self.store = top / "catalog", top / "site", top / ".dlcatalog"
        self.catalog.mkdir(parents=True, exist_ok=True)

    def write(self, files: Mapping[str, str | bytes | None]) -> Workshop:
        """Write files of the catalogue, and delete those that are None."""
        for name, data in files.items():
            path = self.catalog / name
            if data is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return self

    def read(self, name: str) -> str:
        return (self.catalog / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write({name: text.replace(old, new)})

    def become(self, files: Files) -> None:
        """Make the catalogue consist of these files, touching only what differs."""
        present = tree_of(self.catalog)
        self.write({name: None for name in present if name not in files})
        self.write({name: text for name, text in files.items() if present.get(name) != text.encode()})

    def run(self, *arguments: str) -> Said:
        """Run a command in this process, outside of any git repository."""
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, GIT_CEILING_DIRECTORIES=str(self.top.parent)),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = run(arguments)
        return Said(code, out.getvalue(), err.getvalue())

    def spawn(self, *arguments: str, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> Said:
        """Run a command in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "dlcatalog", *arguments],
            cwd=cwd or self.top,
            env=self.environment(**(environment or {})),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def environment(self, **changes: str) -> dict[str, str]:
        fixed = {"PYTHONPATH": str(ROOT / "src"), "GIT_CEILING_DIRECTORIES": str(self.top.parent)}
        return {**os.environ, **fixed, **changes}

    def arguments(self, *, out: Path | None = None, store: Path | None = None) -> list[str]:
        """Name the three folders."""
        folders = {"--catalog": self.catalog, "--out": out or self.out, "--store": store or self.store}
        return [word for option, folder in folders.items() for word in (option, str(folder))]

    def build(self, *options: str, out: Path | None = None, store: Path | None = None, jobs: int = 1) -> Said:
        return self.run("build", "--jobs", str(jobs), *self.arguments(out=out, store=store), *options)

    def check(self, *options: str) -> Said:
        return self.run("check", "--catalog", str(self.catalog), "--store", str(self.store), "--jobs", "1", *options)

    def tree(self) -> Tree:
        return tree_of(self.out)

    def fresh(self, *options: str) -> Tree:
        """What a first build into other folders gives."""
        out, store = self.top / "fresh" / "site", self.top / "fresh" / "store"
        shutil.rmtree(self.top / "fresh", ignore_errors=True)
        said = self.build(*options, out=out, store=store)
        assert said.code in {0, 1}, said.err
        return tree_of(out)

    def stale(self, *options: str) -> list[str]:
        """Return where the site differs from what a first build gives."""
        return differences(self.tree(), self.fresh(*options))


def differences(one: Tree, other: Tree) -> list[str]:
    """Return the paths that two trees do not share, or that hold other bytes."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def tree_of(folder: Path) -> Tree:
    """Every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() or path.is_symlink()
    }


def as_record(**fields: object) -> str:
    """A record in YAML: JSON is a part of it."""
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())


def as_paper(title: str, author: str | list[str], year: int, area: str, **more: object) -> str:
    authors = [author] if isinstance(author, str) else author
    known = {"summary": f"About {title.lower()}.", "links": {"paper": f"https://papers.example/{area}/{year}"}}
    return as_record(title=title, authors=authors, year=year, area=area, **{**known, **more})


DOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4" width="8" height="4"><circle cx="2" cy="2" r="1"/></svg>'
)


def small_catalogue() -> dict[str, str]:
    """Seven papers, two roundups: every kind of page and of reference, each once or twice."""
    return {
        "site.yaml": as_record(
            title="Small Wood",
            description="Seven trees; the first is [[ash2018one]].",
            base_url="https://wood.example/trees/",
            edit_url="https://wood.example/edit/",
        ),
        "topics.yaml": as_record(
            trees={"name": "Trees", "description": "What grows, as in [[elm2019four]]."},
            leaves={"name": "Leaves", "parent": "trees"},
            roots={"name": "Roots", "aliases": ["radicals"]},
        ),
        "venues.yaml": as_record(
            grove={"name": "Grove Days", "short": "Grove", "kind": "conference"},
            log={"name": "The Log", "kind": "journal", "url": "https://log.example/"},
        ),
        "people.yaml": as_record(ash={"name": "Alma Ash", "variants": ["A. Ash"], "url": "https://ash.example/"}),
        "citations.csv": "paper,count,as_of,source\nash2018one,12,2021-01-01,openalex\n",
        "images/dot.svg": DOT,
        "papers/2018/ash2018one.yaml": as_paper(
            "One Ash", ["Alma Ash", "Bo Birch"], 2018, "trees", venue="grove", aliases=["First"], added="2022-01-01"
        ),
        "papers/2018/birch2018two.yaml": as_paper(
            "Two Birches",
            "Bo Birch",
            2018,
            "leaves",
            relations=[{"kind": "builds-on", "paper": "ash2018one", "note": "taller"}],
            formerly=["birch2017two"],
            added="2022-01-02",
        ),
        "papers/2019/cedar2019three.yaml": as_paper(
            "Three Cedars", ["Cy Cedar", "A. Ash"], 2019, "roots", venue="log", topics=["leaves"], added="2022-01-03"
        ),
        "papers/2019/elm2019four.yaml": as_paper(
            "Four Elms",
            "Eva Elm",
            2019,
            "trees",
            summary="Stands on [[ash2018one]] and [[birch2018two|two of them]], $x^2$.",
            links={"paper": "https://papers.example/elm", "code": "https://code.example/elm"},
            figure={"image": "dot.svg", "alt": "A dot"},
        ),
        "papers/2020/fir2020five.yaml": as_paper(
            "Five Firs",
            "Finn Fir",
            2020,
            "roots",
            citations={"count": 5, "as_of": "2020-05-05", "source": "best"},
            relations=[{"kind": "compares-with", "paper": "elm2019four"}],
        ),
        "papers/2020/gum2020six.yaml": as_paper(
            "Six Gums", "Gil Gum", 2020, "leaves", links={"paper": "https://p.example/g", "code": "https://c.example/g"}
        ),
        "papers/2021/hazel2021seven.yaml": as_paper("Lone Hazel", "Hal Hazel", 2021, "roots", added="2022-02-02"),
        "collections/best.yaml": as_record(
            title="Best Trees",
            source={"author": "Alma Ash", "published": "2021-06-01"},
            intro="The best; [[hazel2021seven]] is not among them.",
            group_by="year",
            entries=[
                {"paper": "ash2018one", "note": "The first.", "citations": 9, "mentions": [{"paper": "birch2018two"}]},
                {"paper": "cedar2019three", "note": "See [[elm2019four]]."},
            ],
        ),
        "collections/coded.yaml": as_record(title="Trees with Code", intro="A rule.", select={"has": "code"}),
    }


class Page:
    """One HTML page, as an independent reader sees it."""

    def __init__(self, data: bytes) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.document = parser.parse(data, transport_encoding="utf-8")
        self.faults = [f"{where}: {code} {details}" for where, code, details in parser.errors]

    def attributes(self, tag: str, name: str) -> list[str]:
        """The values of an attribute, in the order of the page."""
        return [str(element.get(name)) for element in self.document.iter(tag) if element.get(name) is not None]

    def texts(self, tag: str) -> list[str]:
        return [" ".join("".join(element.itertext()).split()) for element in self.document.iter(tag)]

    def meta(self, name: str) -> list[str]:
        return [str(m.get("content")) for m in self.document.iter("meta") if m.get("name") == name]

    def json_ld(self) -> list[str]:
        scripts = self.document.iter("script")
        return [str(script.text) for script in scripts if script.get("type") == "application/ld+json"]

    def all_attributes(self) -> Iterator[tuple[str, str, str]]:
        """Yield (tag, attribute, value) of everything."""
        for element in self.document.iter():
            if isinstance(element.tag, str):
                for name, value in element.attrib.items():
                    yield element.tag, str(name), str(value)

    @property
    def ids(self) -> list[str]:
        return [value for _, name, value in self.all_attributes() if name == "id"]


WriteCatalogue = Callable[..., Workshop]


@pytest.fixture
def write_catalogue(tmp_path: Path) -> WriteCatalogue:
    """Give a function that writes a catalogue into a folder of its own: the small one, with changes."""

    def write(changes: Mapping[str, str | bytes | None] | None = None, *, name: str = "one") -> Workshop:
        return Workshop(tmp_path / name).write({**small_catalogue(), **(changes or {})})

    return write


@pytest.fixture
def small(write_catalogue: WriteCatalogue) -> Workshop:
    """The small catalogue, not yet built."""
    return write_catalogue()


@pytest.fixture
def built(small: Workshop) -> Workshop:
    """The small catalogue and its site."""
    said = small.build()
    assert (said.code, said.out.count("\n")) == (0, 1), said.err
    return small


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The toy catalogue and its site; not to be changed."""
    workshop = Workshop(tmp_path_factory.mktemp("toy"))
    shutil.copytree(TOY, workshop.catalog, dirs_exist_ok=True)
    assert workshop.build("--quiet").code == 0
    return workshop


@pytest.fixture(scope="session")
def parse_page() -> type[Page]:
    """Give the reader of HTML."""
    return Page


@pytest.fixture(scope="session")
def toy_pages(toy: Workshop) -> dict[str, Page]:
    """Every page of the toy site."""
    return {path: Page(data) for path, data in toy.tree().items() if path.endswith(".html")}
