"""Reviews like a case: every signal with its own score and its evidence on both sides, and what differs.

A review's place is the mean of its signals' scores, each times its weight. Where a review does not state what a signal
compares, the mean of the other reviews stands in for its score, so that silence neither helps nor harms it, and the
signal is shown as not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from index.cases.case import Ages, Case, Signal
from index.cases.likeness_grid import Column, Grid, agencies_of, themes_of
from index.cases.meaning import Meaning, MeaningFinder
from index.cases.nearness import age_nearness, harm_nearness, shared
from index.cases.reader import ages_of
from index.recurring.counting import Counted, CountedReview
from index.recurring.table import Question, in_scope
from index.searching.query import Filters

WEIGHTS: Mapping[Signal, float] = MappingProxyType(
    {
        Signal.CIRCUMSTANCES: 0.38,
        Signal.THEMES: 0.26,
        Signal.AGE: 0.12,
        Signal.HARM: 0.18,
        Signal.AGENCIES: 0.06,
    }
)
"""What each signal counts for (``python -m evals.similar`` measures each one's worth; set on its calibration half)."""

SHARED = 0.5
"""The score from which a signal counts as shared."""
MANY = 2
"""A review that shares more signals than this is like the case in more than one way."""
_UNSTATED = 0.3
"""Stands in for a score where no review states the signal."""
_EXACT = 12
"""Decimals that are compared: sums in another order end in other digits."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One signal between the case and a review: ``score`` is ``None`` where one of them does not state it.

    ``case`` and ``review`` are the values that make the score, those in common first; ``passages`` are ids on the
    review's side that show it, the best first; ``parts`` pairs a part of the case's text with its nearest passage.
    """

    score: float | None
    case: tuple[str, ...]
    review: tuple[str, ...]
    passages: tuple[str, ...] = ()
    parts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Like:
    """A review with its nearness to a case, 0 to 1, and how many signals the two share."""

    counted: CountedReview
    score: float
    shared: int
    compare: Callable[[CountedReview], Mapping[Signal, Compared]] = field(repr=False, compare=False)

    @property
    def signals(self) -> Mapping[Signal, Compared]:
        """Each signal with its score and its evidence; worked out when asked for, since few of many likes are shown."""
        return self.compare(self.counted)


@dataclass(frozen=True, slots=True)
class Likes:
    """Reviews in scope by nearness, the nearest first. ``sharing`` counts those that share more than two signals."""

    case: Case
    revision: int
    filters: Filters
    reviews: int
    undated: int
    unreadable: int
    found: tuple[Like, ...]
    sharing: int


@dataclass(frozen=True, slots=True)
class Ablation:
    """Signals that are left out and weights that are used instead; for measuring, and for a user's own weights."""

    without: frozenset[Signal] = frozenset()
    weights: Mapping[Signal, float] = field(default_factory=lambda: WEIGHTS)


class Comparer:
    """Compares cases with the reviews of one library. Safe from several threads."""

    def __init__(self, counted: Callable[[], Counted], meaning: MeaningFinder) -> None:
        self._counted = counted
        self._meaning = meaning
        self._kept: tuple[Counted | None, Grid | None] = (None, None)

    def likes(self, case: Case, filters: Filters | None = None, ablation: Ablation | None = None) -> Likes:
        """Every review in scope, the nearest first. Raises ``BadQuery`` and what opening the index raises."""
        filters, ablation = filters or Filters(), ablation or Ablation()
        counted = self._counted()
        chosen, scope = in_scope(counted, Question(filters))
        chosen = [one for one in chosen if one.review.id != case.review_id]
        meaning = self._meaning.near(case, frozenset(one.review.id for one in chosen))
        grid = self._grid_of(counted)
        near = _scores(case, chosen, meaning, grid)
        total, shared = _totals(case, near, ablation), _shared(near)
        compare = partial(_signals, case, meaning=meaning, rare=grid.rarity)
        likes = [
            Like(one, score, number, compare)
            for one, score, number in zip(chosen, total.tolist(), shared.tolist(), strict=True)
        ]
        likes.sort(key=lambda like: (-like.score, like.counted.review.id))
        sharing = int((shared > MANY).sum())
        return Likes(
            case, counted.revision, filters, len(chosen), scope.undated, scope.unreadable, tuple(likes), sharing
        )

    def _grid_of(self, counted: Counted) -> Grid:
        """The reviews as arrays, made once for each time that they are counted."""
        known, grid = self._kept
        if grid is None or known is not counted:
            grid = Grid(counted)
            self._kept = (counted, grid)
        return grid


def _scores(
    case: Case, chosen: Sequence[CountedReview], meaning: Mapping[str, Meaning], grid: Grid
) -> dict[Signal, Column]:
    """The nearness of each of the reviews by each signal, not a number where it is not stated."""
    rows = [grid.places[one.review.id] for one in chosen]
    unlike = 0.0 if case.parts else np.nan
    told = [meaning[one.review.id].score if one.review.id in meaning else unlike for one in chosen]
    circumstances: Column = np.array(told, dtype=np.float64)
    return {Signal.CIRCUMSTANCES: circumstances, **{signal: near[rows] for signal, near in grid.near(case).items()}}


def _totals(case: Case, near: Mapping[Signal, Column], ablation: Ablation) -> Column:
    """The weighted mean over the signals that the case states; the mean of the others stands in for what is silent."""
    stated = {s: w for s, w in ablation.weights.items() if s not in ablation.without and _states(case, s)}
    total: Column = np.zeros(len(near[Signal.AGE]))
    for signal, weight in stated.items():
        known = ~np.isnan(near[signal])
        stand_in = float(near[signal][known].mean()) if known.any() else _UNSTATED
        total += weight * np.where(known, near[signal], stand_in)
    weights = sum(stated.values())
    return np.round(total / weights, _EXACT) if weights else total


def _shared(near: Mapping[Signal, Column]) -> npt.NDArray[np.int64]:
    """How many signals each review shares with the case."""
    alike = [np.nan_to_num(np.round(one, _EXACT), nan=0.0) >= SHARED for one in near.values()]
    number: npt.NDArray[np.int64] = np.sum(alike, axis=0, dtype=np.int64)
    return number


def _signals(
    case: Case, one: CountedReview, *, meaning: Mapping[str, Meaning], rare: Mapping[Signal, Mapping[str, float]]
) -> dict[Signal, Compared]:
    near = meaning.get(one.review.id)
    return {
        Signal.CIRCUMSTANCES: Compared(near.score, (), (), near.passages, near.pairs)
        if near
        else Compared(0.0 if case.parts else None, (), ()),
        Signal.THEMES: _of_themes(case, one, rare[Signal.THEMES]),
        Signal.AGE: _of_age(case, one),
        Signal.HARM: _of_harm(case, one),
        Signal.AGENCIES: _of_agencies(case, one, rare[Signal.AGENCIES]),
    }


def _of_themes(case: Case, one: CountedReview, rare: Mapping[str, float]) -> Compared:
    wanted = {trait.value: trait.weight for trait in case.of(Signal.THEMES)}
    held = themes_of(one)
    both = sorted(wanted.keys() & held.keys(), key=lambda theme: (-wanted[theme] * held[theme] * rare[theme], theme))
    passages = tuple(dict.fromkeys(one.themes[theme].spots[0].passage for theme in both))
    return Compared(shared(wanted, held, rare), _first(both, wanted), _first(both, held), passages)


def _of_age(case: Case, one: CountedReview) -> Compared:
    own, other = case.ages, ages_of(one.review)
    score = age_nearness((own.youngest, own.oldest) if own else None, (other.youngest, other.oldest) if other else None)
    return Compared(score, _months(own), _months(other))


def _of_harm(case: Case, one: CountedReview) -> Compared:
    wanted = {trait.value: trait.weight for trait in case.of(Signal.HARM)}
    held = dict.fromkeys(one.review.harm_types, 1.0)
    both = sorted(wanted.keys() & held.keys())
    return Compared(harm_nearness(wanted, held), _first(both, wanted), _first(both, held))


def _of_agencies(case: Case, one: CountedReview, rare: Mapping[str, float]) -> Compared:
    wanted = {trait.value: trait.weight for trait in case.of(Signal.AGENCIES)}
    held = agencies_of(one)
    both = sorted(wanted.keys() & held.keys())
    return Compared(shared(wanted, held, rare), _first(both, wanted), _first(both, held))


def _first(both: Sequence[str], all_of: Mapping[str, float]) -> tuple[str, ...]:
    return (*both, *(name for name in sorted(all_of, key=lambda n: (-all_of[n], n)) if name not in both))


def _months(ages: Ages | None) -> tuple[str, ...]:
    return tuple(str(months) for months in dict.fromkeys((ages.youngest, ages.oldest))) if ages else ()


def _states(case: Case, signal: Signal) -> bool:
    """Whether the case says anything that the signal compares."""
    if signal is Signal.AGE:
        return case.ages is not None
    return bool(case.parts) if signal is Signal.CIRCUMSTANCES else bool(case.of(signal))
