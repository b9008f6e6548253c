"""Text to safe HTML and to plain words, with the place of every problem. It knows nothing of catalogues."""

from dlcatalog.markup.characters import find_misleading
from dlcatalog.markup.compose import Composed, Note, compose
from dlcatalog.markup.images import ImageInfo, check_image
from dlcatalog.markup.problems import RULES, ProblemRecord, TextProblem
from dlcatalog.markup.rendered import RenderedRecord, RenderedText, RenderedTitle, RenderedTitleRecord
from dlcatalog.markup.texts import render_text
from dlcatalog.markup.titles import render_title

__all__ = [
    "RULES",
    "Composed",
    "ImageInfo",
    "Note",
    "ProblemRecord",
    "RenderedRecord",
    "RenderedText",
    "RenderedTitle",
    "RenderedTitleRecord",
    "TextProblem",
    "check_image",
    "compose",
    "find_misleading",
    "render_text",
    "render_title",
]
