"""`python -m evals.fictional DIR` puts the fictional library on disk."""

import argparse
import sys
from pathlib import Path

from evals.fictional.errors import FictionError
from evals.fictional.library import write


def main() -> int:
    """Write the library into the folder the reader named; a fault in a text is one line, not a traceback."""
    parser = argparse.ArgumentParser(prog="python -m evals.fictional", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the library goes; made when it is not there")
    folder: Path = parser.parse_args().folder
    try:
        files = write(folder)
    except (FictionError, OSError) as error:
        sys.stderr.write(f"The fictional library could not be written: {error}\n")
        return 1
    sys.stdout.write(f"{len(files)} files in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
