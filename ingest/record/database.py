"""The one database of a library: how it is opened, and how anything in it changes.

Every change to what is held goes through one transaction that also raises the library revision, so a killed process
leaves either all of a change or none of it, and a reader can tell from one number whether anything is new. Records of
work (that an address was visited and had not changed) are no change to what is held and leave the revision alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from ingest.errors import LibraryDamaged
from ingest.record.tables import Base
from ingest.record.tables.base import MetaRow

SCHEMA_VERSION = 4
"""Raised with every change to tables/; a library made by a newer version is refused, an older one is brought up.

1 what is held · 2 what was collected, kept out and decided · 3 anchors of shortlists ·
4 saved scopes (tables are only added)
"""


class Database:
    """An open database. Safe to use from several threads: each use has its own session."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        try:
            self._prepare()
        except DatabaseError as problem:
            raise LibraryDamaged(
                f"The catalogue cannot be opened ({problem.orig}). Restore it from a copy."
            ) from problem

    def close(self) -> None:
        """Let go of the database files."""
        self._engine.dispose()

    def reading(self) -> Session:
        """A session to read in: ``with database.reading() as session``."""
        return Session(self._engine)

    @contextmanager
    def change(self) -> Iterator[Session]:
        """One transaction that changes what is held, and raises the library revision."""
        with self.record() as session:
            yield session
            raise_revision(session)

    @contextmanager
    def record(self) -> Iterator[Session]:
        """One transaction that records work and leaves what is held as it is."""
        with Session(self._engine) as session, session.begin():
            yield session

    def compact(self) -> bool:
        """Write the database anew without anything that was deleted, its log included; ``False`` when it is in use.

        On PostgreSQL nothing is done: its own housekeeping is the operator's.
        """
        if self._engine.dialect.name != "sqlite":
            return True
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                connection.exec_driver_sql("VACUUM")
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            except OperationalError:
                return False
        return not busy

    def _prepare(self) -> None:
        Base.metadata.create_all(self._engine, tables=[Base.metadata.tables["meta"]])
        with self.record() as session:
            version = session.get(MetaRow, "schema")
            if version is None:
                session.add_all([MetaRow(key="schema", value=str(SCHEMA_VERSION)), MetaRow(key="revision", value="0")])
            elif int(version.value) > SCHEMA_VERSION:
                raise LibraryDamaged(
                    f"This library was made by a newer Common Thread (its catalogue is version {version.value}, this "
                    f"program knows {SCHEMA_VERSION}). Update the program; nothing was changed."
                )
            else:
                version.value = str(SCHEMA_VERSION)
        Base.metadata.create_all(self._engine)


def raise_revision(session: Session) -> None:
    """Say within a transaction that what is held has changed."""
    revision = session.get_one(MetaRow, "revision")
    revision.value = str(int(revision.value) + 1)
    session.merge(MetaRow(key="changed", value=datetime.now(UTC).isoformat(timespec="seconds")))


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
    return engine


def _sqlite_settings(connection: Any, _record: Any) -> None:
    """WAL lets the app read while a command writes; waiting beats failing when two commands meet.

    What is deleted is overwritten: a withdrawn text must not linger in free pages.
    """
    settings = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL", "secure_delete=ON")
    for pragma in settings:
        connection.execute(f"PRAGMA {pragma}")
