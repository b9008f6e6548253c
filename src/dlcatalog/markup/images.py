"""Figures: what a file is by its content, how large, and whether it may be published."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

from dlcatalog.markup.problems import TextProblem, quote
from dlcatalog.markup.svg import UnsafeSvgError, read_svg_size

MAX_IMAGE: Final = 1024 * 1024
"""In bytes."""

ImageFormat = Literal["png", "jpeg", "webp", "gif", "svg"]
Size = tuple[int | None, int | None]

EXTENSIONS: Final[Mapping[str, ImageFormat]] = {
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".webp": "webp",
    ".gif": "gif",
    ".svg": "svg",
}
JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """An image's format and its size in pixels, where the file tells it."""

    format: ImageFormat
    width: int | None
    height: int | None


class DamagedImageError(ValueError):
    """A header that does not say what it must."""


def check_image(name: str, data: bytes) -> tuple[ImageInfo | None, tuple[TextProblem, ...]]:
    """Return what the file is, or the reason why it may not be published. Offsets count bytes."""
    if len(data) > MAX_IMAGE:
        message = f"'image' must have at most {MAX_IMAGE:,} bytes, not {len(data):,}"
        return _refused("image-too-large", data, message, "shrink it, or save it as WebP")
    found = _sniff(data)
    if found is None:
        message = f"'image' must be a PNG, JPEG, WebP, GIF or SVG file, not {quote(name)}"
        return _refused("unknown-image-format", data, message, "convert it")
    extension = PurePosixPath(name).suffix.lower()
    if EXTENSIONS.get(extension) != found:
        message = f"'image' must have a name that ends in what it is, .{found}, not {quote(extension)}"
        return _refused("image-extension-mismatch", data, message, f"rename it to end in .{found}")
    try:
        width, height = _SIZES[found](data)
    except UnsafeSvgError as exc:
        message = f"'image' must be an SVG that is safe to show, not one with {exc}"
        help_ = "save it as plain SVG without scripts, styles and links; presentation attributes are fine"
        return _refused("unsafe-svg", data, message, help_)
    except (DamagedImageError, struct.error, IndexError) as exc:
        message = f"'image' must be a whole {found} file, not one that breaks off: {quote(name)}"
        return _refused("damaged-image", data, message, f"export it again ({exc})")
    return ImageInfo(format=found, width=width, height=height), ()


def _refused(code: str, data: bytes, message: str, help_: str) -> tuple[None, tuple[TextProblem, ...]]:
    return None, (TextProblem(code=code, start=0, end=len(data), message=message, help=help_),)


def _sniff(data: bytes) -> ImageFormat | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "svg" if text.startswith(b"<") and b"<svg" in text.replace(b":svg", b"<svg") else None


def _png_size(data: bytes) -> Size:
    if data[12:16] != b"IHDR":
        raise DamagedImageError("no header")
    return _positive(*struct.unpack(">II", data[16:24]))


def _gif_size(data: bytes) -> Size:
    return _positive(*struct.unpack("<HH", data[6:10]))


def _webp_size(data: bytes) -> Size:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(_bytes(data, 24, 3), "little"), 1 + int.from_bytes(_bytes(data, 27, 3), "little")
    if kind == b"VP8L":
        bits = int.from_bytes(_bytes(data, 21, 4), "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return _positive(width & 0x3FFF, height & 0x3FFF)
    raise DamagedImageError("no header")


def _jpeg_size(data: bytes) -> Size:
    """Walk from segment to segment up to the first frame."""
    offset = 2
    while True:
        if data[offset] != 0xFF:
            raise DamagedImageError("no frame")
        marker = data[offset + 1]
        if marker == 0xFF:
            offset += 1
        elif marker in JPEG_BARE:
            offset += 2
        elif marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[offset + 5 : offset + 9])
            return _positive(width, height)
        else:
            (length,) = struct.unpack(">H", data[offset + 2 : offset + 4])
            offset += 2 + max(length, 2)


def _bytes(data: bytes, start: int, length: int) -> bytes:
    piece = data[start : start + length]
    if len(piece) < length:
        raise DamagedImageError("no size")
    return piece


def _positive(width: int, height: int) -> Size:
    if width == 0 or height == 0:
        raise DamagedImageError("no size")
    return width, height


_SIZES: Final[Mapping[ImageFormat, Callable[[bytes], Size]]] = {
    "png": _png_size,
    "jpeg": _jpeg_size,
    "webp": _webp_size,
    "gif": _gif_size,
    "svg": read_svg_size,
}
