"""`build --zip`: what the one file holds, where it may stand, and that every link in it leads to a file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import posixpath
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock
from urllib.parse import unquote, urlsplit

import pytest

from dlcatalog.pipeline.offline import edition as module
from dlcatalog.pipeline.offline.archive import ArchiveWriter

if TYPE_CHECKING:
    from conftest import Page, Said, Workshop, WriteCatalogue

ROOT = Path(__file__).resolve().parents[3]


def zipped(workshop: Workshop, *options: str, name: str = "edition.zip") -> tuple[Said, Path]:
    target = workshop.top / name
    return workshop.build("--zip", str(target), *options), target


def held(target: Path) -> dict[str, bytes]:
    """The files of an edition, by their path below its folder."""
    with zipfile.ZipFile(target) as read:
        assert read.testzip() is None
        names = read.namelist()
        assert names == sorted(names)
        (top,) = {name.split("/")[0] for name in names}
        return {name.removeprefix(f"{top}/"): read.read(name) for name in names}


class Links(HTMLParser):
    """Everything on a page that leads inside the site, and the ids that are there."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif tag == "meta" and name == "content" and (value or "").startswith("0; url="):
                self.links.append((value or "").removeprefix("0; url="))
            elif name in {"href", "src", "action", "formaction"} and not urlsplit(value or "").scheme:
                self.links.append(value or "")


def dead_links(files: dict[str, bytes]) -> dict[str, list[str]]:
    """The links that lead to no file, or to no fragment that is there, by page."""
    pages = {path: Links(data) for path, data in files.items() if path.endswith(".html")}
    ids = {path: page.ids for path, page in pages.items()}
    dead: dict[str, list[str]] = {}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            target = target if parts.path else path
            fragment = unquote(parts.fragment)
            if target not in files or (fragment and target in ids and fragment not in ids[target]):
                dead.setdefault(path, []).append(link)
    return dead


@pytest.fixture(scope="module")
def toy_files(toy: Workshop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    target = tmp_path_factory.mktemp("edition") / "toy.zip"
    assert toy.build("--quiet", "--zip", str(target)).code == 0
    return held(target)


def test_every_link_of_the_toy_leads_to_a_file(toy_files: dict[str, bytes]) -> None:
    assert len([path for path in toy_files if path.endswith(".html")]) > 80
    assert dead_links(toy_files) == {}


def test_every_link_of_the_shipped_catalogue_leads_to_a_file(tmp_path: Path, toy: Workshop) -> None:
    workshop = type(toy)(tmp_path / "real")
    workshop.catalog = ROOT / "catalog"
    said, target = zipped(workshop, "--quiet", "--keep-going")
    assert target.is_file(), said.err
    assert "warning: the offline edition" not in said.err
    assert dead_links(held(target)) == {}


def test_edition_holds_the_site_but_what_servers_and_robots_need(toy: Workshop, toy_files: dict[str, bytes]) -> None:
    site = toy.tree()
    left_out = {path for path in site if path not in toy_files}
    assert {posixpath.basename(path) for path in left_out if not path.startswith("previews/")} == {
        ".dlcatalog-site",
        "404.html",
        "feed.json",
        "feed.xml",
        "llms.txt",
        "manifest.json",
        "opensearch.xml",
        "robots.txt",
        "sitemap.xml",
    }
    assert toy_files.keys() - site.keys() == {"README.txt"}


def test_only_pages_differ_from_the_site(toy: Workshop, toy_files: dict[str, bytes]) -> None:
    site = toy.tree()
    differing = {path for path, data in toy_files.items() if path in site and site[path] != data}
    assert differing == {path for path in toy_files if path.endswith(".html")}


def test_pages_tell_scripts_that_folders_have_no_pages(toy_files: dict[str, bytes], parse_page: type[Page]) -> None:
    for path, data in toy_files.items():
        if path.endswith(".html"):
            assert parse_page(data).document.get("data-index") == "index.html"


def test_addresses_of_the_site_stay_absolute(toy_files: dict[str, bytes], parse_page: type[Page]) -> None:
    page = parse_page(toy_files["papers/cosy2017attention/index.html"])
    links = {str(link.get("rel")): str(link.get("href")) for link in page.document.iter("link")}
    assert links["canonical"] == "https://toy.example/games/papers/cosy2017attention/"
    assert links["search"] == "https://toy.example/games/opensearch.xml"
    assert json.loads(page.json_ld()[0])["@id"] == links["canonical"]


def test_feeds_are_read_online(toy_files: dict[str, bytes], parse_page: type[Page]) -> None:
    links = parse_page(toy_files["topics/gears/index.html"]).attributes("a", "href")
    assert "https://toy.example/games/topics/gears/feed.xml" in links


def test_same_bytes_however_it_is_made(small: Workshop, write_catalogue: WriteCatalogue) -> None:
    said, one = zipped(small)
    assert said.code == 0, said.err
    again = one.read_bytes()
    other = write_catalogue(name="other folder")
    _, two = zipped(other, "--jobs", "2", name="another name.zip")
    assert zipped(small)[1].read_bytes() == again == two.read_bytes()


def test_edition_of_an_unchanged_site_is_made(built: Workshop) -> None:
    said, target = zipped(built)
    assert said.code == 0
    assert "(0 rendered, " in said.out
    assert said.out.splitlines()[-1].startswith(f"{target}: ")
    assert held(target)["index.html"]


def test_edition_follows_an_edit(built: Workshop) -> None:
    zipped(built)
    built.edit("papers/2021/hazel2021seven.yaml", "Lone Hazel", "Merry Hazel")
    _, target = zipped(built)
    assert b"Merry Hazel" in held(target)["papers/hazel2021seven/index.html"]


def test_one_folder_is_named_after_the_catalogue(built: Workshop) -> None:
    _, target = zipped(built)
    with zipfile.ZipFile(target) as read:
        assert read.namelist()[0] == "small-wood/README.txt"
        assert b"open index.html" in read.read("small-wood/README.txt")


@pytest.mark.parametrize(("title", "folder"), [("文献", "5cde1f7b"), ("A" * 90, "a" * 40), ("../../x", "x")])
def test_folder_is_a_plain_name(title: str, folder: str) -> None:
    assert module._folder_name(title) == folder


# Where it may stand


def test_edition_may_not_lie_in_the_site(built: Workshop) -> None:
    said = built.build("--zip", str(built.out / "e.zip"))
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("dlcatalog: --zip must not lie inside the output folder")


def test_edition_may_not_lie_in_the_site_by_a_link(built: Workshop) -> None:
    (built.top / "way").symlink_to(built.out)
    assert built.build("--zip", str(built.top / "way" / "e.zip")).code == 2


def test_folder_is_no_file(built: Workshop) -> None:
    said = built.build("--zip", str(built.top))
    assert (said.code, "must name a file" in said.err) == (2, True)


def test_somebody_elses_file_stays(built: Workshop) -> None:
    target = built.top / "thesis.zip"
    target.write_bytes(b"PK\3\4 years of work")
    said = built.build("--zip", str(target))
    assert (said.code, said.out) == (3, "")
    assert (
        said.err
        == f"dlcatalog: '{target}' is no edition that dlcatalog made, so it is not replaced; name another file\n"
    )
    assert target.read_bytes() == b"PK\3\4 years of work"


def test_empty_file_is_nobodys(built: Workshop) -> None:
    target = built.top / "edition.zip"
    target.touch()
    assert zipped(built)[0].code == 0
    assert zipfile.is_zipfile(target)


def test_folder_that_is_not_there(built: Workshop) -> None:
    said = built.build("--zip", str(built.top / "no" / "e.zip"))
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "its folder does not exist" in said.err


def test_full_disk_leaves_the_old_edition(built: Workshop) -> None:
    _, target = zipped(built)
    old = target.read_bytes()
    built.edit("papers/2021/hazel2021seven.yaml", "Lone", "Lonely")
    with mock.patch.object(ArchiveWriter, "finish", side_effect=OSError(28, "No space left on device")):
        said, _ = zipped(built)
    assert said.code == 3
    assert said.err == f"dlcatalog: cannot write '{target}': the disk is full; free some space and build again\n"
    assert target.read_bytes() == old
    assert [p.name for p in built.top.iterdir() if p.name.endswith(".part")] == []


def test_catalogue_with_errors_gives_no_edition(small: Workshop) -> None:
    small.edit("papers/2021/hazel2021seven.yaml", "2021", "20x1")
    said, target = zipped(small)
    assert (said.code, target.exists()) == (1, False)


def test_link_to_nothing_is_told(small: Workshop) -> None:
    templates = small.top / "templates"
    templates.mkdir()
    shipped = (ROOT / "templates" / "topics.html").read_text(encoding="utf-8")
    (templates / "topics.html").write_text(
        shipped.replace("<h1>", '<a href="{{ root }}imprint/">Imprint</a><h1>'), encoding="utf-8"
    )
    said, target = zipped(small, "--templates", str(templates))
    assert said.code == 0
    told = "warning: the offline edition does not hold what '../imprint/' on 'topics/index.html' leads to"
    assert told in said.err.splitlines()
    assert b'href="https://wood.example/trees/imprint/"' in held(target)["topics/index.html"]


def test_somebody_elses_page_in_the_site_is_told_of_too(small: Workshop) -> None:
    templates = small.top / "templates"
    templates.mkdir()
    shipped = (ROOT / "templates" / "topics.html").read_text(encoding="utf-8")
    text = shipped.replace("<h1>", '<a href="{{ root }}imprint/">Imprint</a><h1>')
    (templates / "topics.html").write_text(text, encoding="utf-8")
    assert small.build("--templates", str(templates)).code == 0
    (small.out / "imprint").mkdir()
    (small.out / "imprint" / "index.html").write_text("Who we are.", encoding="utf-8")
    said, _ = zipped(small, "--templates", str(templates))
    told = "warning: the offline edition does not hold what 'imprint/index.html' on 'topics/index.html' leads to"
    assert told in said.err.splitlines()


def test_digest_of_the_whole(built: Workshop) -> None:
    # The same on every machine: no zlib, no clock, no owner.
    _, target = zipped(built)
    first = hashlib.sha256(target.read_bytes()).hexdigest()
    os.utime(built.out / "index.html", (1, 1))
    assert hashlib.sha256(zipped(built)[1].read_bytes()).hexdigest() == first
    assert io.BytesIO(target.read_bytes()).read(4) == b"PK\3\4"
