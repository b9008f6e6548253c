"""Where a link is asked: at the registry that keeps it, where there is one, else at its own page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from dlcatalog.model.identifiers import KINDS

DOI_API: Final = "https://doi.org/api/handles/"
CROSSREF_API: Final = "https://api.crossref.org/works/"
ARXIV_API: Final = "https://export.arxiv.org/api/query"
GITHUB_API: Final = "https://api.github.com/repos/"
ARCHIVE_API: Final = "https://archive.org/wayback/available"
ARXIV_BATCH: Final = 100

_DOI_HOSTS: Final = ("doi.org", "dx.doi.org", "www.doi.org")
_ARXIV_HOSTS: Final = ("arxiv.org", "www.arxiv.org", "export.arxiv.org")
_GITHUB_HOSTS: Final = ("github.com", "www.github.com")
_ARXIV_PATH: Final = re.compile(r"/(?:abs|pdf|html)/(.+?)(?:\.pdf)?/?")
_ARXIV_ID: Final = re.compile(r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?", re.ASCII)
_GITHUB_PATH: Final = re.compile(r"/([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100}?)(?:\.git)?/?", re.ASCII)
# First parts of a path that are pages of GitHub's own.
_OWN_PAGES: Final = (
    "about apps blog collections contact customer-stories enterprise events explore features issues login marketplace "
    "new notifications orgs pricing pulls readme search security settings sponsors stars site team topics trending users"
)
_NOT_OWNERS: Final = frozenset(_OWN_PAGES.split())


@dataclass(frozen=True, slots=True)
class Route:
    """How one link is asked: `kind` is page, doi, arxiv or github; `key` is the id there, "" for a page."""

    kind: str
    key: str = ""


PAGE: Final = Route("page")


def route_of(url: str) -> Route:
    """Return where a URL in the form in which it is asked is asked."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", unquote(parts.path)
    if host in _DOI_HOSTS and KINDS["doi"].is_valid(path.lstrip("/").lower()):
        return Route("doi", path.lstrip("/").lower())
    if host in _ARXIV_HOSTS and (found := _ARXIV_PATH.fullmatch(path)) and _ARXIV_ID.fullmatch(found[1]):
        return Route("arxiv", found[1])
    if host in _GITHUB_HOSTS and not parts.query:
        repository = _GITHUB_PATH.fullmatch(path)
        if repository and repository[1].lower() not in _NOT_OWNERS and repository[2] not in (".", ".."):
            return Route("github", f"{repository[1]}/{repository[2]}")
    return PAGE


def api_url(route: Route) -> str:
    """Return the address at which a registry is asked for one id; arXiv is asked for many at once."""
    if route.kind == "doi":
        return DOI_API + quote(route.key, safe="/:;()._-")
    if route.kind == "github":
        return GITHUB_API + route.key
    return arxiv_url([route.key])


def arxiv_url(ids: list[str]) -> str:
    """Return the address at which arXiv's API is asked for these ids."""
    return f"{ARXIV_API}?id_list={','.join(ids)}&max_results={len(ids)}"
