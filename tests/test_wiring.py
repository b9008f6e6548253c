"""What is copied into CI: pinned, of few rights, the same for this catalogue and any other, and silent about records in shells."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from dlcatalog import __version__
from dlcatalog.cli.main import run

ROOT = Path(__file__).parents[1]
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
COPIES = sorted((ROOT / "examples" / "github").glob("*.yml"))
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "examples" / "gitlab" / ".gitlab-ci.yml"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
RELEASE = f"dlcatalog/dlcatalog@v{__version__}"


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps_of(path: Path) -> list[Any]:
    data = read(path)
    jobs = data["jobs"].values() if "jobs" in data else [data["runs"]]
    return [step for job in jobs for step in job["steps"]]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


ALL = [*OURS, *COPIES, ACTION]


def test_there_is_a_workflow_for_every_occasion() -> None:
    assert (
        [path.name for path in OURS]
        == [path.name for path in COPIES]
        == ["links.yml", "publish.yml", "pull-request.yml"]
    )


def test_the_copies_differ_from_ours_by_the_action_alone() -> None:
    for ours, copy in zip(OURS, COPIES, strict=True):
        text = re.sub(r"uses: dlcatalog/dlcatalog@\S+( # .*)?", "uses: ./", copy.read_text(encoding="utf-8"))
        assert text == ours.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_foreign_action_is_pinned_by_its_commit(path: Path) -> None:
    used = [step["uses"] for step in steps_of(path) if "uses" in step]
    assert used
    assert [action for action in used if not PINNED.fullmatch(action) and action not in {"./", RELEASE}] == []


@pytest.mark.parametrize("path", [*OURS, *COPIES], ids=name_of)
def test_every_pin_names_its_version(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.search(r"uses: .*@[0-9a-f]{40}", line):
            assert re.search(r"[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_no_expression_stands_in_a_shell_line(path: Path) -> None:
    assert [step["run"] for step in steps_of(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", [*OURS, *COPIES], ids=name_of)
def test_rights_are_given_by_the_job_and_no_event_lends_its_own(path: Path) -> None:
    data = read(path)
    assert data["permissions"] == {}
    assert "pull_request_target" not in data["on"]
    assert "workflow_run" not in data["on"]
    for job in data["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"].isdigit()


@pytest.mark.parametrize("path", [*OURS, *COPIES], ids=name_of)
def test_no_checkout_keeps_its_token(path: Path) -> None:
    for step in steps_of(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_scripts_are_bash(path: Path) -> None:
    for step in steps_of(path):
        if "run" in step:
            subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)


def option_lines(step: Any) -> list[str]:
    return [line for line in step["with"].get("arguments", "").split("\n") if line.startswith("--")]


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_the_options_that_are_used_exist(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for step in steps_of(path):
        if step.get("uses") != "./" or step["with"]["command"] not in {"check", "build"}:
            continue
        assert run([step["with"]["command"], "--help"]) == 0
        known = capsys.readouterr().out
        assert [option for option in option_lines(step) if option not in known and option != "--zip"] == []
        assert set(step["with"]) <= set(read(ACTION)["inputs"])


def run_action(folder: Path, *, command: str = "check", **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's last step with a python that prints what it was given."""
    binary = folder / "dlcatalog" / "bin" / "python"
    binary.parent.mkdir(parents=True, exist_ok=True)
    binary.write_text('#!/bin/sh\nprintf "<%s>" "$@"\nexit "${EXIT:-0}"\n')
    binary.chmod(0o755)
    values = {"COMMAND": command, "CATALOG": "catalog", "ARGUMENTS": "", "OUTPUT": "", "TOLERATE": "false", **inputs}
    environment = {"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(folder), "GITHUB_ACTION_PATH": str(ROOT), **values}
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps_of(ACTION)[-1]["run"]]
    return subprocess.run(script, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def test_action_passes_its_arguments_line_by_line_and_runs_nothing_in_them(tmp_path: Path) -> None:
    done = run_action(tmp_path, CATALOG="a b", ARGUMENTS='--format\ngithub\n\n$(touch x); "`touch y`\n*\n')
    assert done.stdout == '<-m><dlcatalog><check><--catalog><a b><--format><github><$(touch x); "`touch y`><*>'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dlcatalog"]


def test_action_writes_to_a_file_and_tolerates_problems_alone(tmp_path: Path) -> None:
    assert run_action(tmp_path, OUTPUT="out.txt", EXIT="1", TOLERATE="true").returncode == 0
    assert (tmp_path / "out.txt").read_text() == "<-m><dlcatalog><check><--catalog><catalog>"
    assert run_action(tmp_path, EXIT="1").returncode == 1
    assert run_action(tmp_path, EXIT="2", TOLERATE="true").returncode == 2


def test_action_refuses_other_commands(tmp_path: Path) -> None:
    done = run_action(tmp_path, command="serve; id")
    assert (done.returncode, done.stdout) == (2, "::error::command must be check, build or links\n")


def test_gitlab_names_the_release_and_makes_a_code_quality_report(tmp_path: Path) -> None:
    jobs = read(GITLAB)
    assert f"dlcatalog@v{__version__}" in " ".join(jobs["default"]["before_script"])
    script = next(line for line in jobs["check"]["script"] if "PYTHON" in line)
    (tmp_path / "check.json").write_text(
        '{"diagnostics": [{"path": "catalog/a.yaml", "line": 3, "code": "bad-year", "severity": "error", "message": "m", "help": "h"}]}'
    )
    subprocess.run(["bash", "-c", script], cwd=tmp_path, check=True)
    (finding,) = read(tmp_path / "code-quality.json")
    assert finding["location"] == {"path": "catalog/a.yaml", "lines": {"begin": "3"}}
    assert (finding["check_name"], finding["severity"], finding["description"]) == ("bad-year", "critical", "m. h")
    assert len(finding["fingerprint"]) == 64


def test_pre_commit_hook_runs_a_command_that_exists() -> None:
    (hook,) = read(ROOT / ".pre-commit-hooks.yaml")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    program, command, *options = hook["entry"].split()
    assert (program in scripts, command, options) == (True, "check", ["--changed-since", "HEAD"])
    assert hook["pass_filenames"] == "false"
