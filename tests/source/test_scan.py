"""Which files of a folder are records, and what is wrong with their names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem
from dlcatalog.source.scan import digest_of, read_bytes, scan_catalogue, with_digests


def lay_out(root: Path, *paths: str) -> Path:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("title: x\n")
    return root


def files_of(root: Path) -> list[str]:
    return list(scan_catalogue(root).files)


def problems_of(root: Path) -> list[tuple[str, str]]:
    return [(d.path, d.code) for d in scan_catalogue(root).problems]


def test_files_are_sorted_by_path(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        "site.yaml",
        "topics.yaml",
        "venues.yaml",
        "people.yaml",
        "citations.csv",
        "links.jsonl",
        "search-tests.yaml",
        "papers/2020/b.yaml",
        "papers/2019/c.yaml",
        "collections/d.yaml",
        "images/sub/deeper/e.png",
    )
    assert files_of(root) == [
        "citations.csv",
        "collections/d.yaml",
        "images/sub/deeper/e.png",
        "links.jsonl",
        "papers/2019/c.yaml",
        "papers/2020/b.yaml",
        "people.yaml",
        "search-tests.yaml",
        "site.yaml",
        "topics.yaml",
        "venues.yaml",
    ]
    assert problems_of(root) == []


@pytest.mark.parametrize(
    "path",
    [
        "papers/2019/a.yml",
        "papers/2019/a.YAML",
        "papers/2019/a.txt",
        "papers/a.yaml",
        "papers/2019/sub/a.yaml",
        "collections/sub/a.yaml",
        "collections/a.json",
        "notes.txt",
        "paper/2019/a.yaml",
    ],
)
def test_a_file_that_is_not_read_is_a_warning(path: str, tmp_path: Path) -> None:
    root = lay_out(tmp_path, path)
    (problem,) = scan_catalogue(root).problems
    assert (problem.code, problem.severity) == ("file-not-read", "warning")
    assert path.startswith(problem.path)
    assert files_of(root) == []


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("papers/2019/a.yml", "rename it to .yaml"),
        ("topic.yaml", "did you mean 'topics.yaml'?"),
        ("paper/2019/a.yaml", "did you mean 'papers'?"),
        ("todo.txt", "move it or delete it; dot files are ignored"),
    ],
)
def test_help_of_a_file_that_is_not_read(path: str, hint: str, tmp_path: Path) -> None:
    assert scan_catalogue(lay_out(tmp_path, path)).problems[0].help == hint


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".a",
        "papers/.a.yaml",
        "papers/2019/.a.yaml.swp",
        "papers/2019/a.yaml~",
        "images/.DS_Store",
        "README.md",
        "LICENSE",
        "papers/README.md",
    ],
)
def test_dot_files_and_the_like_are_ignored(path: str, tmp_path: Path) -> None:
    root = lay_out(tmp_path, path)
    assert (files_of(root), problems_of(root)) == ([], [])


@pytest.mark.parametrize(
    "stem",
    ["A", "Foo", "a_b", "a b", "1a", "-a", "é", "a.b", "index", "page", "feed", "con", "aux", "nul", "lpt1", "a" * 121],
)
@pytest.mark.parametrize("folder", ["papers/2019", "collections"])
def test_a_stem_that_is_no_id(folder: str, stem: str, tmp_path: Path) -> None:
    root = lay_out(tmp_path, f"{folder}/{stem}.yaml")
    assert problems_of(root) == [(f"{folder}/{stem}.yaml", "bad-file-name")]
    assert files_of(root) == []


def test_one_id_in_two_folders(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "papers/2019/a.yaml", "papers/2020/a.yaml")
    (problem,) = scan_catalogue(root).problems
    assert (problem.path, problem.code) == ("papers/2020/a.yaml", "duplicate-id")
    assert problem.message == "the id 'a' must belong to one file; papers/2019/a.yaml has it too"
    assert files_of(root) == ["papers/2019/a.yaml"]


def test_case_twins(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "papers/2019/foo.yaml", "papers/2019/Foo.yaml")
    assert problems_of(root) == [("papers/2019/Foo.yaml", "bad-file-name")]
    assert files_of(root) == ["papers/2019/foo.yaml"]


def test_ids_that_differ_by_a_hyphen_are_two(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "papers/2019/a-b.yaml", "papers/2019/a--b.yaml", "papers/2019/a-b-.yaml")
    assert problems_of(root) == []


def test_a_paper_and_a_roundup_may_share_an_id(tmp_path: Path) -> None:
    assert problems_of(lay_out(tmp_path, "papers/2019/a.yaml", "collections/a.yaml")) == []


@pytest.mark.parametrize(
    "path",
    ["papers/2019/b.yaml", "papers/2019/b.txt", "papers/2018", "collections/b.yaml", "images/b.png", "topics.yaml"],
)
def test_a_symbolic_link_is_refused(path: str, tmp_path: Path) -> None:
    root = lay_out(tmp_path / "catalog", "papers/2019/a.yaml", "collections/a.yaml", "images/a.png")
    outside = lay_out(tmp_path / "outside", "secret")
    (root / path).symlink_to(outside / "secret")
    assert problems_of(root) == [(path, "symbolic-link")]


def test_a_symbolic_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "papers/2019/a.yaml")
    (root / "papers/2019/b.yaml").symlink_to("nowhere")
    assert problems_of(root) == [("papers/2019/b.yaml", "symbolic-link")]


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    outside = lay_out(tmp_path / "outside", "2019/a.yaml")
    root = lay_out(tmp_path / "catalog", "site.yaml")
    (root / "papers").symlink_to(outside)
    assert files_of(root) == ["site.yaml"]
    assert [path for path, _ in problems_of(root)] == ["papers"]


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "papers/2019/a.yaml")
    os.mkfifo(root / "papers/2019/b.yaml")
    assert problems_of(root) == [("papers/2019/b.yaml", "not-a-file")]


@pytest.mark.parametrize("path", ["papers/2019/b.yaml", "papers/b.yaml", "collections/b.yaml", "topics.yaml"])
def test_a_folder_named_like_a_record(path: str, tmp_path: Path) -> None:
    (lay_out(tmp_path, "papers/2019/a.yaml", "collections/a.yaml") / path).mkdir()
    assert problems_of(tmp_path) == [(path, "folder-named-like-a-record")]


@pytest.mark.parametrize("name", ["papers", "collections", "images"])
def test_a_file_where_a_folder_must_be(name: str, tmp_path: Path) -> None:
    assert problems_of(lay_out(tmp_path, name)) == [(name, "not-a-folder")]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot read the folder"):
        scan_catalogue(tmp_path / "none")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match=r"cannot read 'a\.yaml'"):
        read_bytes(os.fspath(tmp_path), "a.yaml")


def test_an_old_file_with_the_same_stat_keeps_its_digest(tmp_path: Path) -> None:
    scan = scan_catalogue(lay_out(tmp_path, "site.yaml"))
    first = with_digests(scan, {}, trust_before_ns=0)
    assert first["site.yaml"].digest == digest_of(b"title: x\n")
    stamp = first["site.yaml"]
    known = {"site.yaml": type(stamp)(stamp.mtime_ns, stamp.size, stamp.inode, "kept")}
    assert with_digests(scan, known, trust_before_ns=stamp.mtime_ns + 1)["site.yaml"].digest == "kept"
    assert with_digests(scan, known, trust_before_ns=stamp.mtime_ns)["site.yaml"].digest == stamp.digest


def test_a_file_of_another_size_is_hashed(tmp_path: Path) -> None:
    scan = scan_catalogue(lay_out(tmp_path, "site.yaml"))
    stamp = scan.files["site.yaml"]
    known = {"site.yaml": type(stamp)(stamp.mtime_ns, stamp.size + 1, stamp.inode, "kept")}
    assert with_digests(scan, known, trust_before_ns=stamp.mtime_ns + 1)["site.yaml"].digest == digest_of(b"title: x\n")
