"""The words of every fault that a piece of a text can have."""

from dlcatalog.markup.insets import Inset, Kind
from dlcatalog.markup.problems import TextProblem, quote


def _fault(inset: Inset, code: str, message: str, help_: str) -> TextProblem:
    return TextProblem(code=code, start=inset.start, end=inset.end, message=message, help=help_)


def misleading_character(offset: int, name: str) -> TextProblem:
    message = f"'text' must hold only characters that can be seen where they stand, not {name}"
    return TextProblem(code="misleading-character", start=offset, end=offset + 1, message=message, help="delete it")


def unreadable_text(source: str, cause: str) -> TextProblem:
    message = f"'text' must be Markdown that can be read, not one that ends in {cause}"
    help_ = "it is shown as it is written; please report it as a bug of dlcatalog"
    return TextProblem(code="unreadable-text", start=0, end=len(source), message=message, help=help_)


def raw_html(inset: Inset) -> TextProblem:
    message = f"'text' must be Markdown, not HTML: {quote(inset.source)}"
    return _fault(inset, "raw-html", message, "use Markdown, or put it between backticks if it is meant to be seen")


def markdown_image(inset: Inset) -> TextProblem:
    message = f"'text' must be words, not an image: {quote(inset.source)}"
    return _fault(inset, "markdown-image", message, "name the file in the record's 'figure'")


def relative_link(inset: Inset) -> TextProblem:
    message = f"'link' must be a whole address, not {quote(inset.value)}"
    return _fault(inset, "relative-link", message, "begin it with https://, or use [[id]] for another paper")


def unsafe_link(inset: Inset) -> TextProblem:
    message = f"'link' must be a valid http, https or mailto address, not {quote(inset.value)}"
    return _fault(inset, "unsafe-link", message, "begin it with https:// and write spaces as %20")


def bad_paper_link(inset: Inset) -> TextProblem:
    message = f"'cross-link' must be [[id]] or [[id|words]], not {quote(inset.source)}"
    return _fault(inset, "bad-paper-link", message, "an id is the paper's file name without .yaml")


def nested_paper_link(inset: Inset) -> TextProblem:
    message = f"'cross-link' must stand outside other links, not inside one: {quote(inset.source)}"
    return _fault(inset, "bad-paper-link", message, "move it out of the link's words")


def footnote_without_text(inset: Inset) -> TextProblem:
    message = f"'footnote' must have a text, not only a call: {quote(inset.source)}"
    return _fault(inset, "footnote-without-text", message, f"add a line that begins with [^{inset.value}]: ")


def empty_footnote(inset: Inset) -> TextProblem:
    message = f"'footnote' must have a text, not none: {quote(inset.source)}"
    return _fault(inset, "footnote-without-text", message, "write the text behind the colon")


def unused_footnote(inset: Inset) -> TextProblem:
    message = f"'footnote' must be called in the text, not only written: {quote(inset.source)}"
    return _fault(inset, "unused-footnote", message, f"call it with [^{inset.value}]")


def duplicate_footnote(inset: Inset) -> TextProblem:
    message = f"'footnote' must have one text, not another: {quote(inset.source)}"
    return _fault(inset, "duplicate-footnote", message, "use another label; the first text is shown")


def unclosed_formula(inset: Inset) -> TextProblem:
    message = f"'formula' must end with {inset.source} in the same paragraph, not stay open"
    help_ = "close it right behind its last character; write \\$ for a dollar"
    return _fault(inset, "unclosed-formula", message, help_)


def unclosed_dollar(offset: int) -> TextProblem:
    return unclosed_formula(Inset(Kind.UNCLOSED_FORMULA, offset, offset + 1, "$", "$"))
