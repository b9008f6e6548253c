"""Names beside marks: as many as fit, none over another name or over a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dlcatalog.plan.pictures.lettering import width

LINE: Final = 15.0
SIZE: Final = 12.0
SPACE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A mark that wants its name beside it, inside `room`."""

    key: int
    text: str
    x: float
    y: float
    r: float
    room: Box


@dataclass(frozen=True, slots=True)
class Label:
    """A name's place: `x` is its start, middle or end as `anchor` says, `y` its base line."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def place(wishes: Iterable[Wish], taken: Sequence[Box]) -> dict[int, Label]:
    """Grant wishes in their order: right of the mark, above, left, below, or not at all."""
    shelves: dict[int, list[Box]] = {}
    for box in taken:
        _shelve(shelves, box)
    granted: dict[int, Label] = {}
    for wish in wishes:
        for label in _candidates(wish):
            if label.box.within(wish.room) and not any(label.box.touches(b) for b in _near(shelves, label.box)):
                granted[wish.key] = label
                _shelve(shelves, label.box)
                break
    return granted


def _candidates(wish: Wish) -> Iterator[Label]:
    w = width(wish.text, SIZE)
    gap = wish.r + SPACE
    for x, y, anchor in (
        (wish.x + gap, wish.y, "start"),
        (wish.x, wish.y - gap - LINE / 2, "middle"),
        (wish.x - wish.r, wish.y - gap - LINE / 2, "start"),
        (wish.x + wish.r, wish.y - gap - LINE / 2, "end"),
        (wish.x - gap, wish.y, "end"),
        (wish.x, wish.y + gap + LINE / 2, "middle"),
    ):
        left = x - {"start": 0, "middle": w / 2, "end": w}[anchor]
        yield Label(wish.text, x, y + SIZE / 3, anchor, Box(left, y - LINE / 2, left + w, y + LINE / 2))


def _near(shelves: dict[int, list[Box]], box: Box) -> Iterator[Box]:
    for shelf in _shelves_of(box):
        yield from shelves.get(shelf, ())


def _shelve(shelves: dict[int, list[Box]], box: Box) -> None:
    for shelf in _shelves_of(box):
        shelves.setdefault(shelf, []).append(box)


def _shelves_of(box: Box) -> range:
    """Strips of 40 pixels, so that a name is compared with its neighbours only."""
    return range(int(box.top // 40), int(box.bottom // 40) + 1)
