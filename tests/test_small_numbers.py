"""Small figures are hidden, and cannot be worked out from what is left."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_recurring import carried, counted

from index.recurring.counting import Counted
from index.recurring.table import By, Question, Table, table

SURE = carried(("p", "finding", True, {"police"}))
MAYBE = carried(("p", "narrative", False, {"police"}), clear=False)


def held(figures: dict[str, tuple[int, int]], clear: int = 0) -> Counted:
    """For each nation so many reviews with the theme, of so many; the first ``clear`` of all carry it clearly."""
    made = []
    for nation, (number, of) in figures.items():
        for at in range(of):
            theme = {"neglect": SURE if sum(bool(one.themes) for one in made) < clear else MAYBE} if at < number else {}
            made.append(counted(f"{nation}{at}", theme, nation=nation))
    return Counted(1, tuple(made))


def by_nation(figures: dict[str, tuple[int, int]], below: int, clear: int = 0) -> Table:
    return table(held(figures, clear), Question(by=By.NATION, hide_below=below))


def shown(made: Table) -> dict[str | None, int | None]:
    return {cell.value: cell.reviews for row in made.rows for cell in (row.total, *row.cells)}


def test_a_single_hidden_figure_takes_another_with_it() -> None:
    made = by_nation({"England": (8, 9), "Wales": (5, 5), "Scotland": (2, 6)}, 3)
    assert shown(made) == {None: 15, "England": 8, "Scotland": None, "Wales": None}


def test_two_that_can_each_be_one_thing_only_take_a_third() -> None:
    made = by_nation({"England": (8, 9), "Wales": (1, 5), "Scotland": (1, 6)}, 3)
    assert set(shown(made).values()) == {10, None}


def test_nothing_found_is_not_hidden() -> None:
    made = by_nation({"England": (8, 9), "Wales": (0, 5)}, 5)
    assert shown(made) == {None: 8, "England": 8, "Wales": 0}


def test_what_is_left_of_a_figure_once_the_clear_are_taken_away_may_be_small_too() -> None:
    made = by_nation({"England": (8, 9), "Wales": (6, 7)}, 3, clear=13)
    assert (made.rows[0].total.reviews, made.rows[0].total.clear, made.rows[0].total.possible) == (14, None, None)


def test_a_hidden_figure_keeps_no_review() -> None:
    cell = by_nation({"England": (2, 9)}, 3).rows[0].cells[0]
    assert (cell.review_ids, cell.passages, cell.carriers, cell.decided) == ((), (), (), 0)


def test_what_all_have_hides_nothing_more() -> None:
    made = by_nation({"England": (9, 9), "Wales": (2, 2)}, 3)
    assert shown(made) == {None: 11, "England": 9, "Wales": None}


def test_a_total_of_single_reviews_is_hidden_with_them() -> None:
    assert set(shown(by_nation(dict.fromkeys(("England", "Scotland", "Wales"), (1, 4)), 3)).values()) == {None}


@given(st.lists(st.integers(0, 7).flatmap(lambda n: st.integers(n, 9).map(lambda of: (n, of))), min_size=1, max_size=4))
def test_no_hidden_figure_follows_from_the_rest(figures: list[tuple[int, int]]) -> None:
    """Every way to fill in what is hidden is tried: each hidden figure can be at least two things, where it could."""
    named = dict(zip(("England", "Scotland", "Wales", "Ulster"), figures, strict=False))
    made = by_nation(named, 4)
    if not made.rows or made.rows[0].total.reviews is None:
        return
    cells = made.rows[0].cells
    gone = [cell for cell in cells if cell.reviews is None]
    rest = made.rows[0].total.reviews - sum(cell.reviews for cell in cells if cell.reviews is not None)
    there = [of for number, of in named.values() if number]
    if open_(there, made.rows[0].total.reviews):
        assert not gone or open_([cell.of for cell in gone], rest)


def open_(most: list[int], total: int) -> bool:
    """Whether each of some figures, from 1 to its most, could be two things at least, given their sum."""
    ways = [way for way in product(*(range(1, of + 1) for of in most)) if sum(way) == total]
    return all(len({way[at] for way in ways}) > 1 for at in range(len(most)))


@pytest.mark.parametrize("by", [By.AGENCY, By.ROLE])
def test_groups_that_overlap_are_hidden_figure_by_figure(by: By) -> None:
    made = table(held({"England": (5, 9)}), Question(by=by, hide_below=3))
    assert [cell.reviews for cell in made.rows[0].cells if cell.value != "unknown"] == [5]
