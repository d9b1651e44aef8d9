"""How well a draft's sentences are judged: ``python -m evals.draft``.

The sentences of draft.yaml are checked one by one against the whole fictional library. The figures in index/support.py
were chosen on the half "tuned", its opposites on "opposites"; the half "held_back" only reports.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from evals.library import fictional_library
from index.config import IndexConfig
from index.desk import embedder_of
from index.drafts.draft import Checked, DraftChecker
from index.drafts.support import Verdict
from ingest.library import Library

SENTENCES = Path(__file__).with_suffix(".yaml")
HALVES = ("tuned", "opposites", "held_back")
_LABELS = {"s": Verdict.SUPPORTED, "p": Verdict.PARTLY, "n": Verdict.NOT_FOUND, "c": Verdict.CONTRADICTED}


def labelled(half: str) -> list[tuple[str, Verdict]]:
    """The sentences of a half with their labels."""
    given = yaml.safe_load(SENTENCES.read_text("utf-8"))[half]
    return [(text, _LABELS[label]) for label, texts in given.items() for text in texts]


def judged(checker: DraftChecker, half: str) -> list[tuple[Checked, Verdict]]:
    """Each sentence as it was checked, beside its label."""
    return [(checker.check(text).sentences[0], label) for text, label in labelled(half)]


def macro_f1(pairs: Sequence[tuple[Verdict | None, Verdict]]) -> float:
    """The mean F1 of the labels that are given."""
    given = {true for _, true in pairs}
    return sum(f1(pairs, label) for label in given) / len(given)


def f1(pairs: Sequence[tuple[Verdict | None, Verdict]], label: Verdict) -> float:
    """The F1 of one label."""
    right = sum(found is label and true is label for found, true in pairs)
    given = sum(found is label for found, _ in pairs) + sum(true is label for _, true in pairs)
    return 2 * right / max(1, given)


def report(library: Library) -> Iterator[str]:
    """The figures of both halves, with what was taken for what."""
    config = IndexConfig()
    checker = DraftChecker(library, config, embedder_of(config))
    for half in HALVES:
        pairs = [(one.verdict, label) for one, label in judged(checker, half)]
        yield f"{half}: {len(pairs)} sentences, macro-F1 {macro_f1(pairs):.3f}"
        taken = Counter((true, found) for found, true in pairs)
        for true in Verdict:
            others = ", ".join(f"{taken[true, found]} {found.value}" for found in Verdict)
            yield f"  {true.value:<13} F1 {f1(pairs, true):.3f}: {others}"


if __name__ == "__main__":
    with fictional_library(indexed=True) as made:
        for line in report(made):
            sys.stdout.write(line + "\n")
