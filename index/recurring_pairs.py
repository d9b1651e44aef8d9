"""Which themes stand together: in how many of how many reviews a pair of them does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from index.counting import Counted
from index.recurring import Question, bits_of, in_scope
from index.small_numbers import small

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
