"""How long tagging 20,000 passages anew takes after a change of vocabulary: ``python -m evals.tag_speed``.

The passages are those of the fictional calibration boards, over and over with ids of their own; their vectors are
random, since no vector is made anew. Measured is what a library does: standing text, tags on all cores, and the store.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from evals.library import fictional_library, folders_of, is_calibration
from index.tagging.boilerplate import standing_text
from index.tagging.likeness import MeaningLikeness
from index.tagging.store import TagStore
from index.tagging.workers import MANY, Job, tag_all
from ingest.model import Held

PASSAGES = 20_000
_AT_ONCE = 256


def passages() -> list[Held]:
    """The calibration boards' passages, so often as there must be."""
    with fictional_library(indexed=False) as library:
        folders = folders_of(library)
        mine = [one for one in library.catalogue.held() if one.review and is_calibration(folders[one.review.id])]
    many = islice(cycle(mine), PASSAGES)
    return [replace(one, passage=replace(one.passage, id=f"{at:024d}")) for at, one in enumerate(many)]


def jobs(held: list[Held], dim: int) -> Iterator[Job]:
    """The passages with random vectors."""
    random = np.random.default_rng(0)
    for start in range(0, len(held), _AT_ONCE):
        some = held[start : start + _AT_ONCE]
        vectors = random.standard_normal((len(some), dim)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        yield list(zip(some, vectors, strict=True))


def measured(held: list[Held]) -> float:
    """Seconds for all of them, workers' start included."""
    start = perf_counter()
    standing = standing_text(held)
    meaning = MeaningLikeness.shipped()
    with TemporaryDirectory() as folder, TagStore(Path(folder) / "tags.sqlite") as store:
        for done in tag_all(jobs(held, meaning.weights.shape[0]), len(held) >= MANY, meaning, standing):
            store.put({name: ("", tags) for name, tags in done.items()})
    return perf_counter() - start


def _worked() -> float:
    """Seconds of processor time of this process and of its workers that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> int:
    """Print the time."""
    held = passages()
    words = sum(len(one.passage.text.split()) for one in held) / len(held)
    before = _worked()
    seconds = measured(held)
    worked = _worked() - before
    sys.stdout.write(f"{len(held)} passages of {words:.0f} words on average: {seconds:.1f} s")
    sys.stdout.write(f" ({worked:.1f} s of processor time, all processes)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
