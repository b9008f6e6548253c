"""Which units a site consists of. A unit is planned at once and remembers what it read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.plan import collection, feeds, guide, home, list_data, lists, paper, previews, search_page, urls
from dlcatalog.plan.page import Planned, page_count
from dlcatalog.plan.pictures import genealogy, stats, timeline
from dlcatalog.plan.reading import Reading, shard_bits

Planner = Callable[[Reading, str], Planned]


@dataclass(frozen=True, slots=True)
class Unit:
    """A name that is the same in every build, and how to plan what it names."""

    name: str
    planner: Planner
    argument: str

    def plan(self, reading: Reading) -> Planned:
        return self.planner(reading, self.argument)


def _numbered(planner: Callable[[Reading, str, int], Planned]) -> Planner:
    def plan(reading: Reading, argument: str) -> Planned:
        key, _, number = argument.rpartition("#")
        return planner(reading, key, int(number))

    return plan


def site_units(catalog: Catalog) -> Iterator[Unit]:
    """Yield every unit of the site, papers first: they are the most work and the others wait for nobody."""
    for paper_id in catalog.order:
        yield Unit(f"paper/{paper_id}", paper.paper_unit, paper_id)
    for old, new in sorted(catalog.moved.items()):
        yield Unit(f"moved/{old}/{new}", lambda r, a: paper.moved_page(r, *a.split(" ")), f"{old} {new}")
    yield from _lists(catalog)
    yield from _indexes(catalog)
    for collection_id in sorted(catalog.parts.collections):
        yield Unit(f"collection/{collection_id}", collection.collection_unit, collection_id)
    yield from _list_data(catalog)
    if catalog.parts.site.base_url:
        yield from _feeds(catalog)
        yield from _previews(catalog)
        yield Unit("llms", lambda r, _: guide.llms_unit(r), "")


def _pages(kind: str, planner: Callable[[Reading, str, int], Planned], key: str, members: int) -> Iterator[Unit]:
    for number in lists.list_pages(members):
        yield Unit(f"{kind}/{key}#{number}", _numbered(planner), f"{key}#{number}")


def _lists(catalog: Catalog) -> Iterator[Unit]:
    yield from _pages("papers", lambda r, _, n: lists.papers_page(r, n), "", len(catalog.order))
    for year, ids in catalog.by_year.items():
        yield from _pages("year", lists.year_page, str(year), len(ids))
        inside = set(ids)
        for topic in catalog.tree.order:
            shared = len(inside.intersection(catalog.by_topic.get(topic, ())))
            if shared:
                yield from _pages("year-topic", lists.year_topic_page, f"{year}/{topic}", shared)
    for topic in catalog.tree.order:
        yield from _pages("topic", lists.topic_page, topic, len(catalog.by_topic.get(topic, ())))
    for venue, ids in catalog.by_venue.items():
        yield from _pages("venue", lists.venue_page, venue, len(ids))
    for slug, entry in catalog.authors.entries.items():
        yield from _pages("author", lists.author_page, slug, len(entry.papers))


def _indexes(catalog: Catalog) -> Iterator[Unit]:
    yield Unit("home", lambda r, _: home.home_page(r), "")
    yield Unit("404", lambda r, _: home.missing_page(r), "")
    yield Unit("years", lambda r, _: lists.years_index(r), "")
    yield Unit("topics", lambda r, _: lists.topics_index(r), "")
    yield Unit("venues", lambda r, _: lists.venues_index(r), "")
    yield Unit("collections", lambda r, _: collection.collections_index(r), "")
    yield Unit("timeline", lambda r, _: timeline.timeline_page(r), "")
    yield Unit("stats", lambda r, _: stats.stats_page(r), "")
    for topic in catalog.tree.order:
        yield Unit(f"genealogy/{topic}", genealogy.genealogy_page, topic)
    yield Unit("search", lambda r, _: search_page.search_page(r), "")
    for number in range(1, page_count(len(catalog.authors.entries), lists.NAMES_PER_PAGE) + 1):
        yield Unit(f"authors#{number}", lambda r, a: lists.authors_index(r, int(a)), str(number))


def _list_data(catalog: Catalog) -> Iterator[Unit]:
    """The reader's own list, and the shards that its page and the cards of links read."""
    yield Unit("list", lambda r, _: list_data.list_page(r), "")
    yield Unit("list-map", lambda r, _: list_data.map_unit(r), "")
    bits = shard_bits(len(catalog.order))
    for number in range(1 << bits["cards"]):
        yield Unit(f"list-cards/{bits['cards']}#{number}", _numbered(list_data.card_unit), f"{bits['cards']}#{number}")
    for number in range(1 << bits["find"]):
        yield Unit(f"list-find/{bits['find']}#{number}", _numbered(list_data.find_unit), f"{bits['find']}#{number}")


def _feeds(catalog: Catalog) -> Iterator[Unit]:
    title = catalog.parts.site.title
    yield Unit("feed/", lambda r, _: feeds.feed_unit(r, urls.HOME, title, r.newest_added("papers")), "")
    for topic in catalog.tree.order:
        yield Unit(f"feed/topic/{topic}", _topic_feed, topic)
    for venue in catalog.by_venue:
        yield Unit(f"feed/venue/{venue}", _venue_feed, str(venue))
    for slug, entry in catalog.authors.entries.items():
        if len(entry.papers) >= lists.AUTHOR_FEED_FROM:
            yield Unit(f"feed/author/{slug}", _author_feed, slug)
    for collection_id in sorted(catalog.parts.collections):
        yield Unit(f"feed/collection/{collection_id}", _collection_feed, collection_id)


def _previews(catalog: Catalog) -> Iterator[Unit]:
    yield Unit("preview/site", lambda r, _: previews.preview_of_site(r), "")
    for topic in catalog.tree.roots:
        yield Unit(f"preview/topic/{topic}", previews.preview_of_topic, topic)
    for collection_id in sorted(catalog.parts.collections):
        yield Unit(f"preview/collection/{collection_id}", previews.preview_of_collection, collection_id)


def _topic_feed(reading: Reading, topic_id: str) -> Planned:
    topic = reading.topic(topic_id)
    assert topic is not None
    return feeds.feed_unit(
        reading, urls.topic(topic_id), f"{topic.name} · {reading.site().title}", reading.newest_added("topic", topic_id)
    )


def _venue_feed(reading: Reading, venue_id: str) -> Planned:
    venue = reading.venue(venue_id)
    assert venue is not None
    return feeds.feed_unit(
        reading,
        urls.venue(venue_id),
        f"{venue.as_short()} · {reading.site().title}",
        reading.newest_added("venue", venue_id),
    )


def _author_feed(reading: Reading, slug: str) -> Planned:
    author = reading.author(slug)
    return feeds.feed_unit(
        reading, urls.author(slug), f"{author.name} · {reading.site().title}", reading.newest_added("author", slug)
    )


def _collection_feed(reading: Reading, collection_id: str) -> Planned:
    title = f"{reading.collection_title(collection_id)} · {reading.site().title}"
    return feeds.feed_unit(
        reading, urls.collection(collection_id), title, reading.newest_added("collection", collection_id)
    )
