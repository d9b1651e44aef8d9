"""How fast 20,000 passages are searched with three filters: ``python -m evals.search_speed [PASSAGES]``.

The same hybrid query (both lists and the second look by meaning, joined as ``index/retrieval.py`` does) on the embedded
engine and on qdrant-client's local mode, and the same nearest passages computed exactly with NumPy, which says what
each of them missed.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from evals.library import passages
from index.engine import store as fields
from index.engine.bm25 import Vocabulary, passage_vector, phrase_key
from index.engine.edge import EdgeStore
from index.engine.server import ServerStore, connect
from index.engine.store import PassageStore, Point, StoreFilter
from index.searching.closeness import SHIPPED
from index.searching.request import request_of
from index.searching.retrieval import Retriever
from index.vectors.embedding import Vectors, unit

DIM = 384
GOAL = 50
QUERIES = ("bruise on a baby who cannot move", "fathers not known to services", "missed appointments and neglect")
KINDS = ("overview-report", "executive-summary", "learning-summary", "inspection")
SCOPE = StoreFilter(
    any_of=((fields.KIND, KINDS[:2]), (fields.PUBLISHER_KEYS, tuple(f"board-{number}" for number in range(20)))),
    from_year=2010,
    to_year=2019,
)


def points(count: int) -> Iterator[Point]:
    """Passages of shuffled sentences of the fictional reviews, with vectors in loose clusters as real ones are."""
    chance, numbers = random.Random(1), np.random.default_rng(1)  # noqa: S311 - the same texts every time
    sentences = [sentence for text in passages(calibration_only=True) for sentence in text.split(". ")]
    centres = numbers.standard_normal((200, DIM))
    for number in range(count):
        text = ". ".join(chance.sample(sentences, 5))
        vector = unit((centres[number % 200] + numbers.standard_normal(DIM))[None, :].astype(np.float32))[0]
        yield Point(f"p{number}", vector.tolist(), passage_vector(text, 60), payload(number, text))


def payload(number: int, text: str) -> dict[str, Any]:
    """What is filtered by, in numbers that keep about one passage in ten."""
    return {
        fields.PASSAGE: f"p{number}",
        fields.GROUP: f"r{number // 60}",
        fields.KIND: KINDS[number % 4],
        fields.PUBLISHER_KEYS: [f"board-{number % 50}"],
        fields.YEAR: 2005 + number % 20,
        fields.WORDS: phrase_key(text),
        fields.HASH: str(number),
    }


def fill(store: PassageStore, count: int) -> float:
    """Put the passages in; the seconds it took."""
    started = perf_counter()
    made = points(count)
    while batch := list(islice(made, 1_000)):
        store.upsert(batch)
    store.flush()
    return perf_counter() - started


def hybrid(store: PassageStore, text: str, vector: Vectors) -> list[str]:
    """The joined list of the shipped retriever, best first."""
    retriever = Retriever(store, Vocabulary(1, {}, 60), request_of(text), vector, SHIPPED)
    return [candidate.id for candidate in retriever.candidates(SCOPE)]


def exact(vector: Vectors, count: int, top: int) -> set[str]:
    """The nearest passages in scope, computed without an engine."""
    kept = [
        (float(np.dot(point.dense, vector)), point.id)
        for point in points(count)
        if point.payload[fields.KIND] in KINDS[:2]
        and 2010 <= point.payload[fields.YEAR] <= 2019
        and int(point.id[1:]) % 50 < 20
    ]
    return {name for _, name in sorted(kept, reverse=True)[:top]}


def measure(store: PassageStore, vectors: list[Vectors], rounds: int) -> float:
    """Seconds of a hybrid query at its best: the machine may be shared."""
    times = []
    for _ in range(rounds):
        for text, vector in zip(QUERIES, vectors, strict=True):
            started = perf_counter()
            hybrid(store, text, vector)
            times.append(perf_counter() - started)
    return min(times)


def main() -> None:
    """Print the table and whether the goal is met."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    warnings.simplefilter("ignore")  # local mode warns of its size, which is what is measured here
    numbers = np.random.default_rng(2)
    vectors = [unit(numbers.standard_normal((1, DIM)).astype(np.float32))[0] for _ in QUERIES]
    lines = ["| engine | fill, s | hybrid with 3 filters, ms | recall@50 of exact |", "|---|--:|--:|--:|"]
    seconds = []
    truth = [exact(vector, count, 50) for vector in vectors]
    with TemporaryDirectory() as folder:
        engines: dict[str, PassageStore] = {"Qdrant Edge (shipped)": EdgeStore.create(Path(folder) / "shard", DIM)}
        engines["qdrant-client local mode"] = ServerStore.create(connect(":memory:"), "passages", DIM)
        for name, store in engines.items():
            filled = fill(store, count)
            seconds.append(measure(store, vectors, 20 if name.startswith("Qdrant Edge") else 2))
            recalls = [
                len(nearest & {hit.id for hit in store.nearest(vector.tolist(), SCOPE, 50, ())}) / len(nearest)
                for nearest, vector in zip(truth, vectors, strict=True)
            ]
            lines.append(f"| {name} | {filled:.1f} | {seconds[-1] * 1000:.1f} | {min(recalls):.3f} |")
    ratio = seconds[1] / seconds[0]
    lines += ["", f"{count:,} passages: {ratio:.0f} times faster. Goal {GOAL}: {'met' if ratio >= GOAL else 'NOT met'}"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
