"""A theme over the years, and how long reviews took to come out.

A theme may seem to rise because more was published: each year has its own denominator. The last years of incidents
always look thin, for their reviews are not out yet; so both years are counted, side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.recurring.counting import Counted, CountedReview
from index.recurring.small_numbers import hidden
from index.recurring.table import By, Cell, Question, Row, YearOf, bits_of, cell_of, groups_of, in_scope, year_of
from index.recurring.tally import Bits, Tally, tally_of


@dataclass(frozen=True, slots=True)
class Year:
    """One year: the theme among reviews published in it, and among those whose incident was in it."""

    year: int
    published: Cell
    incident: Cell


@dataclass(frozen=True, slots=True)
class Lag:
    """Years from incident to publication: how many reviews took each, of those that state both years."""

    years: tuple[tuple[int, int], ...]
    known: int
    of: int

    @property
    def median(self) -> float | None:
        """Half took so long or less; ``None`` where no review states both years."""
        return median(lag for lag, number in self.years for _ in range(number)) if self.years else None


@dataclass(frozen=True, slots=True)
class Trend:
    """A theme in every year from the first to the last; ``undated`` reviews in scope lack that year."""

    theme: str
    years: tuple[Year, ...]
    undated: dict[YearOf, int]
    lag: Lag


def trend(counted: Counted, question: Question, theme: str) -> Trend:
    """Count a theme, or one of a board's own heads, year by year in the reviews that are in scope."""
    chosen, _ = in_scope(counted, question)
    bits, tally = bits_of(counted, chosen, question).get(theme, Bits()), tally_of(counted)
    by_year = replace(question, by=By.YEAR)
    sides = {which: _side(theme, chosen, replace(by_year, year_of=which), bits, tally) for which in YearOf}
    known = [year for side in sides.values() for year in side]
    span = range(min(known), max(known) + 1) if known else range(0)
    published, incident = (sides[which] for which in (YearOf.PUBLISHED, YearOf.INCIDENT))
    nothing = {year: cell_of(theme, str(year), bits, 0, 0, by_year, tally) for year in span}
    years = tuple(Year(year, published.get(year, nothing[year]), incident.get(year, nothing[year])) for year in span)
    undated = {which: sum(year_of(one, which) is None for one in chosen) for which in YearOf}
    return Trend(theme, years, undated, lag(chosen))


def lag(chosen: Sequence[CountedReview]) -> Lag:
    """From the year of the incident to that of publication. A review published before its incident is not counted."""
    both = [(one.review.year, one.review.incident_year) for one in chosen]
    took = Counter(year - incident for year, incident in both if year and incident and year >= incident)
    return Lag(tuple(sorted(took.items())), took.total(), len(chosen))


def _side(theme: str, chosen: Sequence[CountedReview], question: Question, bits: Bits, tally: Tally) -> dict[int, Cell]:
    dated = [one for one in chosen if year_of(one, question.year_of) is not None]
    groups = groups_of(dated, question)
    cells = (
        cell_of(theme, year, bits, tally.mask(members), len(members), question, tally)
        for year, members in groups.items()
    )
    total = cell_of(theme, None, bits, bits.every, len(chosen), question, tally)
    (row,) = hidden([Row(theme, total, tuple(cells))], question)
    return {int(cell.value or 0): cell for cell in row.cells}
