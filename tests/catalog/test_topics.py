"""The tree of topics."""

from __future__ import annotations

import pytest

from dlcatalog.catalog.topics import TopicTree
from dlcatalog.model.vocabulary import Topic

from .building import TOPICS, paper

TREE = TopicTree.of(TOPICS)


def tree_of(**parents: str) -> TopicTree:
    return TopicTree.of(
        {name: Topic(name=name, **({"parent": parent} if parent else {})) for name, parent in parents.items()}
    )


def test_order_is_that_of_the_file_with_children_below_their_parents() -> None:
    assert tree_of(a="", b="", c="a", d="b", e="a", f="c").order == ("a", "c", "f", "e", "b", "d")


def test_a_child_may_stand_before_its_parent() -> None:
    assert tree_of(c="a", a="").order == ("a", "c")


def test_roots_and_children() -> None:
    assert TREE.roots == ("geology", "water")
    assert TREE.children["geology"] == ("minerals",)


@pytest.mark.parametrize(
    ("topic", "line", "root"),
    [
        ("gems", ("gems", "minerals", "geology"), "geology"),
        ("water", ("water",), "water"),
        ("none", (), ""),
    ],
)
def test_lineage(topic: str, line: tuple[str, ...], root: str) -> None:
    assert (TREE.lineage(topic), TREE.root(topic)) == (line, root)


@pytest.mark.parametrize(
    "parents",
    [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}],
    ids=["itself", "two", "three"],
)
def test_a_ring_makes_roots(parents: dict[str, str]) -> None:
    tree = tree_of(**parents)
    assert tree.roots == tree.order == tuple(parents)


def test_what_leads_into_a_ring_is_a_root() -> None:
    assert tree_of(a="b", b="a", c="a").roots == ("a", "b", "c")


def test_a_parent_that_does_not_exist_makes_a_root() -> None:
    assert tree_of(a="none", b="a").lineage("b") == ("b", "a")


def test_a_thousand_levels_are_walked() -> None:
    tree = tree_of(**{f"t{n}": f"t{n - 1}" if n else "" for n in range(1000)})
    assert len(tree.lineage("t999")) == len(tree.order) == 1000


def test_holders_are_own_topics_and_their_ancestors_once() -> None:
    assert TREE.holders(paper("a", area="gems", topics=("minerals", "water"))) == (
        "gems",
        "minerals",
        "geology",
        "water",
    )


def test_a_topic_is_called_by_its_name_else_its_id() -> None:
    assert (TREE.name("gems"), TREE.name("none")) == ("Gems", "none")
