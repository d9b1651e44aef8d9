"""What is kept out of sight or out of the library: pages in quarantine, and tombstones of what was withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ingest.record.tables.base import Base


class QuarantineRow(Base):
    """One row a page that the gate stopped: why, never what. ``released`` is when a person let it through.

    Page 0 is the file as a whole: its bytes are not handed out.
    """

    __tablename__ = "quarantine"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    reasons: Mapped[list[Any]]
    stopped: Mapped[datetime]
    released: Mapped[datetime | None]
    released_by: Mapped[str | None]


class NoteRow(Base):
    """One row a remark of the gate on a file, which holds nothing back."""

    __tablename__ = "notes"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)


class TombstoneRow(Base):
    """One row a withdrawn document. ``sketch`` is hashes of its words: it knows the text again and cannot give it.

    ``finished`` is when nothing of it was left in any file of the library; until then the withdrawal goes on.
    """

    __tablename__ = "tombstones"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str | None]
    whole_review: Mapped[bool]
    reason: Mapped[str]
    withdrawn: Mapped[datetime]
    finished: Mapped[datetime | None]
    addresses: Mapped[list[Any]]
    sketch: Mapped[list[Any]]
