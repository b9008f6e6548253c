"""What the edition holds, and the one file that it becomes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from dlcatalog.errors import EnvironmentProblem, UsageProblem
from dlcatalog.pipeline.executors import Executor
from dlcatalog.pipeline.offline.archive import COMMENT, ArchiveWriter, Packed, pack
from dlcatalog.pipeline.offline.links import PageLinks
from dlcatalog.pipeline.output.disk import problems_of
from dlcatalog.text import name_slug

# For servers, subscribers and those who fetch from afar; their addresses are absolute, and stay so.
_LEFT_OUT: Final = re.compile(
    r"404\.html|robots\.txt|llms\.txt|opensearch\.xml|sitemap(-\d+)?\.xml|(.*/)?feed\.(xml|json)|previews/.*"
)
_BATCH: Final = 40
_LONGEST_FOLDER: Final = 40
_README: Final = "README.txt"
_FIRST_STRAYS: Final = 20


@dataclass(frozen=True, slots=True)
class Edition:
    """What was written.

    Attributes:
        strays: a link to each thing that it does not hold, as (page, link), at most 20. Where there is a base_url they lead to the
            site online, unless somebody else's file in the site's folder took them in.
    """

    path: Path
    files: int
    size: int
    strays: tuple[tuple[str, str], ...] = ()


class PackJob(NamedTuple):
    """Some files of the site: (site folder, base_url, top folder, paths)."""

    site: str
    base_url: str
    top: str
    paths: tuple[str, ...]


def check_target(target: Path, out: Path) -> None:
    """Look before anything is built whether the file may be written.

    Raises: UsageProblem if it cannot be one; EnvironmentProblem if somebody else's file stands there.
    """
    if target.is_dir() or not target.name:
        raise UsageProblem(f"--zip must name a file, not the folder '{target}'")
    real, site = os.path.realpath(target), os.path.realpath(out)
    if f"{real}{os.sep}".startswith(f"{site}{os.sep}"):
        raise UsageProblem(f"--zip must not lie inside the output folder: '{target}' would become a part of the site")
    if not target.absolute().parent.is_dir():
        raise EnvironmentProblem(f"cannot write '{target}': its folder does not exist")
    if target.exists() and not _is_ours(target):
        raise EnvironmentProblem(
            f"'{target}' is no edition that dlcatalog made, so it is not replaced; name another file"
        )


def _is_ours(target: Path) -> bool:
    """Whether a file is an edition, or nothing at all, as after `mktemp`."""
    try:
        with target.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - len(COMMENT)))
            return size == 0 or file.read() == COMMENT
    except OSError as fault:
        raise EnvironmentProblem(f"cannot read '{target}': {fault.strerror}") from fault


def write_edition(
    target: Path, site: Path, files: Iterable[str], *, title: str, base_url: str, executor: Executor
) -> Edition:
    """Pack the published site that stands in a folder; the file appears whole or not at all.

    Raises: EnvironmentProblem if the disk refuses.
    """
    top = _folder_name(title)
    ours = {path for path in files if not _LEFT_OUT.fullmatch(path)}
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    strays: dict[str, tuple[str, str]] = {}
    try:
        with problems_of(str(target)), part.open("xb") as file:
            writer = ArchiveWriter(file)
            readme: Packed | None = pack(f"{top}/{_README}", _readme(title, base_url))
            for batch, lost, led in executor.run(pack_batch, _jobs(str(site), base_url, top, sorted(ours))):
                for packed in batch:
                    if readme and readme.name < packed.name:
                        writer.add(readme)
                        readme = None
                    writer.add(packed)
                lost |= {path: (page, path) for path, page in led.items() if path not in ours}
                strays = lost | strays
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        with problems_of(str(target)):
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Edition(
        target, writer.count, writer.offset, tuple(strays[lost_path] for lost_path in sorted(strays)[:_FIRST_STRAYS])
    )


def _folder_name(title: str) -> str:
    """The one folder of the archive: whoever unpacks it anywhere gets no thousand files among their own."""
    return name_slug(title)[:_LONGEST_FOLDER].strip("-") or "catalogue"


def _readme(title: str, base_url: str) -> bytes:
    online = f"\r\nThe same, always up to date: {base_url}\r\n" if base_url else ""
    return f"{title}\r\n\r\nUnzip everything, then open index.html in a browser.\r\n{online}".encode()


def _jobs(site: str, base_url: str, top: str, held: Sequence[str]) -> Iterator[PackJob]:
    for start in range(0, len(held), _BATCH):
        yield PackJob(site, base_url, top, tuple(held[start : start + _BATCH]))


def pack_batch(job: PackJob) -> tuple[list[Packed], dict[str, tuple[str, str]], dict[str, str]]:
    """Read, rewrite and compress some files.

    With them comes what links lead to: outside of the edition with a (page, link), inside with a page.
    """
    packed: list[Packed] = []
    strays: dict[str, tuple[str, str]] = {}
    led: dict[str, str] = {}
    for path in job.paths:
        with open(os.path.join(job.site, path), "rb") as file:  # noqa: PTH118, PTH123 - once for every file
            data = file.read()
        if path.endswith(".html"):
            links = PageLinks(path, _holder(job.site), job.base_url)
            data = links.rewrite(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
            lost = {target: (path, href) for href, target in links.strays if not _LEFT_OUT.fullmatch(target)}
            strays = lost | strays
            led |= dict.fromkeys(links.led, path)
        packed.append(pack(f"{job.top}/{path}", data))
    return packed, strays, led


@lru_cache(maxsize=2)
def _holder(site: str) -> Callable[[str], bool]:
    """Return what tells whether a site has a file for its edition. Every page asks for the same few dozen."""

    @lru_cache(maxsize=1 << 18)
    def is_held(path: str) -> bool:
        return not _LEFT_OUT.fullmatch(path) and os.path.isfile(os.path.join(site, path))  # noqa: PTH113, PTH118

    return is_held
