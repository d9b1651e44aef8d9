"""What the command line says: data on standard output, talk and progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

_WIDTH = 160


def data(value: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def line(text: str = "") -> None:
    """A line of the answer, on standard output."""
    click.echo(text)


def say(text: str) -> None:
    """A line of talk, on standard error."""
    click.echo(text, err=True)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output; where that is a file, wide enough to be read there."""
    drawn = Table(*titles, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        drawn.add_row(*row)
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDTH, markup=False, highlight=False).print(drawn)


class Bar:
    """A progress bar on a terminal; nothing where standard error is a file."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def show(self, done: int, total: int, note: str = "") -> None:
        """Say how far it has come."""
        self._progress.update(self._task, completed=done, total=total, note=note)


@contextmanager
def bar(what: str) -> Iterator[Bar]:
    """A bar named for what is being done, with what is done, how fast, and how much time is left."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        yield Bar(progress, progress.add_task(what, total=None, note=""))
