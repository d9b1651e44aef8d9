"""Saved scopes: filters that a person keeps under a name, and until when what is new in them was looked at.

They are the user's own work and stay in the library. A scope holds values of filters and never the words of a search.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.errors import BadArgument
from ingest.record.database import Database
from ingest.record.tables.decided import ScopeRow

LONGEST_NAME = 80
MOST = 200
_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class SavedScope:
    """Filters under a name; ``filters`` maps a filter's name to its values, as ``index.searching.query`` reads them.

    ``id`` stays when the name changes. ``seen`` and ``made`` are in UTC; ``seen`` is ``None`` for one whose news nobody
    has looked at.
    """

    id: str
    name: str
    filters: Mapping[str, Any]
    seen: datetime | None
    made: datetime


class Scopes:
    """The saved scopes of a library. Each call is one transaction; names are matched exactly, without outer blanks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[SavedScope]:
        """All of them, by name."""
        with self._database.reading() as session:
            found = [_saved(row) for row in session.scalars(select(ScopeRow))]
        return sorted(found, key=lambda one: (one.name.casefold(), one.name))

    def of_id(self, scope: str) -> SavedScope | None:
        """One by its id; ``None`` where there is none."""
        with self._database.reading() as session:
            row = session.get(ScopeRow, scope)
            return _saved(row) if row else None

    def get(self, name: str) -> SavedScope:
        """One by its name. Raises ``BadArgument`` where there is none of this name."""
        with self._database.reading() as session:
            return _saved(_held(session, name))

    def save(self, name: str, filters: Mapping[str, Any]) -> SavedScope:
        """Keep filters under a new name. Raises ``BadArgument`` where the name is taken, empty or too long."""
        name = _name(name)
        if sum(len(values) for values in filters.values() if isinstance(values, list)) > _MOST_VALUES:
            raise BadArgument(f"A scope has {_MOST_VALUES} values of filters at most. Nothing was saved.")
        with self._database.record() as session:
            _check_free(session, name)
            if len(list(session.scalars(select(ScopeRow.id)))) >= MOST:
                raise BadArgument(f"A library keeps {MOST} saved scopes at most. Delete one first.")
            row = ScopeRow(id=secrets.token_hex(8), name=name, filters=dict(filters), seen=None, made=_utc(None))
            session.add(row)
            session.flush()
            return _saved(row)

    def rename(self, name: str, new: str) -> None:
        """Give a scope another name; its feed and its day stay. Raises ``BadArgument`` where that name is taken."""
        new = _name(new)
        with self._database.record() as session:
            row = _held(session, name)
            if new != row.name:
                _check_free(session, new)
                row.name = new

    def delete(self, name: str) -> None:
        """Delete a scope. Raises ``BadArgument`` where there is none of this name."""
        with self._database.record() as session:
            session.delete(_held(session, name))

    def see(self, name: str, until: datetime | None) -> None:
        """Record until when its news were looked at, by an aware moment; ``None`` takes it back."""
        with self._database.record() as session:
            _held(session, name).seen = _utc(until) if until else None


def _held(session: Session, name: str) -> ScopeRow:
    row = session.scalar(select(ScopeRow).where(ScopeRow.name == " ".join(name.split())))
    if row is None:
        raise BadArgument(f"There is no saved scope “{name.strip()}” in this library.")
    return row


def _check_free(session: Session, name: str) -> None:
    if session.scalar(select(ScopeRow.id).where(ScopeRow.name == name)) is not None:
        raise BadArgument(f"There is a saved scope “{name}” already. Choose another name.")


def _saved(row: ScopeRow) -> SavedScope:
    seen = row.seen.replace(tzinfo=UTC) if row.seen else None
    return SavedScope(row.id, row.name, dict(row.filters), seen, row.made.replace(tzinfo=UTC))


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not name:
        raise BadArgument("A saved scope needs a name. Nothing was saved.")
    if len(name) > LONGEST_NAME:
        raise BadArgument(f"The name of a saved scope has {LONGEST_NAME} characters at most.")
    return name


def _utc(moment: datetime | None) -> datetime:
    return (moment or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
