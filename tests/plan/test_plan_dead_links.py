"""Beside a link that has been gone for long stands its archived copy; a build follows the ledger."""

from __future__ import annotations

from typing import Any

import pytest

PAGE = "papers/ash2018one/index.html"
URL = "https://papers.example/trees/2018"
COPY = "https://web.archive.org/web/2020/https://papers.example/trees/2018"


def row(**more: object) -> str:
    import json  # noqa: PLC0415

    fields = {
        "url": URL,
        "class": "gone",
        "since": "2026-10-01T00:00:00Z",
        "checked": "2026-11-01T00:00:00Z",
        "gone_runs": 3,
        "gone_since": "2026-10-01T00:00:00Z",
        "archived": COPY,
        **more,
    }
    return json.dumps(fields) + "\n"


def links_of(workshop: Any) -> str:
    page = workshop.tree()[PAGE].decode()
    return str(page[page.index('<ul class="links">') : page.index("</ul>", page.index('<ul class="links">'))])


def test_archived_copy_stands_beside_a_dead_link(write_catalogue: Any) -> None:
    workshop = write_catalogue({"links.jsonl": row()})
    assert workshop.build().code == 0
    shown = links_of(workshop)
    assert f'href="{URL}"' in shown
    assert "papers.example, gone since 1 October 2026</span>" in shown
    assert f'<a class="host" href="{COPY}" rel="nofollow noopener">archived copy</a>' in shown


@pytest.mark.parametrize(
    "more",
    [{"gone_runs": 2}, {"class": "unsure"}, {"checked": "2026-10-07T00:00:00Z"}, {"url": "https://elsewhere.example/"}],
    ids=["two-runs", "unsure", "six-days", "another-link"],
)
def test_link_that_may_be_alive_is_shown_as_ever(more: dict[str, object], write_catalogue: Any) -> None:
    workshop = write_catalogue({"links.jsonl": row(**more)})
    assert workshop.build().code == 0
    assert "gone since" not in links_of(workshop)
    assert "web.archive.org" not in links_of(workshop)


def test_dead_link_without_a_copy_says_so_alone(write_catalogue: Any) -> None:
    workshop = write_catalogue({"links.jsonl": row(archived="")})
    workshop.build()
    assert "gone since 1 October 2026" in links_of(workshop)
    assert "archived" not in links_of(workshop)


def test_next_build_follows_the_ledger_and_renders_no_other_page(built: Any) -> None:
    built.write({"links.jsonl": row()})
    said = built.build()
    assert said.code == 0
    assert "1 rendered" in said.out
    assert built.stale() == []
    built.write({"links.jsonl": row(**{"class": "ok"})})
    built.build()
    assert built.stale() == []
    assert "gone since" not in links_of(built)


def test_bad_row_is_a_warning_and_the_site_is_published(write_catalogue: Any) -> None:
    workshop = write_catalogue({"links.jsonl": "<<<<<<< HEAD\n" + row()})
    said = workshop.build()
    assert said.code == 0
    assert "links.jsonl:1:1: warning[bad-links-row]: a row must be a JSON object on one line" in said.err
    assert "archived copy" in links_of(workshop)
