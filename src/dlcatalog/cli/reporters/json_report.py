"""Problems as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dlcatalog.diagnostics import Report


def json_text(report: Report, counts: Mapping[str, int]) -> str:
    """The shape of `--format json`: the problems, then figures."""
    data = {
        "diagnostics": [d.to_dict() for d in report],
        **counts,
        "errors": report.errors,
        "warnings": report.warnings,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
