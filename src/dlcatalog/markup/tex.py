"""Formulas: TeX to MathML and to words, bounded, with the place of every problem."""

import functools
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from dlcatalog.markup import limits
from dlcatalog.markup.math_words import as_words
from dlcatalog.markup.mathml import as_html, repair
from dlcatalog.markup.problems import TextProblem, quote
from dlcatalog.markup.tex_source import chain_of, depth_of, find_definition, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula's HTML, its words, and its problems, whose offsets count from its first character."""

    html: str
    plain: str
    problems: tuple[TextProblem, ...] = ()


@functools.lru_cache(maxsize=2048)
def convert_formula(source: str, *, is_display: bool) -> Formula:
    """Return the formula as MathML, or as code if it is beyond the bounds or no TeX."""
    problem = _refusal(source)
    if problem is None:
        try:
            return _convert(source, is_display=is_display)
        except RecursionError:
            problem = _too_deep(source)
        except Exception as exc:  # noqa: BLE001  the library has no common error and fails with IndexError, too
            problem = _bad(source, type(exc).__name__)
    return Formula(html=f"<code>{escape(source, quote=False)}</code>", plain=source, problems=(problem,))


def _refusal(source: str) -> TextProblem | None:
    if len(source) > limits.MAX_FORMULA:
        message = f"'formula' must have at most {limits.MAX_FORMULA:,} characters, not {len(source):,}"
        return _problem("formula-too-long", 0, len(source), message, "split it")
    if depth_of(source) > limits.MAX_FORMULA_GROUPS or chain_of(source) > limits.MAX_FORMULA_CHAIN:
        return _too_deep(source)
    definition = find_definition(source)
    if definition:
        message = f"'formula' must be TeX that defines and loads nothing, not {quote(definition[0])}"
        return _problem("bad-formula", definition.start(), definition.end(), message, "write the macro's meaning out")
    return None


def _too_deep(source: str) -> TextProblem:
    message = f"'formula' must nest its groups at most {limits.MAX_FORMULA_GROUPS} deep, not deeper: {quote(source)}"
    return _problem("formula-too-deep", 0, len(source), message, "write it flatter")


def _bad(source: str, cause: str) -> TextProblem:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cause.removesuffix("Error")).lower()
    message = f"'formula' must be TeX that can be read, not {quote(source)} ({words})"
    return _problem("bad-formula", 0, len(source), message, "see that braces, \\left and \\right, ^ and _ are in pairs")


def _problem(code: str, start: int, end: int, message: str, help_: str) -> TextProblem:
    return TextProblem(code=code, start=start, end=end, message=message, help=help_)


def _convert(source: str, *, is_display: bool) -> Formula:
    from latex2mathml.converter import Converter  # noqa: PLC0415  55 ms to import

    display = "block" if is_display else "inline"
    math = Converter(display=display).convert_to_element(rewrite(source))
    row = repair(math[0], is_display=is_display)
    html = (
        f'<math display="{display}"><semantics>{as_html(row)}'
        f'<annotation encoding="application/x-tex">{escape(source.strip(), quote=False)}</annotation></semantics></math>'
    )
    return Formula(html=html, plain=as_words(row), problems=tuple(_unknown_macros(source, row)))


def _unknown_macros(source: str, row: Element) -> "Iterator[TextProblem]":
    names = {text: None for element in row.iter() if (text := element.text or "").startswith("\\") and len(text) > 1}
    for name in names:
        for match in re.finditer(re.escape(name) + r"(?![A-Za-z])", source):
            message = f"'formula' must use macros that are known, not {quote(name)}"
            yield _problem(
                "unknown-macro", match.start(), match.end(), message, "write its meaning out in standard TeX"
            )
