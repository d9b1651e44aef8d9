"""The systems that are compared: the searcher as it ships, its two halves, and hybrids with one thing otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import fmean, pstdev

from evals.collection import Indexed
from index.config import IndexConfig
from index.desk import open_searcher
from index.engine.store import StoreHit
from index.searching.fusion import SHIPPED, Ranking
from index.searching.query import Mode
from index.searching.search import Searcher

System = Callable[[Indexed], tuple[Searcher, Mode]]
"""Opens a library's searcher, and says in which mode it is asked."""


def by_rank(
    dense: Sequence[StoreHit], lexical: Sequence[StoreHit], _meaning: float, constant: int = 60
) -> dict[str, float]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), both lists alike."""
    scores: dict[str, float] = {}
    for hits in (dense, lexical):
        for place, hit in enumerate(sorted(hits, key=lambda hit: (-round(hit.score, 5), hit.id)), start=1):
            scores[hit.id] = scores.get(hit.id, 0.0) + 1 / (constant + place)
    return scores


def by_range(dense: Sequence[StoreHit], lexical: Sequence[StoreHit], meaning: float) -> dict[str, float]:
    """Scores from 0 (the last of the list) to 1 (its best), weighed and added: min-max fusion."""
    return _added(_scaled(dense, _range), _scaled(lexical, _range), meaning, 0.0)


def by_spread(dense: Sequence[StoreHit], lexical: Sequence[StoreHit], meaning: float) -> dict[str, float]:
    """Scores as deviations from the list's mean, three either side making 0 to 1: distribution-based fusion (DBSF)."""
    return _added(_scaled(dense, _spread), _scaled(lexical, _spread), meaning, 0.0)


def _range(scores: Sequence[float]) -> tuple[float, float]:
    return min(scores), max(scores)


def _spread(scores: Sequence[float]) -> tuple[float, float]:
    middle, spread = fmean(scores), 3 * pstdev(scores)
    return middle - spread, middle + spread


def _scaled(hits: Sequence[StoreHit], bounds: Callable[[Sequence[float]], tuple[float, float]]) -> dict[str, float]:
    if not hits:
        return {}
    low, high = bounds([hit.score for hit in hits])
    return {hit.id: (hit.score - low) / (high - low) if high > low else 1.0 for hit in hits}


def _added(near: dict[str, float], worded: dict[str, float], meaning: float, absent: float) -> dict[str, float]:
    names = near | worded
    return {name: meaning * near.get(name, absent) + (1 - meaning) * worded.get(name, absent) for name in names}


def _shipped(mode: Mode, library: Indexed) -> tuple[Searcher, Mode]:
    config = IndexConfig.from_environment()
    return open_searcher(library, config, keyword_only=mode is Mode.KEYWORD, ranking=_PLAIN.get(mode, SHIPPED)), mode


def _ranked(ranking: Ranking, library: Indexed) -> tuple[Searcher, Mode]:
    return open_searcher(library, IndexConfig.from_environment(), ranking=ranking), Mode.HYBRID


_PLAIN = {Mode.KEYWORD: replace(SHIPPED, bridge=0.0)}
"""The keyword system is BM25 and nothing else."""

_VARIANTS = {
    "hybrid-rank-fusion": Ranking(join=by_rank, seeds=0, bridge=0.0),
    "hybrid-plain": replace(SHIPPED, seeds=0, bridge=0.0),
    "hybrid-no-bridge": replace(SHIPPED, bridge=0.0),
    "hybrid-no-feedback": replace(SHIPPED, seeds=0),
    "hybrid-min-max": replace(SHIPPED, join=by_range),
    "hybrid-dbsf": replace(SHIPPED, join=by_spread),
    "hybrid-rrf": replace(SHIPPED, join=by_rank),
    "hybrid-meaning-50": replace(SHIPPED, meaning=0.5),
    "hybrid-meaning-80": replace(SHIPPED, meaning=0.8),
}

SYSTEMS: dict[str, System] = {
    **{mode.value: partial(_shipped, mode) for mode in Mode},
    "keyword-bridged": lambda library: (
        open_searcher(library, IndexConfig.from_environment(), keyword_only=True),
        Mode.KEYWORD,
    ),
    **{name: partial(_ranked, ranking) for name, ranking in _VARIANTS.items()},
}
