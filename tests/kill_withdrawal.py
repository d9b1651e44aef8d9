"""Run as a program: withdraw a review and die, without any farewell, before the nth step."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.gate.withdrawing import withdraw
from ingest.library import Library
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.withdrawal import going
from tests.held import WordEmbedder
from tests.kill import DIED


def main() -> None:
    """``python -m tests.kill_withdrawal LIBRARY N ID``"""
    steps = iter(range(int(sys.argv[2])))

    def step(_name: str) -> None:
        if next(steps, None) is None:
            os._exit(DIED)

    library = Library.open(Path(sys.argv[1]))
    what = going(library, sys.argv[3])
    withdraw(library, what, WithdrawalReason.COURT_ORDER, embedder=WordEmbedder(), step=step)


if __name__ == "__main__":
    main()
