"""Tags many passages on all cores; few of them here, since a worker takes a second or two to be ready."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from index.tagging.likeness import MeaningLikeness
from index.tagging.passage import Tagging, shipped_thresholds, shipped_words
from index.tagging.tags import PassageTags
from index.vectors.embedding import Vectors
from ingest.model import Held
from ingest.vocabulary.reading import vocabulary

MANY = 4_000
"""Passages from which on other processes are worth their start."""

Job = list[tuple[Held, Vectors]]
Done = dict[str, PassageTags]


@dataclass(frozen=True, slots=True)
class _Worker:
    """What a worker process stands on."""

    tagging: Tagging
    standing: frozenset[bytes]


_here: list[_Worker] = []


def tag_all(jobs: Iterable[Job], many: bool, meaning: MeaningLikeness, standing: frozenset[bytes]) -> Iterator[Done]:
    """The tags of each job, in order."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not many or cores < 2:
        worker = _Worker(tagging_of(meaning), standing)
        yield from (_tags(worker, job) for job in jobs)
        return
    with ProcessPoolExecutor(cores, _context(), initializer=_ready, initargs=(meaning, standing)) as pool:
        waiting: deque[Future[Done]] = deque()
        for job in jobs:
            waiting.append(pool.submit(_at_work, job))
            if len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)


def tagging_of(meaning: MeaningLikeness) -> Tagging:
    """The shipped tagger with this likeness in meaning."""
    return Tagging(vocabulary(), shipped_words(), meaning, shipped_thresholds())


def _ready(meaning: MeaningLikeness, standing: frozenset[bytes]) -> None:
    """Runs first in each worker."""
    _here[:] = [_Worker(tagging_of(meaning), standing)]


def _at_work(job: Job) -> Done:
    return _tags(_here[0], job)


def _tags(worker: _Worker, job: Job) -> Done:
    return {held.passage.id: worker.tagging.tags(held, vector, worker.standing) for held, vector in job}


@cache
def _context() -> multiprocessing.context.BaseContext:
    """Processes that inherit nothing: a fork would copy whatever the caller has loaded, models and their threads."""
    return multiprocessing.get_context("spawn")
