"""What facts, structure and tags cost beside embedding the same passages: ``python -m evals.reading_cost``.

Documents of the fictional library are read; then each step runs on them in this process, one after the other, and its
processor time is added up. Embedding is the shipped model at its shipped precision. The goal: the three together cost
less than half of it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

from evals.library import fictional_library
from index.engine.payload import embedded_text
from index.tagging.boilerplate import standing_text
from index.tagging.likeness import MeaningLikeness
from index.tagging.workers import tagging_of
from index.vectors.embedding import SentenceTransformerEmbedder
from ingest.facts import facts_of
from ingest.library import Library
from ingest.passages.recording import records_of
from ingest.passages.structure import passages_of
from ingest.read.worker import read_file

DOCUMENTS = 16
GOAL = 0.5

T = TypeVar("T")


class Clock:
    """Processor seconds by step."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def time(self, step: str, work: Callable[[], T]) -> T:
        """Do the work, and add its time to the step's."""
        started = process_time()
        done = work()
        self.seconds[step] += process_time() - started
        return done


def measure(library: Library) -> tuple[Clock, int, int]:
    """The clock, and how many documents and passages it ran over. Models and vocabularies are loaded beforehand."""
    clock, embedder, tagging = Clock(), SentenceTransformerEmbedder.packaged(), tagging_of(MeaningLikeness.shipped())
    held = list(library.catalogue.held())
    standing = standing_text(iter(held))
    documents = [document for document in library.catalogue.documents() if document.paths][:DOCUMENTS]
    passages = 0
    for number, document in enumerate([documents[0], *documents]):
        warm = Clock() if number == 0 else clock  # the first is read twice: once to load what is loaded lazily
        mine = [item for item in held if item.passage.document_id == document.id]
        if not mine:
            continue
        path = Path(document.paths[0])
        clean = read_file(path)
        warm.time("facts", lambda: facts_of(clean, path.stem))  # noqa: B023 - called at once
        made = warm.time("structure", lambda: passages_of(clean, document.id))  # noqa: B023 - called at once
        warm.time("structure", lambda: records_of(made))  # noqa: B023 - called at once
        texts = [embedded_text(item) for item in mine]
        vectors = warm.time("embedding", lambda: embedder.encode_passages(texts))  # noqa: B023 - called at once
        warm.time("tags", lambda: [tagging.tags(i, v, standing) for i, v in zip(mine, vectors, strict=True)])  # noqa: B023
        passages += len(mine) * (number > 0)
    return clock, len(documents), passages


def main() -> None:
    """Print the table and whether the goal is met."""
    with fictional_library(indexed=False) as library:
        clock, documents, passages = measure(library)
    embedding = clock.seconds.pop("embedding")
    total = sum(clock.seconds.values())
    lines = [f"{documents} documents, {passages} passages; processor seconds", ""]
    lines += ["| step | seconds | of embedding |", "|---|--:|--:|"]
    lines += [f"| {step} | {seconds:.2f} | {seconds / embedding:.3f} |" for step, seconds in clock.seconds.items()]
    lines += [f"| together | {total:.2f} | {total / embedding:.3f} |", f"| embedding | {embedding:.2f} | 1 |"]
    lines += ["", f"Goal: less than {GOAL} of embedding: {'met' if total < GOAL * embedding else 'NOT met'}"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
