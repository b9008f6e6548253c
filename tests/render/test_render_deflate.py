"""Our own DEFLATE, read by zlib."""

from __future__ import annotations

import hashlib
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.render import deflate as module
from dlcatalog.render.deflate import deflate

ROOT = Path(__file__).resolve().parents[2]
NOISE = random.Random(7).randbytes(70_000)
WORDS = " ".join(random.Random(8).choices(["graph", "net", "deep", "learning", "of", "the", "a"], k=30_000)).encode()


def inflated(data: bytes) -> bytes:
    reader = zlib.decompressobj(-15)
    out = reader.decompress(data)
    assert reader.eof
    assert reader.unused_data == b""
    return out


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"a", id="one-byte"),
        pytest.param(b"abc", id="shorter-than-a-key"),
        pytest.param(b"aaaa", id="one-letter"),
        pytest.param(b"a" * 3, id="three"),
        pytest.param(b"\0" * 1_000_000, id="one-long-run"),
        pytest.param(bytes(range(256)) * 3, id="every-byte"),
        pytest.param(NOISE, id="noise"),
        pytest.param(WORDS, id="words"),
        pytest.param(NOISE[:32_768] + NOISE[:40], id="a-match-as-far-as-it-goes"),
        pytest.param(NOISE[:32_769] + NOISE[:40], id="a-match-too-far"),
        pytest.param(b"xyz" + b"q" * 258 + b"xyz" + b"q" * 259, id="the-longest-match"),
    ],
)
def test_zlib_reads_it(data: bytes) -> None:
    assert inflated(deflate(data)) == data


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.binary(max_size=40), st.sampled_from([b"abcd" * 9, b"\0" * 300, b"<li><a href="])), max_size=30
    )
)
def test_zlib_reads_whatever_is_written(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    assert inflated(deflate(data)) == data


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_parts_join(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART", size)
    data = WORDS[: 40 * size + 3]
    assert inflated(deflate(data)) == data


def test_codes_are_never_too_long() -> None:
    # Counts like Fibonacci's numbers give the deepest tree there is.
    counts, pair = [], (1, 1)
    for _ in range(30):
        counts.append(pair[0])
        pair = pair[1], sum(pair)
    data = b"".join(bytes([n]) * min(count, 60_000) for n, count in enumerate(counts))
    shuffled = bytes(random.Random(3).sample(list(data[:200_000]), min(200_000, len(data))))
    assert inflated(deflate(shuffled)) == shuffled
    assert max(module._code_lengths(counts, 15)) <= 15


@pytest.mark.parametrize(
    "path", ["tests/golden/pages/collections--decade-of-toys--index.html.golden", "static/site.css"]
)
def test_pages_are_hardly_larger_than_zlib_makes_them(path: str) -> None:
    data = (ROOT / path).read_bytes()
    assert len(deflate(data)) < 1.3 * len(zlib.compress(data, 6))


def test_bytes_are_the_same_everywhere() -> None:
    assert deflate(b"deep deep deep learning").hex() == DEEP
    assert hashlib.sha256(deflate(WORDS)).hexdigest() == WORDS_DIGEST


DEEP = "45c4c10900000485e155aca6fc49e925fb1f1c5dbe80b1a7f155290f"
WORDS_DIGEST = "8c58cefe327425e46ab04fa33888a907c1652e89767f81f22077c560082f897d"
