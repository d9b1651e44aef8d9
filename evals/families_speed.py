"""How long families of 30,000 recommendations take, first and after a change: ``python -m evals.families_speed``.

The recommendations are invented: the hand-made ones of families.yaml with other agencies, places, numbers and matters
put in, so that each is another text and most have many near ones, which is the hard case. ``--count N`` takes fewer;
``--gathering`` embeds a thousand and gathers as many as asked, made from these by a little noise.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from evals.families import HALVES, half_of
from index.ask import bare_ask
from index.bm25 import stems_in
from index.cache import VectorCache
from index.config import IndexConfig
from index.desk import embedder_of
from index.embedding import Embedder, unit
from index.families import Grouping, grouped
from index.recommending import kept_vectors

COUNT = 30_000
NEW = 200
_EMBEDDED = 1_000
_MATTERS = (
    "bruising", "neglect", "self-harm", "sleep", "asthma", "diabetes", "housing", "fathers", "interpreters", "cots",
    "knives", "fires", "dogs", "epilepsy", "hearing", "exploitation", "bereavement", "kinship", "medicine",
    "attendance",
)  # fmt: skip


def invented(count: int, seed: int = 7) -> list[str]:
    """As many different recommendations, the same ones each time."""
    patterns = [text.rstrip(".") for half in HALVES for text in half_of(half).texts]
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    made: dict[str, None] = {}
    while len(made) < count:
        one, other = rng.sample(_MATTERS, 2)
        made[f"{rng.choice(patterns)}, with regard to {one} and {other} in area {rng.randint(1, 60)}."] = None
    return list(made)


def gather(texts: list[str], embedder: Embedder, cache: VectorCache) -> tuple[Grouping, float, float]:
    """Families, and the seconds that embedding and gathering took."""
    start = time.perf_counter()
    asks = [bare_ask(text) for text in texts]
    wordings = [stems_in(ask) for ask in asks]
    vectors = kept_vectors(asks, embedder, cache)
    between = time.perf_counter()
    found = grouped(vectors, wordings)
    return found, between - start, time.perf_counter() - between


def report(count: int) -> Iterator[str]:
    """The first time, and again with ``NEW`` more."""
    embedder = embedder_of(IndexConfig())
    texts = invented(count + NEW)
    with TemporaryDirectory() as folder, VectorCache(Path(folder) / "vectors.sqlite") as cache:
        for what, some in (("first", texts[:count]), (f"after {NEW} new ones", texts)):
            found, embedding, gathering = gather(some, embedder, cache)
            yield (
                f"{what}: {len(some):,} recommendations, {len(found.families):,} families, "
                f"embedding {embedding:.0f} s, gathering {gathering:.0f} s"
            )


def gathering(count: int) -> Iterator[str]:
    """Seconds to gather ``count`` vectors, which are a thousand embedded ones with noise, and their wordings."""
    embedder = embedder_of(IndexConfig())
    asks = [bare_ask(text) for text in invented(_EMBEDDED)]
    start = time.process_time()
    vectors = embedder.encode_passages(asks)
    spent = time.process_time() - start
    noise = np.random.default_rng(7).normal(0, 0.01, (count, vectors.shape[1])).astype(np.float32)
    many = unit(vectors[np.arange(count) % _EMBEDDED] + noise)
    wordings = [stems_in(ask) for ask in asks]
    begun, used = time.perf_counter(), time.process_time()
    found = grouped(many, [wordings[at % _EMBEDDED] for at in range(count)])
    yield f"embedding {_EMBEDDED:,}: {spent:.1f} s of processor time"
    yield (
        f"gathering {count:,} into {len(found.families):,} families: {time.perf_counter() - begun:.0f} s, "
        f"{time.process_time() - used:.0f} s of processor time"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--gathering", action="store_true")
    given = parser.parse_args()
    for line in gathering(given.count) if given.gathering else report(given.count):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
