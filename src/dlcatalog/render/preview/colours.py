"""The colours of the preview pictures: the light scheme of static/site.css, each ink in a few steps from the paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dlcatalog.render.preview.png import Colour

PAPER: Final = "#fdfcf9"
# Inks by name. The six hues are those of the areas' marks.
INKS: Final = {
    "ink": "#1d1b18",
    "quiet": "#5c574f",
    "line": "#dcd6ca",
    "accent": "#a63d2f",
    "hue-1": "#0072b2",
    "hue-2": "#c8500a",
    "hue-3": "#006b4f",
    "hue-4": "#c0629a",
    "hue-5": "#a07a00",
    "hue-6": "#41505c",
}
HUES: Final = 6
STEPS: Final = 6


def palette() -> list[Colour]:
    """Paper first, then every ink from its faintest step to itself."""
    return [_colour(PAPER), *(colour for ink in INKS.values() for colour in _ramp(ink))]


def first_of(ink: str) -> int:
    """The palette number of an ink's faintest step."""
    return 1 + STEPS * list(INKS).index(ink)


def ink_of(mark: int) -> str:
    """The ink of an area's mark, by the area's number from 1 on."""
    return f"hue-{(mark - 1) % HUES + 1}"


def is_round(mark: int) -> bool:
    """Marks 1 to 6 are circles, 7 to 12 squares, and so on."""
    return (mark - 1) // HUES % 2 == 0


def _ramp(ink: str) -> Iterator[Colour]:
    paper, full = _colour(PAPER), _colour(ink)
    for step in range(1, STEPS + 1):
        red, green, blue = (
            (p * (STEPS - step) + f * step + STEPS // 2) // STEPS for p, f in zip(paper, full, strict=True)
        )
        yield red, green, blue


def _colour(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
