"""The page of one roundup, whatever its form: chapters by year, a flat list, a deck's outline."""

from __future__ import annotations

from typing import Any

from dlcatalog.catalog.facts import CollectionFacts, PaperFacts, PlacedChapter, PlacedEntry
from dlcatalog.markup.pieces import outer_pieces
from dlcatalog.model.collection import Collection, Entry
from dlcatalog.plan import urls
from dlcatalog.plan.opengraph import Share
from dlcatalog.plan.page import (
    SOURCE_LABELS,
    Artifact,
    Crumb,
    Planned,
    card_view,
    cited_words,
    day_words,
    frame,
    listed_card,
    month_words,
)
from dlcatalog.plan.paper import LINK_LABELS, host_of
from dlcatalog.plan.previews import picture_of_collection
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.structured import collection_script, list_script
from dlcatalog.plan.words import Words, composed, placed, plain_start
from dlcatalog.text import counted


class _Notes:
    """What is counted over one page as its texts come: footnotes numbered through, fragments used once."""

    def __init__(self, reading: Reading, owner: str, url: str) -> None:
        self.reading = reading
        self.owner = owner
        self.url = url
        self.views: list[dict[str, Any]] = []
        self.count = 0
        self.anchors = {e.paper for c in reading.chapters(owner.removeprefix("collections/")) for e in c.entries}

    def anchor(self, paper_id: str) -> str:
        """The fragment of a mention: the paper's id, unless the page has used it."""
        taken = paper_id in self.anchors
        self.anchors.add(paper_id)
        return "" if taken else paper_id

    def text(self, field: str, where: str) -> str:
        return self._keep(composed(self.reading, self.owner, field, self.url, where=where, first_note=self.count + 1))

    def summary(self, paper_id: str) -> str:
        """A paper's own summary, where the roundup says nothing of it."""
        text = self.reading.body(paper_id)["texts"]["summary"]
        root = urls.root_of(self.url)
        return self._keep(placed(self.reading, text, root, where=paper_id, first_note=self.count + 1, beside=True))

    def _keep(self, words: Words) -> str:
        self.views += words.notes
        self.count += words.count
        return words.html


def collection_unit(reading: Reading, collection_id: str) -> Planned:
    """The whole page of a roundup."""
    facts = reading.collection(collection_id)
    collection = facts.collection
    url = urls.collection(collection_id)
    notes = _Notes(reading, f"collections/{collection_id}", url)
    intro = notes.text("intro", "intro")
    chapters = [_chapter(reading, facts, chapter, notes) for chapter in reading.chapters(collection_id)]
    conclusion = notes.text("conclusion", "conclusion")
    older, newer = _around(reading, collection_id)
    entries = sum(len(c["entries"]) for c in chapters)
    mentions = sum(len(p["mentions"]) for c in chapters for e in c["entries"] for p in e["parts"])
    view = {
        **frame(
            reading.site(),
            url,
            title=collection.title,
            description=plain_start(reading, notes.owner, "intro"),
            crumbs=[Crumb("Roundups", urls.collections())],
            feeds=url,
            edit_path=facts.path,
            section=urls.collections(),
            share=Share(picture_of_collection(reading, collection_id)),
        ),
        "heading": collection.title,
        "byline": _byline(collection),
        "size": counted(entries, "entry", "entries")
        + (f", {counted(mentions, 'honourable mention')}" if mentions else ""),
        "intro": intro,
        "chapters": chapters,
        "rail": [{"label": c["title"], "anchor": c["anchor"]} for c in chapters if c["title"]]
        if len(chapters) > 1
        else [],
        "conclusion": conclusion,
        "notes": notes.views,
        "cite": collection.cite.strip(),
        "older": older,
        "newer": newer,
    }
    shown = [entry["href"] for chapter in chapters for entry in chapter["entries"]]
    view["json_ld"] = collection_script(reading.site(), view, collection, shown)
    return Planned((Artifact(urls.file_of(url), "collection.html", view),))


def _byline(collection: Collection) -> dict[str, str]:
    source = collection.source
    published = source.published.isoformat() if source.published else ""
    revised = source.revised.isoformat() if source.revised else ""
    return {
        "author": source.author,
        "href": source.url,
        "host": host_of(source.url),
        "published": published,
        "published_words": day_words(published),
        "revised": revised,
        "revised_words": day_words(revised),
    }


def _around(reading: Reading, collection_id: str) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The roundups published before and after this one."""
    ids = reading.collection_ids()
    place = ids.index(collection_id)
    older = ids[place - 1] if place else None
    newer = ids[place + 1] if place + 1 < len(ids) else None
    return _neighbour(reading, older), _neighbour(reading, newer)


def _neighbour(reading: Reading, collection_id: str | None) -> dict[str, str] | None:
    if collection_id is None:
        return None
    return {"label": reading.collection_title(collection_id), "href": urls.collection(collection_id)}


def _chapter(reading: Reading, facts: CollectionFacts, chapter: PlacedChapter, notes: _Notes) -> dict[str, Any]:
    intro = notes.text(f"group_by/{chapter.written}/intro", chapter.anchor) if chapter.written >= 0 else ""
    entries = [_entry(reading, facts, entry, notes) for entry in chapter.entries]
    return {"title": chapter.title, "anchor": chapter.anchor, "intro": intro, "entries": entries}


def _entry(reading: Reading, facts: CollectionFacts, placed_entry: PlacedEntry, notes: _Notes) -> dict[str, Any]:
    written, field = _written(facts.collection, placed_entry)
    paper_id = placed_entry.paper
    said = notes.text(f"{field}/note", paper_id) if written and written.note else notes.summary(paper_id)
    paper = reading.paper(paper_id)
    mentions = [
        _mention(reading, facts, m, count, f"{field}/mentions/{n}", notes)
        for n, m, count in _mentions(written, placed_entry)
    ]
    return {
        **listed_card(reading, paper_id),
        "counts": _counts(reading, facts, paper_id, placed_entry.citations),
        "parts": _parts(outer_pieces(said), mentions),
        "links": _links(paper),
        "figure": _figure(reading, written),
        "edit": urls.edit(reading.site().edit_url, paper.path),
    }


def _parts(pieces: list[str], mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put each mention before the paragraph that links to it; the others are spread evenly. Their order stays."""
    parts: list[dict[str, Any]] = [{"mentions": [], "html": piece, "first": False} for piece in pieces or [""]]
    place = 0
    for number, mention in enumerate(mentions):
        link = f'{mention["href"]}"'
        calling = (n for n, part in enumerate(parts) if link in part["html"])
        place = max(place, next(calling, number * len(parts) // len(mentions)))
        parts[place]["mentions"].append(mention)
    for part in parts:
        if part["mentions"]:
            part["first"] = True
            break
    return parts


def _links(paper: PaperFacts) -> list[dict[str, str]]:
    """Where to read and use the paper; a second link of one kind says where it leads."""
    shown: list[dict[str, str]] = []
    seen: set[str] = set()
    for kind, url in paper.links:
        if kind in ("paper", "code", "data"):
            label = LINK_LABELS[kind]
            shown.append({"label": f"{label} ({host_of(url)})" if label in seen else label, "href": url})
            seen.add(label)
    return shown


def _written(collection: Collection, entry: PlacedEntry) -> tuple[Entry | None, str]:
    if entry.written is None:
        return None, ""
    chapter, position = entry.written
    if chapter < 0:
        return collection.entries[position], f"entries/{position}"
    return collection.group_by.chapters[chapter].entries[position], f"group_by/{chapter}/entries/{position}"


def _mentions(written: Entry | None, entry: PlacedEntry) -> list[tuple[int, str, int | None]]:
    """(position in the record, paper, frozen count) of the mentions that can be shown."""
    if written is None:
        return []
    shown = dict(entry.mentions)
    return [(n, m.paper, m.citations) for n, m in enumerate(written.mentions) if m.paper in shown]


def _mention(
    reading: Reading, facts: CollectionFacts, paper_id: str, count: int | None, field: str, notes: _Notes
) -> dict[str, Any]:
    return {
        **card_view(reading, paper_id),
        "anchor": notes.anchor(paper_id),
        "counts": _counts(reading, facts, paper_id, count),
        "note": notes.text(f"{field}/note", paper_id),
        "edit": urls.edit(reading.site().edit_url, reading.paper(paper_id).path),
    }


def _counts(reading: Reading, facts: CollectionFacts, paper_id: str, frozen: int | None) -> str:
    """Return "7,446 citations (Jan 2020) · 31,000 (Nov 2026, OpenAlex)": the roundup's own count, then a later one."""
    known = reading.counts(paper_id)
    newest = known[-1] if known else None
    if frozen is None or not facts.dated:
        return cited_words(newest.count, newest.as_of) if newest else ""
    words = cited_words(frozen, facts.dated)
    if newest is None or newest.source == facts.id or newest.as_of <= facts.dated:
        return words
    source = SOURCE_LABELS.get(newest.source) or reading.collection_title(newest.source)
    return f"{words} · {newest.count:,} ({month_words(newest.as_of)}, {source})"


def _figure(reading: Reading, written: Entry | None) -> dict[str, Any] | None:
    if written is None or written.figure is None:
        return None
    width, height = reading.image_size(written.figure.image)
    return {
        "href": urls.image(written.figure.image),
        "alt": written.figure.alt,
        "source": written.figure.source,
        "width": width,
        "height": height,
    }


def collections_index(reading: Reading) -> Planned:
    """The list of roundups, the newest first."""
    items = [collection_card(reading, i) for i in reversed(reading.collection_ids())]
    lead = "Papers chosen and commented by somebody: retrospectives, lists of a year, slide decks."
    view = {
        **frame(reading.site(), urls.collections(), title="Roundups", description=lead, section=urls.collections()),
        "heading": "Roundups",
        "lead": lead,
        "collections": items,
    }
    view["json_ld"] = list_script(reading.site(), view, [item["href"] for item in items])
    return Planned((Artifact(urls.file_of(urls.collections()), "collections.html", view),))


def collection_card(reading: Reading, collection_id: str) -> dict[str, Any]:
    """A roundup as lists show it."""
    facts = reading.collection(collection_id)
    return {
        "label": facts.collection.title,
        "href": urls.collection(collection_id),
        "byline": _byline(facts.collection),
        "size": counted(len(reading.members("collection", collection_id)), "paper"),
        "sentence": plain_start(reading, f"collections/{collection_id}", "intro"),
    }
