"""What a keeper of a catalogue sees of publishing."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from dlcatalog.errors import EnvironmentProblem, LockHeld, NotOurFolder
from dlcatalog.pipeline.output import FileEntry, Published, SiteFolder, levelling, lock, manifest, publication
from dlcatalog.pipeline.output.levelling import Outcome
from dlcatalog.pipeline.output.trees import Tree

from .faults import CHANGES, Faults, refuse
from .sites import BY_NAME, build, everything, published_pages, stage_and_publish

PAGES = {"index.html": "home", "papers/x/index.html": "x", "papers/x.bib": "@x"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture(params=BY_NAME)
def swap(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_first_build(out: Path) -> None:
    assert build(out, PAGES) == Published(changed=3, removed=0)
    assert published_pages(out) == PAGES
    assert everything(out) == PAGES


def test_parents_are_made(tmp_path: Path) -> None:
    build(tmp_path / "a/b/site", PAGES)
    assert published_pages(tmp_path / "a/b/site") == PAGES


def test_changed_removed_and_new(out: Path) -> None:
    build(out, PAGES)
    assert build(out, {"index.html": "home 2", "papers/x.bib": "@x", "new": ""}) == Published(changed=2, removed=1)
    assert everything(out) == {"index.html": "home 2", "papers/x.bib": "@x", "new": ""}


def test_unchanged_file_keeps_its_inode_and_time(out: Path, swap: str) -> None:
    build(out, PAGES, swaps=[BY_NAME[swap]])
    before = (out / "papers/x.bib").stat()
    build(out, PAGES | {"index.html": "home 2"}, swaps=[BY_NAME[swap]])
    after = (out / "papers/x.bib").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_nothing_changed_touches_nothing(out: Path) -> None:
    build(out, PAGES)
    before = out.stat()
    assert build(out, PAGES) == Published(changed=0, removed=0)
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_written_again_with_the_same_bytes_changes_nothing(out: Path) -> None:
    build(out, PAGES)
    before = out.stat().st_ino
    shutil.rmtree(out.parent / "store")
    with SiteFolder.open(out, out.parent / "store") as site:
        assert set(site.published) == set(PAGES)
        assert site.publish(dict(site.published), []) == Published(changed=0, removed=0)
    assert out.stat().st_ino == before


def test_small_build_costs_what_changed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {f"papers/p{number}/index.html": str(number) for number in range(500)}
    build(out, pages)
    build(out, pages | {"papers/p7/index.html": "new"})
    counter = Faults(10**9, lambda: None, names=CHANGES)
    counter.install(monkeypatch.setattr)
    build(out, pages | {"papers/p7/index.html": "newer"})
    assert counter.count < 100


def test_manifest_in_parts(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "SINGLE_FILE_LIMIT", 20)
    pages = {f"p{number}": "" for number in range(21)}
    build(out, pages)
    assert len(list((out / "manifest").iterdir())) > 10
    assert published_pages(out) == pages
    build(out, pages | {"p7": "changed"})
    assert published_pages(out) == pages | {"p7": "changed"}
    build(out, PAGES)
    assert everything(out) == PAGES


def test_same_site_same_bytes_in_any_order(tmp_path: Path) -> None:
    build(tmp_path / "one", PAGES)
    build(tmp_path / "two", dict(reversed(PAGES.items())))
    for name in ("manifest.json", ".dlcatalog-site"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("name", ["index.html", "manifest.json", ".dlcatalog-site"])
def test_edited_file_is_healed(out: Path, swap: str, name: str) -> None:
    build(out, PAGES, swaps=[BY_NAME[swap]])
    (out / name).write_text("mine")
    build(out, PAGES, swaps=[BY_NAME[swap]])
    assert published_pages(out) == PAGES


def test_edit_that_keeps_size_time_and_inode_is_seen_by_its_age(out: Path) -> None:
    build(out, PAGES)
    made = (out / "index.html").stat()
    (out / "index.html").write_text("hose")
    os.utime(out / "index.html", ns=(made.st_atime_ns, made.st_mtime_ns))
    build(out, PAGES)
    assert published_pages(out) == PAGES


def test_folder_moved_behind_a_link_is_brought_back(out: Path, swap: str) -> None:
    build(out, PAGES, swaps=[BY_NAME[swap]])
    (out / "papers").rename(out.parent / "elsewhere")
    (out / "papers").symlink_to(out.parent / "elsewhere")
    build(out, PAGES, swaps=[BY_NAME[swap]])
    assert not (out / "papers").is_symlink()
    assert everything(out) == PAGES
    assert (out.parent / "elsewhere/x/index.html").read_text() == "x"


def test_what_a_failed_build_wrote_is_dropped(out: Path) -> None:
    build(out, PAGES)
    with SiteFolder.open(out, out.parent / "store") as site:
        left = site.stage()
        (left / "large").write_text("x" * 1000)
    with SiteFolder.open(out, out.parent / "store") as site:
        stage = site.stage()
    assert not left.exists()
    assert everything(stage) == PAGES


def test_stage_that_was_not_used_is_given_back(out: Path) -> None:
    build(out, PAGES)
    build(out, PAGES)
    assert (out.parent / ".site.dlcatalog-work" / "spare").is_dir()


def test_output_deleted(out: Path) -> None:
    build(out, PAGES)
    shutil.rmtree(out)
    build(out, PAGES)
    assert everything(out) == PAGES


def test_state_of_another_folder_does_no_harm(tmp_path: Path) -> None:
    build(tmp_path / "site", PAGES)
    build(tmp_path / "other", {"other": "other"})
    states = list((tmp_path / "store").glob("*.state"))
    for one, other in (states, states[::-1]):
        other.write_bytes(one.read_bytes())
    build(tmp_path / "site", PAGES)
    assert everything(tmp_path / "site") == PAGES


def test_foreign_files_keep_bytes_mode_time_and_inode(out: Path, swap: str) -> None:
    build(out, PAGES, swaps=[BY_NAME[swap]])
    mine = out / "papers" / "mine.txt"
    mine.write_text("mine")
    mine.chmod(0o640)
    os.utime(mine, ns=(10**18, 10**18))
    build(out, {"index.html": "home 2"}, swaps=[BY_NAME[swap]])
    found = mine.stat()
    assert (mine.read_text(), found.st_mode, found.st_mtime_ns) == ("mine", 0o100640, 10**18)
    build(out, PAGES, swaps=[BY_NAME[swap]])
    assert mine.stat().st_ino == found.st_ino
    assert everything(out) == PAGES | {"papers/mine.txt": "mine"}


def test_foreign_folders_links_and_sockets_stay(out: Path, swap: str) -> None:
    build(out, PAGES, swaps=[BY_NAME[swap]])
    (out / "empty").mkdir(mode=0o750)
    os.utime(out / "empty", ns=(10**18, 10**18))
    (out / "dangling").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(out / "socket"))
        build(out, {"index.html": "home 2"}, swaps=[BY_NAME[swap]])
        build(out, {"index.html": "home 3"}, swaps=[BY_NAME[swap]])
    found = (out / "empty").stat()
    assert (found.st_mode, found.st_mtime_ns) == (0o40750, 10**18)
    assert everything(out) == {"index.html": "home 3", "empty/": "", "dangling": "-> nowhere"}
    assert (out / "socket").is_socket()


def test_mode_of_the_folder_stays(out: Path, swap: str) -> None:
    build(out, PAGES)
    out.chmod(0o711)
    build(out, {"index.html": "home 2"}, swaps=[BY_NAME[swap]])
    assert out.stat().st_mode & 0o777 == 0o711


def test_foreign_name_that_is_not_utf8(out: Path) -> None:
    build(out, PAGES)
    name = os.fsdecode(b"\xff")
    (out / "mine" / name).mkdir(parents=True)
    (out / "mine" / name / "mine.txt").write_text("mine")
    for number in range(3):
        build(out, PAGES | {"index.html": str(number)})
    assert everything(out) == PAGES | {"index.html": "2", f"mine/{name}/mine.txt": "mine"}


def test_foreign_file_added_during_the_build(out: Path, swap: str) -> None:
    build(out, PAGES)
    with SiteFolder.open(out, out.parent / "store", swaps=[BY_NAME[swap]]) as site:
        (out / "papers" / "mine.txt").write_text("mine")
        (out / "mine").mkdir()
        stage_and_publish(site, {"index.html": "home 2"})
    assert everything(out) == {"index.html": "home 2", "papers/mine.txt": "mine", "mine/": ""}


def test_foreign_file_removed_at_the_last_moment(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out, PAGES)
    (out / "mine.txt").write_text("mine")

    def level(root: str, have: Tree, want: Tree, *, source: str, clock: Callable[[], int]) -> Outcome:
        (out / "mine.txt").unlink(missing_ok=True)
        return levelling.level(root, have, want, source=source, clock=clock)

    monkeypatch.setattr(publication, "level", level)
    build(out, PAGES | {"new": "new"})
    assert everything(out) == PAGES | {"new": "new"}


def test_folder_that_is_changed_all_the_time(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out, PAGES)
    (out / "mine.txt").write_text("mine")

    def level(root: str, have: Tree, want: Tree, *, source: str, clock: Callable[[], int]) -> Outcome:
        (out / f"mine{len(list(out.iterdir()))}.txt").write_text("mine")
        return levelling.level(root, have, want, source=source, clock=clock)

    monkeypatch.setattr(publication, "level", level)
    with pytest.raises(EnvironmentProblem, match="is changed by others all the time; stop them and build again"):
        build(out, PAGES | {"new": "new"})
    assert published_pages(out) == PAGES


def test_foreign_file_with_the_same_bytes_is_adopted(out: Path, swap: str) -> None:
    build(out, PAGES)
    (out / "new.html").write_text("new")
    build(out, PAGES | {"new.html": "new"}, swaps=[BY_NAME[swap]])
    assert everything(out) == PAGES | {"new.html": "new"}


@pytest.mark.parametrize(
    ("mine", "wanted", "named"),
    [
        ("new.html", "new.html", "new.html"),
        ("new", "new/index.html", "new"),
        ("new/mine.txt", "new", "new/mine.txt"),
        ("new/empty/", "new", "new"),
        ("papers/x.ris/mine.txt", "papers/x.ris", "papers/x.ris/mine.txt"),
    ],
)
def test_foreign_file_in_the_way(out: Path, swap: str, mine: str, wanted: str, named: str) -> None:
    build(out, PAGES)
    path = out / mine
    path.parent.mkdir(exist_ok=True)
    path.mkdir() if mine.endswith("/") else path.write_text("mine")
    before = everything(out)
    with pytest.raises(EnvironmentProblem) as problem:
        build(out, PAGES | {wanted: "ours"}, swaps=[BY_NAME[swap]])
    assert str(problem.value) == (
        f"'{out}/{named}' stands in the way of the site and was not made by dlcatalog; move it away"
    )
    assert everything(out) == before
    assert published_pages(out) == PAGES


def test_folder_that_is_not_ours(out: Path) -> None:
    out.mkdir()
    (out / "thesis.tex").write_text("mine")
    with pytest.raises(NotOurFolder) as problem:
        build(out, PAGES)
    assert str(problem.value) == (
        f"'{out}' holds files but not the marker '.dlcatalog-site', so it is not dlcatalog's to change; "
        "name another folder with --out, or empty this one"
    )
    assert [path.name for path in out.parent.iterdir()] == ["site"]
    assert everything(out) == {"thesis.tex": "mine"}


def test_empty_folder_is_taken(out: Path, swap: str) -> None:
    out.mkdir(mode=0o750)
    build(out, PAGES, swaps=[BY_NAME[swap]])
    assert everything(out) == PAGES
    assert out.stat().st_mode & 0o777 == 0o750


def test_output_is_a_file(out: Path) -> None:
    out.write_text("mine")
    with pytest.raises(EnvironmentProblem, match="must be a folder, not a file; name another with --out"):
        build(out, PAGES)
    assert out.read_text() == "mine"


def test_parent_is_a_file(out: Path) -> None:
    out.write_text("mine")
    with pytest.raises(EnvironmentProblem, match=r"cannot write '.*/site/deeper/site': "):
        build(out / "deeper/site", PAGES)


def test_output_is_a_link(out: Path, swap: str) -> None:
    target = out.parent / "elsewhere" / "target"
    target.parent.mkdir()
    out.symlink_to(target)
    build(out, PAGES, swaps=[BY_NAME[swap]])
    build(out, {"index.html": "home 2"}, swaps=[BY_NAME[swap]])
    assert out.is_symlink()
    assert everything(target) == {"index.html": "home 2"}


def test_store_inside_the_output(out: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="must not lie inside the output folder"):
        SiteFolder.open(out, out / "store")
    assert not out.exists()


def test_second_build_is_refused_and_names_the_first(out: Path) -> None:
    with SiteFolder.open(out, out.parent / "store"):
        with pytest.raises(LockHeld) as problem:
            build(out, PAGES)
        assert str(problem.value) == (
            f"another build (process {os.getpid()}) is writing '{out}'; wait for it or stop it"
        )
    build(out, PAGES)


def test_file_system_without_locks(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_acquire", lambda _: refuse(errno.ENOLCK)())
    with pytest.raises(EnvironmentProblem, match=r"cannot write '.*/site': no locks available"):
        build(out, PAGES)


def test_work_folder_removed_while_it_is_locked(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out, PAGES)
    real, path = lock._acquire, out.parent / ".site.dlcatalog-work" / "lock"

    def acquire(descriptor: int) -> None:
        real(descriptor)
        monkeypatch.undo()
        path.unlink()

    monkeypatch.setattr(lock, "_acquire", acquire)
    with SiteFolder.open(out, out.parent / "store"):
        assert path.read_text().startswith(f"process {os.getpid()} since ")


def test_work_folder_that_is_not_ours(out: Path) -> None:
    work = out.parent / ".site.dlcatalog-work"
    work.mkdir()
    (work / "mine.txt").write_text("mine")
    with pytest.raises(NotOurFolder, match="holds files but not the marker 'README'; move it away"):
        build(out, PAGES)
    shutil.rmtree(work)
    work.symlink_to(out.parent)
    with pytest.raises(NotOurFolder, match="must be a folder of dlcatalog; move it away"):
        build(out, PAGES)


def test_file_neither_written_nor_published(out: Path) -> None:
    build(out, PAGES)
    with SiteFolder.open(out, out.parent / "store") as site:
        files = dict(site.published) | {"new": FileEntry("a" * 64, 1)}
        with pytest.raises(ValueError, match="must be written or published as it is, not 'new'"):
            site.publish(files, [])
    assert published_pages(out) == PAGES


def test_path_that_is_a_file_and_a_folder(out: Path) -> None:
    with pytest.raises(ValueError, match="must be a file or a folder, not both: 'a'"):
        build(out, {"a": "", "a/b": ""})


def test_staged_file_changed_by_others(out: Path) -> None:
    with SiteFolder.open(out, out.parent / "store") as site:
        (site.stage() / "a").write_text("longer")
        with pytest.raises(EnvironmentProblem, match="was changed while the site was built; build again"):
            site.publish({"a": FileEntry("a" * 64, 1)}, ["a"])


def test_both_lists_of_our_files_lost(out: Path) -> None:
    build(out, PAGES)
    shutil.rmtree(out.parent / "store")
    (out / "manifest.json").write_text("{")
    build(out, PAGES | {"index.html": "home 2"})
    assert published_pages(out) == PAGES | {"index.html": "home 2"}
