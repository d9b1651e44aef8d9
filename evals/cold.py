"""`python -m evals cold`: what one question costs on the command line, from nothing, against a bare import.

In turns, so that whatever else the machine does falls on each; processor seconds of the whole process (user and
system), the least of the turns.
"""

from __future__ import annotations

import os
import subprocess
import sys

from evals.library import fictional_library

ROUNDS = 3
GOAL = 1.3
KEYWORD_GOAL = 1.5
_QUESTION = "bruise on a baby who cannot move"


def main() -> None:
    """Print the three figures and whether the goals are met."""
    with fictional_library(indexed=True) as library:
        search = ["-m", "app.cli", "--library", str(library.folder), "search", _QUESTION]
        ways = {
            "import sentence_transformers": ["-c", "import sentence_transformers"],
            "search, hybrid": search,
            "search, keyword": [*search, "--mode", "keyword"],
        }
        least = dict.fromkeys(ways, float("inf"))
        for _ in range(ROUNDS):
            for name, words in ways.items():
                least[name] = min(least[name], _seconds(words))
    bare = least["import sentence_transformers"]
    lines = ["| from nothing | processor seconds | of the bare import |", "|---|--:|--:|"]
    lines += [f"| {name} | {seconds:.2f} | {seconds / bare:.2f} |" for name, seconds in least.items()]
    met = least["search, hybrid"] <= GOAL * bare and least["search, keyword"] <= KEYWORD_GOAL
    lines += ["", f"Goals {GOAL} of the import, and {KEYWORD_GOAL} s by keyword: {'met' if met else 'NOT met'}"]
    sys.stdout.write("\n".join(lines) + "\n")


def _seconds(words: list[str]) -> float:
    """Processor seconds of a command and what it started."""
    before = os.times()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)  # noqa: S603 - our own command
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
