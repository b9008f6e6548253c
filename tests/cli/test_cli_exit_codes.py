"""Exit codes: 0 clean, 1 problems, 2 usage, 3 environment, 70 a bug, 130 interrupted; one line for 2 and 3."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dlcatalog.cli.main import run
from dlcatalog.pipeline.output import SiteFolder

if TYPE_CHECKING:
    from conftest import Said, Workshop

ASH = "papers/2018/ash2018one.yaml"


def one_line(said: Said) -> str:
    """Return the only line that was said, on standard error."""
    assert said.out == ""
    assert re.fullmatch(r"dlcatalog: [^\n]+\n", said.err)
    return said.err.removeprefix("dlcatalog: ").rstrip("\n")


def test_clean_build_is_0(small: Workshop) -> None:
    assert small.build().code == 0


def test_clean_check_is_0(small: Workshop) -> None:
    assert small.check().code == 0


def test_problem_is_1(small: Workshop) -> None:
    small.edit(ASH, "title: ", "titel: ")
    assert (small.build().code, small.check().code) == (1, 1)


@pytest.mark.parametrize("command", ["build", "check"])
def test_missing_catalogue_is_2(tmp_path: Path, small: Workshop, command: str) -> None:
    said = small.run(command, "--catalog", str(tmp_path / "nowhere"), "--store", str(tmp_path / "store"))
    assert said.code == 2
    assert one_line(said).startswith(f"the catalogue folder '{tmp_path}/nowhere' does not exist")


@pytest.mark.parametrize("command", ["build", "check"])
def test_missing_catalogue_leaves_nothing_behind(tmp_path: Path, small: Workshop, command: str) -> None:
    (tmp_path / "empty").mkdir()
    said = small.spawn(command, "--catalog", "a/b/nowhere", cwd=tmp_path / "empty")
    assert said.code == 2
    assert list((tmp_path / "empty").iterdir()) == []


def test_file_in_the_place_of_the_catalogue_is_2(tmp_path: Path, small: Workshop) -> None:
    (tmp_path / "file").write_text("")
    assert small.run("check", "--catalog", str(tmp_path / "file"), "--store", str(tmp_path / "s")).code == 2


USAGE = {
    "unknown option": (["build", "--nope"], "No such option"),
    "near option": (["build", "--frech"], "--fresh"),
    "unknown command": (["biuld"], "no command is named 'biuld'; did you mean 'build'?"),
    "missing value": (["build", "--out"], "requires an argument"),
    "jobs": (["build", "--jobs", "many"], "'many' is not a valid int"),
    "negative jobs": (["build", "--jobs", "-1"], "-1 is not in the range"),
    "extra argument": (["build", "extra"], "unexpected extra argument"),
    "format": (["check", "--format", "xml"], "'xml' is not one of"),
    "base_url": (["build", "--base-url", "ftp://a.example/"], "--base-url must be an http or https URL"),
    "base_url with a query": (["build", "--base-url", "https://a.example/?q"], "take ? and # out of it"),
    "script as base_url": (["build", "--base-url", "javascript:alert(1)"], "--base-url must be"),
    "unknown kind of file": (["schema", "papers"], "'papers' is not one of"),
    "unknown code": (["explain", "nope"], "no rule has the code 'nope'"),
    "control characters": (["\x1b[31mred"], "no command is named"),
}


@pytest.mark.parametrize(("arguments", "reason"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_2(small: Workshop, arguments: list[str], reason: str) -> None:
    said = small.run(*arguments)
    assert said.code == 2
    assert reason in one_line(said)
    assert "\x1b" not in said.err


def test_file_that_is_not_utf8_is_1(small: Workshop) -> None:
    said = small.write({ASH: b"title: caf\xe9\n"}).build()
    assert said.code == 1
    assert f"{small.catalog}/{ASH}:1:11: error[not-utf8]: " in said.err


def test_folder_named_like_a_record_is_1(small: Workshop) -> None:
    (small.catalog / "papers" / "2018" / "oak2018.yaml").mkdir()
    said = small.build()
    assert said.code == 1
    assert "papers/2018/oak2018.yaml:1:1: error[folder-named-like-a-record]: " in said.err


def test_folder_named_like_a_vocabulary_is_1(small: Workshop) -> None:
    (small.catalog / "people.yaml").unlink()
    (small.catalog / "people.yaml").mkdir()
    assert small.build().code == 1


def test_two_files_with_one_id_are_1(small: Workshop) -> None:
    small.write({"papers/2019/ash2018one.yaml": small.read(ASH)})
    said = small.build()
    assert said.code == 1
    assert (
        "papers/2019/ash2018one.yaml:1:1: error[duplicate-id]: the id 'ash2018one' must belong to one file" in said.err
    )


def test_foreign_output_folder_is_3(small: Workshop) -> None:
    small.out.mkdir()
    (small.out / "thesis.txt").write_text("mine")
    said = small.build()
    assert said.code == 3
    assert "holds files but not the marker '.dlcatalog-site'" in one_line(said)
    assert small.tree() == {"thesis.txt": b"mine"}


def test_catalogue_as_output_folder_is_3(small: Workshop) -> None:
    before = small.read(ASH)
    assert small.build(out=small.catalog).code == 3
    assert small.read(ASH) == before


def test_foreign_file_in_the_way_is_3(built: Workshop) -> None:
    (built.out / "papers" / "oak2022").write_text("mine")
    built.write({"papers/2018/oak2022.yaml": built.read(ASH)})
    said = built.build("--quiet")
    assert said.code == 3
    assert "stands in the way of the site and was not made by dlcatalog" in one_line(said)


def test_held_lock_is_3_at_once_and_names_the_process(built: Workshop) -> None:
    before = built.tree()
    built.edit(ASH, "One Ash", "Another Ash")
    with SiteFolder.open(built.out, built.store):
        started = time.perf_counter()
        said = built.build()
        assert time.perf_counter() - started < 2
    assert said.code == 3
    assert f"another build (process {os.getpid()}) is writing '{built.out}'" in one_line(said)
    assert built.tree() == before
    assert built.build().code == 0


def test_file_in_the_place_of_the_output_folder_is_3(small: Workshop) -> None:
    small.out.write_text("")
    assert "must be a folder, not a file" in one_line(small.build())
    assert small.build().code == 3


def test_output_below_a_file_is_3(small: Workshop) -> None:
    # Root may write everywhere, so a file stands where a folder without rights would.
    (small.top / "file").write_text("")
    said = small.build(out=small.top / "file" / "site")
    assert said.code == 3
    one_line(said)


def test_store_below_a_file_is_3(small: Workshop) -> None:
    (small.top / "file").write_text("")
    said = small.build(store=small.top / "file" / "store")
    assert said.code == 3
    assert one_line(said).startswith("cannot write the store")


def test_store_inside_the_output_folder_is_3(small: Workshop) -> None:
    said = small.build(store=small.out / "store")
    assert said.code == 3
    assert "must not lie inside the output folder" in one_line(said)


def test_report_that_cannot_be_written_is_3(small: Workshop) -> None:
    said = small.build("--quiet", "--report", str(small.top / "nowhere" / "report.json"))
    assert said.code == 3
    assert said.err.splitlines()[-1].startswith("dlcatalog: ")


def test_bug_is_70_and_looks_like_one(small: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlcatalog.cli.build.build", lambda _: 1 // 0)
    said = small.build()
    assert said.code == 70
    assert "ZeroDivisionError" in said.err
    assert said.err.endswith("\ndlcatalog: this is a bug; please report it with the lines above\n")


def test_interruption_is_130(small: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dlcatalog.cli.build.build", interrupted)
    said = small.build()
    assert (said.code, said.out) == (130, "")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_build_leaves_the_old_site(built: Workshop, jobs: int) -> None:
    before = built.tree()
    paper = "title: Oak {n}\nauthors: [Ole Oak]\nyear: 2015\narea: roots\nsummary: S.\nids: {{arxiv: 1501.{n:05}}}\n"
    built.write({f"papers/2015/oak{n:03}.yaml": paper.format(n=n) for n in range(300)})
    process = subprocess.Popen(
        [sys.executable, "-m", "dlcatalog", "build", "--jobs", str(jobs), *built.arguments()],
        env=built.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        # Whoever runs the tests in the background ignores ^C, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the child is exec'ed at once
    )
    wait_for_work(built, process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert (out, "Traceback" in err) == ("", False)
    assert built.tree() == before
    assert built.build().code == 0
    assert built.stale() == []


def wait_for_work(built: Workshop, process: subprocess.Popen[str]) -> None:
    """Wait until the build has staged a page."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(built.top.glob(".site.dlcatalog-work/tree-*/papers/oak*")):
            return
        time.sleep(0.005)
    raise AssertionError("the build ended before it was interrupted")


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["check", "-h"], ["--version"], []])
def test_help_is_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert "dlcatalog" in capsys.readouterr().out


def test_closed_pipe_is_no_traceback(small: Workshop) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "dlcatalog", "schema"],
        env=small.environment(),
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert "Traceback" not in done.stderr


def test_build_py_is_build(small: Workshop) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(root / "build.py"), *small.arguments()],
        env=small.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "7 papers, 48 pages" in done.stdout) == (0, True)
