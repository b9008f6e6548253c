from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcatalog.formats.authors import as_record_author, as_record_name
from dlcatalog.model.names import PersonName
from dlcatalog.model.paper import Author

from .samples import paper


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param(PersonName(family="Invented", given="Ada"), "Ada Invented", id="plain"),
        pytest.param(PersonName(family="van der Berg", given="Ada"), "Ada van der Berg", id="particle"),
        pytest.param(PersonName(family="Garcia Lopez", given="Ana"), "Garcia Lopez, Ana", id="two-family-names"),
        pytest.param(PersonName(family="Roe", given="Sam", suffix="Jr"), "Roe, Jr, Sam", id="suffix"),
        pytest.param(PersonName(family="Plato"), "Plato", id="one-name"),
        pytest.param(PersonName(family="Plato of Athens"), {"family": "Plato of Athens"}, id="one-name-of-three-words"),
        pytest.param(PersonName(family="A, B", given="C, D"), {"given": "C, D", "family": "A, B"}, id="commas"),
        pytest.param(PersonName(family="OpenNets", is_group=True), {"name": "OpenNets"}, id="group"),
        pytest.param(PersonName(family="{x}", given="y\\"), "y\\ {x}", id="tex-signs"),
        pytest.param(PersonName(family="伟", given="王"), "王 伟", id="han"),
        pytest.param(PersonName(family="e\u0301"), {"family": "e\u0301"}, id="not-composed"),
    ],
)
def test_names_are_text_where_text_says_it_all(name: PersonName, written: object) -> None:
    assert as_record_name(name) == written


def test_author_with_more_than_a_name_is_a_mapping() -> None:
    author = Author(given="Ada", family="Roe", orcid="0000-0002-1825-0097", person="ada-roe")
    written = {"given": "Ada", "family": "Roe", "orcid": "0000-0002-1825-0097", "person": "ada-roe"}
    assert as_record_author(author) == written


def test_group_with_an_entry_in_people() -> None:
    assert as_record_author(Author(name="OpenNets", person="opennets")) == {"name": "OpenNets", "person": "opennets"}


WORDS = st.lists(st.text(alphabet="ABab'é-. ,{伟", min_size=1, max_size=5), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(family=WORDS, given_names=WORDS | st.just(""))
def test_what_is_written_is_read_back_as_the_same_parts(family: str, given_names: str) -> None:
    name = PersonName(family=" ".join(family.split()) or "X", given=" ".join(given_names.split()))
    written: Any = as_record_name(name)
    read = paper(authors=[written]).authors[0].as_name()
    assert (read.family, read.given) == (name.family, name.given)
