"""The pictures that stand for the site, an area or a roundup where a page is shared; and which page shows which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from dlcatalog.model.paper import Paper
from dlcatalog.plan import urls
from dlcatalog.plan.marks import mark_number
from dlcatalog.plan.opengraph import Picture, site_picture
from dlcatalog.plan.page import Artifact, Planned, day_words
from dlcatalog.plan.reading import Reading
from dlcatalog.text import counted

RASTERS: Final = (".png", ".jpg", ".jpeg", ".webp", ".gif")
# The strip below a roundup's title has room for so many entries.
MOST_MARKS: Final = 120


def preview_of_site(reading: Reading) -> Planned:
    """The catalogue's title over the marks of its areas."""
    site = reading.site()
    areas = range(1, min(MOST_MARKS, len(reading.children(""))) + 1)
    facts = _facts(reading, reading.members("papers"))
    return _planned(urls.preview_of_site(), _host(site.base_url), "", site.title, facts, marks=list(areas))


def preview_of_topic(reading: Reading, topic_id: str) -> Planned:
    """An area's name beside its mark."""
    topic = reading.topic(topic_id)
    assert topic is not None
    facts = _facts(reading, reading.members("topic", topic_id))
    mark = mark_number(reading.children("").index(topic_id))
    return _planned(urls.preview_of_topic(topic_id), reading.site().title, "Area", topic.name, facts, mark=mark)


def preview_of_collection(reading: Reading, collection_id: str) -> Planned:
    """A roundup's title over one mark for each entry, in the roundup's order."""
    facts = reading.collection(collection_id)
    source = facts.collection.source
    members = reading.members("collection", collection_id)
    published = day_words(source.published.isoformat() if source.published else "")
    line = " · ".join(part for part in (source.author, published, counted(len(members), "paper")) if part)
    marks = [mark for i in members[:MOST_MARKS] if (mark := int(reading.card(i)["mark"]))]
    path, title = urls.preview_of_collection(collection_id), facts.collection.title
    return _planned(path, reading.site().title, "Roundup", title, line, marks=marks)


def _planned(
    path: str, site: str, label: str, title: str, facts: str, *, mark: int = 0, marks: Sequence[int] = ()
) -> Planned:
    view: dict[str, Any] = {
        "site": site,
        "label": label,
        "title": title,
        "facts": facts,
        "mark": mark,
        "marks": list(marks),
    }
    return Planned((Artifact(path, "preview", view),))


def _facts(reading: Reading, members: Sequence[str]) -> str:
    """Return "21 papers, 1992 to 2020"."""
    if not members:
        return ""
    # Lists run from the newest to the oldest.
    first, last = (int(reading.card(i)["year"]) for i in (members[-1], members[0]))
    return (
        f"{counted(len(members), 'paper')}, {first} to {last}"
        if first != last
        else f"{counted(len(members), 'paper')}, {first}"
    )


def _host(base_url: str) -> str:
    return urlsplit(base_url).netloc.removeprefix("www.")


def picture_of_topic(reading: Reading, topic_id: str) -> Picture:
    """The picture of the area that a topic lies in."""
    site = reading.site()
    lineage = reading.lineage(topic_id)
    area = lineage[-1] if lineage else ""
    topic = reading.topic(area) if area else None
    return Picture(urls.preview_of_topic(area), f"{topic.name} · {site.title}") if topic else site_picture(site)


def picture_of_collection(reading: Reading, collection_id: str) -> Picture:
    title = f"{reading.collection_title(collection_id)} · {reading.site().title}"
    return Picture(urls.preview_of_collection(collection_id), title)


def picture_of_paper(reading: Reading, paper: Paper) -> Picture:
    """The paper's own figure where sharing sites can show it, else its area's picture."""
    figure = paper.figure
    if figure and figure.image.casefold().endswith(RASTERS):
        width, height = reading.image_size(figure.image)
        if width and height:
            return Picture(urls.image(figure.image), figure.alt, width, height)
    return picture_of_topic(reading, paper.area)
