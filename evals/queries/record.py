"""Take grades down: ``python -m evals.queries.record --set fictional|real [--library PATH] < grades.txt``.

A line a query: ``keywords-01 | 3 KEY KEY | 2 KEY | 1 KEY | R3 FOLDER``. What the systems found and no line names was
read and is not about the need: it is graded 0. ``R`` grades whole reviews. A query judged before is judged anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evals.queries.places import anchor_of, key_of, keys_of
from evals.queries.pooling import DEPTH, library_of, pooled, systems_of
from evals.queries.records import Anchor, Collection, Judgement, anchors, file_of, judgements, queries
from ingest.model import Held

_HEAD = {
    "grades": "What each judged passage is worth for each query: 3 answers it directly, 2 is clearly about it,\n"
    "# 1 touches it, 0 is not about it. `reviews`: whole reviews read as such; every other review is worth its best "
    "passage.",
    "passages": "Where the judged passages stand. No text of real documents: `mark` is a hash of letters and digits.",
}


def read(lines: Iterable[str]) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """The grades of passages and of reviews that the lines give, by query. Raises ``ValueError`` for a line amiss."""
    given = {}
    for line in filter(None, map(str.strip, lines)):
        query, *parts = (part.strip() for part in line.split("|"))
        passages: dict[str, int] = {}
        reviews: dict[str, int] = {}
        for part in parts:
            grade, *names = part.split()
            kept = reviews if grade.startswith("R") else passages
            if set(names) & kept.keys():
                raise ValueError(f"{query}: {sorted(set(names) & kept.keys())} has two grades")
            kept.update(dict.fromkeys(names, int(grade.removeprefix("R"))))
        given[query] = (passages, reviews)
    return given


def judged(
    given: Mapping[str, tuple[Mapping[str, int], Mapping[str, int]]], pools: Mapping[str, Sequence[str]]
) -> dict[str, Judgement]:
    """Judgements of what was graded and, at 0, of what was pooled beside it (``pools`` holds keys)."""
    return {
        query: Judgement(
            passages=_by_grade(dict.fromkeys(pools.get(query, ()), 0) | dict(passages)), reviews=_by_grade(reviews)
        )
        for query, (passages, reviews) in given.items()
    }


def write(collection: Collection, grades: Mapping[str, Judgement], places: Mapping[str, Anchor]) -> None:
    """Write both files anew, in a stable order, each under its heading."""
    lines = [f"# {_HEAD['grades']}"]
    for query in (query.id for query in queries(collection) if query.id in grades):
        lines += [f"{query}:", "  passages:"]
        lines += [f"    {grade}: [{', '.join(keys)}]" for grade, keys in grades[query].passages.items()]
        if grades[query].reviews:
            lines += ["  reviews:"]
            lines += [f"    {grade}: [{', '.join(names)}]" for grade, names in grades[query].reviews.items()]
    file_of(collection, "grades").write_text("\n".join(lines) + "\n", "utf-8")
    used = {key for one in grades.values() for key in one.grades}
    ordered = sorted((key for key in places if key in used), key=lambda key: (places[key].file, places[key].page, key))
    rows = [f"{key}: {json.dumps(places[key].model_dump(exclude_none=True), ensure_ascii=False)}" for key in ordered]
    file_of(collection, "passages").write_text("\n".join([f"# {_HEAD['passages']}", *rows]) + "\n", "utf-8")


def places_of(collection: Collection, held: Iterable[Held]) -> dict[str, Anchor]:
    """An anchor for every passage that is held; one that was judged before keeps its key."""
    library = list(held)
    known = keys_of(anchors(collection), library)
    return {known.get(one.passage.id) or key_of(one.passage.id): anchor_of(one, collection) for one in library}


def _by_grade(grades: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    kept: dict[int, list[str]] = {}
    for key, grade in sorted(grades.items()):
        kept.setdefault(grade, []).append(key)
    return {grade: tuple(kept[grade]) for grade in sorted(kept, reverse=True)}


def main() -> None:
    """Merge the grades on stdin into the files."""
    parser = argparse.ArgumentParser(prog="python -m evals.queries.record", description="Take grades down.")
    parser.add_argument("--set", choices=[one.value for one in Collection], required=True)
    parser.add_argument("--library", type=Path, help="a library, or a folder of documents to read")
    arguments = parser.parse_args()
    collection = Collection(arguments.set)
    given = read(sys.stdin)
    with library_of(collection, arguments.library) as library:
        places = places_of(collection, library.catalogue.held())
        keys = {place.id: key for key, place in places.items()}
        wanted = [query for query in queries(collection) if query.id in given]
        unknown = {key for passages, _ in given.values() for key in passages} - places.keys()
        unknown |= given.keys() - {query.id for query in wanted}
        if unknown:
            raise SystemExit(f"Not known: {', '.join(sorted(unknown))}")
        pools = pooled(systems_of(library), wanted, DEPTH)
    named = {query: [keys[passage] for passage in pool] for query, pool in pools.items()}
    write(collection, {**judgements(collection), **judged(given, named)}, {**anchors(collection), **places})


if __name__ == "__main__":
    main()
