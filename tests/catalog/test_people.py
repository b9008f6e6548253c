"""Who wrote what."""

from __future__ import annotations

import pytest

from dlcatalog.catalog.people import AuthorEntry, People, index_authors
from dlcatalog.model.vocabulary import Person

from .building import author, paper

WEN = {"wen-tin": Person(name="Wen Li"), "wen-attic": Person(name="Wen Li")}


def entries_of(*papers: object, people: dict[str, Person] | None = None) -> dict[str, AuthorEntry]:
    return dict(index_authors(papers, People.of(people or {})).entries)  # type: ignore[arg-type]


def test_spellings_with_one_folded_form_are_one_author() -> None:
    entries = entries_of(paper("a", "Zoë Marsh"), paper("b", "Marsh, Zoe"), paper("c", "ZOË MARSH"))
    assert {slug: entry.papers for slug, entry in entries.items()} == {"zoe-marsh": ("a", "b", "c")}


def test_the_commonest_spelling_is_shown() -> None:
    entry = entries_of(paper("a", "Zoe Marsh"), paper("b", "Zoë Marsh"), paper("c", "Zoë Marsh"))["zoe-marsh"]
    assert (entry.name, entry.inverted, entry.variants) == ("Zoë Marsh", "Marsh, Zoë", ("Zoe Marsh",))


def test_ties_go_to_the_newest_paper() -> None:
    # Papers come newest first.
    entry = entries_of(paper("new", "Zoe Marsh"), paper("old", "Zoë Marsh"))["zoe-marsh"]
    assert (entry.name, entry.variants) == ("Zoe Marsh", ("Zoë Marsh",))


def test_initials_are_never_joined_by_guess() -> None:
    assert list(entries_of(paper("a", "A. Stone", "Ada Stone"))) == ["a-stone", "ada-stone"]


def test_a_paper_counts_once_for_an_author_who_is_named_twice() -> None:
    assert entries_of(paper("a", "Máire O'Tooley", "Maire O’Tooley"))["maire-o-tooley"].papers == ("a",)


def test_names_that_fold_to_nothing_stay_apart() -> None:
    assert len(entries_of(paper("a", "🎲"), paper("b", "🃏"))) == 2


def test_the_slug_of_a_name_without_latin_letters_is_its_hash() -> None:
    assert list(entries_of(paper("a", "李明"))) == ["-aa227102"]


def test_variants_are_joined_and_the_entry_gives_slug_and_name() -> None:
    people = {"quill": Person(name="Ada Quillfeather", variants=("A. Quillfeather", "Marsh, Ada"))}
    entries = entries_of(
        paper("a", "A. Quillfeather"), paper("b", "Ada Marsh"), paper("c", "Ada Quillfeather"), people=people
    )
    (entry,) = entries.values()
    assert (entry.slug, entry.name, entry.inverted, entry.person) == (
        "quill",
        "Ada Quillfeather",
        "Quillfeather, Ada",
        "quill",
    )
    assert (entry.papers, entry.variants) == (("a", "b", "c"), ("A. Quillfeather", "Ada Marsh"))


def test_person_settles_doubt() -> None:
    entries = entries_of(paper("a", author("Wen Li", "wen-tin")), paper("b", author("Wen Li", "wen-attic")), people=WEN)
    assert {slug: entry.papers for slug, entry in entries.items()} == {"wen-attic": ("b",), "wen-tin": ("a",)}


def test_person_joins_a_name_that_the_entry_does_not_list() -> None:
    assert list(entries_of(paper("a", author("W. L.", "wen-tin")), people=WEN)) == ["wen-tin"]


def test_a_bare_name_is_contested() -> None:
    people = People.of(WEN)
    assert (people.contested, people.owner) == ({"wen li": ("wen-tin", "wen-attic")}, {})


def test_a_bare_name_belongs_to_the_default() -> None:
    people = People.of({**WEN, "wen-tin": Person(name="Wen Li", default=True)})
    assert (people.contested, people.owner) == ({}, {"wen li": "wen-tin"})


def test_two_defaults_are_none() -> None:
    both = {name: Person(name="Wen Li", default=True) for name in WEN}
    assert People.of(both).contested == {"wen li": ("wen-tin", "wen-attic")}


def test_a_person_may_list_one_spelling_twice() -> None:
    assert People.of({"wen": Person(name="Wen Li", variants=("Wén Lí", "WEN LI"))}).owner == {"wen li": "wen"}


def test_a_person_that_does_not_exist_counts_as_a_bare_name() -> None:
    assert list(entries_of(paper("a", author("Ada Stone", "none")))) == ["ada-stone"]


@pytest.mark.parametrize("name", ["Berg, Jr, Ada, PhD", ","])
def test_a_name_that_cannot_be_parsed_is_taken_whole(name: str) -> None:
    assert People.of({"x": Person(name=name)}).owner


def test_an_id_that_is_another_authors_slug_keeps_both_lists() -> None:
    people = {"ben-brook": Person(name="Benedict Brooke")}
    (entry,) = entries_of(paper("a", "Ben Brook"), paper("b", "Benedict Brooke"), people=people).values()
    assert set(entry.papers) == {"a", "b"}


def test_authors_are_sorted_by_slug() -> None:
    assert list(entries_of(paper("a", "Zoë Marsh", "Ada Stone", "李明"))) == ["-aa227102", "ada-stone", "zoe-marsh"]
