"""The two lists of a hybrid search, joined: nearest by meaning, best by words, and which of them are close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.bm25 import Vocabulary, query_vector, stems_of
from index.closeness import Closeness
from index.embedding import Vectors
from index.request import FACETS, Request
from index.store import DOCUMENT, GROUP, IS_REVIEW, WORDS, PassageStore, Payload, StoreFilter, StoreHit

DEPTH = 400
"""Passages taken from each list. Facets and the count of close reviews are counted among these."""

K = 60
"""The constant of reciprocal rank fusion, as in the paper that proposed it."""

_FIELDS = (*FACETS.values(), GROUP, DOCUMENT, IS_REVIEW, WORDS)


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

    def candidates(self, where: StoreFilter) -> list[Candidate]:
        """Both lists in scope joined, best first."""
        dense: list[StoreHit] = []
        if self.vector is not None:
            dense = self.store.nearest(self.vector.tolist(), where, DEPTH, _FIELDS)
        lexical: list[StoreHit] = []
        if self.by_words:
            lexical = self.store.lexical(query_vector(self.request.text), where, DEPTH, _FIELDS)
        cosines = {hit.id: hit.score for hit in dense}
        payloads = {hit.id: hit.payload for hit in (*lexical, *dense)}
        ranks = _ranks(dense), _ranks(lexical)
        joined = [
            Candidate(
                passage,
                fused(ranks[0].get(passage), ranks[1].get(passage)),
                ranks[0].get(passage),
                ranks[1].get(passage),
                self._is_close(cosines.get(passage, 0.0), payload),
                payload,
            )
            for passage, payload in payloads.items()
        ]
        return sorted(joined, key=lambda candidate: (-candidate.score, candidate.id))

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


def fused(dense_rank: int | None, lexical_rank: int | None) -> float:
    """Reciprocal rank fusion: what a passage earns from its place in each list."""
    return sum(1 / (K + rank) for rank in (dense_rank, lexical_rank) if rank is not None)


def _ranks(hits: Sequence[StoreHit]) -> dict[str, int]:
    """Places from 1; equal scores in the order of ids, so that every engine gives the same places."""
    ordered = sorted(hits, key=lambda hit: (-round(hit.score, 5), hit.id))
    return {hit.id: place for place, hit in enumerate(ordered, start=1)}
