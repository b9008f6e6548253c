"""The pages that the tests visit: each kind of page at least once, and all that is hostile."""

from __future__ import annotations

import pytest

REAL = (
    "",
    "papers/",
    "papers/vaswani2017attention/",
    "papers/kingma2014adam/",
    "papers/he2015deep/",
    "timeline/",
    "stats/",
    "topics/computer-vision/genealogy/",
    "years/",
    "years/2019/",
    "topics/",
    "topics/computer-vision/",
    "topics/computer-vision/page/2/",
    "venues/",
    "venues/neurips/",
    "authors/",
    "authors/yoshua-bengio/",
    "collections/",
    "collections/decade-of-deep-learning/",
    "collections/odsc-best-of-2019-so-far/",
    "list/",
    "search/",
    "404.html",
)
TOY = (
    "",
    "papers/",
    "papers/amp2013retracted/",
    "papers/fizz2014withdrawn/",
    "papers/emoji2008dice/",
    "papers/fresh2021many/",
    "papers/group2012tin/",
    "papers/hoshi2007ningyo/",
    "papers/stella2006arabic/",
    "papers/long-id-paper-2020-with-many-words-in-its-id-and-a-number-42/",
    "papers/plimsoll2011long/",
    "papers/quillfeather1998gears/",
    "papers/unruh1999rattle/",
    "papers/okonkwo2010replay/",
    "papers/last2022play/",
    "timeline/",
    "stats/",
    "years/",
    "years/2021/",
    "years/2021/machines/",
    "topics/",
    "topics/empty-shelf/",
    "topics/languages/",
    "venues/",
    "venues/journal-of-toys/",
    "venues/tin/",
    "authors/",
    "authors/ipek-celik/",
    "authors/-1532dc54/",
    "authors/wilhelmina-philippa-antoinette-seraphina-featherstonehaugh-c-a721bb80/",
    "collections/",
    "collections/chapters-of-play/",
    "collections/decade-of-toys/",
    "collections/toys-with-code/",
    "list/",
    "search/",
    "404.html",
)
# Pages that say other words without scripts.
MADE_BY_SCRIPTS = ("list/", "search/")
# 404.html is for servers: its paths start with base_url's.
NOT_FOR_FILES = "404.html"
EVERY = [
    pytest.param(site, path, id=f"{site}-{path.strip('/') or 'home'}")
    for site, paths in (("catalog", REAL), ("toy", TOY))
    for path in paths
]
FILES = [case for case in EVERY if case.values[1] != NOT_FOR_FILES]
# One page of each kind, where a test is slow or says the same of its sisters.
KINDS = [
    pytest.param("catalog", path, id=path.strip("/") or "home")
    for path in (
        "",
        "papers/",
        "papers/kingma2014adam/",
        "timeline/",
        "stats/",
        "topics/computer-vision/genealogy/",
        "years/",
        "years/2019/",
        "topics/",
        "venues/",
        "authors/",
        "collections/",
        "collections/decade-of-deep-learning/",
        "list/",
        "search/",
        "404.html",
    )
] + [pytest.param("toy", path, id=path.strip("/")) for path in ("papers/amp2013retracted/", "papers/unruh1999rattle/")]
