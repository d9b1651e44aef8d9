"""One board beside the rest: the same themes in its own reviews and in all others. Boards are never put in an order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.recurring.counting import Counted
from index.recurring.small_numbers import small, veiled
from index.recurring.table import Cell, Question, bits_of, cell_of, in_scope
from index.recurring.tally import tally_of


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
    tally = tally_of(counted)
    sides = [(publisher, tally.mask(own), len(own)), (None, tally.mask(rest), len(rest))]
    found = bits_of(counted, [*own, *rest], everyone)
    names = sorted(found, key=lambda name: (-found[name].every.bit_count(), name))
    rows = tuple(
        _beside(*(cell_of(name, value, found[name], mask, of, everyone, tally) for value, mask, of in sides))
        for name in names
    )
    return BoardAndRest(publisher, len(own), len(rest), len(chosen) - len(own) - len(rest), rows)


def _beside(own: Cell, rest: Cell) -> Beside:
    few = any(small(cell.reviews or 0, cell.question) for cell in (own, rest))
    return Beside(own.theme, veiled(own, gone=few), veiled(rest, gone=few))
