"""What can go wrong at the doors.

AppError                       exit 1
├── NothingFound               exit 3   raised by cli.py: no passage is close, or an id is not held
├── NotRead                    exit 4   raised by web/dropped.py: a file that cannot be read, and why
├── BadOutput                  exit 2   raised by reports/saving.py: a file that cannot be written
└── NoDemo                     exit 2   raised by demo.py: the fictional library is not installed
"""

from __future__ import annotations


class AppError(Exception):
    """Base of this package's errors; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class NothingFound(AppError):
    """There is no such thing in the library."""

    exit_code = 3


class NotRead(AppError):
    """A file that was given to a page cannot be read; says why."""

    exit_code = 4


class NoDemo(AppError):
    """The fictional library is not part of this installation."""

    exit_code = 2


class BadOutput(AppError):
    """A document that was asked for cannot be written where it was asked for."""

    exit_code = 2
