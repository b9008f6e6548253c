"""Templates to bytes. Undefined names and broken templates become diagnostics with their file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import jinja2
import orjson
from markupsafe import Markup

from dlcatalog.diagnostics import Diagnostic, Span
from dlcatalog.formats.bibtex import to_bibtex
from dlcatalog.formats.csl_json import csl_bytes, csl_document
from dlcatalog.formats.markdown import to_markdown
from dlcatalog.formats.reference import Reference
from dlcatalog.formats.ris import to_ris
from dlcatalog.plan.feeds import json_feed_bytes
from dlcatalog.plan.list_data import shard_bytes
from dlcatalog.plan.paper import as_reference
from dlcatalog.render.preview import drawing_digest, preview_png
from dlcatalog.render.theme import Theme

# What is written without a template; "text" gives the view's text as it is.
FORMATS: Final = ("bibtex", "ris", "csl", "json-feed", "preview", "text", "list-data")
_BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def format_digest(name: str) -> str:
    """The hash of what a format's files come from besides the view and the code."""
    return drawing_digest() if name == "preview" else ""


class TemplateFault(Exception):
    """A template that cannot be compiled or asks for what the view does not hold."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic

    def __reduce__(self) -> tuple[type[TemplateFault], tuple[Diagnostic]]:
        return TemplateFault, (self.diagnostic,)


class Renderer:
    """Renders views of one theme; one instance per process."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.filters.update(
            bibtex=lambda view: _citation("bibtex", view),
            ris=lambda view: _citation("ris", view),
            csl=lambda view: _citation("csl", view),
            markdown_citation=lambda view: _citation("markdown", view),
            html=Markup,
        )

    def render(self, template: str, view: Mapping[str, Any]) -> bytes:
        """Return the bytes of one file.

        Raises: TemplateFault with the template's file and line.
        """
        if template == "json-feed":
            return json_feed_bytes(dict(view))
        if template == "preview":
            return preview_png(view)
        if template == "text":
            return str(view["text"]).encode()
        if template == "list-data":
            return shard_bytes(view["shard"], view["rows"])
        if template == "csl":
            return csl_document([_citation("csl", view).encode()])
        if template in FORMATS:
            return _citation(template, view).encode()
        try:
            text = self._environment.get_template(template).render(view)
        except jinja2.TemplateError as fault:
            raise TemplateFault(self._diagnose(template, fault)) from fault
        except (TypeError, ValueError, AttributeError, ZeroDivisionError, RecursionError) as fault:
            raise TemplateFault(self._diagnose(template, fault)) from fault
        return _tidy(text).encode()

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = self._theme.templates.get(name)
        return None if text is None else (text, self._theme.origins.get(name, name), lambda: True)

    def check_all(self) -> list[Diagnostic]:
        """Compile every template."""
        problems = []
        for name in sorted(self._theme.templates):
            try:
                self._environment.get_template(name)
            except jinja2.TemplateError as fault:
                problems.append(self._diagnose(name, fault))
        return sorted(set(problems), key=Diagnostic.as_sort_key)

    def _diagnose(self, template: str, fault: Exception) -> Diagnostic:
        path, line = self._theme.origins.get(template, template), 1
        if isinstance(fault, jinja2.TemplateSyntaxError):
            path, line = self._theme.origins.get(fault.name or "", path), fault.lineno
        else:
            # Templates carry their real paths, so the innermost frame in one of them is where it happened.
            ours = set(self._theme.origins.values())
            for frame in traceback.extract_tb(fault.__traceback__):
                if frame.filename in ours:
                    path, line = frame.filename, frame.lineno or 1
        reason = f"no template is named '{fault.name}'" if isinstance(fault, jinja2.TemplateNotFound) else str(fault)
        hint = (
            "a template may show only what its page's view holds"
            if isinstance(fault, jinja2.UndefinedError)
            else "mend the template"
        )
        return Diagnostic(
            path=path,
            code="template-error",
            message=f"the template must work: {reason}",
            span=Span(line, 1, line, 2),
            help=hint,
        )


def _tidy(text: str) -> str:
    """Drop the blank lines that tags leave behind, but none inside <pre>."""
    parts = _PREFORMATTED.split(text)
    parts[::2] = [_BLANK_LINES.sub("", part) for part in parts[::2]]
    return "".join(parts).strip("\n") + "\n"


def _citation(style: str, view: Mapping[str, Any]) -> str:
    return _written(style, orjson.dumps(view))


# A paper's page and its three files ask for the same texts one after another.
@lru_cache(maxsize=8)
def _written(style: str, view: bytes) -> str:
    return _WRITERS[style](_reference(view))


@lru_cache(maxsize=2)
def _reference(view: bytes) -> Reference:
    return as_reference(orjson.loads(view))


_WRITERS: Final[dict[str, Callable[[Reference], str]]] = {
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csl": lambda r: csl_bytes(r).decode(),
    "markdown": to_markdown,
}
