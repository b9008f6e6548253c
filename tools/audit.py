#!/usr/bin/env python3
"""Check built sites with the Nu HTML checker, and that every link inside them leads somewhere.

Exits 0 if nothing was found, 1 with a list of problems, 3 where Node, Java or the checker is missing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

HERE: Final = Path(__file__).resolve().parent.parent
CATALOGUES: Final = ("catalog", "tests/data/toy")
JAR: Final = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
# An address that nobody has, below a path: what starts with it must stand in the site.
BASE_URL: Final = "https://audit.invalid/some/where/"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SHOWN_PLACES: Final = 3

# What the checker says and what does not apply to us. Each with its reason; nothing else is hidden.
NOT_APPLICABLE: Final = (
    # It reads files from the disk, where 'self' means nothing to it. On http and on file:// browsers load them.
    re.compile(
        r"Resource violates Content Security Policy \(meta tag\): (external (stylesheet|script)|image) "
        r"“(?:\.{1,2}/|/some/where/)[^”:]*” blocked by “(style|script|img)-src” directive\."
    ),
    # A property of SVG 2 that every browser draws; the checker knows those of SVG 1.1.
    re.compile(r"CSS: “paint-order”: Property “paint-order” doesn't exist\."),
    # JSON-LD is data: no browser runs it, so no browser blocks it. The link check refuses any other inline script.
    re.compile(r"Inline script violates Content Security Policy \(meta tag\): blocked by “script-src” directive .*"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: what is wrong, and where."""

    message: str
    place: str


@dataclass(slots=True)
class Page(HTMLParser):
    """What one page defines and what it refers to."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[tuple[int, str]] = field(default_factory=list)
    references: list[tuple[int, str]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if given.get("id"):
            self.ids[given["id"]] += 1
        self.links += [(line, given[name]) for name in ("href", "src", "action") if name in given]
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.links.append((line, given.get("content", "").partition("url=")[2]))
        for name in ("aria-labelledby", "aria-controls", "aria-describedby", "for", "data-copies"):
            self.references += [(line, target) for target in given.get(name, "").split()]
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.faults.append((line, "an inline script is blocked by the page's own Content-Security-Policy"))
        if "style" in given or tag == "style":
            self.faults.append((line, "an inline style is blocked by the page's own Content-Security-Policy"))
        self.faults += [(line, f"'{name}' is an inline script") for name in given if name.startswith("on")]


def main() -> int:
    """Audit every catalogue that is there."""
    missing = missing_tools()
    if missing:
        print("\n".join(missing), file=sys.stderr)
        return 3
    found = False
    for name in CATALOGUES:
        if not (HERE / name).is_dir():
            continue
        with tempfile.TemporaryDirectory() as folder:
            problems, files = audit(HERE / name, Path(folder))
        lines = list(summarised(problems))
        for line in lines:
            print(line)
        print(f"{name}: {files:,} files, {len(problems):,} problems of {len(lines):,} sorts")
        found = found or bool(problems)
    return 1 if found else 0


def missing_tools() -> list[str]:
    """Say in one line each what keeps the checker from running; install it where Node can."""
    said = []
    if not shutil.which("npm"):
        said.append("dlcatalog: the audit needs Node 18 or newer with npm: https://nodejs.org/")
    if not shutil.which("java") or _run(["java", "-version"]).returncode:
        said.append("dlcatalog: the audit needs Java 17 or newer: https://adoptium.net/")
    if said:
        return said
    if not _is_installed():
        # Its install script would fetch a Java of its own; the one that is there does.
        run = _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        if run.returncode:
            return [f"dlcatalog: npm cannot install the Nu HTML checker: {_last_line(run)}"]
    run = _run(["java", "-jar", str(JAR), "--version"])
    return [f"dlcatalog: the Nu HTML checker does not start: {_last_line(run)}"] if run.returncode else []


def _is_installed() -> bool:
    """Whether the version of package.json is the one in node_modules."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]["vnu-jar"]
    record = JAR.parents[2] / "package.json"
    return JAR.exists() and json.loads(record.read_text(encoding="utf-8"))["version"] == wanted


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)


def _last_line(run: subprocess.CompletedProcess[str]) -> str:
    return (run.stderr.strip() or run.stdout.strip() or "it says nothing").splitlines()[-1]


def audit(catalogue: Path, folder: Path) -> tuple[list[Problem], int]:
    """Build a catalogue into a folder and look at what came out: (problems, number of files)."""
    site = folder / "site"
    build = [sys.executable, "build.py", "--keep-going", "--quiet", "--base-url", BASE_URL]
    run = _run([*build, "--catalog", str(catalogue), "--out", str(site), "--store", str(folder / "store")])
    problems = []
    if run.returncode:
        problems.append(Problem("the build found errors; 'dlcatalog check' shows them", str(catalogue.name)))
    if not site.is_dir():
        return [*problems, Problem(f"nothing was published: {_last_line(run)}", str(catalogue.name))], 0
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    problems += markup_problems(site)
    problems += link_problems(site, files)
    problems += manifest_problems(site, files)
    return problems, len(files)


def summarised(problems: list[Problem]) -> Iterator[str]:
    """One paragraph a message, with its first places: a fault of a template stands on every page."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.message, []).append(problem.place)
    for message, where in sorted(places.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f", and {len(where) - SHOWN_PLACES:,} more" if len(where) > SHOWN_PLACES else ""
        yield f"{message}\n  {', '.join(where[:SHOWN_PLACES])}{more}"


# The Nu HTML checker


def markup_problems(site: Path) -> Iterator[Problem]:
    """What the checker finds in the HTML, CSS and SVG files."""
    checks = ["--skip-non-html", "--also-check-css", "--also-check-svg", "--format", "json", "--stdout"]
    run = _run(["java", "-Xss64m", "-jar", str(JAR), *checks, "--exit-zero-always", str(site)])
    try:
        messages: list[dict[str, Any]] = json.loads(run.stdout)["messages"]
    except (ValueError, KeyError):
        yield Problem(f"the Nu HTML checker failed: {_last_line(run)}", str(JAR.name))
        return
    for message in messages:
        text = str(message["message"])
        if any(pattern.fullmatch(text) for pattern in NOT_APPLICABLE):
            continue
        path = unquote(urlsplit(str(message.get("url", ""))).path).removeprefix(site.resolve().as_posix() + "/")
        kind = message.get("subType", message["type"])
        yield Problem(f"{kind}: {text}", f"{path}:{message.get('lastLine', 1)}")


# Links


def link_problems(site: Path, files: set[str]) -> Iterator[Problem]:
    """Every link inside the site, with its fragment, must lead to something that is there."""
    pages = {name: _read_page(site / name) for name in sorted(files) if name.endswith(".html")}
    for name, page in pages.items():
        yield from _page_problems(name, page)
        for line, link in page.links:
            yield from _target_problems(link, name, f"{name}:{line}", pages, files)
    for name, link in _links_of_machine_files(site, files):
        yield from _target_problems(link, name, name, pages, files)


def _read_page(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def _page_problems(name: str, page: Page) -> Iterator[Problem]:
    for target, times in page.ids.items():
        if times > 1:
            yield Problem(f"the id '{target}' stands {times} times", name)
    for line, target in page.references:
        if target not in page.ids:
            yield Problem(f"no element has the id '{target}' that an attribute names", f"{name}:{line}")
    for line, message in page.faults:
        yield Problem(message, f"{name}:{line}")


def _target_problems(link: str, name: str, place: str, pages: Mapping[str, Page], files: set[str]) -> Iterator[Problem]:
    """A link counts as one inside the site if it leads below the base URL, from where its page will stand."""
    if not link.strip():
        yield Problem("a link is empty", place)
        return
    # 404.html is shown at any depth, so nothing in it but a fragment may be relative to where it stands.
    stands_at = "deep/down/404.html" if name == "404.html" and not link.startswith("#") else name
    parts = urlsplit(urljoin(BASE_URL + stands_at, link))
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if parts.netloc != urlsplit(BASE_URL).netloc:
        return
    if not address.startswith(BASE_URL):
        yield Problem("a link leads out of the site's own folder", f"{place} ({link})")
        return
    target = unquote(address.removeprefix(BASE_URL))
    file = f"{target}index.html" if not target or target.endswith("/") else target
    if file not in files:
        yield Problem("a link leads to nothing", f"{place} ({link})")
    elif parts.fragment and unquote(parts.fragment) not in (pages[file].ids if file in pages else ()):
        yield Problem("a link's fragment is no id of the page", f"{place} ({link})")


def _links_of_machine_files(site: Path, files: set[str]) -> Iterator[tuple[str, str]]:
    """(file, link) of feeds, sitemaps and robots.txt."""
    for name in sorted(files):
        path = site / name
        if name.endswith("feed.xml"):
            yield from ((name, link) for link in _atom_links(ET.parse(path).getroot()))
        elif name.endswith("feed.json"):
            feed = json.loads(path.read_bytes())
            yield from ((name, feed[key]) for key in ("home_page_url", "feed_url"))
            for item in feed["items"]:
                yield name, item["url"]
                yield from ((name, link) for link in _links_in(item["content_html"]))
        elif name.startswith("sitemap"):
            yield from ((name, loc.text or "") for loc in ET.parse(path).getroot().iter(f"{SITEMAP}loc"))
        elif name == "robots.txt":
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("Sitemap:"):
                    yield name, line.removeprefix("Sitemap:").strip()


def _atom_links(feed: ET.Element) -> Iterator[str]:
    yield from (link.get("href", "") for link in feed.iter(f"{ATOM}link"))
    for content in feed.iter(f"{ATOM}content"):
        yield from _links_in(content.text or "")


def _links_in(html: str) -> Iterator[str]:
    """The links of a text in a feed. They must be absolute: a reader shows it anywhere."""
    page = Page()
    page.feed(html)
    yield from (urljoin(f"{BASE_URL}../not-absolute/", link) for _, link in page.links)


# Manifest


def manifest_problems(site: Path, files: set[str]) -> Iterator[Problem]:
    """manifest.json names every file but itself and the marker, with its digest and size."""
    manifest = json.loads((site / "manifest.json").read_bytes())
    listed: dict[str, dict[str, Any]] = dict(manifest.get("files", {}))
    own = {"manifest.json", ".dlcatalog-site", *manifest.get("parts", {})}
    for part in manifest.get("parts", {}):
        listed |= json.loads((site / part).read_bytes())["files"]
    yield from (Problem("a file is not in the manifest", name) for name in sorted(files - set(listed) - own))
    for name, entry in listed.items():
        data = (site / name).read_bytes() if name in files else b""
        if (hashlib.sha256(data).hexdigest(), len(data)) != (entry["sha256"], entry["bytes"]):
            yield Problem("a file is not what the manifest says", name)


if __name__ == "__main__":
    sys.exit(main())
