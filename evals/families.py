"""How well recommendations that ask for the same are told from those that do not: ``python -m evals.families``.

The pairs of families.yaml are hand-made, and their halves share no board and no point. All recommendations of a half
are gathered into families at once, as a library's are; a pair counts as found where both are in one family. The figures
in index/ask_meaning.py were chosen on the calibration half; the test half only reports. Halves can be named.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from index.config import IndexConfig
from index.desk import embedder_of
from index.recommendations.ask import bare_ask
from index.recommendations.families import Nearness, grouped
from index.recommendations.meaning import comparing
from index.vectors.embedding import Embedder, Vectors
from ingest.written.timescales import timescale_in

PAIRS = Path(__file__).with_suffix(".yaml")
HALVES = ("calibration", "test")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recommendations by their numbers, whether they are the same point, and of what kind the pair is."""

    first: int
    second: int
    same: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Half:
    """The recommendations of one half and its labelled pairs."""

    texts: tuple[str, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Pairs rightly joined, wrongly joined and wrongly apart."""

    right: int
    joined: int
    apart: int

    @property
    def precision(self) -> float:
        """Share of joined pairs that are the same point."""
        return self.right / max(1, self.right + self.joined)

    @property
    def recall(self) -> float:
        """Share of pairs of the same point that are joined."""
        return self.right / max(1, self.right + self.apart)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / max(1, 2 * self.right + self.joined + self.apart)


def points_of(half: str | Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The five texts of each point: three that are the same, a near miss, and a stock sentence of another subject."""
    points = yaml.safe_load(PAIRS.read_text("utf-8"))[half] if isinstance(half, str) else half
    return [[*point["same"], point["near"], point["stock"]] for point in points]


def half_of(name: str) -> Half:
    """One half of the hand-made pairs."""
    points = points_of(name)
    pairs: list[Pair] = []
    for start in range(0, sum(map(len, points)), 5):
        same, near, stock = range(start, start + 3), start + 3, start + 4
        pairs += [Pair(first, second, True, "same") for first, second in combinations(same, 2)]
        pairs += [Pair(one, near, False, "near") for one in same]
        pairs += [Pair(one, stock, False, "stock") for one in same]
    return Half(tuple(text for point in points for text in point), tuple(pairs))


def vectors_of(half: Half, embedder: Embedder) -> Vectors:
    """The recommendations as they are compared."""
    return embedder.encode_passages([bare_ask(text, timescale_in(text)) for text in half.texts])


def in_families(vectors: Vectors, nearness: Nearness) -> set[tuple[int, int]]:
    """The pairs that stand in one family."""
    families = grouped(vectors, nearness).families
    return {pair for members in families for pair in combinations(sorted(members), 2)}


def possibly(vectors: Vectors, nearness: Nearness) -> set[tuple[int, int]]:
    """The pairs that are shown as possibly the same, or as the same."""
    alike = np.argwhere(np.triu(vectors @ vectors.T >= nearness.possible, 1)).tolist()
    return {(first, second) for first, second in alike} | in_families(vectors, nearness)


def figures_of(pairs: Sequence[Pair], joined: set[tuple[int, int]]) -> Figures:
    """The figures of pairs, of which ``joined`` were taken for the same point."""
    said = [((pair.first, pair.second) in joined, pair.same) for pair in pairs]
    return Figures(said.count((True, True)), said.count((True, False)), said.count((False, True)))


def report(halves: Sequence[str]) -> Iterator[str]:
    """The figures of each half."""
    how_compared = comparing(embedder_of(IndexConfig()))
    for name in halves:
        half = half_of(name)
        vectors = vectors_of(half, how_compared.embedder)
        for how, joined in (
            ("in one family", in_families(vectors, how_compared.nearness)),
            ("possible or in one", possibly(vectors, how_compared.nearness)),
        ):
            found = figures_of(half.pairs, joined)
            wrong = {
                kind: sum((pair.first, pair.second) in joined for pair in half.pairs if pair.kind == kind)
                for kind in ("near", "stock")
            }
            yield (
                f"{name}, {how}: {len(half.pairs)} pairs, precision {found.precision:.3f}, recall {found.recall:.3f}, "
                f"F1 {found.f1:.3f}; wrongly joined: {wrong['near']} near misses, {wrong['stock']} stock sentences"
            )


if __name__ == "__main__":
    for line in report(sys.argv[1:] or HALVES):
        sys.stdout.write(line + "\n")
