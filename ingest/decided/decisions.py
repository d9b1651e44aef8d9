"""What people decided, and when: the ledger that outlives every re-reading, re-tagging and rebuilding.

A decision is about a theme or an agency of one passage, or about a fact of one review. The latest stands. Taking it
back is a decision too, with its own time, so that two people's ledgers can be merged in any order with the same end.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ingest.decided.anchors import Anchor, PassageAnchor, ReviewAnchor, passage_at, review_at
from ingest.model import Passage, Review
from ingest.record.database import Database
from ingest.record.tables.decided import DecisionRow
from ingest.record.tables.held import PassageRow

_AT_ONCE = 500


class About(StrEnum):
    """What is decided upon."""

    THEME = "theme"
    AGENCY = "agency"
    FACT = "fact"


class Verdict(StrEnum):
    """What was decided. ``ACCEPT`` and ``CORRECT`` of a fact carry its value; ``UNDO`` takes back what stood."""

    ACCEPT = "accept"
    REJECT = "reject"
    ADD = "add"
    CORRECT = "correct"
    UNDO = "undo"


VERDICTS: Mapping[About, frozenset[Verdict]] = {
    About.THEME: frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.ADD, Verdict.UNDO}),
    About.AGENCY: frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.ADD, Verdict.UNDO}),
    About.FACT: frozenset({Verdict.ACCEPT, Verdict.CORRECT, Verdict.UNDO}),
}
"""What may be said of each."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's decision. ``target`` is a passage's id, or a review's for a fact; ``subject`` a term or a fact.

    ``value`` is a fact's value as ``corrections.parsed`` gives it: empty for one that is not stated.
    """

    about: About
    target: str
    subject: str
    verdict: Verdict
    decided_by: str
    decided: datetime
    anchor: Anchor
    value: tuple[Any, ...] = ()
    note: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is a decision on: of those with the same key the latest stands."""
        return (self.about.value, self.target, self.subject)

    @property
    def stands(self) -> bool:
        """Whether it says something, and does not only take back what was said."""
        return self.verdict is not Verdict.UNDO

    def outranks(self, other: Decision) -> bool:
        """Whether it stands against another on the same; of two at one instant always the same one does."""
        return _weight(self) > _weight(other)


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging did: ``taken`` are new or later here, ``known`` were held already, ``older`` give way."""

    taken: int
    known: int
    older: int


class Ledger:
    """The decisions of a library. Whoever changes it holds ``Library.writing()``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Decision]:
        """All decisions, also those that take back, in the order of their time."""
        with self._database.reading() as session:
            found = [_decision(row) for row in session.scalars(select(DecisionRow))]
        return sorted(found, key=lambda one: (one.decided, one.key))

    def on(self, targets: Sequence[str]) -> dict[str, tuple[Decision, ...]]:
        """The decisions that stand on these passages or reviews, by target; those without any are left out."""
        found: defaultdict[str, list[Decision]] = defaultdict(list)
        with self._database.reading() as session:
            if not session.scalar(select(func.count()).select_from(DecisionRow)):
                return {}
            for start in range(0, len(targets), _AT_ONCE):
                wanted = DecisionRow.target.in_(targets[start : start + _AT_ONCE])
                for row in session.scalars(select(DecisionRow).where(wanted).order_by(DecisionRow.decided)):
                    if row.verdict != Verdict.UNDO:
                        found[row.target].append(_decision(row))
        return {target: tuple(decisions) for target, decisions in found.items()}

    def waiting(self, reviews: Iterable[str]) -> list[Decision]:
        """Those whose passage or review is not held as it was; ``reviews`` are the ids that are held."""
        held_reviews = set(reviews)
        with self._database.reading() as session:
            rows = session.scalars(_without_passage(session))
            lost = [_decision(row) for row in rows]
        return sorted(
            (one for one in lost if one.stands and not (one.about is About.FACT and one.target in held_reviews)),
            key=lambda one: (one.decided, one.key),
        )

    def decide(self, decision: Decision) -> bool:
        """Keep a decision; ``False`` where the same person has said the same already.

        It counts as later than what stood before, whatever the clocks say.
        """
        with self._database.reading() as session:
            row = session.get(DecisionRow, decision.key)
            before = _decision(row) if row else None
        if before and _said(before) == _said(decision):
            return False
        if before is None and not decision.stands:
            return False
        if before and before.decided >= decision.decided:
            decision = replace(decision, decided=before.decided + timedelta(microseconds=1))
        with self._database.change() as session:
            session.merge(_row(decision))
        return True

    def merge(self, decisions: Iterable[Decision]) -> Merged:
        """Take in decisions from elsewhere; of two on the same the later stands. Doing it again changes nothing."""
        held = {one.key: one for one in self.every()}
        taken: dict[tuple[str, str, str], Decision] = {}
        known = older = 0
        for one in decisions:
            before = taken.get(one.key) or held.get(one.key)
            if before is None or one.outranks(before):
                taken[one.key] = one
            elif _weight(one) == _weight(before):
                known += 1
            else:
                older += 1
        if taken:
            with self._database.change() as session:
                for one in taken.values():
                    session.merge(_row(one))
        return Merged(len(taken), known, older)

    def settle(self, reviews: Sequence[Review], passages: Callable[[str], Sequence[Passage]]) -> int:
        """Lead decisions to the new ids of their passages and reviews where documents were read anew.

        ``passages`` gives the passages of a document by its id. Those not found stay as they are, and wait. Returns how
        many were led on.
        """
        held = {review.id for review in reviews}
        with self._database.reading() as session:
            lost = [_decision(row) for row in session.scalars(_without_passage(session))]
        moved = []
        read: dict[str, Sequence[Passage]] = {}
        for one in lost:
            if not (one.about is About.FACT and one.target in held):
                target = located(one, reviews, passages, read)
                if target and target != one.target:
                    moved.append((one, replace(one, target=target)))
        if moved:
            self._move(moved)
        return len(moved)

    def forget(self, document_id: str, held: Collection[str] = ()) -> int:
        """Forget all that was decided on a withdrawn document, and on a review of which none else is ``held``."""
        others = set(held) - {document_id}
        gone = [
            one
            for one in self.every()
            if document_id in (documents := _documents(one.anchor)) and others.isdisjoint(documents)
        ]
        if gone:
            with self._database.change() as session:
                for one in gone:
                    session.execute(delete(DecisionRow).where(_is(one)))
        return len(gone)

    def _move(self, moved: Sequence[tuple[Decision, Decision]]) -> None:
        with self._database.change() as session:
            for before, after in moved:
                session.execute(delete(DecisionRow).where(_is(before)))
                session.flush()
                there = session.get(DecisionRow, after.key)
                if there is None or after.outranks(_decision(there)):
                    session.merge(_row(after))


def located(
    decision: Decision,
    reviews: Sequence[Review],
    passages: Callable[[str], Sequence[Passage]],
    read: dict[str, Sequence[Passage]] | None = None,
) -> str | None:
    """The id of the passage or review that a decision's anchor names among what is held, or ``None``.

    ``read`` keeps the passages of documents that were asked for.
    """
    anchor = decision.anchor
    if isinstance(anchor, ReviewAnchor):
        return review_at(anchor, reviews)
    kept = {} if read is None else read
    if anchor.document not in kept:
        kept[anchor.document] = passages(anchor.document)
    return passage_at(anchor, kept[anchor.document])


def now() -> datetime:
    """The present, as decisions are dated."""
    return datetime.now(UTC)


def _without_passage(session: Session) -> Any:
    """The rows whose target is no passage that is held: waiting, or about a review."""
    held = select(PassageRow.id).where(PassageRow.id == DecisionRow.target).exists()
    return select(DecisionRow).where(~held)


def _is(decision: Decision) -> Any:
    about, target, subject = decision.key
    return (DecisionRow.about == about) & (DecisionRow.target == target) & (DecisionRow.subject == subject)


def _documents(anchor: Anchor) -> tuple[str, ...]:
    return (anchor.document,) if isinstance(anchor, PassageAnchor) else anchor.documents


def _said(decision: Decision) -> tuple[object, ...]:
    return (decision.verdict, decision.value, decision.decided_by, decision.note)


def _weight(decision: Decision) -> tuple[datetime, str]:
    return decision.decided, json.dumps([*map(str, _said(decision))], sort_keys=True)


def _row(decision: Decision) -> DecisionRow:
    return DecisionRow(
        about=decision.about.value,
        target=decision.target,
        subject=decision.subject,
        verdict=decision.verdict.value,
        value=list(decision.value),
        decided_by=decision.decided_by,
        decided=decision.decided.astimezone(UTC).replace(tzinfo=None),
        note=decision.note,
        anchor=decision.anchor.model_dump(mode="json"),
    )


def _decision(row: DecisionRow) -> Decision:
    shape = ReviewAnchor if row.about == About.FACT else PassageAnchor
    return Decision(
        about=About(row.about),
        target=row.target,
        subject=row.subject,
        verdict=Verdict(row.verdict),
        decided_by=row.decided_by,
        decided=row.decided.replace(tzinfo=UTC),
        anchor=shape.model_validate(row.anchor),
        value=tuple(row.value),
        note=row.note,
    )
