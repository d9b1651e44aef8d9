"""How well recommendations that ask for the same are told from those that do not: ``python -m evals.families``.

The pairs of families.yaml are hand-made, and their halves share no board and no point. All recommendations of a half
are gathered into families at once, as a library's are; a pair counts as found where both are in one family. The figures
in index/families.py were chosen on the calibration half; the test half only reports.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import yaml

from index.ask import bare_ask
from index.ask_wording import Stems
from index.bm25 import stems_in
from index.config import IndexConfig
from index.desk import embedder_of
from index.embedding import Embedder, Vectors
from index.families import SHIPPED, Nearness, grouped, neighbours
from ingest.timescales import timescale_in

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
class Asks:
    """The same recommendations as they are compared."""

    vectors: Vectors
    wordings: tuple[Stems, ...]


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


def half_of(name: str) -> Half:
    """One half of the hand-made pairs."""
    texts: list[str] = []
    pairs: list[Pair] = []
    for point in yaml.safe_load(PAIRS.read_text("utf-8"))[name]:
        same = range(len(texts), len(texts) + len(point["same"]))
        near, stock = same.stop, same.stop + 1
        texts += [*point["same"], point["near"], point["stock"]]
        pairs += [Pair(first, second, True, "same") for first, second in combinations(same, 2)]
        pairs += [Pair(one, near, False, "near") for one in same]
        pairs += [Pair(one, stock, False, "stock") for one in same]
    return Half(tuple(texts), tuple(pairs))


def asks_of(half: Half, embedder: Embedder) -> Asks:
    """The recommendations as the shipped code compares them."""
    asks = [bare_ask(text, timescale_in(text)) for text in half.texts]
    return Asks(embedder.encode_passages(asks), tuple(stems_in(ask) for ask in asks))


def in_families(asks: Asks, nearness: Nearness = SHIPPED) -> set[tuple[int, int]]:
    """The pairs that stand in one family."""
    families = grouped(asks.vectors, asks.wordings, nearness).families
    return {pair for members in families for pair in combinations(sorted(members), 2)}


def possibly(asks: Asks, nearness: Nearness = SHIPPED) -> set[tuple[int, int]]:
    """The pairs that are shown as possibly the same, or as the same."""
    near = neighbours(asks.vectors, asks.wordings, replace(nearness, wording=0.0, threshold=nearness.possible))
    alike = {(first, second) for first, others in enumerate(near) for second in others if first < second}
    return alike | in_families(asks, nearness)


def figures_of(pairs: Sequence[Pair], joined: set[tuple[int, int]]) -> Figures:
    """The figures of pairs, of which ``joined`` were taken for the same point."""
    said = [((pair.first, pair.second) in joined, pair.same) for pair in pairs]
    return Figures(said.count((True, True)), said.count((True, False)), said.count((False, True)))


def report() -> Iterator[str]:
    """The figures of both halves."""
    embedder = embedder_of(IndexConfig())
    for name in HALVES:
        half = half_of(name)
        asks = asks_of(half, embedder)
        for how, joined in (("in one family", in_families(asks)), ("possible or in one", possibly(asks))):
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
    for line in report():
        sys.stdout.write(line + "\n")
