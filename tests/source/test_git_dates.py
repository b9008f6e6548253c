"""Dates of commits, from real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dlcatalog.source.git_dates import GitDates, read_git_dates


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


class Repository:
    """A repository whose catalogue lies in a folder of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.catalog = root / "catalog"
        self.catalog.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, date: str = "2020-01-01T12:00:00+00:00") -> None:
        who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = {**os.environ, **who, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00+00:00"}
        subprocess.run(["git", "-C", self.root, *arguments], check=True, env=environment, capture_output=True)

    def write(self, path: str, text: str) -> None:
        file = self.catalog / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self, date: str, *paths: str) -> None:
        for path in paths:
            self.write(path, f"written {date}\n")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", date, date=date)

    def dates(self, known: GitDates | None = None) -> GitDates:
        return read_git_dates(self.catalog, known or GitDates())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "r")


def test_the_last_commit_that_touched_a_record(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "papers/2019/a.yaml", "papers/2019/b.yaml")
    repository.commit("2020-02-02T12:00:00+00:00", "papers/2019/b.yaml")
    found = repository.dates()
    assert found.dates == {"papers/2019/a.yaml": "2020-01-01", "papers/2019/b.yaml": "2020-02-02"}
    assert (len(found.head), found.changed, found.unclear) == (40, frozenset(), "")


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2020-01-01T23:30:00-05:00", "2020-01-02"),
        ("2020-01-01T01:00:00+09:00", "2019-12-31"),
        ("2020-01-01T00:00:00+00:00", "2020-01-01"),
    ],
    ids=["west", "east", "utc"],
)
def test_dates_are_utc(date: str, day: str, repository: Repository) -> None:
    repository.commit(date, "papers/2019/a.yaml")
    assert repository.dates().of("papers/2019/a.yaml") == day


def test_an_uncommitted_record_has_no_date(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "papers/2019/a.yaml", "papers/2019/b.yaml")
    repository.write("papers/2019/a.yaml", "changed\n")
    repository.write("papers/2019/c.yaml", "new\n")
    found = repository.dates()
    assert [found.of(f"papers/2019/{name}.yaml") for name in "abc"] == ["", "2020-01-01", ""]
    assert found.changed == {"papers/2019/a.yaml", "papers/2019/c.yaml"}
    assert found.unclear == "some records are not committed"


def test_changes_outside_of_the_catalogue_do_not_matter(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "papers/2019/a.yaml")
    (repository.root / "notes.txt").write_text("x")
    assert repository.dates().unclear == ""


@pytest.mark.parametrize("name", ["ä-李.yaml", "with space.yaml", '"quoted".yaml', "tab\tline\n.yaml"], ids=repr)
def test_names_that_git_would_quote(name: str, repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", f"images/{name}")
    repository.commit("2020-01-02T12:00:00+00:00", "papers/2019/a.yaml")
    assert repository.dates().of(f"images/{name}") == "2020-01-01"


def test_a_catalogue_at_the_root_of_its_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r")
    repository.commit("2020-01-01T12:00:00+00:00", "papers/2019/a.yaml")
    found = read_git_dates(repository.root, GitDates())
    assert found.dates == {"catalog/papers/2019/a.yaml": "2020-01-01"}


def test_a_merge_touches_only_what_it_changes_itself(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a", "b", "c")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2020-01-02T12:00:00+00:00", "b")
    repository.git("checkout", "-q", "main")
    repository.commit("2020-01-03T12:00:00+00:00", "c")
    repository.git("merge", "-q", "--no-ff", "-m", "m", "side", date="2020-01-04T12:00:00+00:00")
    assert repository.dates().dates == {"a": "2020-01-01", "b": "2020-01-02", "c": "2020-01-03"}


def test_a_conflict_that_a_merge_resolves_touches_the_record(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2020-01-02T12:00:00+00:00", "a")
    repository.git("checkout", "-q", "main")
    repository.commit("2020-01-03T12:00:00+00:00", "a")
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "side")
    repository.commit("2020-01-04T12:00:00+00:00", "a")
    assert repository.dates().dates == {"a": "2020-01-04"}


def test_what_is_known_is_not_read_again(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a")
    head = repository.dates().head
    assert repository.dates(GitDates(head, {"a": "1999-09-09"})).dates == {"a": "1999-09-09"}


def test_only_what_came_since_is_read(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a", "b")
    known = GitDates(repository.dates().head, {"a": "1999-09-09", "b": "1999-09-09"})
    repository.commit("2020-02-02T12:00:00+00:00", "b")
    assert repository.dates(known).dates == {"a": "1999-09-09", "b": "2020-02-02"}


def test_a_branch_that_is_merged_late_gives_what_reading_everything_gives(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a", "b")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2020-01-02T12:00:00+00:00", "a")
    repository.git("checkout", "-q", "main")
    repository.commit("2020-01-03T12:00:00+00:00", "a")
    known = repository.dates()
    repository.git("merge", "-q", "-s", "ours", "-m", "m", "side", date="2020-01-04T12:00:00+00:00")
    assert repository.dates(known).dates == repository.dates().dates == {"a": "2020-01-03", "b": "2020-01-01"}


def test_a_head_that_is_gone_is_no_help(repository: Repository) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a")
    assert repository.dates(GitDates("0" * 40, {"a": "1999-09-09"})).dates == {"a": "2020-01-01"}


def test_a_shallow_clone_has_no_dates(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a")
    repository.commit("2020-01-02T12:00:00+00:00", "b")
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(shallow))
    assert read_git_dates(shallow / "catalog", GitDates()) == GitDates(unclear="the git clone is shallow")


def test_no_repository(tmp_path: Path) -> None:
    assert read_git_dates(tmp_path, GitDates()).unclear == "the catalogue is not in a git repository with commits"


def test_a_repository_without_commits(repository: Repository) -> None:
    assert repository.dates().unclear == "the catalogue is not in a git repository with commits"


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("2020-01-01T12:00:00+00:00", "a")
    monkeypatch.setenv("PATH", "")
    assert repository.dates().unclear == "the catalogue is not in a git repository with commits"
