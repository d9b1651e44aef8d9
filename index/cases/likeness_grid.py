"""How near a case is to every review at once, by the signals that are stated: the sums of ``nearness`` over arrays.

A row is a review, in the order of ``Counted.reviews``. Where a review or the case does not state a thing, its nearness
is not a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.cases.case import Case, Signal
from index.cases.nearness import FAR, GROWING_UP, HALF, are_kindred, rarities
from index.cases.reader import ages_of
from index.recurring.counting import Counted, CountedReview

Column = npt.NDArray[np.float64]
"""A number for each review."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each review holds of a signal's values: a row a review, a column a value, with the rarity of each value."""

    columns: Mapping[str, int]
    held: npt.NDArray[np.float64]
    rarity: Mapping[str, float]
    lengths: Column

    @classmethod
    def of(cls, reviews: Sequence[Mapping[str, float]], rarity: Mapping[str, float]) -> Weights:
        """The table of these reviews' values."""
        columns = {name: at for at, name in enumerate(sorted({name for one in reviews for name in one}))}
        held = np.zeros((len(reviews), len(columns)))
        for row, one in enumerate(reviews):
            for name, weight in one.items():
                held[row, columns[name]] = weight
        rare = np.array([rarity.get(name, 1.0) for name in columns])
        return cls(columns, held, rarity, np.sqrt(((held * rare) ** 2).sum(axis=1)))

    def shared(self, case: Mapping[str, float]) -> Column:
        """``nearness.shared`` of the case with each review."""
        if not case:
            return np.full(len(self.held), np.nan)
        wanted = np.zeros(len(self.columns))
        for name, weight in case.items():
            if name in self.columns:
                wanted[self.columns[name]] = weight * self.rarity.get(name, 1.0) ** 2
        length = np.sqrt(sum((weight * self.rarity.get(name, 1.0)) ** 2 for name, weight in case.items()))
        both = self.lengths * length
        near = np.divide(self.held @ wanted, both, out=np.zeros(len(self.held)), where=both > 0)
        return np.where((self.held > 0).any(axis=1), near, np.nan)


class Grid:
    """All counted reviews of a library, to be compared with one case after another."""

    def __init__(self, counted: Counted) -> None:
        self.places = {one.review.id: place for place, one in enumerate(counted.reviews)}
        themes = [themes_of(one) for one in counted.reviews]
        agencies = [agencies_of(one) for one in counted.reviews]
        self.rarity = {
            Signal.THEMES: _rarity([one.themes for one in counted.reviews]),
            Signal.AGENCIES: _rarity([one.agencies for one in counted.reviews]),
        }
        self._themes = Weights.of(themes, self.rarity[Signal.THEMES])
        self._agencies = Weights.of(agencies, self.rarity[Signal.AGENCIES])
        self._harms = Weights.of([dict.fromkeys(one.review.harm_types, 1.0) for one in counted.reviews], {})
        ages = [ages_of(one.review) for one in counted.reviews]
        self._youngest = np.array([one.youngest if one else np.nan for one in ages], dtype=np.float64)
        self._oldest = np.array([one.oldest if one else np.nan for one in ages], dtype=np.float64)

    def near(self, case: Case) -> dict[Signal, Column]:
        """The nearness of a case to each review, by every signal but circumstances."""
        return {
            Signal.THEMES: self._themes.shared(_wanted(case, Signal.THEMES)),
            Signal.AGE: self._age(case),
            Signal.HARM: self._harm(_wanted(case, Signal.HARM)),
            Signal.AGENCIES: self._agencies.shared(_wanted(case, Signal.AGENCIES)),
        }

    def _age(self, case: Case) -> Column:
        if case.ages is None:
            return np.full(len(self._youngest), np.nan)
        low, high = case.ages.youngest, case.ages.oldest
        before = high < self._youngest
        younger, older = np.where(before, high, self._oldest), np.where(before, self._youngest, low)
        apart = np.log2((older + GROWING_UP) / np.maximum(younger + GROWING_UP, 1.0))
        near = np.maximum(0.0, 1.0 - apart / FAR)
        return np.where((low <= self._oldest) & (self._youngest <= high), 1.0, near)

    def _harm(self, case: Mapping[str, float]) -> Column:
        alike = self._harms.shared(case)
        kindred = [at for name, at in self._harms.columns.items() if any(are_kindred(one, name) for one in case)]
        return np.where((self._harms.held[:, kindred] > 0).any(axis=1), np.maximum(alike, HALF), alike)


def themes_of(one: CountedReview) -> dict[str, float]:
    """A review's themes with their weights: one that it carries only possibly counts half."""
    return {theme: 1.0 if carried.clear else 0.5 for theme, carried in one.themes.items()}


def agencies_of(one: CountedReview) -> dict[str, float]:
    """The agencies that a review's facts name, or its passages where they name none."""
    return dict.fromkeys(one.review.agencies or sorted(one.agencies), 1.0)


def _wanted(case: Case, signal: Signal) -> dict[str, float]:
    return {trait.value: trait.weight for trait in case.of(signal)}


def _rarity(held: Sequence[Iterable[str]]) -> dict[str, float]:
    """How rare each value is among all reviews: what all have in common says little."""
    return rarities(Counter(name for values in held for name in values), len(held))
