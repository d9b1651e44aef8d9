"""Recommendations that ask for the same, gathered into families across reviews, boards and years.

Two recommendations are as near as their meaning (cosine of their vectors) and wording (``index.ask_wording``) are,
weighed together. A family has a middle, and every member is near it: a chain of small steps never joins what is not
alike. The figures were chosen on hand-made pairs (``python -m evals.families``).

A library has tens of thousands of recommendations: vectors are kept between runs, nearness in meaning is computed in
blocks, and wording is compared only where meaning is near enough to matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.ask_wording import Stems, overlap
from index.embedding import Vectors

_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Nearness:
    """When two asks are the same point: ``meaning`` × cosine + ``wording`` × overlap reaches ``threshold``."""

    meaning: float = 1.0
    wording: float = 0.3
    threshold: float = 0.72
    possible: float = 0.51
    """From this cosine on two asks may be the same: shown for a person to judge, and never counted.

    Best on hand-made pairs; but among all pairs of a library, few of which are the same point, most that only reach it
    are not.
    """
    least_meaning: float = 0.45
    """Cosine below which no wording makes two asks one."""
    most_neighbours: int = 200
    """Of each ask the nearest in meaning that are compared by their words."""

    def score(self, cosine: float, shared: float) -> float:
        """Nearness of a pair; 0 where the meaning is too far."""
        return 0.0 if cosine < self.least_meaning else self.meaning * cosine + self.wording * shared


SHIPPED = Nearness()


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which asks belong together: for each family the number of its middle, and its members, the middle first."""

    families: tuple[tuple[int, ...], ...]


def grouped(vectors: Vectors, wordings: Sequence[Stems], nearness: Nearness = SHIPPED) -> Grouping:
    """Gather asks, given as unit vectors (a row each) and stems, into families; alone is a family of one.

    The ask that most others are near becomes a middle and takes those near it; then the next; at last each member goes
    to the middle that it is nearest to.
    """
    near = neighbours(vectors, wordings, nearness)
    order = sorted(range(len(near)), key=lambda at: (-len(near[at]), at))
    middle_of: dict[int, int] = {}
    middles: set[int] = set()
    for at in order:
        if at in middle_of:
            continue
        middles.add(at)
        middle_of[at] = at
        for other in near[at]:
            middle_of.setdefault(other, at)
    members: dict[int, list[int]] = {middle: [middle] for middle in sorted(middles)}
    for at, middle in sorted(middle_of.items()):
        if at not in middles:
            best = max(
                (one for one in near[at] if one in middles), key=lambda one: (near[at][one], -one), default=middle
            )
            members[best].append(at)
    return Grouping(tuple(tuple(found) for found in members.values()))


def _nearest(near: dict[int, float], middles: set[int], present: int) -> int:
    return max((one for one in near if one in middles), key=lambda one: (near[one], -one), default=present)


def neighbours(vectors: Vectors, wordings: Sequence[Stems], nearness: Nearness = SHIPPED) -> list[dict[int, float]]:
    """For each ask those that are the same point by themselves, with their nearness. Symmetric."""
    near: list[dict[int, float]] = [{} for _ in wordings]
    for first, second, cosine in _close(vectors, nearness):
        score = nearness.score(cosine, overlap(wordings[first], wordings[second]))
        if score >= nearness.threshold:
            near[first][second] = score
            near[second][first] = score
    return near


def scores_to(
    vector: npt.NDArray[np.float32], wording: Stems, vectors: Vectors, wordings: Sequence[Stems], nearness: Nearness
) -> list[tuple[float, float]]:
    """Nearness of one ask to each of the others, and the cosine alone."""
    if not wordings:
        return []
    cosines = (vectors @ vector).tolist()
    pairs = zip(cosines, wordings, strict=True)
    return [(nearness.score(cosine, overlap(wording, other)), cosine) for cosine, other in pairs]


def _close(vectors: Vectors, nearness: Nearness) -> Iterator[tuple[int, int, float]]:
    """Pairs (first < second) that are near enough in meaning to be compared by their words."""
    needed = max(nearness.least_meaning, (nearness.threshold - nearness.wording) / nearness.meaning)
    for start in range(0, len(vectors), _BLOCK):
        cosines = vectors[start : start + _BLOCK] @ vectors[start:].T
        for row in range(len(cosines)):
            line = cosines[row, row + 1 :]
            at = np.flatnonzero(line >= needed)
            if len(at) > nearness.most_neighbours:
                at = at[np.argpartition(-line[at], nearness.most_neighbours)[: nearness.most_neighbours]]
            first = start + row
            yield from ((first, first + 1 + int(other), float(line[other])) for other in at)
