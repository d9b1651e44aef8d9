"""What can go wrong on the way from bytes to records.

    IngestError                    exit 1
    ├── BadDocument                exit 4   raised by read/ and the workers: the file is at fault, the run goes on
    ├── BadArgument                exit 2   raised by the pipeline: a path that is not there, a review nobody holds
    │   ├── NoContact              exit 2   raised by sources/: nobody could tell who asks
    │   └── VocabularyError        exit 2   raised by vocabulary/: a file of words that cannot be used, with its line
    ├── CrawlFailed                exit 1   raised by sources/crawl.py: the crawl's own process broke off
    ├── LibraryLocked              exit 6   raised by library.py: another process is writing
    └── LibraryDamaged             exit 6   raised by library.py and catalogue.py: unreadable, or too new

A bad document is not a bug: it is counted, listed with its reason, and the run goes on. Exit codes are the contract of
the command line: 0 done, 1 a bug, 2 wrong arguments, 3 nothing found or to do, 4 some inputs unreadable, 5 a source
failed its expectations, 6 the library is locked or damaged.
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of this package's errors; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class BadDocument(IngestError):
    """A file that cannot be read, with the reason in words a board's business manager understands."""

    exit_code = 4

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class BadArgument(IngestError):
    """Something asked for that is not there."""

    exit_code = 2


class VocabularyError(BadArgument):
    """A file of the vocabulary, or a mapping to it, that cannot be used; says in which line and why."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class NoContact(BadArgument):
    """A crawl of others' sites without a contact, by which they could reach whoever runs it."""


class CrawlFailed(IngestError):
    """The process that crawls ended before its work; what it fetched is kept."""


class LibraryLocked(IngestError):
    """Another process is changing the library; trying again later works."""

    exit_code = 6


class LibraryDamaged(IngestError):
    """The library cannot be opened as it is; the message says what to do."""

    exit_code = 6
