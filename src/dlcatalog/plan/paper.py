"""The page of one paper, its citation files and its line in the dump."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import orjson

from dlcatalog.catalog.facts import DeadLink, PaperFacts
from dlcatalog.formats.highwire import to_highwire
from dlcatalog.formats.jsonl import to_jsonl_record
from dlcatalog.formats.reference import Reference
from dlcatalog.formats.schema_org import PageFacts, json_ld_script, to_json_ld
from dlcatalog.model.identifiers import KINDS
from dlcatalog.model.paper import INVERSE, LINK_KINDS, Paper, restore_paper
from dlcatalog.model.vocabulary import Venue
from dlcatalog.plan import urls
from dlcatalog.plan.opengraph import Share
from dlcatalog.plan.page import SOURCE_LABELS, Artifact, Crumb, Planned, card_view, day_words, frame
from dlcatalog.plan.pictures.lineage import lineage_view
from dlcatalog.plan.pictures.sparkline import sparkline_view
from dlcatalog.plan.previews import picture_of_paper
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.search import search_document
from dlcatalog.plan.structured import LICENSES, paper_page_node
from dlcatalog.plan.words import named, one_line, placed, raised_headings
from dlcatalog.search.document import analyse

KIND_LABELS: Final = {
    "conference": "Conference paper",
    "journal": "Journal article",
    "workshop": "Workshop paper",
    "preprint": "Preprint",
    "thesis": "Thesis",
    "report": "Report",
    "book": "Book",
    "lecture": "Lecture",
    "post": "Post",
}
LINK_LABELS: Final = {
    "paper": "Paper",
    "pdf": "PDF",
    "code": "Code",
    "data": "Data",
    "project": "Project",
    "slides": "Slides",
    "video": "Video",
    "poster": "Poster",
    "demo": "Demo",
    "post": "Post",
    "review": "Reviews",
}
RELATION_LABELS: Final = {
    "builds-on": "Builds on",
    "built-on-by": "Built on by",
    "improves": "Improves",
    "improved-by": "Improved by",
    "simplifies": "Simplifies",
    "simplified-by": "Simplified by",
    "generalises": "Generalises",
    "generalised-by": "Generalised by",
    "applies": "Applies",
    "applied-by": "Applied by",
    "disputes": "Disputes",
    "disputed-by": "Disputed by",
    "reproduces": "Reproduces",
    "reproduced-by": "Reproduced by",
    "surveys": "Surveys",
    "surveyed-by": "Surveyed by",
    "uses": "Uses",
    "used-by": "Used by",
    "compares-with": "Compares with",
    "same-work-as": "Same work as",
}
ROLE_LABELS: Final = {"main": "main entry", "mention": "honourable mention", "named": "named"}
# Order of the formats is the order of the tabs on the page.
ENDINGS: Final = {"bibtex": "bib", "ris": "ris", "csl": "json"}
# The dated counts that a page shows at once; the older ones unfold.
SHOWN_COUNTS: Final = 4
CITED_IN_HIGHWIRE: Final = ("builds-on", "improves", "uses")


def paper_unit(reading: Reading, paper_id: str) -> Planned:
    """Everything that the site holds of one paper."""
    facts = reading.paper(paper_id)
    body = reading.body(paper_id)
    paper = restore_paper(body["paper"])
    site = reading.site()
    reference = reference_view(reading, facts, body["paper"])
    page = Artifact(
        urls.file_of(urls.paper(paper_id)), "paper.html", _page_view(reading, facts, paper, body, reference)
    )
    files = [Artifact(urls.paper_file(paper_id, ENDINGS[e]), e, reference) for e in site.exports]
    found_by = analyse(search_document(reading, facts, body["texts"]["summary"]["plain"]))
    return Planned((page, *files), {"jsonl": _json_line(reading, facts, paper), "search": found_by.to_bytes()})


def moved_page(reading: Reading, old: str, new: str) -> Planned:
    """A page at a former address that leads on."""
    card = reading.card(new)
    view = {
        **frame(reading.site(), urls.paper(old), title=str(card["plain"])),
        "target": urls.paper(new),
        "heading": card["title"],
    }
    view["canonical"] = urls.absolute(reading.site().base_url, urls.paper(new))
    view["og"] = []
    return Planned((Artifact(urls.file_of(urls.paper(old)), "moved.html", view),))


def reference_view(reading: Reading, facts: PaperFacts, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the citation formats need: the record, its venue, its address."""
    venue = reading.venue(facts.venue) if facts.venue else None
    return {
        "id": facts.id,
        "record": record,
        "kind": reading.kind(facts.id),
        "venue": venue.model_dump(mode="json", exclude_defaults=True) if venue else None,
        "title_plain": facts.title,
        "page_url": urls.absolute(reading.site().base_url, urls.paper(facts.id)),
    }


def as_reference(view: Mapping[str, Any]) -> Reference:
    """Return the formats' input from its view."""
    return _reference(view, restore_paper(view["record"]))


def _reference(view: Mapping[str, Any], paper: Paper) -> Reference:
    venue = Venue.model_validate(view["venue"]) if view["venue"] else None
    return Reference(
        id=view["id"],
        paper=paper,
        kind=view["kind"],
        venue=venue,
        title_plain=view["title_plain"],
        page_url=view["page_url"],
    )


def _page_view(
    reading: Reading, facts: PaperFacts, paper: Paper, body: Mapping[str, Any], reference: Mapping[str, Any]
) -> dict[str, Any]:
    site = reading.site()
    url = urls.paper(facts.id)
    root = urls.root_of(url)
    texts = body["texts"]
    summary = placed(reading, texts["summary"], root, where="summary", beside=True)
    counts = _counts(reading, facts.id)
    area = reading.lineage(facts.area)
    home = reading.card(facts.id)
    crumbs = [Crumb(t.name, urls.topic(i)) for i in reversed(area) if (t := reading.topic(i))]
    view = {
        **frame(
            site,
            url,
            title=facts.title,
            description=named(reading, facts.sentence),
            crumbs=[Crumb("Papers", urls.papers()), *crumbs],
            edit_path=facts.path,
            section=urls.papers(),
            share=Share(picture_of_paper(reading, paper), "article"),
        ),
        "id": facts.id,
        "heading": facts.title_html,
        "mark": home["mark"],
        "area_name": home["area_name"],
        "status": paper.status,
        "status_note": one_line(placed(reading, texts.get("status_note"), root, where="status").html),
        "authors": _authors(reading, facts),
        "published": _published(reading, paper, facts),
        "topics": [
            {"label": t.name, "href": urls.topic(i)}
            for i in dict.fromkeys((*reversed(area), *facts.topics))
            if (t := reading.topic(i))
        ],
        "aliases": list(paper.aliases),
        "awards": list(paper.awards),
        "ids": [{"label": KINDS[k].label, "value": v, "href": KINDS[k].url(v)} for k, v in facts.ids],
        "counts": counts[:SHOWN_COUNTS],
        "older_counts": counts[SHOWN_COUNTS:],
        "sparkline": sparkline_view(reading.counts(facts.id)),
        "summary": raised_headings(summary.html),
        "notes": summary.notes,
        "links": _links(reading, facts, paper),
        "figure": _figure(reading, paper),
        "relations": _relations(reading, facts, texts, root),
        "lineage": lineage_view(reading, facts.id),
        "collections": _collections(reading, facts.id),
        "related": [card_view(reading, i) for i in reading.related(facts.id)],
        "reference": dict(reference),
        "exports": [
            {
                "label": _FORMAT_LABELS[e],
                "id": e,
                "href": urls.paper_file(facts.id, ENDINGS[e]),
                "type": _FORMAT_TYPES[e],
            }
            for e in site.exports
        ],
    }
    return {**view, **_machine_view(reading, facts, paper, reference, texts, view)}


_FORMAT_LABELS: Final = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
_FORMAT_TYPES: Final = {
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl": "application/vnd.citationstyles.csl+json",
}


def _authors(reading: Reading, facts: PaperFacts) -> list[dict[str, str]]:
    slugs = reading.author_slugs(facts.id)
    return [{"name": a.text, "href": urls.author(slug)} for a, slug in zip(facts.authors, slugs, strict=True)]


def _published(reading: Reading, paper: Paper, facts: PaperFacts) -> dict[str, Any]:
    venue = reading.venue(facts.venue) if facts.venue else None
    parts = []
    if paper.volume:
        parts.append(f"volume {paper.volume}")
    if paper.issue:
        parts.append(f"issue {paper.issue}")
    if paper.pages:
        parts.append(f"pages {paper.pages.replace('-', '–')}" if "-" in paper.pages else f"page {paper.pages}")
    return {
        "year": {"label": str(facts.year), "href": urls.year(facts.year)},
        "venue": {"label": venue.name, "short": venue.as_short(), "href": urls.venue(facts.venue)} if venue else None,
        "venue_year": paper.venue_year,
        "where": ", ".join(parts),
        "kind": KIND_LABELS[reading.kind(facts.id)],
    }


def _counts(reading: Reading, paper_id: str) -> list[dict[str, str]]:
    """The dated counts, newest first."""
    return [
        {
            "count": f"{c.count:,}",
            "date": day_words(c.as_of),
            "as_of": c.as_of,
            "source": SOURCE_LABELS.get(c.source) or reading.collection_title(c.source),
            "href": "" if c.source in SOURCE_LABELS else urls.collection(c.source),
        }
        for c in reversed(reading.counts(paper_id))
    ]


def _links(reading: Reading, facts: PaperFacts, paper: Paper) -> list[dict[str, Any]]:
    """The links; beside one that has been gone for long stands an archived copy, if any is known."""
    dead = reading.dead_links(facts.id)
    nothing = DeadLink("", "")
    return [
        {
            "kind": kind,
            "label": link.label or LINK_LABELS[kind],
            "href": link.url,
            "host": host_of(link.url),
            "official": link.official,
            "archived": link.archived or dead.get(link.url, nothing).archived,
            "dead_since": day_words(dead[link.url].since) if link.url in dead else "",
        }
        for kind in LINK_KINDS
        for link in paper.links.of(kind)
    ]


def host_of(url: str) -> str:
    """Return the host of a URL as people say it."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


def _figure(reading: Reading, paper: Paper) -> dict[str, Any] | None:
    if not paper.figure:
        return None
    width, height = reading.image_size(paper.figure.image)
    return {
        "href": urls.image(paper.figure.image),
        "alt": paper.figure.alt,
        "source": paper.figure.source,
        "width": width,
        "height": height,
    }


def _relations(reading: Reading, facts: PaperFacts, texts: Mapping[str, Any], root: str) -> list[dict[str, Any]]:
    """Edges in both directions, grouped by kind in the order of the contract: each kind, then its inverse."""
    groups: dict[str, list[dict[str, Any]]] = {label: [] for label in RELATION_LABELS}
    for index, relation in enumerate(facts.relations):
        if relation.paper != facts.id and reading.has_paper(relation.paper):
            note = placed(reading, texts.get(f"relations/{index}/note"), root, where=f"relation-{index}")
            groups[relation.kind].append({**card_view(reading, relation.paper), "note": one_line(note.html)})
    for edge in reading.incoming(facts.id):
        source = reading.body(edge.paper)["texts"]
        number = next(
            (
                n
                for n, r in enumerate(reading.paper(edge.paper).relations)
                if r.paper == facts.id and INVERSE[r.kind] == edge.kind
            ),
            -1,
        )
        note = placed(reading, source.get(f"relations/{number}/note"), root, where=f"from-{edge.paper}")
        groups[edge.kind].append({**card_view(reading, edge.paper), "note": one_line(note.html)})
    return [{"label": RELATION_LABELS[kind], "kind": kind, "items": items} for kind, items in groups.items() if items]


def _collections(reading: Reading, paper_id: str) -> list[dict[str, str]]:
    return [
        {
            "label": reading.collection_title(r.collection),
            "href": urls.collection(r.collection) + (f"#{paper_id}" if r.role != "named" else ""),
            "role": ROLE_LABELS[r.role],
        }
        for r in reading.roles(paper_id)
    ]


def _machine_view(
    reading: Reading,
    facts: PaperFacts,
    paper: Paper,
    reference: Mapping[str, Any],
    texts: Mapping[str, Any],
    shown: Mapping[str, Any],
) -> dict[str, Any]:
    """Highwire tags and JSON-LD; `shown` is the view that people see."""
    site = reading.site()
    made = _reference(reference, paper)
    cited = {
        r.paper: (r.kind, _cited(reading, r.paper))
        for r in facts.relations
        if r.kind in CITED_IN_HIGHWIRE and reading.has_paper(r.paper)
    }
    works = [work for _, work in cited.values()]
    counts = reading.counts(facts.id)
    modified = reading.changed_on(facts.id)
    held = [(t.name, i) for i in dict.fromkeys((facts.area, *facts.topics)) if (t := reading.topic(i))]
    plain = named(reading, texts["summary"]["plain"])
    meta = to_highwire(made, works, abstract=plain, keywords=[name for name, _ in held], language=site.language)
    page = PageFacts(
        canonical=urls.absolute(site.base_url, urls.paper(facts.id)),
        author_urls=tuple(urls.absolute(site.base_url, urls.author(s)) for s in reading.author_slugs(facts.id)),
        topics=tuple((name, urls.absolute(site.base_url, urls.topic(i))) for name, i in held),
        abstract=plain,
        modified=date.fromisoformat(modified) if modified else None,
        license=LICENSES.get(site.license, ""),
        language=site.language,
        cites=works,
        based_on=[work for kind, work in cited.values() if kind != "uses"],
        cited=(counts[-1].count, date.fromisoformat(counts[-1].as_of)) if counts else None,
    )
    data = to_json_ld(made, page)
    if site.base_url:
        data["mainEntityOfPage"] = paper_page_node(site, shown)
    return {"meta": [{"name": n, "content": c} for n, c in meta], "json_ld": json_ld_script(data)}


def _cited(reading: Reading, paper_id: str) -> Reference:
    """A paper that this one stands on, as a reference of its own."""
    return as_reference(reference_view(reading, reading.paper(paper_id), reading.body(paper_id)["paper"]))


def _json_line(reading: Reading, facts: PaperFacts, paper: Paper) -> bytes:
    """The paper's line of catalog.jsonl: the record's own fields, and what linking adds."""
    line: dict[str, Any] = {
        "id": facts.id,
        "url": urls.absolute(reading.site().base_url, urls.paper(facts.id)) or urls.paper(facts.id),
    }
    line |= to_jsonl_record(facts.id, paper)
    # With --keep-going a record may point at one that was left out.
    line["relations"] = [r for r in line.get("relations", []) if reading.has_paper(r["paper"])]
    line["kind"] = reading.kind(facts.id)
    line["cited"] = [{"count": c.count, "as_of": c.as_of, "source": c.source} for c in reading.counts(facts.id)]
    line["collections"] = [{"id": r.collection, "role": r.role} for r in reading.roles(facts.id)]
    line["related_from"] = [{"kind": e.kind, "paper": e.paper, "note": e.note} for e in reading.incoming(facts.id)]
    return orjson.dumps({k: v for k, v in line.items() if v not in ("", [], {}, None)}) + b"\n"
