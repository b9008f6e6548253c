"""Python-Markdown, bounded: blocks, emphasis and line breaks of a masked and shaped text, as a tree.

Everything else that the library offers (raw HTML, links, code spans, escapes) is switched off: scan.py has read it.
"""

import functools
from typing import TYPE_CHECKING, NoReturn
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from markdown import Markdown


class UnreadableTextError(ValueError):
    """Markdown failed on a text for a reason that was not foreseen."""


def read_tree(text: str) -> Element:
    """Return the tree of a text that keeps the bounds.

    Raises: UnreadableTextError if the library fails.
    """
    markdown = _markdown()
    markdown.reset()
    try:
        root = Element("div")
        markdown.parser.parseChunk(root, text)
        markdown.treeprocessors["inline"].run(root)
    except Exception as exc:  # noqa: BLE001  the library promises nothing about hostile text
        _give_up(exc)
    return root


def _give_up(exc: Exception) -> NoReturn:
    # A failure leaves the parser's state half set: the next text needs a new one.
    _markdown.cache_clear()
    raise UnreadableTextError(type(exc).__name__) from exc


@functools.cache
def _markdown() -> "Markdown":
    from dlcatalog.markup.extensions import make_markdown  # noqa: PLC0415  10 ms to import

    return make_markdown()
