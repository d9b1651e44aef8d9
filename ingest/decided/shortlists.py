"""Shortlists: reviews and passages that a person gathers under a name, in their order, with their notes.

They are the user's own work and stay in the library. What is withdrawn vanishes from them
(``ingest.withdrawn.withdrawal``). What was read anew under another id is found again by its anchor
(``ingest.decided.anchors``); what is not found stays and waits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ingest.decided.anchors import Anchor, PassageAnchor, ReviewAnchor, passage_at, review_at
from ingest.errors import BadArgument
from ingest.model import Passage, Review
from ingest.record.database import Database
from ingest.record.tables.decided import ShortlistAnchorRow, ShortlistItemRow, ShortlistRow
from ingest.record.tables.held import PassageRow, ReviewRow

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
    """A review or passage on a list, by its id, with the user's note and what finds it again after a re-read."""

    id: str
    kind: Kind
    note: str = ""
    anchor: Anchor | None = None


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
            else:
                held.note = _note(item.note) or held.note
                _anchor(session, row.name, item)
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

    def anchor(self, name: str, items: Sequence[Item]) -> None:
        """Keep the anchors of items that are on a list."""
        with self._database.record() as session:
            row = _held(session, name)
            for item in items:
                if session.get(ShortlistItemRow, (row.name, item.id)) is not None:
                    _anchor(session, row.name, item)

    def settle(self, reviews: Sequence[Review], passages: Callable[[str], Sequence[Passage]]) -> int:
        """Lead items to the new ids of what was read anew; ``passages`` gives those of a document. How many were led.

        What is not found stays as it is, and waits.
        """
        read: dict[str, Sequence[Passage]] = {}
        led = 0
        with self._database.record() as session:
            for row, anchor in _waiting(session, {review.id for review in reviews}):
                if isinstance(anchor, PassageAnchor):
                    read.setdefault(anchor.document, passages(anchor.document))
                    found = passage_at(anchor, read[anchor.document])
                else:
                    found = review_at(anchor, reviews)
                if found:
                    _lead(session, row, found)
                    led += 1
        return led

    def forget(self, document_id: str, held: Collection[str] = ()) -> int:
        """Forget what waits for a withdrawn document, and for a review of which no other document is ``held``."""
        others = set(held) - {document_id}
        with self._database.record() as session:
            reviews = set(session.scalars(select(ReviewRow.id)))
            gone = [row for row, anchor in _waiting(session, reviews) if _is_of(anchor, document_id, others)]
            for row in gone:
                session.delete(row)
        return len(gone)


def _waiting(session: Session, reviews: Collection[str]) -> list[tuple[ShortlistItemRow, Anchor]]:
    """The items with an anchor that are not held under their id; ``reviews`` are the ids that are held."""
    passage = select(PassageRow.id).where(PassageRow.id == ShortlistItemRow.item).exists()
    mine = (ShortlistAnchorRow.shortlist == ShortlistItemRow.shortlist) & (
        ShortlistAnchorRow.item == ShortlistItemRow.item
    )
    wanted = select(ShortlistItemRow, ShortlistAnchorRow.anchor).join(ShortlistAnchorRow, mine).where(~passage)
    found = session.execute(wanted).all()
    return [(row, _shaped(Kind(row.kind), anchor)) for row, anchor in found if row.item not in reviews]


def _shaped(kind: Kind, anchor: dict[str, Any]) -> Anchor:
    return (PassageAnchor if kind is Kind.PASSAGE else ReviewAnchor).model_validate(anchor)


def _is_of(anchor: Anchor, document: str, others: Collection[str]) -> bool:
    if isinstance(anchor, PassageAnchor):
        return anchor.document == document
    return document in anchor.documents and not any(one in others for one in anchor.documents)


def _lead(session: Session, row: ShortlistItemRow, found: str) -> None:
    """Give an item its new id; where that stands on the list already, only a note is brought over."""
    there = session.get(ShortlistItemRow, (row.shortlist, found))
    if there is None:
        row.item = found
    else:
        there.note = there.note or row.note
        session.delete(row)
    session.flush()


def _anchor(session: Session, name: str, item: Item) -> None:
    if item.anchor is not None:
        kept = item.anchor.model_dump(mode="json")
        session.merge(ShortlistAnchorRow(shortlist=name, item=item.id, anchor=kept))


def _held(session: Session, name: str) -> ShortlistRow:
    row = session.get(ShortlistRow, name.strip())
    if row is None:
        raise BadArgument(f"There is no shortlist “{name.strip()}” in this library.")
    return row


def _list(session: Session, row: ShortlistRow) -> Shortlist:
    wanted = select(ShortlistAnchorRow).where(ShortlistAnchorRow.shortlist == row.name)
    anchors = {one.item: one.anchor for one in session.scalars(wanted)}
    items = tuple(_item(one, anchors.get(one.item)) for one in _rows(session, row.name))
    return Shortlist(row.name, items, row.changed.replace(tzinfo=UTC))


def _item(row: ShortlistItemRow, anchor: dict[str, Any] | None) -> Item:
    kind = Kind(row.kind)
    return Item(row.item, kind, row.note, _shaped(kind, anchor) if anchor else None)


def _rows(session: Session, name: str) -> list[ShortlistItemRow]:
    wanted = select(ShortlistItemRow).where(ShortlistItemRow.shortlist == name)
    return list(session.scalars(wanted.order_by(ShortlistItemRow.place, ShortlistItemRow.item)))


def _put(session: Session, name: str, item: Item, place: int) -> None:
    kept = replace(item, note=_note(item.note))
    session.add(ShortlistItemRow(shortlist=name, item=kept.id, kind=kept.kind.value, place=place, note=kept.note))
    session.flush()
    _anchor(session, name, kept)


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
