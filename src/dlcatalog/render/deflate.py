"""DEFLATE (RFC 1951) of our own: zlib's bytes differ from one build of it to another, ours are the same everywhere.

Greedy matching over one table of the last place of each four bytes, one block with its own Huffman codes. On pages it
leaves a tenth more than zlib does, at some megabytes a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import Final

WINDOW: Final = 32_768
_LONGEST: Final = 258
_KEY: Final = 4
_STEP: Final = 32
# The first places inside a match are noted too: later matches often begin there. All of them would cost more than they save.
_NOTED: Final = 8
_END: Final = 256
_MAX_BITS: Final = 15
_MAX_CODE_BITS: Final = 7
_CODE_ORDER: Final = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
# A part of this many bytes is a block of its own: a long file changes its character, and its tables take memory.
_PART: Final = 1 << 18

# (symbol, extra bits, value of the extra bits) of every match length and, by ranges, of every distance.
Coded = tuple[int, int, int]
# A literal is its byte; a match is 256 + length * 65536 + distance: one number each keeps the lists small.
_MATCH: Final = 1 << 16


def deflate(data: bytes) -> bytes:
    """Return the raw stream."""
    writer = _Writer()
    for start in range(0, max(1, len(data)), _PART):
        tokens = list(_tokens(data[start : start + _PART]))
        _write_block(writer, tokens, is_last=start + _PART >= len(data))
    return writer.finish()


def _tokens(data: bytes) -> Iterator[int]:
    """Yield literals and matches that together spell the data."""
    size, place = len(data), 0
    last: dict[bytes, int] = {}
    seen = last.get
    while place < size:
        key = data[place : place + _KEY]
        found = seen(key, -WINDOW - 1)
        last[key] = place
        if place - found > WINDOW or len(key) < _KEY:
            yield data[place]
            place += 1
            continue
        most = min(_LONGEST, size - place)
        length = _common(data, found, place, most)
        yield length * _MATCH + place - found
        for inside in range(place + 1, place + min(length, _NOTED)):
            last[data[inside : inside + _KEY]] = inside
        place += length


def _common(data: bytes, one: int, other: int, most: int) -> int:
    """How many bytes from two places on are equal, at least the key's, at most `most`."""
    length = _KEY
    while length < most and data[one + length : one + length + _STEP] == data[other + length : other + length + _STEP]:
        length += _STEP
    while length < most and data[one + length] == data[other + length]:
        length += 1
    return min(length, most)


def _ranges(extras: Sequence[int], first: int) -> list[tuple[int, int]]:
    """(smallest value, extra bits) of each symbol."""
    ranges, value = [], first
    for bits in extras:
        ranges.append((value, bits))
        value += 1 << bits
    return ranges


def _table(ranges: list[tuple[int, int]], symbol: int, size: int) -> list[Coded]:
    table: list[Coded] = [(0, 0, 0)] * size
    for place, (start, bits) in enumerate(ranges):
        for value in range(start, min(size, start + (1 << bits))):
            table[value] = (symbol + place, bits, value - start)
    return table


_LENGTH_EXTRAS: Final = [0] * 8 + [b for b in range(1, 6) for _ in range(4)]
_LENGTHS: Final = _table(_ranges(_LENGTH_EXTRAS, 3), 257, 259)
_LENGTHS[_LONGEST] = (285, 0, 0)
_DISTANCES: Final = _table(_ranges([0, 0, 0, 0] + [b for b in range(1, 14) for _ in range(2)], 1), 0, WINDOW + 1)


class _Writer:
    """Bits, the lowest first."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.bits = 0
        self.count = 0

    def put(self, value: int, count: int) -> None:
        self.bits |= value << self.count
        self.count += count
        if self.count >= 64:
            whole = self.count // 8
            self.bytes += (self.bits & ((1 << whole * 8) - 1)).to_bytes(whole, "little")
            self.bits >>= whole * 8
            self.count -= whole * 8

    def finish(self) -> bytes:
        self.bytes += self.bits.to_bytes((self.count + 7) // 8, "little")
        return bytes(self.bytes)


def _write_block(writer: _Writer, tokens: Sequence[int], *, is_last: bool) -> None:
    counts, far_counts = [0] * 286, [0] * 30
    counts[_END] = 1
    for token in tokens:
        if token < _MATCH:
            counts[token] += 1
        else:
            counts[_LENGTHS[token >> 16][0]] += 1
            far_counts[_DISTANCES[token & 0xFFFF][0]] += 1
    near, far = _code_lengths(counts, _MAX_BITS), _code_lengths(far_counts, _MAX_BITS)
    writer.put(5 if is_last else 4, 3)
    _write_lengths(writer, near, far)
    _write_tokens(writer, tokens, _codes(near), _codes(far))


def _write_tokens(
    writer: _Writer, tokens: Sequence[int], near: Sequence[tuple[int, int]], far: Sequence[tuple[int, int]]
) -> None:
    # Each length with its extra bits becomes one code, so that a match is two writes.
    lengths = [
        (near[symbol][0] | extra << near[symbol][1], near[symbol][1] + bits) if symbol else (0, 0)
        for symbol, bits, extra in _LENGTHS
    ]
    put = writer.put
    for token in tokens:
        if token < _MATCH:
            put(*near[token])
        else:
            put(*lengths[token >> 16])
            symbol, bits, extra = _DISTANCES[token & 0xFFFF]
            code, size = far[symbol]
            put(code | extra << size, size + bits)
    put(*near[_END])


def _code_lengths(counts: Sequence[int], longest: int) -> list[int]:
    """Return the bits of each symbol's code; where the best code is too long, a flatter count is tried."""
    used = [symbol for symbol, count in enumerate(counts) if count]
    lengths = [0] * len(counts)
    if len(used) < 2:
        # A code of one word still takes a bit.
        for symbol in used or [0]:
            lengths[symbol] = 1
        return lengths
    flat = 0
    while True:
        tree: list[tuple[int, int, tuple[int, ...]]] = [(max(1, counts[s] >> flat), s, (s,)) for s in used]
        heapify(tree)
        depths = dict.fromkeys(used, 0)
        while len(tree) > 1:
            one, other = heappop(tree), heappop(tree)
            inside = one[2] + other[2]
            for symbol in inside:
                depths[symbol] += 1
            heappush(tree, (one[0] + other[0], min(one[1], other[1]), inside))
        if max(depths.values()) <= longest:
            for symbol, depth in depths.items():
                lengths[symbol] = depth
            return lengths
        flat += 1


def _codes(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Return (code, bits) of each symbol: canonical, and turned round because the lowest bit goes first."""
    codes = [(0, 0)] * len(lengths)
    code = 0
    for size in range(1, max(lengths) + 1):
        code <<= 1
        for symbol, length in enumerate(lengths):
            if length == size:
                codes[symbol] = (int(f"{code:0{size}b}"[::-1], 2), size)
                code += 1
    return codes


def _write_lengths(writer: _Writer, near: list[int], far: list[int]) -> None:
    near, far = _trimmed(near, 257), _trimmed(far, 1)
    packed = list(_packed([*near, *far]))
    counts = [0] * 19
    for symbol, _, _ in packed:
        counts[symbol] += 1
    sizes = _code_lengths(counts, _MAX_CODE_BITS)
    codes = _codes(sizes)
    order = [sizes[symbol] for symbol in _CODE_ORDER]
    order = _trimmed(order, 4)
    writer.put(len(near) - 257, 5)
    writer.put(len(far) - 1, 5)
    writer.put(len(order) - 4, 4)
    for size in order:
        writer.put(size, 3)
    for symbol, extra, bits in packed:
        writer.put(*codes[symbol])
        writer.put(extra, bits)


def _trimmed(lengths: list[int], least: int) -> list[int]:
    size = len(lengths)
    while size > least and not lengths[size - 1]:
        size -= 1
    return lengths[:size]


def _packed(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield (symbol, extra, bits): code lengths with runs of one value shortened."""
    place = 0
    while place < len(lengths):
        value = lengths[place]
        run = 1
        while place + run < len(lengths) and lengths[place + run] == value:
            run += 1
        place += run
        if value:
            yield value, 0, 0
            run -= 1
        while run:
            if value == 0 and run >= 11:
                part = min(run, 138)
                yield 18, part - 11, 7
            elif run >= 3:
                part = min(run, 10 if value == 0 else 6)
                yield (17, part - 3, 3) if value == 0 else (16, part - 3, 2)
            else:
                part = 1
                yield value, 0, 0
            run -= part
