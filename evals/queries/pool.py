"""Print what is to be judged: ``python -m evals.queries.pool --set fictional|real [--library PATH] [--only PREFIX]``.

For each query the first ten passages of several systems, mixed, each under its key. Passages that have a grade are left
out unless ``--again`` is given. ``record`` takes the grades.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals.queries.places import key_of, keys_of
from evals.queries.pooling import DEPTH, library_of, pooled, systems_of
from evals.queries.records import Collection, anchors, judgements, queries
from ingest.model import Held


def main() -> None:
    """Print queries and passages."""
    given = _arguments()
    collection = Collection(given.set)
    wanted = [query for query in queries(collection) if query.id.startswith(given.only)]
    with library_of(collection, given.library) as library:
        held = {one.passage.id: one for one in library.catalogue.held()}
        pools = pooled(systems_of(library), wanted, given.depth)
    keys = keys_of(anchors(collection), held.values())
    for query in wanted:
        done = judgements(collection)[query.id].grades if query.id in judgements(collection) else {}
        sys.stdout.write(f"\n## {query.id} ({query.user}): {query.text}\n")
        for passage in pools[query.id]:
            key = keys.get(passage) or key_of(passage)
            if given.again or key not in done:
                sys.stdout.write(_line(key, held[passage], given.words))


def _line(key: str, held: Held, words: int) -> str:
    text = " ".join(held.passage.text.split()[:words])
    heading = held.passage.heading[-1] if held.passage.heading else ""
    folder = Path(held.document.paths[0]).parent.name
    return f"{key} [{folder} p{held.passage.pages[0]}, {heading}] {text}\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.queries.pool", description="Print what is to be judged.")
    parser.add_argument("--set", choices=[one.value for one in Collection], required=True)
    parser.add_argument("--library", type=Path, help="a library, or a folder of documents to read")
    parser.add_argument("--only", default="", help="queries whose id begins so")
    parser.add_argument("--depth", type=int, default=DEPTH)
    parser.add_argument("--words", type=int, default=1000, help="words of each passage to print")
    parser.add_argument("--again", action="store_true", help="print what is judged already, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
