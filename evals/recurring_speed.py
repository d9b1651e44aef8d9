"""``python -m evals.recurring_speed``: how long the table of themes takes at 250,000 passages, and the first count.

The counted reviews are those of the fictional library, over and over with ids, years, nations and boards of their own,
until their passages are as many as asked for: so a review has the themes, agencies and passages that such a text has.
The first count reads every passage of the indexed fictional library with its tags, which a library does once after
each change; it is given for 100,000 passages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from random import Random
from statistics import median
from time import perf_counter, process_time

from evals.library import fictional_library
from index.desk import tags_of
from index.recurring.board import beside
from index.recurring.counting import Counted, CountedReview, counted_of
from index.recurring.pairs import pairs
from index.recurring.table import By, Question, table
from index.recurring.thin import thin
from index.recurring.years import trend
from index.searching.query import Filters

PASSAGES = 250_000
_BOARDS = 150
_NATIONS = ("England", "England", "England", "Wales", "Scotland", "Northern Ireland")
_TIMES = 7


def main() -> int:
    """Print seconds as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m evals.recurring_speed", description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    wanted = parser.parse_args().passages
    with fictional_library(indexed=True) as library:
        held = library.catalogue.counts().passages
        start = process_time()
        counted = counted_of(library.catalogue, lambda passages: tags_of(library, passages))
        first = process_time() - start
    many = enlarged(counted, round(wanted / held * len(counted.reviews)))
    sys.stdout.write(f"{len(many.reviews)} reviews as of {wanted} passages, {_TIMES} times each\n\n")
    sys.stdout.write("| what | processor, median ms | elapsed, median ms |\n|---|--:|--:|\n")
    for name, act in acts(many):
        taken = [_timed(act) for _ in range(_TIMES)]
        worked, passed = (median(one[side] for one in taken) * 1000 for side in (0, 1))
        sys.stdout.write(f"| {name} | {worked:.0f} | {passed:.0f} |\n")
    sys.stdout.write(f"\nFirst count: {first / held * 100_000:.1f} s of processor time for 100,000 passages\n")
    return 0


def enlarged(counted: Counted, size: int) -> Counted:
    """So many reviews like these, each with an id, year, nation and board of its own."""
    dice = Random(7)  # noqa: S311 - not a secret
    return replace(
        counted, reviews=tuple(_other(one, at, dice) for at, one in enumerate(islice(cycle(counted.reviews), size)))
    )


def _other(one: CountedReview, at: int, dice: Random) -> CountedReview:
    year = dice.randint(2005, 2026)
    review = replace(
        one.review,
        id=f"{one.review.id}-{at}",
        year=year,
        incident_year=year - dice.randint(0, 4),
        nation=dice.choice(_NATIONS),
        publisher_id=f"board-{dice.randrange(_BOARDS)}",
    )
    return replace(one, review=review)


def acts(counted: Counted) -> list[tuple[str, Callable[[], object]]]:
    """Everything that is timed, by name."""
    filters = Filters(nations=("England",), age_groups=("under-1", "1-5"), from_year=2010)
    made: list[tuple[str, Callable[[], object]]] = [("table, all reviews", lambda: table(counted, Question()))]
    for by in By:
        made += [
            (f"table by {by.value}", lambda by=by: table(counted, Question(by=by))),  # type: ignore[misc]
            (
                f"table by {by.value}, with filters, figures below 5 hidden",
                lambda by=by: table(counted, Question(filters, by, hide_below=5)),  # type: ignore[misc]
            ),
        ]
    return [
        *made,
        ("pairs of themes", lambda: pairs(counted, Question())),
        ("thin evidence", lambda: thin(counted, Question())),
        ("one board beside the rest", lambda: beside(counted, Question(), "board-1")),
        ("a theme over the years", lambda: trend(counted, Question(), "neglect")),
    ]


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this process's processor time, and on the clock."""
    worked, start = process_time(), perf_counter()
    act()
    return process_time() - worked, perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
