"""Hiding small figures, so that what is hidden cannot be worked out from the rest of its row.

A figure from 1 up to the threshold is hidden. Where the groups share the reviews out (nation, year and the like), a
single hidden figure would be the total less the others, so another is hidden with it: as many as it takes until every
hidden figure could be at least two things. A count of clear themes is hidden where it, or what is left of the figure,
is small; once one is hidden in a row, its groups show none.

What this does not do: what all reviews of a scope have, all of each group have, and no hiding helps; two tables with
different filters can still be subtracted from one another; and groups that overlap (agencies, harms, parts of a report)
are hidden figure by figure only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.recurring.table import Cell, Question, Row

_SHARED_OUT = frozenset({"age-group", "nation", "publisher", "review-type", "method", "year"})


def hidden(rows: Iterable[Row], question: Question) -> tuple[Row, ...]:
    """The rows with what must be hidden taken out."""
    if question.hide_below < 2:
        return tuple(rows)
    return tuple(_row(row, question) for row in rows)


def small(number: int, question: Question) -> bool:
    """Whether a figure is one to hide."""
    return 0 < number < question.hide_below


def veiled(cell: Cell, *, gone: bool | None = None) -> Cell:
    """A cell as it may be shown; ``gone`` hides it whatever its figure."""
    number, clear = cell.reviews or 0, cell.clear or 0
    if gone or (gone is None and small(number, cell.question)):
        return replace(cell, reviews=None, clear=None, decided=0, mask=0)
    if small(clear, cell.question) or small(number - clear, cell.question):
        return replace(cell, clear=None)
    return cell


def _row(row: Row, question: Question) -> Row:
    total = veiled(row.total)
    figures = [cell.reviews or 0 for cell in row.cells]
    gone = {place for place, figure in enumerate(figures) if small(figure, question)}
    if question.by and question.by.value in _SHARED_OUT and sum(figures) == row.total.reviews == total.reviews:
        gone |= _hidden_too(gone, figures, [cell.of for cell in row.cells])
        if gone and max(figures) == 1:
            total = veiled(row.total, gone=True)
    cells = [veiled(cell, gone=place in gone) for place, cell in enumerate(row.cells)]
    if any(cell.clear is None for cell in cells):
        cells = [replace(cell, clear=None) for cell in cells]
    return replace(row, total=total, cells=tuple(cells), undated=row.undated and veiled(row.undated))


def _hidden_too(small_ones: set[int], figures: Sequence[int], most: Sequence[int]) -> set[int]:
    """The smallest figures that must go as well, so that no hidden one follows from the total and the shown ones.

    Empty where even hiding all would not help: what all reviews of a scope have, all of each group have.
    """
    gone = set(small_ones)
    while gone and _follows(gone, figures, most):
        left = [place for place, figure in enumerate(figures) if figure and place not in gone]
        if not left:
            return set()
        gone.add(min(left, key=lambda place: (figures[place], place)))
    return gone


def _follows(gone: set[int], figures: Sequence[int], most: Sequence[int]) -> bool:
    """Whether some hidden figure can be one thing only: each lies between 1 and the reviews of its group."""
    rest = sum(figures[place] for place in gone)
    room = sum(most[place] for place in gone)
    return any(max(1, rest - (room - most[place])) >= min(most[place], rest - (len(gone) - 1)) for place in gone)
