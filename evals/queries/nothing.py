"""How often "nothing found" is said of the benchmark's queries, and how often rightly.

``python -m evals.queries.nothing --set fictional|real [--library PATH]``: each query is asked of the shipped searcher.
As in the export, the calibration half asks the calibration boards only, the test half the whole library. What goes
wrong in the test half is counted and not named.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from evals.library import is_calibration
from evals.nothing_found import Outcome, table
from evals.queries.agreement import RELEVANT
from evals.queries.export import folder_of, review_grades
from evals.queries.places import find
from evals.queries.pooling import library_of
from evals.queries.records import Collection, Half, Query, anchors, in_half, judgements, queries
from index.config import IndexConfig
from index.desk import open_searcher
from index.searching.query import Filters
from index.searching.search import Searcher
from ingest.library import Library


def measure(collection: Collection, library: Library) -> dict[str, list[Outcome]]:
    """Ask the queries of both halves."""
    searcher = open_searcher(library, IndexConfig.from_environment())
    held = list(library.catalogue.held())
    folders = {key: folder_of(one, collection) for key, one in find(anchors(collection), held).passages.items()}
    tuned = {one.review.publisher_id or "" for one in held if one.review and is_calibration(folder_of(one, collection))}
    within = {half: Filters() for half in Half}
    if collection is Collection.FICTIONAL:
        within[Half.CALIBRATION] = Filters(publishers=tuple(sorted(tuned)))
    return {
        half.value: [_ask(searcher, query, collection, folders, within[half]) for query in _of(collection, half)]
        for half in Half
    }


def _of(collection: Collection, half: Half) -> list[Query]:
    return in_half(queries(collection), half)


def _ask(
    searcher: Searcher, query: Query, collection: Collection, folders: Mapping[str, str], within: Filters
) -> Outcome:
    """Put one query; its place is that of the first review that is worth 2 or 3."""
    answer = searcher.search(query.text, within)
    worth = review_grades(judgements(collection)[query.id], folders)
    found = [Path(result.document.paths[0]) for result in answer.results]
    names = [path.parent.name if collection is Collection.FICTIONAL else path.stem for path in found]
    good = (place for place, name in enumerate(names, start=1) if worth.get(name, 0) >= RELEVANT)
    return Outcome(query.text, query.answerable, answer.nothing_found, next(good, None))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.queries.nothing", description="When nothing is found.")
    parser.add_argument("--set", choices=[one.value for one in Collection], required=True)
    parser.add_argument("--library", type=Path, help="a library, or for real text a folder of documents to read")
    given = parser.parse_args()
    collection = Collection(given.set)
    with library_of(collection, given.library) as library:
        sys.stdout.write(table(measure(collection, library), unnamed={Half.TEST.value}) + "\n")


if __name__ == "__main__":
    main()
