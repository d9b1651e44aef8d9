"""When reviews came into the library."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from ingest.database import Database
from ingest.library import Library
from ingest.model import Review
from ingest.tables.held import SnapshotRow


def first_held(database: Database) -> dict[str, datetime]:
    """When each document came, by its id; one that replaced another in place came when the first did."""
    with database.reading() as session:
        snapshots = session.scalars(select(SnapshotRow).order_by(SnapshotRow.fetched.desc())).all()
        place_first = {row.address: row.fetched for row in snapshots}
        found: dict[str, datetime] = {}
        for row in snapshots:
            first = place_first[row.address].replace(tzinfo=UTC)
            found[row.sha256] = min(found.get(row.sha256, first), first)
    return found


def newest(library: Library, since: datetime | None = None) -> list[tuple[Review, datetime]]:
    """Reviews with the moment they were first held, newest first; only those since ``since`` where it is given."""
    came = first_held(library.database)
    found = []
    for review in library.catalogue.reviews():
        moments = [came[document] for document in review.documents if document in came]
        if moments and (since is None or min(moments) >= since):
            found.append((review, min(moments)))
    return sorted(found, key=lambda pair: (-pair[1].timestamp(), pair[0].id))
