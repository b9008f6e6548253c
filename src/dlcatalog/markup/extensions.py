"""What is our own in Python-Markdown: links that scan.py found, headings as CommonMark has them."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor

from dlcatalog.markup.insets import LINK_END, LINK_START

LINK: Final = f"{LINK_START}(.)([^{LINK_START}{LINK_END}]*){LINK_END}"
SWITCHED_OFF: Final = (
    "backtick",
    "escape",
    "reference",
    "link",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
    "autolink",
    "automail",
    "html",
    "entity",
)


class SpacedHeadingProcessor(HashHeaderProcessor):
    """Headings need a space behind their marks: "#1" begins a paragraph."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?= |\n|$)(?P<header>[^\n]*?)(?:(?<= )#+)? *(?:\n|$)")


class MaskedLinkProcessor(InlineProcessor):
    """A link whose address stands for itself as one private character."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  the library's name and habit
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        del data
        link = Element("a", {"href": m[1]})
        link.text = m[2]
        return link, m.start(), m.end()


class TextDialect(Extension):
    """The library reduced to blocks, emphasis, line breaks and the links that are found already."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        for name in SWITCHED_OFF:
            md.inlinePatterns.deregister(name)
        md.inlinePatterns.register(MaskedLinkProcessor(LINK), "link", 160)
        md.parser.blockprocessors.deregister("reference")
        md.parser.blockprocessors.register(SpacedHeadingProcessor(md.parser), "hashheader", 70)


def make_markdown() -> Markdown:
    return Markdown(extensions=[TableExtension(use_align_attribute=True), SaneListExtension(), TextDialect()])
