"""Problems as a JUnit report, as GitLab, Jenkins and others show test results: a test case a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from dlcatalog.diagnostics import Diagnostic, Report, Severity
from dlcatalog.text import printable

# What XML 1.0 cannot hold; printable() has escaped most of it.
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")


def junit_text(report: Report, *, strict: bool) -> str:
    """A suite a file. Errors have failed, with `strict` warnings too; other problems are skipped. A clean report has one case."""
    root = ET.Element("testsuites", name="dlcatalog")
    by_file: dict[str, list[Diagnostic]] = {}
    for problem in report:
        by_file.setdefault(problem.path, []).append(problem)
    total = [0, 0, 0]
    for path, problems in by_file.items():
        failed = [_is_failure(problem, strict=strict) for problem in problems]
        counts = (len(problems), sum(failed), len(problems) - sum(failed))
        suite = ET.SubElement(root, "testsuite", {"name": _clean(path), **_counts(counts)})
        for problem, is_failure in zip(problems, failed, strict=True):
            _add_case(suite, problem, "failure" if is_failure else "skipped")
        total = [sum(pair) for pair in zip(total, counts, strict=True)]
    if not by_file:
        suite = ET.SubElement(root, "testsuite", {"name": "catalogue", **_counts((1, 0, 0))})
        ET.SubElement(suite, "testcase", classname="catalogue", name="no problems", time="0")
        total = [1, 0, 0]
    root.attrib.update(_counts(total))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _is_failure(problem: Diagnostic, *, strict: bool) -> bool:
    return problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING)


def _counts(counts: Iterable[int]) -> dict[str, str]:
    tests, failures, skipped = counts
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "skipped": str(skipped), "time": "0"}


def _add_case(suite: ET.Element, problem: Diagnostic, outcome: str) -> None:
    place = f"{problem.path}:{problem.span.line}:{problem.span.column}"
    name = f"{problem.code} at {problem.span.line}:{problem.span.column}"
    case = ET.SubElement(
        suite, "testcase", classname=_clean(problem.path), name=name, file=_clean(problem.path), time="0"
    )
    message = _clean(problem.message)
    result = ET.SubElement(case, outcome, message=message, type=problem.code)
    help_ = f"\nhelp: {_clean(problem.help)}" if problem.help else ""
    result.text = f"{_clean(place)}: {problem.severity}[{problem.code}]: {message}{help_}"


def _clean(text: str) -> str:
    return _NO_XML.sub("?", printable(text))
