"""Titles: words and $TeX$, nothing else."""

import re
from html import escape
from typing import Final

from dlcatalog.markup import faults, limits
from dlcatalog.markup.characters import find_misleading, replace_misleading
from dlcatalog.markup.plain import fold_whitespace
from dlcatalog.markup.problems import TextProblem, problems_in_order
from dlcatalog.markup.rendered import RenderedTitle
from dlcatalog.markup.sanitise import sanitise
from dlcatalog.markup.scan import FORMULA, OPENS_FORMULA
from dlcatalog.markup.tex import convert_formula

DOLLAR: Final = re.compile(r"\\\$|\$")


def render_title(text: str) -> RenderedTitle:
    """Return a title as HTML and as words; all but its formulas is shown as it is written."""
    found = find_misleading(text)
    problems = [faults.misleading_character(offset, name) for offset, name in found]
    clean = replace_misleading(text, found)
    problem = limits.too_long(text, limits.MAX_TITLE)
    if problem or "$" not in clean:
        words = fold_whitespace(clean)
        problems += [problem] if problem else []
        return RenderedTitle(html=escape(words, quote=False), plain=words, problems=problems_in_order(problems))
    html, plain = _with_formulas(clean, problems)
    return RenderedTitle(html=sanitise(html), plain=plain, problems=problems_in_order(problems))


def _with_formulas(text: str, problems: list[TextProblem]) -> tuple[str, str]:
    html: list[str] = []
    words: list[str] = []
    position = 0
    while dollar := DOLLAR.search(text, position):
        words.append(text[position : dollar.start()])
        html.append(escape(words[-1], quote=False))
        formula = FORMULA.match(text, dollar.start()) if dollar[0] == "$" else None
        position = formula.end() if formula else dollar.end()
        if formula:
            converted = convert_formula(formula[1], is_display=False)
            html.append(converted.html)
            words.append(converted.plain)
            problems.extend(problem.moved(formula.start(1)) for problem in converted.problems)
            continue
        words.append("$")
        html.append("$")
        if dollar[0] == "$" and OPENS_FORMULA.match(text, dollar.start()):
            problems.append(faults.unclosed_dollar(dollar.start()))
    words.append(text[position:])
    html.append(escape(words[-1], quote=False))
    return fold_whitespace("".join(html)), fold_whitespace("".join(words))
