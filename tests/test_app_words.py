"""Plain words for what records hold."""

from __future__ import annotations

import pytest

from app import words
from app.search.results import because
from index.searching.query import Why


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (None, None, ""),
        (5, 5, "5 months"),
        (1, None, "1 month"),
        (0, 0, "under 1 month"),
        (-3, -3, "unborn"),
        (23, 23, "23 months"),
        (24, 24, "2 years"),
        (5, 40, "5 months to 3 years"),
        (36, 47, "3 years"),
    ],
)
def test_ages(least: int | None, most: int | None, said: str) -> None:
    assert words.age(least, most) == said


@pytest.mark.parametrize(
    ("numbers", "labels", "said"),
    [
        ((31,), ("29",), "p. 31 (printed 29)"),
        ((31,), ("31",), "p. 31"),
        ((31,), (None,), "p. 31"),
        ((31, 32), ("29", "30"), "pp. 31–32 (printed 29–30)"),
        ((3,), ("iii",), "p. 3 (printed iii)"),
        ((7, 8), (None, "1"), "pp. 7–8 (printed none–1)"),
    ],
)
def test_pages(numbers: tuple[int, ...], labels: tuple[str | None, ...], said: str) -> None:
    assert words.page_numbers(numbers, labels) == said


def test_counts_and_labels() -> None:
    assert words.count(1, "review") == "1 review"
    assert words.count(1204, "passage") == "1,204 passages"
    assert words.count(2, "summary") == "2 summaries"
    assert words.label("good-practice") == "Good practice"
    assert words.label("gp-primary-care") == "GP and primary care"
    assert words.years((2009, 2025)) == "published 2009 to 2025"
    assert words.years((2018, 2018)) == "published in 2018"
    assert [words.ordinal(number) for number in (1, 2, 3, 4, 11, 21, 102)] == [
        "first", "second", "third", "4th", "11th", "21st", "102nd",
    ]  # fmt: skip


def test_why_a_passage_matched() -> None:
    assert because(Why(("bruise", "baby"), 1, 12)) == (
        "It has “bruise”, “baby” from your words. "
        "Among all passages searched it came first by words and 12th by meaning."
    )
    assert because(Why((), None, 3)).startswith("It has none of your words; it is close in meaning.")


@pytest.mark.parametrize(
    ("written", "said"),
    [("2024-07-08", "8 July 2024"), ("2024-07", "July 2024"), ("2024", "2024"), (None, ""), ("", "")],
)
def test_dates(written: str | None, said: str) -> None:
    assert words.day(written) == said
