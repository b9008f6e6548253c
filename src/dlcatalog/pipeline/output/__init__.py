"""Publishing a site: staged beside the old one, put in its place in one step, never half."""

from __future__ import annotations

from dlcatalog.pipeline.output.manifest import FileEntry
from dlcatalog.pipeline.output.site_folder import SWAPS, Published, SiteFolder
from dlcatalog.pipeline.output.staged import write_staged
from dlcatalog.pipeline.output.swaps import Swap

__all__ = ["SWAPS", "FileEntry", "Published", "SiteFolder", "Swap", "write_staged"]
