"""What records say together must not contradict itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dlcatalog.catalog.assemble import Catalog
from dlcatalog.catalog.query import QueryFault, parse_mapping
from dlcatalog.checks.finding import Finding, entry_path
from dlcatalog.model.identifiers import KINDS
from dlcatalog.model.paper import ACYCLIC
from dlcatalog.text import fold, quote


def wrong_folder(catalog: Catalog) -> Iterator[Finding]:
    """A paper's record must lie in the folder of its year."""
    for paper in catalog.parts.papers.values():
        folder = paper.path.split("/")[1]
        if folder != str(paper.year):
            message = f"'year' must be the folder's year, {folder}, not '{paper.year}'"
            hint = f"move the file to papers/{paper.year}/{paper.id}.yaml, or correct the year"
            yield Finding(path=paper.path, where=("year",), message=message, help=hint)


def duplicate_identifier(catalog: Catalog) -> Iterator[Finding]:
    """An identifier (arXiv, DOI and the like) must belong to one paper; an ISBN, which a whole volume shares, may recur."""
    owners: dict[tuple[str, str], str] = {}
    for paper_id in sorted(catalog.parts.papers):
        paper = catalog.parts.papers[paper_id]
        for kind, value in paper.ids:
            first = owners.setdefault((kind, value.casefold()), paper_id)
            if first != paper_id and kind != "isbn":
                message = f"the {KINDS[kind].noun} must belong to one paper, and {quote(first)} has {quote(value)} too"
                hint = "delete one of the records, or correct the id"
                yield Finding(
                    path=paper.path,
                    where=("ids", kind),
                    message=message,
                    help=hint,
                    code=f"duplicate-{kind}",
                    about=(f"papers/{first}",),
                )


def duplicate_title(catalog: Catalog) -> Iterator[Finding]:
    """Two papers with one title and a common author should be one record, or be joined by `same-work-as`."""
    owners: dict[str, list[str]] = {}
    for paper_id in sorted(catalog.parts.papers):
        owners.setdefault(fold(catalog.parts.papers[paper_id].title), []).append(paper_id)
    for group in owners.values():
        for later in group[1:]:
            first, second = catalog.paper(group[0]), catalog.paper(later)
            common = {a.identity for a in first.authors} & {a.identity for a in second.authors}
            joined = any(
                r.kind == "same-work-as" and r.paper in (first.id, second.id)
                for r in (*first.relations, *second.relations)
            )
            if common and not joined:
                message = f"the title must belong to one paper, and {quote(first.id)} has it too"
                hint = "delete one of the records, or add relations: [{kind: same-work-as, paper: " + first.id + "}]"
                yield Finding(
                    path=second.path, where=("title",), message=message, help=hint, about=(f"papers/{first.id}",)
                )


def self_relation(catalog: Catalog) -> Iterator[Finding]:
    """A paper must not be related to itself."""
    for paper in catalog.parts.papers.values():
        for index, relation in enumerate(paper.relations):
            if relation.paper == paper.id:
                message = f"'paper' must be another paper, not {quote(relation.paper)} itself"
                yield Finding(
                    path=paper.path, where=("relations", index, "paper"), message=message, help="delete the relation"
                )


def duplicate_relation(catalog: Catalog) -> Iterator[Finding]:
    """A relation of one kind to one paper should stand once."""
    for paper in catalog.parts.papers.values():
        seen: set[tuple[str, str]] = set()
        for index, relation in enumerate(paper.relations):
            edge = (relation.kind, relation.paper)
            if edge in seen:
                message = f"a relation must stand once, not '{relation.kind}' to {quote(relation.paper)} again"
                yield Finding(path=paper.path, where=("relations", index), message=message, help="delete one of them")
            seen.add(edge)


def relation_cycle(catalog: Catalog) -> Iterator[Finding]:
    """builds-on, improves, simplifies and generalises together must have no cycle: a work cannot stand on one that stands on it."""
    edges = {
        paper.id: [
            (n, r.paper)
            for n, r in enumerate(paper.relations)
            if r.kind in ACYCLIC and r.paper in catalog.parts.papers and r.paper != paper.id
        ]
        for paper in catalog.parts.papers.values()
    }
    for paper_id, index, ring in _cycles({k: v for k, v in edges.items() if v}):
        path = catalog.paper(paper_id).path
        message = f"the relation must not close a cycle: {' → '.join(ring)}"
        hint = "drop the edge that does not hold, or use compares-with"
        about = tuple(f"papers/{paper}" for paper in ring)
        yield Finding(path=path, where=("relations", index, "paper"), message=message, help=hint, about=about)


def _cycles(edges: Mapping[str, list[tuple[int, str]]]) -> Iterator[tuple[str, int, list[str]]]:
    """Walk depth first without recursion; yield (paper, relation index, ring) for each edge that leads back onto the walk."""
    done: set[str] = set()
    for start in sorted(edges):
        if start in done:
            continue
        trail = [start]
        on_trail = {start}
        waiting = [iter(edges[start])]
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                node = trail.pop()
                on_trail.discard(node)
                done.add(node)
                continue
            index, target = step
            if target in on_trail:
                yield trail[-1], index, [*trail[trail.index(target) :], target]
            elif target in edges and target not in done:
                trail.append(target)
                on_trail.add(target)
                waiting.append(iter(edges[target]))


def failed_criterion(catalog: Catalog) -> Iterator[Finding]:
    """Every main entry of a roundup must meet each of its `criteria`, or say with `exception` why it does not."""
    for facts in catalog.parts.collections.values():
        for number, tree in enumerate(facts.collection.criteria):
            try:
                query = parse_mapping(tree, catalog.words())
            except QueryFault:
                continue
            for _, chapter, position, entry in facts.collection.written_entries():
                paper = catalog.parts.papers.get(entry.paper)
                if paper is None or entry.exception or query.matches(catalog.subject(paper)):
                    continue
                where = entry_path(chapter, position)
                message = f"the entry must meet criterion {number + 1}, {query.text}, and {quote(entry.paper)} does not"
                hint = "correct the record, or say why with 'exception: …'"
                place = (*where, "paper")
                about = (f"papers/{entry.paper}",)
                yield Finding(path=facts.path, where=place, message=message, help=hint, about=about)


def duplicate_entry(catalog: Catalog) -> Iterator[Finding]:
    """A paper should be a main entry of one roundup once, and among the mentions of an entry once and not beside itself."""
    for facts in catalog.parts.collections.values():
        seen: set[str] = set()
        for _, chapter, position, entry in facts.collection.written_entries():
            where = entry_path(chapter, position)
            if entry.paper in seen:
                message = f"a paper must be one entry of a roundup, not {quote(entry.paper)} again"
                yield Finding(path=facts.path, where=(*where, "paper"), message=message, help="keep one of them")
            seen.add(entry.paper)
            named = {entry.paper}
            for index, mention in enumerate(entry.mentions):
                if mention.paper in named:
                    message = f"a paper must be mentioned once beside an entry, not {quote(mention.paper)} again"
                    place = (*where, "mentions", index, "paper")
                    yield Finding(path=facts.path, where=place, message=message, help="keep one of them")
                named.add(mention.paper)


def former_id_taken(catalog: Catalog) -> Iterator[Finding]:
    """An id in `formerly` must not be the id, or a former id, of another paper."""
    owners: dict[str, str] = {}
    for paper_id in sorted(catalog.parts.papers):
        paper = catalog.paper(paper_id)
        for index, old in enumerate(paper.formerly):
            owner = owners.setdefault(old, paper_id)
            if old in catalog.parts.known_papers:
                message = f"a former id must not be the id of a paper, as {quote(old)} is"
            elif owner != paper_id:
                message = f"a former id must belong to one paper, and {quote(owner)} has {quote(old)} too"
            else:
                continue
            yield Finding(
                path=paper.path,
                where=("formerly", index),
                message=message,
                help="delete it from 'formerly'",
                about=(f"papers/{old}", f"papers/{owner}"),
            )


def author_page_clash(catalog: Catalog) -> Iterator[Finding]:
    """An id of people.yaml must not be the page name of an author whom that entry does not mean."""
    slugs: dict[str, str] = {}
    for key, slug in catalog.authors.slugs.items():
        other = slugs.setdefault(slug, key)
        if other == key:
            continue
        person = next((k.removeprefix("person:") for k in (key, other) if k.startswith("person:")), "")
        if person:
            name = next(k for k in (key, other) if not k.startswith("person:"))
            papers = catalog.parts.papers.values()
            shown, owner = next((a.text, p.id) for p in papers for a in p.authors if catalog.people.key(a) == name)
            message = f"an id of people.yaml must not be another author's page, as '{slug}' is that of {quote(shown)}"
            yield Finding(
                path="people.yaml",
                where=(person,),
                at_key=True,
                message=message,
                help="add the name to 'variants', or rename the id",
                about=(f"papers/{owner}",),
            )


def missing_alt(catalog: Catalog) -> Iterator[Finding]:
    """A figure should have `alt`, the words that stand for it where it cannot be seen."""
    for facts in catalog.parts.collections.values():
        for _, chapter, position, entry in facts.collection.written_entries():
            if entry.figure and not entry.figure.alt:
                where = entry_path(chapter, position)
                yield Finding(
                    path=facts.path,
                    where=(*where, "figure"),
                    message="'alt' must say what the figure shows",
                    help="add alt: …",
                )
    for paper in catalog.parts.papers.values():
        if paper.images and not paper.figure_alt:
            yield Finding(
                path=paper.path, where=("figure",), message="'alt' must say what the figure shows", help="add alt: …"
            )
