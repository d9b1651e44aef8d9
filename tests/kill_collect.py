"""Run as a program: collect into a library and be killed before a step, named with which time it comes."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from pathlib import Path

from ingest.library import Library
from ingest.sources.collect import collect
from ingest.sources.register import register


def main() -> None:
    """``python -m tests.kill_collect LIBRARY REGISTER STEP-N``"""
    wanted, _, times = sys.argv[3].partition("-")
    seen: Counter[str] = Counter()

    def step(name: str) -> None:
        seen[name] += 1
        if name == wanted and seen[name] == int(times):
            os.kill(os.getpid(), signal.SIGKILL)

    collect(Library.open(Path(sys.argv[1]), create=True), register(Path(sys.argv[2])), step=step)


if __name__ == "__main__":
    main()
