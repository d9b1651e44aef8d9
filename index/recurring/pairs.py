"""Which themes stand together: in how many of how many reviews a pair of them does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from index.recurring.counting import Counted
from index.recurring.small_numbers import small, veiled
from index.recurring.table import Cell, Question, bits_of, cell_of, in_scope
from index.recurring.tally import tally_of

_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two themes in one review each time; ``first`` is the more frequent. ``reviews`` is ``None`` where hidden."""

    first: str
    second: str
    reviews: int | None
    of: int


def pairs(counted: Counted, question: Question, at_least: int = _AT_LEAST) -> tuple[Pair, ...]:
    """Every pair of themes that ``at_least`` so many reviews carry, the most frequent first. ``by`` plays no part.

    That two themes stand in one review says nothing of one leading to the other.
    """
    chosen, _ = in_scope(counted, question)
    found = {theme: bits.every for theme, bits in bits_of(counted, chosen, question).items()}
    ordered = sorted(found, key=lambda theme: (-found[theme].bit_count(), theme))
    both = [
        (number, first, second)
        for first, second in combinations(ordered, 2)
        if (number := (found[first] & found[second]).bit_count()) >= at_least
    ]
    both.sort(key=lambda one: -one[0])
    return tuple(
        Pair(first, second, None if small(number, question) else number, len(chosen)) for number, first, second in both
    )


def both(counted: Counted, question: Question, first: str, second: str) -> tuple[Cell, Cell] | None:
    """The reviews that carry two themes, as a cell of each; ``None`` where no review of the scope carries both."""
    chosen, _ = in_scope(counted, question)
    found, tally = bits_of(counted, chosen, replace(question, by=None)), tally_of(counted)
    if first not in found or second not in found or first == second:
        return None
    mask = found[first].every & found[second].every
    cells = [cell_of(name, None, found[name], mask, len(chosen), question, tally) for name in (first, second)]
    few = small(cells[0].reviews or 0, question)
    return (veiled(cells[0], gone=few), veiled(cells[1], gone=few)) if mask else None
