"""What can go wrong between the catalogue and an answer.

IndexingError                  exit 1
├── IndexMissing               exit 3   raised by reader.py: nothing has been indexed yet
├── IndexMismatch              exit 6   raised by build.py and reader.py: made by another model or engine
├── IndexLocked                exit 6   raised by shelf.py: another process is indexing
├── IndexDamaged               exit 6   raised by edge.py, manifest.py, cache.py, reader.py: it does not open
├── ServerSilent               exit 6   raised by server.py: the Qdrant server does not answer
├── ModelMismatch              exit 6   raised by embedding.py: the weights are not the ones recorded
└── BadQuery                   exit 2   raised by request.py: a query or a filter value that cannot be used
"""

from __future__ import annotations


class IndexingError(Exception):
    """Base of this package's errors; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class IndexMissing(IndexingError):
    """Nothing has been indexed yet; the message names the command that does it."""

    exit_code = 3


class IndexMismatch(IndexingError):
    """The index was made by another model, with other settings or another vocabulary, and is not mixed."""

    exit_code = 6


class IndexLocked(IndexingError):
    """Another process holds the index; the message says what to close."""

    exit_code = 6


class IndexDamaged(IndexingError):
    """The index cannot be read; it is rebuilt from the catalogue, and nothing is lost."""

    exit_code = 6


class ServerSilent(IndexingError):
    """The Qdrant server that the settings name does not answer."""

    exit_code = 6


class ModelMismatch(IndexingError):
    """The weights found are not the weights that are recorded."""

    exit_code = 6


class BadQuery(IndexingError):
    """A query or filter that cannot be used as it stands; the message names it."""

    exit_code = 2
