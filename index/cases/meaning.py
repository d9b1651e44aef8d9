"""Circumstances by meaning: for each part of a case the passages nearest to it, gathered by review.

A review's score is the mean, over the case's parts, of its nearest passage to each. The engine gives the nearest
passages of the whole library; a review none of whose passages is among them has at most the last one's nearness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from index.cases.case import Case
from index.cases.nearness import between
from index.engine import store
from index.engine.store import StoreFilter
from index.searching.reader import Reader
from index.vectors.embedding import Vectors
from ingest.model import Role

_NOTHING, _SAME = 0.20, 0.75
"""Mean cosines that stand for no likeness and for telling the same story."""
_DEEP = 600
"""Passages looked at for each part of a case."""
_SHOWN = 3

_TELLING = tuple(
    role.value
    for role in (
        Role.SUMMARY,
        Role.FAMILY_BACKGROUND,
        Role.NARRATIVE,
        Role.ANALYSIS,
        Role.FINDING,
        Role.LESSON,
        Role.FAMILY_VIEW,
        Role.PRACTITIONER_VIEW,
        Role.CONCLUSION,
        Role.GOOD_PRACTICE,
    )
)
"""Roles of passages that tell what happened; recommendations say what should."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near a review's passages are to a case: ``pairs`` join a part of the case with its nearest passage."""

    score: float
    passages: tuple[str, ...]
    pairs: tuple[tuple[int, str], ...]


class MeaningFinder:
    """Finds the reviews whose passages tell what a case tells. Safe from several threads."""

    def __init__(self, reader: Reader, vectors: Callable[[Case], Vectors]) -> None:
        self._reader = reader
        self._vectors = vectors

    def near(self, case: Case, reviews: frozenset[str]) -> dict[str, Meaning]:
        """For each of these reviews that comes near at all, how near."""
        if not case.parts or not reviews:
            return {}
        opened = self._reader.current()
        where = StoreFilter(any_of=((store.ROLE, _TELLING),), is_review=True)
        best: defaultdict[str, dict[int, tuple[float, str]]] = defaultdict(dict)
        floors = []
        vectors = self._vectors(case).tolist()
        found = opened.store.nearest_to_each(vectors, where, _DEEP, (store.GROUP, store.PASSAGE))
        for part, hits in enumerate(found):
            floors.append(hits[-1].score if len(hits) == _DEEP else 0.0)
            for hit in hits:
                group = str(hit.payload[store.GROUP])
                if group in reviews:
                    best[group].setdefault(part, (hit.score, str(hit.payload[store.PASSAGE])))
        return {review: _meaning(found, floors) for review, found in best.items()}


def _meaning(found: dict[int, tuple[float, str]], floors: list[float]) -> Meaning:
    cosines = [found[part][0] if part in found else floor for part, floor in enumerate(floors)]
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    pairs = tuple((part, passage) for part, (_, passage) in ranked)
    passages = tuple(dict.fromkeys(passage for _, passage in pairs))[:_SHOWN]
    return Meaning(between(sum(cosines) / len(cosines), _NOTHING, _SAME), passages, pairs[:_SHOWN])
