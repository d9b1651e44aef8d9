"""How often "nothing found" is said, and how often rightly: ``python -m evals.nothing_found``.

Each query of nothing_found.yaml is asked of the reviews of its half of the boards, through the shipped searcher. The
thresholds in index/closeness.py were chosen on the calibration half; the test half only reports.
"""

from __future__ import annotations

import sys
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.library import fictional_library, folders_of, is_calibration
from index.config import IndexConfig
from index.desk import open_searcher
from index.searching.query import Filters
from index.searching.search import Searcher
from ingest.library import Library

_HALVES = {"calibration": True, "test": False}
QUERIES = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query: whether it has an answer, whether nothing was said to be found, and whether the answer came first."""

    text: str
    answerable: bool
    nothing_found: bool
    place: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall of saying "nothing found", and how often the answering review is in the first five."""

    precision: float
    recall: float
    wrongly_nothing: int
    answerable: int
    wrongly_found: int
    unanswerable: int
    in_first_five: float


def figures_of(outcomes: list[Outcome]) -> Figures:
    """The figures of one half."""
    answerable = [one for one in outcomes if one.answerable]
    unanswerable = [one for one in outcomes if not one.answerable]
    wrongly = sum(one.nothing_found for one in answerable)
    rightly = sum(one.nothing_found for one in unanswerable)
    first = sum(one.place is not None and one.place <= 5 for one in answerable)
    return Figures(
        precision=rightly / max(1, rightly + wrongly),
        recall=rightly / max(1, len(unanswerable)),
        wrongly_nothing=wrongly,
        answerable=len(answerable),
        wrongly_found=len(unanswerable) - rightly,
        unanswerable=len(unanswerable),
        in_first_five=first / max(1, len(answerable)),
    )


def ask(searcher: Searcher, queries: list[dict[str, Any]], folders: dict[str, str], boards: Filters) -> list[Outcome]:
    """Put each query to ``searcher`` within one half of the boards; ``folders`` names each review's folder."""
    outcomes = []
    for query in queries:
        answer = searcher.search(query["text"], boards)
        reviews = [folders[result.review.id] for result in answer.results if result.review]
        wanted = query.get("answer")
        place = reviews.index(wanted) + 1 if wanted in reviews else None
        outcomes.append(Outcome(query["text"], wanted is not None, answer.nothing_found, place))
    return outcomes


def measure() -> dict[str, list[Outcome]]:
    """Ask the queries of both halves of the fictional library, as a user would have read and indexed it."""
    queries = yaml.safe_load(QUERIES.read_text("utf-8"))
    with fictional_library(indexed=True) as library:
        searcher = open_searcher(library, IndexConfig.from_environment())
        folders = folders_of(library)
        halves = {half: _boards(library, folders, calibration=own) for half, own in _HALVES.items()}
        return {half: ask(searcher, queries[half], folders, boards) for half, boards in halves.items()}


def _boards(library: Library, folders: dict[str, str], *, calibration: bool) -> Filters:
    """A filter that keeps one half of the boards."""
    reviews = [review for review in library.catalogue.reviews() if is_calibration(folders[review.id]) == calibration]
    return Filters(publishers=tuple(sorted({review.publisher_id or "" for review in reviews})), reviews_only=True)


def table(rows: dict[str, list[Outcome]], unnamed: Container[str] = ()) -> str:
    """The figures as a Markdown table, and the queries that went wrong, but of the ``unnamed`` halves none by name."""
    lines = [
        "| half | precision of 'nothing found' | recall | answerable, wrongly nothing | unanswerable, wrongly found "
        "| answer in first five |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, outcomes in rows.items():
        one = figures_of(outcomes)
        lines.append(
            f"| {name} | {one.precision:.2f} | {one.recall:.2f} | {one.wrongly_nothing} of {one.answerable} "
            f"| {one.wrongly_found} of {one.unanswerable} | {one.in_first_five:.2f} |"
        )
    for name, outcomes in rows.items():
        if name in unnamed:
            continue
        wrong = [one.text[:60].strip() for one in outcomes if one.nothing_found == one.answerable]
        lines.append(f"\n{name}, wrong: " + ("; ".join(wrong) or "none"))
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    sys.stdout.write(table(measure()) + "\n")


if __name__ == "__main__":
    main()
