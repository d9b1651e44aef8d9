"""A case as it is compared: what was read from a pasted summary, a held review or a short form, each with its words.

A pasted text lives only in these records. Nothing here writes, logs or keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from index.tagging.tags import Span

if TYPE_CHECKING:
    from index.vectors.embedding import Vectors


class Signal(StrEnum):
    """What cases are compared by; each stays visible with its own score."""

    CIRCUMSTANCES = "circumstances"
    THEMES = "themes"
    AGE = "age"
    HARM = "harm"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that is so of a case: a value of a signal, with the places of its words in the case's text.

    ``weight`` is how much it counts (0 switches it off); ``person`` says that a person added or changed it.
    """

    signal: Signal
    value: str
    words: tuple[Span, ...] = ()
    weight: float = 1.0
    person: bool = False


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of the children of a case in months, youngest and oldest; -1 is before birth."""

    youngest: int
    oldest: int
    words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case to be compared. ``parts`` are the pieces of its text that are compared by meaning.

    ``notes`` say in words what could not be read or is doubtful ("The child's age is not stated."). ``review_id`` is
    set where the case is a held review, which is then not among its own likes. ``vectors`` are those of the parts, one
    row each, where they are known.
    """

    text: str
    parts: tuple[str, ...]
    traits: tuple[Trait, ...]
    ages: Ages | None
    fatal: bool | None = None
    children: int | None = None
    notes: tuple[str, ...] = ()
    review_id: str | None = None
    vectors: Vectors | None = field(default=None, repr=False, compare=False)

    def of(self, signal: Signal) -> tuple[Trait, ...]:
        """The traits of a signal that are switched on."""
        return tuple(trait for trait in self.traits if trait.signal is signal and trait.weight > 0)

    def words_of(self, trait: Trait) -> tuple[str, ...]:
        """The words of the case that a trait was read from."""
        return tuple(self.text[start:end] for start, end in trait.words)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changes about a case: values taken out or added, and weights, by signal and value."""

    signal: Signal
    value: str
    weight: float


def corrected(case: Case, corrections: Sequence[Correction]) -> Case:
    """The case after a person's corrections; a weight of 0 switches a trait off and keeps it in sight."""
    traits = {(trait.signal, trait.value): trait for trait in case.traits}
    for change in corrections:
        known = traits.get((change.signal, change.value), Trait(change.signal, change.value))
        traits[change.signal, change.value] = replace(known, weight=change.weight, person=True)
    return replace(case, traits=tuple(traits.values()))
