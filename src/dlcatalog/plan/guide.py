"""llms.txt: what the site holds and where, in Markdown, for programs that read pages one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dlcatalog.plan import urls
from dlcatalog.plan.page import Artifact, Planned, day_words
from dlcatalog.plan.paper import ENDINGS
from dlcatalog.plan.reading import Reading
from dlcatalog.plan.words import plain_start
from dlcatalog.text import counted

FILE: Final = "llms.txt"
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|&])")
_DUMPS: Final = {
    "bib": "all papers as BibTeX",
    "ris": "all papers as RIS",
    "csl.json": "all papers as CSL-JSON",
    "jsonl": "all records, one JSON object a line, with relations and dated citation counts",
}


def llms_unit(reading: Reading) -> Planned:
    """The file; it needs a base_url, for its links are absolute."""
    site = reading.site()
    about = (
        plain_start(reading, "site", "description")
        or f"A catalogue of {counted(len(reading.members('papers')), 'paper')}."
    )
    lines = [f"# {_plain(site.title)}", "", f"> {_plain(about)}", "", *_how(reading)]
    for heading, links in (
        ("Roundups", _roundups(reading)),
        ("Areas", _areas(reading)),
        ("Data", _data(reading)),
        ("Optional", _more(reading)),
    ):
        found = list(links)
        lines += ["", f"## {heading}", "", *found] if found else []
    return Planned((Artifact(FILE, "text", {"text": "\n".join(lines) + "\n"}),))


def _how(reading: Reading) -> Iterator[str]:
    base = reading.site().base_url
    yield (
        f"Each paper has one page, {base}papers/ID/, with a summary, links, its lineage and dated citation counts; "
        f"citations of it stand beside that page ({', '.join(_endings(reading))})."
    )


def _endings(reading: Reading) -> Iterator[str]:
    for export in reading.site().exports:
        yield urls.paper_file("ID", ENDINGS[export])


def _roundups(reading: Reading) -> Iterator[str]:
    for collection_id in reversed(reading.collection_ids()):
        source = reading.collection(collection_id).collection.source
        published = day_words(source.published.isoformat() if source.published else "")
        size = counted(len(reading.members("collection", collection_id)), "paper")
        note = ", ".join(part for part in (source.author, published, size) if part)
        yield _link(reading, reading.collection_title(collection_id), urls.collection(collection_id), note)


def _areas(reading: Reading) -> Iterator[str]:
    counts = dict(reading.groups("topic"))
    for topic_id in reading.children(""):
        topic = reading.topic(topic_id)
        assert topic is not None
        about = plain_start(reading, "topics", f"{topic_id}/description")
        yield _link(reading, topic.name, urls.topic(topic_id), f"{counted(counts[topic_id], 'paper')}. {about}".strip())


def _data(reading: Reading) -> Iterator[str]:
    for name in reading.dumps():
        yield _link(reading, name, name, _DUMPS[name.partition(".")[2]])


def _more(reading: Reading) -> Iterator[str]:
    pages = (
        ("Papers", urls.papers(), "every paper, the newest first"),
        ("Years", urls.years(), "papers by the year in which they first appeared"),
        ("Topics", urls.topics(), "the tree of areas"),
        ("Venues", urls.venues(), "where papers were published"),
        ("Authors", urls.authors(), "by family name"),
        ("Feed", urls.feed(urls.HOME, "xml"), "the newest additions"),
    )
    for name, url, note in pages:
        yield _link(reading, name, url, note)


def _link(reading: Reading, name: str, url: str, note: str) -> str:
    address = urls.absolute(reading.site().base_url, url)
    return f"- [{_plain(name)}]({address}): {_plain(note)}"


def _plain(text: str) -> str:
    """Return words that Markdown takes for nothing but words."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
