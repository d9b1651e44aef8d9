"""People's decisions laid over what a machine read: a person's word stands, and a machine's tags stay as they were."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar, runtime_checkable

from index.tagging.tags import UNTAGGED, AgencyTag, By, How, Part, PassageTags, Strength, ThemeTag
from ingest.decided.decisions import About, Decision, Ledger, Verdict
from ingest.record.database import Database

_Tag = TypeVar("_Tag", ThemeTag, AgencyTag)

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
    """The tags of each passage as they stand after what people decided; what they added comes last."""
    found = dict(machine)
    for passage, made in decisions.items():
        found[passage] = _decided(machine.get(passage, UNTAGGED), made)
    return found


def _decided(tags: PassageTags, made: Sequence[Decision]) -> PassageTags:
    made = sorted(made, key=lambda one: one.subject)  # two made at one time have no order of their own
    themes = {one.subject: one for one in made if one.about is About.THEME}
    agencies = {one.subject: one for one in made if one.about is About.AGENCY}
    added_themes = (_added_theme(one) for one in _beyond(themes, {tag.id for tag in tags.themes}))
    added_agencies = (_added_agency(one) for one in _beyond(agencies, {tag.id for tag in tags.agencies}))
    return PassageTags(
        (*_judged(tags.themes, themes), *added_themes), (*_judged(tags.agencies, agencies), *added_agencies)
    )


def _judged(read: Sequence[_Tag], made: Mapping[str, Decision]) -> Iterator[_Tag]:
    """A machine's tags in their order, without those rejected; what a person accepted is clear."""
    for tag in read:
        decision = made.get(tag.id)
        if decision is None:
            yield tag
        elif decision.verdict is not Verdict.REJECT:
            yield replace(tag, strength=Strength.CLEAR, by=_by(decision))


def _beyond(made: Mapping[str, Decision], read: Collection[str]) -> Iterator[Decision]:
    """What a person says the passage carries and a machine does not."""
    return (one for term, one in made.items() if term not in read and one.verdict is not Verdict.REJECT)


def _added_theme(decision: Decision) -> ThemeTag:
    return ThemeTag(decision.subject, Strength.CLEAR, How.PERSON, (), _by(decision))


def _added_agency(decision: Decision) -> AgencyTag:
    return AgencyTag(decision.subject, Part.INVOLVED, Strength.CLEAR, (), _by(decision))


def _by(decision: Decision) -> By:
    return By(decision.decided_by, decision.decided, decision.verdict.value, decision.note)
