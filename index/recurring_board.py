"""One board beside the rest: the same themes in its own reviews and in all others. Boards are never put in an order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.counting import Counted
from index.recurring import Cell, Question, carriers_of, cell_of, in_scope
from index.small_numbers import small, veiled


@dataclass(frozen=True, slots=True)
class Beside:
    """A theme in a board's own reviews, and in those of all other boards. Where one is small, both are hidden."""

    theme: str
    own: Cell
    rest: Cell


@dataclass(frozen=True, slots=True)
class BoardAndRest:
    """``own`` and ``rest`` are the denominators; ``unnamed`` reviews state no publisher and stand on neither side."""

    publisher: str
    own: int
    rest: int
    unnamed: int
    rows: tuple[Beside, ...]


def beside(counted: Counted, question: Question, publisher: str) -> BoardAndRest:
    """Count both sides; a filter by publisher is left aside. Themes stand in the order of their totals."""
    everyone = replace(question, filters=replace(question.filters, publishers=()), by=None)
    chosen, _ = in_scope(counted, everyone)
    own = [one for one in chosen if one.review.publisher_id == publisher]
    rest = [one for one in chosen if one.review.publisher_id not in (None, publisher)]
    mine, theirs = carriers_of(own, everyone), carriers_of(rest, everyone)
    names = sorted({*mine, *theirs}, key=lambda name: (-len(mine.get(name, ())) - len(theirs.get(name, ())), name))
    rows = tuple(
        _beside(
            cell_of(name, publisher, mine.get(name, ()), len(own), everyone),
            cell_of(name, None, theirs.get(name, ()), len(rest), everyone),
        )
        for name in names
    )
    return BoardAndRest(publisher, len(own), len(rest), len(chosen) - len(own) - len(rest), rows)


def _beside(own: Cell, rest: Cell) -> Beside:
    few = any(small(cell.reviews or 0, cell.question) for cell in (own, rest))
    return Beside(own.theme, veiled(own, gone=few), veiled(rest, gone=few))
