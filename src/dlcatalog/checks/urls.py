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
_END: Final = r"[^&#\s\"'<>\[\]{}|,)]"
_TRACKERS: Final = re.compile(
    r"[?&]((?i:utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|mkt_tok|_hsenc|"
    rf"_hsmi|vero_id|ref_src|oly_enc_id|oly_anon_id)={_END}*)"
)
_SECRETS: Final = re.compile(
    r"[?&]((?i:access_token|auth_token|private_token|api_?key|client_secret|passw(?:or)?d|X-Amz-(?:Signature|Security-Token)|"
    rf"X-Goog-Signature|jwt|sharedaccesssignature)={_END}{{4,}})"
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
    for first, last in _parameters(file, _TRACKERS):
        name = file.text[first:last]
        # The mark before it goes with it, but for the first of several parameters, which leaves its question mark.
        is_first_of_several = file.text[last : last + 1] == "&" and file.text[first - 1] == "?"
        yield Finding(
            path=file.path,
            at=(first, last + 1) if is_first_of_several else (first - 1, last),
            message=f"a link must not carry the tracking parameter {quote(name, limit=40)}",
            help="delete it: the link works without",
            replacement="",
        )


def credentials_in_url(file: FileSubject) -> Iterator[Finding]:
    """A link must not carry a password, a key, a token or a signature: whoever reads the site could use it."""
    for first, last in _parameters(file, _SECRETS):
        name = file.text[first:last].partition("=")[0]
        yield Finding(
            path=file.path,
            at=(first, last),
            message=f"a link must not carry {quote(name)}, which lets readers in",
            help="take it out, and make it invalid where it was issued: it stays in the history",
        )


def _parameters(file: FileSubject, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where in a file a parameter stands in the query of a URL."""
    if "=" not in file.text or not pattern.search(file.text):
        return
    for url in _urls(file):
        mark = file.text.find("?", url.start(2), url.end(2))
        fragment = file.text.find("#", url.start(2), url.end(2))
        for found in pattern.finditer(file.text, mark, fragment if fragment >= 0 else url.end(2)) if mark >= 0 else ():
            yield found.span(1)
