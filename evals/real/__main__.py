"""`python -m evals.real` prints how far the two readings agree; with the folder of the letters, how tagging does."""

import argparse
import sys
from pathlib import Path

from evals.real.labels import labels, table


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m evals.real", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the inspection letters (../shared/data/inspections)")
    parser.add_argument("--library", type=Path, help="a library that holds the indexed letters already")
    options = parser.parse_args()
    sys.stdout.write(table(labels()) + "\n")
    if options.library or options.folder:
        from evals.real.tags import inspections, report
        from ingest.library import Library

        if options.library:
            sys.stdout.write(f"\n{report(Library.open(options.library))}\n")
        else:
            with inspections(options.folder) as library:
                sys.stdout.write(f"\n{report(library)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
