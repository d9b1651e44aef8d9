"""How often "nothing found" is said, and how often rightly: ``python -m evals.nothing_found``.

Each query of nothing_found.yaml is asked of the reviews of its half of the boards, through the shipped searcher. The
thresholds in index/closeness.py were chosen on the calibration half; the test half only reports.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from evals.paragraphs import ParagraphRecord
from index.build import Builder
from index.cache import VectorCache
from index.embedding import SentenceTransformerEmbedder
from index.reader import IndexReader
from index.search import Searcher
from index.shelf import EdgeShelf

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


def ask(searcher: Searcher, queries: list[dict[str, Any]]) -> list[Outcome]:
    """Put each query to ``searcher``."""
    outcomes = []
    for query in queries:
        answer = searcher.search(query["text"])
        reviews = [result.review.id for result in answer.results if result.review]
        wanted = query.get("answer")
        place = reviews.index(wanted) + 1 if wanted in reviews else None
        outcomes.append(Outcome(query["text"], wanted is not None, answer.nothing_found, place))
    return outcomes


def measure(*, calibration: bool, keyword_only: bool = False) -> list[Outcome]:
    """Index one half of the boards in a temporary folder and ask its queries."""
    queries = yaml.safe_load(QUERIES.read_text("utf-8"))["calibration" if calibration else "test"]
    record = ParagraphRecord.of_fiction(calibration=calibration)
    embedder = SentenceTransformerEmbedder.packaged()
    with TemporaryDirectory() as name, VectorCache(Path(name) / "vectors.sqlite") as cache:
        folder = Path(name) / "index"
        Builder(record, folder, EdgeShelf(folder), embedder, cache).build()
        model = None if keyword_only else embedder
        reader = IndexReader(folder, EdgeShelf(folder), model.fingerprint if model else None)
        return ask(Searcher(record, reader, model), queries)


def table(rows: dict[str, list[Outcome]]) -> str:
    """The figures as a Markdown table, and the queries that went wrong."""
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
        wrong = [one.text[:60].strip() for one in outcomes if one.nothing_found == one.answerable]
        lines.append(f"\n{name}, wrong: " + ("; ".join(wrong) or "none"))
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    rows = {"calibration": measure(calibration=True), "test": measure(calibration=False)}
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
