"""What was withdrawn, and why it stays out: a tombstone knows a document by its bytes, its addresses and its words.

It holds no word of the document: hashes of runs of words only (``sketch.py``), and no title.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete, select, update

from ingest.record.database import Database
from ingest.record.tables.held import RefusalRow
from ingest.record.tables.kept_out import TombstoneRow
from ingest.withdrawn.sketch import ALIKE, Sketch, likeness, sketch_of

REFUSED = "withdrawn on "
"""How the reason of every refusal begins that a tombstone is the cause of."""


class WithdrawalReason(StrEnum):
    """The reason classes of a withdrawal."""

    PUBLISHER_REQUEST = "publisher-request"
    COURT_ORDER = "court-order"
    RE_IDENTIFICATION_RISK = "re-identification-risk"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One withdrawn document. ``whole_review`` says that all of its review was withdrawn with it.

    ``finished`` is ``None`` until nothing of the document is left in any file of the library.
    """

    sha256: str
    review_id: str | None
    whole_review: bool
    reason: WithdrawalReason
    withdrawn: datetime
    finished: datetime | None
    addresses: tuple[str, ...]
    sketch: Sketch

    @property
    def in_words(self) -> str:
        """When and why, as every refusal says it."""
        return f"{REFUSED}{self.withdrawn.day} {self.withdrawn:%B %Y} ({said(self.reason)})"


def said(reason: str) -> str:
    """A reason class in words."""
    return reason.replace("re-identification-risk", "risk of re-identification").replace("-", " ")


class Tombstones:
    """The tombstones of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Tombstone]:
        """All of them, the latest first."""
        asked = select(TombstoneRow).order_by(TombstoneRow.withdrawn.desc(), TombstoneRow.sha256)
        with self._database.reading() as session:
            return [_tombstone(row) for row in session.scalars(asked)]

    def unfinished(self) -> list[Tombstone]:
        """Those of withdrawals that were stopped before their end."""
        return [stone for stone in self.every() if stone.finished is None]

    def of(self, record_id: str) -> Tombstone | None:
        """The tombstone of a withdrawn review or document, by the id that it had."""
        return next((stone for stone in self.every() if _is_named(stone, record_id)), None)

    def of_bytes(self, sha256: str) -> Tombstone | None:
        """The tombstone that keeps these bytes out."""
        with self._database.reading() as session:
            row = session.get(TombstoneRow, sha256)
            return _tombstone(row) if row else None

    def of_address(self, address: str) -> Tombstone | None:
        """The tombstone of what an address gave: ask before it is fetched."""
        return next((stone for stone in self.every() if address in stone.addresses), None)

    def of_text(self, pages: Iterable[str]) -> Tombstone | None:
        """The tombstone of the same report, saved anew under other bytes."""
        stones = self.every()
        found = sketch_of(pages) if stones else ()
        return next((stone for stone in stones if likeness(stone.sketch, found) >= ALIKE), None)

    def finish(self, hashes: Iterable[str]) -> None:
        """Record that nothing of these is left."""
        with self._database.record() as session:
            named = TombstoneRow.sha256.in_(list(hashes))
            session.execute(update(TombstoneRow).where(named).values(finished=datetime.now(UTC)))

    def lift(self, record_id: str) -> list[Tombstone]:
        """Take away the tombstones of a review or document that was withdrawn in error: it may be added again."""
        lifted = [stone for stone in self.every() if _is_named(stone, record_id)]
        if lifted:
            with self._database.change() as session:
                named = TombstoneRow.sha256.in_([stone.sha256 for stone in lifted])
                session.execute(delete(TombstoneRow).where(named))
                session.execute(delete(RefusalRow).where(RefusalRow.reason.startswith(REFUSED)))
        return lifted


def _is_named(stone: Tombstone, record_id: str) -> bool:
    return stone.sha256 == record_id or (stone.whole_review and stone.review_id == record_id)


def _tombstone(row: TombstoneRow) -> Tombstone:
    return Tombstone(
        sha256=row.sha256,
        review_id=row.review_id,
        whole_review=row.whole_review,
        reason=WithdrawalReason(row.reason),
        withdrawn=row.withdrawn.replace(tzinfo=UTC),
        finished=row.finished.replace(tzinfo=UTC) if row.finished else None,
        addresses=tuple(row.addresses),
        sketch=tuple(row.sketch),
    )
