"""Where the evidence is thin: themes and ages of which a scope holds next to nothing."""

from __future__ import annotations

from dataclasses import dataclass

from index.engine.payload import age_group_ids
from index.recurring.counting import Counted
from index.recurring.small_numbers import small
from index.recurring.table import Question, bits_of, in_scope
from ingest.vocabulary.reading import vocabulary

FEW = 3
"""Fewer reviews than these are thin evidence."""


@dataclass(frozen=True, slots=True)
class Thin:
    """``themes`` and ``ages`` pair a name with its reviews of ``of``; a number is ``None`` where hidden."""

    themes: tuple[tuple[str, int | None], ...]
    ages: tuple[tuple[str, int | None], ...]
    of: int


def thin(counted: Counted, question: Question) -> Thin:
    """Themes of the vocabulary, or a board's own heads, and age groups that fewer than ``FEW`` reviews have."""
    chosen, _ = in_scope(counted, question)
    found = bits_of(counted, chosen, question)
    names = [one.id for one in vocabulary().themes]
    if question.heads is not None:
        names = list(dict.fromkeys(head for heads in question.heads.values() for head in heads))
    ages = {name: sum(name in one.age_groups for one in chosen) for name in age_group_ids()}
    themes = {name: found[name].every.bit_count() if name in found else 0 for name in names}
    return Thin(_few(themes, question), _few(ages, question), len(chosen))


def _few(numbers: dict[str, int], question: Question) -> tuple[tuple[str, int | None], ...]:
    return tuple((name, None if small(n, question) else n) for name, n in numbers.items() if n < FEW)
