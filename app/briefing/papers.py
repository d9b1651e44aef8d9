"""From the address of the page to the paper it asks for: the page and its exports make the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app import words
from app.briefing.address import Asked
from app.briefing.gathering import briefing_of
from app.briefing.section import recurrence_in, section_of
from index.quoting.cited import NOTHING

if TYPE_CHECKING:
    from app.house import House
    from app.papers.paper import Paper
    from app.papers.references import Reference
    from app.reports.briefing import Briefing
    from app.reports.recurring_section import Section
    from app.scope.address import Asked as Case


@dataclass(frozen=True, slots=True)
class Made:
    """A paper with what it was made of, one of ``briefing`` and ``section``.

    ``gone`` counts what a person chose that is not offered now.
    """

    paper: Paper
    briefing: Briefing | None
    section: Section | None
    gone: int = 0

    @property
    def revision(self) -> int:
        """The state of the library that it was counted at."""
        if self.briefing:
            return self.briefing.evidence.revision
        return self.section.recurrence.likes.revision if self.section else 0

    @property
    def references(self) -> Sequence[Reference]:
        """Its bibliography."""
        made = self.briefing or self.section
        return made.references if made else ()

    @property
    def about(self) -> list[tuple[str, str]]:
        """What stands on the first sheet of its figures."""
        from app.reports import briefing, recurring_section

        if self.briefing:
            return briefing.about(self.briefing)
        return recurring_section.about(self.section) if self.section else []


def made_for(house: House, asked: Asked, made: datetime | None = None, *, drawn: bool = True) -> Made:
    """The paper of an address. What it names that is not offered now is left out and counted.

    Raises the errors of ``app.errors`` and ``index.errors`` where none can be made.
    """
    when = made or datetime.now(UTC)
    if asked.case:
        return _section(house, asked.case, asked.use, when)
    return _briefing(house, asked, when, drawn=drawn)


def _briefing(house: House, asked: Asked, made: datetime, *, drawn: bool) -> Made:
    from app.reports import briefing

    evidence = house.gathered.evidence(house, asked.filters)
    offered = {one.cited.passage.id for found in evidence.offered.values() for one in found}
    use, gone = _still(asked.use, offered)
    found = briefing_of(house.library, evidence, use, made)
    return Made(briefing.briefing(found, drawn=drawn), found, None, gone)


def _section(house: House, case: Case, chosen: Sequence[str], made: datetime) -> Made:
    from app.reports import recurring_section
    from app.scope.scoped import compared

    recurrence = recurrence_in(house.library, compared(house, case).likes)
    offered = {quote.passage.id for one in recurrence.themes for quote in one.offered}
    use, gone = _still(chosen, offered | {one.theme for one in recurrence.themes})
    section = section_of(house.library, recurrence, use, made)
    by_hand = len(case.changes) + len(case.weigh) + (case.ages is not None)
    if by_hand:
        without = f"{section.command} (without what was set by hand: {words.count(by_hand, 'setting')})"
        section = replace(section, command=without)
    return Made(recurring_section.recurring_section(section), None, section, gone)


def _still(use: Sequence[str], offered: set[str]) -> tuple[list[str], int]:
    """What of a choice is offered, and how much is not; where nothing of it is, the rule chooses again."""
    if tuple(use) == (NOTHING,):
        return [NOTHING], 0
    kept = [name for name in use if name in offered]
    return kept, len(use) - len(kept)
