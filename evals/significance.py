"""Whether two systems differ by more than chance on the same queries: paired, with no model of the differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 10_000
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and the bounds of its 95% bootstrap interval."""

    mean: float
    low: float
    high: float


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of ``values``, with the interval of means of samples drawn from them again (percentile bootstrap)."""
    if not values:
        return Estimate(0.0, 0.0, 0.0)
    given, chance = np.asarray(values), np.random.default_rng(_SEED)
    means = [float(given[chance.integers(0, len(given), len(given))].mean()) for _ in range(ROUNDS // 5)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(given.mean()), float(low), float(high))


def chance_of(differences: Sequence[float]) -> float:
    """The two-sided p of a paired randomisation test: how often swapping the systems at random is as far apart.

    Fisher's test as Smucker, Allan and Carterette (2007) recommend it for retrieval; the observed one is counted in.
    """
    given, chance = np.asarray(differences, dtype=float), np.random.default_rng(_SEED)
    if not len(given) or not given.any():
        return 1.0
    signs = chance.choice((-1.0, 1.0), size=(ROUNDS, len(given)))
    as_far = np.abs(signs @ given) >= abs(given.sum()) - 1e-12
    return float((as_far.sum() + 1) / (ROUNDS + 1))
