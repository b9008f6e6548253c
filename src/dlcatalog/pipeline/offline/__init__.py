"""The offline edition: the published site in one file that, unzipped, opens without a server."""

from __future__ import annotations

from dlcatalog.pipeline.offline.edition import Edition, check_target, write_edition

__all__ = ["Edition", "check_target", "write_edition"]
