"""What the search benchmark holds, and how far its grades agree when they are given again."""

from __future__ import annotations

import sys
from collections import Counter

from evals.queries.agreement import agreement
from evals.queries.records import Collection, Half, anchors, judgements, queries


def kinds(collection: Collection) -> str:
    """Queries of each kind in each half, as a table in Markdown."""
    counts = Counter((query.kind, query.half) for query in queries(collection))
    names = dict.fromkeys(query.kind for query in queries(collection))
    rows = [
        f"| {name} | {counts[name, Half.CALIBRATION]} | {counts[name, Half.TEST]} "
        f"| {counts[name, Half.CALIBRATION] + counts[name, Half.TEST]} |"
        for name in names
    ]
    total = Counter(query.half for query in queries(collection))
    last = f"| **all** | {total[Half.CALIBRATION]} | {total[Half.TEST]} | {total.total()} |"
    return "\n".join([f"| {collection}: kind | calibration | test | all |", "|---|--:|--:|--:|", *rows, last])


def grades(collection: Collection) -> str:
    """How many pairs have each grade, in a line."""
    answerable = [query.id for query in queries(collection) if query.answerable]
    counts = Counter(grade for name in answerable for grade in judgements(collection)[name].grades.values())
    given = ", ".join(f"{counts[grade]} of grade {grade}" for grade in (3, 2, 1, 0))
    none = sum(len(one.grades) for name, one in judgements(collection).items() if name not in answerable)
    return (
        f"{collection}: {counts.total()} pairs of a query and one of {len(anchors(collection))} passages: {given}; "
        f"{none} more were read for queries without an answer."
    )


def main() -> None:
    """Print counts and agreement."""
    for collection in Collection:
        sys.stdout.write(f"{kinds(collection)}\n\n{grades(collection)}\n\n")
    one = agreement()
    sys.stdout.write(
        f"Read again: {one.pairs} pairs, {one.same:.3f} the same grade, kappa {one.kappa:.2f}, linearly weighted "
        f"{one.weighted:.2f}, cut between 1 and 2 {one.cut:.2f}; {one.apart} more than one grade apart.\n"
    )


if __name__ == "__main__":
    main()
