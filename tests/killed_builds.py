"""Kills builds of an index at every step, each in a process of its own, and lets the next build complete them.

Run by test_index_build.py. This process forks and never touches the engine itself, whose threads would not survive.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from index.engine import build as building
from index.engine import edge, shelf
from index.engine.edge import EdgeStore
from index.engine.manifest import read_manifest, read_vocabulary
from index.engine.shelf import EdgeShelf
from index.vectors.cache import VectorCache
from ingest.model import Held
from tests.held import MemoryRecord, WordEmbedder, build, held, review, searcher
from tests.kill import in_child

CASE = review("a-2020", year=2020)
OLD = [held(f"The nurse saw bruise number {number} and wrote it down.", CASE, number) for number in range(5)]
CHANGED = [*OLD[2:], *(held(f"The school noted hunger on day {number}.", CASE, 50 + number) for number in range(3))]
"""Two went and three came."""


def dying_at(step: int) -> None:
    """Make the process end before the ``step``-th thing that a build does to the disk."""
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count == step:
            os._exit(9)

    def wrap(owner: object, name: str, every: int = 1) -> None:
        real, calls = getattr(owner, name), 0

        def wrapped(*given: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls % every == 0:
                tick()
            return real(*given, **named)

        setattr(owner, name, wrapped)

    for name in ("upsert", "delete", "flush", "close"):
        wrap(EdgeStore, name)
    for name in ("write_manifest", "write_vocabulary"):
        wrap(building, name)
    wrap(edge, "_copy_without_holes", every=80)
    wrap(shelf.shutil, "rmtree")
    for name in ("put", "keep_only"):
        wrap(VectorCache, name)
    wrap(EdgeShelf, "sweep")


def record_of(passages: list[Held], revision: int) -> MemoryRecord:
    record = MemoryRecord()
    for _ in range(revision - 1):
        record.change(passages)
    return record if revision > 1 else MemoryRecord(passages)


def describe(folder: Path, record: MemoryRecord, to: Path) -> None:
    """Write down all that could differ."""
    manifest = read_manifest(folder / "index")
    assert manifest is not None
    store = EdgeShelf(folder / "index").open(manifest.place)
    words = read_vocabulary(folder / "index", manifest.place)
    answer = searcher(folder, record, WordEmbedder()).search("hunger or bruise")
    found = [(hit.passage.id, round(hit.score, 6)) for result in answer.results for hit in result.passages]
    shards = [path.name for path in (folder / "index").glob("edge-*") if path.is_dir()]
    facts = [sorted(store.hashes().items()), sorted(words.holding.items()), found, answer.close, len(shards)]
    to.write_text(json.dumps([*facts, manifest.passages, manifest.revision]))


def killed_runs(work: Path, name: str, start: list[Held] | None, then: list[Held]) -> tuple[int, list[str]]:
    """Kill at step 1, 2, 3 … until a build gets through; after each kill, complete and compare with a clean build."""
    base, clean = work / f"{name}-base", work / f"{name}-clean"
    record = record_of(then, 2)
    if start is not None:
        in_child(lambda: build(base, record_of(start, 1), WordEmbedder()))
    in_child(lambda: build(clean, record, WordEmbedder()))
    in_child(lambda: describe(clean, record, work / "expected"))
    killed, wrong = 0, []
    for step in range(1, 5_000):
        folder = work / f"{name}-{step}"
        if start is not None:
            shutil.copytree(base, folder, copy_function=edge._copy_without_holes)
        if in_child(lambda folder=folder, step=step: (dying_at(step), build(folder, record, WordEmbedder()))) == 0:
            break
        killed += 1
        again = in_child(lambda folder=folder: build(folder, record, WordEmbedder()))
        told = in_child(lambda folder=folder: describe(folder, record, work / "found"))
        if again or told or (work / "found").read_text() != (work / "expected").read_text():
            wrong.append(f"{name} killed at step {step}")
        shutil.rmtree(folder)
    return killed, wrong


def main() -> None:
    work = Path(sys.argv[1])
    outcomes = [
        killed_runs(work, "first", None, OLD),
        killed_runs(work, "changed", OLD, CHANGED),
    ]
    killed, wrong = sum(count for count, _ in outcomes), [text for _, texts in outcomes for text in texts]
    sys.stdout.write(json.dumps({"killed": killed, "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main()
