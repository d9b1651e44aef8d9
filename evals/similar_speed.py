"""How long a pasted case takes in a large library: ``python -m evals.similar_speed [PASSAGES] [--library PATH]``.

The fictional library is multiplied: every review, document, passage and tag again and again under new ids, and indexed
by the shipped builder (the vectors of equal texts are kept and not made anew). Then each part is timed: counting the
reviews, reading them back from the file, reading a case, ranking, and gathering evidence for the five nearest.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from evals.library import fictional_library
from evals.similar_cases import judged_cases
from index.config import IndexConfig
from index.counted_file import FILE
from index.desk import bring_up_to_date
from index.precedents import Precedents
from index.tag_store import FILE as TAGS
from ingest.library import Library

GOAL = 1.5
_ROUNDS = 5
_KEYS = {
    "reviews": ("id",),
    "documents": ("id", "review_id"),
    "passages": ("id", "document_id"),
    "pages": ("document_id",),
    "paths": ("document_id", "path"),
}
"""Tables that are multiplied, with the columns that hold ids."""


def multiplied(source: Path, target: Path, passages: int) -> Library:
    """A copy of a library, multiplied until it holds about so many passages, and indexed."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("index", "*.lock"))
    with closing(sqlite3.connect(target / "catalogue.sqlite")) as database:
        (held,) = database.execute("SELECT count(*) FROM passages").fetchone()
        times = max(1, round(passages / held))
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table, keys in _KEYS.items():
            if table in tables:
                _multiply(database, table, keys, times)
        database.commit()
    with closing(sqlite3.connect(target / "cache" / TAGS)) as database:
        _multiply(database, "tags", ("passage",), times)
        database.commit()
    library = Library.open(target)
    bring_up_to_date(library, IndexConfig())
    return library


def _multiply(database: sqlite3.Connection, table: str, keys: tuple[str, ...], times: int) -> None:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    wanted = [column for column in keys if column in columns]
    copied = [f"{name} || '-' || ?1" if name in wanted else name for name in columns if name != "rowid"]
    originals = f"CREATE TEMP TABLE originals AS SELECT * FROM {table}"  # noqa: S608 - names of our own
    database.execute(originals)
    for number in range(1, times):
        database.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(copied)} FROM originals",  # noqa: S608
            (number,),
        )
    database.execute("DROP TABLE originals")


def timed(action: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = perf_counter()
    action()
    return perf_counter() - started


def measured(library: Library) -> Iterator[tuple[str, float]]:
    """Each part with its seconds; what is asked again and again by the median over cases."""
    (library.cache_folder / FILE).unlink(missing_ok=True)
    yield "reviews counted, once a library revision", timed(Precedents(library, IndexConfig()).counts.current)
    precedents = Precedents(library, IndexConfig())
    yield "counted reviews read from the file, once a start", timed(precedents.counts.current)
    texts = [judged.text for judged in judged_cases() if judged.half == "calibration"][:_ROUNDS]
    yield "first case of a start, the model being loaded", timed(lambda: precedents.likes(precedents.read(texts[0])))
    parts: list[tuple[float, float, float]] = [_best(precedents, text) for text in texts]
    read, ranked, evidence = (median(column) for column in zip(*parts, strict=True))
    yield "case read", read
    yield "ranked", ranked
    yield "evidence, differences and recommendations of the five nearest", evidence
    yield "paste to ranked results", median(read + ranked for read, ranked, _ in parts)


def _best(precedents: Precedents, text: str) -> tuple[float, float, float]:
    """Seconds for reading, ranking and evidence of one case, each at its best of three: the machine may be shared."""
    case = precedents.read(text)
    likes = precedents.likes(case)
    return (
        min(timed(partial(precedents.read, text)) for _ in range(3)),
        min(timed(partial(precedents.likes, case)) for _ in range(3)),
        min(timed(partial(precedents.counterparts, likes, 5)) for _ in range(3)),
    )


def main() -> int:
    """Print the table; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals.similar_speed", description=__doc__)
    parser.add_argument("passages", nargs="?", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="the fictional library, added and indexed")
    options = parser.parse_args()
    with ExitStack() as stack:
        source = options.library or stack.enter_context(fictional_library(indexed=True)).folder
        folder = Path(stack.enter_context(TemporaryDirectory()))
        library = multiplied(source, folder / "library", options.passages)
        held = sum(1 for _ in library.catalogue.held())
        reviews = len(library.catalogue.reviews())
        lines, seconds = ["| part | seconds |", "|---|--:|"], 0.0
        for name, seconds in measured(library):
            lines.append(f"| {name} | {seconds:.2f} |")
        lines += [
            "",
            f"{held:,} passages, {reviews:,} reviews. Goal {GOAL} s: {'met' if seconds < GOAL else 'NOT met'}",
        ]
        sys.stdout.write("\n".join(lines) + "\n")
        library.close()
    return int(seconds >= GOAL)


if __name__ == "__main__":
    sys.exit(main())
