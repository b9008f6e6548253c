"""URLs wherever they stand in a file: no secrets, no trackers, and https where the host is known to have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dlcatalog.checks.finding import FileSubject, Finding
from dlcatalog.text import quote

_URL: Final = re.compile(r"(?<![\w.+-])https?://([^\s/?#\"'<>()\[\]{}\\^`|,]+)([^\s\"'<>\[\]{}\\^`|]*)")
# Domains all of whose hosts answer by https, and single hosts that do. A host that is not known is never blamed.
_HTTPS_DOMAINS: Final = frozenset(
    """
    acm.org aclanthology.org aclweb.org anthropic.com archive.org arxiv.org biorxiv.org bitbucket.org blogspot.com crossref.org
    dblp.org deepmind.com distill.pub doi.org elifesciences.org facebook.com figshare.com github.com github.io gitlab.com google.com
    googleblog.com huggingface.co iclr.cc icml.cc jmlr.org kaggle.com linkedin.com medium.com medrxiv.org mlr.press nature.com
    neurips.cc openai.com openalex.org openreview.net orcid.org paperswithcode.com plos.org pnas.org pytorch.org readthedocs.io
    researchgate.net science.org sciencedirect.com semanticscholar.org slideshare.net ssrn.com substack.com tandfonline.com
    tensorflow.org thecvf.com twitter.com vimeo.com wikidata.org wikimedia.org wikipedia.org wiley.com wordpress.com x.com youtu.be
    youtube.com zenodo.org
    """.split()  # noqa: SIM905 - a table of words
)
_HTTPS_HOSTS: Final = frozenset(
    """
    cdn.openai.com ceur-ws.org direct.mit.edu ieeexplore.ieee.org link.springer.com linkinghub.elsevier.com mitpress.mit.edu
    ncbi.nlm.nih.gov nips.cc papers.nips.cc proceedings.nips.cc pubmed.ncbi.nlm.nih.gov www.aaai.org www.cambridge.org www.cs.toronto.edu
    www.ijcai.org www.jstor.org www.microsoft.com www.ncbi.nlm.nih.gov www.nips.cc www.sciencemag.org www.springer.com www.usenix.org
    """.split()  # noqa: SIM905 - a table of words
)
_TRACKERS: Final = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|"
    r"vero_id|ref_src|ref_url|oly_enc_id|oly_anon_id|s_cid|ncid|cmpid|spm)=[^&#\s\"'<>\[\]{}|,)]*",
    re.IGNORECASE,
)
_SECRETS: Final = re.compile(
    r"(?:access_token|auth_token|private_token|api_?key|client_secret|passw(?:or)?d|X-Amz-(?:Signature|Security-Token|Credential)|"
    r"X-Goog-Signature|jwt|sharedaccesssignature)=([^&#\s\"'<>\[\]{}|,)]{4,})",
    re.IGNORECASE,
)
_SCHEME: Final = "http://"


def _urls(file: FileSubject) -> Iterator[re.Match[str]]:
    """Every URL outside of comments: group 1 is the host, group 2 what follows it."""
    if "://" not in file.text:
        return
    for found in _URL.finditer(file.text):
        before = file.text[file.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not before.lstrip().startswith("#"):
            yield found


def http_link(file: FileSubject) -> Iterator[Finding]:
    """A link to a host that is known to answer by https should say https: http can be read and changed on its way."""
    if _SCHEME not in file.text:
        return
    for found in _urls(file):
        host = found[1].rpartition("@")[2].partition(":")
        if found[0].startswith(_SCHEME) and not host[1] and _has_https(host[0].lower()):
            yield Finding(
                path=file.path,
                at=(found.start(), found.start() + len("http")),
                message=f"a link to {quote(host[0])} must start with https",
                help=f"write https://{host[0]}/…",
                replacement="https",
            )


def _has_https(host: str) -> bool:
    labels = host.rstrip(".").split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return host in _HTTPS_HOSTS or any(domain in _HTTPS_DOMAINS for domain in domains)


def tracking_parameter(file: FileSubject) -> Iterator[Finding]:
    """A link should not carry what only tells its host who clicked where: utm_…, fbclid, gclid and the like."""
    for found in _urls(file):
        start, query = _query(found)
        for tracker in _TRACKERS.finditer(query):
            if tracker.start() and query[tracker.start() - 1] not in "?&":
                continue
            first, last = tracker.span()
            # The mark before it goes with it, but for the first of several parameters, which leaves its question mark.
            goes_on = query[last : last + 1] == "&" and query[first - 1 : first] == "?"
            first, last = (first, last + 1) if goes_on else (first - 1, last)
            yield Finding(
                path=file.path,
                at=(start + first, start + last),
                message=f"a link must not carry the tracking parameter {quote(tracker[0], limit=40)}",
                help="delete it: the link works without",
                replacement="",
            )


def credentials_in_url(file: FileSubject) -> Iterator[Finding]:
    """A link must not carry a password, a key, a token or a signature: whoever reads the site could use it."""
    for found in _urls(file):
        start, query = _query(found)
        for secret in _SECRETS.finditer(query):
            if query[secret.start() - 1] in "?&;":
                name = secret[0].partition("=")[0]
                yield Finding(
                    path=file.path,
                    at=(start + secret.start(), start + secret.end()),
                    message=f"a link must not carry {quote(name)}, which lets readers in",
                    help="take it out, and make it invalid where it was issued: it stays in the history",
                )


def _query(url: re.Match[str]) -> tuple[int, str]:
    """Where the query of a URL starts in the file, and the query with its question mark, without the fragment."""
    mark = url[2].find("?")
    return (url.start(2) + mark, url[2][mark:].partition("#")[0]) if mark >= 0 else (url.end(), "")
