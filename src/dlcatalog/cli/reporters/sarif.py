"""Problems as SARIF 2.1.0, as GitHub's code scanning reads it. Source: the OASIS standard and its JSON schema."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote as percent

from dlcatalog import __version__
from dlcatalog.diagnostics import Diagnostic, Report, Rule
from dlcatalog.text import printable

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME: Final = "https://github.com/dlcatalog/dlcatalog"
# Code scanning refuses a run of more results; the report comes with errors first.
_MAX_RESULTS: Final = 25_000
_QUOTED_OR_NUMBER: Final = re.compile(r"'[^']*'|\d[\d,.]*")


def sarif_text(report: Report, rules: Mapping[str, Rule]) -> str:
    """One run of one tool, with the rules that were broken; the report's paths are relative to the repository."""
    problems = report.diagnostics[:_MAX_RESULTS]
    codes = sorted({problem.code for problem in problems})
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": _driver([_rule(code, rules.get(code)) for code in codes])},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.code), seen) for problem in problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": "dlcatalog", "semanticVersion": __version__, "informationUri": _HOME, "rules": rules}


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    text = rule.text
    change = "" if rule.fixed else f"\n\nsite.yaml may change it: severity: {{{code}: error|warning|note|off}}"
    return {
        "id": code,
        "shortDescription": {"text": re.split(r"(?<=\.) ", text, maxsplit=1)[0]},
        "fullDescription": {"text": text},
        "help": {"text": f"{text}{change}", "markdown": f"{text}{change}"},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(problem: Diagnostic, rule: int, seen: Counter[str]) -> dict[str, Any]:
    text = f"{problem.message}\n{problem.help}" if problem.help else problem.message
    location = {"artifactLocation": {"uri": percent(problem.path, safe="/~")}}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": str(problem.severity),
        "message": {"text": "\n".join(printable(line) for line in text.split("\n"))},
        "locations": [{"physicalLocation": {**location, "region": _region(problem)}}],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(problem, seen)},
    }
    if problem.replacement is not None:
        change = {"deletedRegion": _region(problem), "insertedContent": {"text": problem.replacement}}
        words = f"write {problem.replacement}" if problem.replacement else "delete it"
        fix = {"description": {"text": printable(words)}, "artifactChanges": [{**location, "replacements": [change]}]}
        result["fixes"] = [fix]
    return result


def _region(problem: Diagnostic) -> dict[str, int]:
    span = problem.span
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fingerprint(problem: Diagnostic, seen: Counter[str]) -> str:
    """What makes two findings one although lines moved: file, rule and message without its own figures, then which of these."""
    message = _QUOTED_OR_NUMBER.sub(lambda m: m[0] if m[0].startswith("'") else "#", problem.message)
    digest = hashlib.sha256(f"{problem.path}\0{problem.code}\0{message}".encode("utf-8", "replace")).hexdigest()[:16]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
