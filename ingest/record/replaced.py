"""Which document stands now where an earlier one stood. The earlier one is kept, for what cites it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.record.tables.held import PathRow, SnapshotRow


def newer_version(session: Session, document_id: str) -> str | None:
    """The document in place of this one; ``None`` for one that still stands where it did, or was never there."""
    if session.scalar(select(PathRow.path).where(PathRow.document_id == document_id).limit(1)) is not None:
        return None
    places = set(session.scalars(select(SnapshotRow.address).where(SnapshotRow.sha256 == document_id)))
    if not places:
        return None
    rows = session.execute(select(PathRow.path, PathRow.document_id).order_by(PathRow.path))
    return next((now for path, now in rows if path in places or _as_address(path) in places), None)


def _as_address(path: str) -> str:
    return Path(path).as_uri() if path.startswith("/") else path
