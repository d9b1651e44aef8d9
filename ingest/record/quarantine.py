"""Pages that wait for a person: which, why, and who let which of them through."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ingest.gate.reasons import FILE
from ingest.gate.releases import Releases, is_released, reasons_by_page
from ingest.model import Reading
from ingest.record.database import Database
from ingest.record.tables.kept_out import NoteRow, QuarantineRow


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A page that the gate stopped (page 0: the file as a whole), with its reasons by name."""

    document_id: str
    page: int
    reasons: tuple[str, ...]
    stopped: datetime
    released: datetime | None = None
    released_by: str | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is not a page but the file itself that is held back."""
        return self.page == FILE


class Quarantine:
    """The quarantine of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, document_id: str | None = None) -> list[Quarantined]:
        """Every page that nobody has let through, by document and page."""
        return [page for page in self.every(document_id) if page.released is None]

    def every(self, document_id: str | None = None) -> list[Quarantined]:
        """Every page that the gate has something against, those that were let through among them."""
        asked = select(QuarantineRow).order_by(QuarantineRow.document_id, QuarantineRow.page)
        if document_id is not None:
            asked = asked.where(QuarantineRow.document_id == document_id)
        with self._database.reading() as session:
            return [_quarantined(row) for row in session.scalars(asked)]

    def releases(self) -> dict[str, Releases]:
        """What people let through, by document: what a new reading must know."""
        found: defaultdict[str, dict[int, frozenset[str]]] = defaultdict(dict)
        for page in self.every():
            if page.released is not None:
                found[page.document_id][page.page] = frozenset(page.reasons)
        return dict(found)

    def notes(self) -> dict[str, tuple[str, ...]]:
        """The gate's remarks on files, by document."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        with self._database.reading() as session:
            for row in session.scalars(select(NoteRow).order_by(NoteRow.document_id, NoteRow.note)):
                found[row.document_id].append(row.note)
        return {document: tuple(notes) for document, notes in found.items()}


@dataclass(frozen=True, slots=True)
class Release:
    """Pages of a document that a person lets through, and who does."""

    pages: frozenset[int]
    by: str


def record(session: Session, document_id: str, reading: Reading, release: Release | None = None) -> None:
    """Put what the gate has against a document in place of what it had. A release stays where no reason is new."""
    now = datetime.now(UTC)
    before = {
        row.page: row for row in session.scalars(select(QuarantineRow).where(QuarantineRow.document_id == document_id))
    }
    known = {page: frozenset(row.reasons) for page, row in before.items() if row.released is not None}
    found = reasons_by_page(reading.holds)
    for page, reasons in found.items():
        row = before.get(page)
        if is_released(page, reasons, known):
            continue
        let_through = release is not None and page in release.pages
        session.merge(
            QuarantineRow(
                document_id=document_id,
                page=page,
                reasons=sorted(reasons),
                stopped=row.stopped if row is not None else now,
                released=now if let_through else None,
                released_by=release.by if release is not None and let_through else None,
            )
        )
    session.execute(
        delete(QuarantineRow).where(QuarantineRow.document_id == document_id, QuarantineRow.page.not_in(list(found)))
    )
    session.execute(delete(NoteRow).where(NoteRow.document_id == document_id))
    session.add_all(NoteRow(document_id=document_id, note=note) for note in reading.notes)


def _quarantined(row: QuarantineRow) -> Quarantined:
    released = row.released.replace(tzinfo=UTC) if row.released else None
    stopped = row.stopped.replace(tzinfo=UTC)
    return Quarantined(row.document_id, row.page, tuple(row.reasons), stopped, released, row.released_by)
