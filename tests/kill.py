"""Run as a program: add files to a library and die, without any farewell, before the nth step."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ingest.library import Library
from ingest.pipeline import add

DIED = 99


def main() -> None:
    """``python -m tests.kill LIBRARY N PATH…``"""
    steps = iter(range(int(sys.argv[2])))

    def step(_name: str) -> None:
        if next(steps, None) is None:
            os._exit(DIED)

    add(Library.open(Path(sys.argv[1]), create=True), [Path(path) for path in sys.argv[3:]], step=step)


if __name__ == "__main__":
    main()
