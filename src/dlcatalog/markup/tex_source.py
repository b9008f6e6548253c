r"""TeX before latex2mathml reads it: what is refused, how deep it is, and what must be written otherwise.

The library misreads aligned environments, operator names with hyphens and a few common macros; all are brought to
spellings that it reads right. \def and its kin are refused: nine lines of them expand to a billion symbols.
"""

import re
from typing import Final

DEFINITION: Final = re.compile(
    r"\\(?:[gex]?def|let|futurelet|(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator"
    r"|newtheorem|input|include|usepackage|documentclass|unicode|char|csname|catcode|expandafter|loop|require)(?![A-Za-z])"
)
GROUP: Final = re.compile(
    r"\\(?:(?P<opens>left|begin)|(?P<closes>right|end))(?![A-Za-z])|\\.|(?P<brace>[{}])", re.DOTALL
)
CHAIN: Final = re.compile(
    # Arguments without braces: each is one group inside another.
    r"\\(?:sqrt|root|[cdt]?frac|nicefrac|sfrac|genfrac|[dt]?binom|(?:wide)?(?:hat|tilde|check)|bar|d+ot|vec|acute|grave"
    r"|breve|math[a-z]+|bm|bold(?:symbol)?|pmb|Bbb|(?:over|under)[a-z]+|not|[hv]?phantom|stackrel|x[A-Za-z]+|[bx]?cancel"
    r"|sout|boxed|bra|ket|braket|mit|scr|oldstyle|smash|skew|sideset|[a-z]*box|vcenter|shove[a-z]+|p?mod|pod"
    r"|raise|lower|move[a-z]+|class|style|href|[hm]?s?kip|[hm]?space|m?kern|rule|leftroot|uproot"
    r"|[A-Z][a-z]+)\s*[A-Za-z0-9\[.]?\s*(?=\\)"
    r"|[_^]\s*(?=\\)"
    # Declarations: all that follows them is one group inside another.
    r"|\\(?:(?:display|text|script|scriptscript)style|[tT]iny|scriptsize|footnotesize|small|normalsize|[lL]arge|LARGE|[hH]uge"
    r"|(?:text)?color|over|atop|above|choose|brac[ek]|(?:above|atop)withdelims|[pbBvV]?matrix|smallmatrix|array|substack"
    r"|cases|displaylines|eqalign(?:no)?|split|align)(?![A-Za-z])"
)
REWRITES: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<!\\)%", r"\\%"),
        (r"\\(begin|end)\s*\{(?:equation|displaymath|math)\*?\}", ""),
        (r"\\begin\s*\{alignedat\}\s*\{\d*\}", r"\\begin{split}"),
        (r"\\(begin|end)\s*\{(?:align(?:ed(?:at)?|at)?|gather(?:ed)?|multline|eqnarray|flalign)\*?\}", r"\\\1{split}"),
        (r"\\(begin|end)\s*\{[dr]cases\*?\}", r"\\\1{cases}"),
        (r"\\operatorname\*?\s*\{arg(?:\\[,;: ]|[\s~])*(max|min)\}", r"\\arg\1 "),
        (r"\\operatorname\*?\s*\{([^{}\\]*[^{}\\A-Za-z\s*][^{}\\]*)\}", r"\\text{\1}"),
        (r"\\operatorname\*?\s*\{([^{}]*\\[^{}]*|[^{}]*\{[^{}]*\}[^{}]*)\}", r"\\mathrm{\1}"),
        (r"\\(?:nice|s|flat)frac(?![A-Za-z])", r"\\frac"),
        (r"\\(Tilde|Hat|Bar|Dot|Vec|Check|Breve|Acute|Grave)(?![A-Za-z])", lambda match: match[0].lower()),
        (r"\\math(?:ds|bbm)(?![A-Za-z])", r"\\mathbb"),
        # The library takes one upright letter for a letter without a style.
        (r"\\mathrm\s*\{([A-Za-z])\}", r"\\mathrm{{\1}}"),
        (r"\\text(?:sc|sl)(?![A-Za-z])", r"\\text"),
        (r"\\(?:ensuremath|xspace|nonumber|notag|protect)(?![A-Za-z])", ""),
        (r"\\label\s*\{[^{}]*\}", ""),
        (r"(\\text\s*\{[^{}$]*)\$([^{}$]*)\$", r"\1} \2 \\text{"),
    )
)


def find_definition(source: str) -> re.Match[str] | None:
    """Return the first macro that defines others or reads what lies outside the formula."""
    return DEFINITION.search(source)


def depth_of(source: str) -> int:
    """Return how deep braces, environments and stretched brackets are nested."""
    depth = deepest = 0
    for match in GROUP.finditer(source):
        if match["opens"] or match["brace"] == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif match["closes"] or match["brace"] == "}":
            depth = max(depth - 1, 0)
    return deepest


def chain_of(source: str) -> int:
    """Return how many macros at most nest what follows them without a brace."""
    return len(CHAIN.findall(source))


def rewrite(source: str) -> str:
    """Return the formula in the spellings that the library reads right."""
    if "\\" not in source and "%" not in source:
        return source
    for pattern, replacement in REWRITES:
        source = pattern.sub(replacement, source)
    return source
