"""When reviews came into the library, when they changed, and when their publishers took them down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from ingest.library import Library
from ingest.model import Review, ReviewStatus
from ingest.record.database import Database
from ingest.record.tables.collected import AddressRow, VersionRow
from ingest.record.tables.held import SnapshotRow


@dataclass(frozen=True, slots=True)
class Arrival:
    """What happened to a review, in UTC. ``changed`` is when a further or a newer document of it came last, ``gone``
    when its publisher was last seen without it; ``None`` where neither happened.
    """

    review: Review
    came: datetime
    changed: datetime | None = None
    gone: datetime | None = None


def arrivals(library: Library) -> list[Arrival]:
    """Every review of which bytes are held, the one that came last first."""
    own, first = _moments(library.database)
    gone = _gone(library.database)
    found = []
    for review in library.catalogue.reviews():
        held = [document for document in review.documents if document in own]
        if not held:
            continue
        came = min(first[document] for document in held)
        latest = max(own[document] for document in held)
        taken_down = review.status is ReviewStatus.NO_LONGER_PUBLISHED
        left = [gone[document] for document in held if document in gone] if taken_down else []
        found.append(Arrival(review, came, latest if latest > came else None, max(left, default=None)))
    return sorted(found, key=lambda one: (-one.came.timestamp(), one.review.id))


def first_held(database: Database) -> dict[str, datetime]:
    """When each document came, by its id; one that replaced another in place came when the first did."""
    return _moments(database)[1]


def newest(library: Library, since: datetime | None = None) -> list[tuple[Review, datetime]]:
    """Reviews with the moment they were first held, newest first; only those since ``since`` where it is given."""
    return [(one.review, one.came) for one in arrivals(library) if since is None or one.came >= since]


def _moments(database: Database) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When each document's own bytes came first, and when the first document came that stood in its place."""
    with database.reading() as session:
        rows = session.execute(select(SnapshotRow.sha256, SnapshotRow.address, SnapshotRow.fetched)).all()
    place_first = _earliest((address, fetched) for _, address, fetched in rows)
    own = _earliest((sha256, fetched) for sha256, _, fetched in rows)
    return own, _earliest((sha256, place_first[address]) for sha256, address, _ in rows)


def _earliest(pairs: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for name, moment in pairs:
        aware = moment.replace(tzinfo=UTC)
        found[name] = min(found.get(name, aware), aware)
    return found


def _gone(database: Database) -> dict[str, datetime]:
    """When the last address of a document went, by the document's id."""
    with database.reading() as session:
        asked = select(VersionRow.sha256, AddressRow.gone_since).join(
            VersionRow, VersionRow.address == AddressRow.address
        )
        rows = session.execute(asked.where(AddressRow.gone_since.is_not(None))).all()
    found: dict[str, list[datetime]] = defaultdict(list)
    for sha256, moment in rows:
        if moment:
            found[sha256].append(moment.replace(tzinfo=UTC))
    return {sha256: max(moments) for sha256, moments in found.items()}
