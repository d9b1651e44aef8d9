"""A held review as a case, and the note of chosen reviews: nothing is read or embedded that is not needed."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from app.scope.note import note_of
from index.cases.precedents import Precedents
from index.config import IndexConfig
from ingest.library import Library
from tests.held import WordEmbedder


@pytest.fixture(scope="module")
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="module")
def precedents(shelf: Library, embedder: WordEmbedder) -> Precedents:
    return Precedents(shelf, IndexConfig(), embedder)


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
    shelf: Library, precedents: Precedents, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = shelf.catalogue.reviews()
    likes = precedents.likes(precedents.of_review(first.id))
    chosen = {others[0].id, others[2].id}
    read: set[str] = set()
    passages = shelf.catalogue.passages

    def noting(document_id: str) -> object:
        read.add(document_id)
        return passages(document_id)

    monkeypatch.setattr(shelf.catalogue, "passages", noting)
    made = note_of(shelf, precedents, likes, [*chosen, "nobody"], 6, datetime(2026, 1, 5, tzinfo=UTC))
    assert {one.review.id for one in made.chosen} == chosen
    assert [one.like.score for one in made.chosen] == sorted((one.like.score for one in made.chosen), reverse=True)
    assert read == {key for one in others if one.id in chosen for key in one.documents}
    assert len(made.likes.found) == 3, "the note still says of how many reviews these are the nearest"
