"""`python -m evals speeds [--brief]`: every measurement of speed, one after the other, each in a process of its own.

Each prints a ratio within one run where it can, for the machine may be shared; seconds are only this machine's today.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_SEARCHED = {"brief": "2000", "whole": "20000"}


def measurements(documents: Path, size: str) -> list[list[str]]:
    """What is run, in turn: name and arguments."""
    folder = str(documents)
    return [["embedding"], ["search_speed", size], ["cold"], ["together"], ["reading", folder], ["adding", folder]]


def main() -> int:
    """Run them; the number of those that failed."""
    parser = argparse.ArgumentParser(prog="python -m evals speeds", description=__doc__)
    parser.add_argument("--documents", type=Path, help="files to read (default: the fictional library's)")
    parser.add_argument("--brief", action="store_true", help="2,000 passages searched in place of 20,000")
    given = parser.parse_args()
    failed = 0
    with TemporaryDirectory() as name:
        documents = given.documents or _fictional(Path(name))
        for words in measurements(documents, _SEARCHED["brief" if given.brief else "whole"]):
            sys.stdout.write(f"\n== {words[0]}\n")
            sys.stdout.flush()
            failed += subprocess.run([sys.executable, "-m", "evals", *words], check=False).returncode != 0  # noqa: S603
    return failed


def _fictional(folder: Path) -> Path:
    from evals.fictional import write

    write(folder)
    return folder


if __name__ == "__main__":
    sys.exit(main())
