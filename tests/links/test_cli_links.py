"""`dlcatalog links` as people run it: a catalogue, a local server, the ledger."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from dlcatalog.cli.main import run as dlcatalog
from dlcatalog.source.link_ledger import LinkRow, read_link_ledger

ROOT = Path(__file__).parents[2]
DAY = 86_400
START = 1_800_000_000


@dataclass
class Site:
    """A local server: what it answers by "host/path", and what it was asked."""

    port: int
    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    delay: float = 0.0

    def pages(self) -> list[str]:
        """What was asked, but for robots.txt."""
        return [line for line in self.log if not line.endswith("/robots.txt")]


@pytest.fixture
def site() -> Iterator[Site]:
    loop = asyncio.new_event_loop()
    made: list[Site] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, path, _ = head.split(" ", 2)
                host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host:"))
                made[0].log.append(f"{method} {host}{path}")
                await asyncio.sleep(made[0].delay)
                status, headers, body = made[0].answers.get(
                    f"{host}{path}", (200 if path != "/robots.txt" else 404, {}, "")
                )
                lines = [f"HTTP/1.1 {status} X", "Content-Type: text/html", f"Content-Length: {len(body)}"]
                lines += [f"{name}: {value}" for name, value in headers.items()]
                writer.write("\r\n".join([*lines, "", "" if method == "HEAD" else body]).encode())
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.close()

    async def main() -> asyncio.Server:
        return await asyncio.start_server(serve, "127.0.0.1", 0)

    server = loop.run_until_complete(main())
    made.append(Site(server.sockets[0].getsockname()[1]))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield made[0]

    async def end() -> None:
        server.close()
        tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(end(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


HOSTS = ("a.example", "b.example", "archive.org:443", "doi.org:443")


@pytest.fixture
def links(tmp_path: Path, site: Site) -> Callable[..., Any]:
    """Give a function that runs `links` and returns (code, stdout, stderr)."""
    resolve = tmp_path / "resolve"
    names = [h if ":" in h else f"{h}:80" for h in HOSTS]
    resolve.write_text("".join(f"{name} 127.0.0.1:{site.port}\n" for name in names))

    def run(*options: str, at: float = START) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, environment(tmp_path, at), clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = dlcatalog(command(tmp_path, *options)[3:])
        return code, out.getvalue(), err.getvalue()

    return run


def command(folder: Path, *options: str) -> list[str]:
    where = ["--catalog", str(folder / "catalog"), "--resolve", str(folder / "resolve"), "--jobs", "1"]
    return [sys.executable, "-m", "dlcatalog", "links", *where, "--pace", "0", *options]


def environment(folder: Path, at: float = START) -> dict[str, str]:
    proxies = {name for name in os.environ if name.lower().endswith("_proxy")}
    kept = {name: value for name, value in os.environ.items() if name not in proxies and name != "GITHUB_TOKEN"}
    return {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "SOURCE_DATE_EPOCH": str(int(at)),
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }


def write(folder: Path, **papers: str) -> None:
    """Write a catalogue: id -> the links of a paper, as YAML."""
    catalog = folder / "catalog"
    (catalog / "papers" / "2020").mkdir(parents=True, exist_ok=True)
    (catalog / "site.yaml").write_text("title: T\nbase_url: https://site.example/\n")
    (catalog / "topics.yaml").write_text("t: {name: T}\n")
    for name, found in papers.items():
        (catalog / "papers" / "2020" / f"{name}.yaml").write_text(
            f"title: Growing Trees by Patient Watering {name}\nauthors: [A B]\nyear: 2020\narea: t\nsummary: S.\nlinks: {found}\n"
        )


def ledger(folder: Path) -> dict[str, LinkRow]:
    return read_link_ledger((folder / "catalog" / "links.jsonl").read_bytes(), "links.jsonl")[0]


def test_good_links_are_asked_once_and_not_again(tmp_path: Path, site: Site, links: Callable[..., Any]) -> None:
    write(tmp_path, x="{code: http://a.example/1, data: http://b.example/2, paper: http://a.example/1#two}")
    code, out, err = links()
    assert (code, out, err) == (0, "", "2 links, 2 asked now: 2 ok\n")
    assert sorted(site.log) == [
        "GET a.example/1",
        "GET a.example/robots.txt",
        "GET b.example/robots.txt",
        "HEAD b.example/2",
    ]
    assert links(at=START + 6 * DAY)[2] == "2 links, 0 asked now: 2 ok\n"
    assert len(site.log) == 4
    assert links(at=START + 8 * DAY)[2] == "2 links, 2 asked now: 2 ok\n"
    assert links("--max-age", "0", at=START + 8 * DAY)[2] == "2 links, 2 asked now: 2 ok\n"


def test_unchanged_page_is_asked_by_etag(tmp_path: Path, site: Site, links: Callable[..., Any]) -> None:
    write(tmp_path, x="{paper: http://a.example/1}")
    site.answers["a.example/1"] = (200, {"ETag": '"v1"'}, "<title>Growing Trees by Patient Watering x</title>")
    links()
    site.answers["a.example/1"] = (304, {"ETag": '"v1"'}, "")
    assert links("--max-age", "0")[0] == 0
    row = ledger(tmp_path)["http://a.example/1"]
    assert (row.link_class, row.etag, row.title) == ("ok", '"v1"', "Growing Trees by Patient Watering x")


def test_link_is_an_error_on_the_third_run_over_seven_days(
    tmp_path: Path, site: Site, links: Callable[..., Any]
) -> None:
    write(tmp_path, x="{paper: http://b.example/, code: http://a.example/gone}")
    site.answers["a.example/gone"] = (404, {}, "")
    copy = {"available": True, "status": "200", "url": "http://web.archive.org/web/2020/http://a.example/gone"}
    site.answers["archive.org/wayback/available?url=http%3A%2F%2Fa.example%2Fgone"] = (
        200,
        {},
        json.dumps({"archived_snapshots": {"closest": copy}}),
    )
    said = [links(at=START + days * DAY) for days in (0, 3, 8)]
    # Nobody can be asked at archive.org here: its certificate would have to be forged.
    assert [code for code, _, _ in said] == [0, 0, 1]
    assert (
        "error[link-gone]: the link 'http://a.example/gone' is gone: the server answers 404 (3 runs since 2027-01-15)"
        in said[2][1]
    )
    assert ledger(tmp_path)["http://a.example/gone"].gone_runs == 3


def test_json_has_the_shape_of_check(tmp_path: Path, site: Site, links: Callable[..., Any]) -> None:
    write(tmp_path, x="{code: http://a.example/old, paper: http://b.example/}")
    site.answers["a.example/old"] = (301, {"Location": "http://b.example/new"}, "")
    code, out, _ = links("--format", "json", "--quiet")
    data = json.loads(out)
    assert (code, data["papers"], data["errors"], data["warnings"]) == (0, 1, 0, 0)
    (problem,) = data["diagnostics"]
    assert (problem["code"], problem["severity"], problem["replacement"]) == (
        "link-moved",
        "note",
        "http://b.example/new",
    )
    assert (problem["line"], problem["column"]) == (6, 15)


@pytest.mark.parametrize(("style", "begins"), [("github", "::notice file="), ("sarif", "{"), ("junit", "<?xml")])
def test_every_format_of_check_is_there(
    style: str, begins: str, tmp_path: Path, site: Site, links: Callable[..., Any]
) -> None:
    write(tmp_path, x="{code: http://a.example/x, paper: http://b.example/}")
    site.answers["a.example/x"] = (403, {}, "")
    code, out, _ = links("--format", style, "--quiet")
    assert (code, out.startswith(begins), "link-blocked" in out) == (0, True, True)


def test_site_settings_change_severity_ignore_links_and_hold_answers(
    tmp_path: Path, site: Site, links: Callable[..., Any]
) -> None:
    write(tmp_path, x="{code: http://a.example/x, paper: http://b.example/}")
    site.answers["a.example/x"] = (403, {}, "")
    (tmp_path / "catalog" / "site.yaml").write_text(
        "title: T\nseverity: {link-blocked: error}\nlinks: {ignore: ['http://b.example/'], max_age: 30}\n"
    )
    code, out, _ = links()
    assert (code, "error[link-blocked]" in out) == (1, True)
    assert not any("b.example" in line for line in site.log)


def test_bad_row_of_the_ledger_is_told_and_mended(tmp_path: Path, site: Site, links: Callable[..., Any]) -> None:
    write(tmp_path, x="{code: http://a.example/x, paper: http://b.example/}")
    links()
    path = tmp_path / "catalog" / "links.jsonl"
    good = path.read_bytes()
    path.write_bytes(b"<<<<<<< HEAD\n" + good.split(b"\n")[0] + b"\n")
    code, out, _ = links()
    assert (code, "links.jsonl:1:1: warning[bad-links-row]" in out) == (0, True)
    assert path.read_bytes() == good


def test_rows_of_links_that_are_gone_from_the_catalogue_go_too(
    tmp_path: Path, site: Site, links: Callable[..., Any]
) -> None:
    write(tmp_path, x="{code: http://a.example/x, paper: http://b.example/}")
    links()
    write(tmp_path, x="{paper: http://b.example/}")
    links()
    assert list(ledger(tmp_path)) == ["http://b.example/"]


def test_record_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, site: Site, links: Callable[..., Any]
) -> None:
    write(tmp_path, x="{code: http://a.example/x, paper: http://b.example/}")
    (tmp_path / "catalog" / "papers" / "2020" / "bad.yaml").write_text("title: [")
    code, _, err = links()
    assert (code, err) == (0, "2 links, 2 asked now: 2 ok\n1 file could not be read; 'dlcatalog check' says why\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--resolve", "nowhere"], "dlcatalog: cannot read the file 'nowhere' of --resolve\n"),
        (
            ["--catalog", "nowhere"],
            "dlcatalog: the catalogue folder 'nowhere' does not exist; name one with --catalog, or make one with 'dlcatalog init'\n",
        ),
        (
            ["--changed-since", "HEAD"],
            "dlcatalog: --changed-since needs git, and the catalogue is not in a git repository\n",
        ),
    ],
)
def test_wrong_usage_is_one_line(options: list[str], said: str, tmp_path: Path, links: Callable[..., Any]) -> None:
    write(tmp_path)
    assert links(*options) == (2, "", said)


def test_proxy_that_is_none_is_wrong_usage(tmp_path: Path, site: Site) -> None:
    write(tmp_path)
    (tmp_path / "resolve").write_text("")
    done = subprocess.run(
        command(tmp_path),
        env={**environment(tmp_path), "http_proxy": "socks5://x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "dlcatalog: the proxy for http must be an http:// address; see http_proxy in the environment\n",
    )


def begin(folder: Path, site: Site, answered: int) -> subprocess.Popen[str]:
    """Start a slow run and wait until some links are answered."""
    process = subprocess.Popen(
        command(folder), env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(site.pages()) < answered and time.monotonic() < deadline:
        time.sleep(0.01)
    return process


@pytest.fixture
def many(tmp_path: Path, site: Site, links: Callable[..., Any]) -> list[str]:
    """Sixty links that are answered slowly."""
    site.delay = 0.15
    found = ", ".join(f"http://a.example/{n}" for n in range(60))
    write(tmp_path, x=f"{{code: [{found}], paper: http://b.example/}}")
    return [f"HEAD a.example/{n}" for n in range(60)] + ["GET b.example/"]


def test_interrupted_run_goes_on_without_asking_anything_twice(
    tmp_path: Path, site: Site, links: Callable[..., Any], many: list[str]
) -> None:
    process = begin(tmp_path, site, 17)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "press ^C again to stop at once" in err
    asked = len(site.pages())
    assert 17 <= asked < 61
    assert len(ledger(tmp_path)) == asked
    assert links("--max-age", "0", at=START + 60)[2] == f"61 links, {61 - asked} asked now: 61 ok\n"
    assert sorted(site.pages()) == sorted(many)
    assert not (tmp_path / ".dlcatalog" / "links.journal").exists()


def test_killed_run_loses_at_most_what_was_under_way(
    tmp_path: Path, site: Site, links: Callable[..., Any], many: list[str]
) -> None:
    process = begin(tmp_path, site, 33)
    process.kill()
    process.communicate()
    asked = len(site.pages())
    assert links(at=START + 60)[2].endswith(": 61 ok\n")
    twice = len(site.pages()) - 61
    assert 0 <= twice <= 9, asked
    assert len(ledger(tmp_path)) == 61


def test_progress_is_shown_on_a_terminal_only(
    tmp_path: Path, site: Site, links: Callable[..., Any], many: list[str]
) -> None:
    assert "\r" not in links()[2]


def test_newer_ledger_is_believed_before_an_old_journal(tmp_path: Path, site: Site, links: Callable[..., Any]) -> None:
    write(tmp_path, x="{code: http://a.example/x, paper: http://b.example/}")
    links(at=START + DAY)
    old = LinkRow(
        url="http://a.example/x", link_class="gone", since="2020-01-01T00:00:00Z", checked="2020-01-01T00:00:00Z"
    )
    journal = tmp_path / ".dlcatalog" / "links.journal"
    journal.write_bytes(b'{"started":"2020-01-01T00:00:00Z"}\n' + old.to_line())
    assert links(at=START + DAY)[2] == "2 links, 0 asked now: 2 ok\n"


def test_two_runs_at_once_are_refused(tmp_path: Path, site: Site, links: Callable[..., Any], many: list[str]) -> None:
    process = begin(tmp_path, site, 5)
    code, _, err = links()
    assert code == 3
    assert f"(process {process.pid})" in err
    process.kill()
    process.communicate()


def git(folder: Path, *arguments: str) -> str:
    named = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {**os.environ, **named, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def branch(tmp_path: Path, site: Site) -> Path:
    """A repository with one commit: a record with a dead and a good link."""
    write(tmp_path, x="{paper: http://b.example/, code: http://a.example/old-dead}")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "catalog")
    git(tmp_path, "commit", "-q", "-m", "one")
    site.answers["a.example/old-dead"] = (404, {}, "")
    site.answers["a.example/new-dead"] = (404, {}, "")
    site.answers["a.example/inside"] = (302, {"Location": "http://127.0.0.1:1/"}, "")
    return tmp_path


def test_pull_request_asks_only_what_it_adds_and_twice_before_it_says_gone(
    branch: Path, site: Site, links: Callable[..., Any]
) -> None:
    write(branch, x="{paper: http://b.example/, code: [http://a.example/old-dead, http://a.example/new-dead]}")
    started = time.monotonic()
    code, out, err = links("--changed-since", "HEAD")
    assert code == 1
    assert time.monotonic() - started > 5
    assert "x.yaml:6:69: error[link-gone]: the link 'http://a.example/new-dead' is gone: the server answers 404" in out
    assert out.count("[link-") == 1
    assert site.pages() == ["HEAD a.example/new-dead", "GET a.example/new-dead"]
    assert err == "1 link, 1 asked now: 1 gone\n"
    assert not (branch / "catalog" / "links.jsonl").exists()


def test_pull_request_sees_committed_and_untracked_files(branch: Path, site: Site, links: Callable[..., Any]) -> None:
    git(branch, "checkout", "-q", "-b", "more")
    write(branch, y="{paper: http://a.example/committed}")
    git(branch, "add", "catalog")
    git(branch, "commit", "-q", "-m", "two")
    write(branch, z="{paper: http://a.example/untracked}")
    assert links("--changed-since", "main")[0] == 0
    assert sorted(site.pages()) == ["GET a.example/committed", "GET a.example/untracked"]


def test_moved_record_adds_no_link(branch: Path, site: Site, links: Callable[..., Any]) -> None:
    (branch / "catalog" / "papers" / "2021").mkdir()
    (branch / "catalog" / "papers" / "2020" / "x.yaml").rename(branch / "catalog" / "papers" / "2021" / "x.yaml")
    assert links("--changed-since", "HEAD")[2] == "0 links, 0 asked now\n"
    assert site.log == []


def test_new_title_is_held_against_the_page_again(branch: Path, site: Site, links: Callable[..., Any]) -> None:
    site.answers["b.example/"] = (200, {}, "<title>Growing Trees by Patient Watering x</title>")
    path = branch / "catalog" / "papers" / "2020" / "x.yaml"
    path.write_text(
        path.read_text().replace(
            "title: Growing Trees by Patient Watering x", "title: Stone Walls in Northern Landscapes"
        )
    )
    code, out, _ = links("--changed-since", "HEAD")
    assert (code, "note[link-wrong]" in out) == (0, True)
    assert site.pages() == ["GET b.example/"]


def test_unsafe_link_is_an_error_where_a_change_adds_it(branch: Path, site: Site, links: Callable[..., Any]) -> None:
    write(branch, y="{paper: http://b.example/, code: [http://a.example/inside, 'http://10.0.0.1/']}")
    code, out, _ = links("--changed-since", "HEAD")
    assert code == 1
    assert out.count("error[link-unsafe]") == 2
    assert links()[1].count("note[link-unsafe]") == 2


def test_unknown_revision_is_wrong_usage(branch: Path, links: Callable[..., Any]) -> None:
    code, _, err = links("--changed-since", "nowhere")
    assert (code, "git knows no revision 'nowhere'" in err) == (2, True)
    assert links("--changed-since", "--help")[0] == 2


def test_without_a_network_nothing_is_an_error(branch: Path, site: Site, links: Callable[..., Any]) -> None:
    """Three names that nobody knows, and nobody answers at all: it is our network that is gone."""
    write(branch, y="{paper: [http://x.invalid/, http://y.invalid/, http://z.invalid/]}")
    code, out, _ = links("--changed-since", "HEAD")
    assert (code, out.count("note[link-missing]")) == (0, 3)


def test_terminal_shows_how_far_the_run_is(
    tmp_path: Path, site: Site, links: Callable[..., Any], many: list[str]
) -> None:
    import pty  # noqa: PLC0415 - not on Windows

    leader, follower = pty.openpty()
    process = subprocess.Popen(command(tmp_path), env=environment(tmp_path), stdout=subprocess.PIPE, stderr=follower)
    process.communicate()
    os.close(follower)
    shown = b""
    while chunk := _read(leader):
        shown += chunk
    os.close(leader)
    assert b"of 61 asked" in shown
    assert shown.rstrip().endswith(b"61 links, 61 asked now: 61 ok")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:
        return b""
