"""Write the benchmark in BEIR layout, for our runner or for anybody's.

``python -m evals.queries.export --set fictional|real [--split calibration|test|all] [--level passage|review]
[--library PATH] [--with-no-answer] DIR``

The calibration half of the fictional set searches the calibration boards only, so that who tunes on it never meets a
test board; the test half and ``all`` search the whole library. At review level an item is a review with all its
documents (for real text: one letter). Queries without an answer go to ``no-answer.jsonl``; with ``--with-no-answer``
they stand among the others, all their judged items graded 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.library import is_calibration
from evals.queries.places import find
from evals.queries.pooling import library_of
from evals.queries.records import Collection, Half, Judgement, Query, anchors, in_half, judgements, queries
from ingest.model import Held


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be found: a passage, or a review as a whole. ``folder`` is where its files lie."""

    id: str
    folder: str
    text: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what could not be: judged passages that stand nowhere, queries left without an answer."""

    items: int
    queries: int
    judged: int
    lost: tuple[str, ...]
    unanswered: tuple[str, ...]


def folder_of(held: Held, collection: Collection) -> str:
    """The folder of a review's files; a real letter is its own."""
    path = Path(held.document.paths[0])
    return path.parent.name if collection is Collection.FICTIONAL else path.stem


def passage_items(library: Iterable[Held], collection: Collection) -> list[Item]:
    """Every passage, with its headings and role, and where it stands."""
    return [
        Item(
            held.passage.id,
            folder_of(held, collection),
            held.passage.text,
            {
                "heading": list(held.passage.heading),
                "role": held.passage.role.value,
                "review": folder_of(held, collection),
                "file": Path(held.document.paths[0]).name,
                "pages": list(held.passage.pages),
            },
        )
        for held in library
    ]


def review_items(library: Iterable[Held], collection: Collection) -> list[Item]:
    """Every review as one text: its documents by name, each in its own order."""
    texts: dict[str, list[tuple[str, int, str]]] = {}
    for held in library:
        place = (Path(held.document.paths[0]).name, held.passage.order, held.passage.text)
        texts.setdefault(folder_of(held, collection), []).append(place)
    return [Item(name, name, "\n\n".join(text for *_, text in sorted(texts[name])), {}) for name in sorted(texts)]


def passage_grades(judgement: Judgement, ids: Mapping[str, str]) -> dict[str, int]:
    """The grades of one query by the ids that passages have today."""
    return {ids[key]: grade for key, grade in judgement.grades.items() if key in ids}


def review_grades(judgement: Judgement, folders: Mapping[str, str]) -> dict[str, int]:
    """A review is worth its best passage, unless it was graded as a whole."""
    best: dict[str, int] = {}
    for key, grade in judgement.grades.items():
        if key in folders:
            best[folders[key]] = max(grade, best.get(folders[key], 0))
    return best | judgement.review_grades


def export(
    collection: Collection,
    library: Sequence[Held],
    folder: Path,
    half: Half | None = None,
    *,
    by_review: bool = False,
    with_no_answer: bool = False,
) -> Exported:
    """Write ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv`` and ``no-answer.jsonl`` into ``folder``."""
    found = find(anchors(collection), library)
    items = (review_items if by_review else passage_items)(library, collection)
    if half is Half.CALIBRATION and collection is Collection.FICTIONAL:
        items = [item for item in items if is_calibration(item.folder)]
    named = {key: folder_of(held, collection) if by_review else held.passage.id for key, held in found.passages.items()}
    grade = review_grades if by_review else passage_grades
    within = {item.id for item in items}
    asked = in_half(queries(collection), half)
    given = {
        query.id: {
            name: value for name, value in grade(judgements(collection)[query.id], named).items() if name in within
        }
        for query in asked
    }
    unanswered = tuple(query.id for query in asked if query.answerable and not any(given[query.id].values()))
    counted = [query for query in asked if query.id not in unanswered and (query.answerable or with_no_answer)]
    _write(folder, items, counted, [query for query in asked if not query.answerable], given)
    return Exported(len(items), len(counted), sum(len(given[query.id]) for query in counted), found.lost, unanswered)


def _write(
    folder: Path,
    items: Sequence[Item],
    counted: Sequence[Query],
    none: Sequence[Query],
    given: Mapping[str, Mapping[str, int]],
) -> None:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    corpus = ({"_id": item.id, "title": "", "text": item.text, "metadata": item.metadata} for item in items)
    _lines(folder / "corpus.jsonl", corpus)
    _lines(folder / "queries.jsonl", map(_row, counted))
    _lines(folder / "no-answer.jsonl", map(_row, none))
    rows = ["query-id\tcorpus-id\tscore"]
    for query in counted:
        rows += [f"{query.id}\t{name}\t{grade}" for name, grade in sorted(given[query.id].items())]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", "utf-8")


def _row(query: Query) -> dict[str, Any]:
    filters = {name: list(values) for name, values in query.filters.items()}
    return {
        "_id": query.id,
        "text": query.text,
        "metadata": {"kind": query.kind, "user": query.user, "half": query.half.value, "filters": filters},
    }


def _lines(file: Path, rows: Iterator[dict[str, Any]] | Iterable[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    """Write the files and say what was written."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.queries.export", description="Write the benchmark as BEIR does."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=[one.value for one in Collection], required=True)
    parser.add_argument("--split", choices=[*(half.value for half in Half), "all"], default="all")
    parser.add_argument("--level", choices=["passage", "review"], default="passage")
    parser.add_argument("--library", type=Path, help="a library, or for real text a folder of documents to read")
    parser.add_argument("--with-no-answer", action="store_true", help="keep queries without an answer among the others")
    given = parser.parse_args()
    collection = Collection(given.set)
    with library_of(collection, given.library, indexed=False) as library:
        held = list(library.catalogue.held())
        half = None if given.split == "all" else Half(given.split)
        done = export(
            collection, held, given.folder, half, by_review=given.level == "review", with_no_answer=given.with_no_answer
        )
    sys.stderr.write(f"{done.items} items, {done.queries} queries, {done.judged} judgements\n")
    if done.lost:
        sys.stderr.write(f"{len(done.lost)} judged passages are read otherwise now and count no more: {done.lost}\n")
    if done.unanswered:
        sys.stderr.write(f"{len(done.unanswered)} queries have no answer left: {', '.join(done.unanswered)}\n")


if __name__ == "__main__":
    main()
