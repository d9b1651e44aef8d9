"""The record of everything held: documents as they were read, and the reviews derived from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ingest.model import (
    Counts,
    Document,
    Held,
    Page,
    Passage,
    Publisher,
    Reading,
    Refusal,
    Review,
    Snapshot,
    Source,
)
from ingest.record import quarantine, replaced
from ingest.record.database import Database
from ingest.record.records import (
    document_from_row,
    facts_to_json,
    page_from_row,
    page_to_row,
    passage_from_row,
    passage_to_row,
    review_from_row,
    review_to_row,
)
from ingest.record.tables.base import MetaRow
from ingest.record.tables.collected import SourceRow
from ingest.record.tables.held import (
    DocumentRow,
    PageRow,
    PassageRow,
    PathRow,
    PublisherRow,
    RefusalRow,
    ReviewRow,
    SnapshotRow,
)

_BATCH = 500


class Catalogue:
    """Everything held, and every change to it. Safe to use from several threads: each call has its own session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def revision(self) -> int:
        """The library revision: grows with every change."""
        with self._database.reading() as session:
            return int(session.get_one(MetaRow, "revision").value)

    def changed(self) -> datetime | None:
        """When the library last changed; ``None`` before the first change."""
        with self._database.reading() as session:
            row = session.get(MetaRow, "changed")
            return datetime.fromisoformat(row.value) if row else None

    def counts(self) -> Counts:
        """How much is held now."""
        with self._database.reading() as session:
            rows = (ReviewRow, DocumentRow, PassageRow, PageRow)
            return Counts(*(session.scalar(select(func.count()).select_from(row)) or 0 for row in rows))

    def documents(self) -> list[Document]:
        """Every document, by the first path it was given under."""
        with self._database.reading() as session:
            paths = _paths(session)
            rows = session.scalars(select(DocumentRow))
            found = [document_from_row(row, paths[row.id]) for row in rows]
        return sorted(found, key=lambda document: (document.paths, document.id))

    def document(self, document_id: str) -> Document | None:
        """One document, or ``None``."""
        with self._database.reading() as session:
            row = session.get(DocumentRow, document_id)
            return document_from_row(row, _paths(session, document_id)[document_id]) if row else None

    def newer_version(self, document_id: str) -> str | None:
        """The document that stands now where this one stood, or ``None``."""
        with self._database.reading() as session:
            return replaced.newer_version(session, document_id)

    def reviews(self) -> list[Review]:
        """Every review, newest first."""
        with self._database.reading() as session:
            members = _members(session)
            found = [review_from_row(row, members[row.id]) for row in session.scalars(select(ReviewRow))]
        return sorted(found, key=lambda review: (-(review.year or 0), review.title, review.id))

    def review(self, review_id: str) -> Review | None:
        """One review, or ``None``."""
        with self._database.reading() as session:
            row = session.get(ReviewRow, review_id)
            return review_from_row(row, _members(session, review_id)[review_id]) if row else None

    def publishers(self) -> list[Publisher]:
        """Every publisher, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(PublisherRow).order_by(PublisherRow.name))
            return [Publisher(row.id, row.name, row.nation) for row in rows]

    def sources(self) -> list[Source]:
        """Every source that was ever visited."""
        with self._database.reading() as session:
            rows = session.scalars(select(SourceRow).order_by(SourceRow.name))
            return [Source(row.name, row.publisher, row.health, row.last_complete) for row in rows]

    def refusals(self) -> list[Refusal]:
        """Files that could not be read at all."""
        with self._database.reading() as session:
            rows = session.scalars(select(RefusalRow).order_by(RefusalRow.path))
            return [Refusal(row.path, row.reason, row.sha256) for row in rows]

    def page(self, document_id: str, index: int) -> Page | None:
        """One page by its place in the file (from 1), or ``None``."""
        with self._database.reading() as session:
            row = session.get(PageRow, (document_id, index))
            return page_from_row(row) if row else None

    def pages(self, document_id: str) -> list[Page]:
        """A document's pages in order."""
        with self._database.reading() as session:
            rows = session.scalars(select(PageRow).where(PageRow.document_id == document_id).order_by(PageRow.number))
            return [page_from_row(row) for row in rows]

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, or ``None``."""
        with self._database.reading() as session:
            row = session.get(PassageRow, passage_id)
            return passage_from_row(row) if row else None

    def passages(self, document_id: str) -> list[Passage]:
        """A document's passages in order."""
        with self._database.reading() as session:
            rows = session.scalars(_in_order().where(PassageRow.document_id == document_id))
            return [passage_from_row(row) for row in rows]

    def held(self) -> Iterator[Held]:
        """Every passage of every current document, with its review, in a stable order, read in batches.

        A document that no path names any more has been replaced in place: it is kept for citations, and not searched.
        """
        documents = {document.id: document for document in self.documents() if document.paths}
        reviews = {review.id: review for review in self.reviews()}
        with self._database.reading() as session:
            for row in session.scalars(_in_order().execution_options(yield_per=_BATCH)):
                if row.document_id in documents:
                    yield _held(passage_from_row(row), documents, reviews)

    def held_of(self, passage_ids: Sequence[str]) -> dict[str, Held]:
        """The named passages that are held, by id."""
        with self._database.reading() as session:
            batches = [passage_ids[start : start + _BATCH] for start in range(0, len(passage_ids), _BATCH)]
            wanted_rows = (select(PassageRow).where(PassageRow.id.in_(batch)) for batch in batches)
            rows = [row for statement in wanted_rows for row in session.scalars(statement)]
            wanted = {row.document_id for row in rows}
            paths = _paths(session)
            members = _members(session)
            found = session.scalars(select(DocumentRow).where(DocumentRow.id.in_(wanted))).all()
            documents = {row.id: document_from_row(row, paths[row.id]) for row in found}
            families = session.scalars(select(ReviewRow).where(ReviewRow.id.in_({row.review_id for row in found})))
            reviews = {row.id: review_from_row(row, members[row.id]) for row in families}
            return {row.id: _held(passage_from_row(row), documents, reviews) for row in rows}

    def fetched(self, document_id: str) -> datetime | None:
        """When the bytes of a document last came in, or ``None`` where that is not recorded."""
        with self._database.reading() as session:
            return session.scalar(select(func.max(SnapshotRow.fetched)).where(SnapshotRow.sha256 == document_id))

    def readers(self) -> dict[str, str]:
        """For each document, the reader that made its pages: another reader means that it is read again."""
        with self._database.reading() as session:
            return dict(session.execute(select(DocumentRow.id, DocumentRow.reader)).all())

    def reason(self, path: str) -> str:
        """Why the file at ``path`` was refused, or nothing."""
        with self._database.reading() as session:
            row = session.get(RefusalRow, path)
            return row.reason if row else ""

    def refused(self) -> dict[str, tuple[str | None, str]]:
        """For each refused path, the hash of its bytes then and the reader that refused it."""
        with self._database.reading() as session:
            rows = session.execute(select(RefusalRow.path, RefusalRow.sha256, RefusalRow.reader))
            return {path: (sha256, reader) for path, sha256, reader in rows}

    # Changing

    def store(self, document_id: str, path: str, reading: Reading, reader: str, snapshot: Snapshot) -> None:
        """Keep a document as it was read, in place of any earlier reading of the same bytes."""
        with self._database.change() as session:
            _put(session, document_id, reading, reader)
            quarantine.record(session, document_id, reading)
            _name(session, document_id, path, snapshot)

    def release(self, document_id: str, reading: Reading, reader: str, release: quarantine.Release) -> None:
        """Keep a held document as it was read anew with these pages let through."""
        with self._database.change() as session:
            _put(session, document_id, reading, reader)
            quarantine.record(session, document_id, reading, release)

    def rename(self, document_id: str, path: str, snapshot: Snapshot) -> None:
        """Record one more path under which a held document was given."""
        with self._database.change() as session:
            _name(session, document_id, path, snapshot)

    def refuse(self, refusal: Refusal, reader: str) -> None:
        """List a file that could not be read. What was held of an earlier file at that path stays."""
        with self._database.change() as session:
            row = RefusalRow(path=refusal.path, sha256=refusal.sha256, reason=refusal.reason, reader=reader)
            row.seen = datetime.now(UTC)
            session.merge(row)

    def grouped_by(self) -> str | None:
        """The version that last derived the reviews, if nothing has changed since; else ``None``."""
        with self._database.reading() as session:
            grouped = session.get(MetaRow, "grouped")
            revision, _, version = (grouped.value if grouped else "").partition("/")
            return version if revision == session.get_one(MetaRow, "revision").value else None

    def regroup(self, reviews: Sequence[Review], publishers: Sequence[Publisher], version: str) -> bool:
        """Put the derived reviews in place of the held ones; ``False`` when they were the same already."""
        held = sorted(self.reviews(), key=_by_id), self.publishers()
        changed = held != (sorted(reviews, key=_by_id), list(publishers))
        if changed:
            self._put_reviews(reviews, publishers)
        with self._database.record() as session:
            revision = session.get_one(MetaRow, "revision").value
            session.merge(MetaRow(key="grouped", value=f"{revision}/{version}"))
        return changed

    # Inside

    def _put_reviews(self, reviews: Sequence[Review], publishers: Sequence[Publisher]) -> None:
        with self._database.change() as session:
            for publisher in publishers:
                session.merge(PublisherRow(id=publisher.id, name=publisher.name, nation=publisher.nation))
            session.flush()
            for review in reviews:
                session.merge(review_to_row(review))
            session.flush()
            _attach(session, reviews)
            session.execute(delete(ReviewRow).where(ReviewRow.id.not_in([review.id for review in reviews])))
            session.execute(delete(PublisherRow).where(PublisherRow.id.not_in([item.id for item in publishers])))


def _put(session: Session, document_id: str, reading: Reading, reader: str) -> None:
    session.execute(delete(PassageRow).where(PassageRow.document_id == document_id))
    session.execute(delete(PageRow).where(PageRow.document_id == document_id))
    session.merge(_document_row(document_id, reading, reader))
    session.flush()
    session.add_all(page_to_row(document_id, page) for page in reading.pages)
    session.add_all(passage_to_row(passage) for passage in reading.passages)


def _in_order() -> Any:
    return select(PassageRow).order_by(PassageRow.document_id, PassageRow.place)


def _by_id(review: Review) -> str:
    return review.id


def _paths(session: Session, document_id: str | None = None) -> defaultdict[str, list[str]]:
    statement = select(PathRow.document_id, PathRow.path).order_by(PathRow.path)
    if document_id is not None:
        statement = statement.where(PathRow.document_id == document_id)
    return _grouped(session.execute(statement))


def _members(session: Session, review_id: str | None = None) -> defaultdict[str, list[str]]:
    statement = select(DocumentRow.review_id, DocumentRow.id).where(DocumentRow.review_id.is_not(None))
    if review_id is not None:
        statement = statement.where(DocumentRow.review_id == review_id)
    rows = session.execute(statement.order_by(DocumentRow.id))
    return _grouped((review or "", document) for review, document in rows)


def _grouped(pairs: Any) -> defaultdict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _held(passage: Passage, documents: dict[str, Document], reviews: dict[str, Review]) -> Held:
    document = documents[passage.document_id]
    return Held(passage, document, reviews.get(document.review_id or ""))


def _document_row(document_id: str, reading: Reading, reader: str) -> DocumentRow:
    return DocumentRow(
        id=document_id,
        kind=reading.facts.kind.value,
        title=reading.facts.title,
        status=reading.status.value,
        media_type=reading.media_type,
        pages=len(reading.pages),
        unreadable_pages=list(reading.unreadable_pages),
        reason=reading.reason,
        facts=facts_to_json(reading.facts),
        reader=reader,
    )


def _name(session: Session, document_id: str, path: str, snapshot: Snapshot) -> None:
    session.merge(PathRow(path=path, document_id=document_id))
    session.execute(delete(RefusalRow).where(RefusalRow.path == path))
    if path == snapshot.address:  # it was collected: a file's path is no web address
        document = session.get_one(DocumentRow, document_id)
        document.source_url = document.source_url or path
    if session.get(SnapshotRow, (snapshot.sha256, snapshot.address)) is None:
        session.add(
            SnapshotRow(
                sha256=snapshot.sha256,
                address=snapshot.address,
                fetched=snapshot.fetched,
                size=snapshot.size,
                media_type=snapshot.media_type,
                source=snapshot.source,
            )
        )


def _attach(session: Session, reviews: Sequence[Review]) -> None:
    owner = {document: review.id for review in reviews for document in review.documents}
    for row in session.scalars(select(DocumentRow)):
        row.review_id = owner.get(row.id)
