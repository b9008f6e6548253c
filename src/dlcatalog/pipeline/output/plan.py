"""What a build changes in the published folder. Nothing is touched here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dlcatalog.pipeline.output.manifest import FileEntry
from dlcatalog.pipeline.output.paths import check_site_path, folders_of
from dlcatalog.pipeline.output.survey import Survey


@dataclass(frozen=True, slots=True)
class Plan:
    """The new site against the published one."""

    carried: list[str]
    """Files that stay as they are published."""
    staged: list[str]
    removed: list[str]
    folders: set[str]
    """Every folder of the new site."""

    @classmethod
    def make(cls, files: Mapping[str, FileEntry], written: Collection[str], seen: Survey) -> Plan:
        """Sort the files of the new site into those that stay and those that were written.

        Raises: ValueError if a file was neither written nor published, or a path cannot be one of a site.
        """
        good = seen.good
        carried = [path for path, entry in files.items() if path in good and good[path].sha256 == entry.sha256]
        staged = sorted(files.keys() - set(carried))
        stray = set(staged).difference(written) | set(written).difference(files)
        if stray:
            raise ValueError(f"a file of the site must be written or published as it is, not {min(stray)!r}")
        for path in staged:
            check_site_path(path)
        folders = folders_of(files)
        if not folders.isdisjoint(files):
            raise ValueError(f"a path must be a file or a folder, not both: {min(folders.intersection(files))!r}")
        return cls(carried, staged, sorted(seen.listing.site.keys() - files.keys()), folders)
