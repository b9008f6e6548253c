"""Related papers: bounded and the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dlcatalog.catalog.related import Neighbours, Signature, related_papers, title_words


def one(
    paper_id: str, title: str = "", area: str = "", topics: tuple[str, ...] = (), authors: tuple[str, ...] = ()
) -> Signature:
    return Signature(paper_id, title, area, topics, authors)


def near(
    *others: Signature,
    related: Iterable[str] = (),
    chapters: Iterable[str] = (),
    small: bool = True,
) -> Neighbours:
    def holding(word: str) -> list[str]:
        return [o.id for o in others if word in title_words(o.title)] if small else []

    return Neighbours(
        related=related,
        chapters=chapters,
        by_author=lambda name: [o.id for o in others if name in o.authors],
        by_topic=lambda topic: [o.id for o in others if topic in (o.area, *o.topics)] if small else [],
        by_word=holding,
        signature={o.id: o for o in others}.__getitem__,
    )


def test_title_words() -> None:
    assert title_words("The Éclair of an éclair, in 3D") == ("the", "eclair")


@pytest.mark.parametrize(
    ("other", "found"),
    [
        pytest.param(one("b", authors=("ada",)), True, id="author"),
        pytest.param(one("b", area="rocks"), True, id="area"),
        pytest.param(one("b", topics=("gems",)), True, id="topic"),
        pytest.param(one("b", "Round Pebbles"), True, id="two-words"),
        pytest.param(one("b", "Pebbles"), False, id="one-word"),
        pytest.param(one("b", "Something Else"), False, id="nothing"),
    ],
)
def test_what_makes_a_candidate(other: Signature, found: bool) -> None:
    mine = one("a", "Pebbles Are Round", "rocks", ("gems",), ("ada",))
    assert related_papers(mine, near(other)) == (("b",) if found else ())


def test_relations_and_chapters_make_candidates() -> None:
    assert related_papers(one("a"), near(one("b"), one("c"), related=["b"], chapters=["c"])) == ("b", "c")


def test_a_paper_is_not_related_to_itself() -> None:
    mine = one("a", authors=("ada",))
    assert related_papers(mine, near(mine, related=["a"])) == ()


def test_six_are_shown_and_ties_go_by_id() -> None:
    others = [one(f"p{n}", authors=("ada",)) for n in (7, 3, 9, 1, 5, 2, 8)]
    assert related_papers(one("a", authors=("ada",)), near(*others)) == ("p1", "p2", "p3", "p5", "p7", "p8")


def test_a_relation_outweighs_titles_and_topics() -> None:
    mine = one("a", "Pebbles Are Round", "rocks", ("gems",))
    others = [one("b", "Pebbles Were Round", "rocks", ("gems",)), one("c", "Water")]
    assert related_papers(mine, near(*others, related=["c"])) == ("c", "b")
    assert related_papers(mine, near(*others, chapters=["c"])) == ("b", "c")


def test_at_most_200_are_compared_cut_by_id() -> None:
    asked: list[str] = []
    others = {f"p{n:03}": one(f"p{n:03}", authors=("ada",)) for n in range(300)}

    def signature(paper_id: str) -> Signature:
        asked.append(paper_id)
        return others[paper_id]

    def nothing(_: str) -> tuple[str, ...]:
        return ()

    neighbours = Neighbours((), (), lambda _: list(others), nothing, nothing, signature)
    related_papers(one("a", authors=("ada",)), neighbours)
    assert asked == [f"p{n:03}" for n in range(200)]


def test_the_order_of_candidates_does_not_matter() -> None:
    others = [one(f"p{n}", f"Pebbles {n} Round", authors=("ada",)) for n in range(9)]
    mine = one("a", "Pebbles Are Round", authors=("ada",))
    assert related_papers(mine, near(*others)) == related_papers(mine, near(*reversed(others)))
