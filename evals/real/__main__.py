"""`python -m evals.real` prints how far the two readings of the labelled passages agree."""

import sys

from evals.real.labels import labels, table

if __name__ == "__main__":
    sys.stdout.write(table(labels()) + "\n")
