"""Long documents are opened by parts, and an address opens the part that it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.opening import PART, open_at, parts_of
from app.review.outline import changes, clipped
from ingest.library import Library
from ingest.model import Passage, Role, Span
from tests.app_library import make, passage_with, report


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("opening"))


def _passage(order: int, heading: tuple[str, ...]) -> Passage:
    page = order // 6 + 1
    text = f"Passage {order}."
    return Passage(
        f"p{order}", "d", order, (Span(page, 0, len(text)),), text, Role.NARRATIVE, heading, None, (page,), (None,)
    )


_HEADINGS = st.lists(st.sampled_from(["A", "B", "C", "D"]), max_size=3).map(tuple)


@given(st.lists(_HEADINGS, max_size=400))
def test_parts_cover_a_document_once_and_stay_short(headings: list[tuple[str, ...]]) -> None:
    passages = [_passage(order, heading) for order, heading in enumerate(headings)]
    parts = parts_of(passages)
    assert [at for part in parts for at in range(part.start, part.end)] == list(range(len(passages)))
    assert all(part.end - part.start <= PART * 3 // 2 for part in parts)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))


def test_a_part_ends_before_a_chapter_where_one_is_near() -> None:
    passages = [_passage(order, ("Title", "One" if order < 45 else "Two")) for order in range(120)]
    assert parts_of(passages)[1].start == 45


def test_headings_are_said_where_they_begin_and_the_title_is_not_repeated() -> None:
    paths = [("T", "One"), ("T", "One", "a"), ("T", "One", "b"), ("T", "Two"), ("T", "Two")]
    said = [news for _, news in changes([_passage(order, path) for order, path in enumerate(paths)])]
    assert said == [[(0, "One")], [(1, "a")], [(1, "b")], [(0, "Two")], []]


def test_an_address_opens_review_document_passage_and_page(held: Library) -> None:
    document = report(held)
    passage = passage_with(held, document, "single page")
    opening = open_at(held.catalogue, f"/review?id={document.review_id or document.id}&passage={passage.id}")
    assert opening is not None
    assert opening.document.id == document.id
    assert opening.chosen == passage
    assert opening.page is not None
    assert opening.page.index == 2
    assert passage in opening.shown
    by_document = open_at(held.catalogue, f"/review?id={document.id}&page=1")
    assert by_document is not None
    assert by_document.page is not None
    assert by_document.page.index == 1


@pytest.mark.parametrize("address", ["/review", "/review?id=", "/review?id=nothing", "/review?id=%00%ff&page=-1"])
def test_what_is_not_held_opens_nothing(held: Library, address: str) -> None:
    assert open_at(held.catalogue, address) is None


def test_words_are_clipped_between_words() -> None:
    assert clipped("a b\nc") == "a b c"
    assert clipped("word " * 40).endswith("word …")
    assert len(clipped("word " * 40)) <= 92
