"""Registries are asked at their APIs; what they do not say is not made up."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from dlcatalog.links.answers import Answer
from dlcatalog.links.asker import Link
from dlcatalog.links.registries_asked import RegistryAsker
from dlcatalog.links.replies import Fault, Reply
from dlcatalog.links.routes import arxiv_url, route_of

from .fake import Answering, FakeDoor, a_sender, run, text, to

DOI = "https://doi.org/10.5555/x.1"
HANDLE = "https://doi.org/api/handles/10.5555/x.1"
CROSSREF = "https://api.crossref.org/works/10.5555%2Fx.1"
REPO = "https://github.com/a/b"
API = "https://api.github.com/repos/a/b"


def ask(
    url: str, table: Mapping[str, Answering], *, titled: bool = False, confirm: bool = False, token: str = ""
) -> tuple[Answer, FakeDoor]:
    door = FakeDoor(table)
    asker = RegistryAsker(a_sender(door), token, confirm)
    return run(asker.ask(Link(url, titled), route_of(url))), door


def test_known_doi_is_ok_and_its_landing_page_is_not_asked() -> None:
    answer, door = ask(DOI, {HANDLE: text('{"responseCode": 1}')})
    assert (answer.link_class, door.asked()) == ("ok", [f"GET {HANDLE}"])


def test_title_of_a_doi_comes_from_crossref() -> None:
    works = text(json.dumps({"message": {"title": ["A <i>T</i>itle"]}}))
    answer, _ = ask(DOI, {HANDLE: text('{"responseCode": 1}'), CROSSREF: works}, titled=True)
    assert (answer.link_class, answer.title, answer.title_source) == ("ok", "A <i>T</i>itle", "api")


@pytest.mark.parametrize(
    "reply", [404, Fault.NAME, text("[]"), text('{"message": {"title": "x"}}'), text('{"message": {"title": [1]}}')]
)
def test_doi_without_crossref_is_ok_all_the_same(reply: Answering) -> None:
    answer, _ = ask(DOI, {HANDLE: text('{"responseCode": 1}'), CROSSREF: reply}, titled=True)
    assert (answer.link_class, answer.title) == ("ok", "")


def test_unknown_doi_is_gone() -> None:
    answer, _ = ask(DOI, {HANDLE: text('{"responseCode": 100}', status=404)})
    assert (answer.link_class, answer.confirmed) == ("gone", False)


def test_unknown_doi_is_asked_for_twice_in_a_pull_request() -> None:
    answer, door = ask(DOI, {HANDLE: text('{"responseCode": 100}', status=404)}, confirm=True)
    assert (answer.link_class, answer.confirmed) == ("gone", True)
    assert door.log[1][0] - door.log[0][0] >= 5


@pytest.mark.parametrize(
    ("reply", "link_class"),
    [
        (text("<html>not found</html>", status=404), "unsure"),
        (text('{"responseCode": 200}'), "unsure"),
        (text('{"responseCode": 2}', status=500), "unsure"),
        (text("[" * 100_000), "unsure"),
        (text("", status=429), "blocked"),
        (to("https://elsewhere.example/"), "unsure"),
        (to(HANDLE), "unsure"),
        (Fault.TLS, "unsure"),
    ],
)
def test_registry_that_does_not_answer_says_nothing_of_the_doi(reply: Answering, link_class: str) -> None:
    answer, _ = ask(DOI, {HANDLE: reply})
    assert answer.link_class == link_class


def test_repository_is_asked_at_the_api() -> None:
    answer, door = ask(REPO, {API: text('{"full_name": "A/B"}')})
    assert (answer.link_class, door.asked()) == ("ok", [f"GET {API}"])


def test_moved_repository_is_a_suggestion() -> None:
    new = "https://api.github.com/repositories/7"
    answer, _ = ask(REPO, {API: to(new, 301), new: text('{"full_name": "c/d"}')})
    assert (answer.link_class, answer.suggestion) == ("moved", "https://github.com/c/d")


def test_token_goes_to_github_and_nowhere_else() -> None:
    _, door = ask(REPO, {API: to("https://evil.example/", 301)}, token="secret")
    assert [r.headers.get("Authorization") for r in door.requests] == ["Bearer secret"]
    _, door = ask(DOI, {HANDLE: text('{"responseCode": 1}')}, token="secret")
    assert "Authorization" not in door.requests[0].headers


@pytest.mark.parametrize(
    ("reply", "link_class", "reason"),
    [
        (404, "gone", "404"),
        (451, "blocked", "451"),
        (Reply(status=403, headers={"x-ratelimit-remaining": "0"}), "blocked", "rate-limit"),
        (Reply(status=403), "blocked", "403"),
        (text("{}"), "unsure", "answer"),
        (502, "unsure", "502"),
    ],
)
def test_answers_of_github(reply: Answering, link_class: str, reason: str) -> None:
    answer, _ = ask(REPO, {API: reply})
    assert (answer.link_class, answer.reason) == (link_class, reason)


def feed(**titles: str) -> Reply:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{name.replace('x', '.').replace('_', '/')}v9</id><title>{title}</title></entry>"
        for name, title in titles.items()
    )
    return text(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>q</title>{entries}</feed>', kind="application/atom+xml"
    )


def ask_arxiv(
    urls: list[str], table: Mapping[str, Answering], *, confirm: bool = False
) -> tuple[list[Answer], FakeDoor]:
    door = FakeDoor(table)
    asker = RegistryAsker(a_sender(door), confirm=confirm)
    return run(asker.ask_arxiv([Link(url, titled=True) for url in urls])), door


ONE, TWO = "https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1412.6980v9"


def test_papers_of_arxiv_are_asked_at_once_each_paper_once() -> None:
    both = arxiv_url(["1706.03762", "1412.6980v9"])
    body = text(
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        "<entry><id>http://arxiv.org/abs/1706.03762v7</id><title>Attention\n  Is</title></entry>"
        "<entry><id>http://arxiv.org/abs/1412.6980v9</id><title>Adam</title></entry></feed>"
    )
    answers, door = ask_arxiv([ONE, TWO, "https://arxiv.org/pdf/1706.03762"], {both: body})
    assert [(a.link_class, a.title) for a in answers] == [
        ("ok", "Attention Is"),
        ("ok", "Adam"),
        ("ok", "Attention Is"),
    ]
    assert door.asked() == [f"GET {both}"]


def test_paper_that_the_answer_leaves_out_is_asked_for_alone() -> None:
    both, alone = arxiv_url(["1706.03762", "1412.6980v9"]), arxiv_url(["1412.6980v9"])
    found = {both: feed(**{"1706x03762": "Attention"}), alone: feed(**{"1412x6980": "Adam"})}
    answers, door = ask_arxiv([ONE, TWO], found)
    assert [a.link_class for a in answers] == ["ok", "ok"]
    assert len(door.log) == 2


def test_paper_that_is_missing_twice_is_gone() -> None:
    answers, door = ask_arxiv([ONE], {arxiv_url(["1706.03762"]): feed()}, confirm=True)
    assert [(a.link_class, a.confirmed) for a in answers] == [("gone", True)]
    assert door.log[1][0] - door.log[0][0] >= 5


@pytest.mark.parametrize(
    "reply",
    [
        503,
        text("<html></html>"),
        text("not xml"),
        text('<!DOCTYPE x [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom"/>'),
        Reply(status=200, body=b"<feed", cut=True),
        Fault.TIMEOUT,
    ],
    ids=["503", "html", "text", "doctype", "cut", "time-out"],
)
def test_arxiv_that_does_not_answer_says_nothing_of_its_papers(reply: Answering) -> None:
    answers, _ = ask_arxiv([ONE, TWO], {arxiv_url(["1706.03762", "1412.6980v9"]): reply})
    assert [a.link_class for a in answers] == ["unsure", "unsure"]


def test_one_unreadable_id_does_not_spoil_the_others() -> None:
    both = arxiv_url(["1706.03762", "1412.6980v9"])
    table: Mapping[str, Answering] = {
        both: 400,
        arxiv_url(["1706.03762"]): feed(**{"1706x03762": "Attention"}),
        arxiv_url(["1412.6980v9"]): 400,
    }
    answers, _ = ask_arxiv([ONE, TWO], table)
    assert [a.link_class for a in answers] == ["ok", "gone"]


WAYBACK = "https://archive.org/wayback/available?url=https%3A%2F%2Fa.example%2Fx"


def copy_of(last_ok: str, table: Mapping[str, Answering]) -> str | None:
    return run(RegistryAsker(a_sender(FakeDoor(table))).archived_copy("https://a.example/x", last_ok))


def snapshot(**fields: object) -> Reply:
    closest = {
        "available": True,
        "status": "200",
        "url": "http://web.archive.org/web/2020/https://a.example/x",
        **fields,
    }
    return text(json.dumps({"archived_snapshots": {"closest": closest}}))


def test_good_capture_is_found() -> None:
    assert copy_of("", {WAYBACK: snapshot()}) == "https://web.archive.org/web/2020/https://a.example/x"


def test_capture_is_asked_near_the_day_of_the_last_good_answer() -> None:
    assert copy_of("2025-03-04T00:00:00Z", {f"{WAYBACK}&timestamp=20250304": snapshot()}) != ""


@pytest.mark.parametrize(
    "reply",
    [
        snapshot(status="404"),
        snapshot(available=False),
        snapshot(url="https://evil.example/"),
        text('{"archived_snapshots": {}}'),
        text("x"),
    ],
)
def test_only_good_captures_count(reply: Reply) -> None:
    assert copy_of("", {WAYBACK: reply}) == ""


def test_archive_that_does_not_answer_is_no_answer() -> None:
    assert copy_of("", {WAYBACK: 503}) is None
