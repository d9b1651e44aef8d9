"""How far the grades hold when a sample of them is given again, blind to the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evals.queries.records import Collection, judgements, second_grades

RELEVANT = 2
"""From this grade a passage counts as found where grades are cut into two."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readings of the same pairs: the share with the same grade, and Cohen's kappa of it (chance taken out).

    ``weighted`` counts a difference of one grade a third as bad as one of three; ``cut`` is the kappa of 2 or 3 against
    0 or 1. The sample has as many pairs of each first grade, so chance is not that of the whole benchmark.
    """

    pairs: int
    same: float
    kappa: float
    weighted: float
    cut: float
    apart: int


def agreement(collections: Sequence[Collection] = tuple(Collection)) -> Agreement:
    """Agreement over the twice-read pairs of ``collections``."""
    pairs = [
        (judgements(collection)[query].grades[key], grade)
        for collection in collections
        for query, grades in second_grades(collection).items()
        for key, grade in grades.items()
    ]
    cut = [(first >= RELEVANT, second >= RELEVANT) for first, second in pairs]
    return Agreement(
        pairs=len(pairs),
        same=sum(first == second for first, second in pairs) / max(1, len(pairs)),
        kappa=kappa(pairs, linear=False),
        weighted=kappa(pairs, linear=True),
        cut=kappa(cut, linear=False),
        apart=sum(abs(first - second) > 1 for first, second in pairs),
    )


def kappa(pairs: Sequence[tuple[int, int]], *, linear: bool) -> float:
    """Cohen's kappa (1960) of two readings; ``linear`` weighs a disagreement by its distance (Cohen 1968)."""

    def cost(first: int, second: int) -> float:
        return abs(first - second) if linear else float(first != second)

    size = len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    observed = sum(cost(*pair) for pair in pairs) / max(1, size)
    chance = sum(cost(a, b) * n * m for a, n in firsts.items() for b, m in seconds.items()) / max(1, size) ** 2
    return 1 - observed / chance if chance else 1.0
