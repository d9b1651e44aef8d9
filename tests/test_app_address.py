"""What a person set, as the address holds it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app import address
from app.address import OF_REVIEWS, Asked, read, to_review
from index.searching.query import Filters

_WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
_VALUES = st.lists(_WORDS.filter(bool), max_size=3, unique=True).map(tuple)
_FILTERS = st.builds(
    Filters, publishers=_VALUES, harms=_VALUES, roles=_VALUES, from_year=st.none() | st.integers(1900, 2099)
)


@given(
    st.builds(Asked, query=_WORDS, within=st.sampled_from(list(address.WITHIN)), others=st.booleans(), filters=_FILTERS)
)
def test_an_address_reads_back_as_what_was_asked(asked: Asked) -> None:
    assert read(asked.address()) == asked


def test_what_an_address_cannot_mean_is_dropped() -> None:
    asked = read("/?q=a&in=nowhere&from=20&to=201a&show=9999&others=maybe&wrong=1")
    assert asked == Asked(query="a", show=200)
    assert read("/?" + "&".join(f"harm={number}" for number in range(5000))) == Asked()
    assert len(read("/?q=" + "x" * 9000).query) <= address.LONGEST_QUERY + 1


def test_in_and_the_parts_ticked_both_hold() -> None:
    asked = Asked(within="findings", filters=Filters(roles=("recommendation", "narrative")))
    assert asked.for_index().roles == ("recommendation",)
    assert Asked(within="good-practice").for_index().roles == ("good-practice",)
    assert Asked().for_index().roles == ()


def test_what_is_no_review_is_searched_when_asked_for() -> None:
    assert Asked().for_index().kinds == OF_REVIEWS
    assert "inspection" not in OF_REVIEWS
    assert Asked(others=True).for_index().kinds == ()


def test_how_many_filters_are_on() -> None:
    asked = Asked(query="words", others=True, filters=Filters(harms=("a", "b"), from_year=2010))
    assert asked.on == 4
    assert replace(asked, filters=Filters(), others=False).on == 0


def test_the_address_of_a_passage_names_it_twice_so_that_the_browser_goes_there() -> None:
    assert to_review("a b", passage="p1") == "/review?id=a+b&passage=p1#passage-p1"
