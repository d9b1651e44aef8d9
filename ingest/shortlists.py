"""Shortlists: reviews and passages that a person gathers under a name, in their order, with their notes.

They are the user's own work and stay in the library. What is withdrawn vanishes from them (``ingest.withdrawal``); what
was read anew under another id stays on the list and is shown as not held as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ingest.database import Database
from ingest.errors import BadArgument
from ingest.tables.decided import ShortlistItemRow, ShortlistRow

USUAL = "Shortlist"
"""The name of a list that nobody named."""
LONGEST_NAME = 80
LONGEST_NOTE = 4_000
MOST = 500


class Kind(StrEnum):
    """What is on a list."""

    REVIEW = "review"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Item:
    """A review or passage on a list, by its id, with the user's note."""

    id: str
    kind: Kind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A named list in the user's order; ``changed`` is in UTC."""

    name: str
    items: tuple[Item, ...]
    changed: datetime


class Shortlists:
    """The shortlists of a library. Each call is one transaction; names are matched exactly, without outer blanks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Shortlist]:
        """All lists, the one changed last first."""
        with self._database.reading() as session:
            rows = session.scalars(select(ShortlistRow).order_by(ShortlistRow.changed.desc(), ShortlistRow.name))
            return [_list(session, row) for row in rows]

    def get(self, name: str) -> Shortlist:
        """One list. Raises ``BadArgument`` where there is none of this name."""
        with self._database.reading() as session:
            return _list(session, _held(session, name))

    def add(self, name: str, item: Item) -> bool:
        """Put something at the end of a list, which is made if it is not there; ``False`` where it is there.

        A note that is given replaces the one that stood.
        """
        name = _name(name)
        with self._database.record() as session:
            row = session.get(ShortlistRow, name)
            if row is None:
                row = ShortlistRow(name=name, made=_now(), changed=_now())
                session.add(row)
                session.flush()
            held = session.get(ShortlistItemRow, (name, item.id))
            if held is None:
                places = [one.place for one in _rows(session, name)]
                if len(places) >= MOST:
                    raise BadArgument(f"A shortlist holds {MOST} items at most. Begin another.")
                _put(session, name, item, max(places, default=0) + 1)
            elif item.note:
                held.note = _note(item.note)
            row.changed = _now()
        return held is None

    def remove(self, name: str, item: str) -> bool:
        """Take something off a list; ``False`` where it was not on it."""
        with self._database.record() as session:
            row = _held(session, name)
            held = session.get(ShortlistItemRow, (row.name, item))
            if held is not None:
                session.delete(held)
                row.changed = _now()
        return held is not None

    def note(self, name: str, item: str, note: str) -> None:
        """Set the note of something on a list; an empty one takes it away. Raises ``BadArgument``."""
        with self._database.record() as session:
            row = _held(session, name)
            held = session.get(ShortlistItemRow, (row.name, item))
            if held is None:
                raise BadArgument(f"{item} is not on the shortlist “{row.name}”.")
            held.note = _note(note)
            row.changed = _now()

    def move(self, name: str, item: str, by: int) -> int:
        """Move something up (``by`` below 0) or down, as far as the list goes; its place, from 1."""
        with self._database.record() as session:
            row = _held(session, name)
            rows = _rows(session, row.name)
            at = next((place for place, one in enumerate(rows) if one.item == item), None)
            if at is None:
                raise BadArgument(f"{item} is not on the shortlist “{row.name}”.")
            to = min(max(at + by, 0), len(rows) - 1)
            rows.insert(to, rows.pop(at))
            for place, one in enumerate(rows, start=1):
                one.place = place
            row.changed = _now()
        return to + 1

    def rename(self, name: str, new: str) -> None:
        """Give a list another name. Raises ``BadArgument`` where that name is taken."""
        new = _name(new)
        with self._database.record() as session:
            row = _held(session, name)
            if new == row.name:
                return
            if session.get(ShortlistRow, new) is not None:
                raise BadArgument(f"There is a shortlist “{new}” already.")
            session.add(ShortlistRow(name=new, made=row.made, changed=_now()))
            session.flush()
            for one in _rows(session, row.name):
                one.shortlist = new
            session.flush()
            session.delete(row)

    def delete(self, name: str) -> None:
        """Delete a list with its notes. Raises ``BadArgument`` where there is none of this name."""
        with self._database.record() as session:
            row = _held(session, name)
            session.execute(delete(ShortlistItemRow).where(ShortlistItemRow.shortlist == row.name))
            session.delete(row)

    def replace(self, name: str, items: Sequence[Item]) -> None:
        """Make a list hold exactly these, in this order; for taking one in from a file."""
        if len(items) > MOST or len({item.id for item in items}) < len(items):
            raise BadArgument(f"A shortlist holds {MOST} items at most, and each of them once.")
        name = _name(name)
        with self._database.record() as session:
            row = session.get(ShortlistRow, name) or ShortlistRow(name=name, made=_now(), changed=_now())
            session.add(row)
            session.flush()
            session.execute(delete(ShortlistItemRow).where(ShortlistItemRow.shortlist == name))
            for place, item in enumerate(items, start=1):
                _put(session, name, item, place)
            row.changed = _now()


def _held(session: Session, name: str) -> ShortlistRow:
    row = session.get(ShortlistRow, name.strip())
    if row is None:
        raise BadArgument(f"There is no shortlist “{name.strip()}” in this library.")
    return row


def _list(session: Session, row: ShortlistRow) -> Shortlist:
    items = tuple(Item(one.item, Kind(one.kind), one.note) for one in _rows(session, row.name))
    return Shortlist(row.name, items, row.changed.replace(tzinfo=UTC))


def _rows(session: Session, name: str) -> list[ShortlistItemRow]:
    wanted = select(ShortlistItemRow).where(ShortlistItemRow.shortlist == name)
    return list(session.scalars(wanted.order_by(ShortlistItemRow.place, ShortlistItemRow.item)))


def _put(session: Session, name: str, item: Item, place: int) -> None:
    kept = replace(item, note=_note(item.note))
    session.add(ShortlistItemRow(shortlist=name, item=kept.id, kind=kept.kind.value, place=place, note=kept.note))


def _name(given: str) -> str:
    name = " ".join(given.split()) or USUAL
    if len(name) > LONGEST_NAME:
        raise BadArgument(f"The name of a shortlist has {LONGEST_NAME} characters at most.")
    return name


def _note(given: str) -> str:
    note = given.strip()
    if len(note) > LONGEST_NOTE:
        raise BadArgument(f"A note has {LONGEST_NOTE:,} characters at most.")
    return note


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
