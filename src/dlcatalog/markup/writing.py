"""Writes a tree of Markdown as HTML and as plain words at once, and judges every inset where it stands.

Only here does a piece meet its context: in code every piece is the text that it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

from dlcatalog.markup import faults
from dlcatalog.markup.insets import INSET, LINK_END, LINK_START, Inset, Insets, Kind
from dlcatalog.markup.links import judge_address
from dlcatalog.markup.plain import fold_whitespace
from dlcatalog.markup.problems import TextProblem
from dlcatalog.markup.tags import is_tag
from dlcatalog.markup.tex import convert_formula

HEADINGS: Final[Mapping[str, str]] = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6", "h6": "h6"}
PARAGRAPHS: Final = frozenset({"p", "li", "td", "th", *HEADINGS})
"""Elements that end a run of words."""
BLOCKS: Final = frozenset({*PARAGRAPHS, "ul", "ol", "blockquote", "pre", "table", "thead", "tbody", "tr", "hr"})
EMPTY: Final = frozenset({"br", "hr"})
CODE_ENTITIES: Final = (("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"))


@dataclass(slots=True)
class Writer:
    """Collects the HTML, the words and the faults of the trees of one text."""

    insets: Insets
    labels: frozenset[str]
    problems: list[TextProblem] = field(default_factory=list)
    papers: list[tuple[str, int, int]] = field(default_factory=list)
    urls: list[tuple[str, int, int]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """Labels of footnotes in the order of their first calls."""
    paragraphs: list[str] = field(default_factory=list)
    """Words, a folded string for each heading, paragraph, item or cell."""
    sentences: list[str] = field(default_factory=list)
    """Those of `paragraphs` that are no headings."""
    _html: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _after_link: list[str] = field(default_factory=list)
    _in_link: bool = False

    def write(self, root: Element) -> str:
        """Return the HTML of the children of `root`; what else there is to know is added to the fields."""
        self._html = []
        for child in root:
            self._element(child)
        return "".join(self._html).strip("\n")

    def _element(self, element: Element) -> None:
        tag = HEADINGS.get(element.tag, element.tag)
        if tag == "code":
            self._code(element)
        elif tag == "a":
            self._link(element)
        elif tag == "p" and self._is_fence(element):
            self._text(element.text or "")
        else:
            self._html.append(f"<{tag}{_attributes(element)}>")
            self._inside(element)
            if element.tag not in EMPTY:
                self._html.append(f"</{tag}>")
        if element.tag in BLOCKS:
            self._html.append("\n")
            self._end_paragraph(is_heading=element.tag in HEADINGS)
        elif element.tag == "br":
            self._html.append("\n")
            self._words.append(" ")

    def _inside(self, element: Element) -> None:
        self._text(element.text or "")
        for child in element:
            if child.tag in BLOCKS:
                self._end_paragraph(is_heading=False)
            self._element(child)
            self._text(child.tail or "")

    def _end_paragraph(self, *, is_heading: bool) -> None:
        words = fold_whitespace("".join(self._words))
        self._words = []
        if words:
            self.paragraphs.append(words)
            if not is_heading:
                self.sentences.append(words)

    def _is_fence(self, element: Element) -> bool:
        text = element.text or ""
        return len(element) == 0 and bool(INSET.fullmatch(text)) and self.insets.of(text).kind is Kind.FENCE

    def _code(self, element: Element) -> None:
        text = element.text or ""
        for entity, character in CODE_ENTITIES:
            text = text.replace(entity, character)
        self._words.append(source := self.insets.restore(text).rstrip("\n") + "\n")
        self._html.append(f"<code>{escape(source, quote=False)}</code>")

    def _link(self, element: Element) -> None:
        inset = self.insets.of(element.attrib["href"])
        self._open_link(inset, inset.value)
        self._inside(element)
        self._close_link()

    def _open_link(self, inset: Inset, address: str) -> None:
        self.urls.append((address, inset.start, inset.end))
        self._html.append(f'<a href="{escape(address)}">')
        self._in_link = True

    def _close_link(self) -> None:
        self._html.extend(("</a>", *self._after_link))
        self._after_link = []
        self._in_link = False

    def _text(self, text: str) -> None:
        if not text:
            return
        text = text.replace(LINK_START, "").replace(LINK_END, "")
        position = 0
        for match in INSET.finditer(text):
            self._words_and_html(text[position : match.start()])
            self._inset(self.insets.of(match[0]))
            position = match.end()
        self._words_and_html(text[position:])

    def _words_and_html(self, text: str) -> None:
        self._words.append(text)
        self._html.append(escape(text, quote=False))

    def _inset(self, inset: Inset) -> None:
        match inset.kind:
            case Kind.LITERAL:
                self._words_and_html(inset.value)
            case Kind.CODE:
                self._words.append(inset.value)
                self._html.append(f"<code>{escape(inset.value, quote=False)}</code>")
            case Kind.FENCE:
                self._words.append(f" {inset.value} ")
                self._html.append(f"<pre><code>{escape(inset.value, quote=False)}\n</code></pre>")
            case Kind.FORMULA | Kind.DISPLAY_FORMULA:
                self._formula(inset)
            case Kind.TAG | Kind.BAD_PAPER | Kind.UNCLOSED_FORMULA:
                self._as_written(inset)
            case _:
                self._reference(inset)

    def _reference(self, inset: Inset) -> None:
        match inset.kind:
            case Kind.PAPER:
                self._paper(inset)
            case Kind.NOTE_CALL:
                self._note_call(inset)
            case Kind.AUTOLINK:
                self._autolink(inset)
            case Kind.IMAGE:
                self.problems.append(faults.markdown_image(inset))
            case Kind.DEAD_LINK:
                is_relative = judge_address(inset.value) == "relative"
                self.problems.append((faults.relative_link if is_relative else faults.unsafe_link)(inset))
            case _:
                pass  # a link's beginning whose end stands in another block; a footnote inside something else

    def _as_written(self, inset: Inset) -> None:
        self._words_and_html(inset.source)
        if inset.kind is Kind.BAD_PAPER:
            self.problems.append(faults.bad_paper_link(inset))
        elif inset.kind is Kind.UNCLOSED_FORMULA:
            self.problems.append(faults.unclosed_formula(inset))
        elif is_tag(inset.source):
            self.problems.append(faults.raw_html(inset))

    def _formula(self, inset: Inset) -> None:
        is_display = inset.kind is Kind.DISPLAY_FORMULA
        formula = convert_formula(inset.value, is_display=is_display)
        self._html.append(formula.html)
        self._words.append(f" {formula.plain} " if is_display else formula.plain)
        offset = inset.start + (2 if is_display else 1)
        self.problems.extend(problem.moved(offset) for problem in formula.problems)

    def _paper(self, inset: Inset) -> None:
        paper, _, words = inset.value.partition("|")
        words = fold_whitespace(words)
        if self._in_link:
            self.problems.append(faults.nested_paper_link(inset))
            self._words_and_html(words or paper)
            return
        self.papers.append((paper, inset.start, inset.end))
        # The label is known only where the text is shown: [[id]] stays for whoever shows it to fill in.
        self._words.append(words or f"[[{paper}]]")
        self._html.append(f'<span data-paper="{paper}">{escape(words, quote=False)}</span>')

    def _note_call(self, inset: Inset) -> None:
        label = inset.value
        if label not in self.labels:
            self.problems.append(faults.footnote_without_text(inset))
            self._words_and_html(inset.source)
            return
        if label not in self.calls:
            self.calls.append(label)
        call = f'<sup data-note="{self.calls.index(label)}"></sup>'
        (self._after_link if self._in_link else self._html).append(call)

    def _autolink(self, inset: Inset) -> None:
        is_mail = ":" not in inset.value
        address = f"mailto:{inset.value}" if is_mail else inset.value
        if judge_address(address) != "safe":
            self.problems.append(faults.unsafe_link(inset))
        elif not self._in_link:
            self._open_link(inset, address)
            self._words_and_html(inset.value)
            self._close_link()
            return
        self._words_and_html(inset.value)


def _attributes(element: Element) -> str:
    start, align = element.get("start"), element.get("align")
    if align in {"left", "center", "right"}:
        return f' class="align-{align}"'
    # Nine digits at most: blocks.py takes no longer number for a list.
    return f' start="{int(start)}"' if start is not None else ""
