"""How well passages are found: ``python -m evals retrieval --beir DIR --system NAME [--against NAME] [--json]``.

DIR is any collection in BEIR layout (see collection.py), our own among them (docs/benchmark.md). It is indexed by the
shipped builder in a scratch folder (``--scratch`` keeps it for the next run) and asked through the shipped searcher.
Metrics are ir_measures': nDCG@10 (linear gain, as trec_eval), Recall@100, RR, Judged@10. A query that gets no answer
counts zero; a query without a right answer counts for "nothing found" only. Equal scores stand in the searcher's own
order, so that every run gives the same figures. With ``--against`` the difference is tested, query by query.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import ir_measures
from ir_measures import RR, Judged, R, ScoredDoc, nDCG

from evals.collection import Collection, Indexed, indexed, read
from evals.retrieval_systems import SYSTEMS
from evals.significance import Estimate, chance_of, estimate
from index.errors import BadQuery
from index.searching.query import Mode
from index.searching.search import Searcher

DEPTH = 100
MEASURES = {"nDCG@10": nDCG @ 10, "Recall@100": R @ 100, "RR": RR, "Judged@10": Judged @ 10}

Scores = dict[str, dict[str, float]]
"""The value of each metric for each query that has an answer, by the metric's name and the query's id."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one system answered: items best first, whether it said that nothing is there, and seconds a query."""

    system: str
    found: Mapping[str, Sequence[str]]
    nothing: frozenset[str]
    seconds: float


def run(name: str, collection: Collection, library: Indexed) -> Run:
    """Ask one system every judged query."""
    searcher, mode = SYSTEMS[name](library)
    found, nothing, started = {}, set(), perf_counter()
    for query in collection.judged:
        items, silent = _ask(searcher, collection.queries[query], mode)
        found[query] = items
        if silent:
            nothing.add(query)
    return Run(name, found, frozenset(nothing), (perf_counter() - started) / max(1, len(found)))


def _ask(searcher: Searcher, text: str, mode: Mode) -> tuple[list[str], bool]:
    try:
        answer = searcher.search(text, limit=DEPTH, passages_per_result=1, mode=mode, sentences=False)
    except BadQuery:
        return [], True
    return [result.document.title for result in answer.results], answer.nothing_found


def scores_of(given: Run, collection: Collection) -> Scores:
    """Each metric for each answerable query; a query without results has zero in all."""
    wanted = collection.answerable
    judged = {query: dict(collection.judged[query]) for query in wanted}
    ranked = [
        ScoredDoc(query, item, float(-place)) for query in wanted for place, item in enumerate(given.found[query])
    ]
    scores: Scores = {name: dict.fromkeys(wanted, 0.0) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for one in ir_measures.iter_calc(list(MEASURES.values()), judged, ranked):
        scores[names[str(one.measure)]][one.query_id] = float(one.value)
    return scores


@dataclass(frozen=True, slots=True)
class Nothing:
    """How well "nothing found" is said: of so many times said, rightly; of so many times due, said."""

    said: int
    rightly: int
    due: int


def nothing_of(given: Run, collection: Collection) -> Nothing:
    """Counted over every judged query."""
    due = collection.judged.keys() - set(collection.answerable)
    return Nothing(len(given.nothing), len(given.nothing & due), len(due))


@dataclass(frozen=True, slots=True)
class Compared:
    """How much better than another system, with its interval, and how likely by chance (paired randomisation)."""

    against: str
    metric: str
    difference: Estimate
    p: float
    better: int
    worse: int


def compare(ours: Scores, theirs: Scores, against: str) -> list[Compared]:
    """Each metric, query by query."""
    rows = []
    for metric in ours:
        gaps = [value - theirs[metric][query] for query, value in ours[metric].items()]
        better, worse = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
        rows.append(Compared(against, metric, estimate(gaps), chance_of(gaps), better, worse))
    return rows


def main() -> None:
    """Print the figures."""
    given = _arguments()
    try:
        collection = read(given.beir, given.split)
    except (OSError, ValueError, KeyError) as problem:
        sys.stderr.write(f"This is not a collection in BEIR layout: {problem}\n")
        sys.exit(2)
    with TemporaryDirectory() as scratch:
        library = indexed(collection, given.scratch or Path(scratch))
        runs = [run(name, collection, library) for name in dict.fromkeys([*given.system, *given.against])]
    scores = {one.system: scores_of(one, collection) for one in runs}
    report = [_report(one, scores, collection, given.against) for one in runs if one.system in given.system]
    whole = {
        "collection": collection.name,
        "split": given.split,
        "items": len(collection.items),
        "queries": len(collection.judged),
        "without_answer": len(collection.judged) - len(collection.answerable),
        "systems": report,
    }
    sys.stdout.write(json.dumps(whole, indent=2) + "\n" if given.json else _table(whole, report))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals retrieval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--beir", type=Path, required=True, metavar="DIR")
    parser.add_argument("--split", default="test", help="qrels/SPLIT.tsv (test)")
    parser.add_argument("--system", action="append", choices=sorted(SYSTEMS), help="repeatable (hybrid)")
    parser.add_argument("--against", action="append", choices=sorted(SYSTEMS), default=[], help="repeatable")
    parser.add_argument("--scratch", type=Path, help="keep the index here, to be used again")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    given.system = given.system or ["hybrid"]
    return given


def _report(
    given: Run, scores: Mapping[str, Scores], collection: Collection, against: Sequence[str]
) -> dict[str, object]:
    own = scores[given.system]
    others = [name for name in against if name != given.system]
    return {
        "system": given.system,
        "metrics": {name: asdict(estimate(list(values.values()))) for name, values in own.items()},
        "against": [asdict(row) for name in others for row in compare(own, scores[name], name)],
        "nothing_found": asdict(nothing_of(given, collection)),
        "milliseconds": round(given.seconds * 1000, 1),
        "per_query": {name: {query: round(value, 6) for query, value in row.items()} for name, row in own.items()},
    }


def _table(whole: dict[str, object], report: Sequence[dict[str, object]]) -> str:
    lines = [
        "{collection}, {split}: {items} items, {queries} queries, {without_answer} of them without an answer\n".format(
            **whole
        ),
        "| system | " + " | ".join(MEASURES) + " | nothing found: right of said, of due | ms a query |",
        "|---|" + "--:|" * (len(MEASURES) + 2),
    ]
    for row in report:
        metrics, nothing = row["metrics"], row["nothing_found"]
        assert isinstance(metrics, dict) and isinstance(nothing, dict)  # noqa: S101 - told to mypy
        cells = [f"{one['mean']:.4f} ({one['low']:.3f}–{one['high']:.3f})" for one in metrics.values()]
        said = "{rightly} of {said}, of {due}".format(**nothing)
        lines.append(f"| {row['system']} | " + " | ".join(cells) + f" | {said} | {row['milliseconds']} |")
    for row in report:
        against = row["against"]
        assert isinstance(against, list)  # noqa: S101 - told to mypy
        for one in against:
            if one["metric"] == "nDCG@10":
                gap = "{mean:+.4f} ({low:+.4f} to {high:+.4f})".format(**one["difference"])
                lines.append(
                    f"\n{row['system']} against {one['against']}: nDCG@10 {gap}, p {one['p']:.4f}, "
                    f"better on {one['better']}, worse on {one['worse']}"
                )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
