"""Themes are counted over reviews, each once, and every figure has its denominator."""

from __future__ import annotations

import pytest
from held import review

from index.engine.payload import age_groups
from index.errors import BadQuery
from index.recurring.counting import Counted, CountedReview, CountedTheme, Spot
from index.recurring.table import By, Question, YearOf, by_of, table
from index.searching.query import Filters


def carried(*spots: tuple[str, str, bool, set[str]], clear: bool = True, decided: bool = False) -> CountedTheme:
    found = tuple(Spot(name, role, sure, decided, frozenset(agencies)) for name, role, sure, agencies in spots)
    return CountedTheme(
        clear,
        found,
        frozenset(spot.role for spot in found),
        frozenset(name for spot in found for name in spot.agencies),
        decided,
    )


def counted(name: str, themes: dict[str, CountedTheme], *, readable: bool = True, **known: object) -> CountedReview:
    one = review(name, **known)
    named = {agency for theme in themes.values() for agency in theme.agencies}
    return CountedReview(
        one,
        tuple(age_groups(one.age_months_min, one.age_months_max)),
        frozenset(named),
        frozenset(role for theme in themes.values() for role in theme.roles),
        themes,
        readable,
    )


NEGLECT = carried(("p1", "finding", True, {"police"}), ("p2", "narrative", True, {"gp-primary-care"}))
MAYBE = carried(("p3", "narrative", False, {"police"}), clear=False)
HELD = Counted(
    7,
    (
        counted("a", {"neglect": NEGLECT, "fathers": MAYBE}, year=2018, incident_year=2016, age_months_min=3),
        counted("b", {"neglect": MAYBE}, year=2020, incident_year=2018, age_months_min=30),
        counted("c", {}, year=2020, incident_year=2018, age_months_min=5),
        counted("d", {"neglect": NEGLECT}, age_months_min=160),
        counted("e", {}, readable=False, year=2020),
    ),
)


def figures(question: Question) -> dict[tuple[str, str | None], tuple[int | None, int]]:
    made = table(HELD, question)
    return {(cell.theme, cell.value): (cell.reviews, cell.of) for row in made.rows for cell in (row.total, *row.cells)}


def test_reviews_are_counted_once_and_those_that_could_not_be_read_apart() -> None:
    made = table(HELD, Question())
    assert (made.scope.reviews, made.scope.undated, made.scope.unreadable) == (4, 0, 1)
    assert figures(Question()) == {("neglect", None): (3, 4), ("fathers", None): (1, 4)}
    assert [(row.total.clear, row.total.possible) for row in made.rows] == [(2, 1), (0, 1)]


def test_each_group_has_its_own_denominator() -> None:
    found = figures(Question(by=By.AGE_GROUP))
    assert found["neglect", "under-1"] == (1, 2)
    assert found["neglect", "1-5"] == (1, 1)
    assert found["fathers", "11-15"] == (0, 1)


def test_an_undated_review_is_said_and_not_counted() -> None:
    made = table(HELD, Question(Filters(from_year=2019)))
    assert (made.scope.reviews, made.scope.undated) == (2, 1)
    assert figures(Question(Filters(from_year=2019))) == {("neglect", None): (1, 2)}


def test_the_year_may_be_that_of_the_incident() -> None:
    assert dict(table(HELD, Question(by=By.YEAR)).values) == {"2018": 1, "2020": 2}
    assert dict(table(HELD, Question(by=By.YEAR, year_of=YearOf.INCIDENT)).values) == {"2016": 1, "2018": 2}


def test_agencies_and_roles_are_those_of_the_passages() -> None:
    assert figures(Question(by=By.AGENCY))["neglect", "gp-primary-care"] == (2, 2)
    assert figures(Question(by=By.ROLE))["neglect", "finding"] == (2, 2)
    only = table(HELD, Question(Filters(roles=("finding",))))
    assert [row.theme for row in only.rows] == ["neglect"]
    assert only.rows[0].total.examples == ("p1", "p1")


def test_small_figures_are_hidden_and_not_their_denominators() -> None:
    made = table(HELD, Question(hide_below=3))
    assert [(row.total.reviews, row.total.clear, row.total.of) for row in made.rows] == [(3, None, 4), (None, None, 4)]
    assert made.rows[1].total.examples == ()


def test_a_boards_own_heads_count_each_review_once() -> None:
    heads = {"neglect": ["Home"], "fathers": ["Home", "Family"]}
    assert figures(Question(heads=heads)) == {("Home", None): (3, 4), ("Family", None): (1, 4)}


def test_clear_themes_alone() -> None:
    assert figures(Question(clear_only=True)) == {("neglect", None): (2, 4)}


def test_an_empty_scope_is_zero_of_zero() -> None:
    made = table(HELD, Question(Filters(nations=("Wales",))))
    assert (made.scope.reviews, made.rows) == (0, ())


def test_what_cannot_be_counted_by_is_named() -> None:
    assert by_of("age_group") is By.AGE_GROUP
    with pytest.raises(BadQuery, match="did you mean “agency”"):
        by_of("agencies")
    with pytest.raises(BadQuery, match="after"):
        table(HELD, Question(Filters(from_year=2020, to_year=2010)))
