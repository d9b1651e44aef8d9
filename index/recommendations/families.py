"""Recommendations that ask for the same, gathered into families across reviews, boards and years.

Two recommendations are as near as their meaning is: the cosine of their vectors (``index.recommendations.meaning``). In
a family every member is near every other (complete linkage), so that no chain of small steps joins what is not alike,
and no member is like one of the others alone. The figures were chosen on hand-made pairs (``python -m
evals.families``). The order in which recommendations are given changes nothing.

Of each recommendation only the nearest are looked at, and all pairs are compared in blocks: tens of thousands are
gathered anew in seconds, so nothing but their vectors is kept between runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.vectors.embedding import Vectors

_BLOCK = 1024

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """From which cosine on two asks are the same point, and from which they may be."""

    clear: float
    """From here on, to every member of a family, they are gathered and counted."""
    possible: float
    """From here on they are shown for a person to judge, and never counted."""
    most: int = 100
    """Of each ask the nearest that are looked at."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which asks belong together: for each family the numbers of its members, that nearest to the others first."""

    families: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs of asks that are near each other (first < second), the nearest first."""

    first: Numbers
    second: Numbers


def grouped(vectors: Vectors, nearness: Nearness) -> Grouping:
    """Gather asks, given as unit vectors (a row each), into families; alone is a family of one."""
    if not len(vectors):
        return Grouping(())
    kinds, kind_of = np.unique(np.round(vectors, 5), axis=0, return_inverse=True)
    alike: list[list[int]] = [[] for _ in kinds]
    for ask, kind in enumerate(kind_of.ravel().tolist()):
        alike[kind].append(ask)
    families = (
        tuple(ask for kind in _middle_first(kinds, found) for ask in alike[kind])
        for found in _linked(near_pairs(kinds, nearness), len(kinds))
    )
    return Grouping(tuple(sorted(families, key=min)))


def near_pairs(vectors: Vectors, nearness: Nearness) -> Near:
    """The pairs that are clearly the same point by themselves."""
    size = len(vectors)
    found = list(_blocks(vectors, nearness))
    first, second = (np.concatenate([part[at] for part in found]) for at in (0, 1))
    cosines = np.concatenate([part[2] for part in found])
    keys, once = np.unique(np.minimum(first, second) * size + np.maximum(first, second), return_index=True)
    keys = keys[np.argsort(-cosines[once], kind="stable")]
    return Near(keys // size, keys % size)


def _blocks(vectors: Vectors, nearness: Nearness) -> Iterator[tuple[Numbers, Numbers, Vectors]]:
    """Near pairs block by block: rows, columns and cosines; at most ``nearness.most`` of a row."""
    for start in range(0, len(vectors), _BLOCK):
        cosines = vectors[start : start + _BLOCK] @ vectors.T
        own = np.arange(len(cosines))
        cosines[own, start + own] = -1.0
        near = cosines >= nearness.clear
        for row in np.flatnonzero(np.count_nonzero(near, axis=1) > nearness.most):
            near[row, np.argpartition(-cosines[row], nearness.most)[nearness.most :]] = False
        rows, columns = np.nonzero(near)
        yield rows + start, columns, cosines[rows, columns]


def _linked(near: Near, size: int) -> list[list[int]]:
    """Complete linkage: going down the pairs, two groups become one when the last pair between them is reached."""
    members: list[list[int]] = [[one] for one in range(size)]
    group = list(range(size))
    links: list[dict[int, int]] = [{} for _ in range(size)]
    for first, second in zip(near.first.tolist(), near.second.tolist(), strict=True):
        one, other = group[first], group[second]
        pairs = links[one].get(other, 0) + 1
        if pairs < len(members[one]) * len(members[other]):
            links[one][other] = links[other][one] = pairs
            continue
        if len(links[one]) < len(links[other]):
            one, other = other, one
        _join(one, other, links)
        for member in members[other]:
            group[member] = one
        members[one] += members[other]
        members[other] = []
    return [found for found in members if found]


def _join(one: int, other: int, links: Sequence[dict[int, int]]) -> None:
    """Count what was near ``other`` as near ``one``."""
    links[one].pop(other, None)
    for third, pairs in links[other].items():
        if third != one:
            del links[third][other]
            links[one][third] = links[third][one] = links[one].get(third, 0) + pairs
    links[other].clear()


def _middle_first(vectors: Vectors, members: Sequence[int]) -> list[int]:
    """The member that is nearest to all the others first, then the others, the nearest first."""
    own = vectors[members]
    totals = np.round((own @ own.T).sum(axis=1), 4)
    return [members[at] for at in np.lexsort((own[:, 0], -totals))]
