"""The learning points of a period: counted again by other code; hidden, compared and dated as they must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.annual.gathering import counted_in
from app.contract import annual as contract
from app.errors import NothingFound
from app.papers import figures
from app.papers.paper import Table
from app.themes.tables import label
from index.annual.points import MOST, Change, Years, change_of
from index.errors import BadQuery
from index.recurring.counts import Counts
from index.recurring.table import Question
from index.searching.query import Filters
from ingest.library import Library
from tests.counted_annual import MADE, QUESTIONS, Truth, made_of, place


@pytest.mark.parametrize(("question", "years", "before"), QUESTIONS)
def test_places_and_figures_are_counted_again(shelf: Library, question: Question, years: Years, before: Years) -> None:
    now, then = Truth(shelf, years, question), Truth(shelf, before, question)
    counts, earlier = now.counts(), then.counts()
    annual = made_of(shelf, question, years, before)[0].annual
    assert (annual.period.reviews, annual.before.reviews) == (len(now.reviews), len(then.reviews))
    every = [*annual.points, *annual.others]
    order = sorted(counts, key=lambda one: (-counts[one], -now.clear(one), label(one).casefold()))
    assert [point.theme for point in every] == order
    assert len(annual.points) == min(MOST, len(order))
    for point in every:
        assert (point.now.reviews, point.now.of) == (counts[point.theme], len(now.reviews))
        assert (point.before.reviews, point.before.of) == (earlier.get(point.theme, 0), len(then.reviews))
        assert point.now.clear == now.clear(point.theme)
        assert point.place == place(counts, point.theme)
        assert point.shared == (list(counts.values()).count(counts[point.theme]) > 1)
        assert point.place_before == (place(earlier, point.theme) if point.theme in earlier else None)
        assert point.shared_before == (list(earlier.values()).count(earlier.get(point.theme, 0)) > 1)
        assert point.again == (point.place_before is not None and point.place_before <= MOST)
        assert point.change is (Change.FEW if then.reviews else Change.NOTHING_BEFORE)
    for point in annual.points:
        assert {cell.value: (cell.reviews, cell.of) for cell in point.ages} == now.ages(point.theme)
        assert {cell.value: (cell.reviews, cell.of) for cell in point.agencies} == now.agencies(point.theme)
    last = annual.points[-1].place
    shared = [one for one in order if place(counts, one) == last]
    assert annual.tied == (len(shared), len(set(shared) - {point.theme for point in annual.points}))


def test_without_years_it_is_the_last_full_year_and_the_year_before(shelf: Library) -> None:
    annual = made_of(shelf, Question(), None, None)[0].annual
    assert (annual.period.years, annual.before.years) == (Years(2018, 2018), Years(2017, 2017))
    early = counted_in(shelf, Counts(shelf), Question(), None, None, MADE.replace(year=2018))
    assert early.period.years == Years(2016, 2016)
    assert (Years(2016, 2018).before(), str(Years(2016, 2018))) == (Years(2013, 2015), "2016 to 2018")


@pytest.mark.parametrize(
    ("filters", "years", "before", "why"),
    [
        (Filters(roles=("finding",)), None, None, "leave --role"),
        (Filters(kinds=("response",)), None, None, "leave --role"),
        (Filters(from_year=2018), None, None, "leave --from-year"),
        (Filters(), Years(2018, 2014), None, "2018 is after 2014"),
        (Filters(), Years(2018, 2018), Years(2018, 2018), "must end before"),
        (Filters(), Years(2018, 2018), Years(2020, 2020), "must end before"),
        (Filters(), Years(12, 12), None, "not a period"),
    ],
)
def test_what_cannot_be_counted_is_said(
    shelf: Library, filters: Filters, years: Years | None, before: Years | None, why: str
) -> None:
    with pytest.raises(BadQuery, match=why):
        counted_in(shelf, Counts(shelf), Question(filters), years, before, MADE)


def test_no_review_in_scope_is_no_analysis(shelf: Library) -> None:
    with pytest.raises(NothingFound, match=r"No review published in 2015 is in scope.*published 2014 to 2018"):
        counted_in(shelf, Counts(shelf), Question(), Years(2015, 2015), None, MADE)


def test_small_figures_are_hidden_and_cannot_be_worked_out(shelf: Library) -> None:
    made, paper = made_of(shelf, Question(hide_below=2), Years(2016, 2018), Years(2014, 2015))
    annual = made.annual
    counts = Truth(shelf, Years(2016, 2018), Question()).counts()
    assert annual.concealed >= sum(number == 1 for number in counts.values()) > 0
    assert {point.theme for point in (*annual.points, *annual.others)} <= {one for one, n in counts.items() if n > 1}
    shown = [
        cell.reviews for point in annual.points for cell in (point.now, point.before, *point.ages, *point.agencies)
    ]
    assert 1 not in shown
    assert None in shown
    cells = [cell for block in paper.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert not any(cell.startswith("1 of") for cell in cells)
    assert "annual-concealed" in {one.phrase for one in figures.sentences(paper)}
    assert "annual-before-hidden" in {one.phrase for one in figures.sentences(paper)}
    assert made.command.count("--hide-below 2") == 1
    for one in contract.analysis(made)["points"]:
        assert one["before"]["reviews"] != 1


def test_a_board_s_own_heads_recount_everything(shelf: Library) -> None:
    made, paper = made_of(shelf, *QUESTIONS[3])
    assert {point.theme for point in made.annual.points} == {"Men", "Adults", "Working together"}
    assert "annual-heads" in {one.phrase for one in figures.sentences(paper)}
    assert "--heads" in made.command


def change(now: tuple[int | None, int], before: tuple[int | None, int], library: Library) -> Change:
    cell = counted_in(library, Counts(library), Question(), None, None, MADE).points[0].now
    sides = (replace(cell, reviews=number, of=of) for number, of in (now, before))
    return change_of(*sides)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((6, 9), (2, 7), Change.FEW),
        ((29, 29), (0, 400), Change.FEW),
        ((90, 100), (40, 100), Change.MORE),
        ((40, 100), (90, 100), Change.FEWER),
        ((50, 100), (45, 100), Change.ALIKE),
        ((59, 100), (42, 100), Change.ALIKE),
        ((100, 100), (100, 100), Change.ALIKE),
        ((3, 9), (0, 0), Change.NOTHING_BEFORE),
        ((3, 9), (None, 40), Change.HIDDEN),
    ],
)
def test_a_change_is_spoken_of_only_where_the_numbers_bear_it(
    shelf: Library, now: tuple[int | None, int], before: tuple[int | None, int], said: Change
) -> None:
    assert change(now, before, shelf) is said
