"""One paper as JSON with a record's own field names; what a record does not say is left out."""

from __future__ import annotations

from typing import Any

from dlcatalog.formats.authors import as_record_author
from dlcatalog.model.paper import Link, LinkTable, Paper


def to_jsonl_record(paper_id: str, paper: Paper) -> dict[str, Any]:
    """Return plain JSON-able data: id first, then the record's fields in the contract's order and shapes."""
    record = paper.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"authors", "links"})
    written: dict[str, Any] = {"id": paper_id}
    for name in Paper.model_fields:
        if name == "authors":
            written["authors"] = [as_record_author(author) for author in paper.authors]
        elif name == "links":
            written["links"] = _links(paper.links)
        else:
            written[name] = record.get(name)
    return {name: value for name, value in written.items() if value not in (None, "", [], {})}


def _links(table: LinkTable) -> dict[str, Any]:
    """A link that has only its URL is that URL; a list stands where there are several."""
    written = {kind: [_link(link) for link in table.of(kind)] for kind in table.kinds()}
    return {kind: links[0] if len(links) == 1 else links for kind, links in written.items()}


def _link(link: Link) -> str | dict[str, Any]:
    shape = link.model_dump(exclude_defaults=True)
    return link.url if shape.keys() == {"url"} else shape
