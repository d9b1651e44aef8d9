"""A held review as a case, and the note of chosen reviews: nothing is read or embedded that is not needed."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from app.papers.paper import Paragraph
from app.reports.scoping_parts import OF_CASE, already
from app.scope.note import note_of
from index.cases.again import MOST_HELD, with_others
from index.cases.precedents import Precedents
from index.cases.scoping import scoping_of
from index.config import IndexConfig
from index.recommendations.recommending import Recommending
from ingest.library import Library
from tests.held import WordEmbedder


@pytest.fixture(scope="module")
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="module")
def precedents(shelf: Library, embedder: WordEmbedder) -> Precedents:
    return Precedents(shelf, IndexConfig(), embedder)


@pytest.fixture(scope="module")
def recommending(shelf: Library, precedents: Precedents, embedder: WordEmbedder) -> Recommending:
    return Recommending(shelf, embedder, precedents.counts)


def test_a_held_review_is_compared_by_the_vectors_of_its_index(
    shelf: Library, precedents: Precedents, embedder: WordEmbedder
) -> None:
    review = shelf.catalogue.reviews()[0]
    precedents.likes(precedents.of_review(review.id))
    before = embedder.encoded
    case = precedents.of_review(review.id)
    found = precedents.likes(case).found
    assert embedder.encoded == before
    assert len(found) == 3
    assert case.vectors is not None
    assert np.allclose(case.vectors, embedder.encode_passages(list(case.parts)), atol=1e-5)


def test_a_note_of_chosen_reviews_reads_those_alone(
    shelf: Library, precedents: Precedents, recommending: Recommending, monkeypatch: pytest.MonkeyPatch
) -> None:
    recommending.families()
    first, *others = shelf.catalogue.reviews()
    likes = precedents.likes(precedents.of_review(first.id))
    chosen = {others[0].id, others[2].id}
    read: set[str] = set()
    passages = shelf.catalogue.passages

    def noting(document_id: str) -> object:
        read.add(document_id)
        return passages(document_id)

    monkeypatch.setattr(shelf.catalogue, "passages", noting)
    made = note_of(
        shelf, precedents, lambda: recommending, likes, [*chosen, "nobody"], 6, datetime(2026, 1, 5, tzinfo=UTC)
    )
    assert {one.review.id for one in made.chosen} == chosen
    assert [one.like.score for one in made.chosen] == sorted((one.like.score for one in made.chosen), reverse=True)
    assert read == {key for one in others if one.id in chosen for key in one.documents}
    assert len(made.likes.found) == 3, "the note still says of how many reviews these are the nearest"


def test_a_note_says_in_how_many_reviews_a_recommendation_was_made(
    shelf: Library, precedents: Precedents, recommending: Recommending
) -> None:
    first, *_ = reviews = shelf.catalogue.reviews()
    counted = precedents.counts.current()
    scoping = scoping_of(precedents.of_review(first.id), [first.id], counted, shelf.catalogue)
    assert scoping.recommended
    told = with_others(scoping, len(counted.reviews), lambda: recommending)
    families = recommending.families().families
    for one in told.recommended:
        own = [f for f in families if one.cited.passage.id in {key for m in f.members for key in m.record.passage_ids}]
        assert [sorted(one.again.reviews)] == [sorted(family.reviews) for family in own] if one.again else not own
        assert not one.again or not one.again.best or one.again.best.text in one.again.best.passage.text
    assert any(one.again for one in told.recommended), "the four invented reviews recommend the same"
    said = [s.text for block in already(told, OF_CASE) if isinstance(block, Paragraph) for s in block.sentences]
    assert any(text.startswith(f"Made in {len(reviews)} of {len(reviews)} reviews, published") for text in said)


def test_in_a_large_library_a_note_does_not_compare_all_recommendations_and_says_so(
    shelf: Library, precedents: Precedents
) -> None:
    first = shelf.catalogue.reviews()[0]
    scoping = scoping_of(precedents.of_review(first.id), [first.id], precedents.counts.current(), shelf.catalogue)
    large = with_others(scoping, MOST_HELD + 1, lambda: pytest.fail("nothing is compared"))
    assert large == scoping
    said = [s.text for block in already(large, OF_CASE) if isinstance(block, Paragraph) for s in block.sentences]
    assert any("not worked out" in text for text in said)
