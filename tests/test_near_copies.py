"""Ten near-copies of one story do not fill the page: they are folded into the nearest, and named there."""

from __future__ import annotations

import pytest

from index.cases.precedents import Precedents
from index.config import IndexConfig
from index.desk import bring_up_to_date
from ingest import pipeline
from ingest.library import Library
from tests.briefed import STORIES, STORY
from tests.held import WordEmbedder

CASE = "A boy of five months was hurt. The father had moved in and the health visitor did not meet him."
BOARDS = ("Northmere", "Eastmere", "Westmere", "Southmere")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Precedents:
    """One story as four boards published it, and another story."""
    papers = tmp_path_factory.mktemp("papers")
    letter, year, age, place, finding = STORIES[1]
    told = STORY.format(letter=letter, year=year, before=year - 2, age=age, place=place, finding=finding)
    for number, board in enumerate(BOARDS):
        text = told.replace("Northmere", board).replace(f"Child {letter}", f"Child {'ABCD'[number]}")
        (papers / f"{board}.txt").write_text(text, encoding="utf-8")
    letter, year, age, place, finding = STORIES[3]
    other = STORY.format(letter=letter, year=year, before=year - 2, age=age, place=place, finding=finding)
    (papers / "other.txt").write_text(other, encoding="utf-8")
    library = Library.open(tmp_path_factory.mktemp("home") / "library", create=True)
    assert not pipeline.add(library, [papers]).unreadable
    bring_up_to_date(library, IndexConfig(), embedder=WordEmbedder())
    return Precedents(library, IndexConfig(), WordEmbedder())


def test_near_copies_are_folded_into_the_nearest_and_named(copied: Precedents) -> None:
    likes = copied.likes(copied.read(CASE))
    assert likes.reviews == 5
    first, second = copied.counterparts(likes, 5)
    assert len(first.copies) == 3
    assert second.review.title == "Child Z"
    assert {first.review.id, *first.copies, second.review.id} == {like.counted.review.id for like in likes.found}
