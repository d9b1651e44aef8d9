"""Pairs, thin evidence, a board beside the rest, and a theme over the years: each with its denominator."""

from __future__ import annotations

import pytest
from test_recurring import HELD, MAYBE, NEGLECT, counted

from app.papers.theme_error import caveat, theme_error
from app.themes import more as theme_more
from index.errors import BadQuery
from index.recurring.board import beside
from index.recurring.counting import Counted
from index.recurring.pairs import pairs
from index.recurring.table import Question, YearOf
from index.recurring.thin import thin
from index.recurring.years import trend
from index.searching.query import Filters

BOARDS = Counted(
    3,
    (
        counted("a", {"neglect": NEGLECT, "fathers-men": MAYBE}, publisher_id="north", year=2018, incident_year=2016),
        counted("b", {"neglect": MAYBE, "fathers-men": MAYBE}, publisher_id="north", year=2020, incident_year=2016),
        counted("c", {"neglect": MAYBE}, publisher_id="south", year=2020, incident_year=2019),
        counted("d", {"neglect": NEGLECT}, age_months_min=160),
        counted("e", {}, publisher_id="south", year=2020, readable=False),
    ),
)


def test_pairs_are_counted_over_reviews() -> None:
    (both,) = pairs(BOARDS, Question())
    assert (both.first, both.second, both.reviews, both.of) == ("neglect", "fathers-men", 2, 4)
    assert pairs(BOARDS, Question(clear_only=True)) == ()
    assert pairs(BOARDS, Question(hide_below=3))[0].reviews is None


def test_thin_evidence_names_themes_and_ages_with_next_to_nothing() -> None:
    found = thin(BOARDS, Question())
    assert ("fathers-men", 2) in found.themes
    assert ("supervision-oversight", 0) in found.themes
    assert "neglect" not in dict(found.themes)
    assert ("11-15", 1) in found.ages
    assert dict(thin(BOARDS, Question(hide_below=3)).themes)["fathers-men"] is None
    assert thin(BOARDS, Question(heads={"neglect": ["Home"], "x": ["Empty"]})).themes == (("Empty", 0),)


def test_a_board_stands_beside_the_rest_and_a_review_without_one_on_neither_side() -> None:
    found = beside(BOARDS, Question(Filters(publishers=("south",))), "north")
    assert (found.own, found.rest, found.unnamed) == (2, 1, 1)
    assert [(one.theme, one.own.reviews, one.own.of, one.rest.reviews, one.rest.of) for one in found.rows] == [
        ("neglect", 2, 2, 1, 1),
        ("fathers-men", 2, 2, 0, 1),
    ]


def test_where_one_side_is_small_both_are_hidden() -> None:
    found = beside(BOARDS, Question(hide_below=2), "north")
    assert [(one.own.reviews, one.rest.reviews) for one in found.rows] == [(None, None), (2, 0)]


def test_a_theme_over_the_years_by_both_years_with_the_lag() -> None:
    found = trend(BOARDS, Question(), "neglect")
    assert [(one.year, one.published.reviews, one.published.of) for one in found.years] == [
        (2016, 0, 0), (2017, 0, 0), (2018, 1, 1), (2019, 0, 0), (2020, 2, 2),
    ]  # fmt: skip
    assert [(one.incident.reviews, one.incident.of) for one in found.years][:4] == [(2, 2), (0, 0), (0, 0), (1, 1)]
    assert found.undated == {YearOf.PUBLISHED: 1, YearOf.INCIDENT: 1}
    assert (found.lag.years, found.lag.known, found.lag.of, found.lag.median) == (((1, 1), (2, 1), (4, 1)), 3, 4, 2)
    assert theme_more.lag_line(found.lag) == (
        "From incident to publication: 2 years in the middle (1 to 4 years), over 3 of 4 reviews that state both."
    )


def test_a_scope_of_undated_reviews_alone_has_no_years() -> None:
    undated = Counted(1, (counted("d", {"neglect": NEGLECT}),))
    found = trend(undated, Question(), "neglect")
    assert (found.years, found.lag.median) == ((), None)
    assert theme_more.lag_line(found.lag).startswith("None of 1 review states both")


def test_an_empty_scope_gives_nothing_everywhere() -> None:
    nothing = Question(Filters(nations=("Wales",)))
    assert pairs(HELD, nothing) == ()
    assert thin(HELD, nothing).of == 0
    assert beside(BOARDS, nothing, "north").rows == ()


def test_a_board_or_theme_that_is_not_there_is_named_with_a_near_one() -> None:
    with pytest.raises(BadQuery, match="did you mean “north”"):
        theme_more.more_of(BOARDS, Question(), "nort")
    with pytest.raises(BadQuery, match="did you mean “neglect”"):
        theme_more.more_of(BOARDS, Question(), "", "neglet")


def test_only_what_was_asked_for_is_in_the_json() -> None:
    more = theme_more.more_of(BOARDS, Question(), "north", "neglect")
    assert set(theme_more.as_json(more, {}, {"pairs"})) == {"lag", "pairs", "caveats"}
    made = theme_more.as_json(more, {"north": "North board"}, {"board", "trend"})
    assert made["board"]["label"] == "North board"
    assert made["trend"]["lag"]["reviews"] == 3
    assert any("ranking" in line for line in made["caveats"])


def test_the_caveat_says_what_was_measured() -> None:
    held = theme_error()
    said = caveat(clear_only=True).text
    assert f"about {round(100 * held.clear.right / held.clear.said)} were right" in said
    assert f"{held.reviews} reviews" in said
