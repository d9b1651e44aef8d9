"""What is held: publishers, reviews, documents, pages and passages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ingest.record.tables.base import Base


class PublisherRow(Base):
    """One row a board; its name is the one used latest."""

    __tablename__ = "publishers"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    nation: Mapped[str | None]


class SnapshotRow(Base):
    """One row for each time that bytes were fetched or given."""

    __tablename__ = "snapshots"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    fetched: Mapped[datetime]
    size: Mapped[int]
    media_type: Mapped[str]
    source: Mapped[str | None]


class ReviewRow(Base):
    """One row a case review, derived from its documents' facts by family.py."""

    __tablename__ = "reviews"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    publisher_id: Mapped[str | None] = mapped_column(ForeignKey("publishers.id"))
    publisher: Mapped[str | None]
    nation: Mapped[str | None]
    subject: Mapped[str | None]
    review_type: Mapped[str | None]
    year: Mapped[int | None]
    incident_year: Mapped[int | None]
    age_months_min: Mapped[int | None]
    age_months_max: Mapped[int | None]
    sex: Mapped[str | None]
    children: Mapped[int | None]
    harm_types: Mapped[list[Any]]
    method: Mapped[str | None]
    agencies: Mapped[list[Any]]
    evidence_grade: Mapped[str | None]
    status: Mapped[str]


class DocumentRow(Base):
    """One row a file, by the hash of its bytes. ``reader`` says which reader made its pages."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    status: Mapped[str]
    media_type: Mapped[str]
    pages: Mapped[int]
    unreadable_pages: Mapped[list[Any]]
    reason: Mapped[str | None]
    source_url: Mapped[str | None]
    review_id: Mapped[str | None] = mapped_column(ForeignKey("reviews.id"))
    facts: Mapped[dict[str, Any]]
    reader: Mapped[str]


class PathRow(Base):
    """Where a document was given from; the same bytes may have several names."""

    __tablename__ = "paths"
    path: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)


class RefusalRow(Base):
    """A file that could not be read at all, with the reason in plain words."""

    __tablename__ = "refusals"
    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str | None]
    reason: Mapped[str]
    reader: Mapped[str]
    seen: Mapped[datetime]


class PageRow(Base):
    """One row a page, raw and cleaned."""

    __tablename__ = "pages"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str | None]
    raw: Mapped[str]
    text: Mapped[str]
    status: Mapped[str]
    furniture: Mapped[list[Any]]
    lines: Mapped[list[Any]]


class PassageRow(Base):
    """One row a passage; ``spans`` are [page, start, end] into the cleaned text."""

    __tablename__ = "passages"
    __table_args__ = (Index("passages_in_order", "document_id", "place"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    place: Mapped[int]
    role: Mapped[str]
    heading: Mapped[list[Any]]
    number: Mapped[str | None]
    text: Mapped[str]
    spans: Mapped[list[Any]]
    page_labels: Mapped[list[Any]]
