"""People's decisions laid over what a machine read: a person's word stands, and a machine's tags stay as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from index.tags import UNTAGGED, AgencyTag, By, How, Part, PassageTags, Strength, ThemeTag
from ingest.database import Database
from ingest.decisions import About, Decision, Ledger, Verdict

Decisions = Mapping[str, Sequence[Decision]]
"""The decisions that stand, by passage."""


@runtime_checkable
class Deciding(Protocol):
    """A library in which people decide; ``ingest.library.Library`` is one."""

    @property
    def database(self) -> Database:
        """Where decisions are kept."""


def decisions_on(library: object, passages: Sequence[str]) -> Decisions:
    """The decisions that stand on these passages; none for a record in which nobody decides."""
    return Ledger(library.database).on(passages) if isinstance(library, Deciding) else {}


def laid_over(machine: Mapping[str, PassageTags], decisions: Decisions) -> dict[str, PassageTags]:
    """The tags of each passage as they stand after what people decided, those of a person first."""
    found = dict(machine)
    for passage, made in decisions.items():
        found[passage] = _decided(machine.get(passage, UNTAGGED), made)
    return found


def _decided(tags: PassageTags, made: Sequence[Decision]) -> PassageTags:
    themes = {one.subject: one for one in made if one.about is About.THEME}
    agencies = {one.subject: one for one in made if one.about is About.AGENCY}
    return PassageTags(
        themes=(
            *(_theme(one, tags.themes) for one in themes.values() if one.verdict is not Verdict.REJECT),
            *(tag for tag in tags.themes if tag.id not in themes),
        ),
        agencies=(
            *(_agency(one, tags.agencies) for one in agencies.values() if one.verdict is not Verdict.REJECT),
            *(tag for tag in tags.agencies if tag.id not in agencies),
        ),
    )


def _theme(decision: Decision, machine: Sequence[ThemeTag]) -> ThemeTag:
    read = next((tag for tag in machine if tag.id == decision.subject), None)
    if read:
        return replace(read, strength=Strength.CLEAR, by=_by(decision))
    return ThemeTag(decision.subject, Strength.CLEAR, How.PERSON, (), _by(decision))


def _agency(decision: Decision, machine: Sequence[AgencyTag]) -> AgencyTag:
    read = next((tag for tag in machine if tag.id == decision.subject), None)
    if read:
        return replace(read, strength=Strength.CLEAR, by=_by(decision))
    return AgencyTag(decision.subject, Part.INVOLVED, Strength.CLEAR, (), _by(decision))


def _by(decision: Decision) -> By:
    return By(decision.decided_by, decision.decided, decision.verdict.value, decision.note)
