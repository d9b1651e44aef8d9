"""What people decided: tags accepted, rejected or added, facts corrected; the shortlists and scopes that they keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest.record.tables.base import Base


class DecisionRow(Base):
    """One row a decision, the latest of each target and subject. ``anchor`` finds the passage again after a re-read.

    ``about`` is "theme", "agency" or "fact"; ``target`` is a passage's id, or a review's for a fact; ``subject`` is the
    tag's id or the fact's name; ``verdict`` is "accept", "reject", "add", "correct" or "undo", which takes back what
    stood; ``value`` is a fact's; ``decided`` is in UTC.
    """

    __tablename__ = "decisions"
    about: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    value: Mapped[list[Any]]
    decided_by: Mapped[str]
    decided: Mapped[datetime]
    note: Mapped[str | None]
    anchor: Mapped[dict[str, Any]]


class ShortlistRow(Base):
    """One row a named shortlist."""

    __tablename__ = "shortlists"
    name: Mapped[str] = mapped_column(primary_key=True)
    made: Mapped[datetime]
    changed: Mapped[datetime]


class ShortlistItemRow(Base):
    """One row a review or passage on a shortlist, with the user's note, in the user's order."""

    __tablename__ = "shortlist_items"
    shortlist: Mapped[str] = mapped_column(ForeignKey("shortlists.name", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    place: Mapped[int]
    note: Mapped[str]


class ShortlistAnchorRow(Base):
    """What finds an item of a shortlist again after a re-read; it goes, and is named anew, with the item."""

    __tablename__ = "shortlist_anchors"
    __table_args__ = (
        ForeignKeyConstraint(
            ["shortlist", "item"],
            ["shortlist_items.shortlist", "shortlist_items.item"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )
    shortlist: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    anchor: Mapped[dict[str, Any]]


class ScopeRow(Base):
    """One row a saved scope: filters under a name. ``seen`` is until when its news were looked at, in UTC."""

    __tablename__ = "scopes"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    filters: Mapped[dict[str, Any]]
    seen: Mapped[datetime | None]
    made: Mapped[datetime]
