"""Counted reviews as a file: what is read is what was counted; another mark, a missing review or damage is no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_similar import HELD

from index.counted_file import load, save


def test_what_is_read_is_what_was_counted(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "counted.json"
    save(file, "3-a", HELD)
    found = load(file, "3-a", HELD.revision, [one.review for one in HELD.reviews])
    assert found is not None
    assert found.reviews == HELD.reviews
    assert [path.name for path in file.parent.iterdir()] == ["counted.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format":1,"mark":"3-a","reviews":{"baby":[1]}}'])
def test_a_damaged_file_is_no_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "counted.json"
    file.write_text(content)
    assert load(file, "3-a", 3, [one.review for one in HELD.reviews]) is None


def test_another_mark_or_a_new_review_is_no_file(tmp_path: Path) -> None:
    file = tmp_path / "counted.json"
    save(file, "3-a", HELD)
    reviews = [one.review for one in HELD.reviews]
    assert load(file, "4-a", 4, reviews) is None
    save(file, "4-a", type(HELD)(4, HELD.reviews[:-1]))
    assert load(file, "4-a", 4, reviews) is None


def test_a_folder_that_cannot_be_written_to_is_left(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    save(tmp_path / "cache" / "counted.json", "3-a", HELD)
    assert (tmp_path / "cache").read_text() == "in the way"
