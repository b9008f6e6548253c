"""Pictures for link previews, 1200 × 630: bytes from a view, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

import orjson

from dlcatalog.render.preview.canvas import HEIGHT, WIDTH, Canvas
from dlcatalog.render.preview.colours import is_round
from dlcatalog.render.preview.letters import FOLDER, cut, fitted, shown, width_of

LEFT: Final = 80
RIGHT: Final = WIDTH - 80
_TITLE_SIZES: Final = (116, 104, 94, 84, 75, 67, 60, 54, 48)
_LEADING: Final = 1.1
_STRIP_ROWS: Final = 3
_FEW_MARKS: Final = 20


def preview_png(view: Mapping[str, Any]) -> bytes:
    """Return one picture as a PNG.

    The view holds `site` (its title), `label` (what kind of thing this is), `title`, `facts` (one line), `mark` (an area's
    number, 0 for none) and `marks` (one of an entry or an area each, for the strip).
    """
    return _drawn(orjson.dumps(view, option=orjson.OPT_SORT_KEYS))


# A process that builds a site again, as the preview server does, meets the same pictures again.
@lru_cache(maxsize=64)
def _drawn(data: bytes) -> bytes:
    view = orjson.loads(data)
    canvas = Canvas()
    top = _head(canvas, shown(view["site"]), shown(view["label"]))
    bottom = _foot(canvas, shown(view["facts"]), view["marks"])
    right = RIGHT - (300 if view["mark"] else 0)
    if view["mark"]:
        canvas.mark((RIGHT - (115 if is_round(view["mark"]) else 101), (top + bottom) // 2), 230, view["mark"])
    _title(canvas, shown(view["title"]), (LEFT, top, right, bottom))
    return canvas.png()


def _head(canvas: Canvas, site: str, label: str) -> int:
    """The site's name and, at the other end of the line, what is shown."""
    room = RIGHT - LEFT
    if label:
        label = cut(label, "sans", 28, room / 3)
        wide = width_of(label, "sans", 28)
        canvas.text((RIGHT - round(wide), 92), label, "sans", 28, "accent")
        room -= round(wide) + 40
    canvas.text((LEFT, 92), cut(site, "sans", 28, room), "sans", 28, "ink")
    canvas.rule(LEFT, RIGHT, 118, 2, "ink")
    return 120


def _foot(canvas: Canvas, facts: str, marks: Sequence[int]) -> int:
    """The facts on one line, below them the strip; returns where they begin."""
    size, pitch, rows = _strip(marks)
    base = HEIGHT - 66 - (len(rows) * pitch + 16 if rows else 0)
    canvas.text((LEFT, base), cut(facts, "sans", 28, RIGHT - LEFT), "sans", 28, "quiet")
    for number, row in enumerate(rows):
        for place, mark in enumerate(row):
            canvas.mark((LEFT + size // 2 + place * pitch, base + 24 + pitch // 2 + number * pitch), size, mark)
    return base - 44


def _strip(marks: Sequence[int]) -> tuple[int, int, list[Sequence[int]]]:
    """Return (size of a mark, from one to the next, rows): few marks are large, many stand in rows of one length."""
    few = len(marks) <= _FEW_MARKS
    size, pitch = (30, 46) if few else (18, 26)
    per_row = (RIGHT - LEFT) // pitch
    count = min(_STRIP_ROWS, -(-len(marks) // per_row))
    length = min(per_row, -(-len(marks) // count)) if count else 0
    return (
        size,
        pitch,
        [marks[start : start + length] for start in range(0, min(len(marks), length * count), length or 1)],
    )


def _title(canvas: Canvas, title: str, box: tuple[int, int, int, int]) -> None:
    """The title in the middle of its box."""
    left, top, right, bottom = box
    height = bottom - top
    size, lines = fitted(title, "serif", _TITLE_SIZES, (right - left, height - 60), _LEADING)
    step = round(size * _LEADING)
    # From the first line's capitals to the last line's feet.
    tall = step * (len(lines) - 1) + round(size * 0.66)
    base = top + (height - tall) // 2 + round(size * 0.66)
    for number, line in enumerate(lines):
        canvas.text((left, base + number * step), line, "serif", size, "ink")


@cache
def drawing_digest() -> str:
    """The hash of what pictures come from besides the code: the fonts, and the version of the library that draws."""
    from PIL import __version__  # noqa: PLC0415

    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for name in ("serif.ttf", "sans.ttf", "kerning.json"):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()
