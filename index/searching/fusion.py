"""Two lists of passages made one.

A passage's score in a list is taken as a share of the best score in that list, and the shares are weighed and added:
a passage that stands far above the rest in one list keeps its lead, which its mere rank would lose. What was tried
beside this, and what it was worth, is in ADR 7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.engine.store import StoreHit

Join = Callable[[Sequence[StoreHit], Sequence[StoreHit], float], dict[str, float]]
"""From the list by meaning, the list by words and the weight of meaning to a score for each passage, 0 to 1."""


def by_share(dense: Sequence[StoreHit], lexical: Sequence[StoreHit], meaning: float) -> dict[str, float]:
    """Shares of the best, added. A passage below the end of the list by meaning counts as its last; one that is not in
    the list by words has none of them. Where a list is empty the other stands alone."""
    near, worded = _shares(dense), _shares(lexical)
    if not near or not worded:
        return near or worded
    last = min(near.values())
    return {
        passage: meaning * near.get(passage, last) + (1 - meaning) * worded.get(passage, 0.0)
        for passage in near | worded
    }


def _shares(hits: Sequence[StoreHit]) -> dict[str, float]:
    best = max((hit.score for hit in hits), default=0.0)
    return {hit.id: max(0.0, hit.score / best) if best > 0 else 0.0 for hit in hits}


@dataclass(frozen=True, slots=True)
class Ranking:
    """How passages and reviews are put in order. ``SHIPPED`` was chosen on the calibration half of our query set."""

    join: Join = by_share
    meaning: float = 0.65
    """The weight of meaning; the rest is that of words."""
    seeds: int = 3
    """The best passages of the first look, towards which the second look by meaning is pulled (Rocchio's feedback)."""
    pull: float = 0.5
    """How much nearness to them counts beside nearness to the query."""
    bridge: float = 0.6
    """The weight of the other names of a term that the query names, shared among their words."""


SHIPPED = Ranking()
