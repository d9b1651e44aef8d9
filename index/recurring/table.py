"""Recurring themes: in how many of how many reviews each theme stands, by age group, agency, year and the like.

A review counts once, whatever the number of its documents and passages. A figure always stands beside the number of
reviews that it could have been; what could not be read or dated is counted apart, and never as a "no".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from operator import or_

from index.errors import BadQuery
from index.recurring.counting import Counted, CountedReview, CountedTheme, Spot
from index.recurring.small_numbers import hidden
from index.recurring.tally import Bits, Tally, tally_of
from index.searching.query import Filters
from ingest.vocabulary.lines import nearest

_EXAMPLES = 3


class By(StrEnum):
    """What themes are counted by."""

    AGE_GROUP = "age-group"
    AGENCY = "agency"
    HARM = "harm"
    NATION = "nation"
    PUBLISHER = "publisher"
    REVIEW_TYPE = "review-type"
    METHOD = "method"
    YEAR = "year"
    ROLE = "role"


class YearOf(StrEnum):
    """Which year is meant: of publication, or of the incident, which lies some years before."""

    PUBLISHED = "published"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted. ``heads`` maps a theme to a board's own heads, under which everything is counted instead.

    ``hide_below`` hides figures from 1 up to it (0 hides none; see ``small_numbers``); ``clear_only`` leaves possible
    themes out.
    """

    filters: Filters = field(default_factory=Filters)
    by: By | None = None
    year_of: YearOf = YearOf.PUBLISHED
    heads: Mapping[str, Sequence[str]] | None = None
    hide_below: int = 0
    clear_only: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The denominators. ``undated`` and ``unreadable`` reviews would be in scope otherwise and are not counted."""

    reviews: int
    undated: int
    unreadable: int
    years: tuple[int, int] | None


Carrier = tuple[CountedReview, CountedTheme]
"""A review with what it carries of one theme."""


@dataclass(frozen=True, slots=True)
class Cell:
    """In how many of ``of`` reviews a theme stands. ``value`` is what it is counted by, or ``None`` for all.

    ``reviews`` is clear and possible together, ``None`` where hidden for being small; ``clear`` is ``None`` where that,
    or what is left of it, would be small. ``decided`` counts the reviews in which a person decided a tag of the theme.
    A hidden cell has no ``mask`` and no ``carriers``, so nothing that is made of it can tell.
    """

    theme: str
    value: str | None
    reviews: int | None
    clear: int | None
    of: int
    decided: int
    question: Question = field(repr=False)
    tally: Tally = field(repr=False, compare=False)
    mask: int = field(default=0, repr=False)

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        """The reviews that are counted, each with what it carries of the theme."""
        return tuple((one, _themes(one, self.question)[self.theme]) for one in self.tally.of(self.mask))

    @property
    def possible(self) -> int | None:
        """Reviews that carry the theme possibly and not clearly."""
        return None if self.reviews is None or self.clear is None else self.reviews - self.clear

    @property
    def ranked(self) -> list[Carrier]:
        """The same, the weightiest first."""
        return sorted(self.carriers, key=lambda pair: (not pair[1].clear, -len(pair[1].spots), pair[0].review.id))

    @property
    def review_ids(self) -> tuple[str, ...]:
        """The reviews that are counted, the weightiest first."""
        return tuple(one.review.id for one, _ in self.ranked)

    @property
    def passages(self) -> tuple[str, ...]:
        """The weightiest passage of each of these reviews, in the same order."""
        return tuple(self.spot(carried).passage for _, carried in self.ranked)

    @property
    def examples(self) -> tuple[str, ...]:
        """The first few of these passages."""
        return tuple(self.spot(carried).passage for _, carried in self.ranked[:_EXAMPLES])

    def spot(self, carried: CountedTheme) -> Spot:
        """The weightiest passage of a review for this cell."""
        wanted = set(self.question.filters.roles)
        for spot in carried.spots:
            which = {By.AGENCY: self.value in spot.agencies, By.ROLE: self.value == spot.role}
            fits = self.value in _NO_GROUP or which.get(self.question.by or By.YEAR, True)
            if fits and (not wanted or spot.role in wanted):
                return spot
        return carried.spots[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One theme: its figure in all of the scope, in each group, and in what would be in scope but has no date."""

    theme: str
    total: Cell
    cells: tuple[Cell, ...]
    undated: Cell | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Themes that stand in at least one review, the most frequent first. ``values`` pairs a group with its reviews.

    A theme that undated reviews alone carry has a row as well, with 0 as its total.
    """

    question: Question
    revision: int
    scope: Scope
    values: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]


def table(counted: Counted, question: Question) -> Table:
    """Count. Raises ``BadQuery`` for years that cannot be."""
    chosen, undated, unreadable = sorted_out(counted, question)
    tally = tally_of(counted)
    found = bits_of(counted, chosen, question)
    apart = bits_of(counted, undated, question) if undated else {}
    groups = {value: (tally.mask(members), len(members)) for value, members in groups_of(chosen, question).items()}
    rows = []
    for theme in (*found, *(theme for theme in apart if theme not in found)):
        row = _row(theme, found.get(theme, Bits()), len(chosen), groups, question, tally)
        if undated:
            bits = apart.get(theme, Bits())
            cell = cell_of(theme, UNDATED, bits, bits.every, len(undated), question, tally)
            row = replace(row, undated=cell)
        rows.append(row)
    rows.sort(key=lambda row: (-(row.total.reviews or 0), row.theme))
    values = tuple((value, number) for value, (_, number) in groups.items())
    scope = _scope(chosen, undated, unreadable, question)
    return Table(question, counted.revision, scope, values, hidden(rows, question))


def bits_of(counted: Counted, chosen: Sequence[CountedReview], question: Question) -> dict[str, Bits]:
    """The chosen reviews that carry each theme, or each of a board's own heads, as bits; none that no review carries.

    Only what passages of the chosen roles carry, and only what is clear where that is asked for.
    """
    tally = tally_of(counted)
    mask = tally.mask(chosen)
    found: dict[str, Bits] = {}
    for theme, bits in tally.themes.items():
        kept = bits.within(mask & _asked(bits, question))
        for name in (theme,) if question.heads is None else question.heads.get(theme, ()):
            found[name] = found[name].with_(kept) if name in found else kept
    return {name: bits for name, bits in found.items() if bits.every}


def _asked(bits: Bits, question: Question) -> int:
    asked = bits.clear if question.clear_only else bits.every
    if question.filters.roles:
        asked &= reduce(or_, (bits.roles.get(role, 0) for role in question.filters.roles))
    return asked


def in_scope(counted: Counted, question: Question) -> tuple[list[CountedReview], Scope]:
    """The reviews that are counted, and how many would be but for a missing date or text."""
    chosen, undated, unreadable = sorted_out(counted, question)
    return chosen, _scope(chosen, undated, unreadable, question)


def _scope(
    chosen: Sequence[CountedReview],
    undated: Sequence[CountedReview],
    unreadable: Sequence[CountedReview],
    question: Question,
) -> Scope:
    years = [year for one in chosen if (year := year_of(one, question.year_of))]
    span = (min(years), max(years)) if years else None
    return Scope(len(chosen), len(undated), len(unreadable), span)


def sorted_out(
    counted: Counted, question: Question
) -> tuple[list[CountedReview], list[CountedReview], list[CountedReview]]:
    """The reviews that are counted, then those that would be but for a missing date, and but for a text."""
    filters = question.filters
    if filters.from_year and filters.to_year and filters.from_year > filters.to_year:
        raise BadQuery(f"from-year {filters.from_year} is after to-year {filters.to_year}.")
    fitting = [one for one in counted.reviews if _fits(one, filters)]
    dated = bool(filters.from_year or filters.to_year) or question.by is By.YEAR
    chosen: list[CountedReview] = []
    undated: list[CountedReview] = []
    for one in fitting:
        if not one.readable:
            continue
        if dated and year_of(one, question.year_of) is None:
            undated.append(one)
        elif _in_years(one, question):
            chosen.append(one)
    return chosen, undated, [one for one in fitting if not one.readable]


def year_of(one: CountedReview, which: YearOf) -> int | None:
    """The year by which a review is dated."""
    return one.review.year if which is YearOf.PUBLISHED else one.review.incident_year


def by_of(name: str) -> By:
    """What to count by, by its name. Raises ``BadQuery`` with the nearest that there is."""
    try:
        return By(name.replace("_", "-"))
    except ValueError as problem:
        known = [by.value for by in By]
        raise BadQuery(f"Themes are not counted by {name!r}: {', '.join(known)}{nearest(name, known)}") from problem


def _fits(one: CountedReview, filters: Filters) -> bool:
    review = one.review
    held: tuple[tuple[Iterable[str], Iterable[str | None]], ...] = (
        (filters.themes, one.themes),
        (filters.age_groups, one.age_groups),
        (filters.agencies, one.agencies),
        (filters.harms, review.harm_types),
        (filters.roles, one.roles),
        (filters.review_types, (review.review_type,)),
        (filters.nations, (review.nation,)),
        (filters.publishers, (review.publisher_id, review.publisher)),
    )
    return all(not wanted or not set(wanted).isdisjoint(given) for wanted, given in held)


def _in_years(one: CountedReview, question: Question) -> bool:
    year = year_of(one, question.year_of)
    low, high = question.filters.from_year, question.filters.to_year
    return year is None or ((low is None or year >= low) and (high is None or year <= high))


def _themes(one: CountedReview, question: Question) -> Mapping[str, CountedTheme]:
    """A review's themes, or a board's own heads; only what passages of the chosen roles carry."""
    themes: Mapping[str, CountedTheme] = one.themes
    if question.filters.roles:
        wanted = set(question.filters.roles)
        themes = {theme: carried for theme, carried in themes.items() if wanted & carried.roles}
    if question.clear_only:
        themes = {theme: carried for theme, carried in themes.items() if carried.clear}
    return themes if question.heads is None else _under_heads(themes, question.heads)


def _under_heads(themes: Mapping[str, CountedTheme], heads: Mapping[str, Sequence[str]]) -> Mapping[str, CountedTheme]:
    gathered: dict[str, CountedTheme] = {}
    for theme, carried in themes.items():
        for head in heads.get(theme, ()):
            gathered[head] = _joined(gathered[head], carried) if head in gathered else carried
    return gathered


def _joined(first: CountedTheme, second: CountedTheme) -> CountedTheme:
    spots = {spot.passage: spot for spot in (*second.spots, *first.spots)}
    return replace(
        first,
        clear=first.clear or second.clear,
        spots=tuple(spots.values()),
        roles=first.roles | second.roles,
        agencies=first.agencies | second.agencies,
        decided=first.decided or second.decided,
    )


_VALUES: Mapping[By, Callable[[CountedReview, YearOf], Iterable[str | None]]] = {
    By.AGE_GROUP: lambda one, _: one.age_groups,
    By.AGENCY: lambda one, _: one.agencies,
    By.HARM: lambda one, _: one.review.harm_types,
    By.NATION: lambda one, _: (one.review.nation,),
    By.PUBLISHER: lambda one, _: (one.review.publisher_id,),
    By.REVIEW_TYPE: lambda one, _: (one.review.review_type,),
    By.METHOD: lambda one, _: (one.review.method,),
    By.YEAR: lambda one, which: (str(year_of(one, which)),),
    By.ROLE: lambda one, _: one.roles,
}

UNKNOWN = "unknown"
"""The group of reviews for which what themes are counted by is not stated."""

UNDATED = "undated"
"""The reviews that are counted apart, for want of a date."""

_NO_GROUP = (None, UNKNOWN, UNDATED)


def groups_of(chosen: Sequence[CountedReview], question: Question) -> dict[str, list[CountedReview]]:
    """The reviews under each value. A review with several values stands under each."""
    if question.by is None:
        return {}
    groups: defaultdict[str, list[CountedReview]] = defaultdict(list)
    values_of = _VALUES[question.by]
    for one in chosen:
        for value in [value for value in values_of(one, question.year_of) if value] or [UNKNOWN]:
            groups[value].append(one)
    return {value: groups[value] for value in sorted(groups, key=lambda value: (value == UNKNOWN, value))}


def _row(
    theme: str, bits: Bits, of: int, groups: Mapping[str, tuple[int, int]], question: Question, tally: Tally
) -> Row:
    """One theme. Under agencies and roles count those alone that the passages with the theme name or are."""
    own = {By.AGENCY: bits.agencies, By.ROLE: bits.roles}.get(question.by or By.YEAR)
    cells = []
    for value, (mask, number) in groups.items():
        within = mask if own is None or value == UNKNOWN else mask & own.get(value, 0)
        cells.append(cell_of(theme, value, bits, within, number, question, tally))
    return Row(theme, cell_of(theme, None, bits, bits.every, of, question, tally), tuple(cells))


def cell_of(theme: str, value: str | None, bits: Bits, within: int, of: int, question: Question, tally: Tally) -> Cell:
    """The figure of a theme within some reviews, nothing hidden yet."""
    mask = bits.every & within
    clear, decided = (bits.clear & within).bit_count(), (bits.decided & within).bit_count()
    return Cell(theme, value, mask.bit_count(), clear, of, decided, question, tally, mask)
