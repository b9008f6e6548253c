"""A sheet of palette numbers to draw on: letters, marks, hairlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dlcatalog.render.preview import colours
from dlcatalog.render.preview.letters import SCALE, font, kerned, width_of
from dlcatalog.render.preview.png import indexed_png

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH: Final = 1200
HEIGHT: Final = 630
_FINE: Final = 4


class Canvas:
    """1200 × 630 pixels of paper; what is drawn must not overlap."""

    def __init__(self) -> None:
        from PIL import Image  # noqa: PLC0415 - needed by the few builds that draw

        self._new = Image.new
        self._sheet = Image.new("L", (WIDTH, HEIGHT), 0)

    def text(self, place: tuple[int, int], words: str, name: str, size: int, ink: str) -> None:
        """Write one line; `place` is the left end of its base line."""
        from PIL import ImageDraw  # noqa: PLC0415

        if not words:
            return
        face, wide = font(name, size), round(width_of(words, name, size) * SCALE)
        _, top, _, bottom = (int(edge) for edge in face.getbbox(words, anchor="ls"))
        # Letters may reach out of their width. The frame is even, so that two by two make one pixel.
        aside, top = size // 2 * SCALE, top - 2 - top % 2
        mask = self._new("L", ((wide + 2 * aside + 1) // 2 * 2, (bottom - top + 3) // 2 * 2), 0)
        draw, left = ImageDraw.Draw(mask), float(aside)
        for run, kern in kerned(words, name):
            draw.text((left, -top), run, fill=255, font=face, anchor="ls")
            left += face.getlength(run) + kern * size * SCALE / 1000
        self._lay(mask.reduce(SCALE), (place[0] - aside // SCALE, place[1] + top // SCALE), ink)

    def mark(self, centre: tuple[int, int], size: int, number: int) -> None:
        """Draw an area's mark; a square is as large to the eye as a circle."""
        from PIL import ImageDraw  # noqa: PLC0415

        is_round = colours.is_round(number)
        side = size * _FINE
        inset = 0 if is_round else round(side * 0.06)
        mask = self._new("L", (side, side), 0)
        draw = ImageDraw.Draw(mask)
        box = (inset, inset, side - 1 - inset, side - 1 - inset)
        (draw.ellipse if is_round else draw.rectangle)(box, fill=255)
        self._lay(mask.reduce(_FINE), (centre[0] - size // 2, centre[1] - size // 2), colours.ink_of(number))

    def rule(self, left: int, right: int, top: int, thickness: int, ink: str) -> None:
        self._sheet.paste(colours.first_of(ink) + colours.STEPS - 1, (left, top, right, top + thickness))

    def _lay(self, mask: Image, place: tuple[int, int], ink: str) -> None:
        first, steps = colours.first_of(ink), colours.STEPS
        numbers = [(value * steps + 127) // 255 for value in range(256)]
        inked = mask.point([first + number - 1 if number else 0 for number in numbers])
        self._sheet.paste(inked, place, mask.point([255 if number else 0 for number in numbers]))

    def png(self) -> bytes:
        return indexed_png(WIDTH, HEIGHT, self._sheet.tobytes(), colours.palette())
