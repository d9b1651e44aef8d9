"""How fast passages become vectors, against plain sentence-transformers: ``python -m evals.embedding``.

Both run in this process on the same texts, in turns; the best turn of each is compared, for the machine may be shared.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from evals.library import passages
from index.vectors.cache import text_key
from index.vectors.embedding import PACKAGE, SentenceTransformerEmbedder, Vectors, has_bfloat16, unit
from ingest.passages.tokens import count_tokens

TEXTS = 96
ROUNDS = 8
GOAL = 1.8
NEAREST = 0.999


@dataclass(frozen=True, slots=True)
class Row:
    """One way of embedding: texts a second, how many times plain sentence-transformers, and the worst cosine to it."""

    name: str
    per_second: float
    ratio: float
    worst_cosine: float


def texts() -> list[str]:
    """Passages of the calibration boards, the longer ones."""
    found = passages(calibration_only=True)
    return sorted((text for text in found if count_tokens(text) > 60), key=text_key)[:TEXTS]


def ways() -> dict[str, Callable[[Sequence[str]], Vectors]]:
    """Plain sentence-transformers first, then ours in both precisions."""
    exact = SentenceTransformerEmbedder.packaged(fast=False)
    shipped = SentenceTransformerEmbedder.packaged()
    return {"sentence-transformers, float32": plain(), "ours, float32": exact.encode_passages} | (
        {"ours, bfloat16 (shipped)": shipped.encode_passages} if has_bfloat16() else {}
    )


def plain() -> Callable[[Sequence[str]], Vectors]:
    """The library as its first example uses it."""
    from importlib import import_module

    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(import_module(PACKAGE).get_model_path()), device="cpu", local_files_only=True)
    return lambda given: unit(model.encode(list(given), show_progress_bar=False))


def measure(given: Sequence[str]) -> list[Row]:
    """The ways in turns, so that whatever else the machine does falls on each."""
    found = ways()
    exact = plain()(given)
    worst = {name: float((way(given) * exact).sum(axis=1).min()) for name, way in found.items()}
    seconds: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, way in found.items():
            started = perf_counter()
            way(given)
            seconds[name].append(perf_counter() - started)
    best = {name: min(times) for name, times in seconds.items()}
    first = next(iter(best.values()))
    return [Row(name, len(given) / time, first / time, worst[name]) for name, time in best.items()]


def main() -> None:
    """Print the table and whether the goal is met."""
    given = texts()
    rows = measure(given)
    words = sum(count_tokens(text) for text in given) / len(given)
    lines = [f"{len(given)} passages of {words:.0f} word pieces; bfloat16 in this processor: {has_bfloat16()}", ""]
    lines += ["| way | passages a second | times plain | worst cosine |", "|---|--:|--:|--:|"]
    lines += [f"| {row.name} | {row.per_second:.0f} | {row.ratio:.2f} | {row.worst_cosine:.5f} |" for row in rows]
    met = rows[-1].ratio >= GOAL and rows[-1].worst_cosine >= NEAREST
    lines += ["", f"Goal: {GOAL} times at cosine {NEAREST}: {'met' if met else 'NOT met'}"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
