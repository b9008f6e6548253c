"""From the text of a record to what pages, search and checks need of it. No text makes it raise."""

import re
from bisect import bisect_left
from dataclasses import replace
from html import escape
from typing import Final

from dlcatalog.markup import faults, limits
from dlcatalog.markup.blocks import Blocks, TooDeepError, read_blocks
from dlcatalog.markup.characters import SUSPECTS, find_misleading, replace_misleading
from dlcatalog.markup.insets import INSET, Insets
from dlcatalog.markup.markdown import UnreadableTextError, read_tree
from dlcatalog.markup.plain import first_sentence, fold_whitespace
from dlcatalog.markup.problems import TextProblem, problems_in_order
from dlcatalog.markup.rendered import RenderedText
from dlcatalog.markup.sanitise import sanitise
from dlcatalog.markup.scan import scan
from dlcatalog.markup.writing import Writer

MARKUP: Final = re.compile(
    rf"[\\`*_\[\]$|]|[^\S \n]|{SUSPECTS.pattern}|{INSET.pattern}"
    r"|<[A-Za-z/!?]|&#?[A-Za-z0-9]{1,32};|^[ #>=~+-]|^\d{1,9}[.)]| $",
    re.MULTILINE,
)
"""What may be markup. Texts without it, four of five, need no library; see tests/markup/test_markup_fast_path.py."""
GAP: Final = re.compile(r"\n{2,}")


def render_text(text: str) -> RenderedText:
    """Return what the Markdown of a record becomes; every fault is among its problems."""
    source = text.replace("\r\n", "\n").replace("\r", "\n")
    problem = limits.check_size(source)
    if problem:
        return _located(_unread(_visible(source), problem), text)
    if MARKUP.search(source) is None:
        return _paragraphs(source)
    return _located(_render(source), text)


def render_slowly(text: str) -> RenderedText:
    """Return what render_text() returns, without its short cut: to prove that it is none but in time."""
    source = text.replace("\r\n", "\n").replace("\r", "\n")
    problem = limits.check_size(source)
    return _located(_unread(_visible(source), problem) if problem else _render(source), text)


def _visible(source: str) -> str:
    return replace_misleading(source, find_misleading(source))


def _render(source: str) -> RenderedText:
    found = find_misleading(source)
    faults_found = [faults.misleading_character(offset, name) for offset, name in found]
    clean = replace_misleading(source, found)
    masked = scan(clean)
    problem = limits.check_insets(source, masked.insets) or limits.check_marks(source, masked.text)
    if problem:
        return _unread(clean, problem, *faults_found)
    try:
        blocks = read_blocks(masked.text, masked.insets)
        return _write(blocks, masked.insets, faults_found)
    except TooDeepError:
        return _unread(clean, limits.too_deep(source, "lists and quotes", limits.MAX_CONTAINERS), *faults_found)
    except UnreadableTextError as exc:
        return _unread(clean, faults.unreadable_text(source, str(exc)), *faults_found)


def _write(blocks: Blocks, insets: Insets, problems: list[TextProblem]) -> RenderedText:
    texts: dict[str, str] = {}
    for mark, text in blocks.notes:
        inset = insets.of(mark)
        if inset.value in texts:
            problems.append(faults.duplicate_footnote(inset))
        elif not text.strip():
            problems.append(faults.empty_footnote(inset))
        texts.setdefault(inset.value, text)
    writer = Writer(insets, frozenset(texts), problems)
    html = writer.write(read_tree(blocks.body))
    words, sentences = list(writer.paragraphs), writer.sentences or writer.paragraphs
    first = first_sentence(sentences[0]) if sentences else ""
    # A note may call notes that nothing has called before: the list of calls grows while it is walked.
    notes = tuple(sanitise(writer.write(read_tree(texts[label]))) for label in writer.calls)
    called = frozenset(writer.calls)
    problems.extend(
        faults.unused_footnote(insets.of(mark)) for mark, _ in blocks.notes if insets.of(mark).value not in called
    )
    return RenderedText(
        html=sanitise(html),
        notes=notes,
        plain=" ".join(words),
        first_sentence=first,
        papers=tuple(sorted(writer.papers, key=lambda paper: paper[1])),
        urls=tuple(sorted(writer.urls, key=lambda url: url[1])),
        problems=problems_in_order(problems),
    )


def _unread(source: str, *problems: TextProblem) -> RenderedText:
    """Return the text as escaped paragraphs, for a text that Markdown must not see."""
    return replace(_paragraphs(source), problems=problems_in_order(list(problems)))


def _paragraphs(source: str) -> RenderedText:
    paragraphs = [paragraph for paragraph in GAP.split(source.strip("\n")) if paragraph]
    words = [fold_whitespace(paragraph) for paragraph in paragraphs]
    return RenderedText(
        html="\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
        notes=(),
        plain=" ".join(words),
        first_sentence=first_sentence(words[0]) if words else "",
        papers=(),
        urls=(),
        problems=(),
    )


def _located(rendered: RenderedText, text: str) -> RenderedText:
    """Return `rendered` with offsets into `text`, whose line ends may be two characters."""
    if "\r\n" not in text:
        return rendered
    ends = [match.start() - count for count, match in enumerate(re.finditer("\r\n", text))]

    def start_of(offset: int) -> int:
        return offset + bisect_left(ends, offset)

    return replace(
        rendered,
        papers=tuple((paper, start_of(start), start_of(end)) for paper, start, end in rendered.papers),
        urls=tuple((url, start_of(start), start_of(end)) for url, start, end in rendered.urls),
        problems=tuple(
            replace(problem, start=start_of(problem.start), end=start_of(problem.end)) for problem in rendered.problems
        ),
    )
