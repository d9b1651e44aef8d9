"""How near two cases are by each signal, from 0 to 1; pure functions of what both state.

Where one side does not state a thing there is no nearness to measure, and ``None`` says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

GROWING_UP = 9.0
"""Months added before ages are compared as ratios: a baby's weeks count for more than a teenager's months."""
FAR = 1.5
"""Doublings of that sum at which two ages have nothing in common: 4 months and 3 years, 3 years and 11 years."""

_KINDRED = frozenset(
    {
        frozenset({"death-maltreatment-direct", "serious-nai-non-fatal"}),
        frozenset({"death-maltreatment-direct", "domestic-homicide-witness"}),
        frozenset({"cce", "extra-familial-homicide"}),
        frozenset({"cce", "road-death"}),
        frozenset({"cce", "sexual-abuse-extra"}),
        frozenset({"sexual-abuse-intra", "sexual-abuse-extra"}),
        frozenset({"sexual-abuse-intra", "harmful-sexual-behaviour"}),
        frozenset({"sexual-abuse-extra", "suicide"}),
        frozenset({"chronic-neglect", "emotional-abuse"}),
        frozenset({"chronic-neglect", "accident-neglect"}),
        frozenset({"chronic-neglect", "natural-medical-neglect"}),
        frozenset({"natural-medical-neglect", "fii"}),
        frozenset({"natural-medical-neglect", "sudi-safer-sleep"}),
        frozenset({"institutional", "police-or-school-practice"}),
    }
)
"""Kinds of harm that come about in like ways, or of which one may become the other: an injury and a death by it."""
HALF = 0.5
"""The nearness of two kinds of harm that are kindred."""


def age_nearness(first: tuple[int, int] | None, second: tuple[int, int] | None) -> float | None:
    """Nearness of two ranges of age in months: 1 where they overlap."""
    if first is None or second is None:
        return None
    (low, high), (least, most) = first, second
    if low <= most and least <= high:
        return 1.0
    younger, older = (high, least) if high < least else (most, low)
    doublings = math.log2((older + GROWING_UP) / max(younger + GROWING_UP, 1.0))
    return max(0.0, 1.0 - doublings / FAR)


def shared(case: Mapping[str, float], review: Mapping[str, float], rarity: Mapping[str, float]) -> float | None:
    """How much two weighted sets have in common: the cosine of their weights, each times its rarity."""
    if not case or not review:
        return None
    both = sum(case[name] * review[name] * rarity.get(name, 1.0) ** 2 for name in case.keys() & review.keys())
    lengths = [math.sqrt(sum((w * rarity.get(name, 1.0)) ** 2 for name, w in one.items())) for one in (case, review)]
    return both / (lengths[0] * lengths[1]) if all(lengths) else 0.0


def harm_nearness(case: Mapping[str, float], review: Mapping[str, float]) -> float | None:
    """How much two cases' kinds of harm have in common; kinds that are near each other count half."""
    alike = shared(case, review, {})
    if alike is None:
        return None
    return max(alike, HALF) if any(are_kindred(one, other) for one in case for other in review) else alike


def are_kindred(one: str, other: str) -> bool:
    """Whether two kinds of harm come about in like ways, or one may become the other."""
    return frozenset({one, other}) in _KINDRED


def rarities(counts: Mapping[str, int], of: int) -> dict[str, float]:
    """The weight of each value by how few of ``of`` reviews have it: near 0 for what all have."""
    return {name: math.log((of + 1) / (number + 0.5)) for name, number in counts.items()}


def between(value: float, none: float, full: float) -> float:
    """``value`` on a scale from ``none`` (0) to ``full`` (1)."""
    return min(1.0, max(0.0, (value - none) / (full - none)))
