"""The offline edition as a reader has it: one file, unzipped, opened without a server."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from .conftest import CATALOGUES, ROOT
from .reader import Reader

pytestmark = pytest.mark.browser

STEPS: Final = (
    ("Roundups", "collections/index.html"),
    ("Topics", "topics/index.html"),
    ("Years", "years/index.html"),
    ("Venues", "venues/index.html"),
    ("Authors", "authors/index.html"),
    ("Papers", "papers/index.html"),
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a reader gets from the zip of the toy catalogue."""
    top = tmp_path_factory.mktemp("edition with a space")
    words: list[str | Path] = [sys.executable, ROOT / "build.py", "--quiet", "--catalog", CATALOGUES["toy"]]
    words += ["--out", top / "site", "--store", top / "store", "--zip", top / "toy.zip"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(top / "toy.zip") as packed:
        packed.extractall(top / "unzipped")
    (folder,) = (top / "unzipped").iterdir()
    return folder


def test_reader_walks_through_all_sections(edition: Path, reader: Reader) -> None:
    page = reader.open((edition / "index.html").as_uri())
    for name, path in STEPS:
        page.get_by_role("navigation", name="Site").get_by_role("link", name=name).click()
        page.wait_for_url((edition / path).as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).display") != "inline"
    page.locator(".masthead-title").click()
    page.wait_for_url((edition / "index.html").as_uri())


def test_reader_goes_from_a_roundup_to_a_paper_and_on(edition: Path, reader: Reader) -> None:
    page = reader.open((edition / "collections/decade-of-toys/index.html").as_uri())
    page.locator(".entry-title a").first.click()
    page.wait_for_url("**/papers/*/index.html")
    expect(page.locator("#bibtex")).to_be_visible()
    page.locator(".paper .byline a").first.click()
    page.wait_for_url("**/authors/*/index.html")
    expect(page.locator(".paper-card").first).to_be_visible()


def test_page_that_moved_leads_on(edition: Path, reader: Reader) -> None:
    page = reader.open((edition / "papers/gears/index.html").as_uri())
    page.wait_for_url((edition / "papers/quillfeather1998gears/index.html").as_uri())


def test_scripts_can_tell_that_folders_have_no_pages(edition: Path, reader: Reader) -> None:
    page = reader.open((edition / "papers/index.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.index") == "index.html"
