"""From the address of Scope a review to the case it names, its likes, and the note that is made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app import words
from app.errors import NothingFound
from app.scope.address import WEIGHTS, Asked
from index.cases.case import Ages, Case, Signal, corrected

if TYPE_CHECKING:
    from app.house import House
    from app.reports.scoping_note import Scope
    from index.cases.similar import Likes

NEAREST = 6
"""How many of the nearest reviews a note is made of where a person chose none."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A case as a person set it up, and every review in scope by its nearness to it."""

    asked: Asked
    case: Case
    likes: Likes

    @property
    def used(self) -> tuple[str, ...]:
        """The reviews that a note is made of: those chosen, or the nearest."""
        return self.asked.use or tuple(like.counted.review.id for like in self.likes.found[:NEAREST])


def case_of(house: House, asked: Asked) -> Case:
    """The case of an address after a person's changes.

    Raises ``NothingFound`` where a pasted text is no longer kept, ``BadQuery`` where a review is not held.
    """
    if asked.case:
        kept = house.cases.get(asked.case)
        if kept is None:
            raise NothingFound("The text is no longer kept: it is held in memory only, and for a short time.")
        case = kept
    elif asked.review:
        case = house.precedents.of_review(asked.review)
    else:
        case = Case(text="", parts=(), traits=(), ages=None)
    case = corrected(case, asked.changes)
    return replace(case, ages=Ages(*asked.ages)) if asked.ages else case


def compared(house: House, asked: Asked) -> Compared:
    """The case and its likes. Raises what ``case_of`` does, and the errors of ``index.errors``."""
    from index.cases.similar import WEIGHTS as SIGNALS
    from index.cases.similar import Ablation

    case = case_of(house, asked)
    weigh = dict(asked.weigh)
    weights = {signal: worth * WEIGHTS[weigh.get(signal, "normal")] for signal, worth in SIGNALS.items()}
    without = frozenset(signal for signal, how in asked.weigh if how == "off")
    return Compared(asked, case, house.precedents.likes(case, asked.filters, Ablation(without, weights)))


def note(house: House, found: Compared, made: datetime | None = None) -> Scope:
    """All that a scoping note says of a case; where a person changed something, the command says so."""
    from app.scope.note import note_of

    scope = note_of(
        house.library,
        house.precedents,
        lambda: house.recommending,
        found.likes,
        found.used,
        NEAREST,
        made or datetime.now(UTC),
    )
    return replace(scope, command=_command(scope.command, found.asked))


def _command(command: str, asked: Asked) -> str:
    """The command that repeats a note, with what it cannot repeat."""
    if not asked.case and not asked.review:
        return f"{command} (CASE stands for a summary that says what was set in the form)"
    by_hand = len(asked.changes) + len(asked.weigh) + (asked.ages is not None)
    if by_hand:
        return f"{command} (without what was set by hand on the page: {words.count(by_hand, 'setting')})"
    return command


def labelled(signal: Signal) -> str:
    """What a signal is called on the page."""
    return {
        Signal.CIRCUMSTANCES: "Circumstances",
        Signal.THEMES: "Themes",
        Signal.AGE: "Age",
        Signal.HARM: "Harm",
        Signal.AGENCIES: "Agencies",
    }[signal]
