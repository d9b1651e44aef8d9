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
from index.config import IndexConfig
from index.desk import embedder_of
from index.recommendations.ask import bare_ask
from index.recommendations.families import Grouping, grouped
from index.recommendations.meaning import Comparing, comparing
from index.recommendations.recommending import kept_vectors
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Vectors, unit

COUNT = 30_000
NEW = 200
_EMBEDDED = 1_000
_NOISE = 0.06
"""Of each number of a vector of length one, the most; at 0.06 the cosine to its text is about 0.65."""
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


def gather(texts: list[str], how: Comparing, cache: VectorCache) -> tuple[Grouping, float, float]:
    """Families, and the seconds that embedding and gathering took."""
    start = time.perf_counter()
    vectors = kept_vectors([bare_ask(text) for text in texts], how.embedder, cache)
    between = time.perf_counter()
    found = grouped(vectors, how.nearness)
    return found, between - start, time.perf_counter() - between


def report(count: int) -> Iterator[str]:
    """The first time, and again with ``NEW`` more."""
    how = comparing(embedder_of(IndexConfig()))
    texts = invented(count + NEW)
    with TemporaryDirectory() as folder, VectorCache(Path(folder) / "vectors.sqlite") as cache:
        for what, some in (("first", texts[:count]), (f"after {NEW} new ones", texts)):
            found, embedding, gathering = gather(some, how, cache)
            yield (
                f"{what}: {len(some):,} recommendations, {len(found.families):,} families, "
                f"embedding {embedding:.0f} s, gathering {gathering:.0f} s"
            )


def gathering(count: int) -> Iterator[str]:
    """Seconds to gather ``count`` vectors, a thousand embedded ones with noise, first and with ``NEW`` more."""
    how = comparing(embedder_of(IndexConfig()))
    asks = [bare_ask(text) for text in invented(_EMBEDDED)]
    how.embedder.encode_passages(asks[:1])
    start, spent = time.perf_counter(), time.process_time()
    vectors = how.embedder.encode_passages(asks)
    yield (
        f"embedding {_EMBEDDED:,}: {time.perf_counter() - start:.1f} s, "
        f"{time.process_time() - spent:.1f} s of processor time"
    )
    many = spread(vectors, count + NEW)
    with TemporaryDirectory() as folder, VectorCache(Path(folder) / "vectors.sqlite") as cache:
        model, keys = "measured", [text_key(str(at)) for at in range(len(many))]
        cache.put(model, dict(zip(keys, many, strict=True)))
        for size in (count, count + NEW):
            begun, used = time.perf_counter(), time.process_time()
            found = cache.get(model, keys[:size])
            families = grouped(np.stack([found[key] for key in keys[:size]]), how.nearness).families
            yield (
                f"reading and gathering {size:,} into {len(families):,} families: {time.perf_counter() - begun:.0f} s, "
                f"{time.process_time() - used:.0f} s of processor time"
            )


def spread(vectors: Vectors, count: int, seed: int = 7) -> Vectors:
    """As many vectors as asked, each that of an embedded text with noise: some stay near it, others do not."""
    rng = np.random.default_rng(seed)
    strength = rng.uniform(0, _NOISE, (count, 1))
    noise = rng.normal(0, 1, (count, vectors.shape[1])) * strength
    return unit((vectors[np.arange(count) % len(vectors)] + noise).astype(np.float32))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--gathering", action="store_true")
    given = parser.parse_args()
    for line in gathering(given.count) if given.gathering else report(given.count):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
