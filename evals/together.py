"""`python -m evals together`: whether ten people who search at once wait for each other, on the fictional library.

The same questions one after the other and from ten threads, in turns; the answers must be equal. The ratio says how
much sooner ten threads are done: the most that can be had is the number of cores, and the model uses all of them for
one question already.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from evals.library import fictional_library
from index.config import IndexConfig
from index.desk import open_searcher
from index.searching.query import Mode
from index.searching.search import Searcher

QUESTIONS = (
    *("bruise on a baby who cannot move", "fathers not known to services", "missed appointments and neglect"),
    *("DNA policy", "school exclusion and exploitation", "was the child seen alone", "safer sleep", "methadone"),
)
ROUNDS = 3


def main() -> int:
    """Print the ratios; 1 when an answer differed."""
    with fictional_library(indexed=True) as library:
        searcher = open_searcher(library, IndexConfig.from_environment())
        rows = [_row(searcher, mode) for mode in (Mode.KEYWORD, Mode.HYBRID)]
    lines = [f"{os.cpu_count()} cores", "", "| mode | one after the other, s | ten threads, s | times | same answers |"]
    lines += ["|---|--:|--:|--:|---|"]
    for mode, alone, together, same in rows:
        lines.append(f"| {mode} | {alone:.2f} | {together:.2f} | {alone / together:.2f} | {'yes' if same else 'NO'} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if all(same for *_, same in rows) else 1


def _row(searcher: Searcher, mode: Mode) -> tuple[str, float, float, bool]:
    """The least of several rounds of each way, and whether every answer was the same."""
    asked = QUESTIONS * 5

    def ask(text: str) -> list[tuple[str, float]]:
        found = searcher.search(text, mode=mode, sentences=False).results
        return [(hit.passage.id, round(hit.score, 5)) for result in found for hit in result.passages]

    alone, together, same = [], [], True
    first = [ask(text) for text in asked]
    with ThreadPoolExecutor(10) as pool:
        for _ in range(ROUNDS):
            started = perf_counter()
            same &= [ask(text) for text in asked] == first
            alone.append(perf_counter() - started)
            started = perf_counter()
            same &= list(pool.map(ask, asked)) == first
            together.append(perf_counter() - started)
    return mode.value, min(alone), min(together), same


if __name__ == "__main__":
    sys.exit(main())
