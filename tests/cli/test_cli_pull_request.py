"""A pull request with ten different mistakes, as a maintainer's CI sees it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Said, Workshop

ASH, BIRCH, CEDAR = "papers/2018/ash2018one.yaml", "papers/2018/birch2018two.yaml", "papers/2019/cedar2019three.yaml"
ELM, FIR, GUM = "papers/2019/elm2019four.yaml", "papers/2020/fir2020five.yaml", "papers/2020/gum2020six.yaml"
HAZEL = "papers/2021/hazel2021seven.yaml"
COMMAND = re.compile(
    r"::(error|warning|notice) file=([^,]*),line=(\d+),endLine=\d+,col=(\d+),endColumn=(\d+),title=([^:]*)::(.*)"
)


def git(workshop: Workshop, *arguments: str) -> str:
    who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = {**os.environ, **who, **plain}
    done = subprocess.run(
        ["git", "-C", workshop.top, *arguments], check=True, env=environment, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(small: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The small catalogue below a repository's root, committed on main; a branch for the pull request."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(small.top)
    git(small, "init", "-q", "-b", "main")
    (small.top / ".gitignore").write_text(".dlcatalog\n")
    git(small, "add", ".")
    git(small, "commit", "-q", "-m", "one")
    git(small, "switch", "-q", "-c", "mine")
    return small


def check(workshop: Workshop, *options: str) -> Said:
    return workshop.run("check", "--catalog", "catalog", "--store", ".dlcatalog", "--jobs", "1", *options)


def make_ten_mistakes(workshop: Workshop) -> None:
    workshop.edit(ASH, '"One Ash"', '"One {Ash}"')
    workshop.edit(ASH, "About one ash.", "About one agÃ© ash.")
    workshop.edit(BIRCH, 'area: "leaves"', 'area: "leafs"')
    workshop.edit(CEDAR, 'venue: "log"', 'venue: "lok"')
    links = '{"paper": "http://arxiv.org/pdf/1901.00012v2"}'
    workshop.edit(ELM, '{"paper": "https://papers.example/elm", "code": "https://code.example/elm"}', links)
    workshop.edit(FIR, "https://papers.example/roots/2020", "https://papers.example/roots/2020?utm_source=mail")
    workshop.edit(GUM, "year: 2020", "year: 20x0")
    workshop.write({HAZEL: None})  # the roundup that is not changed names it
    text = "{given: Ida, family: Ivy, orcid: 0000-0002-1825-0098}"
    ids = '{arxiv: "https://arxiv.org/abs/2101.00012v1", doi: 10.5555/ivy.2021}'
    common = "year: 2021\narea: roots\nsummary: About ivy.\n"
    workshop.write(
        {
            "papers/2021/ivy2021eight.yaml": f"title: Eight Ivies\nauthors: [{text}]\n{common}ids: {{isbn: '0262035618'}}\n",
            "papers/2021/ivy2021nine.yaml": f"title: Nine Ivies\nauthors: [Ida Ivy]\n{common}ids: {ids}\n",
        }
    )


# (severity, file, line, column, code, what the annotation says to write)
MISTAKES = [
    ("error", BIRCH, 4, 7, "unknown-topic", 'replace it by: "leaves"'),
    ("error", CEDAR, 7, 8, "unknown-venue", 'replace it by: "log"'),
    ("error", GUM, 3, 7, "bad-year", "help: use the year of publication, e.g. year: 2020"),
    ("error", "papers/2021/ivy2021nine.yaml", 6, 14, "bad-arxiv", 'replace it by: "2101.00012"'),
    ("warning", ASH, 1, 13, "title-markup", "replace it by: Ash"),
    ("warning", ASH, 5, 23, "mojibake", "replace it by: é"),
    ("warning", ELM, 6, 19, "http-link", "replace it by: https"),
    ("warning", FIR, 6, 52, "tracking-parameter", "delete it"),
    ("warning", "papers/2021/ivy2021eight.yaml", 2, 44, "wrong-orcid", "help: copy it again from the author's page at orcid.org"),
    ("error", "collections/best.yaml", 3, 19, "unknown-paper", "help: add it first, or name one that exists"),
]  # fmt: skip


def annotated(said: Said) -> list[tuple[str, str, int, int, str, str]]:
    found = []
    for line in said.out.splitlines():
        if match := COMMAND.fullmatch(line):
            severity, path, row, column, _, code, message = match.groups()
            found.append(
                (severity, path.removeprefix("catalog/"), int(row), int(column), code, message.split("%0A")[-1])
            )
    return found


def test_ten_mistakes_are_ten_annotations_with_their_fixes(repository: Workshop) -> None:
    make_ten_mistakes(repository)
    repository.edit(ELM, "/pdf/1901.00012v2", "/abs/1901.00012")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "ten mistakes")
    said = check(repository, "--format", "github", "--changed-since", "main")
    assert said.code == 1
    assert sorted(annotated(said)) == sorted(MISTAKES)
    assert len(MISTAKES) == len({code for *_, code, _ in MISTAKES}) == 10


def test_changed_files_stand_before_the_others_and_errors_before_warnings(repository: Workshop) -> None:
    make_ten_mistakes(repository)
    found = annotated(check(repository, "--format", "github", "--changed-since", "main"))
    assert [severity for severity, *_ in found] == ["error"] * 4 + ["warning"] * 6 + ["error"]
    assert found[-1][1] == "collections/best.yaml"


def mended(workshop: Workshop, problems: list[dict[str, Any]]) -> int:
    """Put every suggestion where it belongs, from the last to the first; return how many there were."""
    count = 0
    for problem in sorted(problems, key=lambda p: (p["path"], -p["line"], -p["column"])):
        if problem["replacement"] is None:
            continue
        count += 1
        path = workshop.top / problem["path"]
        lines = path.read_text(encoding="utf-8").split("\n")
        line = lines[problem["line"] - 1]
        assert problem["line"] == problem["end_line"]
        lines[problem["line"] - 1] = (
            line[: problem["column"] - 1] + problem["replacement"] + line[problem["end_column"] - 1 :]
        )
        path.write_text("\n".join(lines), encoding="utf-8")
    return count


def test_suggestions_mend_what_they_stand_beside(repository: Workshop) -> None:
    make_ten_mistakes(repository)
    repository.edit(ELM, "/pdf/1901.00012v2", "/abs/1901.00012")
    before = json.loads(check(repository, "--format", "json", "--changed-since", "main").out)["diagnostics"]
    assert mended(repository, before) == 7
    after = json.loads(check(repository, "--format", "json", "--changed-since", "main").out)["diagnostics"]
    assert sorted(d["code"] for d in after) == ["bad-year", "unknown-paper", "wrong-orcid"]


def test_problems_of_other_files_are_not_shown(repository: Workshop) -> None:
    repository.edit(GUM, "About six gums.", "About <b>six</b> gums.")
    git(repository, "commit", "-q", "-a", "-m", "a fault on main")
    git(repository, "branch", "-f", "main", "HEAD")
    repository.edit(BIRCH, 'area: "leaves"', 'area: "leafs"')
    assert [code for *_, code, _ in annotated(check(repository, "--format", "github", "--changed-since", "main"))] == [
        "unknown-topic"
    ]
    assert "raw-html" in check(repository).out


def test_nothing_is_shown_where_nothing_changed(repository: Workshop) -> None:
    said = check(repository, "--changed-since", "HEAD")
    assert (said.code, said.out) == (0, "7 papers, no problems\n")


def test_a_topic_that_goes_away_shows_who_still_names_it(repository: Workshop) -> None:
    text = repository.read("topics.yaml")
    repository.write({"topics.yaml": "".join(line for line in text.splitlines(True) if not line.startswith("leaves"))})
    said = json.loads(check(repository, "--format", "json", "--changed-since", "main").out)
    assert {(d["path"], d["code"]) for d in said["diagnostics"]} == {
        (f"catalog/{path}", "unknown-topic") for path in (BIRCH, CEDAR, GUM)
    }


def test_a_duplicate_that_is_added_shows_where_it_is_reported(repository: Workshop) -> None:
    repository.edit(GUM, '"https://c.example/g"}', '"https://c.example/g"}\nids: {doi: 10.5555/gum}')
    git(repository, "commit", "-q", "-a", "-m", "a DOI")
    # The first by id owns it, so the problem stands in the file that did not change.
    text = repository.read(GUM).replace("Six Gums", "More Gums")
    repository.write({"papers/2020/gum2020more.yaml": text})
    said = json.loads(check(repository, "--format", "json", "--changed-since", "HEAD").out)
    assert [(d["path"], d["code"]) for d in said["diagnostics"]] == [(f"catalog/{GUM}", "duplicate-doi")]


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("nowhere", "git knows no revision 'nowhere'; name a branch, a tag or a commit that is there"),
        ("--all", "git knows no revision '--all'; name a branch, a tag or a commit that is there"),
        ("", "git knows no revision ''; name a branch, a tag or a commit that is there"),
    ],
)
def test_unknown_revision_is_wrong_usage(repository: Workshop, revision: str, message: str) -> None:
    said = check(repository, f"--changed-since={revision}")
    assert (said.code, said.out, said.err) == (2, "", f"dlcatalog: --changed-since: {message}\n")


def test_without_git_it_is_wrong_usage(small: Workshop) -> None:
    said = small.check("--changed-since", "main")
    assert (said.code, said.err) == (
        2,
        "dlcatalog: --changed-since needs git, and the catalogue is not in a git repository\n",
    )


def test_unrelated_history_is_wrong_usage(repository: Workshop) -> None:
    git(repository, "switch", "-q", "--orphan", "other")
    git(repository, "commit", "-q", "--allow-empty", "-m", "nothing in common")
    git(repository, "switch", "-q", "main")
    said = check(repository, "--changed-since", "other")
    assert (said.code, said.err) == (
        2,
        "dlcatalog: --changed-since: 'other' and HEAD have no commit in common; name one that does\n",
    )


def test_a_shallow_clone_is_told_what_to_do(repository: Workshop) -> None:
    git(repository, "commit", "-q", "--allow-empty", "-m", "two")
    git(repository, "clone", "-q", "--depth", "1", f"file://{repository.top}", "clone")
    said = repository.run("check", "--catalog", "clone/catalog", "--jobs", "1", "--changed-since", "main~1")
    assert said.code == 2
    assert said.err.endswith(
        "this clone is shallow: fetch the whole history (actions/checkout with fetch-depth: 0; git fetch --unshallow)\n"
    )


def test_an_action_for_a_pull_request_puts_its_files_first(
    repository: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.edit(ASH, "About one ash.", "About <b>one</b> ash.")
    git(repository, "commit", "-q", "-a", "-m", "a fault on main")
    git(repository, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    repository.edit(HAZEL, "About lone hazel.", "About <b>lone</b> hazel.")
    paths = [path for _, path, *_ in annotated(check(repository, "--format", "github"))]
    monkeypatch.setenv("GITHUB_BASE_REF", "trunk")
    first = [path for _, path, *_ in annotated(check(repository, "--format", "github"))]
    monkeypatch.setenv("GITHUB_BASE_REF", "no-such-branch")
    unknown = [path for _, path, *_ in annotated(check(repository, "--format", "github"))]
    assert paths == unknown == [ASH, ASH, HAZEL, HAZEL, "papers"]
    assert first == [HAZEL, HAZEL, ASH, ASH, "papers"]


def concerned(workshop: Workshop) -> list[tuple[str, str]]:
    found = json.loads(check(workshop, "--format", "json", "--changed-since", "HEAD").out)["diagnostics"]
    return [(d["path"].removeprefix("catalog/"), d["code"]) for d in found]


def test_an_image_that_goes_away_shows_who_shows_it(repository: Workshop) -> None:
    repository.write({"images/dot.svg": None})
    assert concerned(repository) == [(ELM, "unknown-image")]


def test_a_row_of_the_ledger_shows_the_record_whose_count_falls(repository: Workshop) -> None:
    repository.edit(FIR, '"source": "best"', '"source": "openalex"')
    repository.edit(FIR, "2020-05-05", "2022-05-05")
    git(repository, "commit", "-q", "-a", "-m", "a count")
    repository.edit("citations.csv", "openalex\n", "openalex\nfir2020five,100,2021-01-01,openalex\n")
    assert concerned(repository) == [(FIR, "falling-count")]
    repository.write({"citations.csv": None})
    assert concerned(repository) == []


def test_a_broken_vocabulary_file_is_shown_itself(repository: Workshop) -> None:
    repository.write({"venues.yaml": "- no\n- table\n"})
    assert ("venues.yaml", "not-a-mapping") in concerned(repository)
