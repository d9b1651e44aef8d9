"""How long a pasted case takes in a large library: ``python -m evals.similar_speed [PASSAGES] [--library PATH]``.

The fictional library is multiplied (``evals.multiplied``). Then each part is timed: counting the reviews, counting
again after one decision, reading them back from the file, reading a case, ranking, and gathering evidence for the five
nearest. ``--keep PATH`` keeps the multiplied library there, and uses the one that is there already.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from evals.library import fictional_library
from evals.multiplied import multiplied
from evals.similar_cases import judged_cases
from index.cases.precedents import Precedents
from index.config import IndexConfig
from index.recurring.counted_file import FILE
from ingest.decided.anchors import passage_anchor
from ingest.decided.decisions import About, Decision, Ledger, Verdict
from ingest.library import Library

GOAL = 1.5
_CASES = 10


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock and of this process's processor time."""

    passed: float
    worked: float

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.passed + other.passed, self.worked + other.worked)


def main() -> int:
    """Print the table; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals.similar_speed", description=__doc__)
    with ExitStack() as stack:
        library = large_library(parser, stack)
        sys.stdout.write(f"{described(library)}\n\n")
        sys.stdout.write("| part | times | seconds, median | worst | processor, median |\n|---|--:|--:|--:|--:|\n")
        whole: list[Taken] = []
        for name, taken in measured(library):
            sys.stdout.write(row(name, taken))
            whole = taken
        middle = median(one.passed for one in whole)
        sys.stdout.write(f"\nGoal {GOAL} s: {'met' if middle < GOAL else 'NOT met'}\n")
        library.close()
    return int(middle >= GOAL)


def large_library(parser: argparse.ArgumentParser, stack: ExitStack) -> Library:
    """The multiplied library that the command line asks for."""
    parser.add_argument("passages", nargs="?", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="the fictional library, added and indexed")
    parser.add_argument("--keep", type=Path, help="where the multiplied library is kept, or is already")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        return Library.open(options.keep)
    source = options.library or stack.enter_context(fictional_library(indexed=True)).folder
    folder = options.keep or Path(stack.enter_context(TemporaryDirectory())) / "library"
    return multiplied(source, folder, options.passages)


def described(library: Library) -> str:
    """How large the library is, and how busy the machine."""
    counts = library.catalogue.counts()
    load = f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores"
    return f"{counts.passages:,} passages, {counts.reviews:,} reviews; {load} before"


def timed(action: Callable[[], object]) -> Taken:
    """What one call takes."""
    start, worked = perf_counter(), process_time()
    action()
    return Taken(perf_counter() - start, process_time() - worked)


def row(name: str, taken: list[Taken]) -> str:
    """A line of the table."""
    passed, worked = [one.passed for one in taken], [one.worked for one in taken]
    return f"| {name} | {len(taken)} | {median(passed):.2f} | {max(passed):.2f} | {median(worked):.2f} |\n"


def measured(library: Library) -> Iterator[tuple[str, list[Taken]]]:
    """Each part with what it took; what is asked again and again over several cases, the last from paste to results."""
    (library.cache_folder / FILE).unlink(missing_ok=True)
    precedents = Precedents(library, IndexConfig())
    yield "reviews counted from nothing", [timed(precedents.counts.current)]
    _decide(library)
    yield "counted again after a decision on one passage", [timed(precedents.counts.current)]
    precedents = Precedents(library, IndexConfig())
    yield "counted reviews read from the file by a new start, one counted again", [timed(precedents.counts.current)]
    texts = [judged.text for judged in judged_cases() if judged.half == "calibration"][:_CASES]
    yield "first case of a start, the model being loaded", [timed(lambda: precedents.likes(precedents.read(texts[0])))]
    parts = [_parts(precedents, text) for text in texts]
    read, ranked, evidence, changed, held = ([*column] for column in zip(*parts, strict=True))
    yield "case read", read
    yield "ranked", ranked
    yield "ranked again after a correction", changed
    yield "evidence, differences and recommendations of the five nearest", evidence
    yield "a held review in place of a pasted case, ranked", held
    yield "paste to ranked results", [first + second for first, second in zip(read, ranked, strict=True)]


def _parts(precedents: Precedents, text: str) -> tuple[Taken, Taken, Taken, Taken, Taken]:
    """Reading, ranking, evidence, ranking again, and the nearest review as a case."""
    read = timed(lambda: precedents.read(text))
    case = precedents.read(text)
    ranked = timed(lambda: precedents.likes(case))
    likes = precedents.likes(case)
    nearest = likes.found[0].counted.review.id
    return (
        read,
        ranked,
        timed(partial(precedents.counterparts, likes, 5)),
        timed(lambda: precedents.likes(case)),
        timed(lambda: precedents.likes(precedents.of_review(nearest))),
    )


def _decide(library: Library) -> None:
    """Decide on one passage."""
    held = next(iter(library.catalogue.held()))
    anchor = passage_anchor(held.passage, library.catalogue.passages(held.document.id))
    made = datetime.now(UTC)
    verdict = Verdict.ADD if made.microsecond % 2 else Verdict.REJECT
    Ledger(library.database).decide(Decision(About.THEME, held.passage.id, "fii", verdict, str(made), made, anchor))


if __name__ == "__main__":
    sys.exit(main())
