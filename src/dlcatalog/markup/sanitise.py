"""The one list of elements and attributes that a text may become, and the last gate before a page: nh3."""

import functools
from typing import Final

import nh3

SCHEMES: Final = frozenset({"http", "https", "mailto"})

LENGTHS: Final = frozenset({"width", "height", "depth", "lspace", "rspace", "voffset", "minsize", "maxsize"})
"""MathML attributes that hold a length; mathml.py bounds it."""

HTML_ATTRIBUTES: Final = {
    "p": (),
    "em": (),
    "strong": (),
    "code": (),
    "pre": (),
    "a": ("href",),
    "ul": (),
    "ol": ("start",),
    "li": (),
    "blockquote": (),
    "h4": (),
    "h5": (),
    "h6": (),
    "hr": (),
    "br": (),
    "table": (),
    "thead": (),
    "tbody": (),
    "tr": (),
    "th": (),
    "td": (),
    "span": ("data-paper",),
    "sup": ("data-note",),
}

MATHML_ATTRIBUTES: Final = {
    "math": ("display",),
    "semantics": (),
    "annotation": ("encoding",),
    "mrow": (),
    "mi": ("mathvariant",),
    "mn": (),
    "mo": (
        "accent",
        "fence",
        "form",
        "largeop",
        "lspace",
        "maxsize",
        "minsize",
        "movablelimits",
        "rspace",
        "separator",
        "stretchy",
        "symmetric",
    ),
    "mtext": (),
    "mspace": ("depth", "height", "width"),
    "mfrac": ("linethickness",),
    "msqrt": (),
    "mroot": (),
    "msub": (),
    "msup": (),
    "msubsup": (),
    "munder": ("accentunder",),
    "mover": ("accent",),
    "munderover": ("accent", "accentunder"),
    "mtable": ("columnlines", "columnspacing", "displaystyle", "rowlines"),
    "mtr": (),
    "mtd": ("columnalign",),
    "mstyle": ("displaystyle", "scriptlevel"),
    "mpadded": ("depth", "height", "lspace", "voffset", "width"),
    "mphantom": (),
    "menclose": ("notation",),
}

CLASSES: Final = {
    "th": frozenset({"align-left", "align-center", "align-right"}),
    "td": frozenset({"align-left", "align-center", "align-right"}),
}


def sanitise(html: str) -> str:
    """Return `html` with nothing in it but what the lists above allow."""
    return _cleaner().clean(html)


@functools.cache
def _cleaner() -> nh3.Cleaner:
    attributes = {**HTML_ATTRIBUTES, **MATHML_ATTRIBUTES}
    return nh3.Cleaner(
        tags=set(attributes),
        clean_content_tags={"script", "style"},
        attributes={element: set(names) for element, names in attributes.items() if names},
        allowed_classes={element: set(names) for element, names in CLASSES.items()},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel="nofollow noopener",
    )
