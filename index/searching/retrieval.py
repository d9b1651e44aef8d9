"""The two lists of a hybrid search: nearest by meaning, best by words; joined (``fusion.py``), and which are close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.engine.bm25 import Vocabulary, query_vector, stems_of
from index.engine.store import (
    DOCUMENT,
    GROUP,
    IS_REVIEW,
    PUBLISHER_KEYS,
    WORDS,
    PassageStore,
    Payload,
    StoreFilter,
    StoreHit,
)
from index.searching.bridges import widened
from index.searching.closeness import Closeness
from index.searching.fusion import SHIPPED, Ranking
from index.searching.request import FACETS, Request
from index.vectors.embedding import Vectors

DEPTH = 400
"""Passages taken from each list. Facets and the count of close reviews are counted among these."""

_FIELDS = (*FACETS.values(), PUBLISHER_KEYS, GROUP, DOCUMENT, IS_REVIEW, WORDS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage in one of the lists or in both. Ranks count from 1."""

    id: str
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    close: bool
    payload: Payload

    @property
    def group(self) -> str:
        """The review, or the document that belongs to none."""
        return str(self.payload[GROUP])


@dataclass(frozen=True, slots=True)
class Retriever:
    """Asks a store the same thing in two ways. ``vector`` is ``None`` when only words are searched."""

    store: PassageStore
    vocabulary: Vocabulary
    request: Request
    vector: Vectors | None
    closeness: Closeness
    by_words: bool = True
    ranking: Ranking = SHIPPED

    def candidates(self, where: StoreFilter) -> list[Candidate]:
        """Both lists in scope joined, best first."""
        dense = self._nearest(where)
        lexical = self._lexical(where)
        scores = self._scores(dense, lexical, where)
        cosines = {hit.id: hit.score for hit in dense}
        payloads = {hit.id: hit.payload for hit in (*lexical, *dense)}
        ranks = _ranks(dense), _ranks(lexical)
        joined = [
            Candidate(
                passage,
                scores[passage],
                ranks[0].get(passage),
                ranks[1].get(passage),
                self._is_close(cosines.get(passage, 0.0), payload),
                payload,
            )
            for passage, payload in payloads.items()
        ]
        return sorted(joined, key=_place)

    def _nearest(self, where: StoreFilter) -> list[StoreHit]:
        return [] if self.vector is None else self.store.nearest(self.vector.tolist(), where, DEPTH, _FIELDS)

    def _lexical(self, where: StoreFilter) -> list[StoreHit]:
        if not self.by_words:
            return []
        words = query_vector(self.request.text)
        if self.ranking.bridge:
            words = widened(words, self.request.bridges, self.ranking.bridge)
        return self.store.lexical(words, where, DEPTH, _FIELDS)

    def _scores(self, dense: list[StoreHit], lexical: list[StoreHit], where: StoreFilter) -> dict[str, float]:
        """What each passage of the two lists is worth, after a second look by meaning where both were asked for."""
        scores = self.ranking.join(dense, lexical, self.ranking.meaning)
        if not (dense and self.by_words and self.ranking.seeds):
            return scores
        seeds = sorted(scores, key=lambda passage: (-round(scores[passage], 7), passage))[: self.ranking.seeds]
        pulled = self._pulled(seeds, dense, lexical, where)
        return self.ranking.join(pulled, lexical, self.ranking.meaning)

    def _pulled(
        self, seeds: Sequence[str], dense: list[StoreHit], lexical: list[StoreHit], where: StoreFilter
    ) -> list[StoreHit]:
        """The passages of both lists by their nearness to the query and, ``pull`` as much, to the mean of the seeds."""
        vectors = self.store.vectors(seeds)
        mean = [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]
        length = sum(value * value for value in mean) ** 0.5  # the engine makes what it is given one long
        near = {hit.id: hit.score * length for hit in self.store.nearest(mean, where, DEPTH, ())}
        own = {hit.id: hit.score for hit in dense}
        lowest, furthest = min(own.values()), min(near.values())
        payloads = {hit.id: hit.payload for hit in (*lexical, *dense)}
        return [
            StoreHit(
                passage,
                own.get(passage, lowest) + self.ranking.pull * near.get(passage, furthest),
                payload,
            )
            for passage, payload in payloads.items()
        ]

    def _is_close(self, cosine: float, payload: Payload) -> bool:
        if self.request.phrases:
            return True  # it holds the words that were asked for, in their order
        coverage = self.coverage(str(payload.get(WORDS, "")))
        return self.closeness.is_close(None if self.vector is None else cosine, coverage)

    def coverage(self, words: str) -> float:
        """How much of the query's informative words stand in a passage, each counting for its rarity: 0 to 1."""
        wanted = self.request.stems
        if not wanted:
            return 0.0
        found = wanted.intersection(stems_of(words.split(" ")))
        weigh = self.vocabulary.weight
        return sum(map(weigh, found)) / max(1e-9, sum(map(weigh, wanted)))


def _place(candidate: Candidate) -> tuple[float, str]:
    """Best first; equal scores in the order of ids, so that every engine gives the same order."""
    return (-round(candidate.score, 7), candidate.id)


def _ranks(hits: Sequence[StoreHit]) -> dict[str, int]:
    """Places from 1; equal scores in the order of ids, so that every engine gives the same places."""
    ordered = sorted(hits, key=lambda hit: (-round(hit.score, 5), hit.id))
    return {hit.id: place for place, hit in enumerate(ordered, start=1)}
