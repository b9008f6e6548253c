from __future__ import annotations

import pytest

from dlcatalog.links.routes import PAGE, Route, api_url, arxiv_url, route_of


@pytest.mark.parametrize(
    ("url", "route"),
    [
        ("https://doi.org/10.1038/nature16961", Route("doi", "10.1038/nature16961")),
        ("http://dx.doi.org/10.1016/S0925-2312(05)80010-3", Route("doi", "10.1016/s0925-2312(05)80010-3")),
        ("https://doi.org/", PAGE),
        ("https://arxiv.org/abs/1706.03762", Route("arxiv", "1706.03762")),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", Route("arxiv", "1706.03762v5")),
        ("https://www.arxiv.org/pdf/cs/0309136", Route("arxiv", "cs/0309136")),
        ("https://arxiv.org/html/1706.03762", Route("arxiv", "1706.03762")),
        ("https://arxiv.org/list/cs.LG/recent", PAGE),
        ("https://arxiv.org/abs/17060.3762", PAGE),
        ("https://github.com/pallets/jinja", Route("github", "pallets/jinja")),
        ("https://github.com/pallets/jinja.git", Route("github", "pallets/jinja")),
        ("https://www.github.com/pallets/jinja/", Route("github", "pallets/jinja")),
        ("https://github.com/pallets/jinja/tree/main", PAGE),
        ("https://github.com/pallets", PAGE),
        ("https://github.com/topics/python", PAGE),
        ("https://github.com/search?q=x", PAGE),
        ("https://github.example/a/b", PAGE),
    ],
)
def test_registries_are_asked_where_there_is_one(url: str, route: Route) -> None:
    assert route_of(url) == route


def test_addresses_of_registries() -> None:
    assert api_url(Route("doi", "10.1002/(a)<b>")) == "https://doi.org/api/handles/10.1002/(a)%3Cb%3E"
    assert api_url(Route("github", "a/b")) == "https://api.github.com/repos/a/b"
    assert arxiv_url(["1706.03762", "cs/0309136"]) == (
        "https://export.arxiv.org/api/query?id_list=1706.03762,cs/0309136&max_results=2"
    )
