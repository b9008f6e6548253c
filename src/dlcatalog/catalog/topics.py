"""The tree of topics: order of display, ancestors, and which papers a topic holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dlcatalog.catalog.facts import PaperFacts
from dlcatalog.model.vocabulary import Topic


@dataclass(frozen=True, slots=True)
class TopicTree:
    """Topics in the order of topics.yaml, which is the order of display. A parent that does not exist, or a ring, makes a root."""

    topics: Mapping[str, Topic]
    parents: Mapping[str, str]
    children: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]

    @classmethod
    def of(cls, topics: Mapping[str, Topic]) -> TopicTree:
        parents = {t: _sound_parent(t, topics) for t in topics}
        children: dict[str, list[str]] = {}
        for topic, parent in parents.items():
            children.setdefault(parent, []).append(topic)
        frozen = {parent: tuple(found) for parent, found in children.items()}
        return cls(topics, parents, frozen, tuple(_walk(frozen, "")))

    @property
    def roots(self) -> tuple[str, ...]:
        return self.children.get("", ())

    def name(self, topic: str) -> str:
        found = self.topics.get(topic)
        return found.name if found else topic

    def lineage(self, topic: str) -> tuple[str, ...]:
        """The topic and its ancestors, nearest first; nothing for an unknown one."""
        line: list[str] = []
        while topic in self.topics:
            line.append(topic)
            topic = self.parents[topic]
        return tuple(line)

    def root(self, topic: str) -> str:
        line = self.lineage(topic)
        return line[-1] if line else ""

    def holders(self, paper: PaperFacts) -> tuple[str, ...]:
        """Every topic on whose page the paper stands: its own and their ancestors."""
        return tuple(dict.fromkeys(a for t in (paper.area, *paper.topics) for a in self.lineage(t)))


def _sound_parent(topic: str, topics: Mapping[str, Topic]) -> str:
    parent = topics[topic].parent
    if parent not in topics:
        return ""
    seen = {topic}
    above = parent
    while above in topics:
        if above in seen:
            return ""
        seen.add(above)
        above = topics[above].parent
    return parent


def _walk(children: Mapping[str, tuple[str, ...]], parent: str) -> list[str]:
    order: list[str] = []
    waiting = list(reversed(children.get(parent, ())))
    while waiting:
        topic = waiting.pop()
        order.append(topic)
        waiting.extend(reversed(children.get(topic, ())))
    return order
