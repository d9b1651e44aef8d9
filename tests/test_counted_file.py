"""Counted reviews as a file: what is read is what was counted; damage is no file; what was withdrawn is not in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_similar import HELD

from index.recurring.counted_file import Kept, keep_only, load, save

REVIEWS = [replace(one.review, documents=(f"{one.review.id}-1", f"{one.review.id}-2")) for one in HELD.reviews]
KEPT = Kept(
    "3-a",
    {review.id: replace(one, review=review) for review, one in zip(REVIEWS, HELD.reviews, strict=True)},
    {review.id: f"state of {review.id}" for review in REVIEWS},
)


def test_what_is_read_is_what_was_counted(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "counted.json"
    save(file, KEPT)
    assert load(file, REVIEWS) == KEPT
    assert [path.name for path in file.parent.iterdir()] == ["counted.json"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"format":1,"mark":"3-a","reviews":{"baby":[1]}}',
        '{"format":2,"mark":"3-a","reviews":{"baby":["s",[]]}}',
    ],
)
def test_a_damaged_file_is_no_file_and_nothing_of_it_is_kept(tmp_path: Path, content: str) -> None:
    file = tmp_path / "counted.json"
    assert load(file, REVIEWS) == Kept()
    file.write_text(content)
    assert load(file, REVIEWS) == Kept()
    keep_only(file, {"baby-1", "baby-2"})
    assert not file.exists()


def test_only_reviews_that_are_held_are_read_and_only_those_with_a_state_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "counted.json"
    save(file, KEPT)
    assert load(file, REVIEWS[:1]).reviews.keys() == {"baby"}
    save(file, replace(KEPT, states={"teen": "state of teen"}))
    assert load(file, REVIEWS).reviews.keys() == {"teen"}


def test_what_was_withdrawn_is_forgotten_with_every_review_that_it_was_of(tmp_path: Path) -> None:
    file = tmp_path / "counted.json"
    save(file, KEPT)
    keep_only(file, {name for review in REVIEWS for name in review.documents} - {"baby-2"})
    assert "baby" not in file.read_text()
    found = load(file, REVIEWS)
    assert found.mark == "", "it is no longer the file of any revision"
    assert found.reviews.keys() == {"teen", "silent", "old"}
    keep_only(file, ())
    assert not file.exists()


def test_a_folder_that_cannot_be_written_to_is_left(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    save(tmp_path / "cache" / "counted.json", KEPT)
    assert (tmp_path / "cache").read_text() == "in the way"
