"""Which pieces between angle brackets are HTML, and which are just words like <mask> that papers use."""

import re
from typing import Final

ELEMENTS_TEXT: Final = (
    "a abbr acronym address area article aside audio b base bdi bdo big blink blockquote body br button canvas caption "
    "center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption "
    "figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins "
    "jats kbd label legend li link main map mark marquee math menu meta meter nav noframes noscript object ol optgroup "
    "option output p param picture plaintext pre progress q rp rt ruby s samp script search section select slot small "
    "source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr "
    "track tt u ul var video wbr xmp"
)
ELEMENTS: Final = frozenset(ELEMENTS_TEXT.split())
NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")


def is_tag(source: str) -> bool:
    """Tell whether a browser would read `source` as markup."""
    name = NAME.match(source)
    return name is None or name[1].lower() in ELEMENTS or "=" in source
