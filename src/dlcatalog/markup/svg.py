"""SVG figures: drawings only. Whatever could run, load or style anything is refused, not cleaned."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

SVG: Final = "http://www.w3.org/2000/svg"
XML: Final = "http://www.w3.org/XML/1998/namespace"
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 50_000

ELEMENTS_TEXT: Final = (
    "svg g defs symbol use title desc metadata switch path rect circle ellipse line polyline polygon text tspan textPath "
    "image marker pattern mask clipPath linearGradient radialGradient stop filter feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight "
    "feSpecularLighting feSpotLight feTile feTurbulence"
)
ELEMENTS: Final = frozenset(ELEMENTS_TEXT.split())
NOTES: Final = frozenset(
    {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://creativecommons.org/ns#",
        "http://web.resource.org/cc/",
        "http://www.inkscape.org/namespaces/inkscape",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    }
)
"""What drawing programs write beside a drawing; nothing of it is shown."""
REFERENCES: Final = frozenset({"href", "src"})
INNER: Final = re.compile(r"\s*(?:#[^\s]*|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*)\s*")
OUTER_URL: Final = re.compile(r"url\s*+\(\s*+[\"']?+\s*+(?!#)|@import|\\", re.IGNORECASE)
LENGTH: Final = re.compile(r"\s*(\d{1,6}(?:\.\d*)?)(?:px)?\s*")
NUMBER: Final = re.compile(r"[\s,]+")


class UnsafeSvgError(ValueError):
    """The SVG holds something that is refused; the text says what."""


def read_svg_size(data: bytes) -> tuple[int | None, int | None]:
    """Return the width and height of an SVG in pixels, where it tells them.

    Raises: UnsafeSvgError if it is no XML or holds anything but a drawing.
    """
    drawing = _Drawing()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = drawing.doctype
    parser.EntityDeclHandler = drawing.doctype
    parser.ProcessingInstructionHandler = drawing.instruction
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as exc:
        raise UnsafeSvgError(f"broken XML in line {exc.lineno}") from exc
    except (LookupError, ValueError) as exc:
        if isinstance(exc, UnsafeSvgError):
            raise
        raise UnsafeSvgError("an unknown encoding") from exc
    return drawing.size


@dataclass(slots=True)
class _Drawing:
    """Watches the events of the parser and refuses at the first that is not allowed."""

    size: tuple[int | None, int | None] = (None, None)
    depth: int = 0
    count: int = 0

    def doctype(self, *_declaration: object) -> None:
        raise UnsafeSvgError("a document type or an entity")

    def instruction(self, target: str, _content: str) -> None:
        raise UnsafeSvgError(f"the processing instruction {target!r}")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if self.depth == 0 and (namespace, local) != (SVG, "svg"):
            raise UnsafeSvgError(f"the root {local!r} in place of svg in its namespace")
        if namespace not in NOTES and (namespace != SVG or local not in ELEMENTS):
            raise UnsafeSvgError(f"the element {local!r}")
        for attribute, value in attributes.items():
            _check_attribute(attribute, value)
        if self.depth == 0:
            self.size = _size(attributes)
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH or self.count > MAX_ELEMENTS:
            raise UnsafeSvgError(f"more than {MAX_DEPTH} levels or {MAX_ELEMENTS:,} elements")

    def end(self, _name: str) -> None:
        self.depth -= 1


def _check_attribute(name: str, value: str) -> None:
    namespace, _, local = name.rpartition(" ")
    folded = local.lower()
    if namespace in NOTES:
        return
    if folded.startswith("on"):
        raise UnsafeSvgError(f"the event attribute {local!r}")
    if folded == "style" or (namespace == XML and folded == "base"):
        raise UnsafeSvgError(f"the attribute {local!r}")
    if (folded in REFERENCES and not INNER.fullmatch(value)) or OUTER_URL.search(value):
        raise UnsafeSvgError(f"a reference outside itself in {local!r}")


def _size(attributes: Mapping[str, str]) -> tuple[int | None, int | None]:
    width, height = LENGTH.fullmatch(attributes.get("width", "")), LENGTH.fullmatch(attributes.get("height", ""))
    if width and height:
        return _pixels(width[1]), _pixels(height[1])
    box = NUMBER.split(attributes.get("viewBox", "").strip())
    sides = [LENGTH.fullmatch(side) for side in box[2:4]]
    if len(box) == 4 and sides[0] and sides[1]:
        return _pixels(sides[0][1]), _pixels(sides[1][1])
    return None, None


def _pixels(number: str) -> int:
    return max(round(float(number)), 1)
