"""The learning points of a period beside those of the period before: the board's yearly analysis, counted.

A learning point is a theme, or one of a board's own heads, that a finding, lesson or recommendation of a review
carries. Each review counts once. Its place is one more than the number of points that more reviews carry, so points of
equal figures share a place, and which of them are listed is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

from index.engine.payload import age_group_ids
from index.errors import BadQuery
from index.recurring.counting import Counted, CountedReview, Spot
from index.recurring.small_numbers import hidden
from index.recurring.table import (
    UNKNOWN,
    By,
    Cell,
    Question,
    Row,
    YearOf,
    bits_of,
    cell_of,
    groups_of,
    sorted_out,
    year_of,
)
from index.recurring.tally import Bits, Tally, tally_of
from ingest.model import Role
from ingest.vocabulary.reading import vocabulary

MOST = 10
LEARNING = (Role.FINDING.value, Role.LESSON.value, Role.RECOMMENDATION.value)
"""The parts of a report that state what was learned."""
SMALL = 30
"""Reviews below which two periods are not compared by their shares."""
_BEYOND_CHANCE = 2.58
"""Standard errors by which two shares must differ: chance alone does that in one comparison of a hundred."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True, order=True)
class Years:
    """Years from ``first`` to ``last``, both of them in."""

    first: int
    last: int

    @property
    def number(self) -> int:
        """How many."""
        return self.last - self.first + 1

    def before(self) -> Years:
        """As many years, just before these."""
        return Years(self.first - self.number, self.first - 1)

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


class Change(StrEnum):
    """What can be said of a figure beside that of the period before."""

    NOTHING_BEFORE = "nothing-before"
    """No review of the period before is in scope."""
    HIDDEN = "hidden"
    """The figure of the period before is hidden for being small."""
    FEW = "few"
    """One of the periods has too few reviews."""
    MORE = "more"
    FEWER = "fewer"
    """A larger or smaller share, by more than chance alone is likely to bring about."""
    ALIKE = "alike"
    """No such difference."""


@dataclass(frozen=True, slots=True)
class Period:
    """The denominators of a period. ``unread`` reviews of it could not be read and are not counted.

    ``silent`` are reviews in scope in which no finding, lesson or recommendation could be told apart.
    """

    years: Years
    reviews: int
    unread: int
    silent: int


@dataclass(frozen=True, slots=True)
class Point:
    """One learning point. ``shared`` says that others have its place, ``shared_before`` that others had its place then.

    ``place_before`` is its place in the period before: ``None`` where it was not found then, or is hidden.
    """

    theme: str
    place: int
    shared: bool
    now: Cell
    before: Cell
    place_before: int | None
    shared_before: bool
    change: Change
    ages: tuple[Cell, ...] = ()
    agencies: tuple[Cell, ...] = ()

    @property
    def again(self) -> bool:
        """Whether it was among the most frequent of the period before as well."""
        return self.place_before is not None and self.place_before <= MOST


@dataclass(frozen=True, slots=True)
class Annual:
    """The learning points of a period. ``points`` are the most frequent, ``others`` the rest, in the same order.

    ``concealed`` counts the points whose figures are hidden. ``undated`` are the reviews that no period can hold, and
    ``unread`` those that could not be read and whose year is not known. ``ages``
    and ``agencies`` pair each group with its reviews of the period.
    """

    question: Question
    revision: int
    period: Period
    before: Period
    undated: int
    unread: int
    points: tuple[Point, ...]
    others: tuple[Point, ...]
    concealed: int
    ages: tuple[tuple[str, int], ...]
    agencies: tuple[tuple[str, int], ...]

    @property
    def tied(self) -> tuple[int, int]:
        """How many points share the last place that is listed, and how many of them are not listed."""
        if not self.points:
            return 0, 0
        last = self.points[-1].place
        left = sum(point.place == last for point in self.others)
        return sum(point.place == last for point in self.points) + left, left


def annual_of(
    counted: Counted, question: Question, years: Years | None, before: Years | None, this_year: int
) -> Annual:
    """Count the learning points of ``years`` beside those of ``before``.

    Without years: the last year that is over and of which a review is held, and as many years just before. ``question``
    names filters, the sort of year, heads, and what is hidden. Raises ``BadQuery`` for what cannot be counted.
    """
    years, before = _periods(counted, question, years, before, this_year)
    chosen, period = _period(counted, question, years)
    earlier, period_before = _period(counted, question, before)
    asked = replace(question, by=None, filters=replace(question.filters, roles=LEARNING))
    ages = _age_groups(chosen, asked)
    found, then = bits_of(counted, chosen, asked), bits_of(counted, earlier, asked)
    tally = tally_of(counted)
    masks = {value: (tally.mask(members), len(members)) for value, members in ages.items()}
    rows = [_row(theme, bits, len(chosen), masks, asked, tally) for theme, bits in found.items()]
    shown = [row for row in rows if row.total.reviews is not None]
    places_before = _places({theme: _before(theme, bits, len(earlier), asked, tally) for theme, bits in then.items()})
    places = _places({row.theme: row.total for row in shown})
    labels = {theme.id: theme.label for theme in vocabulary().themes}
    shown.sort(
        key=lambda row: (places[row.theme], -(row.total.clear or 0), labels.get(row.theme, row.theme).casefold())
    )
    points = []
    held, held_before = Counter(places.values()), Counter(places_before.values())
    for row in shown:
        bits, place = then.get(row.theme, Bits()), places[row.theme]
        before_cell = _before(row.theme, bits, len(earlier), asked, tally)
        place_then = places_before.get(row.theme)
        change = change_of(row.total, before_cell)
        alone = held[place] == 1, held_before[place_then or 0] <= 1
        points.append(
            Point(row.theme, place, not alone[0], row.total, before_cell, place_then, not alone[1], change, row.cells)
        )
    agencies = groups_of(chosen, replace(asked, by=By.AGENCY))
    return Annual(
        question,
        counted.revision,
        period,
        period_before,
        *_without_year(counted, question),
        tuple(_with_agencies(point, found[point.theme], agencies, tally) for point in points[:MOST]),
        tuple(points[MOST:]),
        len(rows) - len(shown),
        tuple((value, len(members)) for value, members in ages.items()),
        tuple((value, len(members)) for value, members in agencies.items() if value != UNKNOWN),
    )


def _periods(
    counted: Counted, question: Question, years: Years | None, before: Years | None, this_year: int
) -> tuple[Years, Years]:
    filters = question.filters
    if filters.roles or filters.kinds:
        raise BadQuery(
            "Learning points are read from the findings, lessons and recommendations of whole reviews: leave --role"
            " and --kind out."
        )
    if filters.from_year or filters.to_year:
        raise BadQuery("The years are those of the period: leave --from-year and --to-year out.")
    years = years or _last_full_year(counted, question.year_of, this_year)
    before = before or years.before()
    for one in (years, before):
        if one.first > one.last:
            raise BadQuery(f"{one.first} is after {one.last}.")
        if one.first < _FIRST_YEAR or one.last > _LAST_YEAR:
            raise BadQuery(f"{one} is not a period of years that reviews are of.")
    if before.last >= years.first:
        raise BadQuery(f"The period before ({before}) must end before the period ({years}) begins.")
    return years, before


def _last_full_year(counted: Counted, which: YearOf, this_year: int) -> Years:
    """The last year that is over and of which a review is held; where there is none, the last that there is."""
    known = sorted(year for one in counted.reviews if one.readable and (year := year_of(one, which)))
    last = next((year for year in reversed(known) if year < this_year), known[-1] if known else this_year - 1)
    return Years(last, last)


def _period(counted: Counted, question: Question, years: Years) -> tuple[list[CountedReview], Period]:
    """The reviews of a period, and its denominators."""
    filters = replace(question.filters, from_year=years.first, to_year=years.last)
    chosen, _, unread = sorted_out(counted, replace(question, by=None, filters=filters))
    lost = sum((year_of(one, question.year_of) or 0) in years for one in unread)
    silent = sum(one.roles.isdisjoint(LEARNING) for one in chosen)
    return chosen, Period(years, len(chosen), lost, silent)


def _without_year(counted: Counted, question: Question) -> tuple[int, int]:
    """The reviews that no period can hold: those that can be read, and those that cannot."""
    _, undated, unread = sorted_out(counted, replace(question, by=By.YEAR))
    return len(undated), sum(year_of(one, question.year_of) is None for one in unread)


def _age_groups(chosen: Sequence[CountedReview], asked: Question) -> dict[str, list[CountedReview]]:
    groups = groups_of(chosen, replace(asked, by=By.AGE_GROUP))
    return {value: groups[value] for value in (*age_group_ids(), UNKNOWN) if value in groups}


def _row(theme: str, bits: Bits, of: int, ages: Mapping[str, tuple[int, int]], asked: Question, tally: Tally) -> Row:
    """A theme in the period and by age, with what must be hidden taken out of both."""
    by_age = replace(asked, by=By.AGE_GROUP)
    cells = (cell_of(theme, value, bits, mask, number, by_age, tally) for value, (mask, number) in ages.items())
    row = Row(theme, cell_of(theme, None, bits, bits.every, of, asked, tally), tuple(cells))
    return hidden([row], by_age)[0]


def _before(theme: str, bits: Bits, of: int, asked: Question, tally: Tally) -> Cell:
    row = Row(theme, cell_of(theme, None, bits, bits.every, of, asked, tally), ())
    return hidden([row], asked)[0].total


def _places(cells: Mapping[str, Cell]) -> dict[str, int]:
    """The place of each theme whose figure may be shown."""
    shown = {theme: cell.reviews for theme, cell in cells.items() if cell.reviews}
    return {theme: 1 + sum(other > number for other in shown.values()) for theme, number in shown.items()}


def change_of(now: Cell, before: Cell) -> Change:
    """What can be said of a figure beside that of the period before: only what the numbers bear."""
    if not before.of:
        return Change.NOTHING_BEFORE
    if before.reviews is None or now.reviews is None:
        return Change.HIDDEN
    if min(now.of, before.of) < SMALL:
        return Change.FEW
    share, earlier = now.reviews / now.of, before.reviews / before.of
    both = (now.reviews + before.reviews) / (now.of + before.of)
    error = sqrt(both * (1 - both) * (1 / now.of + 1 / before.of))
    if abs(share - earlier) <= _BEYOND_CHANCE * error:
        return Change.ALIKE
    return Change.MORE if share > earlier else Change.FEWER


def _with_agencies(point: Point, bits: Bits, groups: Mapping[str, Sequence[CountedReview]], tally: Tally) -> Point:
    """The same with the agencies that a finding, lesson or recommendation on it names."""
    by_agency = replace(point.now.question, by=By.AGENCY)
    naming: defaultdict[str, list[CountedReview]] = defaultdict(list)
    for one, name in _named(point):
        naming[name].append(one)
    cells = (
        cell_of(point.theme, name, bits, tally.mask(naming.get(name, ())), len(members), by_agency, tally)
        for name, members in groups.items()
        if name != UNKNOWN
    )
    row = hidden([Row(point.theme, point.now, tuple(cells))], by_agency)[0]
    return replace(point, agencies=row.cells)


def _named(point: Point) -> Iterator[tuple[CountedReview, str]]:
    """Each review with each agency that it names so."""
    for one, _, spots in carrying(point):
        yield from ((one, name) for name in {name for spot in spots for name in spot.agencies})


def carrying(point: Point) -> Iterator[tuple[CountedReview, bool, tuple[Spot, ...]]]:
    """The reviews of the period that carry a point: whether clearly, and its findings, lessons and recommendations."""
    question = point.now.question
    heads = question.heads
    themes = [point.theme] if heads is None else [theme for theme, names in heads.items() if point.theme in names]
    for one in point.now.tally.of(point.now.mask):
        found = [one.themes[theme] for theme in themes if theme in one.themes]
        found = [carried for carried in found if carried.clear or not question.clear_only]
        spots = [spot for carried in found for spot in carried.spots if spot.role in LEARNING]
        kept = {spot.passage: spot for spot in sorted(spots, key=lambda spot: spot.clear)}
        order = dict.fromkeys(spot.passage for spot in spots)
        yield one, any(carried.clear for carried in found), tuple(kept[passage] for passage in order)
