"""Run as a program: withdraw a review and die, without any farewell, before the nth step."""

from __future__ import annotations

import sys
from pathlib import Path

from app.gate.withdrawing import withdraw
from ingest.library import Library
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.withdrawal import going
from tests.held import WordEmbedder
from tests.kill import dying_before


def main() -> None:
    """``python -m tests.kill_withdrawal LIBRARY N ID``"""
    library = Library.open(Path(sys.argv[1]))
    what = going(library, sys.argv[3])
    withdraw(library, what, WithdrawalReason.COURT_ORDER, embedder=WordEmbedder(), step=dying_before(int(sys.argv[2])))


if __name__ == "__main__":
    main()
