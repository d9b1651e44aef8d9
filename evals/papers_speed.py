"""How long the papers take in a large library: ``python -m evals.papers_speed [PASSAGES] [--keep PATH]``.

The fictional library is multiplied (``evals.multiplied``) and its reviews are counted once. Then each paper is made as
Word, from the question to the bytes of the file, for several cases and themes. What is loaded for the first of a kind
(the writer of Word files, the drawing of pictures) is a part of its time, so the first stands by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial

from app.briefing.gathering import briefing_of, evidence_in
from app.briefing.section import recurrence_in, section_of
from app.papers import saving
from app.papers.paper import Paper
from app.reports.briefing import briefing
from app.reports.recurring_section import recurring_section
from app.reports.scoping_note import scoping_note
from app.scope.note import note_of
from evals.similar_cases import judged_cases
from evals.similar_speed import Taken, described, large_library, row, timed
from index.cases.precedents import Precedents
from index.cases.similar import Likes
from index.config import IndexConfig
from index.desk import embedder_of
from index.recommendations.recommending import Recommending
from index.searching.query import Filters
from ingest.library import Library

GOAL = 5.0
_THEMES = ("information-sharing", "domestic-abuse", "neglect", "fathers-men")
_NEAREST, _CASES = 6, 5
_MADE = datetime(2026, 1, 5, tzinfo=UTC)


def main() -> int:
    """Print the table; 1 where a paper takes longer than the goal."""
    parser = argparse.ArgumentParser(prog="python -m evals.papers_speed", description=__doc__)
    with ExitStack() as stack:
        library = large_library(parser, stack)
        sys.stdout.write(f"{described(library)}\n\n")
        sys.stdout.write("| paper | times | seconds, median | worst | processor, median |\n|---|--:|--:|--:|--:|\n")
        slowest = 0.0
        for name, taken in measured(library):
            sys.stdout.write(row(f"{name}, the first", taken[:1]) + row(f"{name}, later ones", taken[1:]))
            slowest = max(slowest, *(one.passed for one in taken))
        sys.stdout.write(f"\nGoal {GOAL} s: {'met' if slowest < GOAL else 'NOT met'}\n")
        library.close()
    return int(slowest >= GOAL)


def measured(library: Library) -> Iterator[tuple[str, list[Taken]]]:
    """Each paper with what it took each time."""
    precedents = Precedents(library, IndexConfig())
    recommending = Recommending(library, embedder_of(IndexConfig()), precedents.counts)
    precedents.counts.current()
    cases = [precedents.read(judged.text) for judged in judged_cases() if judged.half == "calibration"][:_CASES]
    likes = [precedents.likes(case) for case in cases]
    chosen = {id(one): [like.counted.review.id for like in one.found[:_NEAREST]] for one in likes}

    def note(one: Likes, use: list[str]) -> Paper:
        return scoping_note(note_of(library, precedents, lambda: recommending, one, use, _NEAREST, _MADE))

    def about(theme: str) -> Paper:
        found = evidence_in(library, precedents.counts, Filters(themes=(theme,)))
        return briefing(briefing_of(library, found, (), _MADE))

    def section(one: Likes) -> Paper:
        return recurring_section(section_of(library, recurrence_in(library, one), (), _MADE))

    yield "thematic briefing, with its pictures", [_written(partial(about, theme)) for theme in _THEMES]
    yield "scoping note of the nearest", [_written(partial(note, one, [])) for one in likes]
    yield "scoping note of chosen reviews", [_written(partial(note, one, chosen[id(one)])) for one in likes]
    yield "section on recurring themes", [_written(partial(section, one)) for one in likes]


def _written(make: Callable[[], Paper]) -> Taken:
    """Seconds for a paper as a Word file."""
    return timed(lambda: saving.written(make(), ".docx", _MADE))


if __name__ == "__main__":
    sys.exit(main())
