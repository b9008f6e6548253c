"""A line that says how far a long run is: on a terminal only, written over itself, a few times a second."""

from __future__ import annotations

import time
from collections import Counter
from typing import TextIO

_EVERY = 0.2
_WORTH_SAYING = ("gone", "wrong", "blocked", "unsure")


class ProgressLine:
    """A line such as "1,234 of 100,000 asked, 12 gone, 3 blocked, about 4 min left"."""

    def __init__(self, stream: TextIO, done: str, *, shown: bool) -> None:
        self._stream = stream
        self._done = done
        self._shown = shown and stream.isatty()
        self._width = 0
        self._last = 0.0
        self._started = time.monotonic()
        self._counts: Counter[str] = Counter()

    def step(self, number: int, of: int, kind: str) -> None:
        """Say that `number` things of `of` are done, the last of which was of a kind."""
        self._counts[kind] += 1
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY and number != of):
            return
        self._last = now
        parts = [f"{number:,} of {of:,} {self._done}"]
        parts += [f"{self._counts[name]:,} {name}" for name in _WORTH_SAYING if self._counts[name]]
        left = (now - self._started) / number * (of - number)
        if number < of and now - self._started > 3:
            parts.append(f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left")
        self._write(", ".join(parts))

    def say(self, text: str) -> None:
        """Write a line of its own."""
        self.end()
        self._stream.write(f"dlcatalog: {text}\n")
        self._stream.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._width:
            self._write("")
            self._width = 0

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width) + ("\r" if not text else ""))
        self._stream.flush()
        self._width = len(text)
