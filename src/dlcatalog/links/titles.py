"""Does a page show the paper that a record means? Compared by title, and in doubt without a verdict. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from dlcatalog.links.policy import says_missing, says_wall
from dlcatalog.text import fold


class Likeness(StrEnum):
    """What two titles say: one paper, two papers, or nothing."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


SAME_FROM: Final = 86.0
# Below this two titles are two papers; what publishers, robots and PDF writers call a page asks for more distance.
DIFFERENT_BELOW: Final = {"citation": 64.0, "api": 64.0, "og": 58.0, "title": 58.0, "pdf": 50.0}

_SITES: Final = re.compile(r"\s+[|•·»«—–-]+\s+|\s*[|»]\s*|\s::\s")
_SEPARATORS: Final = re.compile(r"\s+[|•·»«—–-]+\s+|\s*[|»]\s*|\s::\s|: (?=[^:]{1,60}$)")
_LEADING: Final = re.compile(
    r"^(?:\[[^\]]{1,30}\]|\((?:pdf|ps|html)\)|paper page|pdf|review|abstract|title|article|full text|download|arxiv:?\s?[0-9]{4}\.[0-9v]+)"
    r"[\s:|–-]*",
    re.IGNORECASE,
)
_REPOSITORY: Final = re.compile(
    r"^(?:github|gitlab|bitbucket)\b.*|^[\w.-]{1,40}\s?/\s?[\w.-]{1,80}(?::.*|\s[·|-].*)?$", re.IGNORECASE
)
_FILE: Final = re.compile(
    r"\.(?:dvi|docx?|pdf|ps|tex|rtf|pages|pptx?|html?|indd|qxd|eps|odt)\b|^microsoft (?:word|powerpoint)|^[a-z]:\\|^untitled|^[\w.-]+$",
    re.IGNORECASE,
)
# What pages and files call themselves when they do not name a paper: proceedings, sites, log-ins, templates.
_GENERIC_STARTS: Final = (
    "proceedings|advances in|lecture notes|journal of|transactions|annals|volume|vol\\.|table of contents|contents|index",
    "home|home ?page|welcome|search|publications?|papers?|downloads?|abstract|login|log in|sign in|redirect|loading",
    "document|article|view|viewer|pdf|full text|supplementary|supplemental|appendix|preprint|manuscript|draft",
    "camera[- ]ready|final version|template|instructions? for|formatting|preparation of|paper title|title of|insert",
    "submission|author guidelines|bare demo|style file|latex|ieee|acm|elsevier|springer|cvpr|iccv|eccv|neurips|nips|iclr",
    "icml|aaai|ijcai|jmlr|openreview|arxiv|anonymous|under review|published as|conference paper",
)
_GENERIC_ANYWHERE: Final = (
    "open access repository|home page|homepage|'s (?:page|site|blog|web ?site)|digital library|conference on|workshop on",
    "symposium on|international (?:journal|conference)|formatting instructions|submission and formatting",
    r"author instructions|proceedings (?:template|of)|sample (?:paper|article)|\bissue \d|\bvol(?:ume)?\.? \d",
    "cookies?\\b.*(?:policy|settings|consent|preferences)|privacy (?:policy|settings)|consent|terms of (?:use|service)",
    "subscribe|paywall|domain (?:is )?for sale|parked|coming soon|under construction|web server|index of /|it works",
    "default page|site not found|maintenance|unavailable|european conference|asian conference|annual (?:meeting|conference)",
)
_GENERIC: Final = re.compile(rf"^(?:{'|'.join(_GENERIC_STARTS)})\b|{'|'.join(_GENERIC_ANYWHERE)}", re.IGNORECASE)
# Small words that show in which language a title is written.
_FOREIGN: Final = {
    name: frozenset(words.split())
    for name, words in {
        "fr": "le la les des du une et pour par avec dans sur aux au est l d",
        "de": "der die das und von mit fur ein eine eines einer zur zum im durch auf uber",
        "es": "el la los las de del y para por con una un en mediante sobre",
        "it": "il lo gli le di della delle dei e per con una un nel sulla attraverso",
        "pt": "o os as do da dos das e para por com uma um em sobre no na",
    }.items()
}
_ENGLISH_WORDS: Final = "the of and for with in on to by from via using is are an as at without it all you"
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
# Words with which so many titles begin that two of them need not be one.
_COMMON_STARTS: Final = frozenset(
    [
        "adaptive",
        "adversarial",
        "attention",
        "automatic",
        "bayesian",
        "contrastive",
        "convolutional",
        "distributed",
        "efficient",
        "exploring",
        "generative",
        "gradient",
        "improved",
        "improving",
        "language",
        "learning",
        "modeling",
        "network",
        "networks",
        "optimal",
        "recurrent",
        "reinforcement",
        "rethinking",
        "scalable",
        "sequence",
        "stochastic",
        "structured",
        "supervised",
        "towards",
        "training",
        "transfer",
        "understanding",
        "unified",
        "unsupervised",
        "variational",
    ]
)
_TEX: Final = re.compile(r"\\[a-zA-Z]+\s?|[{}$^_~\\]")
_ENTITY: Final = re.compile(r"&[a-z]{2,8};|&#\d{1,6};", re.IGNORECASE)


def likeness(record: str, page: str, *, source: str = "title") -> Likeness:
    """Hold a page's own title against a record's.

    `source` says where the page's title stood (citation, og, title, pdf, api): some places are more careful than others.
    DIFFERENT is said only of what is plainly the title of another paper.
    """
    ours, theirs = _folded(record), _folded(page)
    if not ours or not theirs:
        return Likeness.UNKNOWN
    if ours == theirs:
        return Likeness.SAME
    best = max(_score(ours, part) for part in _parts(page))
    core = _core(page, source)
    if best >= SAME_FROM or _holds(ours, theirs) or (core and _holds(ours, _folded(core))):
        return Likeness.SAME
    if best >= DIFFERENT_BELOW.get(source, 58.0) or not core or _is_foreign(ours, _folded(core), record, core):
        return Likeness.UNKNOWN
    return Likeness.UNKNOWN if _starts_alike(ours, _folded(core)) else Likeness.DIFFERENT


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(_TEX.sub(" ", _ENTITY.sub(" ", text)))


def _score(ours: str, theirs: str) -> float:
    """From 0 to 100: letters in order, or words in any order, whichever is nearer."""
    if not theirs:
        return 0.0
    return max(
        fuzz.ratio(ours, theirs),
        fuzz.token_sort_ratio(ours, theirs),
        # Hyphens come and go: "pretraining", "pre-training".
        fuzz.ratio(ours.replace(" ", ""), theirs.replace(" ", "")),
    )


def _parts(page: str) -> Iterator[str]:
    """The folded title whole, and without what sites put before and behind it."""
    yield _folded(page)
    bare = _LEADING.sub("", page.strip())
    yield _folded(bare)
    pieces = [p for p in _SEPARATORS.split(bare)[:8] if p]
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            yield _folded(" ".join(pieces[start:end]))


def _holds(ours: str, theirs: str) -> bool:
    """Whether one title holds the other whole: a short form, a cut-off end, a site's name around it."""
    short, long = sorted((ours, theirs), key=len)
    if f" {short} " in f" {long} " and (len(short.split()) >= 2 or len(short) >= 4 or long.startswith(f"{short} ")):
        return True
    # Cut in the middle of a word.
    return len(short) >= 20 and long.startswith(short)


def _starts_alike(ours: str, theirs: str) -> bool:
    """Whether both begin with one name ("BERT: …"), as a title does that grew a new subtitle."""
    first, other = ours.split()[:2], theirs.split()[:2]
    if first == other:
        return True
    name = first[0]
    return (
        name == other[0]
        and name not in _ENGLISH
        and (not name.isalpha() or (len(name) > 6 and name not in _COMMON_STARTS))
    )


def _core(page: str, source: str) -> str:
    """What is left of a page's title without the names of sites and proceedings, "" where that is no title of a paper."""
    if says_missing(page) or says_wall(page) or "\ufffd" in page or _REPOSITORY.match(page):
        return ""
    if source in ("citation", "api"):
        return page if _is_long_enough(page, words=2, letters=10) else ""
    pieces = [piece for piece in _SITES.split(_LEADING.sub("", page.strip()))[:8] if not _GENERIC.search(piece)]
    longest = max(pieces, key=len, default="")
    if source == "pdf":
        return longest if _is_long_enough(longest, words=4, letters=15) and not _FILE.search(longest) else ""
    return longest if _is_long_enough(longest, words=3, letters=15) and not _FILE.search(longest) else ""


def _is_long_enough(text: str, *, words: int, letters: int) -> bool:
    found = sum(c.isalpha() for c in text)
    return len(_folded(text).split()) >= words and found >= max(letters, 0.6 * len(text.replace(" ", "")))


def _is_foreign(ours: str, theirs: str, record: str, page: str) -> bool:
    """Whether the two are written in different scripts or languages, as a translation is."""
    shares = sorted((_latin_share(record), _latin_share(page)))
    return (shares[0] < 0.5 and shares[1] > 0.8) or _language(ours) != _language(theirs)


def _latin_share(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return sum(c < "ɐ" for c in letters) / len(letters) if letters else 1.0


def _language(folded: str) -> str:
    words = set(folded.split())
    if words & _ENGLISH:
        return ""
    counts = {name: len(words & known) for name, known in _FOREIGN.items()}
    name = max(counts, key=lambda n: counts[n])
    return name if counts[name] >= 2 else ""
